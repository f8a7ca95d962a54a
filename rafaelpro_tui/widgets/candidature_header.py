"""The top of a candidature: who, which, where it stands, how long is left, its place in its list; its session."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.model import Drapeau, Etat
from rafaelpro_tui.core.texte import date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.widgets.fitting import fit_two
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content

BIENTOT = 15
"""Days under which the time left is shown as a warning (ECH-3)."""


class CandidatureHeader(Widget, can_focus=False):
    """Two lines; the arrows can be clicked."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    CandidatureHeader { height: 2; padding: 0 1; background: $background; }
    """

    auto_links = False

    vue: reactive[CandidatureVue | None] = reactive(None, init=False)
    place: reactive[tuple[int, int] | None] = reactive(None, init=False)
    """« 3 / 41 » as (3, 41)."""

    def render(self) -> RenderResult:
        if self.vue is None:
            return Content()
        droite = [self._fleches()] if self.place else []
        largeur = self.content_size.width
        return Content("\n").join(
            [
                fit_two([self._qui(mots) for mots in (3, 2, 1)], droite, largeur),
                fit_two([self._session(mots) for mots in (3, 2, 1)], self._suivi(), largeur),
            ]
        )

    def _session(self, mots: int) -> Content:
        """3: all; 2: without the commune; 1: without the intitulé."""
        vue = self.vue
        assert vue is not None
        session = vue.session
        parties = [f"Session {session.reference}"]
        if mots > 1:
            parties.append(vue.action.intitule)
        if mots > 2:
            parties.append(f"{session.commune} ({session.code_postal})")
        parties.append(f"du {date_fr(session.debut)} au {date_fr(session.fin)}")
        parties.append(f"entrée jusqu’au {date_fr(session.date_limite_entree_tardive)}")
        return content("[$text-muted]$session[/]", session=" · ".join(parties))

    def _suivi(self) -> list[Content]:
        """What the structure keeps for itself, in words, then its drapeau alone."""
        assert self.vue is not None
        suivi = self.vue.suivi
        dits = [suivi.resume, f"⚑ {suivi.drapeau.libelle}" if suivi.drapeau is not Drapeau.AUCUN else ""]
        return [content("[b $text-warning]$dit[/]", dit=dit) for dit in dict.fromkeys(dits) if dit]

    def _qui(self, mots: int) -> Content:
        """3: all; 2: without the birth name; 1: the étape without the state, the days in figures."""
        vue = self.vue
        assert vue is not None
        candidat, candidature = vue.candidat, vue.candidature
        nom = candidat.nom_complet
        if mots == 3 and candidat.nom_usage and candidat.nom_usage != candidat.nom_naissance:
            nom = f"{nom} (nom de naissance : {candidat.nom_naissance})"
        etat = vue.candidature.etat.libelle.lower()
        if vue.a_completer:
            etat = f"▲ {etat}, à compléter"
        if vue.etape is not None:
            etape = vue.etape.libelle.lower()
            etat = etape if mots == 1 else f"{etat} — {etape}"
        parties = [
            content("[b $text-primary]$nom[/]", nom=nom),
            content("$reference", reference=candidature.reference),
            content("[b]$etat[/b]", etat=etat),
        ]
        if candidature.etat is Etat.EN_ATTENTE:
            # Where even that is too long, the étape is cut, which the grid shows too.
            parties.insert(2 if mots == 1 else 3, self._delai(court=mots == 1))
        return content(" [$text-muted]·[/] ").join(parties)

    def _delai(self, *, court: bool) -> Content:
        assert self.vue is not None
        jours = self.vue.jours_restants
        if jours < 0:
            return content("[b $text-error]✗ délai passé depuis le $jour[/]", jour=date_fr(self.vue.echeance))
        if jours == 0:
            return content("[b $text-warning]▲ dernier jour[/]")
        reste = f"J-{jours}" if court else f"{pluriel(jours, 'jour')} {'restant' if jours < 2 else 'restants'}"
        if jours <= BIENTOT:
            return content("[$text-warning]▲ $reste[/]", reste=reste)
        return content("$reste", reste=reste)

    def _fleches(self) -> Content:
        assert self.place is not None
        rang, total = self.place
        avant = content("[$text-disabled]‹[/]") if rang == 1 else linked(content("[b]‹[/b]"), "screen.voisine(-1)")
        apres = content("[$text-disabled]›[/]") if rang == total else linked(content("[b]›[/b]"), "screen.voisine(1)")
        compte = content(" $rang / $total ", rang=entier_fr(rang), total=entier_fr(total))
        return Content.assemble(avant, compte, apres)
