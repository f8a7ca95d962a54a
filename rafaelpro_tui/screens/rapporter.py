"""The name of a decisions file to bring back; its path is completed as one types."""

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from rafaelpro_tui.screens.dialogue import Dialogue, boutons
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.safe_text import plain, safe

SUFFIXES = (".xlsx", ".csv")


class SuggestionDeFichier(Suggester):
    """The first folder, workbook or CSV whose name starts as what is typed does."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        dossier, debut = chemin_de(value).parent, Path(value).name
        if not debut or value.endswith("/") or not dossier.is_dir():
            return None
        for trouve in sorted(dossier.glob("*")):
            if trouve.name.startswith(debut) and (trouve.is_dir() or trouve.suffix.lower() in SUFFIXES):
                return value + safe(trouve.name[len(debut) :]) + ("/" if trouve.is_dir() else "")
        return None


class RapporterScreen(Dialogue[Path]):
    """Answers with a file that exists.

    Args:
        propose: The one offered, if any.
    """

    def __init__(self, propose: Path | None) -> None:
        super().__init__()
        self._propose = propose

    @property
    def titre(self) -> Content:
        return plain("Rapporter un fichier de décisions (.xlsx ou .csv)")

    def corps(self) -> Iterable[Widget]:
        yield Static(plain("Nom du fichier (→ complète, ⏎ simule ; rien n’est encore écrit) :"))
        yield LigneSure(safe(str(self._propose or "")), compact=True, suggester=SuggestionDeFichier())
        yield Static(id="rapporter-note", classes="dialogue-paragraphe")
        yield boutons("Simuler")

    def on_mount(self) -> None:
        self.query_one(LigneSure).focus()
        self._dire(f"Dans {Path.cwd()}")

    @on(Button.Pressed, "#non")
    def _revenir(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#oui")
    def _valide(self) -> None:
        nom = self.query_one(LigneSure).value
        chemin = chemin_de(nom)
        if not nom.strip():
            self._dire("▲ Donnez un nom de fichier.")
        elif not chemin.is_file():
            self._dire(f"▲ Le fichier « {chemin} » n’existe pas : vérifiez son nom et son dossier.")
        elif chemin.suffix.lower() not in SUFFIXES:
            self._dire(f"▲ « {chemin.name} » n’est ni un .xlsx ni un .csv : enregistrez le tableau dans l’un des deux.")
        else:
            self.dismiss(chemin)

    def _dire(self, note: str) -> None:
        self.query_one("#rapporter-note", Static).update(plain(note))


def chemin_de(nom: str) -> Path:
    return Path.cwd() / Path(nom.strip()).expanduser()
