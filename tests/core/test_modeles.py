"""Comment templates: fields filled, names taken out again, what does not exist named."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.model import Action, Motif, Session, TypeEntrees
from rafaelpro_tui.core.modeles import (
    CHAMPS,
    PERSONNELS,
    Modele,
    ModeleFautif,
    en_modele,
    remplir,
    reprendre,
    valeurs_de_session,
    verifier,
)

SESSION = Session(
    reference="00235491",
    action="A1",
    formateur="OF1",
    positionneur="OF1",
    commune="Pau",
    code_postal="64000",
    debut=date(2022, 3, 1),
    fin=date(2022, 8, 25),
    type_entrees=TypeEntrees.DATES_FIXES,
    effectif_minimal=4,
    effectif_vise=20,
    capacite_accueil=20,
    coefficient=Decimal(1),
    date_limite_inscription=date(2022, 6, 1),
    date_limite_entree_tardive=date(2022, 7, 1),
)
DE_SESSION = valeurs_de_session(SESSION, Action(id="A1", intitule="Amorce", dispositif="PRF", responsable="OF1"))
VALEURS = {"prenom": "Désiré", "nom": "O’NEILL", "candidature": "C1"} | DE_SESSION


def test_every_field_has_a_value() -> None:
    assert VALEURS.keys() == CHAMPS.keys()


@pytest.mark.parametrize(
    ("texte", "rempli"),
    [
        ("", ""),
        ("Sans champ.", "Sans champ."),
        ("{prenom} {nom} ({candidature})", "Désiré O’NEILL (C1)"),
        ("{formation}, {commune}, du {debut} au {fin}", "Amorce, Pau, du 01/03/2022 au 25/08/2022"),
        ("avant le {entree_tardive}", "avant le 01/07/2022"),
        ("{prenom}{prenom}", "DésiréDésiré"),
        ("{ prenom } {} {a b} }{", "{ prenom } {} {a b} }{"),
    ],
)
def test_fields_are_filled(texte: str, rempli: str) -> None:
    assert remplir(texte, VALEURS) == rempli


@pytest.mark.parametrize(
    ("texte", "dit", "remede"),
    [
        ("{prenon}", "«\u00a0{prenon}\u00a0» n’existe pas", "{prenom}"),
        ("{Session}", "«\u00a0{Session}\u00a0» n’existe pas", "{session}"),
        ("{xyz}", "«\u00a0{xyz}\u00a0» n’existe pas", "Employez {prenom}"),
    ],
)
def test_an_unknown_field_is_named_with_what_could_be_written(texte: str, dit: str, remede: str) -> None:
    for geste in (lambda: verifier(texte), lambda: remplir(texte, VALEURS)):
        with pytest.raises(ModeleFautif, match=dit) as leve:
            geste()
        assert remede in leve.value.que_faire


@pytest.mark.parametrize("nom", PERSONNELS)
def test_a_lot_has_no_field_of_one_person(nom: str) -> None:
    with pytest.raises(ModeleFautif, match="change d’une personne à l’autre"):
        remplir(f"Bonjour {{{nom}}}", DE_SESSION)


def test_a_value_that_looks_like_a_field_is_not_filled_again() -> None:
    assert remplir("{prenom}", VALEURS | {"prenom": "{nom}"}) == "{nom}"


def test_names_are_taken_out_as_whole_words() -> None:
    assert en_modele("Désiré O’NEILL, C1 et non C12, Désirée", VALEURS) == (
        "{prenom} {nom}, {candidature} et non C12, Désirée"
    )


@given(texte=st.text(st.characters(exclude_characters="{}")))
def test_taken_out_then_filled_again_says_the_same(texte: str) -> None:
    assert reprendre(en_modele(texte, VALEURS), VALEURS) == texte


def test_what_somebody_typed_between_braces_stays() -> None:
    assert reprendre("{prenom} {foo}", VALEURS) == "Désiré {foo}"


@pytest.mark.parametrize(
    ("pour", "session", "convient"),
    [
        ("", "", True),
        (Motif.PROJET, "", True),
        (Motif.PROJET, "00235491", True),
        ("oui", "", False),
        ("", "00000000", False),
        (Motif.PROJET, "00000000", False),
    ],
)
def test_which_templates_are_for_what_is_decided(pour: str, session: str, convient: bool) -> None:
    assert Modele(nom="x", texte="y", pour=pour, session=session).convient(Motif.PROJET, "00235491") is convient
