#include "scheduler/store/sqlite_schema.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "scheduler/store.h"
#include "scheduler/store/private_file.h"

namespace plazo::store {

using scheduler::StoreError;

namespace {

void refuse_another_programs(Connection& connection) {
    const bool blank = connection.number("SELECT count(*) FROM sqlite_schema") == 0 &&
                       connection.number("PRAGMA user_version") == 0;
    const std::int64_t id = connection.number("PRAGMA application_id");
    if (id == plazo_application_id || (blank && id == 0)) return;
    throw StoreError{connection.path() + " is not a Plazo database"};
}

void refuse_newer(Connection& connection, std::int64_t version, std::size_t known) {
    if (version <= static_cast<std::int64_t>(known)) return;
    throw StoreError{connection.path() + " was written by a newer Plazo (schema " +
                     std::to_string(version) + ", this one knows " + std::to_string(known) +
                     "): install the newer program, or restore an older backup"};
}

/// WAL with FULL: a commit that has returned survives a power cut. Foreign code in the file, views
/// and triggers, is not trusted.
void choose_settings(Connection& connection) {
    connection.execute(
        "PRAGMA journal_mode = WAL;"
        "PRAGMA synchronous = FULL;"
        "PRAGMA trusted_schema = OFF;");
    Query mode = connection.query("PRAGMA journal_mode");
    if (!mode.next() || mode.text() != "wal") {
        throw StoreError{connection.path() +
                         " lies on a file system without shared memory, which the store needs"};
    }
}

void sync(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) throw_store_error("cannot open " + path, errno);
    const int reason = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (reason != 0) throw_store_error("cannot write " + path, reason);
}

/// The copy gets its name when it is complete, so that a copy of that name can be relied on.
void copy_before(Connection& connection, std::int64_t migration) {
    const std::string copy = connection.path() + ".before-" + std::to_string(migration);
    const std::string part = copy + ".part";
    std::error_code ended;
    std::filesystem::remove(part, ended);
    if (ended) throw_store_error("cannot remove " + part, ended.value());
    make_private_file(part);  // SQLite fills an empty file, and keeps its mode
    connection.run("VACUUM INTO ?", {part});
    sync(part, O_RDWR);
    std::filesystem::rename(part, copy, ended);
    if (ended) throw_store_error("cannot make " + copy, ended.value());
    const std::string folder = std::filesystem::path{copy}.parent_path().string();
    sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

void migrate(Connection& connection, const std::string& script, std::int64_t number) {
    connection.execute("BEGIN EXCLUSIVE;" + script +
                       ";PRAGMA application_id = " + std::to_string(plazo_application_id) +
                       ";PRAGMA user_version = " + std::to_string(number) + ";COMMIT;");
}

}  // namespace

const Migrations& known_migrations() {
    static const Migrations migrations = {
#include "scheduler/store/schema/0001_records.sql"
        ,
#include "scheduler/store/schema/0002_calendars_and_settings.sql"
        ,
#include "scheduler/store/schema/0003_import_versions.sql"
    };
    return migrations;
}

void prepare_database(Connection& connection, const Migrations& migrations) {
    refuse_another_programs(connection);
    const std::int64_t version = connection.number("PRAGMA user_version");
    refuse_newer(connection, version, migrations.size());
    choose_settings(connection);
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (version > 0 && version < newest) copy_before(connection, version + 1);
    for (std::int64_t number = version + 1; number <= newest; ++number) {
        migrate(connection, migrations[static_cast<std::size_t>(number - 1)], number);
    }
}

}  // namespace plazo::store
