-- What a structure keeps for itself on a candidature (SUI): never transmitted, never another structure's. Candidatures are named
-- by their references, so that a base pulled again finds them.

CREATE TABLE suivi (
  structure    TEXT NOT NULL,
  candidature  TEXT NOT NULL,
  drapeau      TEXT NOT NULL CHECK (drapeau IN ('aucun', 'urgent', 'a_rappeler', 'piece_manquante', 'a_revoir')),
  drapeau_par  TEXT,
  drapeau_le   TEXT,
  charge       TEXT NOT NULL,          -- who is in charge, '' for nobody
  affectee_par TEXT,
  affectee_le  TEXT,
  nb_notes     INTEGER NOT NULL CHECK (nb_notes >= 0), -- kept in step by the one writer of this table
  PRIMARY KEY (structure, candidature)
) STRICT, WITHOUT ROWID;
CREATE INDEX suivi_charge ON suivi (structure, charge) WHERE charge <> '';
CREATE INDEX suivi_drapeau ON suivi (structure, drapeau) WHERE drapeau <> 'aucun';

CREATE TABLE note (
  structure   TEXT NOT NULL,
  candidature TEXT NOT NULL,
  rang        INTEGER NOT NULL CHECK (rang >= 1),
  id          TEXT NOT NULL,
  texte       TEXT NOT NULL CHECK (length(texte) BETWEEN 1 AND 1000),
  par         TEXT NOT NULL,
  le          TEXT NOT NULL,
  modifiee_le TEXT,
  PRIMARY KEY (structure, candidature, rang),
  FOREIGN KEY (structure, candidature) REFERENCES suivi
) STRICT, WITHOUT ROWID;

-- `touche` again, with one more genre: a CHECK cannot be changed.
CREATE TABLE touche_010 (
  seq   INTEGER NOT NULL REFERENCES depart,
  ordre INTEGER NOT NULL,
  genre TEXT NOT NULL CHECK (genre IN ('candidature', 'candidat', 'session', 'action', 'rattachement', 'suivi')),
  cle   TEXT NOT NULL,
  avant TEXT,                          -- JSON image, NULL when the object is new
  PRIMARY KEY (seq, ordre)
) STRICT, WITHOUT ROWID;
INSERT INTO touche_010 SELECT * FROM touche;
DROP TABLE touche;
ALTER TABLE touche_010 RENAME TO touche;
CREATE INDEX touche_objet ON touche (genre, cle, seq);
