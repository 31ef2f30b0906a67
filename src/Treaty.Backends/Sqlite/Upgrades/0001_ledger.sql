-- The record: what happened, in order, each line chained to the one before it. Nothing in it is ever changed or removed.
PRAGMA application_id = 1414681689; -- "TRTY"

CREATE TABLE record (
    number   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    run      TEXT NOT NULL,
    at       TEXT NOT NULL, -- UTC to the millisecond, 2026-01-31T09:30:00.000Z
    by       TEXT NOT NULL,
    body     TEXT NOT NULL, -- canonical JSON
    previous TEXT NOT NULL, -- SHA-256 of the record before, 64 zeros for the first
    hash     TEXT NOT NULL
) STRICT;

CREATE INDEX record_by_subject ON record (kind, subject, number);
CREATE INDEX record_by_run ON record (run, number);

CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER record_is_never_removed BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- Texts under their own SHA-256, compressed with gzip.
CREATE TABLE kept (
    hash    TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER kept_is_never_changed BEFORE UPDATE ON kept
BEGIN SELECT RAISE(ABORT, 'a kept text never changes'); END;
