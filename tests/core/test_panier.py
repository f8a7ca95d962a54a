"""The basket: decisions put aside in order, simulated together, validated whole or kept, back after a restart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.commands import (
    Convoquer,
    NoterResultat,
    RendreAvis,
    SaisieAvis,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    SurCandidature,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Etape, Etat, Motif, Resultat
from rafaelpro_tui.core.panier import geste
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, contenu, lignes

DATES: dict[str, Any] = {"entree": JOUR, "sortie": FIN, "intensite": Decimal(35)}
OUI = SaisieRecrutementOui(**DATES)
NON = SaisieRecrutementNon(motif=Motif.PREREQUIS)


def convoquer(desk: Desk, *references: str) -> None:
    for reference in references:
        assert desk.executer_une(desk.commande(Convoquer, candidature=reference, date=JOUR)).fait


def presence(desk: Desk, reference: str) -> SurCandidature:
    return desk.commande(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE)


def avis(desk: Desk, reference: str, saisie: SaisieAvis) -> SurCandidature:
    return desk.commande(RendreAvis, candidature=reference, avis=saisie)


def test_presence_then_avis_wait_and_are_seen_applied(desk: Desk) -> None:
    convoquer(desk, "S0")
    avant, journal = contenu(desk), len(list(desk.journal()))
    assert desk.panier.ajouter([presence(desk, "S0")])[0]
    assert desk.panier.vue("S0").etape is Etape.AVIS_A_RENDRE
    rangs, resultat = desk.panier.ajouter([avis(desk, "S0", OUI)])
    assert rangs
    assert resultat.etat is Etat.RETENUE
    vue = desk.panier.vue("S0")
    assert vue.candidature.etat is Etat.RETENUE
    assert {possible.type for possible in vue.possibilites if possible.refus is None} == set()
    assert (contenu(desk), len(list(desk.journal()))) == (avant, journal), "nothing is written before it is validated"
    assert desk.candidature("S0").etape is Etape.PRESENCE_A_RENSEIGNER


def test_a_refus_stays_out_whole(desk: Desk) -> None:
    convoquer(desk, "S0")
    rangs, resultat = desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", SaisieRecrutementOui())])
    assert (rangs, resultat.regle, desk.panier.nombre()) == ((), "AVI-2", 0)
    assert desk.panier.essayer(avis(desk, "S0", OUI)).regle == "AVI-1"


def test_it_survives_a_restart_and_is_ones_own(fichier: Path, horloge: HorlogeDeTest) -> None:
    with Desk.open(fichier, horloge=horloge) as desk:
        convoquer(desk, "S0", "S1")
        desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", OUI)])
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as autre:
        assert autre.panier.nombre() == 0
    with Desk.open(fichier, horloge=horloge) as desk:
        (deposee,) = desk.panier.contenu().deposees
        assert (deposee.candidature, deposee.candidat, deposee.a_valider) == ("S0", "Nom0 Désiré", True)
        assert deposee.gestes == "présence, retenue du 15/07/2024 au 30/09/2024, 35\u00a0h"


def test_validating_writes_and_empties(desk: Desk) -> None:
    convoquer(desk, "S0", "S1")
    desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", OUI)])
    desk.panier.ajouter([presence(desk, "S1"), avis(desk, "S1", NON)])
    sorts = desk.panier.valider(desk.panier.contenu().deposees)
    assert [(deposee.candidature, sort.fait, sort.etat) for deposee, sort in sorts] == [
        ("S0", True, Etat.RETENUE),
        ("S1", True, Etat.NON_RETENUE),
    ]
    assert desk.candidature("S0").candidature.etat is Etat.RETENUE
    assert desk.panier.nombre() == 0
    assert desk.verifier_journal().intacte


def test_somebody_else_s_change_is_shown_and_not_ticked(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    convoquer(desk, "S0", "S1")
    desk.panier.ajouter([presence(desk, "S0")])
    desk.panier.ajouter([presence(desk, "S1")])
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as autre:
        assert autre.executer_une(presence(autre, "S0")).fait
    change, intacte = desk.panier.contenu().deposees
    assert change.change == ("convocation 1 le 15/07/2024, présence",)
    assert not change.a_valider
    assert change.resultat.regle == "CNV-4"
    assert intacte.a_valider


def test_what_changes_after_it_was_shown_is_not_written(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    convoquer(desk, "S0")
    desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", OUI)])
    montre = desk.panier.contenu().deposees
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as autre:
        assert autre.executer_une(presence(autre, "S0")).fait
        assert autre.executer_une(avis(autre, "S0", NON)).fait
    ((_, sort),) = desk.panier.valider(montre)
    assert sort.regle == "SYN-1"
    assert desk.candidature("S0").candidature.etat is Etat.NON_RETENUE
    assert desk.panier.nombre() == 1


def test_what_is_refused_is_kept_and_leaves_no_trace(desk: Desk, horloge: HorlogeDeTest) -> None:
    convoquer(desk, "S0")
    desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", OUI)])
    horloge.aller_au(date(2024, 10, 22))  # the day after the échéance
    avant, commandes = contenu(desk), lignes(desk, "SELECT count(*) FROM depart")
    montre = desk.panier.contenu().deposees
    ((_, sort),) = desk.panier.valider(montre)
    assert sort.regle == "AVI-9"
    assert (contenu(desk), lignes(desk, "SELECT count(*) FROM depart")) == (avant, commandes)
    horloge.aller_au(JOUR)
    ((_, sort),) = desk.panier.valider(desk.panier.contenu().deposees)
    assert sort.fait, "its id was not spent by the refus (SYN-2)"


def test_totals_count_what_passes(desk: Desk) -> None:
    convoquer(desk, "S0", "S1", "S2")
    desk.executer_une(presence(desk, "S2"))
    desk.executer_une(avis(desk, "S2", OUI))
    for reference, saisie in (("S0", OUI), ("S1", NON)):
        desk.panier.ajouter([presence(desk, reference), avis(desk, reference, saisie)])
    (total,) = desk.panier.contenu().totaux
    assert (total.retenues, total.ajoutees, total.ensuite, total.deposees, total.trop) == (1, 1, 2, 2, False)


def test_warnings_are_gathered_in_order(desk: Desk) -> None:
    """AVI-11: it is the seats that the others of the basket take which are counted."""
    with desk._base.write.transaction() as conn:
        conn.execute("UPDATE session SET capacite_accueil = 1 WHERE reference = 'S'")
    convoquer(desk, "S0", "S1")
    for reference in ("S0", "S1"):
        desk.panier.ajouter([presence(desk, reference), avis(desk, reference, OUI)])
    premiere, seconde = desk.panier.contenu().deposees
    assert not premiere.resultat.avertissements
    assert [alerte.regle for alerte in seconde.resultat.avertissements] == ["AVI-11"]
    assert desk.panier.contenu().totaux[0].trop


def test_sending_back(desk: Desk) -> None:
    convoquer(desk, "S0", "S1")
    rangs, _ = desk.panier.ajouter([presence(desk, "S0"), avis(desk, "S0", OUI)])
    desk.panier.ajouter([presence(desk, "S1")])
    desk.panier.retirer(rangs[1:])
    assert desk.panier.vue("S0").etape is Etape.AVIS_A_RENDRE
    assert desk.panier.vider() == 2
    assert desk.panier.nombre() == 0


@pytest.mark.parametrize(
    ("saisie", "dit"),
    [
        (OUI, "retenue du 15/07/2024 au 30/09/2024, 35\u00a0h"),
        (SaisieConformiteOui(**DATES), "conformité oui du 15/07/2024 au 30/09/2024, 35\u00a0h"),
        (NON, "non retenue\u00a0: Prérequis pédagogiques non satisfaits"),
    ],
)
def test_a_decision_in_words(desk: Desk, saisie: SaisieAvis, dit: str) -> None:
    assert geste(avis(desk, "S0", saisie)) == dit


def test_hsp_waits_like_the_others(desk: Desk) -> None:
    rangs, resultat = desk.panier.ajouter([avis(desk, "H0", SaisieConformiteOui(**DATES))])
    assert rangs
    assert resultat.etat is Etat.RETENUE
