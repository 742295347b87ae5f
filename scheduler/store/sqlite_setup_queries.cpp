// The queries about what is set up once: work calendars, and what the service notes for itself.
#include "scheduler/store/sqlite_queries.h"

namespace plazo::store {

using scheduler::StoredCalendar;

void save_calendar(Connection& connection, const StoredCalendar& calendar) {
    connection.run(
        "INSERT INTO calendar (repository, name, body) VALUES (?, ?, ?) "
        "ON CONFLICT (repository, name) DO UPDATE SET body = excluded.body",
        {calendar.repository, calendar.name, calendar.body});
}

std::optional<StoredCalendar> find_calendar(Connection& connection, const std::string& repository,
                                            const std::string& name) {
    Query row = connection.query("SELECT body FROM calendar WHERE repository = ? AND name = ?",
                                 {repository, name});
    if (!row.next()) return std::nullopt;
    return StoredCalendar{repository, name, row.text()};
}

std::vector<std::string> list_calendars(Connection& connection, const std::string& repository) {
    Query row =
        connection.query("SELECT name FROM calendar WHERE repository = ? ORDER BY name LIMIT ?",
                         {repository, static_cast<std::int64_t>(scheduler::list_rows_max)});
    std::vector<std::string> names;
    while (row.next()) names.push_back(row.text());
    return names;
}

void save_setting(Connection& connection, const std::string& name, const std::string& value) {
    connection.run(
        "INSERT INTO setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {name, value});
}

std::optional<std::string> find_setting(Connection& connection, const std::string& name) {
    Query row = connection.query("SELECT value FROM setting WHERE name = ?", {name});
    if (!row.next()) return std::nullopt;
    return row.text();
}

}  // namespace plazo::store
