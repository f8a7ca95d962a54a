-- The client's base. Types: dates TEXT ISO, booleans INTEGER 0/1, decimals INTEGER hundredths; each searchable or sortable
-- text has its folded column (`_tri`). CHECKs repeat the invariants of REGLES.md as belts; the rules are the braces.

CREATE TABLE meta (
  cle    TEXT PRIMARY KEY,
  valeur TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE structure (
  id      TEXT PRIMARY KEY,
  siret   TEXT NOT NULL CHECK (length(siret) = 14),
  nom     TEXT NOT NULL,
  nom_tri TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE utilisateur (
  id       TEXT PRIMARY KEY,
  nom      TEXT NOT NULL,
  prenom   TEXT NOT NULL,
  courriel TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rattachement (
  utilisateur TEXT NOT NULL REFERENCES utilisateur,
  structure   TEXT NOT NULL REFERENCES structure,
  droit       TEXT NOT NULL CHECK (droit IN ('catalogue', 'preinscription', 'general', 'aucun')),
  referent    INTEGER NOT NULL CHECK (referent IN (0, 1)),
  PRIMARY KEY (utilisateur, structure)
) STRICT, WITHOUT ROWID;
CREATE INDEX rattachement_structure ON rattachement (structure);

CREATE TABLE dispositif (
  code            TEXT PRIMARY KEY,
  libelle         TEXT NOT NULL,
  coefficient_min INTEGER NOT NULL,
  coefficient_max INTEGER NOT NULL,
  hsp             INTEGER NOT NULL CHECK (hsp IN (0, 1)),
  finance_region  INTEGER NOT NULL CHECK (finance_region IN (0, 1)),
  CHECK (0 < coefficient_min AND coefficient_min <= coefficient_max)
) STRICT, WITHOUT ROWID;

CREATE TABLE action (
  n            INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  intitule     TEXT NOT NULL,
  intitule_tri TEXT NOT NULL,
  dispositif   TEXT NOT NULL REFERENCES dispositif,
  responsable  TEXT NOT NULL REFERENCES structure,
  publiee      INTEGER NOT NULL CHECK (publiee IN (0, 1)),
  archivee     INTEGER NOT NULL CHECK (archivee IN (0, 1)),
  plus         TEXT NOT NULL,
  lien_web     TEXT NOT NULL
) STRICT;
CREATE INDEX action_responsable ON action (responsable);
CREATE INDEX action_intitule ON action (intitule_tri);

CREATE TABLE session (
  n                          INTEGER PRIMARY KEY,
  reference                  TEXT NOT NULL UNIQUE,
  action                     INTEGER NOT NULL REFERENCES action (n),
  formateur                  TEXT NOT NULL REFERENCES structure,
  positionneur               TEXT NOT NULL REFERENCES structure,
  commune                    TEXT NOT NULL,
  commune_tri                TEXT NOT NULL,
  code_postal                TEXT NOT NULL,
  debut                      TEXT NOT NULL,
  fin                        TEXT NOT NULL,
  type_entrees               TEXT NOT NULL CHECK (type_entrees IN ('dates_fixes', 'sequencees', 'permanentes')),
  annulee                    INTEGER NOT NULL CHECK (annulee IN (0, 1)),
  effectif_minimal           INTEGER NOT NULL CHECK (effectif_minimal >= 0),
  effectif_vise              INTEGER NOT NULL CHECK (effectif_vise >= 0),
  capacite_accueil           INTEGER NOT NULL CHECK (capacite_accueil >= 0),
  coefficient                INTEGER NOT NULL CHECK (coefficient > 0),
  date_limite_inscription    TEXT NOT NULL,
  date_limite_entree_tardive TEXT NOT NULL,
  intensite_hebdomadaire     INTEGER CHECK (intensite_hebdomadaire BETWEEN 1 AND 4000),
  version                    INTEGER NOT NULL DEFAULT 1,
  CHECK (debut <= fin) -- not FOR-7: it is for who changes a date, what the flow brought may be in another order
) STRICT;
CREATE INDEX session_action ON session (action);
CREATE INDEX session_debut ON session (debut, reference);
CREATE INDEX session_fin ON session (fin, n);
CREATE INDEX session_formateur ON session (formateur);
CREATE INDEX session_positionneur ON session (positionneur);

CREATE TABLE contact (
  session   INTEGER NOT NULL REFERENCES session (n),
  rang      INTEGER NOT NULL,
  nom       TEXT NOT NULL,
  telephone TEXT NOT NULL,
  courriel  TEXT NOT NULL,
  PRIMARY KEY (session, rang)
) STRICT, WITHOUT ROWID;

CREATE TABLE candidat (
  n                      INTEGER PRIMARY KEY,
  id                     TEXT NOT NULL UNIQUE,
  nom_naissance          TEXT NOT NULL,
  nom_usage              TEXT,
  prenom                 TEXT NOT NULL,
  nom_tri                TEXT NOT NULL, -- folded « usage (else naissance) prénom »
  naissance              TEXT,
  telephone              TEXT NOT NULL,
  courriel               TEXT NOT NULL,
  commune                TEXT NOT NULL,
  code_postal            TEXT NOT NULL,
  inscrit_france_travail INTEGER NOT NULL CHECK (inscrit_france_travail IN (0, 1))
) STRICT;
CREATE INDEX candidat_nom ON candidat (nom_tri, n);

CREATE TABLE candidature (
  n                           INTEGER PRIMARY KEY,
  reference                   TEXT NOT NULL UNIQUE,
  session                     INTEGER NOT NULL REFERENCES session (n),
  candidat                    INTEGER NOT NULL REFERENCES candidat (n),
  prescripteur                TEXT NOT NULL,
  prescripteur_tri            TEXT NOT NULL,
  prescripteur_france_travail INTEGER NOT NULL CHECK (prescripteur_france_travail IN (0, 1)),
  deposee_le                  TEXT NOT NULL,
  etat                        TEXT NOT NULL CHECK (etat IN ('en_attente', 'retenue', 'non_retenue', 'avis_non_transmis',
                                'refus_session_complete', 'refus_session_annulee')),
  hsp                         INTEGER NOT NULL CHECK (hsp IN (0, 1)),
  -- What the étape is derived from (CAN-1), kept in step with `convocation` and `avis` by the one writer of this table:
  nb_convocations             INTEGER NOT NULL CHECK (nb_convocations BETWEEN 0 AND 3), -- CNV-1
  reponse                     TEXT CHECK (reponse IN ('presence', 'absence_justifiee', 'absence_non_justifiee')),
  entree                      TEXT, -- date prévisionnelle d'entrée of the current avis
  a_completer                 INTEGER NOT NULL CHECK (a_completer IN (0, 1)), -- LOT-4
  version                     INTEGER NOT NULL DEFAULT 1,
  -- Derived, never stored (CAN-1); '' when not en_attente.
  etape                       TEXT NOT NULL GENERATED ALWAYS AS (
    CASE
      WHEN etat <> 'en_attente' THEN ''
      WHEN hsp THEN 'conformite_a_rendre'
      WHEN nb_convocations = 0 OR reponse = 'absence_justifiee' THEN 'a_convoquer'
      WHEN reponse IS NULL THEN 'presence_a_renseigner'
      ELSE 'avis_a_rendre'
    END) VIRTUAL,
  CHECK (reponse IS NULL OR nb_convocations > 0),
  CHECK (NOT a_completer OR etat = 'retenue')
) STRICT;
CREATE INDEX candidature_session ON candidature (session, etat, deposee_le, n);
-- The lists over all sessions, in their own order (core/store/listes.py): a page is read without sorting the rest.
CREATE INDEX candidature_etat ON candidature (etat, deposee_le);
CREATE INDEX candidature_deposee_le ON candidature (deposee_le);
CREATE INDEX candidature_candidat ON candidature (candidat, etat);

CREATE TABLE convocation (
  candidature INTEGER NOT NULL REFERENCES candidature (n),
  rang        INTEGER NOT NULL CHECK (rang BETWEEN 1 AND 3), -- CNV-1
  date        TEXT NOT NULL,
  resultat    TEXT CHECK (resultat IN ('presence', 'absence_justifiee', 'absence_non_justifiee')),
  PRIMARY KEY (candidature, rang)
) STRICT, WITHOUT ROWID;

CREATE TABLE avis (
  candidature INTEGER NOT NULL REFERENCES candidature (n),
  rang        INTEGER NOT NULL CHECK (rang >= 1),
  genre       TEXT NOT NULL CHECK (genre IN ('recrutement_oui', 'recrutement_a_completer', 'recrutement_non',
                'conformite_oui', 'conformite_non')),
  entree      TEXT,
  sortie      TEXT,
  intensite   INTEGER,
  motif       TEXT,
  raison      TEXT NOT NULL CHECK (length(raison) <= 500),           -- AVI-8
  commentaire TEXT NOT NULL CHECK (length(commentaire) <= 250),      -- AVI-8
  par         TEXT,
  le          TEXT,
  PRIMARY KEY (candidature, rang),                                   -- SYNC I1
  -- AVI-2, HSP-2: oui carries dates and intensité; AVI-6: and nothing of a non.
  CHECK (genre NOT IN ('recrutement_oui', 'conformite_oui')
         OR (entree IS NOT NULL AND sortie IS NOT NULL AND entree <= sortie AND intensite BETWEEN 1 AND 4000
             AND intensite IS NOT NULL)),
  CHECK (genre IN ('recrutement_oui', 'conformite_oui')
         OR (entree IS NULL AND sortie IS NULL AND intensite IS NULL)),
  CHECK ((genre IN ('recrutement_non', 'conformite_non')) = (motif IS NOT NULL)),
  CHECK (genre IN ('recrutement_non', 'conformite_non') OR raison = ''),
  CHECK (motif IS NOT 'autres' OR raison <> '')                      -- AVI-4
) STRICT, WITHOUT ROWID;

-- Counts per session, kept by triggers: the dashboard (CAN-6), the tabs (CAN-2, LOT-2) and the tables never count rows.
CREATE TABLE compte (
  session INTEGER NOT NULL REFERENCES session (n),
  etat    TEXT NOT NULL,
  etape   TEXT NOT NULL,
  n       INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (session, etat, etape)
) STRICT, WITHOUT ROWID;

-- The pending and past commands, in order; the only truth that lives on a laptop (SYNC, `depart`).
CREATE TABLE depart (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  structure   TEXT NOT NULL,
  utilisateur TEXT NOT NULL,
  corps       TEXT NOT NULL,           -- the command, canonical JSON
  empreinte   BLOB NOT NULL,           -- SHA-256 of corps without its id (SYN-2)
  saisi_le    TEXT NOT NULL,           -- ISO, the run's clock, Europe/Paris
  statut      TEXT NOT NULL CHECK (statut IN ('en_grace', 'a_envoyer', 'envoyee', 'acceptee', 'refusee', 'annulee')),
  finale_a    REAL NOT NULL,           -- real epoch seconds at which the grace ends (ANN-1)
  reponse     TEXT NOT NULL            -- the first answer, JSON, given again to the same id (SYN-2)
) STRICT;
CREATE INDEX depart_en_grace ON depart (seq) WHERE statut = 'en_grace';

-- What each command changed and how it was before: undo is a rebase (SYNC). `cle` is the object's public key.
CREATE TABLE touche (
  seq   INTEGER NOT NULL REFERENCES depart,
  ordre INTEGER NOT NULL,
  genre TEXT NOT NULL CHECK (genre IN ('candidature', 'candidat', 'session', 'action', 'rattachement')),
  cle   TEXT NOT NULL,
  avant TEXT,                          -- JSON image, NULL when the object is new
  PRIMARY KEY (seq, ordre)
) STRICT, WITHOUT ROWID;
CREATE INDEX touche_objet ON touche (genre, cle, seq);

-- Append-only, one hash chain per structure; ids and MACs only (ARCHITECTURE, journal).
CREATE TABLE journal (
  structure   TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  date        TEXT NOT NULL,
  utilisateur TEXT NOT NULL,
  type        TEXT NOT NULL,
  cible       TEXT NOT NULL,
  issue       TEXT NOT NULL CHECK (issue IN ('fait', 'refus')),
  commande    TEXT NOT NULL,
  mac         BLOB NOT NULL,           -- HMAC-SHA-256(payload, salt of the candidat)
  empreinte   BLOB NOT NULL,           -- SHA-256(previous empreinte, this line)
  PRIMARY KEY (structure, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_cible ON journal (cible);

CREATE TABLE sel (
  candidat TEXT PRIMARY KEY,
  sel      BLOB NOT NULL CHECK (length(sel) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: append-only');
END;
CREATE TRIGGER journal_sans_suppression BEFORE DELETE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: append-only');
END;

-- Folded text search; rowid is the object's n. Words are looked for one by one: no positions are kept (detail=none).
CREATE VIRTUAL TABLE recherche_candidature USING fts5 (texte, content='', contentless_delete=1, detail=none, prefix='1 2 3');
CREATE VIRTUAL TABLE recherche_session USING fts5 (texte, content='', contentless_delete=1, detail=none, prefix='1 2 3');
