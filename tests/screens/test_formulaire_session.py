"""« Formulaire session », by keyboard and by mouse: locks, alerts, confirmation, SYN-1, contacts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from rafaelpro_tui.core.commands import ModifierContacts, ModifierSession
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Contact, Session
from rafaelpro_tui.screens import formulaire
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import HOSTILES, Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte

REFERENCE = "00235491"


@pytest.fixture(autouse=True)
def sans_attendre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulaire, "PAUSE", 0.01)


def relue(base: Path, reference: str = REFERENCE) -> Session:
    """The session as the base holds it."""
    with Desk.open(base, horloge=HorlogeDeTest()) as desk:
        return desk.session(reference).session


def dit(app: App[Any]) -> str:
    """The screen on one line, so that a wrapped sentence is found."""
    return " ".join(texte(app).replace("│", " ").split())


def question(app: App[Any]) -> str:
    """What the confirmation on top says, unwrapped."""
    montre(app, Confirmation)
    return str(app.screen.query_one("#dialogue-texte Static", Static).content).replace("\u00a0", " ")


async def aller(pilot: Pilot[Any], reference: str = REFERENCE) -> None:
    await pilot.app.push_screen(FormulaireSessionScreen(reference))
    await calme(pilot)


async def saisir(pilot: Pilot[Any], champ: str, valeur: str) -> None:
    """Replace what a field holds, and let it be simulated."""
    pilot.app.screen.query_one(f"#{champ}").focus()
    await taper(pilot, "home", "ctrl+k")
    await ecrire(pilot, valeur)
    await pause(pilot)


async def pause(pilot: Pilot[Any]) -> None:
    await pilot.pause(0.05)
    await calme(pilot)


async def test_m_opens_it_from_the_sessions_and_from_a_session(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, REFERENCE)
        await taper(pilot, "enter")
        assert montre(app, SessionsScreen).reference == REFERENCE
        await taper(pilot, "m")
        assert montre(app, FormulaireSessionScreen).reference == REFERENCE
        await taper(pilot, "escape", "enter", "m")
        assert montre(app, FormulaireSessionScreen).reference == REFERENCE
        await taper(pilot, "escape")
        montre(app, SessionScreen)
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "modifier la session")
        await taper(pilot, "enter")
        montre(app, FormulaireSessionScreen)


async def test_it_holds_what_the_guide_shows(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        vu = dit(app)
        for mot in (
            "Plateforme Amorce de parcours",
            "Début 01/03/2022",
            "Fin 25/08/2022",
            "Commune Bordeaux (33000)",
            "Entrées et sorties à dates fixes",
            "Organisme Formateur Horizon Formation",
            "Organisme Positionneur Horizon Formation",
            "Effectif minimal de mise en œuvre 4",
            "Effectif visé 20 (nombre de places)",
            "Capacité d’accueil 20",
            "Coefficient nombre candidatures possibles 1",
            "On pourra préinscrire au maximum 20 candidats (coefficient × effectif visé : 1 × 20). Le coefficient "
            "minimum est de 1 et le coefficient maximum est de 3.",
            "5 inscrits à ce jour : session ouverte au recrutement.",
            "Date limite d’inscription 01/06/2022",
            "Elle permet d’ouvrir ou de fermer la session au recrutement.",
            "Date limite d’entrée tardive 01/07/2022",
            "En cas de modification, un ajustement de cette date peut être nécessaire.",
            "Contacts de l’organisme Positionneur, en charge du recrutement",
            "Accueil 05 56 00 00 00 accueil@example.org",
            "Valider les modifications",
        ):
            assert mot in vu


async def test_the_maximum_follows_the_coefficient_as_one_types(ouvrir: Ouvrir) -> None:
    """FOR-4."""
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,55")
        assert "au maximum 31 candidats (coefficient × effectif visé : 1,55 × 20)" in dit(app)


@pytest.mark.parametrize(
    ("champ", "valeur", "dite"),
    [
        ("coefficient", "4", "✗ Le coefficient 4 est hors des bornes du dispositif PRF. Choisissez-le entre 1 et 3."),
        ("coefficient", "1,555", "✗ Le coefficient 1,555 a plus de deux décimales."),
        ("coefficient", "beaucoup", "✗ « beaucoup » n’est pas un coefficient. Saisissez par exemple 1 ou 1,5."),
        ("coefficient", "", "✗ Ce champ ne peut pas rester vide. Valeur enregistrée : 1."),
        (
            "date_limite_inscription",
            "02/07/2022",
            "✗ La date limite d’inscription 02/07/2022 dépasse la date limite d’entrée tardive (01/07/2022).",
        ),
        (
            "date_limite_entree_tardive",
            "260822",
            "✗ La date limite d’entrée tardive 26/08/2022 dépasse la fin de la session (25/08/2022).",
        ),
        ("date_limite_entree_tardive", "32/13", "✗ « 32/13 » n’existe pas au calendrier."),
    ],
)
async def test_what_is_wrong_is_told_beside_the_field_and_not_written(
    ouvrir: Ouvrir, base: Path, champ: str, valeur: str, dite: str
) -> None:
    """FOR-3, FOR-7: when one leaves the field; validating then goes back to it."""
    async with ouvrir() as (app, pilot):
        avant = relue(base)
        await aller(pilot)
        await saisir(pilot, champ, valeur)
        await taper(pilot, "tab")
        await pause(pilot)
        assert dite in dit(app)
        await taper(pilot, "f10")
        assert app.focused is not None
        assert app.focused.id == champ
        assert relue(base) == avant


async def test_while_a_field_is_typed_in_it_is_not_shouted_at(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "4")
        assert "○ Le coefficient 4 est hors des bornes" in dit(app)
        await saisir(pilot, "date_limite_inscription", "0")
        assert "✗ Le coefficient 4" in dit(app)
        assert "n’est pas une date" not in dit(app)


async def test_a_maximum_under_the_inscrits_is_told_before_validating(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-5: with 12 places and 2 inscrits nothing; the session is made to hold more than it can."""
    with Desk.open(base, horloge=HorlogeDeTest()) as desk, desk._base.write.transaction() as conn:
        conn.execute("UPDATE session SET effectif_vise = 2, coefficient = 300 WHERE reference = ?", (REFERENCE,))
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,5")
        assert "▲ Le maximum passe à 3 pour 5 inscrits" in dit(app)
        await taper(pilot, "f10")
        vu = dit(app)
        assert "Maximum de candidatures : 6 → 3, pour 5 inscrits." in vu
        assert "La session se ferme au recrutement." in vu
        assert "▲ Le maximum passe à 3 pour 5 inscrits" in vu
        await taper(pilot, "tab", "enter")
        assert relue(base).coefficient == Decimal("1.5")


async def test_validating_shows_before_and_after_and_the_default_is_the_way_back(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-9."""
    async with ouvrir() as (app, pilot):
        avant = relue(base)
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,5")
        await saisir(pilot, "date_limite_inscription", "29/04")
        await saisir(pilot, "date_limite_entree_tardive", "15/08/2022")
        await taper(pilot, "f10")
        vu = dit(app)
        assert "Modifier la session 00235491 ?" in vu
        for changement in ("1 → 1,5", "01/06/2022 → 29/04/2022", "01/07/2022 → 15/08/2022"):
            assert changement in vu
        assert "Maximum de candidatures : 20 → 30, pour 5 inscrits." in vu
        assert "La session se ferme au recrutement." in vu
        await taper(pilot, "enter")
        assert relue(base) == avant
        assert montre(app, FormulaireSessionScreen).saisie_en_cours
        await taper(pilot, "ctrl+s", "tab", "enter")
        apres = relue(base)
        assert (apres.coefficient, apres.date_limite_inscription) == (Decimal("1.5"), date(2022, 4, 29))
        assert apres.date_limite_entree_tardive == date(2022, 8, 15)
        assert not montre(app, FormulaireSessionScreen).saisie_en_cours
        assert "1 saisie annulable (20 s)" in ligne(app, -1)
        await taper(pilot, "u")
        assert relue(base) == avant
        assert "Coefficient nombre candidatures possibles 1 " in dit(app)


async def test_a_session_that_opens_says_so(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-9: the form of a session closed yesterday."""
    with Desk.open(base, horloge=HorlogeDeTest()) as desk:
        fermer = desk.commande(ModifierSession, session=REFERENCE, date_limite_inscription=date(2022, 4, 29))
        assert desk.executer_une(fermer).fait
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        assert "session fermée au recrutement" in dit(app)
        await saisir(pilot, "date_limite_inscription", "+5")
        assert "session ouverte au recrutement" in dit(app)
        await taper(pilot, "f10")
        assert "29/04/2022 → 05/05/2022" in dit(app)
        assert "La session s’ouvre au recrutement." in dit(app)


async def test_nothing_typed_writes_nothing(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,0")
        assert not montre(app, FormulaireSessionScreen).saisie_en_cours
        await cliquer(pilot, "Valider les modifications")
        assert "Rien n’a été modifié." in texte(app)


async def test_hsp_locks_are_shown_with_their_reason(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-3, FOR-6; the other fields stay open."""
    async with ouvrir() as (app, pilot):
        await aller(pilot, "00240001")
        vu = dit(app)
        assert "Pour les formations HSP, ce coefficient doit rester à 1." in vu
        assert "(FOR-3)" in vu
        assert "cette date correspond au prochain point d’entrée et ne peut pas être modifiée." in vu
        assert "(FOR-6)" in vu
        assert not app.screen.query("#coefficient")
        assert not app.screen.query("#date_limite_inscription")
        await saisir(pilot, "date_limite_entree_tardive", "01/07/2022")
        await taper(pilot, "f10", "tab", "enter")
        assert relue(base, "00240001").date_limite_entree_tardive == date(2022, 7, 1)


@pytest.mark.parametrize(
    ("utilisateur", "reference", "regles"),
    [
        ("u2", REFERENCE, ("(DRT-2)", "(DRT-4)")),
        ("u1", "00220017", ("(FOR-8)",)),
        ("u1", "00235500", ("(FOR-8)",)),
    ],
)
async def test_who_may_not_edit_reads_and_is_told_the_rule(
    ouvrir: Ouvrir, utilisateur: str, reference: str, regles: tuple[str, ...]
) -> None:
    async with ouvrir(utilisateur=utilisateur) as (app, pilot):
        await aller(pilot, reference)
        vu = dit(app)
        assert "Lecture seule." in vu
        for regle in regles:
            assert vu.count(regle) == 1
        assert not app.screen.query("Input")
        assert "Valider" not in ligne(app, -1)
        await taper(pilot, "f10", "escape")
        montre(app, SessionsScreen)


async def test_a_formateur_edits_the_session_but_not_the_contacts(ouvrir: Ouvrir, base: Path) -> None:
    """DRT-2, DRT-4."""
    async with ouvrir() as (app, pilot):
        await aller(pilot, "00235493")
        assert "les contacts du Positionneur sont gérés par le Responsable" in dit(app)
        assert "(DRT-4)" in dit(app)
        await saisir(pilot, "coefficient", "2")
        await taper(pilot, "f10", "tab", "enter")
        assert relue(base, "00235493").coefficient == 2


async def test_contacts_are_added_changed_and_taken_away(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-10."""
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await cliquer(pilot, "+ Ajouter un contact")
        await ecrire(pilot, "Zoé")
        await taper(pilot, "tab")
        await ecrire(pilot, "05 57")
        await taper(pilot, "enter")
        await ecrire(pilot, "zoe")
        await taper(pilot, "tab")
        await pause(pilot)
        assert "✗ Le courriel « zoe » du contact 2 n’est pas une adresse." in dit(app)
        await taper(pilot, "shift+tab", "end")
        await ecrire(pilot, "@example.org")
        await pause(pilot)
        assert "n’est pas une adresse" not in dit(app)
        await taper(pilot, "f10")
        vu = question(app)
        assert "Contacts du Positionneur" in vu
        assert "→ Accueil, 05 56 00 00 00, accueil@example.org ; Zoé, 05 57, zoe@example.org" in vu
        await taper(pilot, "tab", "enter")
        assert relue(base).contacts == (
            Contact(nom="Accueil", telephone="0556000000", courriel="accueil@example.org"),
            Contact(nom="Zoé", telephone="05 57", courriel="zoe@example.org"),
        )
        await cliquer(pilot, "✕ Retirer")
        await taper(pilot, "f10", "tab", "enter")
        assert [contact.nom for contact in relue(base).contacts] == ["Zoé"]


async def test_the_last_contact_cannot_go(ouvrir: Ouvrir, base: Path) -> None:
    """FOR-10."""
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await cliquer(pilot, "✕ Retirer")
        await taper(pilot, "f10")
        assert "Aucun contact du Positionneur n’est donné." in dit(app)
        assert len(relue(base).contacts) == 1


async def test_what_is_read_as_soon_as_it_is_written_does_not_take_the_cursor_back(ouvrir: Ouvrir) -> None:
    """Or `u`, said to undo, would be typed in the field that was left."""
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,5")
        ecran = montre(app, FormulaireSessionScreen)
        lue = ecran.lire()
        ecran.post_message(formulaire.Ecrite([], 0.0))
        ecran.post_message(formulaire.Lue(lue))
        await calme(pilot)
        assert app.focused is ecran.query_one("#formulaire")


async def test_session_and_contacts_are_written_together_and_undone_one_by_one(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        avant = relue(base)
        await aller(pilot)
        await saisir(pilot, "coefficient", "3")
        await cliquer(pilot, "✕ Retirer")
        await cliquer(pilot, "+ Ajouter un contact")
        await ecrire(pilot, "Jo")
        await taper(pilot, "tab", "tab")
        await ecrire(pilot, "jo@example.org")
        await taper(pilot, "f10", "tab", "enter")
        apres = relue(base)
        assert apres.coefficient == 3
        assert apres.contacts == (Contact(nom="Jo", courriel="jo@example.org"),)
        assert "2 saisies annulables" in ligne(app, -1)
        await taper(pilot, "u")
        assert relue(base).contacts == avant.contacts
        await taper(pilot, "u")
        assert relue(base) == avant


async def test_a_change_made_meanwhile_is_refused_with_who_and_when(ouvrir: Ouvrir, base: Path) -> None:
    """SYN-1: the draft is kept, and the current values can be taken."""
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,5")
        with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u3") as autre:
            autre.executer_une(autre.commande(ModifierSession, session=REFERENCE, coefficient=Decimal(2)))
        await taper(pilot, "f10")
        assert "Modifiée entre-temps" in texte(app)
        assert "1 chez vous, 2 désormais (par Yann Le Goff, le 30/04/2022 à 10:30)" in question(app)
        await taper(pilot, "enter")  # back to what is typed
        assert montre(app, FormulaireSessionScreen).saisie_en_cours
        assert relue(base).coefficient == 2
        await taper(pilot, "f10", "tab", "enter")  # the current values
        assert not montre(app, FormulaireSessionScreen).saisie_en_cours
        assert "Coefficient nombre candidatures possibles 2 " in dit(app)
        await saisir(pilot, "coefficient", "1,5")
        await taper(pilot, "f10")
        assert "2 → 1,5" in dit(app)
        await taper(pilot, "tab", "enter")
        assert relue(base).coefficient == Decimal("1.5")


async def test_a_change_seen_before_validating_is_told_and_the_input_kept(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "1,5")
        with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u3") as autre:
            nouveaux = (Contact(nom="Standard", telephone="0557000000"),)
            u1 = autre.commande(ModifierContacts, session=REFERENCE, contacts=nouveaux)
            assert autre.executer_une(u1).fait
        app.a_change()
        await calme(pilot)
        assert "Modifiée entre-temps" in dit(app)
        assert "Standard" in dit(app)
        assert montre(app, FormulaireSessionScreen).saisie_en_cours


async def test_what_others_change_is_shown_at_once_when_nothing_is_typed(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u3") as autre:
            autre.executer_une(autre.commande(ModifierSession, session=REFERENCE, coefficient=Decimal(2)))
        app.a_change()
        await calme(pilot)
        assert "au maximum 40 candidats" in dit(app)


async def test_leaving_with_unsaved_input_asks(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await aller(pilot)
        await saisir(pilot, "coefficient", "2")
        await taper(pilot, "escape", "escape")
        assert "Quitter sans valider ?" in texte(app)
        await taper(pilot, "enter")
        assert montre(app, FormulaireSessionScreen).saisie_en_cours
        await taper(pilot, "ctrl+r")
        assert not montre(app, FormulaireSessionScreen).saisie_en_cours
        assert "au maximum 20 candidats" in dit(app)
        await taper(pilot, "escape")
        montre(app, SessionsScreen)


async def test_by_the_mouse(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir() as (_, pilot):
        await aller(pilot)
        await pilot.click("#coefficient")
        await taper(pilot, "home", "ctrl+k")
        await ecrire(pilot, "2")
        await cliquer(pilot, "Valider les modifications")
        await pilot.click("#oui")
        await calme(pilot)
        assert relue(base).coefficient == 2


async def test_hostile_names_and_texts_are_harmless(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        await aller(pilot)
        assert sans_danger(app)
        for champ in ("coefficient", "date_limite_inscription"):
            for hostile in HOSTILES[:4]:
                app.screen.query_one(f"#{champ}").focus()
                await taper(pilot, "home", "ctrl+k")
                app.post_message(Paste(hostile))
                await pause(pilot)
                await taper(pilot, "tab")
                await pause(pilot)
                assert sans_danger(app)
        await taper(pilot, "ctrl+r")
        await cliquer(pilot, "+ Ajouter un contact")
        for hostile in HOSTILES:
            app.post_message(Paste(hostile))
            await pause(pilot)
        await taper(pilot, "tab")
        await ecrire(pilot, "0557[/]")
        await taper(pilot, "f10")
        assert sans_danger(app)
        assert "[/]" in texte(app)


async def test_80_by_24_is_enough(ouvrir: Ouvrir, base: Path) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await aller(pilot)
        await taper(pilot, "tab")
        assert app.focused is not None
        assert app.focused.id == "coefficient"
        await saisir(pilot, "coefficient", "2")
        assert "au maximum 40 candidats" in dit(app)
        await taper(pilot, "f10", "tab", "enter")
        assert relue(base).coefficient == 2
