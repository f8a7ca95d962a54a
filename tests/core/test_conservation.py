"""DON-2: who has been kept long enough is erased, words and all; the figures and the journal's chain remain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import Convoquer, Deposer, NoterResultat, RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.conservation import Effacement
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Candidat, Etat, Motif, Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.store import coherence
from rafaelpro_tui.core.store.base import Base
from tests.core.atelier import FIN, JOUR, HorlogeDeTest

APRES = date(2027, 1, 15)
"""More than two years after the sessions of the base."""


def decider(desk: Desk) -> None:
    """A person who is nowhere else comes, and is refused with a reason that could say a lot of them."""
    for commande in (
        desk.commande(
            Deposer,
            reference="ZZ1",
            session="S",
            candidat=Candidat(id="PZ", nom_naissance="Quidamville", prenom="Zébulon", telephone="0600000042"),
            prescripteur="Mission locale",
        ),
        desk.commande(Convoquer, candidature="ZZ1", date=JOUR),
        desk.commande(NoterResultat, candidature="ZZ1", rang=1, resultat=Resultat.PRESENCE),
        desk.commande(
            RendreAvis, candidature="ZZ1", avis=SaisieRecrutementNon(motif=Motif.AUTRES, raison="motfortpersonnel")
        ),
    ):
        resultat = desk.executer_une(commande)
        assert resultat.fait, resultat


def octets(fichier: Path) -> bytes:
    return b"".join(chemin.read_bytes() for chemin in sorted(fichier.parent.glob(f"{fichier.name}*")))


def test_rien_n_en_reste_dans_le_fichier(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    decider(desk)
    traces = [mot.encode() for mot in ("Quidamville", "quidamville", "Zébulon", "0600000042", "motfortpersonnel")]
    assert all(trace in octets(fichier) for trace in traces)
    horloge.aller_au(APRES)
    desk.passages()
    avant = desk.tableau()
    attendues = desk.conservation.simuler(24)
    assert isinstance(attendues, Effacement)
    assert attendues.candidats > 0
    assert desk.tableau() == avant, "a simulation erases nothing"

    assert desk.conservation.effacer(24) == attendues
    apres = desk.tableau()
    assert [ligne.effacees for ligne in apres] != [0, 0, 0]
    assert [(x.role, x.non_retenue, x.retenue, x.avis_non_transmis) for x in apres] == [
        (x.role, x.non_retenue, x.retenue, x.avis_non_transmis) for x in avant
    ]
    assert desk.verifier_journal().intacte
    assert next(iter(reversed(list(desk.journal())))).type == "effacer"
    with desk._base.read() as conn:
        assert not coherence.examiner(conn)
    desk.close()
    reste = octets(fichier)
    assert [trace for trace in traces if trace in reste] == []


def test_effacer_deux_fois_n_efface_qu_une_fois(desk: Desk, horloge: HorlogeDeTest) -> None:
    horloge.aller_au(APRES)
    desk.passages()
    desk.conservation.effacer(24)
    lignes = len(list(desk.journal()))
    assert desk.conservation.effacer(24) == Effacement(avant=date(2025, 1, 15), candidats=0, candidatures=0)
    assert len(list(desk.journal())) == lignes


def test_qui_attend_encore_reste(desk: Desk, horloge: HorlogeDeTest) -> None:
    """Without the clocks the candidatures are still `en_attente`: nobody is erased, whatever the day."""
    en_attente = desk.candidatures(etat=Etat.EN_ATTENTE).count()
    horloge.aller_au(APRES)
    desk.conservation.effacer(24)
    assert desk.candidatures(etat=Etat.EN_ATTENTE).count() == en_attente > 0


@pytest.mark.parametrize(
    ("jour", "mois", "effacees"),
    [(date(2024, 11, 30), 2, False), (date(2024, 12, 1), 2, True)],
    ids=["le jour même des deux mois : non", "le lendemain : oui"],
)
def test_la_limite_est_incluse(desk: Desk, horloge: HorlogeDeTest, jour: date, mois: int, effacees: bool) -> None:
    """The sessions end on 30/09/2024: kept for two months, the 30/11 included."""
    assert date(2024, 9, 30) == FIN
    horloge.aller_au(jour)
    desk.passages()
    bilan = desk.conservation.simuler(mois)
    assert isinstance(bilan, Effacement)
    assert bool(bilan.candidats) is effacees


def test_il_faut_etre_referent_et_attendre(desk: Desk) -> None:
    trop_court = desk.conservation.effacer(1)
    assert isinstance(trop_court, Refus)
    assert (trop_court.regle, "2 mois" in trop_court.remede) == ("DON-2", True)


def test_sans_etoile_rien_ne_s_efface(fichier: Path, horloge: HorlogeDeTest) -> None:
    with Desk.open(fichier, horloge=horloge, utilisateur="u2") as desk:
        refus = desk.conservation.effacer(24)
    assert isinstance(refus, Refus)
    assert "référent" in refus.message


def test_une_replique_n_efface_rien(fichier: Path, horloge: HorlogeDeTest) -> None:
    """What the server said is kept beside the tables: it would come back whole."""
    with Base.open(fichier) as base:
        base.ecrire_meta("genre", "replique")
    with Desk.open(fichier, horloge=horloge, utilisateur="u1") as desk:
        refus = desk.conservation.effacer(24)
    assert isinstance(refus, Refus)
    assert "serveur" in refus.message
