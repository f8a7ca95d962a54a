"""The outbox: commands with their first answer, and their grace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.decision import Avertissement, Refus
from rafaelpro_tui.core.store import depart
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection, IntegrityError
from tests.core.store.fabrique import JOUR

REFUS = Refus("CNV-2", "Pas\u00a0!", "Attendez.")
AVERTISSEMENTS = (Avertissement("DON-1", "Un NIR\u00a0?"),)


def inscrire(conn: Connection, *, utilisateur: str = "u1", finale_a: float = 100.0, **champs: Any) -> Resultat:
    command = Convoquer(id=uuid7(), structure="OF1", utilisateur=utilisateur, candidature="C1", date=JOUR)
    corps, empreinte = images.sceller(command)
    valeurs: dict[str, Any] = {"id": command.id, "type": "convoquer", "issue": "fait"}
    reponse = Resultat(**valeurs | champs)
    depart.inscrire(
        conn,
        corps=corps,
        empreinte=empreinte,
        structure="OF1",
        utilisateur=utilisateur,
        saisi_le=datetime.fromisoformat("2024-07-15T10:30:00.123456"),
        statut=depart.EN_GRACE,
        finale_a=finale_a,
        reponse=reponse,
    )
    return reponse


@pytest.mark.parametrize(
    "champs",
    [
        {"avertissements": AVERTISSEMENTS, "etat": Etat.EN_ATTENTE, "etape": Etape.A_CONVOQUER},
        {"issue": "refus", "refus": REFUS, "etat": Etat.RETENUE},
        {"issue": "refus", "lignes": ()},
        {
            "lignes": (
                ResultatLigne(candidature="C1", avertissements=AVERTISSEMENTS, etat=Etat.RETENUE),
                ResultatLigne(candidature="C2", refus=REFUS),
            )
        },
    ],
)
def test_la_reponse_est_gardee_entiere(vide: Base, champs: dict[str, Any]) -> None:
    with vide.write.transaction() as conn:
        reponse = inscrire(conn, **champs)
        vue = depart.deja_vue(conn, reponse.id)
        assert vue is not None
        assert vue[1] == reponse
        inscrite = depart.lire(conn, reponse.id)
        assert inscrite is not None
        assert depart.lire_seq(conn, inscrite.seq) == inscrite
        assert inscrite.saisi_le.microsecond == 123456
        assert images.lire_commande(inscrite.corps).id == reponse.id


def test_une_commande_inconnue(vide: Base) -> None:
    with vide.read() as conn:
        assert depart.deja_vue(conn, uuid7()) is None
        assert depart.lire(conn, uuid7()) is None


def test_le_meme_identifiant_ne_s_inscrit_pas_deux_fois(vide: Base) -> None:
    with vide.write.transaction() as conn:
        reponse = inscrire(conn)
        with pytest.raises(IntegrityError, match="UNIQUE"):
            inscrire(conn, id=reponse.id)


def test_la_grace_se_termine(vide: Base) -> None:
    with vide.write.transaction() as conn:
        courte, longue = inscrire(conn, finale_a=100.0), inscrire(conn, finale_a=110.0)
        inscrire(conn, utilisateur="u2")
        assert [x.reponse.id for x in depart.en_grace(conn, "u1", 99.0)] == [longue.id, courte.id]
        assert [x.reponse.id for x in depart.en_grace(conn, "u1", 100.0)] == [longue.id]
        depart.regler(conn, 100.0, replique=False)
        statuts = conn.execute("SELECT statut FROM depart ORDER BY seq").fetchall()
        assert statuts == [("acceptee",), ("en_grace",), ("acceptee",)]


def test_une_commande_rejouee_change_de_sort(vide: Base) -> None:
    with vide.write.transaction() as conn:
        reponse = inscrire(conn)
        inscrite = depart.lire(conn, reponse.id)
        assert inscrite is not None
        nouvelle = Resultat(id=reponse.id, type="convoquer", issue="refus", refus=REFUS)
        depart.repondre(conn, inscrite.seq, depart.REFUSEE, nouvelle)
        apres = depart.lire(conn, reponse.id)
        assert apres is not None
        assert (apres.statut, apres.reponse) == (depart.REFUSEE, nouvelle)
        depart.marquer(conn, inscrite.seq, depart.ANNULEE)
        assert depart.lire_seq(conn, inscrite.seq).statut == depart.ANNULEE


def test_a_clock_put_back_keeps_no_command_waiting_for_ever(vide: Base) -> None:
    """A grace that would end in more than a day was begun before the clock was put back: it is over (ANN-1)."""
    with vide.write.transaction() as conn:
        inscrire(conn, finale_a=50.0 + depart.GRACE_MAX)
        inscrire(conn, finale_a=51.0 + depart.GRACE_MAX)
        assert len(depart.en_grace(conn, "u1", 50.0)) == 1
        depart.regler(conn, 50.0, replique=True)
        statuts = [statut for (statut,) in conn.execute("SELECT statut FROM depart ORDER BY seq")]
    assert statuts == ["en_grace", "a_envoyer"]
