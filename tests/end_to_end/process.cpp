#include "tests/end_to_end/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace plazo::end_to_end {
namespace {

constexpr std::chrono::milliseconds step{20};
constexpr int steps_max = 1500;  // half a minute, for sanitized programs on a busy machine

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::vector<std::pair<std::string, std::string>>& environment,
                         const std::string& out, const std::string& err) {
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    const auto redirect = [](const std::string& path, int to) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(file, to);
    };
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    std::vector<char*> arguments;
    for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int code_of(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Process::Process(const std::vector<std::string>& command,
                 const std::vector<std::pair<std::string, std::string>>& environment,
                 const std::string& log)
    : pid_{::fork()} {
    if (pid_ < 0) throw std::runtime_error{"cannot fork"};
    if (pid_ == 0) become(command, environment, log, log);
}

Process& Process::operator=(Process&& other) noexcept {
    std::swap(pid_, other.pid_);
    return *this;
}

Process::~Process() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const {
    ::kill(pid_, number);
}

int Process::wait() {
    for (int i = 0; i < steps_max; ++i) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = 0;
            return code_of(status);
        }
        std::this_thread::sleep_for(step);
    }
    return -1;
}

Output run(const std::vector<std::string>& command) {
    char folder[] = "/tmp/plazo-run-XXXXXX";
    if (::mkdtemp(folder) == nullptr) throw std::runtime_error{"cannot make a folder"};
    const std::string out = std::string{folder} + "/out";
    const std::string err = std::string{folder} + "/err";
    const pid_t pid = ::fork();
    if (pid == 0) become(command, {}, out, err);
    int status = 0;
    ::waitpid(pid, &status, 0);
    Output output{code_of(status), read_file(out), read_file(err)};
    ::unlink(out.c_str());
    ::unlink(err.c_str());
    ::rmdir(folder);
    return output;
}

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool appears(const std::string& path) {
    for (int i = 0; i < steps_max; ++i) {
        if (!read_file(path).empty()) return true;
        std::this_thread::sleep_for(step);
    }
    return false;
}

}  // namespace plazo::end_to_end
