"""A candidature on screen: convoquer, noter, rendre l'avis, by keyboard and by mouse, on a real base."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import NoterResultat
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import (
    ConformiteNon,
    ConformiteOui,
    Etape,
    Etat,
    Motif,
    MotifHsp,
    RecrutementNon,
    RecrutementOui,
    Resultat,
)
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens import saisie_avis
from rafaelpro_tui.screens.candidature import CandidatureScreen, Lue, Voisines
from rafaelpro_tui.screens.dialogue import Alerte, Confirmation
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.widgets.avis_pane import AvisPane
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.zone_sure import ZoneSure
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import HOSTILES, Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte

Fiche = Callable[..., AbstractAsyncContextManager[tuple[RafaelProApp, Pilot[None]]]]


@pytest.fixture(autouse=True)
def sans_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saisie_avis, "PAUSE", 0.01)


@pytest.fixture
def fiche(ouvrir: Ouvrir) -> Fiche:
    """`async with fiche("C1")`: the app, on that candidature."""

    @asynccontextmanager
    async def sur(
        reference: str, voisines: Voisines | None = None, **champs: Any
    ) -> AsyncIterator[tuple[RafaelProApp, Pilot[None]]]:
        async with ouvrir(**champs) as (app, pilot):
            await app.push_screen(CandidatureScreen(reference, voisines))
            await calme(pilot)
            yield app, pilot

    return sur


def lue(app: RafaelProApp, reference: str) -> CandidatureVue:
    """What the base holds."""
    return app.desk.candidature(reference)


def ecran(app: RafaelProApp) -> CandidatureScreen:
    assert isinstance(app.screen, CandidatureScreen)
    return app.screen


def toasts(app: RafaelProApp) -> str:
    return " ".join(note.message for note in app._notifications).replace("\u00a0", " ")


def avis(app: RafaelProApp) -> str:
    """What the avis block says, whatever the line breaks."""
    cadre = app.screen.query_one(AvisPane).region
    lignes = texte(app).splitlines()[cadre.y : cadre.bottom]
    return " ".join(" ".join(vue[cadre.x : cadre.right].strip("│▌ ") for vue in lignes).split())


async def simule(pilot: Pilot[None]) -> None:
    """Wait for the answer to the draft."""
    await pilot.pause(0.03)
    await calme(pilot)


async def coller(pilot: Pilot[None], valeur: str) -> None:
    """Quicker than key by key."""
    pilot.app.post_message(Paste(valeur))
    await calme(pilot)


async def champ(pilot: Pilot[None], valeur: str) -> None:
    """Put a text in the field, go to the next one."""
    await coller(pilot, valeur)
    await taper(pilot, "tab")
    await simule(pilot)


async def confirmer(app: RafaelProApp, pilot: Pilot[None]) -> None:
    assert isinstance(app.screen, Confirmation)
    await taper(pilot, "right", "enter")


# The whole way


async def test_from_no_convocation_to_retenue_by_keyboard(fiche: Fiche) -> None:
    """CNV-7: the presence opens « Recrutement accepté ? », which `o` answers."""
    async with fiche("C2") as (app, pilot):
        assert "en attente — à convoquer · 138 jours restants" in ligne(app, 1)
        await taper(pilot, "c")
        await ecrire(pilot, "300422")
        await taper(pilot, "enter")
        assert lue(app, "C2").etape is Etape.PRESENCE_A_RENSEIGNER
        assert "Validé sur ce poste, annulable 20 s" in toasts(app)
        await taper(pilot, "p")
        assert lue(app, "C2").etape is Etape.AVIS_A_RENDRE
        await taper(pilot, "o")
        await champ(pilot, "02/05")
        await champ(pilot, "250822")
        await champ(pilot, "18h/3j")
        await coller(pilot, "Motivée.")
        await taper(pilot, "f10")
        vu = texte(app)
        for dit in ("DE LA FUENTE Inès · C2", "02/05/2022", "25/08/2022", "30 h", "Motivée.", "vous ne pourrez plus"):
            assert dit in vu
        await taper(pilot, "enter")
        assert lue(app, "C2").candidature.etat is Etat.EN_ATTENTE, "the default button is the way back"
        assert ecran(app).brouillon.commentaire == "Motivée.", "and the draft is still there"
        await taper(pilot, "ctrl+s")
        await confirmer(app, pilot)
        assert lue(app, "C2").candidature.etat is Etat.RETENUE
        assert lue(app, "C2").candidature.avis_courant == RecrutementOui(
            entree=date(2022, 5, 2), sortie=date(2022, 8, 25), intensite=Decimal("30.00"), commentaire="Motivée."
        )
        assert "retenue" in ligne(app, 1)
        assert "il faudra noter cette information directement dans EOS" in avis(app)
        assert not app.screen.query("#valider")


@pytest.mark.parametrize("touche", ["8", "underscore"])
async def test_non_then_the_number_of_a_motif(fiche: Fiche, touche: str) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "n", touche, "f10")
        await confirmer(app, pilot)
        assert lue(app, "C1").candidature.avis_courant == RecrutementNon(motif=Motif.CANDIDAT_INDISPONIBLE)


async def test_session_complete_puts_on_the_waiting_list(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "n", "5", "f10")
        await confirmer(app, pilot)
        assert lue(app, "C1").candidature.etat is Etat.REFUS_SESSION_COMPLETE


async def test_autres_asks_for_the_raison_where_it_is_missing(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "n", "3")
        await simule(pilot)
        assert "○ à remplir (AVI-4)" in texte(app)
        await taper(pilot, "f10")
        assert "La raison est vide" in texte(app)
        assert isinstance(app.focused, ZoneSure)
        assert app.focused.id == "raison"
        await coller(pilot, "Déménage, n’a pas pu 3 fois.")
        await taper(pilot, "f10")
        await confirmer(app, pilot)
        assert lue(app, "C1").candidature.avis_courant == RecrutementNon(
            motif=Motif.AUTRES, raison="Déménage, n’a pas pu 3 fois."
        )


async def test_avis_non_transmis_is_listed_and_cannot_be_chosen(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "n", "6")
        assert "6 Avis non transmis — attribué par le système seul (AVI-5)" in texte(app)
        assert ecran(app).brouillon.motif is None


async def test_hsp_has_its_own_shape(fiche: Fiche) -> None:
    async with fiche("C11") as (app, pilot):
        vu = texte(app)
        assert "Conformité administrative" in vu
        assert "Convocation 1" not in vu
        assert "Recrutement accepté" not in vu
        await taper(pilot, "n", "2", "f10")
        await confirmer(app, pilot)
        assert lue(app, "C11").candidature.avis_courant == ConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)


async def test_hsp_oui(fiche: Fiche) -> None:
    async with fiche("C11") as (app, pilot):
        await taper(pilot, "o")
        for valeur in ("02/05/2022", "30/09/2022", "28"):
            await champ(pilot, valeur)
        await taper(pilot, "f10")
        await confirmer(app, pilot)
        avis = lue(app, "C11").candidature.avis_courant
        assert isinstance(avis, ConformiteOui)
        assert avis.intensite == 28


async def test_a_retenue_of_a_lot_is_completed(fiche: Fiche) -> None:
    async with fiche("C14") as (app, pilot):
        assert "à compléter" in ligne(app, 1)
        assert "EOS" not in avis(app), "what remains to be done comes first"
        assert "restent à compléter, une seule fois (LOT-4)" in avis(app)
        assert "Commentaires et précisions" not in avis(app)
        await taper(pilot, "o")
        for valeur in ("2/5/22", "16/12/22", "30"):
            await champ(pilot, valeur)
        await taper(pilot, "f10")
        await confirmer(app, pilot)
        candidature = lue(app, "C14").candidature
        assert not candidature.a_completer
        assert isinstance(candidature.avis_courant, RecrutementOui)
        assert not app.screen.query("#valider")


async def test_the_waiting_list_can_be_taken_from(fiche: Fiche) -> None:
    async with fiche("C7") as (app, pilot):
        assert "Session complète" in texte(app), "the first avis stays in sight"
        await taper(pilot, "o")
        for valeur in ("2/5/22", "25/08/22", "35"):
            await champ(pilot, valeur)
        await taper(pilot, "f10")
        await confirmer(app, pilot)
        candidature = lue(app, "C7").candidature
        assert candidature.etat is Etat.RETENUE
        assert len(candidature.avis) == 2


async def test_after_the_late_entry_limit_the_waiting_list_says_why_not(fiche: Fiche, horloge: HorlogeDeTest) -> None:
    horloge.jour = horloge.jour.replace(month=7, day=2)
    async with fiche("C7") as (app, _):
        assert "(AVI-10)" in texte(app)
        assert not app.screen.query("#valider")


# Steps that close


async def test_a_third_absence_is_announced_and_asked(fiche: Fiche) -> None:
    async with fiche("C4") as (app, pilot):
        await taper(pilot, "c")
        await ecrire(pilot, "30/04/2022")
        await taper(pilot, "enter", "a")
        assert isinstance(app.screen, Confirmation)
        assert "(CNV-6)" in texte(app)
        await taper(pilot, "enter")
        assert lue(app, "C4").candidature.etat is Etat.EN_ATTENTE
        await taper(pilot, "a")
        await confirmer(app, pilot)
        assert lue(app, "C4").candidature.avis_courant == RecrutementNon(motif=Motif.CANDIDAT_INDISPONIBLE)


async def test_an_unjustified_absence_is_announced_and_asked(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "x")
        assert "(CNV-5)" in texte(app)
        await confirmer(app, pilot)
        assert lue(app, "C3").candidature.etat is Etat.NON_RETENUE


async def test_an_automatic_refusal_keeps_its_commentaire(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "x", "shift+tab")
        await coller(pilot, "Injoignable depuis.")
        await taper(pilot, "tab")
        await confirmer(app, pilot)
        assert lue(app, "C3").candidature.avis_courant == RecrutementNon(
            motif=Motif.ABSENCE_NON_JUSTIFIEE, commentaire="Injoignable depuis."
        )


async def test_too_long_a_commentaire_refuses_nobody(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "x", "shift+tab")
        await coller(pilot, "é" * 251)
        assert "1 de trop" in texte(app)
        await taper(pilot, "tab")
        await confirmer(app, pilot)
        assert "(AVI-8)" in toasts(app)
        assert lue(app, "C3").candidature.etat is Etat.EN_ATTENTE


async def test_a_first_justified_absence_asks_nothing_and_opens_the_next_row(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "a")
        assert lue(app, "C3").etape is Etape.A_CONVOQUER
        await taper(pilot, "c")
        assert isinstance(app.focused, Input)


async def test_u_takes_the_last_step_back(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "p")
        assert lue(app, "C3").etape is Etape.AVIS_A_RENDRE
        await taper(pilot, "u")
        assert lue(app, "C3").etape is Etape.PRESENCE_A_RENSEIGNER
        assert "( ) Présence" in texte(app)


async def test_d_moves_a_convocation(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "d", "end", "ctrl+u")
        await ecrire(pilot, "+2")
        await taper(pilot, "enter")
        (convocation,) = lue(app, "C3").candidature.convocations
        assert (convocation.date, convocation.resultat) == (date(2022, 5, 2), None)
        assert "(CNV-4)" in avis(app), "its answer has to wait, and the screen says why"


async def test_a_refused_date_is_told_under_its_row(fiche: Fiche) -> None:
    async with fiche("C2") as (app, pilot):
        await taper(pilot, "c")
        await ecrire(pilot, "01/01/2022")
        await taper(pilot, "enter")
        assert "✗ La date de convocation 01/01/2022 précède la date de candidature" in avis(app)
        assert isinstance(app.focused, Input)
        assert lue(app, "C2").candidature.convocations == ()


# While typing


async def test_a_warning_stands_beside_its_field(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        for valeur in ("02/05", "01/10/2022", "35"):
            await champ(pilot, valeur)
        lignes = texte(app).splitlines()
        fautive = next(y for y, vue in enumerate(lignes) if "▲ Sortie après la fin de la session" in vue)
        assert "(AVI-11)" in lignes[fautive] + lignes[fautive + 1]
        assert any("Date de sortie" in vue for vue in lignes[fautive - 3 : fautive])


async def test_a_refusal_stands_beside_its_field_and_validating_goes_there(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        for valeur in ("02/05", "25/08/22", "40,01"):
            await champ(pilot, valeur)
        assert "✗ L’intensité hebdomadaire 40,01 h" in texte(app)
        await taper(pilot, "f10")
        assert app.focused is not None
        assert app.focused.id == "intensite"
        assert lue(app, "C1").candidature.etat is Etat.EN_ATTENTE


async def test_a_text_that_is_no_date_is_told_when_one_leaves_it_and_stops_the_avis(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        await ecrire(pilot, "bientôt")
        await simule(pilot)
        assert "n’est pas une date" not in avis(app)
        await taper(pilot, "tab")
        await simule(pilot)
        assert "✗ « bientôt » n’est pas une date" in avis(app)
        await taper(pilot, "f10")
        assert isinstance(app.screen, CandidatureScreen)
        assert app.focused is not None
        assert app.focused.id == "entree"


async def test_too_long_a_comment_is_counted_and_refused(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        for valeur in ("02/05", "25/08/22", "35"):
            await champ(pilot, valeur)
        zone = app.screen.query_one("#commentaire", ZoneSure)
        zone.text = "é" * 251
        await simule(pilot)
        assert "▲ 1 de trop · 251 / 250" in texte(app)
        assert "(AVI-8)" in texte(app)


async def test_changing_the_answer_keeps_what_was_typed_in_the_other(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        await champ(pilot, "02/05")
        await taper(pilot, "escape", "n", "o")
        assert app.screen.query_one("#entree", Input).value == "02/05/2022"


async def test_escape_leaves_the_field_then_letters_work_again(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o", "escape")
        assert isinstance(app.screen, CandidatureScreen)
        assert not isinstance(app.focused, Input)
        await taper(pilot, "n")
        assert ecran(app).brouillon.reponse == "non"


async def test_validating_without_an_answer_says_what_is_asked(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "f10")
        assert "Répondez d’abord oui ou non" in toasts(app)


async def test_a_dimmed_key_says_why(fiche: Fiche) -> None:
    async with fiche("C2") as (app, pilot):
        await taper(pilot, "o")
        assert "(AVI-1)" in toasts(app)
        assert lue(app, "C2").candidature.convocations == ()


async def test_r_repeats_the_last_decision(fiche: Fiche) -> None:
    async with fiche("C1", Voisines([1, 15], 0)) as (app, pilot):
        assert not ecran(app).a_repeter
        await taper(pilot, "n", "4", "f10")
        await confirmer(app, pilot)
        await app.push_screen(CandidatureScreen("C15"))
        await calme(pilot)
        await taper(pilot, "r", "f10")
        await confirmer(app, pilot)
        assert lue(app, "C15").candidature.avis_courant == RecrutementNon(motif=Motif.CONDITIONS)


async def test_r_repeats_the_last_date_of_convocation(fiche: Fiche) -> None:
    async with fiche("C2") as (app, pilot):
        await taper(pilot, "c")
        await ecrire(pilot, "030522")
        await taper(pilot, "enter")
        await app.push_screen(CandidatureScreen("C4"))
        await calme(pilot)
        await taper(pilot, "r", "enter")
        assert lue(app, "C4").candidature.convocations[-1].date == date(2022, 5, 3)


# Leaving, neighbours, others


async def test_leaving_with_something_typed_asks_and_stays_by_default(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "n", "escape")
        assert isinstance(app.screen, Confirmation)
        await taper(pilot, "enter")
        assert ecran(app).brouillon.reponse == "non"
        await taper(pilot, "escape")
        await confirmer(app, pilot)
        assert not isinstance(app.screen, CandidatureScreen)


async def test_a_date_typed_and_not_validated_is_not_lost_in_silence(fiche: Fiche) -> None:
    async with fiche("C2") as (app, pilot):
        await taper(pilot, "c")
        await ecrire(pilot, "12/05")
        await taper(pilot, "escape", "escape")
        assert isinstance(app.screen, Confirmation)


async def test_the_list_it_came_from_is_walked(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        while "00235491" not in str(app.screen.reference):  # type: ignore[attr-defined]
            await taper(pilot, "down")
        await taper(pilot, "enter", "enter")
        assert isinstance(app.screen, CandidatureScreen)
        premiere = ecran(app).reference
        assert "‹ 1 / 4 ›" in ligne(app, 1)
        await taper(pilot, "greater_than_sign")
        assert "‹ 2 / 4 ›" in ligne(app, 1)
        assert ecran(app).reference != premiere
        assert ecran(app).reference in ligne(app, 1)
        await taper(pilot, "left_square_bracket")
        assert ecran(app).reference == premiere


async def test_going_to_the_next_with_something_typed_asks(fiche: Fiche) -> None:
    async with fiche("C1", Voisines([1, 2], 0)) as (app, pilot):
        await taper(pilot, "n", "greater_than_sign")
        assert isinstance(app.screen, Confirmation)
        await taper(pilot, "enter")
        assert ecran(app).reference == "C1"
        await taper(pilot, "greater_than_sign")
        await confirmer(app, pilot)
        assert ecran(app).reference == "C2"
        assert ecran(app).brouillon.vide


async def test_what_somebody_else_did_is_said_and_the_draft_is_kept(
    fiche: Fiche, base: Path, horloge: HorlogeDeTest
) -> None:
    async with fiche("C3") as (app, pilot):
        await taper(pilot, "p", "o")
        await champ(pilot, "02/05")
        with Desk.open(base, horloge=horloge, utilisateur="u2") as autre:
            assert not autre.executer_une(
                autre.commande(NoterResultat, candidature="C3", rang=1, resultat=Resultat.PRESENCE)
            ).fait
            assert autre.annuler(app.desk.annulables()[0].id).refus is not None, "only its author undoes"
        app.desk.annuler(app.desk.annulables()[0].id)
        app.a_change()
        await calme(pilot)
        assert "Modifiée entre-temps" in toasts(app)
        assert ecran(app).brouillon.entree == date(2022, 5, 2)
        await taper(pilot, "p")
        assert app.screen.query_one("#entree", Input).value == "02/05/2022", "the form comes back as it was"


@pytest.mark.parametrize("utilisateur", ["u3", "u4"])
async def test_who_may_not_consult_gets_a_sentence(fiche: Fiche, utilisateur: str) -> None:
    async with fiche("C1", utilisateur=utilisateur) as (app, pilot):
        assert isinstance(app.screen, Alerte)
        assert "O’NEILL" not in texte(app)
        await taper(pilot, "enter")
        montre(app, SessionsScreen)


async def test_two_quick_presses_go_two_further(fiche: Fiche) -> None:
    async with fiche("C1", Voisines([1, 2, 3, 4], 0)) as (app, pilot):
        await pilot.press("greater_than_sign", "greater_than_sign")
        await calme(pilot)
        assert ecran(app).reference == "C3"
        assert "‹ 3 / 4 ›" in ligne(app, 1)


async def test_what_was_being_typed_does_not_follow_to_the_next_one(fiche: Fiche) -> None:
    async with fiche("C1", Voisines([1, 15], 0)) as (app, pilot):
        await taper(pilot, "o")
        await coller(pilot, "02/05")
        await pilot.click(offset=(ligne(app, 1).index("›"), 1))
        await calme(pilot)
        await confirmer(app, pilot)
        assert ecran(app).reference == "C15"
        assert ecran(app).brouillon.vide
        assert not ecran(app).saisie_en_cours


# The mouse, the size, the texts of others


async def test_present_then_refused_by_mouse(fiche: Fiche) -> None:
    async with fiche("C3") as (app, pilot):
        await cliquer(pilot, "( ) Présence")
        assert lue(app, "C3").etape is Etape.AVIS_A_RENDRE
        await cliquer(pilot, "( ) Non")
        await cliquer(pilot, "7 Formation qui ne correspond")
        await cliquer(pilot, "Valider l’avis sur la candidature")
        assert isinstance(app.screen, Confirmation)
        await pilot.click("#oui")
        await calme(pilot)
        assert lue(app, "C3").candidature.avis_courant == RecrutementNon(motif=Motif.PROJET)


async def test_the_arrows_of_the_first_line_can_be_clicked(fiche: Fiche) -> None:
    async with fiche("C1", Voisines([1, 2], 0)) as (app, pilot):
        y = 1
        await pilot.click(offset=(ligne(app, y).index("›"), y))
        await calme(pilot)
        assert ecran(app).reference == "C2"


async def test_in_a_small_terminal_the_avis_comes_first_and_nothing_is_wider(fiche: Fiche) -> None:
    async with fiche("C1", size=(80, 24)) as (app, pilot):
        assert "Avis sur la candidature" in ligne(app, 3)
        assert not app.screen.query_one("#fiche").show_horizontal_scrollbar
        await taper(pilot, "o")
        for valeur in ("02/05", "25/08/22", "35"):
            await champ(pilot, valeur)
        await taper(pilot, "f10")
        await confirmer(app, pilot)
        assert lue(app, "C1").candidature.etat is Etat.RETENUE


@pytest.mark.parametrize("reference", ["C1", "C3", "C5", "C8", "C11", "C14", "C7"])
async def test_nothing_hostile_reaches_the_screen(fiche: Fiche, base_hostile: Path, reference: str) -> None:
    async with fiche(reference, chemin=base_hostile) as (app, pilot):
        assert sans_danger(app)
        await taper(pilot, "y")
        assert "\x1b" not in app.clipboard
        await taper(pilot, "p", "x")
        assert sans_danger(app)


async def test_hostile_texts_in_the_fields_are_made_harmless(fiche: Fiche) -> None:
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "o")
        for nom in ("entree", "intensite", "commentaire"):
            ecran(app).formulaire.viser(nom)
            for hostile in HOSTILES:
                await coller(pilot, hostile)
                assert sans_danger(app)
        await simule(pilot)
        await taper(pilot, "f10")
        await calme(pilot)
        assert sans_danger(app)


async def test_y_copies_the_request_where_there_is_one_else_the_reference(fiche: Fiche) -> None:
    async with fiche("C8") as (app, pilot):
        await taper(pilot, "y")
        assert "offre@cap-metiers.pro" in app.clipboard
        assert "C8" in app.clipboard
        assert "Déménage à Toulouse en avril." in app.clipboard
        assert "Léa Martin, Horizon Formation" in app.clipboard
    async with fiche("C1") as (app, pilot):
        await taper(pilot, "y")
        assert app.clipboard == "C1"


async def test_the_button_copies_the_request_too(fiche: Fiche) -> None:
    async with fiche("C8") as (app, pilot):
        await cliquer(pilot, "Copier la demande")
        assert isinstance(app.screen, CandidatureScreen)
        assert "offre@cap-metiers.pro" in app.clipboard


async def test_the_panels_tell_who_and_what_else(fiche: Fiche) -> None:
    async with fiche("C1") as (app, _):
        vu = texte(app)
        assert "Né·e le 03/02/1990 · Pau (64000)" in vu
        assert "06 12 34 56 78" in vu
        assert "Inscrit·e à France Travail : oui" in vu
        assert "Candidatures en cours 2/3 (HSP 0/1)" in vu
        assert "00235492" in vu, "the other one, which may be seen"
        assert "Détail et suivi" in vu
        assert "10/02/2022" in vu


async def test_where_the_avis_go_is_told(fiche: Fiche) -> None:
    """TRX-1 and TRX-3: said on each candidature, before any avis."""
    async with fiche("C1") as (app, _):
        assert "Visible dans Kairos (TRX-3)" in texte(app)
        assert "(TRX-1)" in texte(app)


async def test_an_avis_non_transmis_is_worth_a_non_retenu(fiche: Fiche) -> None:
    async with fiche("C9") as (app, _):
        assert "est « Avis non transmis », équivalant à un « non retenu », elle n’est plus à traiter" in avis(app)


async def test_a_candidature_of_another_organisme_is_counted_not_shown(fiche: Fiche) -> None:
    async with fiche("C2") as (app, _):
        vu = texte(app)
        assert "1 autre dans un autre organisme" in vu
        assert "00235493" not in vu


async def test_a_candidature_left_as_soon_as_it_is_read(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to be shown a frame later has lost its place."""
    montrer = CandidatureScreen.on_lue

    async def quitter(ecran: CandidatureScreen, message: Lue) -> None:
        await montrer(ecran, message)
        ecran.app.pop_screen()

    monkeypatch.setattr(CandidatureScreen, "on_lue", quitter)
    async with ouvrir() as (app, pilot), asyncio.timeout(30):
        for _ in range(5):
            await app.push_screen(CandidatureScreen("C4"))
            while isinstance(app.screen, CandidatureScreen):
                await asyncio.sleep(0.01)  # by the clock: `calme` would paint the frame at once
        await calme(pilot)
        montre(app, SessionsScreen)


def test_every_key_has_an_id_a_label_and_a_tooltip() -> None:
    touches = [touche for touche in [*CandidatureScreen.BINDINGS, *Choix.BINDINGS] if isinstance(touche, Binding)]
    assert all(touche.id and touche.description and touche.tooltip for touche in touches)
    assert len({touche.id for touche in touches}) == len(touches)
    seules = {"1", "2", "3", "4", "5", "6", "7", "8", "left_square_bracket", "right_square_bracket", "ctrl+s"}
    assert not any({cle} <= seules for touche in touches for cle in [touche.key] if "," not in cle)
