#include "scheduler/store.h"

#include <algorithm>

namespace plazo::scheduler {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool Busy::holds(const std::string& mailbox, Step::Kind kind) const {
    return contains(mailboxes, mailbox) ||
           (kind == Step::Kind::reminder && contains(mailing, mailbox));
}

}  // namespace plazo::scheduler
