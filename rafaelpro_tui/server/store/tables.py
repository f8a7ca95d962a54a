"""The tables of the truth. One `metadata` for all the server's tables: accounts and flows add theirs to it.

How it lays onto several machines is said table by table, by `info["repartition"]`: the column that says on which one a
row is, first in every primary, unique and foreign key (`tests/server/store/test_tables.py`), or REFERENCE for a small
table which is whole on each. What belongs to an action is where its `porteur` is, the id of its Responsable; what a
structure reads is where that structure is.

A noun is kept as its canonical image (`core.images`), beside the columns that something looks for or holds to. Moments
are ISO texts, naive, of Europe/Paris. What may only be added to (`AJOUT_SEUL`) is guarded by triggers.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

REFERENCE: Final = "reference"

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
        "ck": "%(table_name)s_%(constraint_name)s_ck",
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    }
)


def _cle(nom: str) -> Column[Any]:
    return Column(nom, Text, primary_key=True)


def _texte(nom: str) -> Column[Any]:
    return Column(nom, Text, nullable=False)


def _version() -> Column[Any]:
    """Counts the changes of an object, from 1: `vu` of a command is one (SYN-1)."""
    return Column("version", Integer, nullable=False)


# What all read, and few change

meta = Table("meta", metadata, _cle("cle"), _texte("valeur"), info={"repartition": REFERENCE})
"""`epoque`: renewed by a restore, so that a client knows that the past is another (SYNC)."""

structure = Table(
    "structure",
    metadata,
    _cle("id"),
    Column("siret", Text, nullable=False, index=True),
    _version(),
    _texte("image"),
    info={"repartition": REFERENCE},
)

utilisateur = Table(
    "utilisateur",
    metadata,
    _cle("id"),
    Column("courriel", Text, nullable=False, index=True),
    _version(),
    _texte("image"),
    info={"repartition": REFERENCE},
)

dispositif = Table("dispositif", metadata, _cle("code"), _version(), _texte("image"), info={"repartition": REFERENCE})

rattachement = Table(
    "rattachement",
    metadata,
    _cle("utilisateur"),
    Column("structure", Text, primary_key=True, index=True),
    Column("referent", Boolean, nullable=False),
    _version(),
    _texte("image"),
    info={"repartition": REFERENCE},
)

# Where a public reference leads

adresse = Table(
    "adresse",
    metadata,
    _cle("cle"),
    _cle("genre"),
    _texte("porteur"),
    info={"repartition": "cle"},
)
"""The `porteur` of an action, a session or a candidature, which a command names by its reference alone."""

# What belongs to an action

action = Table(
    "action",
    metadata,
    _cle("porteur"),
    _cle("id"),
    _texte("dispositif"),
    _version(),
    _texte("image"),
    ForeignKeyConstraint(["porteur"], ["structure.id"]),
    info={"repartition": "porteur"},
)

session = Table(
    "session",
    metadata,
    _cle("porteur"),
    _cle("reference"),
    _texte("action"),
    _texte("formateur"),
    _texte("positionneur"),
    Column("fin", Date, nullable=False, index=True),
    Column("annulee", Boolean, nullable=False),
    _version(),
    _texte("image"),
    _texte("compte"),
    Column("compte_version", Integer, nullable=False),
    ForeignKeyConstraint(["porteur", "action"], ["action.porteur", "action.id"]),
    Index(None, "porteur", "action"),
    info={"repartition": "porteur"},
)
"""`compte`: JSON, its candidatures by étape, or état for those that are not en attente (CAN-2, CAN-6).

`compte_version` counts its changes, which are not the session's own; 0 when the feed has never told it.
"""

candidature = Table(
    "candidature",
    metadata,
    _cle("porteur"),
    _cle("reference"),
    _texte("session"),
    _texte("candidat"),
    _texte("etat"),
    _version(),
    _texte("image"),
    ForeignKeyConstraint(["porteur", "session"], ["session.porteur", "session.reference"]),
    Index(None, "porteur", "session", "etat"),
    info={"repartition": "porteur"},
)
"""The image is without the avis, which are told by `avis` alone."""

avis = Table(
    "avis",
    metadata,
    _cle("porteur"),
    _cle("candidature"),
    Column("rang", Integer, primary_key=True, autoincrement=False),
    _texte("image"),
    ForeignKeyConstraint(["porteur", "candidature"], ["candidature.porteur", "candidature.reference"]),
    CheckConstraint("rang >= 1", "rang"),
    info={"repartition": "porteur"},
)
"""I1: one per candidature and rang; never changed."""

evenement = Table(
    "evenement",
    metadata,
    _cle("porteur"),
    _cle("genre"),
    _cle("cle"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _texte("commande"),
    _texte("poste"),
    _texte("utilisateur"),
    _texte("structure"),
    _texte("le"),
    _texte("image"),
    info={"repartition": "porteur"},
)
"""What each version of an object was, who made it so, by which command and from where (SYN-1, I9).

`porteur` is, for a rattachement, its structure; for a candidat, the candidat: they belong to no action.
"""

# Persons

candidat = Table("candidat", metadata, _cle("id"), _version(), _texte("image"), info={"repartition": "id"})

lien = Table(
    "lien",
    metadata,
    _cle("candidat"),
    _cle("candidature"),
    _texte("porteur"),
    _texte("session"),
    Column("en_cours", Boolean, nullable=False),
    Column("hsp", Boolean, nullable=False),
    info={"repartition": "candidat"},
)
"""The candidatures of a candidat, over all organismes: what CAN-4 counts, and who may see the person (DRT-9)."""

suivi = Table(
    "suivi",
    metadata,
    _cle("structure"),
    _cle("candidature"),
    _version(),
    _texte("image"),
    info={"repartition": "structure"},
)
"""What a structure keeps for itself on a candidature (SUI-4): it is where that structure reads."""

# Commands

commande = Table(
    "commande",
    metadata,
    _cle("id"),
    _texte("type"),
    _texte("structure"),
    _texte("utilisateur"),
    _texte("poste"),
    _texte("empreinte"),
    _texte("corps"),
    _texte("saisi_le"),
    _texte("recue_le"),
    info={"repartition": "id"},
)
"""`empreinte`: SHA-256 of the content but the id, in hexadecimal (SYN-2)."""

reponse = Table(
    "reponse",
    metadata,
    _cle("id"),
    _texte("corps"),
    ForeignKeyConstraint(["id"], ["commande.id"]),
    info={"repartition": "id"},
)
"""The answer that a command was given, for ever."""

effacement = Table(
    "effacement",
    metadata,
    _cle("id"),
    _texte("commence_le"),
    _texte("avant"),
    Column("candidats", Integer, nullable=False),
    Column("candidatures", Integer, nullable=False),
    Column("fini_le", Text),
    info={"repartition": "id"},
)
"""Persons erased (DON-2): how many, never who. A row without `fini_le` is seen by its own transaction alone, and opens
to it what may only be added to."""

# The feed

compteur = Table(
    "compteur",
    metadata,
    _cle("structure"),
    Column("seq", BigInteger, nullable=False),
    info={"repartition": "structure"},
)
"""The last number of a structure's feed. Its row is locked from the number that is taken to the commit, so that
numbers become visible in their order: a cursor never skips one that commits later."""

cumul = Table(
    "cumul",
    metadata,
    _cle("structure"),
    _cle("genre"),
    Column("n", Integer, nullable=False),
    Column("somme", BigInteger, nullable=False),
    info={"repartition": "structure"},
)
"""The `empreinte` of what the feed tells of a genre, kept as it changes; `somme` modulo 2^64, signed."""

fil = Table(
    "fil",
    metadata,
    _cle("structure"),
    _cle("genre"),
    _cle("cle"),
    Column("seq", BigInteger, nullable=False),
    _version(),
    Column("retire", Boolean, nullable=False),
    Column("resume", BigInteger, nullable=False),
    _texte("corps"),
    Index("fil_ordre", "structure", "seq", unique=True),
    info={"repartition": "structure"},
)
"""Each object that a structure may see, at the number of its last change; `corps` is '' once `retire`."""

# Who comes in

jeton = Table(
    "jeton",
    metadata,
    _cle("empreinte"),
    Column("utilisateur", Text),
    Column("flux", Text),
    Column("expire_a", Float, nullable=False),
    Column("famille", Text, index=True),
    Column("portees", Text),  # of a flow account: the flows that it may use, with spaces between; NULL: all
    CheckConstraint("(utilisateur IS NULL) <> (flux IS NULL)", "un_seul"),
    info={"repartition": "empreinte"},
)
"""Access tokens: SHA-256 in hexadecimal, of a user (with the `famille` it came from) or of a flow account.

`expire_a` in epoch seconds.
"""

AJOUT_SEUL: Final = (avis, evenement, commande, reponse)
"""I1, I2: rows that no transaction may change or take away, but to erase a person (DON-2)."""
