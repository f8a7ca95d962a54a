"""F6: formations conventionnées and the form of one, by keyboard and by mouse."""

from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.screens.formations import FormationsScreen
from rafaelpro_tui.screens.formulaire_action import FormulaireActionScreen
from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen
from rafaelpro_tui.screens.recherche import RechercheScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


def relu(base: Path, action: str = "A1") -> tuple[str, str]:
    """The « plus » and the lien web as the base holds them."""
    with Desk.open(base, horloge=HorlogeDeTest()) as desk:
        lue = desk.formulaire_action(action).action
        return lue.plus, lue.lien_web


async def test_f6_lists_the_formations_with_their_columns(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6")
        montre(app, FormationsScreen)
        vu = texte(app)
        for mot in ("Publiées", "Archivées", "A1", "Plateforme Amorce de parcours", "HSP", "3 formations"):
            assert mot in vu
        titres = ligne(app, 3)
        for colonne in ("Référence", "Intitulé", "Dispositif", "Responsable", "Rôle", "Sessions", "Candidatures"):
            assert colonne in titres
        await taper(pilot, "tab")
        assert "Aucune formation archivée pour Horizon Formation." in texte(app)


async def test_f6_again_stays_and_the_palette_leads_there_too(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "f6")
        montre(app, FormationsScreen)
        assert len(app.pile) == 2
        await taper(pilot, "escape", "ctrl+p")
        await ecrire(pilot, "formations")
        await taper(pilot, "enter")
        montre(app, FormationsScreen)


async def test_a_formation_is_filtered_sorted_and_opened(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "f")
        await ecrire(pilot, "macon")
        await taper(pilot, "enter")
        assert "1 formation" in ligne(app, 2)
        await taper(pilot, "escape")
        await cliquer(pilot, "Intitulé")
        assert montre(app, FormationsScreen).table.sort_column == "intitule"
        await taper(pilot, "g", "enter")
        montre(app, FormulaireActionScreen)
        assert "Formulaire action A1" in ligne(app, 0)


async def test_the_form_has_what_comes_from_eos_the_two_fields_and_the_sessions(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "enter")
        vu = texte(app)
        for mot in (
            "Programme régional de formation (PRF)",
            "Organisme Responsable",
            "Données du flux (EOS pour le PRF et l’HSP) : elles ne se modifient pas ici.",
            "Le « plus » de la formation",
            "Pour mieux présenter la formation aux prescripteurs : mettez en lumière vos spécificités",
            "Lien web",
            "Sessions de formation",
            "Organisme de formation",
            "4 sessions",
        ):
            assert mot in vu
        await taper(pilot, "f")
        await ecrire(pilot, "pau")
        await taper(pilot, "enter")
        assert "1 session" in texte(app)
        await taper(pilot, "enter")
        assert montre(app, FormulaireSessionScreen).reference == "00235492"


async def test_the_plus_and_the_lien_web_are_written_after_a_confirmation(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "enter", "tab")
        await ecrire(pilot, "Un stage")
        await taper(pilot, "enter")
        await ecrire(pilot, "[b] chez vous")
        await taper(pilot, "tab")
        await ecrire(pilot, "https://example.org/amorce")
        await taper(pilot, "f10")
        vu = texte(app)
        assert "Modifier la formation A1 ?" in vu
        assert "→ Un stage [b] chez vous" in vu
        assert "→ https://example.org/amorce" in vu
        await taper(pilot, "enter")  # the default is the way back
        assert relu(base) == ("", "")
        await taper(pilot, "f10", "tab", "enter")
        assert relu(base) == ("Un stage\n[b] chez vous", "https://example.org/amorce")
        assert "1 saisie annulable" in ligne(app, -1)
        assert not montre(app, FormulaireActionScreen).saisie_en_cours
        await taper(pilot, "u")
        assert relu(base) == ("", "")


async def test_a_bad_address_is_told_beside_its_field_as_one_types(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "enter", "tab", "tab")
        await ecrire(pilot, "ftp:[/]")
        await pilot.pause(0.3)
        await calme(pilot)
        assert "✗ Le lien web « ftp:[/] » n’est pas une adresse" in texte(app)
        assert "(FOR-2)" in texte(app)
        await taper(pilot, "ctrl+s")
        montre(app, FormulaireActionScreen)
        assert relu(base) == ("", "")


async def test_leaving_with_unsaved_input_asks(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "enter", "tab")
        await ecrire(pilot, "oui")
        await taper(pilot, "escape", "escape")
        assert "Quitter sans valider ?" in texte(app)
        await taper(pilot, "enter")
        assert montre(app, FormulaireActionScreen).saisie_en_cours
        await taper(pilot, "f3")
        assert "Quitter sans valider ?" in texte(app)
        await taper(pilot, "escape", "ctrl+r")
        assert not montre(app, FormulaireActionScreen).saisie_en_cours
        await taper(pilot, "escape")
        montre(app, FormationsScreen)


@pytest.mark.parametrize(
    ("utilisateur", "action", "dit"),
    [
        ("u1", "A3", "Votre organisme est Formateur : la gestion de l’action est réservée au Responsable."),
        ("u2", "A1", "Votre profil « Gestionnaire OF préinscription » ne permet pas de modifier l’action."),
    ],
)
async def test_who_may_not_edit_reads_and_is_told_the_rule(
    ouvrir: Ouvrir, utilisateur: str, action: str, dit: str
) -> None:
    """FOR-1, DRT-3."""
    async with ouvrir(utilisateur=utilisateur) as (app, pilot):
        await taper(pilot, "f6", "f")
        await ecrire(pilot, action)
        await taper(pilot, "enter", "enter")
        montre(app, FormulaireActionScreen)
        vu = " ".join(texte(app).split())
        assert "Lecture seule." in vu
        assert dit in vu
        assert "(DRT-3)" in vu
        assert not app.screen.query("#plus")
        assert "Valider" not in ligne(app, -1)
        if action == "A3":
            assert "Un chantier-école dès la première semaine." in vu


async def test_somebody_else_changing_it_is_told_and_the_input_kept(ouvrir: Ouvrir, base: Path) -> None:
    from rafaelpro_tui.core.commands import ModifierAction

    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6", "enter", "tab")
        await ecrire(pilot, "mien")
        with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u3") as autre:
            assert autre.executer_une(autre.commande(ModifierAction, action="A1", plus="sien")).fait
        app.a_change()
        await calme(pilot)
        assert "Modifiée entre-temps" in texte(app)
        assert montre(app, FormulaireActionScreen).saisie_en_cours
        await taper(pilot, "ctrl+r")
        assert "sien" in texte(app)


async def test_the_mouse_does_it_all(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f6")
        await cliquer(pilot, "▸ A1")
        await cliquer(pilot, "https://…")
        await ecrire(pilot, "http://a.fr")
        await pilot.pause(0.3)  # what was said of half an address has gone: the button no longer moves
        await calme(pilot)
        await cliquer(pilot, "Valider les modifications")
        await pilot.click("#oui")
        await calme(pilot)
        assert relu(base) == ("", "http://a.fr")
        await taper(pilot, "escape")
        await cliquer(pilot, "Ctrl+F Moteur de recherche")
        montre(app, RechercheScreen)


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    for taille in ((160, 40), (80, 24)):
        async with ouvrir(chemin=base_hostile, size=taille) as (app, pilot):
            for touche in ("f6", "enter", "end", "enter", "escape", "escape", "ctrl+f"):
                await taper(pilot, touche)
                assert sans_danger(app)


async def test_80_by_24_shows_the_fields_and_the_sessions(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f6", "enter")
        vu = texte(app)
        assert "Le « plus » de la formation" in vu
        assert "Valider les modifications" in vu
        assert "00235491" in vu
