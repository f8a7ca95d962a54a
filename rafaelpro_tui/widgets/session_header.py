"""What a session is, in three lines: the formation, dates and places, the time left (LOT-7, ECH-5)."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.model import EtatSession, TypeEntrees
from rafaelpro_tui.core.texte import date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.widgets.fitting import first_fitting
from rafaelpro_tui.widgets.safe_text import content

PRESSE = 15
"""Days from which the time left is shown as a warning (ECH-3)."""
ENTREES_COURTES = {
    TypeEntrees.DATES_FIXES: "dates fixes",
    TypeEntrees.SEQUENCEES: "séquencées",
    TypeEntrees.PERMANENTES: "permanentes",
}


class SessionHeader(Widget, can_focus=False):
    """Each line says less where the screen is narrow."""

    DEFAULT_CSS = """
    SessionHeader { height: 3; padding: 0 1; color: $foreground; }
    """

    vue: reactive[SessionVue | None] = reactive(None, init=False)

    def render(self) -> RenderResult:
        if self.vue is None:
            return Content()
        lines = (_formation(self.vue), _places(self.vue), delais(self.vue))
        return Content("\n").join([first_fitting(ways, self.content_size.width) for ways in lines])


# Each line from the longest way to say it to the shortest.


def _formation(vue: SessionVue) -> list[Content]:
    return [
        content(
            "[b]$intitule[/b] [$text-muted]·[/] $dispositif [$text-muted]·[/] $commune ($code)",
            intitule=vue.action.intitule,
            dispositif=dispositif,
            commune=vue.session.commune,
            code=vue.session.code_postal,
        )
        for dispositif in (vue.dispositif.libelle, vue.dispositif.code)
    ]


def _places(vue: SessionVue) -> list[Content]:
    session = vue.session
    dates = f"Du {date_fr(session.debut)} au {date_fr(session.fin)}"
    inscrits = f"{pluriel(vue.inscrits, 'inscrit')} sur {entier_fr(vue.maximum)} possibles"
    visees = f"effectif visé : {entier_fr(session.effectif_vise)}"
    capacite = f"capacité d’accueil : {entier_fr(session.capacite_accueil)}"
    entrees, court = session.type_entrees.libelle, ENTREES_COURTES[session.type_entrees]
    return [
        _points(dates, entrees, f"{inscrits} ({visees}, {capacite})"),
        _points(dates, entrees, inscrits),
        _points(dates, court, inscrits),
    ]


def _points(*parts: str) -> Content:
    return content(" [$text-muted]·[/] ").join([content("$texte", texte=part) for part in parts])


def delais(vue: SessionVue) -> list[Content]:
    """The time left, as a warning when it is short."""
    longue, courte = delai(vue)
    if vue.etat is EtatSession.ANNULEE or vue.jours_restants < 0:
        return [content("[b $text-error]$texte[/]", texte=texte) for texte in (longue, courte)]
    if vue.jours_restants <= PRESSE:
        return [content("[$text-warning]▲ $texte[/]", texte=texte) for texte in (longue, courte)]
    return [content("$texte", texte=texte) for texte in (longue, courte)]


def delai(vue: SessionVue) -> tuple[str, str]:
    """The guide's sentences about the time left (LOT-7), or why there is none; then a shorter way to say it."""
    if vue.etat is EtatSession.ANNULEE:
        return ("✕ Session annulée par le financeur.",) * 2
    fin, jours = date_fr(vue.session.fin), vue.jours_restants
    longue, courte = f"La date de fin de session est fixée au {fin}.", f"Fin le {fin}."
    if jours < 0:
        passe = f"Le délai pour gérer vos préinscriptions est passé depuis le {date_fr(vue.echeance)}."
        return f"✕ {longue} {passe}", f"✕ {passe}"
    reste = f"Il vous reste {pluriel(jours, 'jour')} pour gérer vos préinscriptions"
    suite = " : c’est aujourd’hui le dernier jour." if jours == 0 else "."
    return f"{longue} {reste}{suite}", f"{courte} {reste}{suite}"
