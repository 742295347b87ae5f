#include "timezone/tzdb.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <variant>

#include "timezone/name_table.h"
#include "timezone/tzif.h"
#include "timezone/zoneinfo_tree.h"

namespace plazo::timezone {

namespace {

constexpr int link_hops_max = 8;
/// How often a tree is read again that is replaced meanwhile.
constexpr int readings_max = 3;

}  // namespace

struct Tzdb::Snapshot {
    std::string folder;
    std::string version;
    std::uint64_t stamp = 0;
    std::vector<std::string> names;
    std::vector<Zone> zones;
    std::vector<std::size_t> zone_of_name;  // by the name's place in `names`
    NameTable table;
    ZoneYears years;
};

namespace {

/// The readable zones of a tree by name; equal files share their facts.
using FactsByName = std::map<std::string, std::shared_ptr<const ZoneFacts>>;

FactsByName read_facts(const ZoneinfoTree& tree) {
    FactsByName found;
    std::unordered_map<std::string_view, std::shared_ptr<const ZoneFacts>> pool;
    for (const ZoneinfoTree::File& file : tree.files) {
        auto& facts = pool[file.bytes];
        if (!facts) {
            auto answer = read_tzif(file.bytes);
            auto* table = std::get_if<ZoneTable>(&answer);
            if (table == nullptr) continue;
            facts = std::make_shared<const ZoneFacts>(std::move(*table));
        }
        found.emplace(file.name, facts);
    }
    return found;
}

/// The name at the end of a chain of links, as far as the tree has it.
std::string canonical(const std::string& link_name, const ZoneinfoTree& tree,
                      const FactsByName& facts) {
    std::string name = link_name;
    for (int hop = 0; hop < link_hops_max; ++hop) {
        const auto symbolic = tree.symbolic_links.find(name);
        if (symbolic != tree.symbolic_links.end()) {
            name = symbolic->second;
            continue;
        }
        const auto link = tree.links.find(name);
        if (link == tree.links.end() || facts.count(link->second) == 0) return name;
        name = link->second;
    }
    return link_name;  // a circle: each is its own
}

ZoneinfoTree settled_tree(const std::string& folder) {
    ZoneinfoTree tree = read_zoneinfo_tree(folder);
    for (int reading = 1; reading < readings_max; ++reading) {
        if (zoneinfo_stamp(folder) == tree.stamp) break;
        tree = read_zoneinfo_tree(folder);
    }
    return tree;
}

}  // namespace

Tzdb::Tzdb(std::shared_ptr<const Snapshot> snapshot) : snapshot_{std::move(snapshot)} {}

Tzdb Tzdb::load(const std::string& folder) {
    const ZoneinfoTree tree = settled_tree(folder);
    const FactsByName facts = read_facts(tree);
    if (facts.empty()) throw std::runtime_error{"time zones: no zone in the folder " + folder};

    std::map<std::string, std::string> canonical_names;  // by name
    for (const auto& [name, each] : facts) canonical_names.emplace(name, name);
    for (const auto& [name, target] : tree.symbolic_links) canonical_names.emplace(name, target);

    auto snapshot = std::make_shared<Snapshot>();
    snapshot->folder = folder;
    snapshot->version = tree.version;
    snapshot->stamp = tree.stamp;
    std::map<std::string, std::size_t> places;  // of the zones, by name
    for (auto& [name, target] : canonical_names) {
        target = canonical(name, tree, facts);
        const auto known = facts.find(target);
        if (known == facts.end() || target != name) continue;
        places.emplace(name, snapshot->zones.size());
        snapshot->zones.emplace_back(name, known->second);
    }
    for (const auto& [name, target] : canonical_names) {
        const auto place = places.find(target);
        if (place == places.end()) continue;
        snapshot->names.push_back(name);
        snapshot->zone_of_name.push_back(place->second);
    }
    snapshot->table = NameTable{snapshot->names};
    return Tzdb{std::move(snapshot)};
}

Tzdb Tzdb::reloaded() const {
    if (zoneinfo_stamp(snapshot_->folder) == snapshot_->stamp) return *this;
    return load(snapshot_->folder);
}

std::optional<Zone> Tzdb::find(std::string_view name) const {
    const auto found = snapshot_->table.find(name);
    if (!found) return std::nullopt;
    return snapshot_->zones[snapshot_->zone_of_name[*found]];
}

const std::vector<std::string>& Tzdb::names() const {
    return snapshot_->names;
}

const std::vector<Zone>& Tzdb::zones() const {
    return snapshot_->zones;
}

const ZoneYears& Tzdb::years() const {
    return snapshot_->years;
}

const std::string& Tzdb::version() const {
    return snapshot_->version;
}

}  // namespace plazo::timezone
