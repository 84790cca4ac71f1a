-- Users who were deleted, until no version of a model holds them.
CREATE TABLE erasures (
  space INTEGER NOT NULL, user_id TEXT NOT NULL, number INTEGER NOT NULL, happened INTEGER NOT NULL,
  PRIMARY KEY (space, user_id)) WITHOUT ROWID;
