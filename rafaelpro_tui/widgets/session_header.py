"""What a session is, in three lines: the formation, dates and places, the time left (LOT-7, ECH-5)."""

from textual.reactive import reactive
from textual.widgets import Static

from rafaelpro_tui.core.model import EtatSession
from rafaelpro_tui.core.texte import date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues import SessionVue
from rafaelpro_tui.widgets.safe_text import content


class SessionHeader(Static, can_focus=False):
    """Three lines, cut with « … » where the screen is narrow."""

    DEFAULT_CSS = """
    SessionHeader { height: 3; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    vue: reactive[SessionVue | None] = reactive(None, init=False)

    def watch_vue(self, vue: SessionVue | None) -> None:
        if vue is None:
            return
        session = vue.session
        annulee = vue.etat is EtatSession.ANNULEE
        self.update(
            content(
                "[b]$intitule[/b] [$text-muted]·[/] $dispositif [$text-muted]·[/] $commune ($code)\n"
                "Du $debut au $fin [$text-muted]·[/] $entrees [$text-muted]·[/] $places\n",
                intitule=vue.action.intitule,
                dispositif=vue.dispositif.code,
                commune=session.commune,
                code=session.code_postal,
                debut=date_fr(session.debut),
                fin=date_fr(session.fin),
                entrees=session.type_entrees.libelle,
                places=places(vue),
            )
            + (
                content("[b $text-error]$texte[/]", texte=delai(vue))
                if annulee or vue.jours_restants < 0
                else content("[$text-warning]$texte[/]", texte=delai(vue))
                if vue.jours_restants <= 15
                else content("$texte", texte=delai(vue))
            )
        )


def places(vue: SessionVue) -> str:
    """« 27 inscrits sur 30 candidatures possibles, effectif visé 20, capacité 20 » (FOR-4)."""
    session = vue.session
    return (
        f"{pluriel(vue.inscrits, 'inscrit')} sur {entier_fr(vue.maximum)} possibles "
        f"(effectif visé : {entier_fr(session.effectif_vise)}, "
        f"capacité d’accueil : {entier_fr(session.capacite_accueil)})"
    )


def delai(vue: SessionVue) -> str:
    """The guide's sentence about the time left (LOT-7), or why there is none."""
    if vue.etat is EtatSession.ANNULEE:
        return "✕ Session annulée par le financeur."
    fin = f"La date de fin de session est fixée au {date_fr(vue.session.fin)}."
    jours = vue.jours_restants
    if jours < 0:
        return f"▲ {fin} Le délai pour gérer vos préinscriptions est passé depuis le {date_fr(vue.echeance)}."
    reste = f"Il vous reste {pluriel(jours, 'jour')} pour gérer vos préinscriptions"
    if jours == 0:
        return f"▲ {fin} {reste} : c’est aujourd’hui le dernier jour."
    return f"{'▲ ' if jours <= 15 else ''}{fin} {reste}."
