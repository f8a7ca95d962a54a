"""The app as a whole: start, grace and undo, errors, leaving, themes, preferences."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.annulation import Reprise
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Convoquer, ModifierDroit, NoterResultat
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseIntrouvable, BaseOccupee
from rafaelpro_tui.core.model import Droit, Etat, Resultat
from rafaelpro_tui.ouverture import PATIENCE
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Alerte, Confirmation
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.widgets.key_footer import KeyFooter
from rafaelpro_tui.widgets.safe_text import plain
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ligne, montre, ou, taper, texte


def convoquer(app: RafaelProApp, candidature: str = "C2", jour: date = date(2022, 5, 10)) -> None:
    """Give a command as a screen does."""
    resultat = app.desk.executer_une(app.desk.commande(Convoquer, candidature=candidature, date=jour))
    assert resultat.fait, resultat.message
    app.a_change(resultat)


# The grace (ANN-1)


async def test_what_can_be_undone_is_counted_down_in_the_footer(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        assert "◷" not in ligne(app, -1)
        assert "Annuler" not in ligne(app, -1)
        convoquer(app)
        await calme(pilot)
        assert "◷ 1 saisie annulable (20 s)" in ligne(app, -1)
        assert "u Annuler" in ligne(app, -1)
        horloge.epoque += 6
        await pilot.pause(1.1)
        assert "(14 s)" in ligne(app, -1)
        horloge.epoque += 14
        await pilot.pause(1.1)
        assert "◷" not in ligne(app, -1)
        assert "Annuler" not in ligne(app, -1)
        assert app._compte_a_rebours is None, "the timer lives only while something can be undone"


async def test_u_undoes_the_latest_and_says_so(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        convoquer(app)
        app.dire("Convocation de C2 enregistrée, annulable 20 s (touche u).")
        await calme(pilot)
        assert "annulable 20 s" in texte(app)
        await taper(pilot, "u")
        assert "Annulé :" in texte(app)
        assert "annulable 20 s" not in texte(app), "what it said is no longer true"
        assert not app.desk.candidature("C2").candidature.convocations
        assert "◷" not in ligne(app, -1)


async def test_u_names_what_would_fall_with_it_before(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        convoquer(app, "C2", date(2022, 4, 30))
        premiere = app.desk.annulables()[0]
        suite = app.desk.executer_une(
            app.desk.commande(NoterResultat, candidature="C2", rang=1, resultat=Resultat.PRESENCE)
        )
        assert suite.fait, suite.message
        await calme(pilot)
        app._lire_les_consequences(Reprise((premiere.id,), premiere.libelle))
        await calme(pilot)
        montre(app, Confirmation)
        vu = texte(app)
        assert "ne tiendrait plus" in vu
        assert "Noter la présence ou l’absence" in vu
        await taper(pilot, "enter")
        assert len(app.desk.candidature("C2").candidature.convocations) == 1, "the default is the way back"
        app._lire_les_consequences(Reprise((premiere.id,), premiere.libelle))
        await calme(pilot)
        await cliquer(pilot, "Tout annuler")
        assert not app.desk.candidature("C2").candidature.convocations


async def test_without_grace_nothing_is_offered(ouvrir: Ouvrir) -> None:
    async with ouvrir(grace=0) as (app, pilot):
        convoquer(app)
        await calme(pilot)
        assert "◷" not in ligne(app, -1)
        await taper(pilot, "u")
        assert app.desk.candidature("C2").candidature.convocations


# Errors


async def test_an_error_of_the_family_says_what_and_what_to_do(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        app.signaler(BaseOccupee("La base « x[/] » est occupée."))
        await calme(pilot)
        montre(app, Alerte)
        vu = texte(app)
        assert "▲ Base occupée" in vu
        assert "La base « x[/] » est occupée." in vu
        assert "Attendez que l’autre programme ait fini" in vu
        await taper(pilot, "enter")
        montre(app, SessionsScreen)


async def test_anything_else_goes_to_the_log_and_a_sentence_names_it(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panne(self: Desk) -> int:
        raise ZeroDivisionError("dans un worker")

    monkeypatch.setattr(Desk, "version_base", panne)
    async with ouvrir() as (app, pilot):
        await calme_sans_erreur(pilot)
        vu = texte(app)
        assert "Erreur inattendue" in vu
        assert "Traceback" not in vu
        assert "ZeroDivisionError" not in vu
        journal = settings.chemin_journal().read_text(encoding="utf-8")
        assert "ZeroDivisionError: dans un worker" in journal
        assert "rafaelpro-tui.log" in vu.replace("\n", "")


async def test_a_droit_changed_by_another_program_is_seen(ouvrir: Ouvrir, base: Path, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        moi = app.desk.acteur.utilisateur
        assert moi is not None
        avant = app.desk.acteur.droit
        autre = Desk.open(base, horloge=horloge)
        assert autre.executer_une(autre.commande(ModifierDroit, membre=moi.id, droit=Droit.AUCUN)).fait
        autre.close()
        app._veiller()
        await calme(pilot)
        assert (avant, app.desk.acteur.droit) == (Droit.GENERAL, Droit.AUCUN)
        assert "Sans profil" in texte(app).splitlines()[0]


async def test_an_app_left_open_over_midnight_shows_the_new_day(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        vue = app.desk.session("00235491")
        attendent = app.desk.candidatures(session="00235491", etat=Etat.EN_ATTENTE)
        assert attendent.count()
        app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        reste = vue.jours_restants
        assert f"{reste} jours" in texte(app)
        horloge.jour += timedelta(days=1)
        app._veiller()
        await calme(pilot)
        assert f"{reste - 1} jours" in texte(app), "without a key"
        horloge.jour = vue.echeance + timedelta(days=1)
        app._veiller()
        await calme(pilot)
        assert attendent.count() == 0, "passed in avis non transmis (ECH-1)"
        refus = app.desk.executer_une(app.desk.commande(Convoquer, candidature="C2", date=vue.echeance)).refus
        assert refus is not None, "yesterday’s échéance is over"


async def calme_sans_erreur(pilot: Pilot[None]) -> None:
    for _ in range(5):
        await pilot.pause(0.02)


async def test_a_base_that_cannot_be_opened_ends_the_app_with_its_error(tmp_path: Path) -> None:
    horloge = HorlogeDeTest()
    app = RafaelProApp(lambda: Desk.open(tmp_path / "absente.sqlite", horloge=horloge), horloge=horloge)
    async with app.run_test() as pilot:
        await calme_sans_erreur(pilot)
    assert isinstance(app.echec, BaseIntrouvable)


async def test_a_base_that_takes_long_to_open_says_so(base: Path) -> None:
    horloge, ouvrable = HorlogeDeTest(), Event()

    def ouvrir() -> Desk:
        assert ouvrable.wait(20)
        return Desk.open(base, horloge=horloge)

    app = RafaelProApp(ouvrir, horloge=horloge)
    async with app.run_test() as pilot:
        await calme_sans_erreur(pilot)
        assert "Ouverture" not in texte(app)
        await pilot.pause(PATIENCE)
        assert "Ouverture de la base…" in texte(app)
        ouvrable.set()
        await calme(pilot)
        assert "00235491" in texte(app)


def test_lancer_raises_why_the_base_could_not_be_opened(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rafaelpro_tui.lancement import lancer\n"
        "from rafaelpro_tui.core.horloge import HorlogeSysteme\n"
        "from rafaelpro_tui.core.erreurs import Erreur\n"
        "try:\n    lancer(Path(sys.argv[1]), horloge=HorlogeSysteme())\n"
        "except Erreur as erreur:\n    print(type(erreur).__name__)\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "absente.sqlite")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert fini.stdout.endswith("BaseIntrouvable\n")
    assert "Traceback" not in fini.stderr


def test_an_unexpected_end_is_one_sentence_and_the_log_has_the_rest(base: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from rafaelpro_tui.app import RafaelProApp\n"
        "from rafaelpro_tui.lancement import lancer\n"
        "from rafaelpro_tui.core.horloge import HorlogeSysteme\n"
        "def panne(self, message): raise ZeroDivisionError('imprévu')\n"
        "RafaelProApp.on_grace_lue = panne\n"
        "sys.exit(lancer(Path(sys.argv[1]), horloge=HorlogeSysteme()))\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code, str(base)], capture_output=True, text=True, check=False, timeout=60
    )
    assert fini.returncode == 4
    assert "Traceback" not in fini.stdout + fini.stderr
    assert "ZeroDivisionError" not in fini.stdout + fini.stderr
    assert "RafaelPro s’est arrêté sur une erreur inattendue." in fini.stderr
    assert str(settings.chemin_journal()) in fini.stderr
    journal = settings.chemin_journal().read_text(encoding="utf-8")
    assert "ZeroDivisionError: imprévu" in journal
    assert "GraceLue(" not in journal, "no local variable: they hold names"


# Leaving


class Brouillon(BaseScreen):
    """A screen that holds something unsaved."""

    AIDE = "Brouillon"

    @property
    def saisie_en_cours(self) -> bool:
        return True


@pytest.mark.parametrize("touche", ["escape", "f5", "ctrl+q"])
async def test_leaving_asks_about_what_is_not_saved(ouvrir: Ouvrir, touche: str) -> None:
    async with ouvrir() as (app, pilot):
        await app.push_screen(Brouillon())
        await taper(pilot, touche)
        montre(app, Confirmation)
        assert "Quitter sans valider ?" in texte(app)
        await taper(pilot, "enter")
        montre(app, Brouillon)
        await taper(pilot, touche, "right", "enter")
        if touche != "ctrl+q":
            montre(app, SessionsScreen)
        else:
            assert app.return_code == 0


async def test_a_toast_never_hides_the_buttons_of_a_dialog(ouvrir: Ouvrir) -> None:
    """In the smallest window: the toast at the top, the dialog at the bottom."""
    async with ouvrir(size=(80, 24)) as (app, pilot):
        app.dire("C2 convoquée le 10/05/2022. Validé sur ce poste, annulable 20 s (touche u).")
        app.push_screen(Confirmation(plain("Valider l’avis ?"), plain("C’est définitif."), oui="Valider l’avis"))
        await calme(pilot)
        assert "annulable 20 s" in texte(app)
        boutons = ligne(app, ou(app, "Revenir")[1])
        assert "Revenir" in boutons
        assert "Valider l’avis" in boutons
        assert ou(app, "annulable 20 s")[1] < ou(app, "Valider l’avis ?")[1]


async def test_ctrl_q_leaves_at_once_when_all_is_saved(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await pilot.press("ctrl+q")
        assert app.return_code == 0


async def test_ctrl_c_tells_how_to_leave_in_french(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+c")
        assert "Pour quitter : Ctrl+Q." in texte(app)


async def test_a_crumb_is_a_way_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "enter")
        assert len(app.pile) == 2
        await cliquer(pilot, "› Sessions ›")
        assert len(app.pile) == 1


async def test_a_key_of_the_footer_can_be_clicked_and_explains_itself(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await pilot.hover(offset=ou(app, "F1 Aide"))
        assert str(app.screen.query_one(KeyFooter).tooltip) == "Toutes les touches, écran par écran"
        await cliquer(pilot, "F1 Aide")
        assert "Aide : les touches" in texte(app)


# Themes, preferences, start


async def test_the_theme_is_switched_from_the_palette_and_remembered(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        assert app.theme == "rafael-sombre"
        await taper(pilot, "ctrl+p", *"theme", "enter")
        assert app.theme == "rafael-clair"
    assert settings.lire_preferences().theme == "rafael-clair"


async def test_a_theme_that_does_not_exist_is_told(ouvrir: Ouvrir) -> None:
    async with ouvrir(preferences=settings.Preferences(theme="dracula")) as (app, _):
        assert app.theme == "rafael-sombre"
        vu = " ".join(texte(app).replace("▌", " ").split())
        assert "Le thème « dracula » de vos préférences n’existe pas : écrivez" in vu
        assert "« rafael-clair »" in vu


async def test_no_color_is_respected(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with ouvrir() as (app, _):
        assert "-no-color" in app.screen.pseudo_classes or "nocolor" in app.pseudo_classes
        assert "▸Sessions en cours et à venir" in texte(app), "a sign says what the colour said"


@pytest.mark.parametrize(
    ("touches", "dit"),
    [
        ({"trier": "f"}, "donnent la touche f à plusieurs actions : « Filtrer » et « Trier »."),
        ({"trier": "u"}, "donnent la touche u à plusieurs actions : « Annuler » et « Trier »."),
        ({"trie": "o"}, "changent la touche de « trie », qui n’existe pas"),
    ],
)
async def test_keys_that_cannot_be_are_told(ouvrir: Ouvrir, touches: dict[str, str], dit: str) -> None:
    async with ouvrir(preferences=settings.Preferences(touches=touches), size=(200, 40)) as (app, _):
        assert dit in " ".join(texte(app).replace("▌", " ").split())


def test_starting_imports_nothing_heavy() -> None:
    code = (
        "import sys, asyncio\n"
        "import rafaelpro_tui.app as application\n"
        "print(*sorted({nom.partition('.')[0] for nom in sys.modules} & {'pydantic', 'httpx', 'lxml'}))\n"
    )
    fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert fini.stdout.strip() == ""


async def test_opening_a_base_imports_nothing_heavy(tmp_path: Path, base: Path) -> None:
    code = (
        "import sys, asyncio\n"
        "from pathlib import Path\n"
        "from rafaelpro_tui.app import RafaelProApp\n"
        "from rafaelpro_tui.core.desk import Desk\n"
        "from rafaelpro_tui.core.horloge import HorlogeSysteme\n"
        "async def main():\n"
        "    h = HorlogeSysteme()\n"
        "    app = RafaelProApp(lambda: Desk.open(Path(sys.argv[1]), horloge=h, passages=True), horloge=h)\n"
        "    async with app.run_test() as pilot:\n"
        "        while not app.ouverte:\n"
        "            await pilot.pause()\n"
        "        await app.workers.wait_for_complete()\n"
        "        await pilot.pause()\n"
        "asyncio.run(main())\n"
        "sys.__stdout__.write(' '.join({n.partition('.')[0] for n in sys.modules} & {'pydantic', 'httpx', 'lxml'}))\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code, str(base)], capture_output=True, text=True, check=False, timeout=60
    )
    assert fini.returncode == 0, fini.stderr
    assert fini.stdout == ""


PAS_AVANT_LA_PREMIERE_IMAGE = (
    *("candidature", "commands", "execution", "filtre", "images", "panier", "reponses", "resultats"),
    *("exchange", "sync", "rules.decision", "rules.droits", "rules.formations", "store.filtrage", "store.recherche"),
    *("vues_accueil", "vues_candidatures", "vues_fiches", "vues_journal"),
)


def test_the_first_frame_has_its_rows_and_imports_only_what_it_shows(base: Path) -> None:
    code = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from rafaelpro_tui.app import RafaelProApp\n"
        "from rafaelpro_tui.core.desk import Desk\n"
        "from rafaelpro_tui.core.horloge import HorlogeFixe\n"
        "def commencer(app):\n"
        "    accueil, = app.screen_stack\n"
        "    assert accueil.table.cursor_data is not None and accueil.nombre == accueil.table.row_count\n"
        "    app.exit(' '.join(sys.modules))\n"
        "RafaelProApp.commencer = commencer\n"
        "h = HorlogeFixe(date(2022, 4, 30))\n"
        "app = RafaelProApp(lambda: Desk.open(Path(sys.argv[1]), horloge=h, passages=True), horloge=h)\n"
        "sys.__stdout__.write(app.run(headless=True) or '')\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code, str(base)], capture_output=True, text=True, check=False, timeout=60
    )
    assert fini.returncode == 0, fini.stderr
    charges = fini.stdout.split()
    assert "rafaelpro_tui.core.store.listes_sessions" in charges
    assert [nom for nom in PAS_AVANT_LA_PREMIERE_IMAGE if f"rafaelpro_tui.core.{nom}" in charges] == []
