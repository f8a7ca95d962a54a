-- A lot that the server has accepted without rows that had been done here: the user is told of them (LOT-5, SYNC I4).
ALTER TABLE depart ADD COLUMN partielle INTEGER NOT NULL DEFAULT 0 CHECK (partielle IN (0, 1));
DROP INDEX depart_a_regler;
CREATE INDEX depart_a_regler ON depart (seq)
  WHERE (statut = 'refusee' OR partielle) AND repondue_le IS NOT NULL AND reglee_le IS NULL;

-- « Enregistré le … »: when the server has last recorded what this laptop decided on a candidature, by its clock. It outlives
-- the images of the command, which go once its effects are the server's own.
CREATE TABLE enregistree (
  candidature TEXT PRIMARY KEY,
  le          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO enregistree
  SELECT json_extract(corps, '$.candidature'), max(repondue_le) FROM depart
  WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND json_extract(corps, '$.candidature') IS NOT NULL
  GROUP BY 1;
