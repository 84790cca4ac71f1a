-- Every key begins with the space. Times are 100 nanoseconds since 1970: to_timestamp(happened / 1e7). Texts are ordered by their bytes.
CREATE TABLE spaces (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text COLLATE "C" NOT NULL UNIQUE,
  users bigint NOT NULL DEFAULT 0, items bigint NOT NULL DEFAULT 0, events bigint NOT NULL DEFAULT 0,
  last_event bigint NOT NULL DEFAULT 0, last_change bigint NOT NULL DEFAULT 0, deletions bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);

CREATE TABLE users (
  space integer NOT NULL, id text COLLATE "C" NOT NULL, labels text COLLATE "C", comment text COLLATE "C" NOT NULL,
  PRIMARY KEY (space, id));

CREATE TABLE items (
  space integer NOT NULL, id text COLLATE "C" NOT NULL, hidden boolean NOT NULL, categories text COLLATE "C" NOT NULL, came bigint, labels text COLLATE "C", comment text COLLATE "C" NOT NULL, change bigint NOT NULL,
  PRIMARY KEY (space, id));

CREATE INDEX items_by_change ON items (space, change);

CREATE TABLE deleted_items (
  space integer NOT NULL, id text COLLATE "C" NOT NULL, change bigint NOT NULL,
  PRIMARY KEY (space, id));

CREATE INDEX deleted_items_by_change ON deleted_items (space, change);

-- Partitions are made ahead, one for every so many numbers. The newest events of a user lie in the newest partitions, which are read first. That an event id is there once is kept by the one who holds
-- the row of the space: an index over all partitions cannot be unique without the number.
CREATE TABLE events (
  space integer NOT NULL, number bigint NOT NULL, type text COLLATE "C" NOT NULL, user_id text COLLATE "C" NOT NULL, item_id text COLLATE "C" NOT NULL, value double precision NOT NULL,
  happened bigint NOT NULL, updated bigint NOT NULL, labels text COLLATE "C", comment text COLLATE "C" NOT NULL, event_id text COLLATE "C", request_id text COLLATE "C",
  PRIMARY KEY (space, number)) PARTITION BY RANGE (number);

CREATE INDEX events_by_user ON events (space, user_id, number);

CREATE INDEX events_by_item ON events (space, item_id);

CREATE INDEX events_by_feedback ON events (space, type, user_id, item_id);

CREATE INDEX events_by_event_id ON events (space, event_id) WHERE event_id IS NOT NULL;

CREATE TABLE models (
  space integer NOT NULL, version text COLLATE "C" NOT NULL, created bigint NOT NULL, content bigint NOT NULL, record text COLLATE "C" NOT NULL,
  active boolean NOT NULL, activation bigint NOT NULL, decision text COLLATE "C" NOT NULL,
  PRIMARY KEY (space, version));

CREATE TABLE model_parts (
  space integer NOT NULL, content bigint NOT NULL, part integer NOT NULL, stored bigint NOT NULL, bytes bytea NOT NULL,
  PRIMARY KEY (space, content, part));

ALTER TABLE model_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE audits (
  space integer NOT NULL, number bigint NOT NULL, happened bigint NOT NULL, who text COLLATE "C" NOT NULL, action text COLLATE "C" NOT NULL, subject text COLLATE "C" NOT NULL, outcome text COLLATE "C" NOT NULL,
  PRIMARY KEY (space, number));
