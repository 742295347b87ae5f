#include "timezone/tzdb.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <variant>

#include "timezone/ascii.h"
#include "timezone/tzif.h"

namespace plazo::timezone {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_length_max = 64;  // the longest known has 32
constexpr std::size_t names_max = 10'000;
constexpr std::size_t link_file_bytes_max = 4 * 1024 * 1024;
constexpr int link_hops_max = 8;

/// The content of a small regular file, at most `bytes_max` of it; empty where it cannot be read.
std::string content(const fs::path& path, std::size_t bytes_max) {
    std::ifstream file{path, std::ios::binary};
    std::string bytes;
    bytes.resize(4096);
    std::size_t filled = 0;
    while (file) {
        file.read(bytes.data() + filled, static_cast<std::streamsize>(bytes.size() - filled));
        filled += static_cast<std::size_t>(file.gcount());
        if (filled < bytes.size() || filled >= bytes_max) break;
        bytes.resize(std::min(bytes.size() * 4, bytes_max));
    }
    bytes.resize(filled);
    return bytes;
}

/// What the folder says about itself.
struct Statements {
    std::map<std::string, std::string> links;  // name -> target
    std::string version = "unknown";
};

std::vector<std::string_view> words(std::string_view line) {
    std::vector<std::string_view> found;
    while (true) {
        const std::size_t begin = line.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos) return found;
        line.remove_prefix(begin);
        const std::size_t length = std::min(line.find_first_of(" \t\r"), line.size());
        found.push_back(line.substr(0, length));
        line.remove_prefix(length);
    }
}

/// `text` is tzdata.zi or backward: lines "L target name" or "Link target name".
void read_links(std::string_view text, Statements& statements) {
    constexpr std::string_view version_mark = "# version ";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.substr(0, version_mark.size()) == version_mark) {
            statements.version = line.substr(version_mark.size());
        }
        if (line.empty() || line.front() != 'L') continue;
        const auto parts = words(line);
        if (parts.size() >= 3 && (parts[0] == "L" || parts[0] == "Link")) {
            statements.links.emplace(parts[2], parts[1]);
        }
    }
}

Statements read_statements(const fs::path& folder) {
    Statements statements;
    for (const char* file : {"tzdata.zi", "backward"}) {
        read_links(content(folder / file, link_file_bytes_max), statements);
    }
    if (statements.version == "unknown") {
        const auto version = content(folder / "+VERSION", name_length_max);
        const auto parts = words(std::string_view{version}.substr(0, version.find('\n')));
        if (!parts.empty()) statements.version = parts.front();
    }
    return statements;
}

/// Adds what the symbolic link `name` says, if it stays inside the tree.
void read_symbolic_link(const fs::path& folder, const std::string& name, Statements& statements) {
    std::error_code ignored;
    const fs::path target = fs::read_symlink(folder / name, ignored);
    if (target.empty() || target.is_absolute()) return;
    const fs::path inside = (fs::path{name}.parent_path() / target).lexically_normal();
    if (!inside.empty() && *inside.begin() != "..") {
        statements.links.emplace(name, inside.generic_string());
    }
}

struct TransparentHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

template <class Value>
using ByText = std::unordered_map<std::string, Value, TransparentHash, std::equal_to<>>;

/// Names of the tree's own copies and of the machine's zone: none of them is a zone's name.
bool is_passed_over(const std::string& name) {
    static const std::set<std::string> passed_over = {"posix", "right", "localtime", "posixrules"};
    return passed_over.count(name) != 0;
}

}  // namespace

struct Tzdb::Snapshot {
    std::string version;
    std::vector<std::string> names;
    std::vector<Zone> zones;
    ByText<Zone> by_lowered_name;
};

namespace {

/// Tables by name, each distinct content once.
using Tables = std::map<std::string, std::shared_ptr<const ZoneTable>>;

Tables read_tables(const fs::path& folder, Statements& statements) {
    Tables tables;
    ByText<std::shared_ptr<const ZoneTable>> pool;
    std::error_code failed;
    fs::recursive_directory_iterator each{folder, failed};
    for (; !failed && each != fs::recursive_directory_iterator{}; each.increment(failed)) {
        const std::string name = each->path().lexically_relative(folder).generic_string();
        if (is_passed_over(name)) {
            each.disable_recursion_pending();
            continue;
        }
        if (each->is_symlink()) read_symbolic_link(folder, name, statements);
        std::error_code unreadable;
        if (!each->is_regular_file(unreadable) || name.size() > name_length_max) continue;
        std::string bytes = content(each->path(), tzif_bytes_max);
        if (bytes.substr(0, 4) != "TZif") continue;
        const auto known = pool.find(bytes);
        if (known != pool.end()) {
            tables.emplace(name, known->second);
            continue;
        }
        auto answer = read_tzif(bytes);
        auto* table = std::get_if<ZoneTable>(&answer);
        if (table == nullptr) continue;
        auto shared = std::make_shared<const ZoneTable>(std::move(*table));
        pool.emplace(std::move(bytes), shared);
        tables.emplace(name, std::move(shared));
        if (tables.size() > names_max) throw std::runtime_error{"more zones than a tree can have"};
    }
    return tables;
}

/// The name at the end of a chain of links, as far as the tree has it.
std::string canonical(std::string name, const Statements& statements, const Tables& tables) {
    for (int hop = 0; hop < link_hops_max; ++hop) {
        const auto link = statements.links.find(name);
        if (link == statements.links.end() || tables.count(link->second) == 0) break;
        name = link->second;
    }
    return name;
}

}  // namespace

Tzdb::Tzdb(std::shared_ptr<const Snapshot> snapshot) : snapshot_{std::move(snapshot)} {}

Tzdb Tzdb::load(const std::string& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        throw std::runtime_error{"time zones: there is no folder " + folder};
    }
    Statements statements = read_statements(folder);
    const Tables tables = read_tables(folder, statements);
    if (tables.empty()) throw std::runtime_error{"time zones: no zone in the folder " + folder};

    auto snapshot = std::make_shared<Snapshot>();
    snapshot->version = statements.version;
    for (const auto& [name, table] : tables) {
        snapshot->names.push_back(name);
        if (canonical(name, statements, tables) != name) continue;
        snapshot->zones.emplace_back(name, table);
        snapshot->by_lowered_name.emplace(lowered(name), snapshot->zones.back());
    }
    for (const auto& [name, table] : tables) {
        const auto target =
            snapshot->by_lowered_name.find(lowered(canonical(name, statements, tables)));
        if (target == snapshot->by_lowered_name.end()) continue;
        const Zone zone = target->second;
        snapshot->by_lowered_name.emplace(lowered(name), zone);
    }
    return Tzdb{std::move(snapshot)};
}

std::optional<Zone> Tzdb::find(std::string_view name) const {
    if (name.size() > name_length_max) return std::nullopt;
    const auto found = snapshot_->by_lowered_name.find(lowered(name));
    if (found == snapshot_->by_lowered_name.end()) return std::nullopt;
    return found->second;
}

const std::vector<std::string>& Tzdb::names() const {
    return snapshot_->names;
}

const std::vector<Zone>& Tzdb::zones() const {
    return snapshot_->zones;
}

const std::string& Tzdb::version() const {
    return snapshot_->version;
}

}  // namespace plazo::timezone
