// Runs our programs as users do: as processes, with arguments, environment and signals.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace plazo::end_to_end {

/// One running program. Its end is the end of this object, at the latest.
class Process {
  public:
    Process() = default;
    /// `environment` is added to ours. Output goes to `log`.
    Process(const std::vector<std::string>& command,
            const std::vector<std::pair<std::string, std::string>>& environment,
            const std::string& log);
    Process(Process&& other) noexcept : pid_{std::exchange(other.pid_, 0)} {}
    Process& operator=(Process&& other) noexcept;
    ~Process();

    void signal(int number) const;
    /// Waits for its end, at most some seconds; the exit code, 128 + n for a signal, -1 when it
    /// goes on.
    int wait();

  private:
    pid_t pid_ = 0;
};

struct Output {
    int code = 0;
    std::string out;
    std::string err;
};

/// Runs a program to its end.
Output run(const std::vector<std::string>& command);

std::string read_file(const std::string& path);

/// Waits until the file is there and not empty; false after some seconds.
bool appears(const std::string& path);

}  // namespace plazo::end_to_end
