R"sql(
-- Which version of an event a file had, and when the last of it ends: an older file is left aside,
-- and nothing is cancelled that has taken place.

ALTER TABLE imported_event ADD COLUMN stamp INTEGER;  -- DTSTAMP
ALTER TABLE imported_event ADD COLUMN ends INTEGER;
)sql"
