"""The letters of the queue: what each decides on the candidature shown, and why one cannot be used."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual import events

from rafaelpro_tui.core.commands import (
    NoterResultat,
    RendreAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    SurCandidature,
)
from rafaelpro_tui.core.file import oui_par_defaut
from rafaelpro_tui.core.model import Motif, MotifHsp, Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens.brouillon import Brouillon, refus_par_type
from rafaelpro_tui.screens.file_saisie import SaisieFileScreen
from rafaelpro_tui.screens.suivre import SuivreScreen
from rafaelpro_tui.widgets.file_card import motifs_de

TYPES = {"convoquer": "convoquer", "repondre": "noter_resultat", "oui": "rendre_avis", "non": "rendre_avis"}
"""Action → the command that must be possible for its key to be alive."""


class LettresScreen(SuivreScreen):
    """The half of the queue that decides; where it goes then is `FileScreen`."""

    def __init__(self) -> None:
        super().__init__()
        self.vue: CandidatureVue | None = None
        """The candidature shown, with what waits for it applied."""
        self.motifs = False
        """Whether a motif is being chosen."""

    @abstractmethod
    def mettre(self, commands: Sequence[SurCandidature]) -> None:
        """Put in the basket what was decided on the candidature shown."""

    @abstractmethod
    def a_repeter(self) -> list[SurCandidature]:
        """What `.` would give here; nothing where its first step is not possible."""

    @abstractmethod
    def montrer_les_lettres(self) -> None:
        """Show what can be decided."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not possible now is dimmed, and says why when pressed."""
        if action in TYPES:
            return None if self._refus(action) or self.vue is None else True
        if action == "motif":
            return self.motifs
        if action == "repeter":
            return bool(self.vue and self.a_repeter())
        return super().check_action(action, parameters)

    def raison(self, action: str) -> str:
        refus = self._refus(action.partition("(")[0])
        return f"{refus.message} {refus.remede} ({refus.regle})" if refus else ""

    def _refus(self, action: str) -> Refus | None:
        return refus_par_type(self.vue)[TYPES[action]] if self.vue and action in TYPES else None

    def on_key(self, event: events.Key) -> None:
        """A dimmed key says why."""
        actif = self.active_bindings.get(event.key)
        if actif is None or actif.enabled or actif.node is not self:
            return
        if raison := self.raison(actif.binding.action):
            self.hote.dire(raison, attention=True)

    def action_convoquer(self) -> None:
        self._detailler(Brouillon(), convoquer=True)

    def action_repondre(self, resultat: str) -> None:
        if self.vue is None or self.vue.candidature.derniere is None:
            return
        rang, reference = self.vue.candidature.derniere.rang, self.vue.candidature.reference
        self.mettre([self.desk.commande(NoterResultat, candidature=reference, rang=rang, resultat=Resultat(resultat))])

    def action_oui(self) -> None:
        assert self.vue is not None
        defaut = oui_par_defaut(self.vue)
        if defaut is None:
            self._detailler(Brouillon(reponse="oui"))
        else:
            reference = self.vue.candidature.reference
            self.mettre([self.desk.commande(RendreAvis, candidature=reference, avis=defaut)])

    def action_non(self) -> None:
        self.motifs = not self.motifs
        self.montrer_les_lettres()

    def action_motif(self, rang: int) -> None:
        assert self.vue is not None
        options = motifs_de(self.vue)
        if rang > len(options):
            return
        option = options[rang - 1]
        if option.interdit:
            self.hote.dire(f"«\u00a0{option.libelle}\u00a0» est {option.interdit}.", attention=True)
            return
        if option.id in (Motif.AUTRES, MotifHsp.NON_CONFORMITE):  # a raison is to be typed (AVI-4, HSP-3)
            self._detailler(Brouillon(reponse="non", motif=option.id))
            return
        avis = (
            SaisieConformiteNon(motif=MotifHsp(option.id))
            if self.vue.dispositif.hsp
            else SaisieRecrutementNon(motif=Motif(option.id))
        )
        self.mettre([self.desk.commande(RendreAvis, candidature=self.vue.candidature.reference, avis=avis)])

    def action_repeter(self) -> None:
        if suite := self.a_repeter():
            self.mettre(suite)

    def action_detail(self) -> None:
        """The candidature whole, its form begun with what « o » would give."""
        if self.vue is None:
            return
        defaut = oui_par_defaut(self.vue)
        brouillon = Brouillon()
        if isinstance(defaut, SaisieRecrutementOui | SaisieConformiteOui):
            brouillon = Brouillon(reponse="oui", entree=defaut.entree, sortie=defaut.sortie, intensite=defaut.intensite)
        self._detailler(brouillon)

    def _detailler(self, brouillon: Brouillon, *, convoquer: bool = False) -> None:
        assert self.vue is not None
        reference = self.vue.candidature.reference
        self.app.push_screen(
            SaisieFileScreen(reference, brouillon, lambda command: self.mettre([command]), convoquer=convoquer)
        )
