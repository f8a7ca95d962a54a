"""`N`: what the structure keeps for itself on a candidature; a note, a drapeau, a colleague in charge (SUI)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.rules.suivi import NOTE_MAX
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.core.vues_suivi import NoteVue, SuiviVue
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.compteur import Compteur
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.zone_sure import ZoneSure

NOTE, DRAPEAU, CONFIER, EXISTANTE, ECRIRE = "note", "drapeau", "confier", "existante", "ecrire"
"""What a choice is about: the first part of its id."""


@dataclass(frozen=True, slots=True)
class Geste:
    """`quoi` is one of the above; `valeur` a drapeau, an id of a colleague or of a note, or the text to write."""

    quoi: str
    valeur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sujet:
    """What it is about: `nom` in words; `suivi` is None for several candidatures."""

    nom: str
    suivi: SuiviVue | None
    collegues: Sequence[tuple[str, str]]
    moi: str


class SuiviScreen(Dialogue[Geste]):
    """Answers with what to do.

    Args:
        seulement: `DRAPEAU` or `CONFIER` for these choices alone, "" for all.
    """

    def __init__(self, sujet: Sujet, seulement: str = "") -> None:
        super().__init__()
        self._sujet, self._seulement = sujet, seulement

    @property
    def titre(self) -> Content:
        return content("Suivi interne · $nom", nom=self._sujet.nom)

    def corps(self) -> Iterable[Widget]:
        yield ChoiceList(
            [choix for choix in self._choix() if choix.id.startswith(self._seulement)],
            placeholder="Une note, un drapeau, un nom…" if not self._seulement else "Quelques lettres…",
        )
        dit = self._sujet.suivi.resume if self._sujet.suivi else ""
        reste = f"Reste dans votre structure{NBSP}: ni transmis, ni vu d’une autre."
        yield Static(plain(f"{dit}\n{reste}" if dit else reste, multiline=True), classes="dialogue-paragraphe")

    def _choix(self) -> Iterable[Choice]:
        suivi = self._sujet.suivi
        yield _choix(f"{NOTE}/", "Écrire une note…", "note")
        for drapeau in Drapeau:
            if drapeau is Drapeau.AUCUN:
                continue
            pose = suivi is not None and suivi.drapeau is drapeau
            signe = f" (posé par {suivi.drapeau_pose})" if pose and suivi and suivi.drapeau_pose else ""
            yield _choix(f"{DRAPEAU}/{drapeau.value}", f"⚑ {drapeau.libelle}{signe}", "drapeau")
        if suivi is None or suivi.drapeau is not Drapeau.AUCUN:
            yield _choix(f"{DRAPEAU}/{Drapeau.AUCUN.value}", "Ôter le drapeau", "aucun")
        for id, nom in sorted(self._sujet.collegues, key=lambda collegue: collegue[0] != self._sujet.moi):
            dit = f"Me la confier ({nom})" if id == self._sujet.moi else f"Confier à {nom}"
            en_charge = suivi is not None and suivi.charge == id
            signe = f" (depuis {suivi.affectee.le:%d/%m/%Y})" if en_charge and suivi and suivi.affectee else ""
            yield _choix(f"{CONFIER}/{id}", dit + signe, "moi" if id == self._sujet.moi else "")
        if suivi is None or suivi.charge:
            yield _choix(f"{CONFIER}/", "Ne la confier à personne", "")
        for note in suivi.notes if suivi else ():
            quoi = content("[b]Note[/b] de $signe\N{NO-BREAK SPACE}: $texte", signe=note.origine, texte=une_ligne(note))
            yield Choice(f"{EXISTANTE}/{note.id}", quoi, f"note de {note.origine} {note.texte}")

    @on(ChoiceList.Typed)
    def _tape(self, message: ChoiceList.Typed) -> None:
        texte = message.text.strip()
        ecrire = Choice(ECRIRE, content("Écrire la note « $texte »", texte=texte), "")
        self.query_one(ChoiceList).set_found([ecrire] if texte and not self._seulement else ())

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        if message.id == ECRIRE:
            self.dismiss(Geste(ECRIRE, self.query_one(ChoiceList).text.strip()))
        else:
            quoi, _, valeur = message.id.partition("/")
            self.dismiss(Geste(quoi, valeur))


def une_ligne(note: NoteVue) -> str:
    return " ".join(note.texte.split())


def _choix(id: str, libelle: str, mots: str) -> Choice:
    return Choice(id, content("$libelle", libelle=libelle), f"{libelle} {mots}")


EFFACER: Final = ""
"""The answer that deletes the note."""


class NoteScreen(Dialogue[str]):
    """Answers with the text as typed, or `EFFACER`.

    Args:
        note: The one to change, or None for a new one; another person's is shown, and a référent may delete it.
        effacable: Whether it may be deleted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+s", "valider", "Garder", key_display="F10", tooltip="Garder cette note", id="note.garder"),
        Binding("ctrl+r", "effacer", "Effacer", tooltip="Effacer cette note", id="note.effacer"),
    ]

    def __init__(self, nom: str, note: NoteVue | None, *, effacable: bool = False) -> None:
        super().__init__()
        self._nom, self._note, self._effacable = nom, note, effacable
        self._lue = note is not None and not note.de_moi

    @property
    def titre(self) -> Content:
        return content("Note interne · $nom", nom=self._nom)

    def corps(self) -> Iterable[Widget]:
        texte = self._note.texte if self._note else ""
        yield ZoneSure(texte, id="note", compact=True, show_line_numbers=False, read_only=self._lue)
        with Horizontal(id="note-pied"):
            yield Static(content("$dit", dit=f"De {self._note.origine}" if self._note else ""), id="note-origine")
            yield Compteur(NOTE_MAX)

    def on_mount(self) -> None:
        self.query_one(ZoneSure).focus()
        self.query_one(Compteur).texte = self._note.texte if self._note else ""

    @on(TextArea.Changed)
    def _compter(self, message: TextArea.Changed) -> None:
        self.query_one(Compteur).texte = message.text_area.text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "valider":
            return not self._lue
        if action == "effacer":
            return self._note is not None and self._effacable
        return super().check_action(action, parameters)

    @on(Button.Pressed)
    def action_valider(self) -> None:
        texte = self.query_one(ZoneSure).text
        if texte.strip():
            self.dismiss(texte)
        else:
            self.hote.dire("La note est vide\N{NO-BREAK SPACE}: écrivez-la, ou fermez avec Échap.", attention=True)

    def action_effacer(self) -> None:
        self.dismiss(EFFACER)
