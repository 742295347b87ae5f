#include "tests/bench/peer_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace plazo::bench {

PeerProcess::PeerProcess(std::vector<std::string> command) : name_{command.front()} {
    std::vector<char*> words;
    for (std::string& each : command) words.push_back(each.data());
    words.push_back(nullptr);
    int in[2];
    int out[2];
    // Closed where another program is run, so that no peer keeps the pipes of the one before.
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    std::signal(SIGPIPE, SIG_IGN);  // a peer that ends is an answer missing
    process_ = fork();
    if (process_ == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execvp(words.front(), words.data());
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    questions_ = fdopen(in[1], "w");
    answers_ = fdopen(out[0], "r");
    if (process_ < 0) throw std::runtime_error{"no process"};
}

PeerProcess::~PeerProcess() {
    std::fclose(questions_);  // it ends with its questions
    std::fclose(answers_);
    waitpid(process_, nullptr, 0);
}

nlohmann::json PeerProcess::ask(const nlohmann::json& question) {
    std::fputs((question.dump() + "\n").c_str(), questions_);
    std::fflush(questions_);
    char* line = nullptr;
    std::size_t room = 0;
    const bool answered = getline(&line, &room, answers_) > 0;
    const std::string text = answered ? line : "";
    std::free(line);
    if (!answered) throw std::runtime_error{name_ + " has ended"};
    const nlohmann::json answer = nlohmann::json::parse(text);
    if (answer.contains("error")) {
        throw std::runtime_error{name_ + ": " + answer["error"].get<std::string>()};
    }
    return answer;
}

}  // namespace plazo::bench
