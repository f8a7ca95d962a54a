-- A replica of a server (SYNC). What the server said, by the structure that it said it to; the tables that screens read are
-- made from it, with the pending commands applied. It can all be pulled again.

CREATE TABLE base_objet (
  structure TEXT NOT NULL,
  genre     TEXT NOT NULL,
  cle       TEXT NOT NULL,
  version   INTEGER NOT NULL,
  corps     TEXT NOT NULL,             -- canonical JSON, as fil.ObjetRecu
  PRIMARY KEY (structure, genre, cle)
) STRICT, WITHOUT ROWID;
CREATE INDEX base_objet_cle ON base_objet (genre, cle, version);

-- Pages on their way, put in place together once the last one is there. version NULL: the object is no longer seen.
CREATE TABLE recu (
  structure TEXT NOT NULL,
  genre     TEXT NOT NULL,
  cle       TEXT NOT NULL,
  version   INTEGER,
  corps     TEXT NOT NULL,
  PRIMARY KEY (structure, genre, cle)
) STRICT, WITHOUT ROWID;

CREATE TABLE abonnement (
  structure TEXT PRIMARY KEY,
  curseur   TEXT,                      -- of the last page received; NULL: start again
  complet   INTEGER NOT NULL CHECK (complet IN (0, 1)), -- what is being received replaces all that is held
  epoque    TEXT NOT NULL,
  le        TEXT                       -- when the last page was put in place, the server's clock
) STRICT, WITHOUT ROWID;

-- The empreinte of what is held, kept in step: to count it again at each pull would read everything.
CREATE TABLE cumul (
  structure TEXT NOT NULL,
  genre     TEXT NOT NULL,
  n         INTEGER NOT NULL,
  somme     TEXT NOT NULL,             -- 16 hexadecimal digits
  PRIMARY KEY (structure, genre)
) STRICT, WITHOUT ROWID;

-- What the server alone knows: candidatures en cours over all organismes (CAN-4), and what was transmitted (TRX).
CREATE TABLE en_cours (
  candidat TEXT PRIMARY KEY,
  total    INTEGER NOT NULL,
  hsp      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE transmission (
  candidature TEXT NOT NULL,
  vers        TEXT NOT NULL,
  le          TEXT NOT NULL,
  PRIMARY KEY (candidature, vers, le)
) STRICT, WITHOUT ROWID;

ALTER TABLE depart ADD COLUMN vu INTEGER;          -- the version of the object that the user saw (SYN-1)
ALTER TABLE depart ADD COLUMN actuel TEXT;         -- on a refus of the server: what the object is now, by whom, when
ALTER TABLE depart ADD COLUMN repondue_le TEXT;    -- when the server answered, by its clock
ALTER TABLE depart ADD COLUMN confirmee INTEGER NOT NULL DEFAULT 0 CHECK (confirmee IN (0, 1)); -- its effects are in the base
ALTER TABLE depart ADD COLUMN reglee_le TEXT;      -- when the user settled a refus of the server
CREATE INDEX depart_en_route ON depart (seq) WHERE statut IN ('en_grace', 'a_envoyer', 'envoyee');
CREATE INDEX depart_a_confirmer ON depart (seq)
  WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND NOT confirmee;
CREATE INDEX depart_a_regler ON depart (seq) WHERE statut = 'refusee' AND repondue_le IS NOT NULL AND reglee_le IS NULL;
