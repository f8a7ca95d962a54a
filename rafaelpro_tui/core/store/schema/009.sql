-- Which candidatures a command that the server has accepted was recorded for, and by which command: it outlives the images
-- of the command, which go once its effects are the server's own. « Enregistré le … » is read from it, and who noted what.
CREATE TABLE acte (
  candidature TEXT NOT NULL,
  seq         INTEGER NOT NULL REFERENCES depart,
  PRIMARY KEY (candidature, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX acte_seq ON acte (seq);
INSERT INTO acte
  SELECT json_extract(corps, '$.candidature'), seq FROM depart
  WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND json_extract(corps, '$.candidature') IS NOT NULL;
INSERT OR IGNORE INTO acte
  SELECT json_extract(l.value, '$.candidature'), d.seq FROM depart d, json_each(d.reponse, '$.lignes') l
  WHERE d.statut = 'acceptee' AND d.repondue_le IS NOT NULL AND json_extract(l.value, '$.issue') = 'fait';
DROP TABLE enregistree;

-- « Depuis la dernière synchro »: what others have done on the candidatures that are read here, and whether it was looked at.
CREATE TABLE nouvelle (
  n           INTEGER PRIMARY KEY AUTOINCREMENT,
  candidature TEXT NOT NULL,
  version     INTEGER NOT NULL,        -- of the candidature, once it was done
  quoi        TEXT NOT NULL,
  par         TEXT NOT NULL,           -- a name; '' when the server does not say
  le          TEXT NOT NULL,
  vue         INTEGER NOT NULL DEFAULT 0 CHECK (vue IN (0, 1)),
  UNIQUE (candidature, version)
) STRICT;
