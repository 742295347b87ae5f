#include "scheduler/store/sqlite.h"

#include <sys/file.h>
#include <unistd.h>

#include "scheduler/store/sqlite_connection.h"
#include "tests/store/folder.h"
#include "tests/store/store_contract.h"

namespace plazo::store {
namespace {

struct Sqlite {
    std::unique_ptr<scheduler::Store> open(boost::asio::any_io_executor executor) {
        return open_sqlite(folder.file("plazo.db"), executor);
    }
    Folder folder;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, Sqlite);

class SqliteStore : public testing::Test {
  protected:
    std::unique_ptr<scheduler::Store> open() { return open(path_); }
    std::unique_ptr<scheduler::Store> open(const std::string& path) {
        return open_sqlite(path, waiting_.executor());
    }
    std::string refusal(const std::string& path) {
        try {
            open(path);
        } catch (const StoreError& error) {
            return error.what();
        }
        return "";
    }

    Folder folder_;
    Waiting waiting_;
    const std::string path_ = folder_.file("plazo.db");
};

TEST_F(SqliteStore, RemembersAcrossReopening) {
    Change change = first_change(due_deadline("d", "2026-12-15T14:00"));
    change.put = {full_step("s1", 10)};
    change.sent = {{"reminder", at(1)}};
    change.projection = some_projection();
    Record before;
    {
        auto store = open();
        ASSERT_TRUE(waiting_.wait(store->commit(change)));
        before = waiting_.wait(store->read("d"));
    }
    EXPECT_EQ(before.version, 1);
    EXPECT_EQ(waiting_.wait(open()->read("d")), before);
}

TEST_F(SqliteStore, ASecondOwnerIsRefusedAndToldThePidOfTheFirst) {
    auto store = open();
    EXPECT_THROW(open(), scheduler::StoreInUse);
    EXPECT_NE(refusal(path_).find("is in use by process " + std::to_string(::getpid())),
              std::string::npos);
    store.reset();
    EXPECT_NO_THROW(open());
}

TEST_F(SqliteStore, AnOwnerThatHasNotYetWrittenItsPidIsAnotherProcess) {
    write_file(path_ + ".lock", "");
    FILE* lock = std::fopen((path_ + ".lock").c_str(), "r+");
    ASSERT_EQ(::flock(::fileno(lock), LOCK_EX), 0);
    EXPECT_NE(refusal(path_).find("is in use by another process"), std::string::npos);
    std::fclose(lock);
}

TEST_F(SqliteStore, ALockFileThatSomebodyLeftBehindHoldsUpNobody) {
    write_file(path_ + ".lock", "4294967295 and a longer line than a pid");
    open();
    EXPECT_EQ(read_file(path_ + ".lock"), std::to_string(::getpid()) + "\n");
}

TEST_F(SqliteStore, ItsFilesAreTheOwnersAlone) {
    const std::string path = folder_.file("var/lib/plazo.db");
    auto store = open(path);
    waiting_.wait(store->save_repository(some_repository("acme")));
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        EXPECT_EQ(mode_of(path + suffix), 0600U) << suffix;
    }
    EXPECT_EQ(mode_of(folder_.file("var/lib")), 0700U);
    EXPECT_EQ(mode_of(folder_.file("var")), 0700U);
}

TEST_F(SqliteStore, AFolderThatCannotBeMadeIsNamed) {
    write_file(folder_.file("file"), "");
    EXPECT_NE(refusal(folder_.file("file/plazo.db")).find("cannot make the folder"),
              std::string::npos);
    EXPECT_NE(refusal("/proc/plazo/plazo.db").find("/proc/plazo"), std::string::npos);
}

TEST_F(SqliteStore, AFolderInTheFilesPlaceIsRefused) {
    std::filesystem::create_directory(path_);
    EXPECT_NE(refusal(path_).find("cannot open " + path_), std::string::npos);
}

TEST_F(SqliteStore, AFileThatIsNoDatabaseIsCalledDamaged) {
    write_file(path_, std::string(8192, 'x'));
    EXPECT_NE(refusal(path_).find("is damaged, or no Plazo database"), std::string::npos);
    EXPECT_EQ(read_file(path_), std::string(8192, 'x'));
}

TEST_F(SqliteStore, ADamagedSchemaIsCalledDamaged) {
    open();
    std::string bytes = read_file(path_);
    constexpr std::size_t header_bytes = 100;
    std::fill(bytes.begin() + header_bytes, bytes.begin() + 4096, '\xee');
    write_file(path_, bytes);
    EXPECT_NE(refusal(path_).find("is damaged, or no Plazo database"), std::string::npos);
}

TEST_F(SqliteStore, DamageElsewhereIsAnErrorOfTheCallThatMeetsIt) {
    auto store = open();
    ASSERT_TRUE(waiting_.wait(store->commit(first_change(some_deadline("d")))));
    store.reset();
    Connection{path_}.execute("UPDATE deadline SET body = '{\"title\":7}'");
    store = open();
    EXPECT_THROW(waiting_.wait(store->read("d")), StoreError);
    EXPECT_EQ(waiting_.wait(store->read("e")), nothing);
}

TEST_F(SqliteStore, AnotherProgramsDatabaseIsRefused) {
    write_file(path_, "");
    Connection{path_}.execute("CREATE TABLE song (title TEXT)");
    EXPECT_EQ(refusal(path_), path_ + " is not a Plazo database");
}

TEST_F(SqliteStore, ANewerPlazosDatabaseIsRefused) {
    open();
    Connection{path_}.execute("PRAGMA user_version = 1000");
    EXPECT_NE(refusal(path_).find("was written by a newer Plazo (schema 1000"), std::string::npos);
}

TEST_F(SqliteStore, AFailingCallHarmsNoneOfThoseBesideIt) {
    auto store = open();
    ASSERT_TRUE(waiting_.wait(store->commit(first_change(some_deadline("bad")))));
    store.reset();
    Connection{path_}.execute("UPDATE deadline SET body = 'damaged'");
    store = open();
    std::vector<std::future<bool>> commits;
    std::vector<std::future<Record>> reads;
    for (int i = 0; i < 50; ++i) {
        const Deadline deadline = some_deadline("d" + std::to_string(i));
        commits.push_back(waiting_.start(store->commit(first_change(deadline))));
        reads.push_back(waiting_.start(store->read("bad")));
    }
    waiting_.run();
    for (auto& each : commits) EXPECT_TRUE(each.get());
    for (auto& each : reads) EXPECT_THROW(each.get(), StoreError);
    EXPECT_EQ(waiting_.wait(store->read("d49")).version, 1);
}

}  // namespace
}  // namespace plazo::store
