-- What is left of the persons whose data has been erased (DON-2): counts, by session and state, for the dashboard (CAN-6).
CREATE TABLE compte_efface (
  session INTEGER NOT NULL REFERENCES session (n),
  etat    TEXT NOT NULL,
  n       INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (session, etat)
) STRICT, WITHOUT ROWID;
