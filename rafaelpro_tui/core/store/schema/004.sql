-- What a structure keeps for itself, beside the commands: it is never transmitted. Candidatures and sessions are named by
-- their references, so that a base pulled again finds them.

-- A slot of information collective (plan des convocations). `heure` HH:MM, '' when it is not said.
CREATE TABLE creneau (
  id        INTEGER PRIMARY KEY,
  structure TEXT NOT NULL REFERENCES structure,
  session   TEXT NOT NULL,
  date      TEXT NOT NULL,
  heure     TEXT NOT NULL,
  lieu      TEXT NOT NULL,
  places    INTEGER NOT NULL CHECK (places BETWEEN 1 AND 9999)
) STRICT;
CREATE INDEX creneau_session ON creneau (structure, session, date, heure);

-- Who is in it: in one slot at most.
CREATE TABLE place (
  structure   TEXT NOT NULL REFERENCES structure,
  candidature TEXT NOT NULL,
  creneau     INTEGER NOT NULL REFERENCES creneau (id) ON DELETE CASCADE,
  PRIMARY KEY (structure, candidature)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_creneau ON place (creneau);

-- The rank given by hand in a liste d'attente.
CREATE TABLE rang_attente (
  structure   TEXT NOT NULL REFERENCES structure,
  candidature TEXT NOT NULL,
  rang        INTEGER NOT NULL CHECK (rang >= 1),
  PRIMARY KEY (structure, candidature)
) STRICT, WITHOUT ROWID;
