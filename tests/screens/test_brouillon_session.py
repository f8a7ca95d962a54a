"""The draft of « Formulaire session », without a screen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from rafaelpro_tui.core.commands import Command, ModifierContacts, ModifierSession
from rafaelpro_tui.core.model import Contact
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Avertissement, Refus
from rafaelpro_tui.screens.brouillon_session import BrouillonSession, changements, effets, verdict
from tests.core.store.fabrique import JOUR, session

ID = UUID(int=1)
ACCUEIL = Contact(nom="Accueil", telephone="0556000000")
VU = session("S1", contacts=(ACCUEIL,))  # 15 × 1,5; inscription 01/08/2024, entrée tardive 15/08/2024
BROUILLON = BrouillonSession.de(VU)


def fabrique(cls: type[Command], **champs: Any) -> Command:
    return cls(id=ID, structure="OF1", utilisateur="u1", **champs)


def refus(regle: str, message: str, type: str = "modifier_session") -> Resultat:
    return Resultat(id=ID, type=type, issue="refus", refus=Refus(regle, message, "Faites autrement."))


def test_nothing_typed_is_no_change() -> None:
    assert not BROUILLON.modifie
    assert BROUILLON.commandes(fabrique) == ()
    assert not BROUILLON.avec("coefficient", Decimal("1.50")).modifie


def test_only_what_changes_is_sent_with_all_that_was_seen() -> None:
    """SYN-1."""
    (commande,) = BROUILLON.avec("coefficient", Decimal(2)).commandes(fabrique)
    assert isinstance(commande, ModifierSession)
    assert commande.coefficient == 2
    assert commande.date_limite_inscription is None
    avant = commande.avant
    assert avant is not None
    assert (avant.coefficient, avant.date_limite_inscription) == (Decimal("1.5"), date(2024, 8, 1))
    assert avant.date_limite_entree_tardive == date(2024, 8, 15)


def test_contacts_have_their_own_command() -> None:
    nouveaux = (ACCUEIL, Contact(nom="Zoé", courriel="z@example.org"))
    brouillon = BROUILLON.avec("contacts", nouveaux)
    assert brouillon.commandes(fabrique) == (fabrique(ModifierContacts, session="S1", contacts=nouveaux),)
    assert len(brouillon.avec("coefficient", Decimal(2)).commandes(fabrique)) == 2


def test_a_refused_command_is_taken_up_again_over_what_is_now() -> None:
    """Where the field may still be edited; nobody's contacts are values too."""
    mienne = fabrique(ModifierSession, session="S1", coefficient=Decimal(2), date_limite_inscription=date(2024, 8, 2))
    assert isinstance(mienne, ModifierSession)
    repris = BROUILLON.repris(mienne, {"coefficient", "date_limite_entree_tardive", "contacts"})
    assert repris == BROUILLON.avec("coefficient", Decimal(2))
    sans = fabrique(ModifierContacts, session="S1", contacts=())
    assert isinstance(sans, ModifierContacts)
    assert BROUILLON.repris(sans, {"contacts"}) == BROUILLON.avec("contacts", ())
    assert BROUILLON.repris(sans, ()) == BROUILLON


def test_what_cannot_be_read_is_said_and_the_rest_still_tried() -> None:
    brouillon = BROUILLON.avec("date_limite_inscription", None, "« x » n’est pas une date.")
    assert brouillon.modifie
    assert brouillon.commandes(fabrique) == ()
    (commande,) = brouillon.avec("coefficient", Decimal(2)).commandes(fabrique)
    assert isinstance(commande, ModifierSession)
    assert commande.date_limite_inscription is None
    assert verdict(brouillon, ()).champs == {"date_limite_inscription": ("refus", "« x » n’est pas une date.")}
    assert not brouillon.avec("date_limite_inscription", VU.date_limite_inscription).modifie


def test_a_field_cannot_be_left_empty() -> None:
    ((nom, (genre, phrase)),) = verdict(BROUILLON.avec("date_limite_inscription", None), ()).champs.items()
    assert (nom, genre) == ("date_limite_inscription", "refus")
    assert phrase.endswith("Valeur enregistrée\u00a0: 01/08/2024.")


@pytest.mark.parametrize(
    ("resultat", "champ"),
    [
        (refus("FOR-3", "Le coefficient 4 est hors des bornes."), "coefficient"),
        (
            refus("FOR-7", "La date limite d’inscription 1 dépasse la date limite d’entrée tardive (2)."),
            "date_limite_inscription",
        ),
        (
            refus("FOR-7", "La date limite d’entrée tardive 1 précède la date limite d’inscription (2)."),
            "date_limite_entree_tardive",
        ),
        (refus("SYN-1", "La valeur de « coefficient » a changé entre-temps."), "coefficient"),
        (refus("FOR-10", "Le nom du contact 1 est vide.", "modifier_contacts"), "contacts"),
    ],
)
def test_a_refus_goes_beside_the_field_it_names(resultat: Resultat, champ: str) -> None:
    assert resultat.refus is not None
    dite = f"{resultat.refus.message} Faites autrement. ({resultat.regle})"
    assert verdict(BROUILLON, [resultat]).champs == {champ: ("refus", dite)}
    assert verdict(BROUILLON, [resultat]).fautif == champ
    assert verdict(BROUILLON, [resultat], en_frappe=champ).champs == {champ: ("manque", dite)}


def test_a_right_lost_meanwhile_is_about_no_field() -> None:
    dit = verdict(BROUILLON, [refus("DRT-2", "Votre profil ne permet pas de modifier les données de session.")])
    assert dit.champs == {}
    assert dit.ailleurs == ("Votre profil ne permet pas de modifier les données de session. Faites autrement. (DRT-2)",)
    assert dit.fautif is None


def test_the_alert_of_the_maximum_goes_beside_the_coefficient() -> None:
    alerte = Avertissement("FOR-5", "Le maximum passe à 15 pour 20 inscrits.")
    fait = Resultat(id=ID, type="modifier_session", issue="fait", avertissements=(alerte,))
    dits = verdict(BROUILLON, [fait]).champs
    assert dits == {"coefficient": ("alerte", "Le maximum passe à 15 pour 20 inscrits. (FOR-5)")}


def test_the_first_field_at_fault_is_the_first_of_the_form() -> None:
    brouillon = BROUILLON.avec("date_limite_entree_tardive", None, "?").avec("coefficient", None, "?")
    assert verdict(brouillon, ()).fautif == "coefficient"


def test_changes_are_told_before_and_after() -> None:
    """FOR-9."""
    apres = replace(VU, coefficient=Decimal(2), date_limite_entree_tardive=date(2024, 9, 1), contacts=())
    assert list(changements(VU, apres)) == [
        ("Coefficient nombre candidatures possibles", "1,5", "2"),
        ("Date limite d’entrée tardive", "15/08/2024", "01/09/2024"),
        ("Contacts du Positionneur", "Accueil, 05 56 00 00 00", "aucun"),
    ]


@pytest.mark.parametrize(
    ("champs", "inscrits", "dits"),
    [
        ({}, 3, []),
        ({"coefficient": Decimal(2)}, 1, ["Maximum de candidatures\u00a0: 22 → 30, pour 1 inscrit."]),
        (
            {"coefficient": Decimal(1)},
            15,
            ["Maximum de candidatures\u00a0: 22 → 15, pour 15 inscrits.", "La session se ferme au recrutement."],
        ),
        (
            {"coefficient": Decimal(2)},
            22,
            ["Maximum de candidatures\u00a0: 22 → 30, pour 22 inscrits.", "La session s’ouvre au recrutement."],
        ),
        ({"date_limite_inscription": date(2024, 7, 14)}, 3, ["La session se ferme au recrutement."]),
        ({"date_limite_inscription": JOUR}, 3, []),
    ],
)
def test_effects_are_told(champs: dict[str, Any], inscrits: int, dits: list[str]) -> None:
    """FOR-4, FOR-9, CAN-5: every limit is inclusive."""
    assert list(effets(VU, replace(VU, **champs), inscrits, JOUR)) == dits
