// scheduler/store/sqlite.h - the Store in one SQLite file, and nothing to run beside it.
//
//     std::unique_ptr<scheduler::Store> store = open_sqlite("/var/lib/plazo/plazo.db", executor);
//
// The database is WAL with synchronous=FULL: what has returned survives a power cut, if the disk
// keeps its word. One thread does all the work, reads too, so that every call sees what was
// committed before it was made; callers who wait together share a commit (sqlite_writer.h). Opening
// does not depend on how much is stored (sqlite_schema.h).
//
// Beside <path> there are <path>-wal and <path>-shm, which belong to it, <path>.lock with the
// owner's pid, and perhaps <path>.before-N, the copy made before migration N. What is made here,
// only its owner may read: files 0600, the folder 0700.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "scheduler/store.h"

namespace plazo::store {

/// Makes the file, and its folder, when they are missing. Throws scheduler::StoreInUse when another
/// process has it open, StoreError when it cannot be used; the sentence says what to do.
///
/// Calls are made and complete on `executor`, which has to outlive the Store. The Store's
/// destructor waits until everything asked for is on disk.
std::unique_ptr<scheduler::Store> open_sqlite(const std::string& path,
                                              boost::asio::any_io_executor executor);

}  // namespace plazo::store
