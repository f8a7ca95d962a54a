"""Who may come in: accounts, laptops that ask to, tokens. Secrets are hashed, except what must be read again (TOTP)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Float, ForeignKeyConstraint, Index, Integer, Table, Text

from rafaelpro_tui.server.store.tables import REFERENCE, metadata

compte: Final = Table(
    "compte",
    metadata,
    Column("utilisateur", Text, primary_key=True),
    Column("mot_de_passe", Text, nullable=False),  # argon2id
    Column("totp", Text),  # base 32; NULL: no second factor
    Column("totp_pas", Integer, nullable=False),  # the last time step that was used: a code serves once
    Column("actif", Boolean, nullable=False),
    ForeignKeyConstraint(["utilisateur"], ["utilisateur.id"]),
    info={"repartition": REFERENCE},
)

identite: Final = Table(
    "identite",
    metadata,
    Column("fournisseur", Text, primary_key=True),
    Column("sujet", Text, primary_key=True),
    Column("utilisateur", Text, nullable=False),
    ForeignKeyConstraint(["utilisateur"], ["utilisateur.id"]),
    info={"repartition": REFERENCE},
)
"""Room for OIDC: who somebody is for another provider of identities."""

appareil: Final = Table(
    "appareil",
    metadata,
    Column("empreinte", Text, primary_key=True),  # of the device code
    Column("code", Text, nullable=False, unique=True),  # the user code, as typed: eight letters
    Column("poste", Text, nullable=False),
    Column("expire_a", Float, nullable=False),
    Column("interroge_a", Float, nullable=False),
    Column("etat", Text, nullable=False),
    Column("utilisateur", Text),
    CheckConstraint("etat IN ('attente', 'approuve', 'refuse')", "etat"),
    CheckConstraint("(etat = 'approuve') = (utilisateur IS NOT NULL)", "approuve"),
    info={"repartition": REFERENCE},
)
"""Laptops that wait to be approved (RFC 8628); a few minutes each."""

famille: Final = Table(
    "famille",
    metadata,
    Column("id", Text, primary_key=True),
    Column("utilisateur", Text, nullable=False, index=True),
    Column("poste", Text, nullable=False),
    Column("ouverte_a", Float, nullable=False),
    Column("revoquee", Boolean, nullable=False),
    info={"repartition": "id"},
)
"""A laptop that has signed in: all the tokens that came from there."""

renouvellement: Final = Table(
    "renouvellement",
    metadata,
    Column("empreinte", Text, primary_key=True),
    Column("famille", Text, nullable=False),
    Column("expire_a", Float, nullable=False),
    Column("servi_a", Float),  # it serves once
    Column("suivant", Text),  # the hash of the one given in its place
    Index(None, "famille"),
    info={"repartition": "empreinte"},
)
"""Refresh tokens."""

essai: Final = Table(
    "essai",
    metadata,
    Column("cle", Text, primary_key=True),  # a hash: of an account's address, of a network address
    Column("echecs", Integer, nullable=False),
    Column("bloque_a", Float, nullable=False),  # until when no try is taken; else the moment of the last one
    info={"repartition": REFERENCE},
)
"""Tries to sign in (`server.freins`), counted for what is not an account too."""
