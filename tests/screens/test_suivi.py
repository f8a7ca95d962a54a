"""Notes, drapeaux, who is in charge: by keyboard, on a candidature, in a list, in the queue."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Affecter, EcrireNote, PoserDrapeau
from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.rules.suivi import NOTES_MAX
from rafaelpro_tui.core.vues_suivi import SuiviVue
from rafaelpro_tui.screens.accueil import AccueilScreen
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.file import FileScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.suivi import NoteScreen, SuiviScreen
from rafaelpro_tui.widgets.selection import Selection
from tests.screens.ecran import HOSTILES, Ouvrir, calme, ecrire, montre, sans_danger, taper, texte


async def sur(app: RafaelProApp, pilot: Pilot[None], reference: str = "C1") -> None:
    await app.push_screen(CandidatureScreen(reference))
    await calme(pilot)


def tenu(app: RafaelProApp, reference: str = "C1") -> SuiviVue:
    return app.desk.candidature(reference).suivi


async def test_a_note_written_changed_deleted_undone(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await sur(app, pilot)
        await taper(pilot, "N")
        await ecrire(pilot, "Rappeler lundi")
        await taper(pilot, "enter")
        montre(app, CandidatureScreen)
        assert [note.texte for note in tenu(app).notes] == ["Rappeler lundi"]
        assert "1 note" in texte(app)
        await taper(pilot, "N")
        await ecrire(pilot, "note de")
        await taper(pilot, "enter")
        montre(app, NoteScreen)
        assert "De Léa Martin, le 30/04/2022 à 10:30" in texte(app)
        await taper(pilot, "end")
        await ecrire(pilot, " matin")
        await taper(pilot, "f10")
        assert [note.texte for note in tenu(app).notes] == ["Rappeler lundi matin"]
        await taper(pilot, "N")
        await ecrire(pilot, "note de")
        await taper(pilot, "enter", "ctrl+r")
        assert tenu(app).vide
        await taper(pilot, "u")
        assert [note.texte for note in tenu(app).notes] == ["Rappeler lundi matin"]


async def test_several_lines_and_what_must_be_seen_before(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await sur(app, pilot)
        await taper(pilot, "N", "enter")
        montre(app, NoteScreen)
        await taper(pilot, "f10")
        montre(app, NoteScreen)  # empty: nothing is kept
        await ecrire(pilot, "1 85 05 78 006 084 91")
        await taper(pilot, "enter", *"suite", "f10")
        montre(app, Confirmation)
        assert "DON-1" in texte(app)
        await taper(pilot, "enter")
        assert tenu(app).vide, "the default button is the way back"
        await taper(pilot, "N", "enter", *"a", "enter", *"b", "f10")
        assert [note.texte for note in tenu(app).notes] == ["a\nb"]


async def test_a_drapeau_and_who_is_in_charge(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await sur(app, pilot)
        await taper(pilot, "exclamation_mark")
        montre(app, SuiviScreen)
        assert "Confier" not in texte(app)
        await taper(pilot, *"urg", "enter")
        assert tenu(app).drapeau is Drapeau.URGENT
        assert "⚑ Urgent" in texte(app)
        await taper(pilot, "C", *"maite", "enter")
        assert tenu(app).nom == "Maïté Etcheverry"
        await taper(pilot, "N")
        await ecrire(pilot, "me la")
        await taper(pilot, "enter")
        assert tenu(app).charge == "u1"
        await taper(pilot, "exclamation_mark", *"oter", "enter")
        assert tenu(app).drapeau is Drapeau.AUCUN


async def test_a_colleague_s_drapeau_meanwhile_is_not_overwritten(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await sur(app, pilot)
        await taper(pilot, "exclamation_mark")
        desk = app.desk
        assert desk.executer_une(desk.commande(PoserDrapeau, candidature="C1", drapeau=Drapeau.A_REVOIR)).fait
        await taper(pilot, *"urg", "enter")
        assert tenu(app).drapeau is Drapeau.A_REVOIR
        assert "SYN-1" in texte(app)


async def test_by_lot_from_a_selection_then_found_again(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        await taper(pilot, "space", "space", "C")
        assert "2 candidatures cochées" in texte(app)
        await taper(pilot, "enter")
        charge = app.desk.candidatures(texte="a:moi")
        references = {ligne.reference for ligne in charge.rows(charge.order()).values()}
        assert len(references) == 2
        assert "2 candidatures modifiées" in texte(app)
        await taper(pilot, "exclamation_mark", *"urg", "enter")
        assert "⚑" in texte(app)
        await taper(pilot, "u")
        assert "⚑" not in texte(app), "given together, taken back together"
        await taper(pilot, "f3")
        montre(app, AccueilScreen)
        assert "Mes dossiers : 2 candidatures en attente" in texte(app)
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "mes dossiers")
        await taper(pilot, "enter")
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.onglet, ecran.regard.texte, ecran.nombre) == ("en_attente", "etat:en_attente a:moi", 2)


async def test_what_is_ticked_is_not_listed_at_each_key(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand ticks took 3 ms at each key, several times: whether there are any is enough to dim `D`."""
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "asterisk")
        ecran = montre(app, CandidaturesScreen)
        listees: list[Selection] = []
        ids = Selection.ids

        def lister(selection: Selection) -> set[int]:
            listees.append(selection)
            return ids(selection)

        monkeypatch.setattr(Selection, "ids", lister)
        await taper(pilot, "down", "f", "escape")
        assert len(ecran.cochees[ecran.onglet]) > 1
        assert listees == []
        assert ecran.check_action("suivre", ())


async def test_what_must_be_seen_is_whatever_row_it_is_about(ouvrir: Ouvrir) -> None:
    """DON-1 on a note for several, the first of which takes no more notes (SUI-1)."""
    async with ouvrir() as (app, pilot):
        desk = app.desk
        await app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        await taper(pilot, "space", "space")
        premiere, _ = desk.references_candidatures(sorted(montre(app, SessionScreen).table.selection.ids()))
        for n in range(NOTES_MAX):
            assert desk.executer_une(desk.commande(EcrireNote, candidature=premiere, texte=f"{n}")).fait
        await taper(pilot, "N", "enter")
        await ecrire(pilot, "1 85 05 78 006 084 91")
        await taper(pilot, "f10")
        montre(app, Confirmation)
        assert "DON-1" in texte(app)


async def test_under_the_cursor_when_nothing_is_ticked(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        reference = montre(app, SessionScreen).candidature
        assert reference is not None
        await taper(pilot, "N")
        await ecrire(pilot, "Vue au forum")
        await taper(pilot, "enter")
        assert [note.texte for note in tenu(app, reference).notes] == ["Vue au forum"]
        assert "✎" in texte(app)


async def test_in_the_queue(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "session:00235491")
        await taper(pilot, "enter", "T", "exclamation_mark", *"rev", "enter")
        ecran = montre(app, FileScreen)
        assert ecran.candidature is not None
        assert tenu(app, ecran.candidature).drapeau is Drapeau.A_REVOIR
        assert "u l’annule" not in texte(app), "here it takes back a decision"


async def test_another_s_note_is_read_only(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir(utilisateur="u2") as (app, pilot):
        desk = app.desk
        assert desk.executer_une(desk.commande(EcrireNote, candidature="C1", texte="De Maïté")).fait
    async with ouvrir() as (app, pilot):
        await sur(app, pilot)
        await taper(pilot, "N")
        await ecrire(pilot, "note de")
        await taper(pilot, "enter", *"zz", "f10")
        ecran = montre(app, NoteScreen)
        assert "De Maïté" in texte(app)
        assert not ecran.check_action("valider", ())
        await taper(pilot, "ctrl+r")  # Léa is référente
        assert tenu(app).vide


async def test_another_structure_sees_nothing_of_it(ouvrir: Ouvrir) -> None:
    """Karim works for both: in the same file, each structure has its own."""
    async with ouvrir(utilisateur="u5") as (app, pilot):
        desk = app.desk
        desk.changer_structure("OF1")
        for command in (
            desk.commande(EcrireNote, candidature="C1", texte="Zébulon"),
            desk.commande(Affecter, candidature="C1", a="u5"),
        ):
            assert desk.executer_une(command).fait
        assert desk.mes_dossiers().en_attente == 1
        desk.changer_structure("OF2")
        assert desk.mes_dossiers().en_attente == 0
        assert desk.candidatures(texte="notes>0").count() == 0
        await calme(pilot)


async def test_nothing_in_a_note_is_obeyed(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        desk = app.desk
        for hostile in HOSTILES:
            propre = "".join(c for c in hostile if c.isprintable() or c == "\n")
            if propre.strip():
                assert desk.executer_une(desk.commande(EcrireNote, candidature="C1", texte=propre)).fait
        await sur(app, pilot)
        assert sans_danger(app)
        await taper(pilot, "N")
        assert sans_danger(app)
