-- `nouvelle` again: what a colleague keeps on a candidature (SUI) is news too, for their structure alone.

CREATE TABLE nouvelle_013 (
  n           INTEGER PRIMARY KEY AUTOINCREMENT,
  candidature TEXT NOT NULL,
  structure   TEXT NOT NULL,           -- whose suivi it is; '' of the candidature itself
  version     INTEGER NOT NULL,        -- of the candidature, or of the suivi, once it was done
  quoi        TEXT NOT NULL,
  par         TEXT NOT NULL,           -- a name; '' when the server does not say
  le          TEXT NOT NULL,
  vue         INTEGER NOT NULL DEFAULT 0 CHECK (vue IN (0, 1)),
  UNIQUE (candidature, structure, version, par)
) STRICT;
INSERT INTO nouvelle_013 SELECT n, candidature, '', version, quoi, par, le, vue FROM nouvelle;
DROP TABLE nouvelle;
ALTER TABLE nouvelle_013 RENAME TO nouvelle;
