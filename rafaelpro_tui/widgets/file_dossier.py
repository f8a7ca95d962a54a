"""A candidature of the queue: who the candidat·e is, what is kept on them, what has happened."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rafaelpro_tui.core.rules.transmissions import circuit
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.widgets import candidat_panel, historique_panel, suivi_panel
from rafaelpro_tui.widgets.page import Page
from rafaelpro_tui.widgets.safe_text import content


class FileDossier(Page):
    """What the panels of a candidature say, in one text."""

    BORDER_TITLE = "Dossier"

    def montrer(self, vue: CandidatureVue) -> None:
        self.ecrire(lambda largeur: _dit(vue, largeur))


def _dit(vue: CandidatureVue, largeur: int) -> Iterator[Content]:
    if not vue.suivi.vide:
        yield _titre(Content(suivi_panel.SuiviPanel.BORDER_TITLE))
        yield from suivi_panel.blocs(vue.suivi)
        yield Content()
    yield _titre(Content("Candidat·e"))
    yield from candidat_panel.identite(vue.candidat, vue.dispositif)
    yield Content()
    yield _titre(candidat_panel.titre_en_cours(vue))
    yield from candidat_panel.en_cours(vue)
    yield Content()
    yield _titre(Content("Historique du candidat"))
    yield from candidat_panel.passees(vue)
    yield Content()
    yield _titre(Content(historique_panel.HistoriquePanel.BORDER_TITLE))
    yield from historique_panel.lignes(vue.historique, circuit(vue.dispositif), largeur)


def _titre(dit: Content) -> Content:
    return content("[b $text-primary]$dit[/]", dit=dit.plain)
