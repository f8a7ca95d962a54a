"""F8: who decided what and when, by keyboard and by mouse; the chain verified."""

from datetime import date
from pathlib import Path

import pytest
from textual.content import Content

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Convoquer, ModifierDroit
from rafaelpro_tui.core.model import Droit
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.screens import journal as ecran_journal
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.journal import JournalScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte

LE = date(2022, 5, 10)


def convocables(app: RafaelProApp) -> list[str]:
    lignes = app.desk.candidatures(session="00235491").first(100)
    return [ligne.reference for _, ligne in lignes if ligne.etape is not None and ligne.etape.value == "a_convoquer"]


def decider(app: RafaelProApp) -> str:
    """A droit changed, a convocation, and the same again, refused. Gives the candidature."""
    desk = app.desk
    desk.executer_une(desk.commande(ModifierDroit, membre="u2", droit=Droit.AUCUN))
    reference = convocables(app)[0]
    for _ in range(2):
        desk.executer_une(desk.commande(Convoquer, candidature=reference, date=LE))
    app.a_change()
    return reference


async def test_an_empty_journal_says_what_will_be_in_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f8")
        montre(app, JournalScreen)
        assert "RafaelPro › Journal" in ligne(app, 0)
        vu = " ".join(texte(app).split())
        assert "Le journal est vide : rien n’a encore été décidé ici pour Horizon Formation." in vu
        await taper(pilot, "tab")
        assert "Rien n’a été refusé à votre structure." in texte(app)
        await taper(pilot, "v")
        assert "✓ Journal vide" in texte(app)


async def test_who_decided_what_and_when_the_latest_first(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        reference = decider(app)
        await taper(pilot, "f8")
        lignes = [vue for vue in texte(app).splitlines() if "30/04/2022 10:30" in vue]
        assert len(lignes) == 3
        assert all("Léa Martin" in vue for vue in lignes)
        assert "Convocation" in lignes[0]
        assert reference in lignes[0]
        assert "✕ Refusé" in lignes[0]
        assert "✓ Fait" in lignes[1]
        assert "Droit d’un membre" in lignes[2]
        assert "Maïté Etcheverry" in lignes[2]
        assert "3 lignes" in texte(app)
        await taper(pilot, "tab")
        assert "1 ligne" in texte(app)


async def test_what_can_be_undone_is_on_top_while_it_can(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        reference = decider(app)
        await taper(pilot, "f8")
        assert f"◷ Convocation de {reference} le 10/05/2022 · annulable encore 20 s (touche u)" in texte(app)
        assert "◷ Droits de u2 modifiés · annulable encore 20 s" in texte(app)
        horloge.epoque += 5
        app.lire_la_grace()
        await calme(pilot)
        assert "annulable encore 15 s (touche u)" in texte(app)
        await taper(pilot, "u")
        assert "Convocation de" not in ligne(app, 1)
        assert "Saisie annulée" in texte(app), "the journal forgets nothing"
        horloge.epoque += 60
        app.lire_la_grace()
        await calme(pilot)
        assert "annulable" not in texte(app)


async def test_many_undoable_are_counted(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        desk = app.desk
        for droit in (Droit.AUCUN, Droit.CATALOGUE, Droit.GENERAL, Droit.AUCUN, Droit.CATALOGUE):
            desk.executer_une(desk.commande(ModifierDroit, membre="u2", droit=droit))
        await taper(pilot, "f8")
        assert texte(app).count("◷ Droits de u2") == 3
        assert "et 2 autres saisies annulables" in texte(app)


async def test_enter_opens_the_candidature_and_escape_comes_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        reference = decider(app)
        await taper(pilot, "f8", "enter")
        assert montre(app, CandidatureScreen).reference == reference
        assert f"RafaelPro › Journal › {reference}" in ligne(app, 0)
        await taper(pilot, "escape", "G", "enter")
        montre(app, JournalScreen)
        assert "à ouvrir." in texte(app)


async def test_a_click_opens_too(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        decider(app)
        await taper(pilot, "f8")
        await cliquer(pilot, "✕ Refusé")
        montre(app, CandidatureScreen)


async def test_the_filter_finds_a_candidature_a_type_a_person(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        reference = decider(app)
        await taper(pilot, "f8")
        for cherche, combien in ((reference, "2 lignes"), ("droit", "1 ligne"), ("martin refusé", "1 ligne")):
            await taper(pilot, "f")
            await ecrire(pilot, cherche)
            await taper(pilot, "enter")
            assert combien in texte(app)
            await taper(pilot, "escape")
        assert "3 lignes" in texte(app)


async def test_v_verifies_the_chain(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        decider(app)
        await taper(pilot, "f8", "v")
        assert "✓ Journal intact : 3 lignes dans 1 chaîne, rien n’y a été changé." in texte(app)


async def test_a_line_changed_behind_its_back_is_named(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        decider(app)
        conn = driver.connect(base)
        conn.execute("DROP TRIGGER journal_sans_modification")
        conn.execute("UPDATE journal SET utilisateur = 'u2' WHERE sequence = 2")
        conn.close()
        await taper(pilot, "f8", "v")
        vu = " ".join(texte(app).split())
        assert "✕ Journal rompu." in vu
        assert "la ligne 2 a été modifiée" in vu
        assert "v Vérifier" in ligne(app, -1)


async def test_a_long_verification_says_how_far_it_is(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ecran_journal, "LENT", 0.0)
    monkeypatch.setattr("rafaelpro_tui.core.store.journal._PAS", 1)
    dits: list[str] = []
    dire = JournalScreen._dire_verification

    def noter(ecran: JournalScreen, dit: Content) -> None:
        dits.append(dit.plain)
        dire(ecran, dit)

    monkeypatch.setattr(JournalScreen, "_dire_verification", noter)
    async with ouvrir() as (app, pilot):
        decider(app)
        await taper(pilot, "f8", "v")
    assert [dit.replace("\u00a0", " ") for dit in dits[:3]] == [
        "Vérification du journal : 1 sur 3 lignes (33 %)…",
        "Vérification du journal : 2 sur 3 lignes (66 %)…",
        "Vérification du journal : 3 sur 3 lignes (100 %)…",
    ]
    assert "intact" in dits[-1]


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        decider(app)
        await taper(pilot, "f8", "G")
        assert sans_danger(app)
        await taper(pilot, "v", "f")
        await ecrire(pilot, "lea")
        await taper(pilot, "enter")
        assert sans_danger(app)
