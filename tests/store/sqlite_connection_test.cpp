#include "scheduler/store/sqlite_connection.h"

#include <gtest/gtest.h>

#include "scheduler/store.h"
#include "tests/store/folder.h"

namespace plazo::store {
namespace {

using scheduler::StoreError;

class SqliteConnection : public testing::Test {
  protected:
    static std::string empty_file(const Folder& folder) {
        write_file(folder.file("plazo.db"), "");
        return folder.file("plazo.db");
    }

    Folder folder_;
    Connection connection_{empty_file(folder_)};
};

TEST_F(SqliteConnection, RunsTheExampleOfTheHeader) {
    connection_.execute("CREATE TABLE letter (id INTEGER PRIMARY KEY, body TEXT)");
    EXPECT_EQ(connection_.run("INSERT INTO letter (id, body) VALUES (?, ?)", {7, "Querido Luis"}),
              1);
    Query query = connection_.query("SELECT id, body FROM letter WHERE id < ?", {10});
    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.integer(), 7);
    EXPECT_EQ(query.text(), "Querido Luis");
    EXPECT_FALSE(query.next());
}

TEST_F(SqliteConnection, AQueryIsFreeAgainWhenItsRowsWereNotReadToTheEnd) {
    const char* both = "SELECT 1 UNION SELECT 2";
    for (int time = 0; time < 2; ++time) {
        Query query = connection_.query(both);
        ASSERT_TRUE(query.next());
        EXPECT_EQ(query.integer(), 1);
    }
}

TEST_F(SqliteConnection, NothingAndEmptyTextAreDifferent) {
    Query query = connection_.query("SELECT ?, ?", {std::optional<std::string>{}, ""});
    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.text_or_null(), std::nullopt);
    EXPECT_EQ(query.text_or_null(), "");
}

TEST_F(SqliteConnection, AnErrorNamesTheFile) {
    try {
        connection_.run("INSERT INTO nowhere VALUES (1)");
        FAIL();
    } catch (const StoreError& error) {
        const std::string sentence = error.what();
        EXPECT_NE(sentence.find(folder_.file("plazo.db")), std::string::npos) << sentence;
        EXPECT_NE(sentence.find("nowhere"), std::string::npos) << sentence;
    }
}

TEST_F(SqliteConnection, AMissingFileIsNotMade) {
    EXPECT_THROW(Connection{folder_.file("other.db")}, StoreError);
    EXPECT_FALSE(std::filesystem::exists(folder_.file("other.db")));
}

}  // namespace
}  // namespace plazo::store
