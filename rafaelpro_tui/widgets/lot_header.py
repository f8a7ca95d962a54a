"""« Gestion par lot de préinscriptions sur la session … » and the guide's two sentences (LOT-7)."""

from dataclasses import dataclass
from datetime import date

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.widgets.fitting import first_fitting
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.session_header import delais


@dataclass(frozen=True, slots=True)
class TeteDeLot:
    vue: SessionVue
    aujourdhui: date


class LotHeader(Widget, can_focus=False):
    """The guide's sentences: whole where the screen is high enough to fold them, else in less where it is narrow."""

    DEFAULT_CSS = """
    LotHeader { height: 3; padding: 0 1; color: $foreground; }
    """

    tete: reactive[TeteDeLot | None] = reactive(None, init=False, layout=True)

    def render(self) -> RenderResult:
        if self.tete is None:
            return Content()
        titre, *phrases = _titre(self.tete.vue), delais(self.tete.vue), _session_complete(self.tete)
        largeur = self.content_size.width
        if self.screen.has_class("-haut"):
            dites = [facons[0] for facons in phrases]
        else:
            dites = [first_fitting(facons, largeur) for facons in phrases]
        return Content("\n").join([first_fitting(titre, largeur), *dites])


# Each line from the longest way to say it to the shortest.


def _titre(vue: SessionVue) -> list[Content]:
    reference, intitule = vue.session.reference, vue.action.intitule
    return [
        content(
            "[b]Gestion par lot de préinscriptions[/b] sur la session [b]$reference[/b] de la formation "
            "[i]$intitule[/i]",
            reference=reference,
            intitule=intitule,
        ),
        content(
            "[b]Gestion par lot[/b] · session [b]$reference[/b] · [i]$intitule[/i]",
            reference=reference,
            intitule=intitule,
        ),
    ]


def _session_complete(tete: TeteDeLot) -> list[Content]:
    """Past its date, said in the past."""
    limite = tete.vue.session.date_limite_entree_tardive
    peuvent = "peuvent" if tete.aujourdhui <= limite else "pouvaient"
    jusque = f"jusqu’au {date_fr(limite)}"
    return [
        content("$texte", texte=texte)
        for texte in (
            f"Les candidats non retenus pour cause de session complète {peuvent} être retenus sur cette session "
            f"{jusque} (date d’entrée tardive fixée par l’organisme de formation).",
            f"Les candidats non retenus pour session complète {peuvent} être retenus {jusque} (entrée tardive).",
            f"Non retenus pour session complète\N{NO-BREAK SPACE}: {peuvent} être retenus {jusque}.",
        )
    ]
