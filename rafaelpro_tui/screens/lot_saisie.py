"""How the treatment of a lot is given: the form of each tab, and the letters of a candidature (ECRANS, Keys)."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from rafaelpro_tui.core.commands import SaisieRecrutementOui
from rafaelpro_tui.core.modeles import OUI, valeurs_de_session
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.screens.dernieres import dernieres
from rafaelpro_tui.screens.lot_bilan import BilanLot
from rafaelpro_tui.screens.lot_progression import TravailScreen
from rafaelpro_tui.screens.lot_touches import OUVRENT
from rafaelpro_tui.screens.lot_traitement import EtapeLot, Traitement
from rafaelpro_tui.screens.modeles import ModelesScreen
from rafaelpro_tui.screens.semblables import SemblablesListe
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.lot_form import Formulaire, LotForm


class SaisieLotScreen(SemblablesListe[CandidatureLigne], TravailScreen):
    """One treatment by tab; it stays while one looks at another tab, and goes once it is validated."""

    def __init__(self) -> None:
        super().__init__()
        self.traitements = {etape: Traitement(etape=etape) for etape in EtapeLot}

    def action_simuler(self) -> None:
        raise NotImplementedError

    @property
    def saisie_en_cours(self) -> bool:
        return any(not traitement.vide for traitement in self.traitements.values())

    @property
    def etape(self) -> EtapeLot:
        return EtapeLot[self.onglet]

    @property
    def traitement(self) -> Traitement:
        return self.traitements[self.etape]

    @property
    def formulaire(self) -> LotForm:
        return self.query_one(LotForm)

    def montrer(self, *, cursor_id: int | None = None) -> None:
        super().montrer(cursor_id=cursor_id)
        self.call_later(self.montrer_traitement)

    async def montrer_traitement(self) -> None:
        traitement = self.traitement
        await self.formulaire.montrer(
            Formulaire(
                champs=traitement.champs,
                valeurs={nom: traitement.valeur(nom) for nom in traitement.champs},
                reponses=("oui",) if traitement.etape is EtapeLot.LISTE_ATTENTE else ("oui", "non"),
                defaut=traitement.defaut,
            )
        )
        self._dire_infos()
        self.refresh_bindings()

    async def prendre_defaut(self, defaut: SaisieRecrutementOui | None) -> None:
        """What a retenue gets « sans modification » on this session (LOT-3)."""
        if any(traitement.defaut != defaut for traitement in self.traitements.values()):
            self.traitements = {etape: replace(un, defaut=defaut) for etape, un in self.traitements.items()}
            await self.montrer_traitement()

    def validee(self, bilan: BilanLot) -> None:
        """The treatment has been given: `r` repeats it, the form is empty again."""
        etape = bilan.traitement.etape
        bilan.traitement.retenir(dernieres(self.app))
        self.traitements[etape] = Traitement(etape=etape, defaut=bilan.traitement.defaut)
        self.call_later(self.montrer_traitement)

    @on(LotForm.Modifie)
    async def _modifie(self, message: LotForm.Modifie) -> None:
        avant = self.traitement
        self.traitements[self.etape] = avant.avec(message.champ, message.valeur, message.illisible)
        illisible = message.illisible if message.quitte else ""
        self.formulaire.signaler(message.champ, "refus" if illisible else "", illisible)
        if self.traitement.champs != avant.champs:
            await self.montrer_traitement()
            self._viser_la_suite(message.champ)
        self.refresh_bindings()

    def _viser_la_suite(self, repondu: str) -> None:
        """The field that an answer has brought."""
        champs = self.traitement.champs
        self.formulaire.viser(champs[min(champs.index(repondu) + 1, len(champs) - 1)])

    @on(LotForm.Fini)
    def _fini(self) -> None:
        """Entrée in the only field simulates; else it goes on to the next one."""
        if len(self.traitement.champs) == 1:
            self.action_simuler()
        else:
            self.focus_next()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in OUVRENT:
            dans_l_onglet = self.etape.name in OUVRENT[action]
            return dans_l_onglet and (action != "motif" or self.traitement.avis.reponse == "non")
        if action == "repeter":
            return self.is_mounted and self.traitement.repris(dernieres(self.app)) is not None
        if action == "modeles":
            return "commentaire" in self.traitement.champs
        if action == "effacer_filtre" and self.is_mounted and self.formulaire.has_focus_within:
            return False
        return super().check_action(action, parameters)

    def action_convoquer(self) -> None:
        self.formulaire.viser("date")

    def action_repondre(self, resultat: str) -> None:
        self.formulaire.demander("resultat", resultat)

    def action_oui(self) -> None:
        self.formulaire.demander("reponse", "oui")

    def action_non(self) -> None:
        self.formulaire.demander("reponse", "non")

    def action_motif(self, rang: int) -> None:
        motifs = self.formulaire.query_one("#motif", Choix)
        if rang <= len(motifs.options):
            motifs.demander(motifs.options[rang - 1].id)

    def proposer_modeles(self, vue: SessionVue) -> None:
        """A template for all: what its fields say must be the same for everybody."""
        avis = self.traitement.avis

        async def choisi(commentaire: str | None) -> None:
            if commentaire is not None:
                self.traitements[self.etape] = self.traitement.avec("commentaire", commentaire)
                await self.montrer_traitement()
                self.formulaire.viser("commentaire")

        pour = avis.motif or "" if avis.reponse == "non" else OUI
        self.app.push_screen(ModelesScreen(valeurs_de_session(vue.session, vue.action), pour, avis.commentaire), choisi)

    async def action_repeter(self) -> None:
        """The last treatment, in the form; simulating stays to be done."""
        if (repris := self.traitement.repris(dernieres(self.app))) is not None:
            self.traitements[self.etape] = repris
            await self.montrer_traitement()

    def action_onglet(self, pas: int) -> None:
        """Inside the form, Tab follows the eye from field to field."""
        if not self.formulaire.has_focus_within:
            super().action_onglet(pas)
        elif pas > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_retour(self) -> None:
        """Échap leaves the form first."""
        if self.formulaire.has_focus_within:
            self.table.focus()
        else:
            super().action_retour()
