"""A base of an earlier version, brought to this one: what it held is kept, and what is new of it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Candidature, Etape, Etat, Resultat
from rafaelpro_tui.server.chargement import lignes_de
from rafaelpro_tui.server.store import migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import objets


@pytest.mark.parametrize("base", ["sqlite", "postgresql"])
def test_the_figures_of_an_old_base_are_counted_and_told(
    base: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """0006: `session.compte` by étape (CAN-2), and in the feed of each structure that sees the session."""
    embarquee = base == "sqlite"
    moteur = Moteur.de(tmp_path / "v.sqlite" if embarquee else request.getfixturevalue("base_vide_postgresql"))
    moteur.ecrire(_ancienne)
    migrations.monter(moteur)
    migrations.monter(moteur)  # nothing is told twice
    with moteur.lecture() as conn:
        table = tables.fil
        dits = {
            (structure, cle): json.loads(corps)["image"]["effectifs"]
            for structure, cle, corps in conn.execute(
                select(table.c.structure, table.c.cle, table.c.corps).where(table.c.genre == "comptes")
            )
        }
        seqs = conn.execute(select(table.c.seq).where(table.c.structure == "OF1")).scalars().all()
    moteur.fermer()
    assert {structure for structure, _ in dits} == {"OF1", "OF2"}
    assert dits["OF2", "S"] == [
        {"etape": Etape.A_CONVOQUER.value, "etat": Etat.EN_ATTENTE.value, "n": 2},
        {"etape": Etape.AVIS_A_RENDRE.value, "etat": Etat.EN_ATTENTE.value, "n": 1},
        {"etat": Etat.NON_RETENUE.value, "n": 1},
    ]
    assert dits["OF1", "H"] == [{"etape": Etape.CONFORMITE_A_RENDRE.value, "etat": Etat.EN_ATTENTE.value, "n": 2}]
    assert sorted(seqs) == [1, 2, 3]


def _ancienne(conn: Connection) -> None:
    """As a server of version 0004 would have left it, with S1 present and S2 refused."""
    config = migrations._configuration()
    config.attributes["connection"] = conn
    command.upgrade(config, "0004")
    vieilles = MetaData()
    vieilles.reflect(conn)
    for noun in objets():
        ligne: dict[str, Any]
        for table, ligne in lignes_de(noun, "OF1", hsp=False):
            ligne.pop("compte_version", None)
            if isinstance(noun, Candidature) and table is tables.candidature and noun.reference in ("S1", "S2"):
                contenu = images.image(noun)
                if noun.reference == "S1":
                    presence = {"rang": 1, "date": "2024-06-10", "resultat": Resultat.PRESENCE.value}
                    ligne["image"] = json.dumps(contenu | {"convocations": [presence]})
                else:
                    ligne |= {"etat": "non_retenue", "image": json.dumps(contenu | {"etat": "non_retenue"})}
            conn.execute(vieilles.tables[table.name].insert().values(ligne))
