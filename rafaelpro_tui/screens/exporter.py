"""`E`: the name of the file that the table shown is exported to (CONTRATS §4)."""

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from rafaelpro_tui.screens.dialogue import Confirmation, Dialogue, boutons
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.safe_text import content, plain, safe


class ExporterScreen(Dialogue[Path]):
    """Answers with the file to write; asks before one that is there is replaced.

    Args:
        nom: The name offered, in the folder where the program was started.
        quoi: What is exported: « 27 candidatures ».
        format: What the file may be.
    """

    def __init__(self, nom: str, quoi: str, *, format: str = "CSV ou .xlsx") -> None:
        super().__init__()
        self._nom, self._quoi, self._format = nom_de_fichier(nom), quoi, format

    @property
    def titre(self) -> Content:
        return content("Exporter ($format) · $quoi", quoi=self._quoi, format=self._format)

    def corps(self) -> Iterable[Widget]:
        yield Static(plain("Nom du fichier, avec son dossier si vous voulez (⏎ pour écrire) :"))
        yield LigneSure(self._nom, compact=True)
        yield Static(id="exporter-note", classes="dialogue-paragraphe")
        yield boutons("Écrire le fichier")

    def on_mount(self) -> None:
        champ = self.query_one(LigneSure)
        champ.focus()
        self._noter(champ.value)

    @on(Input.Changed)
    def _change(self, message: Input.Changed) -> None:
        self._noter(message.value)

    @on(Button.Pressed, "#non")
    def _revenir(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#oui")
    def _valide(self) -> None:
        nom = self.query_one(LigneSure).value
        if not nom.strip():
            self._dire("▲ Donnez un nom de fichier.")
            return
        chemin = _chemin(nom)
        if chemin.is_dir():
            self._dire(f"▲ « {chemin} » est un dossier : ajoutez un nom de fichier.")
        elif not chemin.parent.is_dir():
            self._dire(f"▲ Le dossier « {chemin.parent} » n’existe pas : choisissez-en un autre.")
        elif chemin.exists():
            self._demander(chemin)
        else:
            self.dismiss(chemin)

    def _demander(self, chemin: Path) -> None:
        def repondu(oui: bool | None) -> None:
            if oui:
                self.dismiss(chemin)

        question = plain("Remplacer le fichier ?")
        texte = content("« $nom » existe déjà. Son contenu serait perdu.", nom=chemin)
        self.app.push_screen(Confirmation(question, texte, oui="Remplacer"), repondu)

    def _noter(self, nom: str) -> None:
        self._dire(f"Dans {_chemin(nom).parent}" if nom.strip() else "")

    def _dire(self, note: str) -> None:
        self.query_one("#exporter-note", Static).update(plain(note))


def nom_de_fichier(texte: str) -> str:
    """A name offered, made with what data says: a reference never leads to another folder, nor hides the file."""
    return "".join("-" if signe in '/\\:*?"<>|' else signe for signe in safe(texte)).lstrip(".-") or "export"


def _chemin(nom: str) -> Path:
    return Path.cwd() / Path(nom.strip()).expanduser()
