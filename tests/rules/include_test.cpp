// Who may include whom. The tables below are the architecture, and CMakeLists.txt has to agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/rules/source.h"

namespace plazo::rules {
namespace {

/// The longest list of places below.
constexpr std::size_t places_max = 13;
using Places = std::array<std::string_view, places_max>;

/// A folder, and what its files may include besides each other: folders, or single headers.
struct Room {
    std::string_view folder;
    Places may_include;
};

constexpr std::array rooms = std::to_array<Room>({
    {"timezone", {}},
    {"ical", {"timezone"}},
    {"graph", {"timezone"}},
    {"scheduler", {"timezone", "ical", "graph"}},
    {"scheduler/store", {"timezone", "ical", "graph", "scheduler"}},
    {"scheduler/web", {"timezone", "ical", "graph", "scheduler"}},
    {"scheduler/http", {"graph/http.h"}},
    {"scheduler/app",
     {"timezone", "ical", "graph", "scheduler", "scheduler/store", "scheduler/http",
      "scheduler/web"}},
    {"examples/sandbox", {"timezone", "graph/http.h", "scheduler/http"}},
});

/// A library, by how its includes begin, and where it may be seen: folders with all below, or
/// files.
struct Library {
    std::string_view includes;
    Places only_in;
};

constexpr std::array libraries = std::to_array<Library>({
    {"boost/beast", {"graph/https.cpp", "scheduler/http/session.cpp"}},
    {"boost/asio/ssl",
     {"graph/https.cpp", "graph/wire.cpp", "scheduler/http/wire.cpp", "scheduler/http/door.cpp",
      "tests"}},
    {"date/", {"timezone", "tests/bench/peer_date.cpp"}},
    {"openssl/",
     {"graph/certificate.cpp", "graph/key_file.cpp", "graph/key_making.cpp", "graph/key_pair.cpp",
      "graph/pkcs11.cpp", "graph/pkcs12.cpp", "graph/https.cpp", "graph/wire.cpp",
      "scheduler/http/wire.cpp", "scheduler/http/door.cpp", "scheduler/crypto.cpp",
      "examples/sandbox", "tests"}},
    {"sqlite3.h", {"scheduler/store", "tests/store"}},
    {"libpq-fe.h", {"scheduler/store"}},
    {"cmark.h", {"scheduler/letter.cpp"}},
    {"CLI/", {"scheduler/app"}},
    {"toml++/", {"scheduler/app"}},
    {"spdlog/", {"scheduler/app"}},
    {"gtest/", {"tests"}},
});

/// What a header may take from Asio: the rest costs every file that includes it seconds.
constexpr std::array asio_for_headers = std::to_array<std::string_view>(
    {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp", "boost/asio/io_context.hpp"});

/// The sockets themselves, for the room that has them and nobody else.
constexpr std::array socket_headers = std::to_array<std::string_view>(
    {"graph/wire.h", "scheduler/http/wire.h", "scheduler/http/door.h"});

template <typename List>
bool holds(const List& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

const Room* room_of(const std::string& folder) {
    const auto found = std::find_if(rooms.begin(), rooms.end(),
                                    [&](const Room& room) { return room.folder == folder; });
    return found == rooms.end() ? nullptr : &*found;
}

std::string folder_of(const std::string& path) {
    return Source{path, {}}.folder();
}

bool may_include(const Room& room, const std::string& header) {
    const std::string folder = folder_of(header);
    return folder == room.folder || folder.starts_with(std::string{room.folder} + "/schema") ||
           holds(room.may_include, folder) || holds(room.may_include, header);
}

/// A program puts together what its room does not know.
bool is_of_program(const Source& source, const std::string& header) {
    return source.path == "examples/sandbox/main.cpp" && header == "graph/https.h";
}

bool is_in(const std::string& path, std::string_view place) {
    return !place.empty() && (path == place || path.starts_with(std::string{place} + "/"));
}

TEST(Includes, GoOnlyDownward) {
    for (const Source& source : sources({".h", ".cpp", ".inc"})) {
        const Room* room = room_of(source.folder());
        if (room == nullptr) continue;
        for (const Include& include : includes_of(source.text)) {
            if (include.system || is_of_program(source, include.name)) continue;
            EXPECT_TRUE(may_include(*room, include.name))
                << at(source, include.line) << ": " << room->folder << " may not include "
                << include.name;
        }
    }
}

TEST(Includes, EveryFolderOfCodeIsARoomOfTheTable) {
    for (const Source& source : sources({".h", ".cpp"})) {
        const bool outside = is_in(source.path, "tests") || is_in(source.path, "examples");
        EXPECT_TRUE(outside || room_of(source.folder()) != nullptr)
            << source.path << ": its folder is in no table, so nobody checks what it includes";
    }
}

TEST(Includes, AreWrittenFromTheRoot) {
    for (const Source& source : sources({".h", ".cpp"})) {
        if (is_in(source.path, "tests")) continue;
        for (const Include& include : includes_of(source.text)) {
            if (include.system) continue;
            EXPECT_NE(include.name.find('/'), std::string::npos)
                << at(source, include.line) << ": " << include.name;
        }
    }
}

/// So that the header is compiled with nothing before it: it has to include what it needs.
TEST(Includes, OfASourceBeginWithItsOwnHeader) {
    std::vector<std::string> headers;
    for (const Source& header : sources({".h"})) headers.push_back(header.path);
    for (const Source& source : sources({".cpp"})) {
        const std::string own = source.path.substr(0, source.path.size() - 3) + "h";
        if (std::find(headers.begin(), headers.end(), own) == headers.end()) continue;
        const std::vector<Include> includes = includes_of(source.text);
        ASSERT_FALSE(includes.empty()) << source.path;
        EXPECT_EQ(includes.front().name, own) << source.path;
    }
}

TEST(Includes, KeepEachLibraryInItsPlace) {
    for (const Source& source : sources({".h", ".cpp"})) {
        for (const Include& include : includes_of(source.text)) {
            for (const Library& library : libraries) {
                if (!include.system || !include.name.starts_with(library.includes)) continue;
                const auto here = [&](std::string_view place) { return is_in(source.path, place); };
                EXPECT_TRUE(std::any_of(library.only_in.begin(), library.only_in.end(), here))
                    << at(source, include.line) << ": " << include.name << " is not included here";
            }
        }
    }
}

TEST(Includes, OfHeadersAreCheap) {
    for (const Source& source : sources({".h"})) {
        if (is_in(source.path, "tests")) continue;
        for (const Include& include : includes_of(source.text)) {
            const bool dear =
                include.name == "nlohmann/json.hpp" ||
                (include.name.starts_with("boost/asio") && !holds(asio_for_headers, include.name) &&
                 !holds(socket_headers, source.path));
            EXPECT_FALSE(dear) << at(source, include.line) << ": " << include.name
                               << " belongs into a .cpp";
        }
    }
}

TEST(Includes, OfSocketHeadersStayInTheirRoom) {
    for (const Source& source : sources({".h", ".cpp"})) {
        for (const Include& include : includes_of(source.text)) {
            if (!holds(socket_headers, include.name)) continue;
            EXPECT_EQ(source.folder(), folder_of(include.name)) << at(source, include.line);
        }
    }
}

/// The words of each `plazo_room(NAME FOLDER LIBRARIES...)`.
std::vector<std::vector<std::string>> rooms_of_cmake() {
    std::vector<std::vector<std::string>> found;
    for (const Source& source : sources({"CMakeLists.txt"})) {
        constexpr std::string_view call = "\nplazo_room(";
        for (auto i = source.text.find(call); i != std::string::npos;
             i = source.text.find(call, i + 1)) {
            const std::size_t begin = i + call.size();
            std::string words = source.text.substr(begin, source.text.find(')', begin) - begin);
            std::replace(words.begin(), words.end(), '\n', ' ');
            std::replace(words.begin(), words.end(), ' ', '\n');
            found.emplace_back();
            for (const std::string& word : lines_of(words)) {
                if (!word.empty()) found.back().push_back(word);
            }
        }
    }
    return found;
}

TEST(LinkLines, NameEveryRoomOfTheTable) {
    std::vector<std::string> folders;
    for (const auto& words : rooms_of_cmake()) folders.push_back(words.at(1));
    for (const Room& room : rooms) EXPECT_TRUE(holds(folders, room.folder)) << room.folder;
    EXPECT_EQ(folders.size(), rooms.size());
}

TEST(LinkLines, LinkOnlyWhatTheTableLetsARoomInclude) {
    const auto all = rooms_of_cmake();
    for (const auto& words : all) {
        const Room* room = room_of(words.at(1));
        ASSERT_NE(room, nullptr) << words.at(1);
        for (const auto& other : all) {
            const bool linked =
                std::find(words.begin() + 2, words.end(), "plazo_" + other.at(0)) != words.end();
            if (!linked) continue;
            const auto is_of_other = [&](std::string_view place) {
                return place == other.at(1) || folder_of(std::string{place}) == other.at(1);
            };
            EXPECT_TRUE(
                std::any_of(room->may_include.begin(), room->may_include.end(), is_of_other))
                << "CMakeLists.txt: " << words.at(0) << " links " << other.at(0);
        }
    }
}

TEST(IncludeTable, RefusesWhatGoesUpOrAcross) {
    EXPECT_FALSE(may_include(*room_of("ical"), "graph/http.h"));
    EXPECT_FALSE(may_include(*room_of("graph"), "ical/event.h"));
    EXPECT_FALSE(may_include(*room_of("scheduler"), "scheduler/store/sqlite.h"));
    EXPECT_FALSE(may_include(*room_of("scheduler/http"), "graph/clock.h"));
    EXPECT_FALSE(may_include(*room_of("examples/sandbox"), "graph/token.h"));
    EXPECT_TRUE(may_include(*room_of("examples/sandbox"), "graph/http.h"));
    EXPECT_TRUE(may_include(*room_of("scheduler/app"), "scheduler/web/api.h"));
}

}  // namespace
}  // namespace plazo::rules
