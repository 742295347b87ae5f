// replay FOLDER: calls the fuzz target with every file of a folder and with mutations of them, the
// same in every run. What goes wrong ends the program, after the input was kept for a look.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr int mutations_of_a_file = 200;
constexpr int changes_max = 4;  // of a mutation
constexpr const char* last_input_file = "fuzz-last-input";

std::string current;  // what the target is called with

/// Keeps the input that ended the program. Nothing better can be done in a signal handler.
void keep_input(int signal) {
    if (std::FILE* file = std::fopen(last_input_file, "wb")) {
        std::fwrite(current.data(), 1, current.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in the file %s\n", last_input_file);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void call(std::string input) {
    current = std::move(input);
    // A copy of its own size, so that a sanitizer sees a read past its end.
    const std::vector<std::uint8_t> bytes{current.begin(), current.end()};
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// std::mt19937 gives the same numbers everywhere; the distributions of the library do not.
std::size_t below(std::mt19937& random, std::size_t end) {
    return end == 0 ? 0 : random() % end;
}

std::string mutated(std::string input, const std::vector<std::string>& corpus,
                    std::mt19937& random) {
    for (auto left = 1 + below(random, changes_max); left > 0; --left) {
        const std::size_t at = below(random, input.size());
        const std::size_t length = std::min(below(random, 16), input.size() - at);
        switch (random() % 6) {
            case 0:
                if (!input.empty()) input[at] = static_cast<char>(input[at] ^ (1 << random() % 8));
                break;
            case 1:
                if (!input.empty()) input[at] = static_cast<char>(random());
                break;
            case 2:
                input.erase(at, length);
                break;
            case 3:
                input.insert(at, input.substr(at, length));
                break;
            case 4:
                input.resize(at);
                break;
            default: {
                const std::string& other = corpus[below(random, corpus.size())];
                const std::size_t from = below(random, other.size());
                input.replace(at, length, other, from, below(random, 64));
            }
        }
    }
    return input;
}

std::vector<std::string> read_corpus(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator{folder}) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> corpus;
    for (const fs::path& path : paths) {
        std::ifstream file{path, std::ios::binary};
        corpus.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return corpus;
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    const std::vector<std::string> corpus = read_corpus(arguments[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "%s holds no file\n", arguments[1]);
        return 2;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, keep_input);
    std::mt19937 random;
    call({});
    for (const std::string& each : corpus) call(each);
    for (const std::string& each : corpus) {
        for (int i = 0; i < mutations_of_a_file; ++i) call(mutated(each, corpus, random));
    }
    std::printf("%zu files, %zu mutations\n", corpus.size(), corpus.size() * mutations_of_a_file);
    return 0;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
}
