// scheduler/store/sqlite_schema.h - whose database a file is, and which version of it.
//
//     Connection connection{path};
//     prepare_database(connection, known_migrations());     // settings, identity, schema
//
// Migrations are numbered from 1 and only go forward; the number of the last one is the file's
// user_version. Before a database with something in it is migrated, it is copied to
// <path>.before-N, N being the first migration it lacks.
//
// Looked at are the header and the schema, so opening takes as long with ten million Steps as with
// none. Damage elsewhere is a StoreError of the call that meets it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduler/store/sqlite_connection.h"

namespace plazo::store {

/// "Plaz" as a big-endian number: SQLite's application_id of our files.
inline constexpr std::int64_t plazo_application_id = 0x506c617a;

using Migrations = std::vector<std::string>;

/// The SQL of scheduler/store/schema/, first to last.
const Migrations& known_migrations();

/// Throws StoreError for a file that is another program's, damaged, or of a newer Plazo; it has not
/// been changed then.
void prepare_database(Connection& connection, const Migrations& migrations);

}  // namespace plazo::store
