"""The avis once given: read-only, every one of them, then what can still be done (AVI-7)."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from rafaelpro_tui.core.demandes import Demande
from rafaelpro_tui.core.model import (
    Avis,
    AvisRendu,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Motif,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
)
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr
from rafaelpro_tui.widgets.formes import CHAMPS, Forme
from rafaelpro_tui.widgets.safe_text import content, plain

COLONNE = 28
"""Where the values start, as in the form."""


class AvisLu(Vertical):
    """Labels are the form's own. The button copies the pre-written request."""

    DEFAULT_CSS = """
    AvisLu {
        height: auto;
        & > Static { height: auto; margin: 0 0 1 0; }
        & #consigne { color: $text-muted; }
        & #demande { border-left: outer $border-blurred; padding: 0 1; color: $text-muted; }
        & > Horizontal { height: 1; margin: 0 0 1 0; }
        & Button { border: none; height: 1; min-width: 20; padding: 0 2; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="avis-lu")
        yield Static(id="consigne")
        yield Horizontal(Button("Copier la demande (y)", id="copier-demande", compact=True))
        yield Static(id="demande")

    def montrer(self, candidature: Candidature, demande: Demande | None) -> None:
        """`demande` is None when there is nothing to ask for."""
        rendus = [_rendu(rendu, dernier=rendu is candidature.avis[-1]) for rendu in candidature.avis]
        self.query_one("#avis-lu", Static).update(Content("\n\n").join(rendus))
        self.query_one("#avis-lu").display = bool(rendus)
        for id_ in ("#consigne", "#demande", "Horizontal"):
            self.query_one(id_).display = demande is not None
        if demande is not None:
            self.query_one("#consigne", Static).update(plain(demande.consigne))
            self.query_one("#demande", Static).update(plain(demande.texte, multiline=True))


def _rendu(rendu: AvisRendu, *, dernier: bool) -> Content:
    lignes = [_ligne(libelle, valeur) for libelle, valeur in _lignes(rendu.avis)]
    if rendu.le is not None:
        quoi = "Avis attribué" if _du_systeme(rendu.avis) else "Avis validé"
        lignes.append(content("[$text-muted]$quoi le $jour[/]", quoi=quoi, jour=date_fr(rendu.le.date())))
    if not dernier:
        lignes.append(content("[$text-muted]Remplacé ensuite, gardé dans l’historique[/]"))
    return Content("\n").join(lignes)


def _ligne(libelle: str, valeur: str) -> Content:
    """The value under the others' where the label leaves room, else below its label."""
    suite = " " * (COLONNE - len(libelle)) if len(libelle) < COLONNE else "\n"
    return Content.assemble(content("[$text-muted]$libelle[/]", libelle=libelle), suite, plain(valeur, multiline=True))


def _du_systeme(avis: Avis) -> bool:
    """ECH-1: given by the clock, to who was not handled in time."""
    return isinstance(avis, RecrutementNon) and avis.motif is Motif.AVIS_NON_TRANSMIS


def _lignes(avis: Avis) -> Iterable[tuple[str, str]]:
    match avis:
        case ConformiteOui() | ConformiteNon():
            yield Forme.CONFORMITE.question, "(•) Oui" if isinstance(avis, ConformiteOui) else "(•) Non"
        case _:
            yield Forme.RECRUTEMENT.question, "(•) Non" if isinstance(avis, RecrutementNon) else "(•) Oui"
    match avis:
        case RecrutementOui() | ConformiteOui():
            yield CHAMPS["entree"].libelle, date_fr(avis.entree)
            yield CHAMPS["sortie"].libelle, date_fr(avis.sortie)
            yield CHAMPS["intensite"].libelle, f"{nombre_fr(avis.intensite)}{NBSP}h"
        case RecrutementACompleter():
            yield "Dates et intensité", "▲ à compléter (LOT-4)"
        case RecrutementNon() | ConformiteNon():
            yield CHAMPS["motif"].libelle, avis.motif.libelle
            if avis.raison:
                yield CHAMPS["raison"].libelle, avis.raison
    if not isinstance(avis, ConformiteNon) and avis.commentaire:
        yield CHAMPS["commentaire"].libelle, avis.commentaire
