"""The treatment of a lot, without any screen."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from rafaelpro_tui.core.commands import (
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.model import Motif, Resultat
from rafaelpro_tui.screens.lot_traitement import EtapeLot, Traitement

JOUR = date(2024, 7, 15)
DEFAUT = SaisieRecrutementOui(entree=date(2024, 6, 1), sortie=date(2024, 9, 30), intensite=Decimal(35))


def fabrique(cls: Any, **champs: Any) -> Any:
    return cls(id=uuid4(), structure="OF1", utilisateur="u1", **champs)


def traitement(etape: EtapeLot, **valeurs: Any) -> Traitement:
    un = Traitement(etape=etape, defaut=DEFAUT)
    for champ, valeur in valeurs.items():
        un = un.avec(champ, valeur)
    return un


def test_an_empty_one_says_what_it_misses_and_would_lose_nothing() -> None:
    for etape, champ in zip(EtapeLot, ("date", "resultat", "reponse", "reponse"), strict=True):
        un = traitement(etape)
        assert un.vide
        assert un.champs == (champ,)
        assert un.manque is not None
        assert un.manque[0] == champ


def test_what_cannot_be_read_keeps_it_from_being_simulated() -> None:
    un = traitement(EtapeLot.CONVOQUER).avec("date", None, "« 32/13 » n’existe pas.")
    assert un.manque == ("date", "« 32/13 » n’existe pas.")
    assert un.avec("date", JOUR).manque is None


@pytest.mark.parametrize(
    ("etape", "valeurs", "champs"),
    [
        (EtapeLot.AVIS, {"reponse": "oui"}, ("reponse", "modification", "commentaire")),
        (
            EtapeLot.AVIS,
            {"reponse": "oui", "modification": "avec"},
            ("reponse", "modification", "entree", "sortie", "intensite", "commentaire"),
        ),
        (EtapeLot.AVIS, {"reponse": "non"}, ("reponse", "motif", "raison", "commentaire")),
        (EtapeLot.LISTE_ATTENTE, {"reponse": "oui"}, ("reponse", "modification")),
    ],
)
def test_the_fields_of_an_answer(etape: EtapeLot, valeurs: dict[str, Any], champs: tuple[str, ...]) -> None:
    assert traitement(etape, **valeurs).champs == champs


def test_where_dates_are_not_given_by_lot_there_is_nothing_to_modify() -> None:
    """LOT-4."""
    un = Traitement(etape=EtapeLot.AVIS).avec("reponse", "oui")
    assert un.champs == ("reponse", "commentaire")
    assert un.resume() == (("Dates et intensité", "à compléter une par une, après le lot (LOT-4)"),)


def test_convoquer() -> None:
    un = traitement(EtapeLot.CONVOQUER, date=JOUR)
    command = un.commande(fabrique, "S", ["S0", "S1"])
    assert isinstance(command, LotConvoquer)
    assert (command.date, command.session, command.candidatures) == (JOUR, "S", ("S0", "S1"))
    assert un.phrase(1) == "Convoquer 1 candidature le 15/07/2024"
    assert un.phrase(0).startswith("Convoquer 0 candidature le")


def test_presence() -> None:
    un = traitement(EtapeLot.PRESENCE, resultat="absence_justifiee")
    command = un.commande(fabrique, "S", ["S0"])
    assert isinstance(command, LotNoterResultat)
    assert command.resultat is Resultat.ABSENCE_JUSTIFIEE
    assert un.phrase(2) == "Noter « Absence justifiée » pour 2 candidatures"


def test_oui_without_then_with_modification() -> None:
    """LOT-3: what was typed then given up (« sans modification ») is not sent."""
    un = traitement(EtapeLot.AVIS, reponse="oui", modification="avec", sortie=date(2024, 9, 1))
    command = un.commande(fabrique, "S", ["S0"])
    assert isinstance(command, LotRendreAvis)
    assert command.avis == SaisieRecrutementOui(sortie=date(2024, 9, 1))
    assert un.resume() == (("Entrée", "01/06/2024"), ("Sortie", "01/09/2024"), ("Intensité", "35\u00a0h"))
    sans = un.avec("modification", "sans").commande(fabrique, "S", ["S0"])
    assert isinstance(sans, LotRendreAvis)
    assert sans.avis == SaisieRecrutementOui()


def test_non() -> None:
    un = traitement(EtapeLot.AVIS, reponse="non", motif="autres", raison="Déménage")
    command = un.commande(fabrique, "S", ["S0"])
    assert isinstance(command, LotRendreAvis)
    assert command.avis == SaisieRecrutementNon(motif=Motif.AUTRES, raison="Déménage")
    assert un.phrase(3) == "Ne pas retenir 3 candidatures"
    assert ("Raison", "Déménage") in un.resume()
    sans_motif = traitement(EtapeLot.AVIS, reponse="non").commande(fabrique, "S", ["S0"])
    assert isinstance(sans_motif, LotRendreAvis)
    assert sans_motif.avis == SaisieRecrutementNon(), "for AVI-4 to refuse"


def test_the_waiting_list() -> None:
    command = traitement(EtapeLot.LISTE_ATTENTE, reponse="oui").commande(fabrique, "S", ["S0"])
    assert isinstance(command, LotRetenirListeAttente)
    assert (command.entree, command.sortie, command.intensite) == (None, None, None)
