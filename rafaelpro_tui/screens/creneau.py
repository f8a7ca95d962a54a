"""A slot of information collective: its form, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from rafaelpro_tui.core.plan import lire_heure
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.core.vues_plan import LIEU_MAX, PLACES_MAX, Creneau
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.safe_text import content, plain


class CreneauScreen(Dialogue[Creneau]):
    """Answers with the slot as typed.

    Args:
        creneau: The one to change, or None for a new one.
        semblable: The one whose hour, place and seats are offered for a new one.
    """

    BINDINGS = [
        Binding(
            "f10,ctrl+s", "valider", "Valider", key_display="F10", tooltip="Garder ce créneau", id="creneau.valider"
        )
    ]

    def __init__(self, aujourdhui: date, creneau: Creneau | None, semblable: Creneau | None = None) -> None:
        super().__init__()
        self._aujourdhui, self._creneau = aujourdhui, creneau
        self._offert = creneau or semblable

    @property
    def titre(self) -> Content:
        return plain("Modifier le créneau" if self._creneau else "Nouveau créneau d’information collective")

    def corps(self) -> Iterable[Widget]:
        offert = self._offert
        yield _champ("Date", DateInput(self._aujourdhui, self._creneau.date if self._creneau else None, id="date"))
        yield _champ("Heure", LigneSure(offert.heure if offert else "", placeholder="9h30", compact=True, id="heure"))
        yield _champ("Lieu", LigneSure(offert.lieu if offert else "", max_length=LIEU_MAX, compact=True, id="lieu"))
        yield _champ("Places", LigneSure(str(offert.places) if offert else "12", compact=True, id="places"))
        yield Static(id="creneau-note", classes="dialogue-paragraphe")
        yield Horizontal(Button(plain("Garder"), id="garder", variant="primary", compact=True), id="dialogue-boutons")

    def on_mount(self) -> None:
        self.query_one("#date").focus()

    @on(Input.Submitted)
    @on(DateInput.Validee)
    def _champ_fini(self) -> None:
        self.app.action_focus_next()

    @on(Button.Pressed)
    def action_valider(self) -> None:
        try:
            self.dismiss(self._lu())
        except ValueError as erreur:
            self.query_one("#creneau-note", Static).update(content("[$text-warning]▲ $dit[/]", dit=str(erreur)))

    def _lu(self) -> Creneau:
        """Raises `ValueError` with a French sentence."""
        jour = self.query_one("#date", DateInput)
        if jour.valeur is None:
            raise ValueError(jour.erreur or "Donnez la date du créneau.")
        places = self.query_one("#places", LigneSure).value.strip()
        if not (places.isascii() and places.isdigit() and 1 <= int(places) <= PLACES_MAX):
            raise ValueError(f"Le nombre de places va de 1 à {PLACES_MAX}.")
        return Creneau(
            id=self._creneau.id if self._creneau else 0,
            date=jour.valeur,
            heure=lire_heure(self.query_one("#heure", LigneSure).value),
            lieu=self.query_one("#lieu", LigneSure).value.strip(),
            places=int(places),
        )


def _champ(libelle: str, saisie: Widget) -> Widget:
    return Horizontal(Static(plain(libelle)), saisie, classes="creneau-champ")


class MenuCreneau(Dialogue[str]):
    """What can be done with a slot. Answers with the name of one.

    Args:
        cochees: How many rows are ticked.
    """

    def __init__(self, creneau: Creneau, cochees: int) -> None:
        super().__init__()
        self._creneau, self._cochees = creneau, cochees

    @property
    def titre(self) -> Content:
        return content(
            "$nom · $gens sur $places",
            nom=self._creneau.nom,
            gens=len(self._creneau.candidatures),
            places=pluriel(self._creneau.places, "place"),
        )

    def corps(self) -> Iterable[Widget]:
        cochees = pluriel(self._cochees, "candidature cochée", "candidatures cochées")
        choix = [
            ("placer", f"Y mettre {cochees}", self._cochees > 0),
            ("emargement", "Feuille d’émargement, à imprimer (HTML)", bool(self._creneau.candidatures)),
            ("publipostage", "Fichier de publipostage (CSV ou .xlsx)", bool(self._creneau.candidatures)),
            ("modifier", f"Modifier{NBSP}: date, heure, lieu, places", True),
            ("vider", "En retirer tout le monde", bool(self._creneau.candidatures)),
            ("supprimer", "Supprimer le créneau", True),
        ]
        yield ChoiceList(
            [Choice(id, plain(nom), nom) for id, nom, possible in choix if possible], placeholder="Que faire…"
        )

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        self.dismiss(message.id)
