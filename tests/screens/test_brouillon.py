"""The draft of an avis: the command it makes, and what the desk's answer says beside each field."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from rafaelpro_tui.core.commands import (
    Command,
    CompleterRetenue,
    RendreAvis,
    RetenirListeAttente,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.model import Motif, MotifHsp
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Avertissement, Refus
from rafaelpro_tui.screens.brouillon import Brouillon, champ_nomme, verdict
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.formes import CHAMPS, Forme

ENTREE, SORTIE, TRENTE_CINQ = date(2022, 3, 1), date(2022, 8, 25), Decimal(35)
OUI = Brouillon(reponse="oui", entree=ENTREE, sortie=SORTIE, intensite=TRENTE_CINQ, commentaire="Motivée.")
ID = UUID(int=1)


def fabrique(cls: type[Command], **champs: Any) -> Command:
    return cls(id=ID, structure="OF1", utilisateur="u1", **champs)


def refus(message: str, regle: str = "AVI-2") -> Resultat:
    return Resultat(id=ID, type="rendre_avis", issue="refus", refus=Refus(regle, message, "Corrigez."))


def rendre(avis: Any) -> Command:
    return fabrique(RendreAvis, candidature="C1", avis=avis)


@pytest.mark.parametrize(
    ("brouillon", "forme", "voulue"),
    [
        (
            OUI,
            Forme.RECRUTEMENT,
            rendre(SaisieRecrutementOui(entree=ENTREE, sortie=SORTIE, intensite=TRENTE_CINQ, commentaire="Motivée.")),
        ),
        (
            Brouillon(reponse="non", motif="autres", raison="Déménage.", entree=ENTREE),
            Forme.RECRUTEMENT,
            rendre(SaisieRecrutementNon(motif=Motif.AUTRES, raison="Déménage.")),
        ),
        (
            Brouillon(reponse="oui", entree=ENTREE),
            Forme.CONFORMITE,
            rendre(SaisieConformiteOui(entree=ENTREE)),
        ),
        (
            Brouillon(reponse="non", motif="personne_injoignable"),
            Forme.CONFORMITE,
            rendre(SaisieConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)),
        ),
        (
            OUI,
            Forme.COMPLETER,
            fabrique(CompleterRetenue, candidature="C1", entree=ENTREE, sortie=SORTIE, intensite=TRENTE_CINQ),
        ),
        (
            Brouillon(sortie=SORTIE),
            Forme.LISTE_ATTENTE,
            fabrique(RetenirListeAttente, candidature="C1", sortie=SORTIE),
        ),
        (Brouillon(entree=ENTREE), Forme.RECRUTEMENT, None),
        (OUI.avec("sortie", None, "« x » n’est pas une date."), Forme.RECRUTEMENT, None),
        (
            Brouillon(reponse="non", motif="autres").avec("entree", None, "illisible"),
            Forme.RECRUTEMENT,
            rendre(SaisieRecrutementNon(motif=Motif.AUTRES)),
        ),
    ],
    ids=[
        "oui",
        "a non carries no dates (AVI-6)",
        "conformité oui",
        "conformité non",
        "à compléter takes no commentaire",
        "liste d’attente",
        "no answer yet",
        "a text that cannot be read",
        "unreadable in the other answer",
    ],
)
def test_a_draft_makes_the_command_of_its_form(brouillon: Brouillon, forme: Forme, voulue: Command | None) -> None:
    assert brouillon.commande(fabrique, forme, "C1") == voulue


@pytest.mark.parametrize("forme", [Forme.RECRUTEMENT, Forme.CONFORMITE])
def test_every_motif_of_a_form_makes_a_command(forme: Forme) -> None:
    for option in forme.motifs:
        command = Brouillon(reponse="non", motif=option.id).commande(fabrique, forme, "C1")
        assert isinstance(command, RendreAvis)
        assert isinstance(command.avis, SaisieRecrutementNon | SaisieConformiteNon)
        assert command.avis.motif == option.id


def test_the_eight_motifs_are_numbered_in_the_guides_order() -> None:
    motifs = Forme.RECRUTEMENT.motifs
    assert [option.touche for option in motifs] == list("12345678")
    assert [option.libelle for option in motifs][:3] == [
        "Prérequis pédagogiques non satisfaits",
        "Absence non justifiée",
        "Autres\N{NO-BREAK SPACE}; précisez SVP",
    ]
    assert [option.id for option in motifs if option.interdit] == ["avis_non_transmis"]


def test_a_draft_is_empty_until_something_is_typed() -> None:
    assert Brouillon().vide
    assert not Brouillon(reponse="oui").vide
    assert not Brouillon().avec("entree", None, "illisible").vide
    assert Brouillon(reponse=None).avec("entree", ENTREE).avec("entree", None).vide


def test_the_summary_says_what_will_be_written_in_the_forms_order() -> None:
    assert OUI.resume(Forme.RECRUTEMENT) == (
        ("Recrutement accepté\N{NO-BREAK SPACE}?", "Oui"),
        ("Entrée", "01/03/2022"),
        ("Sortie", "25/08/2022"),
        ("Intensité", "35\N{NO-BREAK SPACE}h"),
        ("Commentaire", "Motivée."),
    )
    non = Brouillon(reponse="non", motif="session_complete", entree=ENTREE)
    assert non.resume(Forme.RECRUTEMENT)[1:] == (("Motif", "Session complète"),)


def test_repeating_keeps_to_the_forms_that_have_its_answer() -> None:
    non = Brouillon(reponse="non", motif="autres", raison="x")
    assert non.repris(Forme.RECRUTEMENT) == non
    assert non.repris(Forme.CONFORMITE) is None
    assert non.repris(Forme.LISTE_ATTENTE) is None
    assert OUI.repris(Forme.CONFORMITE) == OUI
    assert OUI.repris(Forme.COMPLETER) == OUI


@pytest.mark.parametrize(
    ("phrase", "champ"),
    [
        ("La date d’entrée 02/03/2022 est après la date de sortie 01/03/2022.", "entree"),
        ("La date de sortie de formation est vide.", "sortie"),
        ("Sortie après la fin de la session (12/12/2024).", "sortie"),
        ("L’intensité hebdomadaire 41 h n’est pas comprise entre 0 et 40 h.", "intensite"),
        ("Le champ « Commentaires et précisions sur l’avis de recrutement » compte 251 caractères.", "commentaire"),
        ("21 retenues pour une capacité d’accueil de 20.", None),
    ],
)
def test_a_sentence_goes_beside_the_field_it_names_first(phrase: str, champ: str | None) -> None:
    assert champ_nomme(phrase, tuple(CHAMPS)) == champ


def test_a_missing_raison_is_about_the_raison_not_the_motif() -> None:
    phrase = "La raison est vide, pour le motif « Autres »."
    assert champ_nomme(phrase, Forme.RECRUTEMENT.champs_non) == "raison"


def test_what_is_missing_is_no_error_until_one_validates() -> None:
    brouillon, reponse = Brouillon(reponse="oui"), refus("La date d’entrée en formation est vide.")
    assert verdict(brouillon, Forme.RECRUTEMENT, reponse, valide=False).champs == {
        "entree": ("manque", "à remplir (AVI-2)")
    }
    assert verdict(brouillon, Forme.RECRUTEMENT, reponse, valide=True).champs == {
        "entree": ("refus", "La date d’entrée en formation est vide. Corrigez. (AVI-2)")
    }


def test_what_is_being_typed_is_no_error_yet() -> None:
    brouillon = OUI.avec("sortie", None, "« 3 » n’est pas une date.")
    assert verdict(brouillon, Forme.RECRUTEMENT, None, valide=False, sauf="sortie").champs == {}
    assert verdict(brouillon, Forme.RECRUTEMENT, None, valide=False).champs["sortie"][0] == "refus"


def test_warnings_stand_beside_their_field_or_below() -> None:
    resultat = Resultat(
        id=ID,
        type="rendre_avis",
        issue="fait",
        avertissements=(
            Avertissement("AVI-11", "Sortie après la fin de la session (12/12/2024)."),
            Avertissement("AVI-11", "21 retenues pour une capacité d’accueil de 20."),
        ),
    )
    dit = verdict(OUI, Forme.RECRUTEMENT, resultat, valide=False)
    assert dit.champs == {"sortie": ("alerte", "Sortie après la fin de la session (12/12/2024). (AVI-11)")}
    assert dit.alertes == ("21 retenues pour une capacité d’accueil de 20. (AVI-11)",)
    assert dit.refus == ()


def test_neighbours_stop_at_the_ends_of_the_list() -> None:
    premiere = Voisines([7, 8, 9], 0)
    assert premiere.place == (1, 3)
    assert premiere.a_cote(-1) is None
    suivante = premiere.a_cote(1)
    assert suivante is not None
    assert (suivante.id, suivante.place) == (8, (2, 3))
    assert Voisines([7, 8, 9], 2).a_cote(1) is None
