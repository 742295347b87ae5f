#include "timezone/zoneinfo_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "timezone/tzif.h"

namespace plazo::timezone {

namespace {

struct FolderCloser {
    void operator()(DIR* folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, FolderCloser>;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

  private:
    int number_;
};

/// The content of a regular file; nothing where it is none, cannot be read or is larger. `facts`
/// says what the file system knows of it.
std::optional<std::string> content(int folder, const char* name, std::size_t bytes_max,
                                   struct stat& facts) {
    const Descriptor file{openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    facts = {};
    if (file.number() < 0 || fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
        static_cast<std::size_t>(facts.st_size) > bytes_max) {
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = read(file.number(), bytes.data() + filled, bytes.size() - filled);
        if (got <= 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

std::optional<std::string> content(int folder, const char* name, std::size_t bytes_max) {
    struct stat facts {};
    return content(folder, name, bytes_max, facts);
}

/// In the manner of FNV-1a, over whatever tells one state of a file from another.
std::uint64_t stamp_of(const std::string& name, const struct stat& facts) {
    std::uint64_t stamp = 0xcbf29ce484222325;
    const auto mix = [&](std::uint64_t number) { stamp = (stamp ^ number) * 0x100000001b3; };
    for (const char byte : name) mix(static_cast<unsigned char>(byte));
    for (const std::int64_t number :
         {static_cast<std::int64_t>(facts.st_dev), static_cast<std::int64_t>(facts.st_ino),
          std::int64_t{facts.st_size}, std::int64_t{facts.st_mtim.tv_sec},
          std::int64_t{facts.st_mtim.tv_nsec}, std::int64_t{facts.st_ctim.tv_sec},
          std::int64_t{facts.st_ctim.tv_nsec}}) {
        mix(static_cast<std::uint64_t>(number));
    }
    return stamp;
}

std::uint64_t stamp_of(int folder, const char* entry, const std::string& name) {
    struct stat facts {};
    return fstatat(folder, entry, &facts, 0) == 0 ? stamp_of(name, facts) : 0;
}

/// The first words of a line.
std::array<std::string_view, 3> three_words(std::string_view line) {
    std::array<std::string_view, 3> found;
    for (std::string_view& word : found) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        word = line.substr(0, line.find_first_of(" \t\r"));
        line.remove_prefix(word.size());
    }
    return found;
}

/// `text` is tzdata.zi or backward: lines "L target name" or "Link target name".
void read_statements(std::string_view text, ZoneinfoTree& tree) {
    constexpr std::string_view version_mark = "# version ";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.substr(0, version_mark.size()) == version_mark) {
            tree.version = line.substr(version_mark.size());
        }
        if (line.empty() || line.front() != 'L') continue;
        const auto [word, target, name] = three_words(line);
        if (!name.empty() && (word == "L" || word == "Link")) tree.links.emplace(name, target);
    }
}

void read_statements(int folder, ZoneinfoTree& tree) {
    for (const char* file : {"tzdata.zi", "backward"}) {
        const auto text = content(folder, file, link_file_bytes_max);
        if (text) read_statements(*text, tree);
    }
    if (tree.version != "unknown") return;
    const auto text = content(folder, "+VERSION", zone_name_length_max);
    const std::string_view version = three_words(text ? *text : "")[0];
    if (!version.empty()) tree.version = version.substr(0, version.find('\n'));
}

/// Names of the tree's own copies and of the machine's zone: none of them is a zone's name.
bool is_passed_over(std::string_view name) {
    constexpr std::string_view passed_over[] = {"posix", "right", "localtime", "posixrules"};
    return std::find(std::begin(passed_over), std::end(passed_over), name) != std::end(passed_over);
}

/// Calls `visit(folder, entry name, name in the tree, is it a symbolic link)` for all but folders.
template <class Visit>
void walk(int parent, const char* name, const std::string& prefix, int depth, const Visit& visit) {
    const int opened = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;
    const Folder folder{fdopendir(opened)};
    if (!folder) {
        close(opened);
        return;
    }
    while (const dirent* entry = readdir(folder.get())) {
        const std::string_view entry_name{entry->d_name};
        if (entry_name == "." || entry_name == "..") continue;
        const std::string full = prefix + std::string{entry_name};
        if (is_passed_over(full) || full.size() > zone_name_length_max) continue;
        unsigned char type = entry->d_type;
        if (type == DT_UNKNOWN) {
            struct stat facts {};
            if (fstatat(opened, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
            type = S_ISDIR(facts.st_mode) ? DT_DIR : S_ISLNK(facts.st_mode) ? DT_LNK : DT_REG;
        }
        if (type == DT_DIR && depth < tree_depth_max) {
            walk(opened, entry->d_name, full + "/", depth + 1, visit);
        } else if (type == DT_REG || type == DT_LNK) {
            visit(opened, entry->d_name, full, type == DT_LNK);
        }
    }
}

/// What the symbolic link `name` links to, if that is inside the tree.
std::optional<std::string> link_inside(int folder, const char* entry, const std::string& name) {
    std::array<char, 256> target{};
    const ssize_t length = readlinkat(folder, entry, target.data(), target.size());
    if (length <= 0 || length == static_cast<ssize_t>(target.size()) || target[0] == '/') {
        return std::nullopt;
    }
    const std::filesystem::path path{
        std::string_view{target.data(), static_cast<std::size_t>(length)}};
    const auto inside = (std::filesystem::path{name}.parent_path() / path).lexically_normal();
    if (inside.empty() || *inside.begin() == "..") return std::nullopt;
    return inside.generic_string();
}

}  // namespace

ZoneinfoTree read_zoneinfo_tree(const std::string& folder) {
    const Descriptor root{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (root.number() < 0) throw std::runtime_error{"time zones: there is no folder " + folder};
    ZoneinfoTree tree;
    const auto visit = [&](int parent, const char* entry, const std::string& name, bool is_link) {
        if (const auto target = is_link ? link_inside(parent, entry, name) : std::nullopt) {
            tree.symbolic_links.emplace(name, *target);
            tree.stamp += stamp_of(parent, entry, name);
            return;
        }
        struct stat facts {};
        auto bytes = content(parent, entry, tzif_bytes_max, facts);
        tree.stamp += facts.st_ino != 0 ? stamp_of(name, facts) : stamp_of(parent, entry, name);
        if (!bytes || bytes->substr(0, 4) != "TZif") return;
        tree.files.push_back({name, std::move(*bytes)});
        if (tree.files.size() > zone_names_max) {
            throw std::runtime_error{"time zones: too many files in " + folder};
        }
    };
    walk(root.number(), ".", "", 0, visit);
    // After the walk: if they are replaced meanwhile, the stamp is another one.
    read_statements(root.number(), tree);
    return tree;
}

std::uint64_t zoneinfo_stamp(const std::string& folder) {
    // The order in which a folder is listed is not its own: the sum does not depend on it.
    std::uint64_t sum = 0;
    walk(AT_FDCWD, folder.c_str(), "", 0,
         [&](int parent, const char* entry, const std::string& name, bool) {
             sum += stamp_of(parent, entry, name);
         });
    return sum;
}

}  // namespace plazo::timezone
