-- The basket (ECRANS §8): decisions not validated yet, in the order in which they were taken. They are nobody's but the
-- user's who took them: never sent, never in the journal.
CREATE TABLE panier (
  rang        INTEGER PRIMARY KEY AUTOINCREMENT,
  structure   TEXT NOT NULL REFERENCES structure,
  utilisateur TEXT NOT NULL,
  candidature TEXT NOT NULL,
  corps       TEXT NOT NULL,           -- the command, canonical JSON
  vue         TEXT NOT NULL            -- the candidature as it was then, image
) STRICT;
CREATE INDEX panier_de ON panier (structure, utilisateur, candidature);
