"""The liste d'attente by keyboard: its order, and those who fit become « retenues » (AVI-10)."""

from rafaelpro_tui.core.commands import RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.model import Etat, Motif, RecrutementOui
from rafaelpro_tui.screens.attente import AttenteScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, montre, taper, texte

GUIDE = "00235491"


async def test_the_second_is_moved_up_and_promoted(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(130, 30)) as (app, pilot):
        desk = app.desk
        non = SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)
        assert desk.executer_une(desk.commande(RendreAvis, candidature="C1", avis=non)).fait
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "A")
        ecran = montre(app, AttenteScreen)
        vu = texte(app)
        assert "19 places libres (1 retenue sur 20) · entrée tardive jusqu’au 01/07/2022" in vu
        assert vu.index("C7") < vu.index("C1 ")
        await taper(pilot, "j", "H")
        vu = texte(app)
        assert vu.index("C1 ") < vu.index("C7")
        assert "rang à la main (10/02/2022)" in vu
        assert ecran.candidature == "C1", "the cursor follows"
        await taper(pilot, "K")
        assert len(ecran.table.selection) == 2
        await taper(pilot, "f10")
        montre(app, SimulationScreen)
        assert "Retenir 2 candidatures" in texte(app)
        assert desk.candidature("C1").candidature.etat is Etat.REFUS_SESSION_COMPLETE, "not yet"
        await taper(pilot, "f10", "right", "enter")
        montre(app, RapportScreen)
        avis = desk.candidature("C1").candidature.avis_courant
        assert isinstance(avis, RecrutementOui)
        assert avis.entree == desk.aujourdhui, "the session has begun"
        await taper(pilot, "escape")
        assert "Aucune candidature en liste d’attente" in texte(app)


async def test_by_mouse(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(130, 30)) as (app, pilot):
        app.push_screen(AttenteScreen(GUIDE))
        await calme(pilot)
        await cliquer(pilot, "☐ ")
        assert montre(app, AttenteScreen).table.selection.ids()
        await cliquer(pilot, "F10 Retenir")
        montre(app, SimulationScreen)
        await cliquer(pilot, "F10 Valider")
        await cliquer(pilot, "Valider le lot")
        assert montre(app, RapportScreen).bilan.faites == 1
        assert app.desk.candidature("C7").candidature.etat is Etat.RETENUE


async def test_too_late_nobody_fits(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    """AVI-10."""
    horloge.jour = horloge.jour.replace(month=7, day=2)
    async with ouvrir(size=(130, 30)) as (app, pilot):
        app.push_screen(AttenteScreen(GUIDE))
        await calme(pilot)
        assert "date limite passée, le 01/07/2022 : plus personne (AVI-10)" in texte(app)
        await taper(pilot, "K")
        assert "Personne ne tient dans les places libres." in " ".join(texte(app).split())
        await taper(pilot, "f10")
        (ligne,) = montre(app, SimulationScreen).bilan.lignes
        assert ligne.regle == "AVI-10"
