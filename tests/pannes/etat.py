"""What a base holds, told as data, and that it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rafaelpro_tui.core.store import coherence, journal
from rafaelpro_tui.core.store.base import Base

Etat = dict[str, list[Any]]

# What a base says, but for the hours at which it was told.
ETAT: Mapping[str, str] = {
    "candidatures": "SELECT reference, etat, etape, nb_convocations, reponse, entree, version FROM candidature",
    "convocations": "SELECT candidature, rang, date, resultat FROM convocation",
    "avis": "SELECT candidature, rang, genre, entree, sortie, intensite, motif, raison, commentaire, par FROM avis",
    "comptes": "SELECT session, etat, etape, n FROM compte WHERE n > 0",
    "depart": "SELECT seq, id, type, statut, corps, reponse FROM depart",
    "touche": "SELECT seq, ordre, genre, cle FROM touche",
    "journal": "SELECT structure, sequence, utilisateur, type, cible, issue, commande FROM journal",
}
_COMPTES = "SELECT session, etat, etape, count(*) FROM candidature GROUP BY 1, 2, 3"


def etat(base: Path) -> Etat:
    """The content of a sound base: whole, its references and counts true, its journal verifying."""
    with Base.open(base) as ouverte, ouverte.read() as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not coherence.examiner(conn)
        verification = journal.verifier(conn)
        assert verification.intacte, verification.defaut
        lu = {nom: ranger(conn.execute(sql).fetchall()) for nom, sql in ETAT.items()}
        assert lu["comptes"] == ranger(conn.execute(_COMPTES).fetchall())
        return lu


def ranger(lignes: list[Any]) -> list[Any]:
    """In order, NULL last."""
    return sorted(lignes, key=lambda ligne: [(valeur is None, valeur) for valeur in ligne])
