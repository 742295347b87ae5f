#include "scheduler/store/sqlite_schema.h"

#include <gtest/gtest.h>

#include "scheduler/store.h"
#include "tests/store/folder.h"

namespace plazo::store {
namespace {

using scheduler::StoreError;

const Migrations first = {"CREATE TABLE letter (body TEXT);"};
const Migrations second = {first[0], "ALTER TABLE letter ADD COLUMN sender TEXT;"};
const Migrations broken = {first[0], "ALTER TABLE letter ADD COLUMN sender TEXT; NOT SQL;"};

class SqliteSchema : public testing::Test {
  protected:
    SqliteSchema() { write_file(path_, ""); }

    void prepare(const Migrations& migrations) {
        Connection connection{path_};
        prepare_database(connection, migrations);
    }
    std::int64_t number(const char* sql) { return Connection{path_}.number(sql); }
    void execute(const char* sql) { Connection{path_}.execute(sql); }
    std::string refusal(const Migrations& migrations) {
        try {
            prepare(migrations);
        } catch (const StoreError& error) {
            return error.what();
        }
        return "";
    }

    Folder folder_;
    const std::string path_ = folder_.file("plazo.db");
};

TEST_F(SqliteSchema, AnEmptyFileBecomesADatabaseOfOurs) {
    prepare(second);
    EXPECT_EQ(number("PRAGMA application_id"), plazo_application_id);
    EXPECT_EQ(number("PRAGMA user_version"), 2);
    EXPECT_EQ(number("SELECT count(sender) FROM letter"), 0);
    EXPECT_FALSE(std::filesystem::exists(path_ + ".before-1"));
    EXPECT_FALSE(std::filesystem::exists(path_ + ".before-2"));
}

TEST_F(SqliteSchema, AMigrationKeepsTheContentAndACopyFromBefore) {
    prepare(first);
    execute("INSERT INTO letter VALUES ('Querido Luis')");
    prepare(second);
    EXPECT_EQ(number("PRAGMA user_version"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM letter WHERE sender IS NULL"), 1);

    Connection copy{path_ + ".before-2"};
    EXPECT_EQ(copy.number("PRAGMA user_version"), 1);
    EXPECT_EQ(copy.number("PRAGMA application_id"), plazo_application_id);
    EXPECT_EQ(copy.number("SELECT count(*) FROM letter"), 1);
    EXPECT_EQ(mode_of(path_ + ".before-2"), 0600U);
    EXPECT_FALSE(std::filesystem::exists(path_ + ".before-2.part"));
}

TEST_F(SqliteSchema, WhatIsUpToDateIsLeftAlone) {
    prepare(second);
    execute("INSERT INTO letter VALUES ('Querido Luis', 'Ana')");
    prepare(second);
    EXPECT_EQ(number("SELECT count(*) FROM letter"), 1);
    EXPECT_FALSE(std::filesystem::exists(path_ + ".before-3"));
}

TEST_F(SqliteSchema, AMigrationThatFailsChangesNothingAndCanBeRepeated) {
    prepare(first);
    EXPECT_NE(refusal(broken), "");
    EXPECT_EQ(number("PRAGMA user_version"), 1);
    EXPECT_THROW(number("SELECT count(sender) FROM letter"), StoreError);
    write_file(path_ + ".before-2.part", "of a copy that was cut short");
    prepare(second);
    EXPECT_EQ(number("PRAGMA user_version"), 2);
    EXPECT_EQ(Connection{path_ + ".before-2"}.number("PRAGMA user_version"), 1);
}

TEST_F(SqliteSchema, ANewerSchemaIsRefusedAndNotTouched) {
    prepare(second);
    const std::string before = read_file(path_);
    EXPECT_NE(refusal(first).find("written by a newer Plazo (schema 2, this one knows 1)"),
              std::string::npos);
    EXPECT_EQ(read_file(path_), before);
}

TEST_F(SqliteSchema, AnotherProgramsDatabaseIsRefusedAndNotTouched) {
    for (const char* theirs : {"CREATE TABLE song (title TEXT)", "PRAGMA application_id = 7",
                               "PRAGMA user_version = 1"}) {
        write_file(path_, "");
        execute(theirs);
        const std::string before = read_file(path_);
        EXPECT_NE(refusal(first).find("is not a Plazo database"), std::string::npos) << theirs;
        EXPECT_EQ(read_file(path_), before) << theirs;
    }
}

TEST_F(SqliteSchema, CommitsReachTheDisk) {
    Connection connection{path_};
    prepare_database(connection, known_migrations());
    constexpr std::int64_t full = 2;
    EXPECT_EQ(connection.number("PRAGMA synchronous"), full);
    Query mode = connection.query("PRAGMA journal_mode");
    ASSERT_TRUE(mode.next());
    EXPECT_EQ(mode.text(), "wal");
}

TEST_F(SqliteSchema, DueStepsAreReadInTheOrderInWhichTheyLie) {
    Connection connection{path_};
    prepare_database(connection, known_migrations());
    for (const char* sql :
         {"EXPLAIN QUERY PLAN SELECT id FROM step WHERE due <= 1 ORDER BY due, id, deadline",
          "EXPLAIN QUERY PLAN SELECT id FROM step WHERE intent IS NOT NULL ORDER BY due, id, "
          "deadline",
          "EXPLAIN QUERY PLAN SELECT id FROM step WHERE deadline = 'd' ORDER BY due, id",
          "EXPLAIN QUERY PLAN SELECT number FROM history WHERE repository = 'r' "
          "ORDER BY number DESC",
          "EXPLAIN QUERY PLAN SELECT id FROM deadline WHERE repository = 'r' "
          "ORDER BY due_at NULLS FIRST, id"}) {
        Query plan = connection.query(sql);
        while (plan.next()) {
            for (int column = 0; column < 3; ++column) plan.integer();
            EXPECT_EQ(plan.text().find("TEMP B-TREE"), std::string::npos) << sql;
        }
    }
}

}  // namespace
}  // namespace plazo::store
