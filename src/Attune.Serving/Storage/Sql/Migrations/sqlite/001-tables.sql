-- Every key begins with the space. Times are 100 nanoseconds since 1970: datetime(happened / 10000000, 'unixepoch').
CREATE TABLE spaces (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  users INTEGER NOT NULL DEFAULT 0, items INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0,
  last_event INTEGER NOT NULL DEFAULT 0, last_change INTEGER NOT NULL DEFAULT 0, deletions INTEGER NOT NULL DEFAULT 0);

CREATE TABLE users (
  space INTEGER NOT NULL, id TEXT NOT NULL, labels TEXT, comment TEXT NOT NULL,
  PRIMARY KEY (space, id)) WITHOUT ROWID;

CREATE TABLE items (
  space INTEGER NOT NULL, id TEXT NOT NULL, hidden INTEGER NOT NULL, categories TEXT NOT NULL, came INTEGER, labels TEXT, comment TEXT NOT NULL, change INTEGER NOT NULL,
  PRIMARY KEY (space, id)) WITHOUT ROWID;

CREATE UNIQUE INDEX items_by_change ON items (space, change);

CREATE TABLE deleted_items (
  space INTEGER NOT NULL, id TEXT NOT NULL, change INTEGER NOT NULL,
  PRIMARY KEY (space, id)) WITHOUT ROWID;

CREATE UNIQUE INDEX deleted_items_by_change ON deleted_items (space, change);

CREATE TABLE events (
  space INTEGER NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, user_id TEXT NOT NULL, item_id TEXT NOT NULL, value REAL NOT NULL,
  happened INTEGER NOT NULL, updated INTEGER NOT NULL, labels TEXT, comment TEXT NOT NULL, event_id TEXT, request_id TEXT,
  PRIMARY KEY (space, number)) WITHOUT ROWID;

CREATE INDEX events_by_user ON events (space, user_id, number);

CREATE INDEX events_by_item ON events (space, item_id, number);

CREATE INDEX events_by_feedback ON events (space, type, user_id, item_id, number);

CREATE UNIQUE INDEX events_by_event_id ON events (space, event_id) WHERE event_id IS NOT NULL;

CREATE TABLE models (
  space INTEGER NOT NULL, version TEXT NOT NULL, created INTEGER NOT NULL, content INTEGER NOT NULL, record TEXT NOT NULL,
  active INTEGER NOT NULL, activation INTEGER NOT NULL, decision TEXT NOT NULL,
  PRIMARY KEY (space, version)) WITHOUT ROWID;

CREATE TABLE model_parts (
  space INTEGER NOT NULL, content INTEGER NOT NULL, part INTEGER NOT NULL, stored INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (space, content, part));

CREATE TABLE audits (
  space INTEGER NOT NULL, number INTEGER NOT NULL, happened INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL,
  PRIMARY KEY (space, number)) WITHOUT ROWID;
