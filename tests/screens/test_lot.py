"""« Gestion par lot »: the wizard by keyboard and by mouse."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Convoquer, ModifierDroit
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseOccupee
from rafaelpro_tui.core.model import Droit, Etape, Etat, Motif, RecrutementNon
from rafaelpro_tui.screens.brouillon import Brouillon
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.dernieres import dernieres
from rafaelpro_tui.screens.dialogue import Alerte, Confirmation
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.lot_completer import CompleterScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte

GUIDE, SEQUENCEES, HSP, FORMATEUR = "00235491", "00235492", "00240001", "00235493"


async def par_lot(app: RafaelProApp, pilot: Pilot[Any], session: str = GUIDE) -> None:
    app.push_screen(SessionScreen(session))
    await calme(pilot)
    await taper(pilot, "L")


async def valider(pilot: Pilot[Any]) -> None:
    """From the simulation to the report."""
    await taper(pilot, "f10", "right", "enter")


# Opening


async def test_l_opens_it_with_the_guides_title_sentences_and_counts(ouvrir: Ouvrir) -> None:
    """LOT-2 and LOT-7: live counts on the tabs, and the guide’s two sentences."""
    async with ouvrir(size=(200, 50)) as (app, pilot):
        await par_lot(app, pilot)
        vu = texte(app)
        assert (
            "Gestion par lot de préinscriptions sur la session 00235491 de la formation Plateforme Amorce de parcours"
            in vu
        )
        assert (
            "La date de fin de session est fixée au 25/08/2022. Il vous reste 138 jours pour gérer vos préinscriptions."
            in vu
        )
        assert (
            "Les candidats non retenus pour cause de session complète peuvent être retenus sur cette session jusqu’au "
            "01/07/2022 (date d’entrée tardive fixée par l’organisme de formation)." in vu
        )
        for onglet in (
            "Candidats à convoquer (2)",
            "Présence / absence à renseigner (1)",
            "Avis de recrutement en attente (1)",
            "Candidatures non retenues pour session complète (1)",
        ):
            assert onglet in vu


async def test_the_guides_sentences_are_whole_in_an_ordinary_window(ouvrir: Ouvrir) -> None:
    """LOT-7, folded where they are longer than a line."""
    async with ouvrir(size=(120, 40)) as (app, pilot):
        await par_lot(app, pilot)
        assert (
            "Les candidats non retenus pour cause de session complète peuvent être retenus sur cette session jusqu’au "
            "01/07/2022 (date d’entrée tardive fixée par l’organisme de formation)."
        ) in " ".join(texte(app).split())


async def test_past_dates_are_said_in_the_past(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = horloge.jour.replace(month=9, day=14)
    async with ouvrir(size=(200, 50)) as (app, pilot):
        await par_lot(app, pilot)
        assert "Il vous reste 1 jour pour" in texte(app)
        assert "pouvaient être retenus sur cette session jusqu’au 01/07/2022" in texte(app)


async def test_the_palette_opens_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "par lot")
        await taper(pilot, "enter")
        montre(app, LotScreen)


@pytest.mark.parametrize(
    ("session", "utilisateur", "regle"), [(HSP, "u1", "HSP-4"), (FORMATEUR, "u1", "DRT-1"), (GUIDE, "u3", "DRT-1")]
)
async def test_where_it_cannot_be_opened_the_rule_says_why(
    ouvrir: Ouvrir, session: str, utilisateur: str, regle: str
) -> None:
    async with ouvrir(utilisateur=utilisateur) as (app, pilot):
        await par_lot(app, pilot, session)
        montre(app, SessionScreen)
        assert regle in texte(app)


# The steps


async def test_convoquer_by_lot(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "c")
        assert "Pour 2 candidatures cochées" in texte(app)
        await ecrire(pilot, "+3")
        await taper(pilot, "enter")
        montre(app, SimulationScreen)
        assert "Convoquer 2 candidatures le 03/05/2022" in texte(app)
        assert "2 faites" in ligne(app, 2)
        assert app.desk.candidature("C2").candidature.convocations == (), "nothing is written yet"
        await taper(pilot, "f10")
        dialogue = montre(app, Confirmation)
        assert "Aucune candidature n’est close par ce lot." in texte(app)
        assert "définitif" not in texte(app)
        assert isinstance(dialogue.focused, Button)
        assert str(dialogue.focused.label) == "Revenir", "the default button is the way back"
        await taper(pilot, "enter")
        montre(app, SimulationScreen)
        await valider(pilot)
        montre(app, RapportScreen)
        assert "Lot : 2 convocations. Validé sur ce poste, annulable" in texte(app)
        assert app.desk.candidature("C2").etape is Etape.PRESENCE_A_RENSEIGNER
        await taper(pilot, "escape")
        lot = montre(app, LotScreen)
        assert "Candidats à convoquer (0)" in texte(app)
        assert not len(lot.table.selection)
        await taper(pilot, "tab")
        assert "Présence / absence à renseigner (3)" in texte(app)


async def test_with_nothing_ticked_it_is_about_the_row_under_the_cursor(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "down")
        lot = montre(app, LotScreen)
        sous = lot.candidature
        assert sous is not None
        assert f"({sous}), sous le curseur" in texte(app)
        await taper(pilot, "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")
        assert [une.avant.reference for une in montre(app, SimulationScreen).bilan.lignes] == [sous]
        await taper(pilot, "escape")
        await taper(pilot, "escape", "space")
        assert "Pour 1 candidature cochée" in texte(app)


async def test_what_misses_is_said_beside_its_field(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "f10")
        assert "Donnez la date du rendez-vous" in texte(app)
        await ecrire(pilot, "32/13")
        await taper(pilot, "f10")
        assert "n’existe pas au calendrier" in texte(app)
        montre(app, LotScreen)
        await taper(pilot, "escape", "tab", "tab", "n", "f10")
        assert "AVI-4" in texte(app)
        assert "Motif de refus principal" in texte(app)
        montre(app, LotScreen)


async def test_dates_fixes_without_and_with_modification(ouvrir: Ouvrir) -> None:
    """LOT-3: C1 gets the session's dates and 35 h, but for the sortie that is given."""
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "tab", "tab", "o")
        assert "Sans modification : du 01/03/2022 au 25/08/2022, 35 h" in texte(app)
        await taper(pilot, "down", "enter", "tab")
        await ecrire(pilot, "20/08/2022")
        assert "prend la valeur de la session" in texte(app)
        await taper(pilot, "f10", "f10")
        vu = texte(app)
        assert "01/03/2022" in vu
        assert "20/08/2022" in vu
        assert "35 h" in vu
        assert "1 candidature sera close : c’est définitif." in vu
        assert "AVI-7" in vu
        assert "Attention aux erreurs de clics !" in vu
        await taper(pilot, "right", "enter")
        avis: Any = app.desk.candidature("C1").candidature.avis_courant
        assert (str(avis.entree), str(avis.sortie), str(avis.intensite)) == ("2022-03-01", "2022-08-20", "35.00")


async def test_no_then_the_number_of_the_motif(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "tab", "tab", "n", "left_parenthesis", "f10")
        assert "Ne pas retenir 1 candidature" in texte(app)
        assert "→ Refus : session complète" in texte(app)
        await taper(pilot, "f10")
        assert "Session complète" in texte(app)
        await taper(pilot, "right", "enter", "escape", "tab")
        assert "Candidatures non retenues pour session complète (2)" in texte(app)
        avis: Any = app.desk.candidature("C1").candidature.avis_courant
        assert avis.motif is Motif.SESSION_COMPLETE


async def test_the_waiting_list(ouvrir: Ouvrir) -> None:
    """AVI-10."""
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "shift+tab", "o", "f10")
        assert "Retenir 1 candidature" in texte(app)
        await valider(pilot)
        assert app.desk.candidature("C7").candidature.etat is Etat.RETENUE
        await taper(pilot, "escape")
        assert "Candidatures non retenues pour session complète (0)" in texte(app)


async def test_a_third_absence_announces_the_refusal(ouvrir: Ouvrir) -> None:
    """CNV-6: C4 has two already."""
    async with ouvrir() as (app, pilot):
        app.desk.executer_une(app.desk.commande(Convoquer, candidature="C4", date=app.desk.aujourdhui))
        await par_lot(app, pilot)
        await taper(pilot, "tab", "asterisk", "a", "f10")
        assert "2 faites, dont 1 avec avertissement : CNV-6 (1)" in texte(app)
        assert "→ À convoquer" in texte(app)
        await taper(pilot, "f10")
        assert "▲ 1 avec avertissement : CNV-6 (1)" in texte(app)
        assert "1 candidature sera close : c’est définitif." in texte(app)
        await taper(pilot, "right", "enter")
        assert app.desk.candidature("C4").candidature.etat is Etat.NON_RETENUE
        assert app.desk.candidature("C3").etape is Etape.A_CONVOQUER


async def test_unticked_in_the_simulation_is_not_given(ouvrir: Ouvrir) -> None:
    """LOT-6: each row’s outcome is seen, and can be unticked, before anything is written."""
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10", "space")
        assert "1 faite · 1 écartée" in texte(app)
        assert "1 à valider sur 2" in texte(app)
        simulation = montre(app, SimulationScreen)
        ecartee = simulation.montre.lignes[0].avant.reference
        await valider(pilot)
        assert "○ Écartée" in texte(app)
        assert app.desk.candidature(ecartee).etape is Etape.A_CONVOQUER
        await taper(pilot, "escape")
        assert not len(montre(app, LotScreen).table.selection)
        assert "Candidats à convoquer (1)" in texte(app)


async def test_refused_rows_stay_ticked_with_their_reason(ouvrir: Ouvrir) -> None:
    """CNV-4: the RDV of C2 is still to come."""
    async with ouvrir() as (app, pilot):
        app.desk.executer_une(app.desk.commande(Convoquer, candidature="C2", date=app.desk.aujourdhui.replace(month=6)))
        await par_lot(app, pilot)
        await taper(pilot, "tab", "asterisk", "p", "f10")
        assert "1 faite · 1 refusée : CNV-4 (1)" in texte(app)
        assert ligne(app, 6).startswith("▸☐ C2"), "refused rows come first"
        assert "sa réponse ne peut pas être notée avant" in texte(app)
        await taper(pilot, "space")
        assert "Une ligne refusée ne peut pas être validée." in texte(app)
        assert "1 à valider sur 2" in texte(app)
        await valider(pilot)
        assert "1 faite · 1 refusée : CNV-4 (1)" in texte(app)
        await taper(pilot, "escape")
        lot = montre(app, LotScreen)
        assert lot.table.selection.ids() == {lot.table.cursor_id}
        assert lot.candidature == "C2"
        assert "✕ C2 : La convocation 1 est le 30/06/2022" in texte(app)
        assert "(CNV-4)" in texte(app)


async def test_when_all_is_refused_there_is_nothing_to_validate(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "c")
        await ecrire(pilot, "01/12/2022")
        await taper(pilot, "f10")
        assert "0 faite · 2 refusées : CNV-3 (2)" in texte(app)
        await taper(pilot, "f10")
        montre(app, SimulationScreen)


async def test_what_somebody_else_changed_meanwhile_is_reported_not_overwritten(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")
        with Desk.open(base, horloge=app.horloge, utilisateur="u2") as voisine:
            voisine.executer_une(voisine.commande(Convoquer, candidature="C2", date=voisine.aujourdhui))
            du_voisin = voisine.candidature("C2").candidature
        await valider(pilot)
        assert "1 faite · 1 refusée : CNV-2 (1)" in texte(app)
        assert app.desk.candidature("C2").candidature == du_voisin


async def test_u_takes_the_whole_lot_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")
        await valider(pilot)
        await taper(pilot, "u")
        assert "↶ Lot annulé" in texte(app)
        assert app.desk.candidature("C2").candidature.convocations == ()
        await taper(pilot, "escape")
        assert "Candidats à convoquer (2)" in texte(app)


async def test_r_brings_the_last_treatment_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")
        await valider(pilot)
        await taper(pilot, "escape")
        assert "03/05/2022" not in texte(app).split("Pour")[1]
        await taper(pilot, "r")
        assert "03/05/2022" in texte(app).split("Pour")[1]


async def test_r_is_the_same_on_a_candidature_and_in_the_lot(ouvrir: Ouvrir) -> None:
    """ECRANS, Keys: the last date and the last answer, wherever they were given."""
    async with ouvrir() as (app, pilot):
        desk = app.desk
        await app.push_screen(CandidatureScreen("C2"))
        await calme(pilot)
        await taper(pilot, "c")
        await ecrire(pilot, "03/05/2022")
        await taper(pilot, "enter", "escape")
        await par_lot(app, pilot)
        await taper(pilot, "r")
        assert "03/05/2022" in texte(app).split("Pour")[1]
        assert montre(app, LotScreen).traitement.date == desk.aujourdhui.replace(month=5, day=3)

        await taper(pilot, "tab", "tab", "n", "apostrophe", "f10")
        await valider(pilot)
        await taper(pilot, "escape")
        await app.push_screen(CandidatureScreen("C15"))
        await calme(pilot)
        await taper(pilot, "r", "f10", "right", "enter")
        avis = desk.candidature("C15").candidature.avis_courant
        assert avis == RecrutementNon(motif=Motif.CONDITIONS)


async def test_r_after_a_lot_without_modification_brings_the_dates_of_the_session(ouvrir: Ouvrir) -> None:
    """LOT-3: given « sans modification », they are those of the session; on a candidature they are in the fields."""
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "tab", "tab", "o", "f10")
        await valider(pilot)
        await taper(pilot, "escape")
        lot = montre(app, LotScreen)
        repris = lot.traitement.repris(dernieres(app))
        assert repris is not None
        assert repris.avis == Brouillon(reponse="oui")
        assert repris.modification == "sans"
        await app.push_screen(CandidatureScreen("C15"))
        await calme(pilot)
        await taper(pilot, "r")
        brouillon = montre(app, CandidatureScreen).brouillon
        assert brouillon.entree == app.desk.session(GUIDE).session.debut
        assert brouillon.intensite == 35


# Selecting


async def test_semblables_ticks_the_rows_with_the_same_value(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "equals_sign")
        assert "Organisme prescripteur : " in texte(app)
        await ecrire(pilot, "prescripteur")
        await taper(pilot, "enter")
        lot = montre(app, LotScreen)
        assert lot.table.selection.ids() == {lot.table.cursor_id}
        await taper(pilot, "equals_sign")
        await ecrire(pilot, "reponse")
        await taper(pilot, "enter")
        assert len(lot.table.selection) == 1


async def test_a_filter_hides_ticked_rows_which_are_treated_all_the_same(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "asterisk", "f")
        await ecrire(pilot, "fuente")
        await taper(pilot, "enter")
        assert "2 cochées (1 masquée par le filtre)" in texte(app)
        await taper(pilot, "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")
        assert [une.avant.reference for une in montre(app, SimulationScreen).bilan.lignes] == ["C2", "C4"]


# LOT-4


async def test_sequencees_leave_a_list_to_complete_walked_one_by_one(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot, SEQUENCEES)
        await taper(pilot, "tab", "tab", "o")
        assert "elles seront « à compléter »" in texte(app)
        assert "modification" not in texte(app)
        await taper(pilot, "f10")
        assert "Retenue à compléter" in texte(app)
        await taper(pilot, "f10")
        assert "à compléter une par une, après le lot (LOT-4)" in texte(app)
        await taper(pilot, "right", "enter", "i")
        montre(app, CompleterScreen)
        assert "Retenues à compléter" in texte(app)
        assert "2 candidatures" in texte(app)
        await taper(pilot, "enter")
        premiere = montre(app, CandidatureScreen).reference
        await taper(pilot, "greater_than_sign")
        suivante = montre(app, CandidatureScreen).reference
        assert {premiere, suivante} == {"C14", "C15"}
        assert "Retenue par lot : dates et intensité restent à compléter" in texte(app)


# What was ticked before


async def test_what_is_ticked_on_the_session_is_ticked_in_the_lot_each_in_its_tab(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        session = montre(app, SessionScreen)
        etapes = {n: session.table._window.get(n)[1].etape for n in session.table.order or ()}  # type: ignore[union-attr]
        presence = [n for n, etape in etapes.items() if etape is Etape.PRESENCE_A_RENSEIGNER]
        avis = [n for n, etape in etapes.items() if etape is Etape.AVIS_A_RENDRE][:1]
        assert presence
        assert avis
        session.table.tick_only([*presence, *avis])
        await taper(pilot, "L")
        lot = montre(app, LotScreen)
        assert lot.onglet == "PRESENCE", "the first tab that has some"
        assert lot.table.selection.ids() == set(presence)
        await taper(pilot, "tab")
        assert lot.table.selection.ids() == set(avis)


# The report


async def test_the_report_is_saved_as_csv_and_asks_before_replacing(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with ouvrir() as (app, pilot):
        app.desk.executer_une(app.desk.commande(Convoquer, candidature="C2", date=app.desk.aujourdhui.replace(month=6)))
        await par_lot(app, pilot)
        await taper(pilot, "tab", "asterisk", "p", "f10")
        await valider(pilot)
        fichier = tmp_path / "rapport-lot-00235491-2022-04-30.csv"
        await taper(pilot, "E", "enter")
        assert "2 lignes enregistrées dans" in texte(app)
        octets = fichier.read_bytes()
        lignes = octets.decode("utf-8-sig").split("\r\n")
        assert octets.startswith(b"\xef\xbb\xbf")
        assert lignes[0] == "Référence;Candidat·e;Issue;Règle;Message;Remède;Étape ou état"
        assert lignes[2].startswith("C3;NGUYEN-BERNARD Thi-Lan;Fait;;;;Avis à rendre")
        assert lignes[1].startswith("C2;DE LA FUENTE Inès;Refusée;CNV-4;La convocation 1 est le 30/06/2022")
        fichier.write_text("à moi")
        await taper(pilot, "E", "enter")
        assert "existe déjà" in texte(app)
        await taper(pilot, "enter")
        assert fichier.read_text() == "à moi"


# Frame


async def test_leaving_with_a_treatment_typed_asks(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "escape")
        montre(app, SessionScreen)
        await taper(pilot, "L", "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "escape", "escape")
        assert "Quitter sans valider ?" in texte(app)
        await taper(pilot, "enter")
        montre(app, LotScreen)


async def test_each_empty_tab_says_what_to_do(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot, "00235500")
        for phrase in (
            "Aucun candidat à convoquer",
            "Les candidats que vous convoquez arrivent ici",
            "Les candidats dont la présence est notée arrivent ici",
            "Celles dont le motif est « Session complète » arrivent ici",
        ):
            assert phrase in texte(app)
            await taper(pilot, "f10")
            assert "Il n’y a aucune candidature à traiter" in texte(app)
            await taper(pilot, "tab")


async def test_by_mouse(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await cliquer(pilot, "Présence / absence")
        await cliquer(pilot, "☐")
        assert "Pour 1 candidature cochée" in texte(app)
        await cliquer(pilot, "( ) p Présence")
        await cliquer(pilot, "Simuler pour 1")
        montre(app, SimulationScreen)
        await cliquer(pilot, "F10 Valider")
        await cliquer(pilot, "Valider le lot")
        montre(app, RapportScreen)
        assert app.desk.candidature("C3").etape is Etape.AVIS_A_RENDRE
        await cliquer(pilot, "Gestion par lot")
        montre(app, LotScreen)


async def test_hostile_names_are_harmless_everywhere(ouvrir: Ouvrir, base_hostile: Path) -> None:
    for size in ((80, 24), (200, 50)):
        async with ouvrir(chemin=base_hostile, size=size) as (app, pilot):
            await par_lot(app, pilot)
            assert sans_danger(app)
            await taper(pilot, "equals_sign")
            assert sans_danger(app)
            await taper(pilot, "escape", "asterisk", "c")
            await ecrire(pilot, "+3")
            await taper(pilot, "f10")
            assert sans_danger(app)
            await taper(pilot, "f10")
            assert sans_danger(app)
            await taper(pilot, "right", "enter")
            montre(app, RapportScreen)
            assert sans_danger(app)
            await taper(pilot, "u")


async def test_a_lot_refused_as_a_whole_meanwhile_is_said(ouvrir: Ouvrir, base: Path) -> None:
    """The user's right is taken away between opening and simulating."""
    async with ouvrir(utilisateur="u2") as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "c")
        await ecrire(pilot, "+3")
        with Desk.open(base, horloge=app.horloge, utilisateur="u1") as referente:
            assert referente.executer_une(referente.commande(ModifierDroit, membre="u2", droit=Droit.CATALOGUE)).fait
        await taper(pilot, "f10")
        montre(app, LotScreen)
        assert "DRT-1" in texte(app)


async def test_what_fails_while_executing_is_said_once_and_nothing_is_left_waiting(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base that another program keeps busy: an `Erreur`, told once; the lot can be validated again."""
    async with ouvrir() as (app, pilot):
        await par_lot(app, pilot)
        await taper(pilot, "c")
        await ecrire(pilot, "+3")
        await taper(pilot, "f10")

        def occupee(*_: object, **__: object) -> None:
            raise BaseOccupee("Un autre programme écrit dans la base.")

        with monkeypatch.context() as panne:
            panne.setattr(Desk, "executer_une", occupee)
            await valider(pilot)
        assert sum(isinstance(ecran, Alerte) for ecran in app.screen_stack) == 1
        assert "Un autre programme écrit dans la base." in texte(app)
        await taper(pilot, "escape")
        montre(app, SimulationScreen)
        await valider(pilot)
        montre(app, RapportScreen)
        assert app.desk.candidature(montre(app, RapportScreen).bilan.lignes[0].reference).etape is (
            Etape.PRESENCE_A_RENSEIGNER
        )


@pytest.mark.parametrize("petit", [(20, 5), (10, 3)])
async def test_what_was_painted_in_a_tiny_window_does_not_stay(ouvrir: Ouvrir, petit: tuple[int, int]) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "enter", "L")
        await calme(pilot)
        avant = texte(app)
        largeur, hauteur = app.size
        await pilot.resize_terminal(*petit)
        await calme(pilot)
        await pilot.resize_terminal(largeur, hauteur)
        await calme(pilot)
        assert texte(app) == avant
