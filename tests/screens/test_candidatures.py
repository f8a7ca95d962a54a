"""F4: the candidatures of all sessions, by keyboard and by mouse; filters as text, completed and kept."""

from pathlib import Path

import pytest
from textual.events import Paste

from rafaelpro_tui import filtres
from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Etat, Role
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.filtres import FiltresScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.widgets.row_preview import RowPreview
from rafaelpro_tui.widgets.tableau_roles import COLONNES, TableauRoles, filtre
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


def references(ecran: CandidaturesScreen) -> set[str]:
    ordre = ecran.table.order
    return {ecran.desk.reference_candidature(n) for n in ordre} if ordre else set()


async def filtrer(pilot: object, quoi: str) -> None:
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    await taper(pilot, "f")
    await ecrire(pilot, quoi)
    await taper(pilot, "enter")


async def test_f4_shows_dashboard_tabs_and_columns(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        vu = texte(app)
        assert "RafaelPro › Candidatures › Gestion par candidatures" in vu
        assert "Nombre de candidatures* par état en fonction du rôle" in vu
        assert "▸Sessions en cours et à venir [14]" in vu
        assert "Sessions terminées [1]" in vu
        assert "▸En attente de traitement [6]" in vu
        for titre in ("Référence", "Candidat", "Session", "Formation", "Prescripteur", "Déposée le", "Étape", "Jours"):
            assert titre in vu
        assert references(ecran) == {"C1", "C2", "C3", "C4", "C11", "C15"}
        assert ecran.reference == "C1", "those that wait most come first"
        assert "6 candidatures" in vu


async def test_tabs_by_state_and_by_date_of_the_session(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "tab")
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.onglet, references(ecran)) == ("retenue", {"C5", "C12", "C14"})
        assert ecran.reference == "C12", "of what is decided, the latest"
        await taper(pilot, "shift+tab", "t")
        assert "Aucune candidature en attente de traitement sur ces sessions." in texte(app)
        assert "Tab passe à un autre état" in texte(app)
        await taper(pilot, "tab", "tab", "tab")
        assert references(ecran) == {"C9"}
        assert "▸Sessions terminées [1]" in texte(app)
        periodes = []
        for _ in range(2):
            await taper(pilot, "t")
            periodes.append(ecran.periode)
        assert periodes == [Onglet.TOUTES, Onglet.EN_COURS_ET_A_VENIR]


async def test_a_click_chooses_a_tab_of_either_line(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        await cliquer(pilot, "Retenus [3]")
        assert ecran.onglet == "retenue"
        await cliquer(pilot, "Toutes les sessions")
        assert (ecran.periode, ecran.onglet) == (Onglet.TOUTES, "retenue")


async def test_keys_then_values_are_proposed_and_tab_takes_them(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "eta")
        assert "étape d’une candidature en attente" in texte(app)
        await taper(pilot, "down", "down", "tab")
        await ecrire(pilot, "av")
        assert "Avis à rendre" in texte(app)
        await taper(pilot, "tab")
        await ecrire(pilot, "presc")
        await taper(pilot, "tab")
        await ecrire(pilot, "mission")
        assert "Mission locale de La Rochelle" in texte(app)
        await taper(pilot, "down", "down", "enter", "enter")
        ecran = montre(app, CandidaturesScreen)
        assert ecran.regard.texte == 'etape:avis_a_rendre prescripteur:"Mission locale de Pau"'
        assert "Filtre : etape:avis_a_rendre" in texte(app)
        assert references(ecran) == {"C1", "C15"}
        assert ecran.table.has_focus
        await taper(pilot, "escape")
        assert ecran.regard.texte == ""


async def test_a_click_takes_a_proposition(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "typ")
        await cliquer(pilot, "type d’entrées de la session")
        await cliquer(pilot, "Entrées et sorties séquencées")
        await taper(pilot, "enter")
        assert references(montre(app, CandidaturesScreen)) == {"C15"}


async def test_what_cannot_be_read_is_said_beside_the_field_and_the_list_stays(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        app.post_message(Paste("prescripteurs:pau"))
        await calme(pilot)
        await taper(pilot, "enter")
        ecran = montre(app, CandidaturesScreen)
        vu = " ".join(texte(app).split())
        assert "▲ Le filtre « prescripteurs: » n’existe pas. Vouliez-vous dire" in vu
        assert len(references(ecran)) == 6
        assert "Filtrer : prescripteurs:pau" in texte(app), "one is still typing"
        await taper(pilot, "escape")
        assert "prescripteurs:pau" not in texte(app)
        assert "n’existe pas" not in texte(app)
        assert ecran.table.has_focus


async def test_a_quote_still_open_filters_meanwhile(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, 'prescripteur:"cap em')
        await pilot.pause(0.3)
        await calme(pilot)
        assert references(montre(app, CandidaturesScreen)) == {"C3"}


async def test_a_filter_that_asks_for_a_state_goes_to_its_tab(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        await filtrer(pilot, "etat:retenue session:00240001")
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.onglet, references(ecran)) == ("retenue", {"C12"})
        await taper(pilot, "shift+tab")
        assert (ecran.onglet, len(references(ecran))) == ("en_attente", 6)


async def test_filters_and_ticks_belong_to_their_sessions_and_state(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "space")
        await filtrer(pilot, "pau")
        await taper(pilot, "t")
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.regard.texte, len(ecran.table.selection)) == ("", 0)
        await taper(pilot, "t", "t")
        assert (ecran.regard.texte, len(ecran.table.selection)) == ("pau", 1)


async def test_the_word_selection_stands_for_what_is_ticked(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "space", "space")
        cochees = {"C1", "C4"}
        await filtrer(pilot, "selection")
        ecran = montre(app, CandidaturesScreen)
        assert references(ecran) == cochees
        await taper(pilot, "escape")
        await filtrer(pilot, "-selection")
        assert references(ecran).isdisjoint(cochees)


async def test_what_is_ticked_is_exported_else_what_is_shown(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "space", "space")
        await filtrer(pilot, "zzz")
        await taper(pilot, "E")
        assert "2 candidatures cochées" in texte(app)
        await taper(pilot, "enter")
        ecrites = (tmp_path / "candidatures-en_attente.csv").read_text(encoding="utf-8-sig").splitlines()
        assert [vue.split(";")[0] for vue in ecrites] == ["Référence", "C1", "C4"]
        await taper(pilot, "escape", "tab", "E")
        assert "3 candidatures" in texte(app)
        await taper(pilot, "enter")
        assert len((tmp_path / "candidatures-retenue.csv").read_text(encoding="utf-8-sig").splitlines()) == 4


async def test_enter_opens_a_candidature_with_its_neighbours(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        suivante = sorted(references(montre(app, CandidaturesScreen)))
        await taper(pilot, "enter")
        assert "1 / 6" in texte(app)
        await taper(pilot, "greater_than_sign")
        assert "2 / 6" in texte(app)
        assert montre(app, CandidatureScreen).reference in suivante
        await taper(pilot, "escape")
        montre(app, CandidaturesScreen)


async def test_the_dashboard_folds_and_each_figure_opens_its_list(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(120, 24)) as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        tableau = ecran.query_one(TableauRoles)
        assert not tableau.display, "it leaves its place to the list in a low window"
        assert "Tableau de bord · passage en avis non transmis d’ici 15 jours : 0" in texte(app)
        await taper(pilot, "d")
        assert tableau.has_focus
        await taper(pilot, "right", "right", "enter")
        assert (ecran.periode, ecran.onglet) == (Onglet.TOUTES, "retenue")
        assert references(ecran) == {"C5", "C12", "C14"}
        assert "Filtre : role:responsable etat:retenue" in texte(app)
        assert (ecran.table.has_focus, tableau.display) == (True, False)
        await taper(pilot, "d", "d")
        assert not tableau.display
        await cliquer(pilot, "Tableau de bord")
        assert tableau.display


async def test_it_can_begin_with_a_filter(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await app.push_screen(CandidaturesScreen("role:responsable etat:avis_non_transmis"))
        await calme(pilot)
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.periode, ecran.onglet, references(ecran)) == (Onglet.TOUTES, "avis_non_transmis", {"C9"})


@pytest.mark.parametrize("demo", [False, True], ids=["exemple", "demo"])
def test_figures_equal_the_lists_behind_them(base: Path, tmp_path: Path, demo: bool) -> None:
    """CAN-6. As Formateur alone the names are not shown (DRT-9): of those figures, only what may be seen is listed."""
    jour = HorlogeDeTest().jour
    if demo:
        base = tmp_path / "demo.sqlite"
        fabriquer(base, jour, 1_500)
    with Desk.open(base, horloge=HorlogeFixe(jour)) as desk:
        compares = 0
        for tenue in desk.tableau():
            for colonne, _ in COLONNES:
                nombre = getattr(tenue, colonne)
                liste = desk.candidatures(texte=filtre(tenue.role, colonne))
                if tenue.role is Role.FORMATEUR:
                    assert liste.count() <= nombre
                else:
                    assert liste.count() == len(liste.order()) == nombre
                    compares += nombre
        assert compares > 10
        comptes = desk.comptes_candidatures()
        assert sum(comptes[Onglet.TOUTES].values()) == desk.candidatures().count()
        assert comptes[Onglet.TERMINEES][Etat.RETENUE] == len(
            desk.candidatures(etat=Etat.RETENUE, onglet=Onglet.TERMINEES).order()
        )


async def test_a_filter_is_kept_under_a_name_and_found_again(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "F")
        assert "Aucun filtre enregistré." in texte(app)
        await taper(pilot, "escape")
        await filtrer(pilot, "prescripteur:pau etape:avis")
        await taper(pilot, "F")
        await ecrire(pilot, "À rendre")
        assert "sous le nom À rendre" in texte(app)
        await taper(pilot, "enter")
        assert filtres.lire("candidatures") == {"À rendre": "prescripteur:pau etape:avis"}
        await taper(pilot, "escape")
        assert montre(app, CandidaturesScreen).regard.texte == ""
        await taper(pilot, "F", "enter")
        assert montre(app, CandidaturesScreen).regard.texte == "prescripteur:pau etape:avis"
        await taper(pilot, "f5", "F")
        assert "Aucun filtre enregistré." in texte(app), "sessions have their own"
        await taper(pilot, "escape", "f4", "F", "ctrl+r")
        assert filtres.lire("candidatures") == {}
        montre(app, FiltresScreen)


async def test_a_kept_filter_that_can_no_longer_be_read_is_said(ouvrir: Ouvrir, dossiers: Path) -> None:
    filtres.enregistrer("candidatures", "Vieux", "couleur:bleu")
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "F", "enter")
        assert "« couleur: » n’existe pas" in " ".join(texte(app).split())
        assert montre(app, CandidaturesScreen).regard.texte == ""
        filtres.chemin_filtres().write_text("[", encoding="utf-8")
        await taper(pilot, "F")
        montre(app, Alerte)
        assert "ne sont pas du TOML" in " ".join(texte(app).split())


async def test_who_may_not_see_the_candidats_is_told_why(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await taper(pilot, "f4")
        vu = texte(app)
        assert "6 candidatures ici." in vu
        assert "(DRT-9)" in vu
        await taper(pilot, "E")
        montre(app, CandidaturesScreen)


async def test_f4_goes_back_to_the_list_that_is_open_and_f5_to_the_sessions(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        await taper(pilot, "enter", "f4")
        assert montre(app, CandidaturesScreen) is ecran
        await taper(pilot, "f5")
        montre(app, SessionsScreen)


async def test_another_structure_starts_anew(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await taper(pilot, "f4", "t", "f2")
        await ecrire(pilot, "horizon")
        await taper(pilot, "enter", "f4")
        ecran = montre(app, CandidaturesScreen)
        assert ecran.periode is Onglet.EN_COURS_ET_A_VENIR
        assert references(ecran) == {"C1", "C2", "C3", "C4", "C11", "C15"}


async def test_sessions_are_filtered_by_the_guides_criteria(ouvrir: Ouvrir) -> None:
    """Rôle organisme, état session, type session, début, fin."""
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "ro")
        await taper(pilot, "tab")
        await ecrire(pilot, "f")
        await taper(pilot, "tab")
        await ecrire(pilot, "-etat:ann type:dates debut>1/3 fin<1/10/2022")
        await taper(pilot, "enter")
        ecran = montre(app, SessionsScreen)
        assert ecran.regard.texte == "role:formateur -etat:ann type:dates debut>1/3 fin<1/10/2022"
        assert ecran.nombre == 1
        assert ecran.reference == "00240001"
        await taper(pilot, "escape")
        await filtrer(pilot, "etape:avis")
        assert "ne s’applique pas aux sessions" in " ".join(texte(app).split())


async def test_beside_an_empty_list_nothing_stays_of_the_row_before(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        assert ecran.query_one(RowPreview).details
        await filtrer(pilot, "personne de ce nom")
        assert ecran.nombre == 0
        assert not ecran.query_one(RowPreview).details
        await taper(pilot, "escape")
        assert ecran.query_one(RowPreview).details


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        await taper(pilot, "f4")
        assert sans_danger(app)
        assert "[/]" in texte(app)
        await taper(pilot, "f")
        for cle in ("prescripteur:", "commune:", "formation:"):
            await ecrire(pilot, cle)
            assert sans_danger(app)
            await taper(pilot, "tab")
            assert sans_danger(app)
        await taper(pilot, "enter")
        assert sans_danger(app)
        filtres.enregistrer("candidatures", "\x1b]0;volé\x07[/] \u202e", "[/]")
        await taper(pilot, "escape", "F")
        assert sans_danger(app)


async def test_80_by_24_is_enough(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f4")
        assert "Gestion par candidatures" in ligne(app, 0)
        assert "Ann. [1]" in texte(app), "the six states fit"
        assert "t Sessions terminées" in ligne(app, -1)


async def test_a_filter_that_finds_nothing_here_names_the_tab_where_it_does(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        ecran = montre(app, CandidaturesScreen)
        ecran.changer_periode(Onglet.TERMINEES)
        await calme(pilot)
        await filtrer(pilot, "prescripteur:pau")
        assert not references(ecran)
        assert "3 candidatures dans l’onglet « Sessions en cours et à venir » : t y passe" in texte(app)
        await taper(pilot, "t")
        assert ecran.periode is Onglet.EN_COURS_ET_A_VENIR
        assert len(references(ecran)) == 3
        assert ecran.regard.texte == "prescripteur:pau"


async def test_the_first_letter_filters_without_waiting_for_a_pause(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rafaelpro_tui.widgets.filter_bar.TYPING_PAUSE", 3600)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        ecran = montre(app, CandidaturesScreen)
        avant = references(ecran)
        await taper(pilot, "z")
        assert references(ecran) < avant
        assert ecran.barre.text == "z"
