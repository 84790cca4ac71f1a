-- Users who were deleted, until no version of a model holds them.
CREATE TABLE erasures (
  space integer NOT NULL, user_id text COLLATE "C" NOT NULL, number bigint NOT NULL, happened bigint NOT NULL,
  PRIMARY KEY (space, user_id));
