// tests/graph/files.h - a folder of one test, gone with it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "graph/key_file.h"

namespace plazo::graph::testing {

class Files : public ::testing::Test {
  protected:
    Files() {
        std::string name = ::testing::TempDir() + "files_XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~Files() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    std::string write(const std::string& name, std::string_view text, ::mode_t mode = 0600) const {
        std::ofstream{path(name), std::ios::binary} << text;
        ::chmod(path(name).c_str(), mode);
        return path(name);
    }

  private:
    std::string folder_;
};

inline bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// What `act` says as a CertificateError; empty when it does not.
template <typename Act>
std::string refusal_of(Act act) {
    try {
        act();
    } catch (const CertificateError& error) {
        return error.what();
    }
    return {};
}

}  // namespace plazo::graph::testing
