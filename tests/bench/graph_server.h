// tests/bench/graph_server.h - nginx in the place of Graph and of sign-in: TLS 1.3, connections
// kept, the same answer to every request. What is measured against it is the client alone.
//
//     GraphServer server;
//     server.origin()      "https://localhost:41234"
//     server.ca_file()     what to trust
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace plazo::bench {

class GraphServer {
  public:
    /// Throws std::runtime_error when nginx or openssl is not installed, or does not come up.
    GraphServer();
    ~GraphServer();
    GraphServer(const GraphServer&) = delete;
    GraphServer& operator=(const GraphServer&) = delete;

    std::string origin() const { return "https://localhost:" + std::to_string(port_); }
    std::string ca_file() const { return path("server.pem"); }
    /// A file of that name in the server's own folder, which goes with it.
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

  private:
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t process_ = -1;
};

void write_text(const std::string& path, const std::string& text);

}  // namespace plazo::bench
