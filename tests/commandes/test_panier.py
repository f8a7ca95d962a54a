"""`panier`, the twin of the basket's screen."""

from datetime import date
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import NoterResultat, RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Etape, Motif, Resultat
from tests.commandes.conftest import JOUR, Courir


@pytest.fixture
def remplie(base: Path) -> tuple[str, str]:
    """A basket with a presence and a « non »: their candidatures."""
    with Desk.open(base, horloge=HorlogeFixe(date.fromisoformat(JOUR)), utilisateur="u1") as desk:
        a_noter, a_rendre = (
            desk.candidatures(session="00235491", etape=etape).first(1)[0][1].reference
            for etape in (Etape.PRESENCE_A_RENSEIGNER, Etape.AVIS_A_RENDRE)
        )
        rang = len(desk.candidature(a_noter).candidature.convocations)
        desk.panier.ajouter([desk.commande(NoterResultat, candidature=a_noter, rang=rang, resultat=Resultat.PRESENCE)])
        non = SaisieRecrutementNon(motif=Motif.PREREQUIS)
        desk.panier.ajouter([desk.commande(RendreAvis, candidature=a_rendre, avis=non)])
        assert desk.panier.nombre() == 2
    return a_noter, a_rendre


def test_an_empty_basket_says_how_to_fill_it(cli: Courir) -> None:
    fin = cli("panier")
    assert (fin.code, "« T »" in fin.sortie) == (0, True)
    assert cli("panier", "--json").sortie == ""


def test_list_send_back_validate(cli: Courir, remplie: tuple[str, str]) -> None:
    a_noter, a_rendre = remplie
    fin = cli("panier")
    assert fin.code == 0
    assert "présence" in fin.sortie
    assert "non retenue : Prérequis pédagogiques non satisfaits" in fin.sortie
    assert "Session 00235491 :" in fin.sortie
    assert [ligne["candidature"] for ligne in cli("panier", "--simuler", "--json").json] == [a_noter, a_rendre]
    assert cli("panier", "--retirer", a_noter).code == 0
    assert cli("panier", "--retirer", a_noter).code == 3
    fin = cli("panier", "--valider", "--json")
    assert (fin.code, [(ligne["candidature"], ligne["valide"], ligne["etat"]) for ligne in fin.json]) == (
        0,
        [(a_rendre, True, "non_retenue")],
    )
    assert "1 validée, 0 gardée" in fin.erreur
    (candidature,) = cli("candidature", a_rendre, "--json").json
    assert candidature["etat"] == "non_retenue"


def test_what_waits_about_a_person_is_held_on_them(cli: Courir, remplie: tuple[str, str]) -> None:
    """DON-2: a decision that waits is personal data too."""
    (vue,) = cli("personne", remplie[1], "--json").json
    (mise,) = vue["panier"]
    assert mise["utilisateur"] == "u1"
    assert (mise["contenu"]["candidature"], mise["contenu"]["avis"]["motif"]) == (
        remplie[1],
        "prerequis_pedagogiques_non_satisfaits",
    )
    assert ", 1 décision au panier et " in cli("personne", remplie[1]).sortie
    assert cli("personne", "P2", "--json").json[0]["panier"] == []


def test_two_actions_at_once_are_a_usage(cli: Courir, remplie: tuple[str, str]) -> None:
    assert cli("panier", "--valider", "--vider").code == 2
    assert "2 candidatures" in cli("panier", "--vider").erreur
