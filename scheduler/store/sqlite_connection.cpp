#include "scheduler/store/sqlite_connection.h"

#include <sqlite3.h>

#include <cassert>

#include "scheduler/store.h"

namespace plazo::store {

using scheduler::StoreError;

namespace {

/// Primary codes are the low byte of extended ones (https://www.sqlite.org/rescode.html).
constexpr int primary_code_mask = 0xff;

std::string sentence(int code, const std::string& path, const std::string& detail) {
    switch (code & primary_code_mask) {
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return path + " is damaged, or no Plazo database (" + detail + "); restore a backup";
        case SQLITE_FULL:
            return "the disk of " + path + " is full";
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return path + " cannot be written (" + detail + ")";
        case SQLITE_IOERR:
            return "the disk of " + path + " failed (" + detail + ")";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return path + " is locked by another program";
        default:
            return "the database " + path + " failed: " + detail;
    }
}

}  // namespace

Query::Query(const Connection& connection, sqlite3_stmt* statement, const Values& values)
    : connection_{connection}, statement_{statement} {
    assert(!sqlite3_stmt_busy(statement));
    assert(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
    int position = 0;
    for (const Value& value : values) {
        ++position;
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&value.content())) {
            code = sqlite3_bind_int64(statement, position, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value.content())) {
            code = sqlite3_bind_text64(statement, position, text->empty() ? "" : text->data(),
                                       text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        if (code != SQLITE_OK) connection.fail();
    }
}

Query::~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

bool Query::next() {
    column_ = 0;
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) connection_.fail();
    return code == SQLITE_ROW;
}

bool Query::null() const {
    return sqlite3_column_type(statement_, column_) == SQLITE_NULL;
}

std::int64_t Query::integer() {
    return sqlite3_column_int64(statement_, column_++);
}

std::string Query::text() {
    const unsigned char* bytes = sqlite3_column_text(statement_, column_);
    const int size = sqlite3_column_bytes(statement_, column_++);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

timezone::Instant Query::instant() {
    return timezone::Instant{std::chrono::seconds{integer()}};
}

std::optional<std::string> Query::text_or_null() {
    const bool none = null();
    std::string value = text();
    return none ? std::nullopt : std::optional{std::move(value)};
}

std::optional<timezone::Instant> Query::instant_or_null() {
    const bool none = null();
    const timezone::Instant value = instant();
    return none ? std::nullopt : std::optional{value};
}

void Connection::Close::operator()(sqlite3* database) const {
    sqlite3_close(database);
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Connection::Connection(std::string path) : path_{std::move(path)} {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(path_.c_str(), &database,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);  // there is one to close even where opening failed
    if (code != SQLITE_OK) throw StoreError{sentence(code, path_, sqlite3_errstr(code))};
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, static_cast<int>(lock_wait_max.count()));
}

Connection::~Connection() = default;

Query Connection::query(std::string_view sql, const Values& values) {
    return Query{*this, prepared(sql), values};
}

std::int64_t Connection::run(std::string_view sql, const Values& values) {
    Query once = query(sql, values);
    while (once.next()) continue;
    return sqlite3_changes64(database_.get());
}

std::int64_t Connection::number(std::string_view sql) {
    Query only = query(sql);
    return only.next() ? only.integer() : 0;
}

void Connection::execute(const std::string& script) {
    if (sqlite3_exec(database_.get(), script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail();
    }
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.get()) == 0;
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second.get();
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        fail();
    }
    return statements_.emplace(sql, statement).first->second.get();
}

void Connection::fail() const {
    throw StoreError{sentence(sqlite3_extended_errcode(database_.get()), path_,
                              sqlite3_errmsg(database_.get()))};
}

}  // namespace plazo::store
