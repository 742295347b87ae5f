// scheduler/store/sqlite_connection.h - one connection to one SQLite file, and queries on it.
//
// Example (runs in tests/store/sqlite_connection_test.cpp):
//     Connection connection{"plazo.db"};
//     connection.run("INSERT INTO letter (id, body) VALUES (?, ?)", {7, "Querido Luis"});
//     Query query = connection.query("SELECT id, body FROM letter WHERE id < ?", {10});
//     while (query.next()) {
//         const std::int64_t id = query.integer();       // columns are taken from left to right
//         const std::string body = query.text();
//     }
//
// SQL is written in the program and prepared once a connection; what comes from outside is only
// ever bound. Every failure is a StoreError whose sentence names the file. One thread at a time.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "timezone/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace plazo::store {

/// What is bound to one question mark. Text is looked at, not kept: it is copied when it is bound.
class Value {
  public:
    Value(std::integral auto number) : content_{static_cast<std::int64_t>(number)} {}
    Value(std::string_view text) : content_{text} {}
    Value(const std::string& text) : content_{std::string_view{text}} {}
    Value(const char* text) : content_{std::string_view{text}} {}
    /// Seconds since 1970.
    Value(timezone::Instant instant) : Value{instant.time_since_epoch().count()} {}
    Value(timezone::LocalTime local) : Value{local.time_since_epoch().count()} {}
    /// NULL for none.
    template <typename T>
    Value(const std::optional<T>& value) : Value{value ? Value{*value} : Value{}} {}

    using Content = std::variant<std::monostate, std::int64_t, std::string_view>;
    const Content& content() const { return content_; }

  private:
    Value() = default;

    Content content_;
};

/// How long to wait for a program that looks in: a backup, a shell.
inline constexpr std::chrono::milliseconds lock_wait_max{5000};

using Values = std::vector<Value>;

class Connection;

/// The rows of one statement. While it lives, the same SQL must not be queried again on the
/// connection.
class Query {
  public:
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Goes to the first, then to the next row; false when there is none.
    bool next();

    /// The next column of the row; each call takes one.
    std::int64_t integer();
    std::string text();
    timezone::Instant instant();
    std::optional<std::string> text_or_null();
    std::optional<timezone::Instant> instant_or_null();

  private:
    friend class Connection;
    Query(const Connection& connection, sqlite3_stmt* statement, const Values& values);
    bool null() const;

    const Connection& connection_;
    sqlite3_stmt* statement_;
    int column_ = 0;
};

class Connection {
  public:
    /// Opens the file, which is there already. Nothing is read or written yet.
    explicit Connection(std::string path);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Query query(std::string_view sql, const Values& values = {});
    /// For statements without rows: how many rows they changed.
    std::int64_t run(std::string_view sql, const Values& values = {});
    /// The only number that a query without arguments gives.
    std::int64_t number(std::string_view sql);
    /// Any number of statements, without arguments.
    void execute(const std::string& script);

    /// False also when SQLite has rolled back by itself: a full disk, an I/O error.
    bool in_transaction() const;
    const std::string& path() const { return path_; }

  private:
    friend class Query;
    [[noreturn]] void fail() const;
    sqlite3_stmt* prepared(std::string_view sql);

    struct Close {
        void operator()(sqlite3* database) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::string path_;
    std::unique_ptr<sqlite3, Close> database_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> statements_;
};

}  // namespace plazo::store
