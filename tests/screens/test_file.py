"""« Traiter à la file »: one letter a verdict, the basket, its validation."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rafaelpro_tui.core.commands import RendreAvis
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.file import oui_par_defaut
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.file import FileScreen
from rafaelpro_tui.screens.file_saisie import SaisieFileScreen
from rafaelpro_tui.screens.panier import PanierScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import PATIENCE, Ouvrir, calme, cliquer, ecrire, ligne, montre, taper, texte


async def test_queue_basket_validate(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await _file(pilot, "session:00235491")
        ecran = montre(app, FileScreen)
        total = len(ecran.file.ids)
        assert f"1 / {total}" in texte(app)
        faites: dict[str, str] = {}
        for _ in range(total):
            reference = ecran.candidature
            assert reference is not None
            possibles = {p.type for p in ecran.vue.possibilites if p.refus is None} if ecran.vue else set()
            if "noter_resultat" in possibles:
                await taper(pilot, "p", "n", "1")
                faites[reference] = "non"
            elif "rendre_avis" in possibles and ecran.vue and not ecran.vue.dispositif.hsp:
                await taper(pilot, "o")
                faites[reference] = "oui"
            else:
                await taper(pilot, "s")
        assert "non" in faites.values()
        assert app.desk.panier.nombre() == len(faites)
        assert all(app.desk.candidature(reference).candidature.etat is Etat.EN_ATTENTE for reference in faites)
        await taper(pilot, "escape")
        montre(app, PanierScreen)
        assert "au panier =" in texte(app)
        await taper(pilot, "f10", "right", "enter")
        montre(app, RapportScreen)
        attendus = {"oui": Etat.RETENUE, "non": Etat.NON_RETENUE}
        for reference, verdict in faites.items():
            assert app.desk.candidature(reference).candidature.etat is attendus[verdict]
        assert app.desk.panier.nombre() == 0


async def test_repeat_step_back_skip(ouvrir: Ouvrir) -> None:
    """The presence, which C1 has already, is left out of what is repeated."""
    async with ouvrir() as (app, pilot):
        await _file(pilot, "session:00235491")
        ecran = montre(app, FileScreen)
        await _aller(pilot, ecran, "C3")
        await taper(pilot, "p", "n", "8")
        assert ecran.candidature != "C3"
        await _aller(pilot, ecran, "C1")
        await taper(pilot, "full_stop")
        assert app.desk.panier.nombre() == 2
        assert "2 non" in texte(app)
        await taper(pilot, "u")
        assert (ecran.candidature, app.desk.panier.nombre()) == ("C1", 1)
        await taper(pilot, "s")
        assert "1 passée" in texte(app)
        await _aller(pilot, ecran, "C2")
        assert "Comme la dernière" not in texte(app), "an avis, where one is to be convened"


async def _aller(pilot: Pilot[None], ecran: FileScreen, reference: str) -> None:
    while ecran.file.position:
        await taper(pilot, "less_than_sign")
    while ecran.candidature != reference:
        await taper(pilot, "greater_than_sign")


async def test_a_raison_is_typed_on_the_whole_candidature(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "etape:presence_a_renseigner")
        await taper(pilot, "enter", "T", "p", "n", "3")
        montre(app, SaisieFileScreen)
        await ecrire(pilot, "hors secteur")
        await taper(pilot, "f10")
        ecran = montre(app, FileScreen)
        assert ecran.file.decisions[-1].genre.name == "NON"


async def test_what_cannot_be_done_says_why(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "etape:a_convoquer")
        await taper(pilot, "enter", "T", "o")
        assert "(AVI-1)" in texte(app)
        assert app.desk.panier.nombre() == 0


async def test_hsp_is_about_conformity(ouvrir: Ouvrir) -> None:
    """HSP-1 to HSP-3: no convocation, its own two motifs, its own « oui »."""
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "etape:conformite_a_rendre")
        await taper(pilot, "enter", "T")
        ecran = montre(app, FileScreen)
        vu = texte(app)
        assert "o Conformité : oui, du 04/04/2022 au 30/09/2022" in vu
        assert "Convoquer" not in vu
        await taper(pilot, "n")
        assert "1 Non-conformité administrative" in texte(app)
        assert "3 " not in texte(app).partition("Motif de refus")[2].partition("╰")[0]
        await taper(pilot, "2")
        assert ecran.file.decisions[-1].genre.name == "NON"
        await taper(pilot, "u", "o")
        (deposee,) = app.desk.panier.contenu().deposees
        assert (deposee.candidature, deposee.resultat.etat) == ("C11", Etat.RETENUE)


async def test_by_mouse(ouvrir: Ouvrir) -> None:
    """Each letter is clicked where it is written, and in the footer; the badge opens the basket."""
    async with ouvrir(size=(120, 30)) as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "etape:presence_a_renseigner")
        await taper(pilot, "enter", "T")
        await cliquer(pilot, "p Présence")
        assert "▣ 1 au panier" in ligne(app, -1)
        await cliquer(pilot, "n Recrutement")
        await cliquer(pilot, "1 Prérequis")
        assert "1 non" in texte(app)
        await cliquer(pilot, "u Reprendre")
        assert montre(app, FileScreen).file.decisions[-1].genre.name == "PRESENTE"
        await cliquer(pilot, "▣ 1 au panier")
        montre(app, PanierScreen)


async def test_what_comes_next_is_shown_before_the_decision_is_written(ouvrir: Ouvrir) -> None:
    """It is read ahead: nothing is laid out again; counted, and another key handled, once it is on disk."""
    async with ouvrir() as (app, pilot):
        await _file(pilot, "session:00235491")
        ecran = montre(app, FileScreen)
        await _aller(pilot, ecran, "C3")
        dispositions: list[object] = []
        ecran.screen_layout_refresh_signal.subscribe(ecran, dispositions.append)
        ecritures = app.desk._base.write
        with ecritures.essai():  # The base is taken: nothing can be written meanwhile.
            await pilot.press("p")
            await _jusqu_a(pilot, lambda: "Présence" in texte(app) and "Recrutement : oui" in texte(app))
            await pilot.press("n", "8")
            assert "1 présence" not in texte(app)
            assert not ecran.motifs, "the next key waits"
        await calme(pilot)
        assert ecran.candidature != "C3"
        assert "1 non" in texte(app)
        assert [mise.command.type for mise in app.desk.panier.de("C3")] == ["noter_resultat", "rendre_avis"]
        assert not dispositions


async def test_what_somebody_decided_meanwhile_brings_back_to_the_candidature(
    ouvrir: Ouvrir, base: Path, horloge: HorlogeDeTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rafaelpro_tui.app.VEILLE", float("inf"))  # The app has not noticed yet.
    async with ouvrir() as (app, pilot):
        await _file(pilot, "session:00235491")
        ecran = montre(app, FileScreen)
        await _aller(pilot, ecran, "C1")
        with Desk.open(base, horloge=horloge, utilisateur="u1") as autre:
            oui = oui_par_defaut(autre.candidature("C1"))
            assert autre.executer_une(autre.commande(RendreAvis, candidature="C1", avis=oui)).fait
        await taper(pilot, "o")
        assert ecran.candidature == "C1"
        assert "(CAN-3)" in texte(app)
        assert "retenue" not in texte(app).splitlines()[1]
        assert app.desk.panier.nombre() == 0


async def test_a_decision_that_cannot_be_written_is_said(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await _file(pilot, "session:00235491")
        ecran = montre(app, FileScreen)
        await _aller(pilot, ecran, "C1")
        app.desk._base.write.conn.execute("PRAGMA busy_timeout = 0")
        ailleurs = driver.connect(base)
        ailleurs.execute("BEGIN IMMEDIATE")
        await taper(pilot, "o")
        montre(app, Alerte)
        ailleurs.close()
        await taper(pilot, "escape")
        assert (montre(app, FileScreen).candidature, ecran.file.decisions) == ("C1", [])
        assert app.desk.panier.nombre() == 0
        await taper(pilot, "o")
        assert app.desk.panier.nombre() == 1


async def _file(pilot: Pilot[None], filtre: str) -> None:
    await taper(pilot, "f4", "f")
    await ecrire(pilot, filtre)
    await taper(pilot, "enter", "T")


async def _jusqu_a(pilot: Pilot[None], vrai: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not vrai():
            await pilot.pause(0.005)
