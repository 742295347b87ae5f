R"sql(
-- Names are those of the core's structs (scheduler/store.h); times are seconds since 1970.
-- Columns are in the order of the members. A later migration adds a file; this one never changes.

CREATE TABLE repository (
    name TEXT PRIMARY KEY NOT NULL,
    body TEXT NOT NULL                  -- JSON, scheduler/codec.h
) STRICT;

CREATE TABLE api_key (
    id         TEXT PRIMARY KEY NOT NULL,
    repository TEXT NOT NULL,
    note       TEXT NOT NULL,
    hash       TEXT NOT NULL,
    created    INTEGER NOT NULL,
    revoked    INTEGER
) STRICT;

CREATE TABLE deadline (
    id         TEXT PRIMARY KEY NOT NULL,
    version    INTEGER NOT NULL,
    repository TEXT NOT NULL,
    due_at     INTEGER,                 -- the wall time, for lists only
    body       TEXT NOT NULL            -- JSON, scheduler/codec.h
) STRICT;

CREATE INDEX deadline_by_due ON deadline (repository, due_at, id);

CREATE TABLE projection (
    deadline   TEXT PRIMARY KEY NOT NULL,
    generation INTEGER NOT NULL,
    mailbox    TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    i_cal_uid  TEXT NOT NULL,
    draft      TEXT NOT NULL,
    cancelled  INTEGER NOT NULL
) STRICT;

-- The outbox. What is due next lies together at the front, however much is due later.
CREATE TABLE step (
    id         TEXT NOT NULL,
    repository TEXT NOT NULL,
    deadline   TEXT NOT NULL,
    mailbox    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    due        INTEGER NOT NULL,
    first_due  INTEGER NOT NULL,
    address    TEXT NOT NULL,
    about      INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    intent     TEXT,                    -- JSON, scheduler/codec.h
    last_error TEXT NOT NULL,
    PRIMARY KEY (due, id, deadline)
) STRICT, WITHOUT ROWID;

CREATE INDEX step_by_deadline ON step (deadline);
CREATE INDEX step_in_doubt ON step (due, id, deadline) WHERE intent IS NOT NULL;

-- Steps that have left the outbox, in the order in which they did.
CREATE TABLE history (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    repository TEXT NOT NULL,
    deadline   TEXT NOT NULL,
    mailbox    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    due        INTEGER NOT NULL,
    first_due  INTEGER NOT NULL,
    address    TEXT NOT NULL,
    about      INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    intent     TEXT,
    last_error TEXT NOT NULL,
    ending     TEXT NOT NULL,
    detail     TEXT NOT NULL,
    request_id TEXT NOT NULL,
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX history_by_repository ON history (repository, number);

CREATE TABLE sent_reminder (
    deadline TEXT NOT NULL,
    key      TEXT NOT NULL,
    about    INTEGER NOT NULL,
    PRIMARY KEY (deadline, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    repository TEXT NOT NULL,
    source     TEXT NOT NULL,
    id         TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    status     INTEGER NOT NULL,
    answer     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (repository, source, id)
) STRICT;

CREATE TABLE imported_event (
    repository    TEXT NOT NULL,
    uid           TEXT NOT NULL,
    recurrence_id TEXT NOT NULL,
    event_id      TEXT NOT NULL,
    hash          TEXT NOT NULL,
    sequence      INTEGER NOT NULL,
    generation    INTEGER NOT NULL,
    PRIMARY KEY (repository, uid, recurrence_id)
) STRICT;
)sql"
