"""F3: the dashboard, what is to be handled, the fill of the coming sessions, by keyboard and by mouse."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import AnnulerSession
from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.core.vues_accueil import AlerteEcheance, Remplissage
from rafaelpro_tui.screens.accueil import ALERTE as ALERTE_FILTRE
from rafaelpro_tui.screens.accueil import AccueilScreen, debuts_remplissage, textes_alerte
from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.widgets.jauge import remplissage
from rafaelpro_tui.widgets.tableau_roles import COLONNES, NOTE, ROLES, TITRE, TableauRoles, filtre
from rafaelpro_tui.widgets.volet import Volet
from tests.core.atelier import JOUR
from tests.core.base_au_hasard import STRUCTURES, au_hasard, ecrire
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ligne, montre, ou, sans_danger, taper, texte

ALERTE = date(2022, 9, 8)
"""Fin of 00235491 + 14 days (REGLES.md, vectors)."""


async def test_the_guides_dashboard_is_there_with_its_footnote(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await taper(pilot, "f3")
        montre(app, AccueilScreen)
        assert "RafaelPro › Accueil" in ligne(app, 0)
        vu = texte(app)
        for dit in (TITRE, NOTE, *(titre for _, titre in COLONNES)):
            assert dit.replace("\u00a0", " ") in vu
        assert "   Non retenues   " in vu  # the titles breathe where there is room
        responsable = next(vue.split() for vue in vu.splitlines() if vue.startswith(" Responsable"))
        assert responsable == ["Responsable", "▸6", "0", "3", "3", "1", "1", "1"]


@pytest.mark.parametrize("largeur", [80, 100, 120, 160])
async def test_every_title_and_figure_is_whole_at_any_width(ouvrir: Ouvrir, largeur: int) -> None:
    async with ouvrir(size=(largeur, 24)) as (app, pilot):
        await taper(pilot, "f3")
        mots = texte(app).split()
        for _, titre in COLONNES:
            assert set(titre.replace("\u00a0", " ").split()) <= set(mots)
        assert "…" not in " ".join(
            vue for vue in texte(app).splitlines() if vue.startswith((" Resp", " Posit", " Form"))
        )


async def test_f3_goes_there_from_anywhere_and_escape_comes_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "enter", "f3", "f3")
        montre(app, AccueilScreen)
        assert len(app.pile) == 2, "home, and one Accueil"
        await taper(pilot, "escape")
        montre(app, SessionsScreen)
        await taper(pilot, "f3", "f5")
        montre(app, SessionsScreen)


async def test_arrows_go_from_the_figures_to_the_rows_and_enter_opens_a_session(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3", "down", "down")
        tableau = app.screen.query_one(TableauRoles)
        assert tableau.curseur == (2, 0)
        await taper(pilot, "right", "right", "left")
        assert tableau.curseur == (2, 1)
        await taper(pilot, "down")
        volet = app.screen.query_one("#echeances", Volet)
        assert volet.has_focus
        assert montre(app, AccueilScreen).reference == "00235491"
        await taper(pilot, "up")
        assert tableau.has_focus
        await taper(pilot, "down", "down", "enter")
        assert montre(app, SessionScreen).session == "00240001"
        assert "RafaelPro › Accueil › 00240001" in ligne(app, 0)
        await taper(pilot, "escape")
        montre(app, AccueilScreen)


@pytest.mark.parametrize("rang", [0, 1, 2])
async def test_every_figure_opens_the_list_behind_it(ouvrir: Ouvrir, rang: int) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3", *["down"] * rang)
        nombres = app.screen.query_one(TableauRoles).nombres(rang)
        for (champ, _), nombre in zip(COLONNES, nombres, strict=True):
            await taper(pilot, "enter")
            liste = montre(app, CandidaturesScreen)
            assert liste.regard.texte == filtre(ROLES[rang], champ)
            if ROLES[rang] is Role.FORMATEUR:  # DRT-9: said, and only those of sessions where it may see them.
                assert not nombre or "Comme Formateur" in texte(app)
                assert liste.nombre is not None
                assert liste.nombre <= nombre
            else:
                assert liste.nombre == nombre
            await taper(pilot, "escape", "escape", "right")
            montre(app, AccueilScreen)


@pytest.mark.parametrize("graine", range(3))
def test_the_figures_are_those_of_the_lists_on_a_random_base(graine: int, tmp_path: Path) -> None:
    hasard = au_hasard(graine)
    chemin = ecrire(hasard, tmp_path / "hasard.db")
    for of in STRUCTURES:
        with Desk.open(chemin, horloge=HorlogeDeTest(jour=JOUR), utilisateur="u1", structure=of) as desk:
            comparer(desk)
            alerte = desk.accueil().alerte
            derriere = desk.candidatures(texte=ALERTE_FILTRE, onglet=Onglet.TOUTES).count()
            assert derriere == (alerte.candidatures if alerte else 0)


def test_the_figures_are_those_of_the_lists_on_the_demo(tmp_path: Path) -> None:
    chemin = tmp_path / "demo.db"
    fabriquer(chemin, JOUR, 1_000)
    with Desk.open(chemin, horloge=HorlogeDeTest(jour=JOUR)) as desk:
        comparer(desk)
        assert desk.tableau()[0].en_attente > 50


def comparer(desk: Desk) -> None:
    """Each figure against the length of the list behind it."""
    for vue in desk.tableau():
        for champ, _ in COLONNES:
            liste = desk.candidatures(texte=filtre(vue.role, champ), onglet=Onglet.TOUTES)
            assert liste.count() == len(liste.order())
            if vue.role is Role.FORMATEUR:
                assert liste.count() <= getattr(vue, champ), "DRT-9"
            else:
                assert liste.count() == getattr(vue, champ), (vue.role, champ)


async def test_a_click_on_a_figure_opens_its_list(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await taper(pilot, "f3")
        x, y = ou(app, "▸6")
        await pilot.click(offset=(x + 1, y))
        await calme(pilot)
        assert montre(app, CandidaturesScreen).nombre == 6


async def test_the_alert_opens_its_list(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = ALERTE
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3", "up", "enter")
        liste = montre(app, CandidaturesScreen)
        assert liste.nombre == 4
        assert liste.regard.texte == ALERTE_FILTRE


async def test_a_click_opens_a_session(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3")
        await cliquer(pilot, "00235492")
        assert montre(app, SessionScreen).session == "00235492"


async def test_what_is_to_be_handled(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3")
        vu = texte(app)
        assert "À traiter : les échéances les plus proches" in vu
        assert "À traiter : les sessions qui attendent le plus" in vu
        premiere = next(vue for vue in vu.splitlines() if "dans 138 jours" in vue)
        assert "4 en attente" in premiere
        assert "00235491  Plateforme Amorce de parcours" in premiere
        assert "00235493" not in vu, "its Formateur does not handle its candidatures (DRT-1)"
        horloge.jour = date(2022, 9, 14)
        app.a_change()
        await calme(pilot)
        assert "▲ dans 1 jour " in texte(app)
        horloge.jour = date(2022, 9, 15)
        app.a_change()
        await calme(pilot)
        assert "▲ aujourd’hui" in texte(app)


async def test_the_alert_is_there_when_it_is_due(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    """ECH-2."""
    async with ouvrir(size=(160, 40)) as (app, pilot):
        await taper(pilot, "f3")
        assert not app.screen.query_one("#alerte", Volet).display
        horloge.jour = ALERTE
        app.a_change()
        await calme(pilot)
        assert (
            "▲ Alerte : passage en « avis non transmis » à venir de 4 candidatures sur 1 session terminée ; "
            "dernier jour le 15/09/2022 pour les premières."
        ) in texte(app)
        await taper(pilot, "up")
        assert app.screen.query_one("#alerte", Volet).has_focus


@pytest.mark.parametrize("jours", [0, 7])
def test_the_shortest_alert_fits_in_80_columns(jours: int) -> None:
    alerte = AlerteEcheance(candidatures=12_345, sessions=987, echeance=ALERTE, jours=jours)
    assert any(len(dit) <= 76 and "échéance" in dit for dit in textes_alerte(alerte))


async def test_the_coming_sessions_and_how_full_they_are(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = date(2022, 3, 15)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3")
        session = next(vue for vue in texte(app).splitlines() if "04/04/22" in vue)
        assert "1 / 20 / 20" in session
        assert "○ 19 places à pourvoir" in session
        assert "■···" in session
        assert "00240001" in session
        assert "00235500" not in texte(app), "annulée"


@pytest.mark.parametrize(
    ("retenues", "vise", "capacite", "barre", "dit"),
    [
        (0, 15, 20, "···············│····", "○ 15 places à pourvoir"),
        (10, 15, 20, "■■■■■■■■■■·····│····", "○ 5 places à pourvoir"),
        (15, 15, 20, "■■■■■■■■■■■■■■■│····", "✓ effectif visé atteint"),
        (18, 15, 20, "■■■■■■■■■■■■■■■│■■··", "✓ effectif visé atteint"),
        (25, 15, 20, "■■■■■■■■■■■■│■■■■■■■", "▲ au-delà de la capacité"),
        (0, 0, 0, "│···················", "✓ effectif visé atteint"),
    ],
)
def test_a_bar_says_what_its_words_say(retenues: int, vise: int, capacite: int, barre: str, dit: str) -> None:
    session = Remplissage(
        reference="S",
        intitule="Maçon·ne",
        debut=ALERTE,
        retenues=retenues,
        en_attente=0,
        effectif_vise=vise,
        capacite=capacite,
    )
    assert remplissage(retenues, vise, capacite, 20) == barre
    assert dit in debuts_remplissage(session)[0]
    assert f"{retenues} / {vise} / {capacite}" in debuts_remplissage(session)[-1]


async def test_it_follows_what_is_done(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3")
        assert "4 en attente" in texte(app)
        app.desk.executer_une(app.desk.commande(AnnulerSession, session="00235491"))
        app.a_change()
        await calme(pilot)
        assert "4 en attente" not in texte(app)


async def test_nothing_to_handle_says_so(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = date(2030, 1, 1)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3")
        vu = texte(app)
        assert vu.count("✓ Aucune candidature en attente de traitement.") == 2
        assert "Aucune session à venir. F5 montre toutes vos sessions." in vu
        await taper(pilot, "down", "down", "down", "down")
        assert app.screen.query_one(TableauRoles).has_focus, "nothing to go to"


async def test_who_does_not_handle_candidatures_is_told_why(ouvrir: Ouvrir) -> None:
    """DRT-9: the counts, not the persons."""
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await taper(pilot, "f3")
        vu = " ".join(texte(app).split())
        assert vu.count("(DRT-9)") == 1
        assert "▸6" in vu
        await taper(pilot, "enter")
        montre(app, Alerte)
        assert "6 candidatures (DRT-9)" in texte(app)


async def test_f4_says_why_too(ouvrir: Ouvrir) -> None:
    """Its dashboard is the same: DRT-9, and not the filter, is why there is nothing behind a figure."""
    async with ouvrir(utilisateur="u3", size=(120, 40)) as (app, pilot):
        await taper(pilot, "f4", "d", "enter")
        assert montre(app, CandidaturesScreen).regard.texte
        vu = " ".join(texte(app).split())
        assert "DRT-9" in vu
        assert "Aucun résultat" not in vu
    async with ouvrir(size=(120, 40)) as (app, pilot):
        await taper(pilot, "f4", "d", "down", "down", "enter")
        assert "Comme Formateur" in texte(app)


async def test_the_palette_opens_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p", *"accueil", "enter")
        montre(app, AccueilScreen)


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path, horloge: HorlogeDeTest) -> None:
    horloge.jour = date(2022, 3, 15)
    for taille in ((80, 24), (160, 45)):
        async with ouvrir(chemin=base_hostile, size=taille) as (app, pilot):
            await taper(pilot, "f3", *["down"] * 6)
            assert sans_danger(app)
            await taper(pilot, "enter")
            assert sans_danger(app)


async def test_the_row_under_the_cursor_is_in_sight_in_a_low_window(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = date(2022, 3, 15)
    async with ouvrir(size=(80, 18)) as (app, pilot):
        await taper(pilot, "f3")
        assert "04/04/22" not in texte(app)
        await taper(pilot, *["down"] * 9)
        assert app.screen.query_one("#remplissage", Volet).has_focus
        assert "▸ ■" in texte(app)
        assert "04/04/22" in texte(app)


@pytest.mark.parametrize("touche", ["f3", "f6", "f7", "f8"])
async def test_an_empty_base_is_no_trouble(fabrique: Callable[..., RafaelProApp], tmp_path: Path, touche: str) -> None:
    """No structure, no user: nothing to show, nothing to do, and it is said."""
    chemin = tmp_path / "vide.db"
    Desk.create(chemin)
    app = fabrique(chemin, utilisateur=None)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await calme(pilot)
        assert "Cette base est vide : elle n’a encore ni structure, ni session." in texte(app)
        await taper(pilot, touche, "enter", "v")
        assert len(app.pile) == 2
        assert ("Cette base est vide" in texte(app)) is (touche in ("f6", "f7"))
        assert "Aucune structure" in ligne(app, 0)
