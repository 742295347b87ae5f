// tests/app/command_line.h - `plazo ...` as a shell would run it, in this process.
//
//     TEST_F(CommandLine, ...) {
//         const Ran ran = run({"timezone", "list", "--json"});
//         EXPECT_EQ(ran.code, 0);
//         EXPECT_TRUE(ran.json().contains("zones"));
//     }
//
// Each test has an empty home of its own, the zone data of tests/data, and none of the variables of
// whoever runs it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scheduler/app/command.h"

namespace plazo::app {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;

    /// What was written on stdout, which has to be one JSON document.
    nlohmann::json json() const { return nlohmann::json::parse(out); }
    nlohmann::json error() const { return json().at("error"); }
    /// The JSON document of each line.
    std::vector<nlohmann::json> lines() const {
        std::vector<nlohmann::json> documents;
        std::istringstream stream{out};
        for (std::string line; std::getline(stream, line);) {
            documents.push_back(nlohmann::json::parse(line));
        }
        return documents;
    }
};

class CommandLine : public testing::Test {
  protected:
    CommandLine() {
        std::string name = std::filesystem::temp_directory_path() / "plazo-command-XXXXXX";
        home_ = ::mkdtemp(name.data());
        for (char** each = environ; *each != nullptr;) {
            const std::string variable{*each, std::string_view{*each}.find('=')};
            if (variable.starts_with("PLAZO_")) {
                ::unsetenv(variable.c_str());
            } else {
                ++each;
            }
        }
        set("XDG_STATE_HOME", home_);
        set("XDG_CONFIG_HOME", home_);
        set("TZDIR", PLAZO_TEST_DATA "/zoneinfo");
    }

    ~CommandLine() override { std::filesystem::remove_all(home_); }

    Ran run(const std::vector<std::string>& words, const std::string& input = {}) {
        const std::string file = write("stdin", input);
        if (std::freopen(file.c_str(), "r", stdin) == nullptr) ADD_FAILURE() << "no stdin";
        std::cin.clear();
        std::vector<const char*> arguments = {"plazo"};
        for (const std::string& word : words) arguments.push_back(word.c_str());
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        Ran ran;
        ran.code = app::run(static_cast<int>(arguments.size()), arguments.data());
        ran.out = testing::internal::GetCapturedStdout();
        ran.err = testing::internal::GetCapturedStderr();
        return ran;
    }

    static void set(const char* variable, const std::string& value) {
        ::setenv(variable, value.c_str(), 1);
    }

    std::string path(const std::string& name) const { return home_ / name; }

    /// A file in the test's home; returns its path.
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{path(name), std::ios::binary} << text;
        return path(name);
    }

    static std::string read(const std::string& path) {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

  private:
    std::filesystem::path home_;
};

}  // namespace plazo::app
