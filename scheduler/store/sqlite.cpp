#include "scheduler/store/sqlite.h"

#include <filesystem>

#include "scheduler/store/owner_lock.h"
#include "scheduler/store/private_file.h"
#include "scheduler/store/sqlite_connection.h"
#include "scheduler/store/sqlite_queries.h"
#include "scheduler/store/sqlite_schema.h"
#include "scheduler/store/sqlite_writer.h"

namespace plazo::store {

using scheduler::ApiKey;
using scheduler::Change;
using scheduler::Delivery;
using scheduler::ImportedEvent;
using scheduler::Record;
using scheduler::Repository;
using scheduler::Settled;
using scheduler::Step;
using scheduler::StoredCalendar;

namespace {

/// A function of sqlite_queries.h.
template <typename Answer, typename... Arguments>
using Ask = Answer (*)(Connection&, const Arguments&...);

class SqliteStore : public scheduler::Store {
  public:
    SqliteStore(const std::string& path, boost::asio::any_io_executor executor)
        : lock_{path},
          connection_{made(path)},
          writer_{prepared(connection_), std::move(executor)} {}

    awaitable<void> save_repository(Repository repository) override {
        return order(&store::save_repository, std::move(repository));
    }
    awaitable<std::optional<Repository>> find_repository(std::string name) override {
        return ask(&store::find_repository, std::move(name));
    }
    awaitable<std::vector<Repository>> list_repositories() override {
        return ask(&store::list_repositories);
    }
    awaitable<void> save_key(ApiKey key) override {
        return order(&store::save_key, std::move(key));
    }
    awaitable<std::optional<ApiKey>> find_key(std::string id) override {
        return ask(&store::find_key, std::move(id));
    }
    awaitable<std::vector<ApiKey>> list_keys(std::string repository) override {
        return ask(&store::list_keys, std::move(repository));
    }
    awaitable<void> save_calendar(StoredCalendar calendar) override {
        return order(&store::save_calendar, std::move(calendar));
    }
    awaitable<std::optional<StoredCalendar>> find_calendar(std::string repository,
                                                           std::string name) override {
        return ask(&store::find_calendar, std::move(repository), std::move(name));
    }
    awaitable<std::vector<std::string>> list_calendars(std::string repository) override {
        return ask(&store::list_calendars, std::move(repository));
    }

    awaitable<void> save_setting(std::string name, std::string value) override {
        return order(&store::save_setting, std::move(name), std::move(value));
    }
    awaitable<std::optional<std::string>> find_setting(std::string name) override {
        return ask(&store::find_setting, std::move(name));
    }

    awaitable<Record> read(std::string deadline_id) override {
        return ask(&store::read, std::move(deadline_id));
    }
    awaitable<bool> commit(Change change) override {
        return ask(&store::commit, std::move(change));
    }
    awaitable<std::vector<Record>> list_records(std::string repository) override {
        return ask(&store::list_records, std::move(repository));
    }
    awaitable<std::optional<Delivery>> find_delivery(std::string repository, std::string source,
                                                     std::string id) override {
        return ask(&store::find_delivery, std::move(repository), std::move(source), std::move(id));
    }
    awaitable<std::vector<Step>> due_steps(Instant until, std::size_t limit,
                                           scheduler::Busy busy) override {
        return ask(&store::due_steps, until, limit, std::move(busy));
    }
    awaitable<std::optional<Instant>> next_due(Instant after, Instant until,
                                               scheduler::Busy busy) override {
        return ask(&store::next_due, after, until, std::move(busy));
    }
    awaitable<std::vector<std::string>> waiting_deadlines(std::string after,
                                                          std::size_t limit) override {
        return ask(&store::waiting_deadlines, std::move(after), limit);
    }
    awaitable<std::vector<Step>> steps_with_intent() override {
        return ask(&store::steps_with_intent);
    }
    awaitable<std::vector<Settled>> history(std::string repository, std::size_t limit) override {
        return ask(&store::history, std::move(repository), limit);
    }
    awaitable<std::optional<ImportedEvent>> find_import(std::string repository, std::string uid,
                                                        std::string recurrence_id) override {
        return ask(&store::find_import, std::move(repository), std::move(uid),
                   std::move(recurrence_id));
    }
    awaitable<std::vector<ImportedEvent>> imports_of(std::string repository,
                                                     std::string uid) override {
        return ask(&store::imports_of, std::move(repository), std::move(uid));
    }
    awaitable<void> save_import(ImportedEvent event) override {
        return order(&store::save_import, std::move(event));
    }

  private:
    static const std::string& made(const std::string& path) {
        make_private_file(path);
        return path;
    }
    static Connection& prepared(Connection& connection) {
        prepare_database(connection, known_migrations());
        return connection;
    }

    template <typename Answer, typename... Arguments>
    awaitable<Answer> ask(Ask<Answer, Arguments...> query, Arguments... arguments) {
        Answer answer{};
        const Writer::Work work = [&](Connection& connection) {
            answer = query(connection, arguments...);
        };
        co_await writer_.run(work);
        co_return answer;
    }

    template <typename... Arguments>
    awaitable<void> order(Ask<void, Arguments...> query, Arguments... arguments) {
        const Writer::Work work = [&](Connection& connection) { query(connection, arguments...); };
        co_await writer_.run(work);
    }

    // In the order of opening; the thread ends before the connection is closed and the lock goes.
    OwnerLock lock_;
    Connection connection_;
    Writer writer_;
};

}  // namespace

std::unique_ptr<scheduler::Store> open_sqlite(const std::string& path,
                                              boost::asio::any_io_executor executor) {
    make_private_folder(std::filesystem::path{path}.parent_path());
    return std::make_unique<SqliteStore>(path, std::move(executor));
}

}  // namespace plazo::store
