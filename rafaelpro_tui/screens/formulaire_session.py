"""« Formulaire session » (guide: Ajuster les paramètres clés !). ECRANS §3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from rafaelpro_tui.core.commands import AnyCommand, Command
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.vues_formations import FormulaireSession
from rafaelpro_tui.screens.brouillon_session import BrouillonSession, changements, effets, verdict
from rafaelpro_tui.screens.formulaire import FormulaireScreen
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.session_form import SessionForm, phrase_maximum


class FormulaireSessionScreen(FormulaireScreen[FormulaireSession]):
    """Composes and routes; what may be edited, and what a draft is worth, is for the desk to say."""

    CSS_PATH = "formulaire.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (36, "-haut")]
    AIDE = "Formulaire session"

    def __init__(self, reference: str, *, reprise: AnyCommand | None = None) -> None:
        super().__init__(reprise)
        self._reference = reference
        self.brouillon: BrouillonSession | None = None

    # What the frame asks

    @property
    def fil(self) -> str:
        return f"Formulaire session {self._reference}"

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.vue.vue.roles if self.vue else ()

    @property
    def reference(self) -> str:
        return self._reference

    @property
    def saisie_en_cours(self) -> bool:
        return self.brouillon is not None and self.brouillon.modifie

    def corps(self) -> Iterable[Widget]:
        with VerticalScroll(id="formulaire", can_focus=True):
            yield SessionForm(self.desk.aujourdhui)

    @property
    def form(self) -> SessionForm:
        return self.query_one(SessionForm)

    # What a form says

    def lire(self) -> FormulaireSession:
        return self.desk.formulaire_session(self._reference)

    async def remplir(self, vue: FormulaireSession, saisie: AnyCommand | None = None) -> None:
        self.brouillon = BrouillonSession.de(vue.vue.session)
        if saisie is not None:
            ouverts = {nom for nom, verrou in vue.verrous.items() if verrou is None}
            self.brouillon = self.brouillon.repris(saisie, ouverts)
        await self.form.montrer(replace(vue, vue=replace(vue.vue, session=self.brouillon.apres)))
        self._dire_maximum()

    @property
    def illisible(self) -> bool:
        return self.brouillon is not None and bool(self.brouillon.illisibles)

    def commandes(self) -> Sequence[Command]:
        return self.brouillon.commandes(self.desk.commande) if self.brouillon else ()

    def dire(self, resultats: Sequence[Resultat], *, valide: bool = False) -> None:
        if self.brouillon is None:
            return
        dit = verdict(self.brouillon, resultats, en_frappe="" if valide else self.form.en_frappe)
        self.form.signaler(dit.champs, dit.ailleurs)
        if valide and dit.fautif is not None:
            self.form.viser(dit.fautif)

    def titre(self) -> Content:
        return content("Modifier la session $reference\N{NO-BREAK SPACE}?", reference=self._reference)

    def resume(self, vue: FormulaireSession) -> Content:
        assert self.brouillon is not None
        apres, session = self.brouillon.apres, vue.vue.session
        lignes = [
            content("[$text-muted]$nom[/]\n  $avant → [b]$apres[/b]", nom=nom, avant=avant, apres=neuf)
            for nom, avant, neuf in changements(self.brouillon.vu, apres)
        ]
        lignes += [
            content("[$text-primary]→[/] $effet", effet=effet)
            for effet in effets(session, apres, vue.vue.inscrits, self.desk.aujourdhui)
        ]
        return Content("\n").join(lignes)

    def ce_qui_a_change(self, avant: FormulaireSession, apres: FormulaireSession) -> str:
        dits = changements(avant.vue.session, apres.vue.session)
        return ", ".join(f"{nom.lower()} {vieux} → {neuf}" for nom, vieux, neuf in dits)

    def oublier(self) -> None:
        self.brouillon = None

    # Typing

    def on_session_form_modifie(self, message: SessionForm.Modifie) -> None:
        if self.brouillon is None:
            return
        apres = self.brouillon.avec(message.champ, message.valeur, message.illisible)
        if apres != self.brouillon or message.quitte:
            self.brouillon = apres
            self._dire_maximum()
            self.modifie()

    def _dire_maximum(self) -> None:
        """The live maximum (FOR-4)."""
        if self.vue is not None and self.brouillon is not None:
            self.form.dire_maximum(phrase_maximum(self.vue.vue, self.brouillon.apres, self.desk.aujourdhui))
