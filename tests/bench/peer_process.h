// tests/bench/peer_process.h - a peer of another language, in a process of its own.
//
//     PeerProcess node{{"node", "peer_npm.mjs"}};
//     node.ask({{"work", "peers"}}).at("peers");
//
// It answers questions one by one, each a JSON object in a line (peer_npm.mjs tells which).
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace plazo::bench {

class PeerProcess {
  public:
    /// Throws std::runtime_error when no process can be made. A command that cannot be run is
    /// found out by the first question.
    explicit PeerProcess(std::vector<std::string> command);
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    /// Throws std::runtime_error when the answer is {"error":...} or when there is none.
    nlohmann::json ask(const nlohmann::json& question);

  private:
    std::string name_;
    pid_t process_ = -1;
    std::FILE* questions_ = nullptr;
    std::FILE* answers_ = nullptr;
};

}  // namespace plazo::bench
