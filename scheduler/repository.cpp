#include "scheduler/repository.h"

#include <algorithm>

namespace plazo::scheduler {
namespace {

std::string_view domain_of(std::string_view address) {
    return address.substr(std::min(address.size(), address.rfind('@') + 1));
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool atom_character(char c) {
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~.";
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    return letter || (c >= '0' && c <= '9') || beyond_ascii ||
           signs.find(c) != std::string_view::npos;
}

bool domain_character(char c) {
    return atom_character(c) &&
           std::string_view{"!#$%&'*+/=?^_`{|}~"}.find(c) == std::string_view::npos;
}

bool well_dotted(std::string_view text) {
    return !text.empty() && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos;
}

}  // namespace

bool valid_repository_name(std::string_view name) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !name.empty() && name.size() <= repository_name_bytes_max && name.front() != '-' &&
           name.find_first_not_of(allowed) == std::string_view::npos;
}

bool valid_address(std::string_view address) {
    constexpr std::size_t address_bytes_max = 254;
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos || address.size() > address_bytes_max) return false;
    const std::string_view local = address.substr(0, at);
    const std::string_view domain = address.substr(at + 1);
    return well_dotted(local) && well_dotted(domain) &&
           domain.find('.') != std::string_view::npos &&
           std::all_of(local.begin(), local.end(), atom_character) &&
           std::all_of(domain.begin(), domain.end(), domain_character);
}

std::string normal_address(std::string_view address) {
    std::string out{address};
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool is_external(const Repository& repository, std::string_view address) {
    return normal_address(domain_of(address)) != normal_address(domain_of(repository.mailbox));
}

bool may_write_to(const Repository& repository, std::string_view address) {
    if (!is_external(repository, address)) return true;
    const std::string domain = normal_address(domain_of(address));
    return std::any_of(
        repository.recipients.begin(), repository.recipients.end(),
        [&](const std::string& allowed) { return normal_address(allowed) == domain; });
}

bool may_organise(const Repository& repository, std::string_view address) {
    const std::string wanted = normal_address(address);
    if (wanted == normal_address(repository.mailbox)) return true;
    return std::any_of(
        repository.allow.begin(), repository.allow.end(),
        [&](const std::string& allowed) { return normal_address(allowed) == wanted; });
}

}  // namespace plazo::scheduler
