"""Keys that come all at once, as from a slow line or a paste: in order, each where the one before it has led."""

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from rafaelpro_tui import clavier
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Etape, Etat, Motif, RecrutementNon, RecrutementOui
from rafaelpro_tui.core.store.listes_candidatures import Candidatures
from rafaelpro_tui.screens.candidature import CandidatureScreen, Voisines
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from rafaelpro_tui.widgets.choice_list import ChoiceList
from rafaelpro_tui.widgets.convocation_grid import ConvocationGrid
from tests.screens.ecran import Ouvrir, calme, montre, taper, texte

NOMS = {"/": "slash", ".": "full_stop", ",": "comma", ">": "greater_than_sign"}


def touches(*suite: str) -> Iterator[Key]:
    """`c`, `<tab>`, `25/04/2022`: a key by its name between brackets, or each character of a text."""
    for morceau in suite:
        if len(morceau) > 2 and morceau.startswith("<"):
            yield Key(morceau[1:-1], None)
        else:
            yield from (Key(NOMS.get(signe, signe), signe) for signe in morceau)


async def rafale(pilot: Pilot[None], *suite: str) -> None:
    """All the keys are there before the first one is handled."""
    for touche in touches(*suite):
        pilot.app.post_message(touche)
    await calme(pilot)


async def ouvrir_la_fiche(
    app: RafaelProApp, pilot: Pilot[None], reference: str, voisines: Voisines | None = None
) -> CandidatureScreen:
    ecran = CandidatureScreen(reference, voisines)
    await app.push_screen(ecran)
    await calme(pilot)
    return ecran


def toasts(app: RafaelProApp) -> str:
    return " ".join(note.message for note in app._notifications).replace("\u00a0", " ")


def valeur(app: RafaelProApp, champ: str) -> str:
    return app.screen.query_one(f"#{champ}", Input).value


async def test_text_after_tab_goes_to_the_next_field(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1")
        await taper(pilot, "o")
        await rafale(pilot, "02/05", "<tab>", "25/08/22", "<tab>", "30", "<shift+tab>", "<shift+tab>", "<end>", "/2022")
        assert [valeur(app, nom) for nom in ("entree", "sortie", "intensite")] == [
            "02/05/2022/2022",
            "25/08/2022",
            "30",
        ]


async def test_a_date_and_entree_convene(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C2")
        await rafale(pilot, "c", "30/04", "<enter>")
        (convocation,) = app.desk.candidature("C2").candidature.convocations
        assert convocation.date == date(2022, 4, 30)


async def test_a_motif_and_f10_ask_with_the_motif(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1")
        await rafale(pilot, "n1", "<f10>")
        montre(app, Confirmation)
        assert "Motif" in texte(app)
        await rafale(pilot, "<tab>", "<enter>")
        assert app.desk.candidature("C1").candidature.avis_courant == RecrutementNon(motif=Motif.PREREQUIS)


async def test_text_after_a_letter_goes_to_the_field_that_it_opens(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1")
        await rafale(pilot, "o", "02/05/2022")
        assert valeur(app, "entree") == "02/05/2022"


async def test_what_is_pasted_keeps_its_place_among_the_keys(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C2")
        for evenement in (*touches("c"), Paste("30/04/2022"), *touches("<enter>", "p")):
            app.post_message(evenement)
        await calme(pilot)
        assert app.desk.candidature("C2").etape is Etape.AVIS_A_RENDRE


async def test_the_whole_way_in_one_go(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C2")
        suite = (
            "c",
            "30/04",
            "<enter>",
            "po",
            "02/05",
            "<tab>",
            "25/08/22",
            "<tab>",
            "18h/3j",
            "<tab>",
            "ok.",
            "<f10>",
        )
        await rafale(pilot, *suite)
        montre(app, Confirmation)
        await rafale(pilot, "<tab>", "<enter>")
        assert app.desk.candidature("C2").candidature.avis_courant == RecrutementOui(
            entree=date(2022, 5, 2), sortie=date(2022, 8, 25), intensite=Decimal(30), commentaire="ok."
        )


# Nothing that was not seen


async def test_a_question_takes_no_key_pressed_before_it_was_there(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1")
        await rafale(pilot, "n1", "<f10>", "<tab>", "<enter>")
        montre(app, Confirmation)
        assert app.desk.candidature("C1").candidature.etat is Etat.EN_ATTENTE
        assert "Touches ignorées : elles ont été tapées avant que la question soit affichée." in toasts(app)
        await taper(pilot, "enter")
        assert montre(app, CandidatureScreen).brouillon.motif == Motif.PREREQUIS, "the default is the way back"


async def test_nothing_is_written_on_a_candidature_not_seen_yet(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1", Voisines([1, 3], 0))
        await rafale(pilot, ">", "p")
        assert montre(app, CandidatureScreen).reference == "C3"
        assert app.desk.candidature("C3").etape is Etape.PRESENCE_A_RENSEIGNER
        assert "Rien n’est fait : la touche a été tapée avant que C3 soit à l’écran" in toasts(app)
        await taper(pilot, "p")
        assert app.desk.candidature("C3").etape is Etape.AVIS_A_RENDRE


async def test_what_is_typed_and_not_validated_is_never_lost_by_a_quick_key(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C2", Voisines([2, 3], 0))
        await rafale(pilot, "c", "30/04", "<escape>", ">", "<tab>", "<enter>")
        assert isinstance(app.screen, Confirmation), "asked, and not answered yet"
        await taper(pilot, "enter")
        assert montre(app, CandidatureScreen).reference == "C2"
        assert app.screen.query_one(ConvocationGrid).modifiee


async def test_keys_do_not_wait_for_ever(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for does not come: what was typed after it is dropped, and said; then keys work again."""
    feu = threading.Event()
    lire = Desk.candidature

    def lente(desk: Desk, *args: Any) -> Any:
        assert feu.wait(10)
        return lire(desk, *args)

    monkeypatch.setattr(clavier, "PATIENCE", 0.05)
    async with ouvrir() as (app, pilot):
        await ouvrir_la_fiche(app, pilot, "C1", Voisines([1, 3], 0))
        monkeypatch.setattr(Desk, "candidature", lente)
        try:
            for touche in touches(">", "o"):
                app.post_message(touche)
            while "pas fini" not in toasts(app):
                await pilot.pause(0.01)
            await pilot.press("f1")
            assert "Toutes les touches" in texte(app) or "Aide" in texte(app)
        finally:
            feu.set()
        await calme(pilot)
        assert "Touches ignorées : ce qui était demandé avant n’est pas fini." in toasts(app)


async def test_what_follows_tout_cocher_is_about_all_that_is_meant(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of a huge list is long to come: the key after `*` waits until all of it is ticked."""
    feu = threading.Event()
    ordre = Candidatures.order

    def lent(liste: Candidatures) -> Any:
        assert feu.wait(10)
        return ordre(liste)

    async with ouvrir() as (app, pilot):
        monkeypatch.setattr(Candidatures, "order", lent)
        app.push_screen(SessionScreen("00235491"))
        try:
            while not (isinstance(app.screen, SessionScreen) and app.screen.vue and app.screen.table.cursor_data):
                await pilot.pause(0.01)
            for touche in touches("<asterisk>", "L"):
                app.post_message(touche)
            await pilot.pause(0.05)
            montre(app, SessionScreen)
        finally:
            feu.set()
        await calme(pilot)
        lot = montre(app, LotScreen)
        comptes = app.desk.session("00235491").comptes
        assert sum(len(selection) for selection in lot.cochees.values()) == comptes[Etat.EN_ATTENTE] > 1


# Elsewhere


async def test_a_filter_then_entree_twice_opens_what_was_found(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await rafale(pilot, "f", "00235492", "<enter>", "<enter>")
        assert montre(app, SessionScreen).session == "00235492"


async def test_the_palette_opens_what_the_whole_text_finds(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await rafale(pilot, "<ctrl+p>", "fuente", "<enter>")
        assert montre(app, CandidatureScreen).reference == "C2"


async def test_the_palette_does_not_stay_on_what_less_text_found(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p", "0", "0", "2", "3", "5", "4", "9", "1")
        liste = app.screen.query_one(ChoiceList)
        assert liste.highlighted == "session/00235491"
        await rafale(pilot, "<backspace>", "2", "<enter>")
        assert montre(app, SessionScreen).session == "00235492"


async def test_the_switcher_takes_the_one_that_was_typed(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await rafale(pilot, "<f2>", "horizon", "<enter>")
        assert app.desk.acteur.structure.nom.startswith("Horizon")


async def test_the_sort_takes_the_column_that_was_typed(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = montre(app, SessionsScreen)
        await rafale(pilot, "s", "inscrits", "<enter>")
        assert ecran.regard.tri is not None
        assert ecran.regard.tri.colonne == "inscrits"


async def test_a_lot_is_simulated_with_the_date_that_was_typed(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        await rafale(pilot, "L")
        await taper(pilot, "asterisk")
        await rafale(pilot, "c", "+3", "<enter>")
        bilan = montre(app, SimulationScreen).bilan
        assert (bilan.traitement.date, bilan.faites) == (date(2022, 5, 3), 2)


async def test_the_motif_of_a_lot_is_the_one_that_was_pressed(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        await rafale(pilot, "L", "<tab>", "<tab>", "n7", "<f10>", "<f10>", "<tab>", "<enter>")
        montre(app, Confirmation)
        assert "Touches ignorées" in toasts(app)
        assert app.desk.candidature("C1").candidature.etat is Etat.EN_ATTENTE
        await rafale(pilot, "<tab>", "<enter>")
        assert app.desk.candidature("C1").candidature.avis_courant == RecrutementNon(motif=Motif.PROJET)


async def test_a_session_is_changed_as_typed(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await app.push_screen(FormulaireSessionScreen("00235491"))
        await calme(pilot)
        app.screen.query_one("#coefficient").focus()
        await rafale(pilot, "<home>", "<ctrl+k>", "1,5", "<f10>", "<tab>", "<enter>")
        montre(app, Confirmation)
        assert app.desk.session("00235491").session.coefficient == 1
        await taper(pilot, "tab", "enter")
        assert app.desk.session("00235491").session.coefficient == Decimal("1.5")
