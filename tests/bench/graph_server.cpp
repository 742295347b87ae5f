#include "tests/bench/graph_server.h"

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace plazo::bench {
namespace {

constexpr const char* nginx = "/usr/sbin/nginx";
constexpr int start_tries = 100;

/// Of the size and shape of what Graph answers. nginx would read quotes and backslashes in it.
constexpr const char* created_event =
    R"({"@odata.etag":"W/DwAAABYAAAB","id":"AAMkAGI1AAAt9AHjAAA=",)"
    R"("createdDateTime":"2026-11-25T08:00:00Z",)"
    R"("lastModifiedDateTime":"2026-11-25T08:00:00Z","changeKey":"DwAAABYAAAB",)"
    R"("categories":["Plazo"],"transactionId":"7e1f7c0e-8f2c-5a52-9d2b-0d4a5a6f0001",)"
    R"("originalStartTimeZone":"Romance Standard Time",)"
    R"("originalEndTimeZone":"Romance Standard Time",)"
    R"("iCalUId":"040000008200E00074C5B7101A82E008","reminderMinutesBeforeStart":15,)"
    R"("isReminderOn":true,"hasAttachments":false,"subject":"Deadline",)"
    R"("bodyPreview":"Please review","importance":"normal","sensitivity":"normal",)"
    R"("isAllDay":false,"isCancelled":false,"isOrganizer":true,"responseRequested":false,)"
    R"("seriesMasterId":null,"showAs":"free","type":"singleInstance",)"
    R"("webLink":"https://outlook.office365.com/owa/?itemid=AAMkAGI1AAAt9AHjAAA",)"
    R"("body":{"contentType":"html",)"
    R"("content":"<html><body><p>Please review</p></body></html>"},)"
    R"("start":{"dateTime":"2026-12-01T09:00:00.0000000",)"
    R"("timeZone":"Romance Standard Time"},"end":{"dateTime":"2026-12-01T09:30:00.0000000",)"
    R"("timeZone":"Romance Standard Time"},"location":{"displayName":""},"locations":[],)"
    R"("recurrence":null,"attendees":[{"type":"required","status":{"response":"none",)"
    R"("time":"0001-01-01T00:00:00Z"},"emailAddress":{"name":"Luis",)"
    R"("address":"luis@acme.example"}}],"organizer":{"emailAddress":{"name":"Plazos",)"
    R"("address":"plazos@acme.example"}}})";

std::string token_answer() {
    return R"({"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":")" +
           std::string(1600, 'x') + R"("})";
}

std::string configuration(const std::string& folder, int port) {
    return "daemon off;\nworker_processes 1;\npid " + folder + "/pid;\nerror_log " + folder +
           "/error.log;\nevents { worker_connections 256; }\nhttp {\n  access_log off;\n"
           "  keepalive_requests 1000000000;\n  keepalive_timeout 600s;\n"
           "  default_type application/json;\n  client_body_temp_path " +
           folder + ";\n  proxy_temp_path " + folder + ";\n  fastcgi_temp_path " + folder +
           ";\n  uwsgi_temp_path " + folder + ";\n  scgi_temp_path " + folder +
           ";\n  server {\n    listen 127.0.0.1:" + std::to_string(port) +
           " ssl;\n    ssl_protocols TLSv1.3;\n    ssl_certificate " + folder +
           "/server.pem;\n    ssl_certificate_key " + folder +
           "/server.key;\n    location / { return 201 '" + created_event +
           "'; }\n    location ~ /token$ { return 200 '" + token_answer() + "'; }\n  }\n}\n";
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

/// One that nobody listens on at this moment.
int free_port() {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(file, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(file);
    return ntohs(address.sin_port);
}

bool listens(int port) {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    const bool connected =
        ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(file);
    return connected;
}

}  // namespace

void write_text(const std::string& path, const std::string& text) {
    std::ofstream{path, std::ios::binary} << text;
}

GraphServer::GraphServer() {
    std::string name = (std::filesystem::temp_directory_path() / "plazo-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = name;
    const std::string certify =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        path("server.key") + " -out " + path("server.pem") + " >/dev/null 2>&1";
    if (!std::filesystem::exists(nginx)) throw std::runtime_error{"nginx is not installed"};
    if (std::system(certify.c_str()) != 0) throw std::runtime_error{"openssl is not installed"};
    port_ = free_port();
    write_text(path("nginx.conf"), configuration(folder_.string(), port_));
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        const std::string file = path("nginx.conf");
        execl(nginx, nginx, "-c", file.c_str(), "-e", path("error.log").c_str(), nullptr);
        _exit(127);
    }
    for (int tries = 0; !listens(port_); ++tries) {
        if (tries == start_tries) throw std::runtime_error{"nginx does not come up"};
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

GraphServer::~GraphServer() {
    if (process_ > 0) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace plazo::bench
