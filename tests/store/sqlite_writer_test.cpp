#include "scheduler/store/sqlite_writer.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "scheduler/store.h"
#include "tests/store/folder.h"
#include "tests/store/waiting.h"

namespace plazo::store {
namespace {

using scheduler::StoreError;

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        number = number << 8 | static_cast<unsigned char>(bytes.at(i));
    }
    return number;
}

/// Each transaction ends with a frame that says how large the database is then
/// (https://www.sqlite.org/fileformat2.html#walformat).
int commits_in(const std::string& wal) {
    constexpr std::size_t header_bytes = 32;
    constexpr std::size_t frame_header_bytes = 24;
    const std::size_t frame_bytes = frame_header_bytes + big_endian(wal, 8);
    int commits = 0;
    for (std::size_t at = header_bytes; at + frame_bytes <= wal.size(); at += frame_bytes) {
        if (big_endian(wal, at + 4) != 0) ++commits;
    }
    return commits;
}

class SqliteWriter : public testing::Test {
  protected:
    SqliteWriter() {
        connection_.execute(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;"
            "CREATE TABLE number (id INTEGER PRIMARY KEY,"
            " other INTEGER REFERENCES number DEFERRABLE INITIALLY DEFERRED)");
        writer_ = std::make_unique<Writer>(connection_, waiting_.executor());
    }

    static std::string empty_file(const Folder& folder) {
        write_file(folder.file("plazo.db"), "");
        return folder.file("plazo.db");
    }

    static Writer::Work insert(int id) {
        return [id](Connection& connection) {
            connection.run("INSERT INTO number (id) VALUES (?)", {id});
        };
    }

    /// Keeps the thread busy until the future is there, so that what is asked for next waits and is
    /// done together.
    std::future<void> hold_until(std::shared_future<void> release) {
        std::promise<void> begun;
        auto held = waiting_.start(writer_->run([release, &begun](Connection&) {
            begun.set_value();
            release.wait();
        }));
        waiting_.poll();
        begun.get_future().wait();
        return held;
    }

    /// Does all of it in one transaction.
    std::vector<std::future<void>> together(const std::vector<Writer::Work>& works) {
        std::promise<void> release;
        auto held = hold_until(release.get_future().share());
        std::vector<std::future<void>> ends;
        for (const Writer::Work& work : works) ends.push_back(waiting_.start(writer_->run(work)));
        waiting_.poll();
        release.set_value();
        waiting_.run();
        held.get();
        return ends;
    }

    std::int64_t count() {
        std::int64_t rows = 0;
        waiting_.wait(writer_->run([&](Connection& connection) {
            rows = connection.number("SELECT count(*) FROM number");
        }));
        return rows;
    }

    Folder folder_;
    Waiting waiting_;
    Connection connection_{empty_file(folder_)};
    std::unique_ptr<Writer> writer_;
};

TEST_F(SqliteWriter, WhoWaitsTogetherSharesACommit) {
    const std::string wal = folder_.file("plazo.db-wal");
    const int before = commits_in(read_file(wal));
    std::vector<Writer::Work> works;
    for (int id = 0; id < 64; ++id) works.push_back(insert(id));
    for (auto& end : together(works)) end.get();
    EXPECT_EQ(commits_in(read_file(wal)), before + 1);
    EXPECT_EQ(count(), 64);
}

TEST_F(SqliteWriter, ATransactionTakesABoundedNumber) {
    const std::string wal = folder_.file("plazo.db-wal");
    const int before = commits_in(read_file(wal));
    std::vector<Writer::Work> works;
    for (int id = 0; id <= static_cast<int>(works_per_commit_max); ++id) {
        works.push_back(insert(id));
    }
    for (auto& end : together(works)) end.get();
    EXPECT_EQ(commits_in(read_file(wal)), before + 2);
}

TEST_F(SqliteWriter, AFailingWorkIsUndoneAndTheOthersAreCommitted) {
    auto ends = together({insert(1),
                          [](Connection& connection) {
                              connection.run("INSERT INTO number (id) VALUES (2)");
                              throw std::runtime_error{"changed my mind"};
                          },
                          insert(1), insert(3)});
    EXPECT_NO_THROW(ends[0].get());
    EXPECT_THROW(ends[1].get(), std::runtime_error);
    EXPECT_THROW(ends[2].get(), StoreError);
    EXPECT_NO_THROW(ends[3].get());
    EXPECT_EQ(count(), 2);
}

TEST_F(SqliteWriter, AFailingCommitFailsEverybodyAndChangesNothing) {
    auto ends = together({insert(1), [](Connection& connection) {
                              connection.run("INSERT INTO number (id, other) VALUES (2, 99)");
                          }});
    EXPECT_THROW(ends[0].get(), StoreError);
    EXPECT_THROW(ends[1].get(), StoreError);
    EXPECT_EQ(count(), 0);
    waiting_.wait(writer_->run(insert(1)));
    EXPECT_EQ(count(), 1);
}

TEST_F(SqliteWriter, ATransactionThatIsGoneFailsEverybody) {
    auto ends = together({insert(1),
                          [](Connection& connection) {
                              connection.run("ROLLBACK");  // as SQLite does on a full disk
                              throw StoreError{"the disk is full"};
                          },
                          insert(2)});
    for (auto& end : ends) EXPECT_THROW(end.get(), StoreError);
    EXPECT_EQ(count(), 0);
}

TEST_F(SqliteWriter, FinishesWhatWasAskedForWhenItEnds) {
    std::promise<void> release;
    auto held = hold_until(release.get_future().share());
    auto inserted = waiting_.start(writer_->run(insert(1)));
    waiting_.poll();
    release.set_value();
    writer_.reset();
    EXPECT_EQ(connection_.number("SELECT count(*) FROM number"), 1);
    waiting_.run();
    held.get();
    inserted.get();
}

TEST_F(SqliteWriter, AnswersNobodyWhoseThreadEndedWithoutHim) {
    auto abandoned = std::make_unique<Waiting>();
    Connection other{folder_.file("plazo.db")};
    auto writer = std::make_unique<Writer>(other, abandoned->executor());
    auto end = abandoned->start(writer->run(insert(1)));
    abandoned->poll();
    writer.reset();
    abandoned.reset();
    EXPECT_THROW(end.get(), std::future_error);
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace plazo::store
