// scheduler/store/owner_lock.h - one process owns a store, and another can see which.
//
//     const OwnerLock lock{"/var/lib/plazo/plazo.db"};      // takes plazo.db.lock
//
// The lock is a flock, so it goes when its process does, however that ends. The file stays: to
// remove it would let two processes lock two different files of the same name. It holds the pid of
// the owner, for people.
#pragma once

#include <string>

namespace plazo::store {

class OwnerLock {
  public:
    /// Throws scheduler::StoreInUse, which names the owner's pid, when another has it; never waits.
    /// Throws scheduler::StoreError when the file cannot be made.
    explicit OwnerLock(const std::string& store_path);
    ~OwnerLock();
    OwnerLock(const OwnerLock&) = delete;
    OwnerLock& operator=(const OwnerLock&) = delete;

  private:
    int file_;
};

}  // namespace plazo::store
