"""The journal: what it holds, and that any tampering is seen, with the first broken line."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest

from rafaelpro_tui.core.store import journal
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.journal import Plume

QUAND = datetime.fromisoformat("2024-07-15T10:30:00")


def ecrire(base: Base, *cibles: str, structure: str = "OF1", **champs: Any) -> None:
    with base.write.transaction() as conn:
        plume = Plume(conn)
        for cible in cibles:
            valeurs: dict[str, Any] = {
                "structure": structure,
                "date": QUAND,
                "utilisateur": "u1",
                "type": "convoquer",
                "cible": cible,
                "issue": "fait",
                "commande": "id",
                "sceau": sha256(b'{"commentaire":"Confidentiel"}').digest(),
                "candidat": "P1",
            }
            plume.ecrire(**valeurs | champs)
        plume.clore()


def alterer(base: Base, *instructions: str) -> None:
    """As someone would who opens the file with another program."""
    with base.write.transaction() as conn:
        conn.execute("DROP TRIGGER journal_sans_modification")
        conn.execute("DROP TRIGGER journal_sans_suppression")
        for instruction in instructions:
            conn.execute(instruction)


def verifier(base: Base) -> tuple[bool, str | None, int | None]:
    with base.read() as conn:
        verification = journal.verifier(conn)
    return verification.intacte, verification.structure, verification.sequence


def lues(base: Base, structure: str = "OF1", **filtre: Any) -> list[tuple[int, str]]:
    with base.read() as conn:
        return [(ligne.sequence, ligne.cible) for ligne in journal.lire(conn, structure, **filtre)]


@pytest.fixture
def tenu(vide: Base) -> Base:
    """Two structures, two transactions."""
    ecrire(vide, "C1", "C2")
    ecrire(vide, "C3", structure="OF2")
    ecrire(vide, "C1", "C4")
    return vide


def test_chaque_structure_a_sa_suite(tenu: Base) -> None:
    assert lues(tenu) == [(1, "C1"), (2, "C2"), (3, "C1"), (4, "C4")]
    assert lues(tenu, "OF2") == [(1, "C3")]
    assert verifier(tenu) == (True, None, None)


def test_une_cible_et_les_dernieres_lignes(tenu: Base) -> None:
    assert lues(tenu, cible="C1") == [(1, "C1"), (3, "C1")]
    assert lues(tenu, limite=2) == [(3, "C1"), (4, "C4")]
    assert lues(tenu, cible="C1", limite=1) == [(3, "C1")]
    assert lues(tenu, limite=0) == []


def test_un_journal_vide_est_intact(vide: Base) -> None:
    assert verifier(vide) == (True, None, None)


def test_la_base_refuse_de_changer_le_journal(tenu: Base) -> None:
    for instruction in ("UPDATE journal SET issue = 'refus'", "DELETE FROM journal"):
        with pytest.raises(Exception, match="append-only"), tenu.write.transaction() as conn:
            conn.execute(instruction)


@pytest.mark.parametrize(
    ("instruction", "sequence"),
    [
        ("UPDATE journal SET issue = 'refus' WHERE sequence = 2", 2),
        ("UPDATE journal SET date = '2024-07-16T00:00:00' WHERE sequence = 1 AND structure = 'OF1'", 1),
        ("UPDATE journal SET mac = zeroblob(32) WHERE sequence = 3", 3),
        ("UPDATE journal SET empreinte = zeroblob(32) WHERE sequence = 3", 3),
        ("UPDATE journal SET cible = 'C2' WHERE sequence = 4", 4),
        ("DELETE FROM journal WHERE sequence = 2", 2),
        ("DELETE FROM journal WHERE structure = 'OF1' AND sequence = 1", 1),
        ("DELETE FROM journal WHERE sequence >= 3", 3),
        ("DELETE FROM journal WHERE structure = 'OF1'", 1),
        ("INSERT INTO journal SELECT structure, 5, date, utilisateur, type, cible, issue, commande, mac, empreinte"
         " FROM journal WHERE sequence = 4", 5),
    ],
)  # fmt: skip
def test_la_premiere_ligne_rompue_est_nommee(tenu: Base, instruction: str, sequence: int) -> None:
    alterer(tenu, instruction)
    assert verifier(tenu) == (False, "OF1", sequence)


def test_deux_lignes_echangees(tenu: Base) -> None:
    alterer(
        tenu,
        "UPDATE journal SET sequence = 99 WHERE sequence = 2",
        "UPDATE journal SET sequence = 2 WHERE sequence = 3",
        "UPDATE journal SET sequence = 3 WHERE sequence = 99",
    )
    assert verifier(tenu) == (False, "OF1", 2)


def test_le_defaut_se_dit_en_francais(tenu: Base) -> None:
    alterer(tenu, "UPDATE journal SET issue = 'refus' WHERE sequence = 2")
    with tenu.read() as conn:
        assert journal.verifier(conn).defaut == (
            "Journal de la structure «\u00a0OF1\u00a0»\u00a0: la ligne 2 a été modifiée."
        )


def test_ni_nom_ni_texte_libre(tenu: Base) -> None:
    """Ids and MACs only: the text cannot be found in the table."""
    with tenu.read() as conn:
        lignes = conn.execute("SELECT * FROM journal").fetchall()
    assert not any("Confidentiel" in str(champ) for ligne in lignes for champ in ligne)
    macs = {ligne[8] for ligne in lignes}
    assert len(macs) == 1, "one candidat, one payload"


def test_le_sel_est_celui_du_candidat(tenu: Base) -> None:
    ecrire(tenu, "C9", candidat="P2")
    ecrire(tenu, "C9", candidat=None)
    with tenu.read() as conn:
        macs = [mac for (mac,) in conn.execute("SELECT mac FROM journal WHERE structure = 'OF1' ORDER BY sequence")]
        assert conn.execute("SELECT candidat FROM sel ORDER BY 1").fetchall() == [("P1",), ("P2",)]
    assert len(set(macs)) == 3


def test_une_personne_purgee_laisse_la_chaine_verifiable(tenu: Base) -> None:
    with tenu.write.transaction() as conn:
        conn.execute("DELETE FROM sel")
    assert verifier(tenu)[0]


def test_une_valeur_d_un_autre_type_est_une_rupture(tenu: Base) -> None:
    """What a flipped bit makes: bytes where a text was, an end of chain that is no number."""
    assert not journal._fidele(bytes(32), bytes(32), (b"octets", 1), bytes(32))
    alterer(tenu, "UPDATE meta SET valeur = 'x' || valeur WHERE cle = 'journal:OF1'")
    assert verifier(tenu) == (False, "OF1", 1)
