R"sql(
-- Work calendars, by repository.

CREATE TABLE calendar (
    repository TEXT NOT NULL,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,           -- JSON, scheduler/calendar_codec.h
    PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;
)sql"
