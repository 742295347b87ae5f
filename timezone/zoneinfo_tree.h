// timezone/zoneinfo_tree.h - the files of a zoneinfo folder, as an operating system keeps them.
//
// Nothing is known here of what is in a zone's file; the tree says which names there are, which of
// them are links, which version it is, and whether a package manager has been at it since. What
// lies outside the folder is read only where the folder's owner put a symbolic link to it; a name
// that a user gives is never a path.
//
//     const ZoneinfoTree tree = read_zoneinfo_tree("/usr/share/zoneinfo");
//     tree.version == "2026f";
//     tree.links.at("US/Eastern") == "America/New_York";
//
// Thread-safe as far as the file system is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace plazo::timezone {

inline constexpr std::size_t zone_name_length_max = 64;  // the longest known has 32
inline constexpr std::size_t zone_names_max = 10'000;
inline constexpr int tree_depth_max = 4;
/// tzdata.zi has about 110,000.
inline constexpr std::size_t link_file_bytes_max = 4 * 1024 * 1024;

struct ZoneinfoTree {
    struct File {
        std::string name;  // "Europe/Madrid"
        std::string bytes;
    };
    /// The files that begin like TZif and are not too large for it, in no order.
    std::vector<File> files;
    /// Name to target, where a symbolic link stays inside the folder: these have no bytes.
    std::map<std::string, std::string> symbolic_links;
    /// Name to target, as tzdata.zi and backward have it. Many of these are files as well.
    std::map<std::string, std::string> links;
    /// From tzdata.zi or +VERSION, else "unknown".
    std::string version = "unknown";
    /// As zoneinfo_stamp() has it for the files that were read.
    std::uint64_t stamp = 0;
};

/// Left out are the copies in posix/ and right/, and the machine's own zone (localtime,
/// posixrules). Throws std::runtime_error, in words for an operator, where there is no such folder
/// or more in it than the limits allow.
ZoneinfoTree read_zoneinfo_tree(const std::string& folder);

/// A number that changes when a file of the folder is added, removed, replaced or written to. Reads
/// no file: about a millisecond.
std::uint64_t zoneinfo_stamp(const std::string& folder);

}  // namespace plazo::timezone
