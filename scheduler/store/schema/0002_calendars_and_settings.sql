R"sql(
-- Work calendars, by repository, and what the service notes for itself.

CREATE TABLE calendar (
    repository TEXT NOT NULL,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,           -- JSON, scheduler/calendar_codec.h
    PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql"
