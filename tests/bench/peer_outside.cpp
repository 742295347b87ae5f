// The peers of npm and Python, asked in processes of their own.
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/bench/ical_peers.h"
#include "tests/bench/peer_process.h"

namespace plazo::bench {

using nlohmann::json;

namespace {

struct Language {
    std::vector<std::string> command;
    std::vector<const char*> known;
};

/// Debian's Python, which has Debian's packages.
const Language languages[] = {{{"node", PLAZO_BENCH_FOLDER "/npm/peer_npm.mjs"},
                               {"ical.js", "node-ical", "rrule", "rrule-rust", "rrule-temporal"}},
                              {{"/usr/bin/python3", PLAZO_SOURCE_DIR "/tests/bench/peer_python.py"},
                               {"python3-icalendar", "python3-dateutil"}}};

using Process = std::shared_ptr<PeerProcess>;

/// Asks once, and again in every run.
Cost cost_of(const Process& process, const json& question) {
    const json answer = process->ask(question);
    Cost cost;
    cost.nanoseconds = answer.value("seconds", 0.0) * 1e9;
    cost.kilobytes = cost.peak_kilobytes = answer.value("kilobytes", 0.0);
    if (answer["answer"].is_number()) cost.answer = answer["answer"].get<std::int64_t>();
    return cost;
}

/// The cost of all texts, made of that of fewer: some of these peers would take a minute.
Cost cost_of_texts(const Process& process, const std::string& peer, const std::string& work,
                   const Texts& texts) {
    const Texts& asked = texts.fewer != nullptr ? *texts.fewer : texts;
    Cost cost = cost_of(process, {{"peer", peer}, {"work", work}, {"file", asked.file}});
    if (cost.answer != 0 && work != "write" && cost.answer != asked.components) {
        throw std::runtime_error{peer + " finds " + std::to_string(cost.answer) +
                                 " components in " + asked.file};
    }
    const double times = texts.bytes / asked.bytes;
    return {cost.nanoseconds * times, cost.kilobytes * times, cost.peak_kilobytes * times,
            texts.components};
}

IcalPeer outside_peer(const std::string& name, const std::vector<std::string>& works,
                      const Process& process, const std::vector<std::string>& command) {
    IcalPeer peer;
    peer.name = name;
    const auto texts_work = [&](const std::string& work) {
        return [=](const Texts& texts) {
            return Candidate{.name = name, .comparable = work != "write", .costs = [=, &texts] {
                                 return cost_of_texts(process, name, work, texts);
                             }};
        };
    };
    for (const std::string& work : works) {
        if (work == "index") peer.index = texts_work(work);
        if (work == "typed") peer.typed = texts_work(work);
        if (work == "keep") {
            peer.keep = [=](const Texts& texts) {
                return Candidate{.name = name, .costs = [=, &texts] {
                                     const Process anew = std::make_shared<PeerProcess>(command);
                                     return cost_of_texts(anew, name, "memory", texts);
                                 }};
            };
        }
        if (work == "write") peer.write = texts_work(work);
        if (work == "expand") {
            peer.expand = [=](const Expansion& asked) {
                const json question{{"peer", name},       {"work", work},
                                    {"rule", asked.rule}, {"start", asked.start},
                                    {"end", asked.end},   {"tzid", asked.tzid}};
                return Candidate{.name = name, .costs = [=] { return cost_of(process, question); }};
            };
        }
        if (work == "window") {
            peer.window = [=](const WindowQuestion& asked) {
                const json question{{"peer", name},       {"work", work},
                                    {"rule", asked.rule}, {"start", asked.start},
                                    {"from", asked.from}, {"to", asked.to}};
                return Candidate{.name = name, .costs = [=] { return cost_of(process, question); }};
            };
        }
    }
    return peer;
}

void add_peers_of(const Language& language, IcalPeers& peers) {
    json found;
    Process process;
    try {
        process = std::make_shared<PeerProcess>(language.command);
        found = process->ask({{"work", "peers"}});
    } catch (const std::exception& error) {
        for (const char* name : language.known) peers.absent[name] = error.what();
        return;
    }
    for (const auto& [name, why] : found["absent"].items()) peers.absent[name] = why;
    for (const auto& [name, works] : found["peers"].items()) {
        peers.list.push_back(outside_peer(name, works, process, language.command));
    }
}

}  // namespace

void add_outside_peers(IcalPeers& peers) {
    for (const Language& each : languages) add_peers_of(each, peers);
}

}  // namespace plazo::bench
