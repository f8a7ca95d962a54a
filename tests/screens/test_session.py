"""A session's candidatures: header, six tabs, eight columns, selection, what DRT-9 leaves to see."""

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.widgets.etats import DEFINITIONS
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


async def aller(app: RafaelProApp, pilot: Pilot[None], reference: str = "00235491") -> SessionScreen:
    """Be on a session, home under it."""
    await app.push_screen(SessionScreen(reference))
    await calme(pilot)
    return montre(app, SessionScreen)


async def test_the_header_says_formation_dates_places_and_time_left(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, pilot):
        await aller(app, pilot)
        vu = texte(app)
        assert "RafaelPro › Candidatures › Sessions › 00235491" in vu
        assert "Plateforme Amorce de parcours · Programme régional de formation · Bordeaux (33000)" in vu
        assert "Du 01/03/2022 au 25/08/2022 · Entrées et sorties à dates fixes" in vu
        assert "5 inscrits sur 20 possibles" in vu
        assert (
            "La date de fin de session est fixée au 25/08/2022. "
            "Il vous reste 138 jours pour gérer vos préinscriptions." in vu
        )


async def test_six_tabs_with_the_guides_labels_and_counts(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, pilot):
        await aller(app, pilot)
        onglets = ligne(app, 4)
        for attendu in (
            "En attente de traitement [4]",
            "Retenus [1]",
            "Non retenus [2]",
            "Avis non transmis [0]",
            "Refus : session complète [1]",
            "Refus : session annulée [0]",
        ):
            assert attendu in onglets
        assert "À convoquer 2 · présence 1 · avis 1" in texte(app)


async def test_tabs_show_the_candidatures_of_their_state(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, pilot):
        ecran = await aller(app, pilot)
        await taper(pilot, "tab")
        assert ecran.onglet == Etat.RETENUE
        assert "C5" in texte(app)
        await cliquer(pilot, "Non retenus")
        assert "C6" in texte(app)
        assert "C8" in texte(app)
        await cliquer(pilot, "Avis non transmis")
        assert "Aucune candidature n’est passée en « avis non transmis » sur cette session." in texte(app)


async def test_each_state_is_told_in_the_guides_words(ouvrir: Ouvrir) -> None:
    """What a state means, beside its tab; at 80 columns, whole."""
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await aller(app, pilot)
        for etat in list(Etat)[1:]:
            await taper(pilot, "tab")
            assert montre(app, SessionScreen).onglet == etat
            assert DEFINITIONS[etat].replace("\u00a0", " ") in ligne(app, 5)
        assert "équivalant à un « non retenu »" in DEFINITIONS[Etat.AVIS_NON_TRANSMIS].replace("\u00a0", " ")


async def test_enter_opens_the_candidature_with_its_neighbours(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = await aller(app, pilot)
        attendue = ecran.candidature
        await taper(pilot, "enter")
        assert montre(app, CandidatureScreen).reference == attendue
        assert "1 / 4" in texte(app)
        await taper(pilot, "escape")
        assert montre(app, SessionScreen) is ecran


async def test_what_is_ticked_survives_tabs_and_filters_and_is_always_told(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "space", "space")
        assert "2 cochées" in ligne(app, 5)
        await taper(pilot, "f")
        await ecrire(pilot, "zzz")
        await taper(pilot, "enter")
        assert "2 cochées (2 masquées par le filtre) · 0 candidature" in ligne(app, 5)
        await taper(pilot, "escape", "tab")
        assert "cochée" not in ligne(app, 5), "each tab has its own"
        await taper(pilot, "shift+tab")
        assert "2 cochées" in ligne(app, 5)


async def test_the_coordonnees_hold_phone_in_pairs_and_mail(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await aller(app, pilot)
        assert "06 12 34 56 78 · p1@example.org" in texte(app)


@pytest.mark.parametrize(
    ("jour", "phrase"),
    [
        (date(2022, 9, 14), "Il vous reste 1 jour pour gérer vos préinscriptions."),
        (date(2022, 9, 15), "Il vous reste 0 jour pour gérer vos préinscriptions : c’est aujourd’hui"),
        (date(2022, 9, 16), "Le délai pour gérer vos préinscriptions est passé depuis le 15/09/2022."),
    ],
)
async def test_the_last_days(ouvrir: Ouvrir, horloge: HorlogeDeTest, jour: date, phrase: str) -> None:
    horloge.jour = jour
    async with ouvrir() as (app, pilot):
        await taper(pilot, "tab")
        await aller(app, pilot)
        assert phrase in ligne(app, 3)


async def test_a_cancelled_session_says_so(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(app, pilot, "00235500")
        assert "✕ Session annulée par le financeur." in texte(app)


async def test_who_may_not_consult_sees_counts_and_why(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await aller(app, pilot)
        vu = texte(app)
        assert "[4]" in ligne(app, 4)
        assert "À convoquer 2 · présence 1 · avis 1" in vu
        assert "(DRT-9)" in vu
        assert "O’NEILL" not in vu
        await taper(pilot, "enter")
        montre(app, SessionScreen)  # There is no row to open.


async def test_hsp_counts_conformites(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(app, pilot, "00240001")
        assert "conformité 1" in texte(app)
        assert "À convoquer" not in ligne(app, 5)


async def test_80_by_24_shows_all_six_tabs(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await aller(app, pilot)
        assert ligne(app, 4).count("[") == 6
        assert "…" not in ligne(app, 2)
        assert "Il vous reste 138 jours" in ligne(app, 3)


async def test_another_program_writes_and_the_screen_follows(ouvrir: Ouvrir, base: Path) -> None:
    from rafaelpro_tui.core.commands import Convoquer
    from rafaelpro_tui.core.desk import Desk

    async with ouvrir() as (app, pilot):
        ecran = await aller(app, pilot)
        await taper(pilot, "down")
        sous_le_curseur = ecran.candidature
        with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u1") as autre:
            fait = autre.executer_une(autre.commande(Convoquer, candidature="C2", date=date(2022, 5, 10)))
            assert fait.fait, fait.message
        app._veiller()
        await calme(pilot)
        assert "À convoquer 1 · présence 2 · avis 1" in texte(app)
        assert ecran.candidature == sous_le_curseur


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        await aller(app, pilot)
        for _ in range(6):
            assert sans_danger(app)
            await taper(pilot, "tab")
        await taper(pilot, "space", "f9")
        assert sans_danger(app)
