// scheduler/store/private_file.h - files and folders that only their owner may look into.
//
// Letters, names and addresses lie in the store. What is there already keeps its mode: it is the
// administrator's.
#pragma once

#include <filesystem>
#include <string>

namespace plazo::store {

/// Makes the folder and those above it that are missing, with mode 0700.
void make_private_folder(const std::filesystem::path& folder);

/// Opens the file for reading and writing, and makes it with mode 0600 when it is missing. The
/// caller closes the descriptor.
int open_private_file(const std::string& path);

void make_private_file(const std::string& path);

/// "what: reason", the reason in the operating system's words.
[[noreturn]] void throw_store_error(const std::string& what, int reason);

}  // namespace plazo::store
