"""A candidature: who, the convocations, the avis (guide: Traitement d'une candidature). ECRANS §6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar
from weakref import WeakKeyDictionary

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea

from rafaelpro_tui.core.commands import Command, Convoquer, DeplacerConvocation, NoterResultat
from rafaelpro_tui.core.demandes import Demande, demande
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.droits import roles
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues import CandidatureVue, Resultat
from rafaelpro_tui.screens import brouillon as saisies
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.brouillon import Brouillon, DernieresSaisies
from rafaelpro_tui.screens.candidature_touches import TOUCHES, TYPES
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.ecriture import EcritureScreen, Intention
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.avis_form import AvisForm
from rafaelpro_tui.widgets.avis_pane import AvisPane, Tableau
from rafaelpro_tui.widgets.candidat_panel import CandidatPanel
from rafaelpro_tui.widgets.candidature_header import CandidatureHeader
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.convocation_grid import ConvocationGrid
from rafaelpro_tui.widgets.historique_panel import HistoriquePanel
from rafaelpro_tui.widgets.safe_text import content, plain, safe

__all__ = ["CandidatureScreen", "Voisines"]

PAUSE = 0.2
"""Seconds without a key before the draft is simulated."""

_DERNIERES: WeakKeyDictionary[object, DernieresSaisies] = WeakKeyDictionary()
"""By app: what `r` repeats lives as long as the session of the app."""


@dataclass
class Lue(Message, bubble=False):
    """`voisines` when it is another candidature of the list."""

    vue: CandidatureVue
    voisines: Voisines | None


@dataclass
class Simulee(Message, bubble=False):
    """The desk's answer to the draft as it was at `numero`."""

    numero: int
    resultat: Resultat


class CandidatureScreen(EcritureScreen):
    """Composes and routes; what can be done, and what a draft is worth, is for the desk to say."""

    CSS_PATH = "candidature.tcss"
    AUTO_FOCUS = ""
    AIDE = "Une candidature"
    AIDE_AUSSI = (Choix,)

    BINDINGS: ClassVar[list[BindingType]] = TOUCHES

    def __init__(self, reference: str, voisines: Voisines | None = None) -> None:
        super().__init__()
        self._reference = reference
        self._voisines = voisines
        self.vue: CandidatureVue | None = None
        self.tableau: Tableau | None = None
        self.brouillon = Brouillon()
        self._numero = 0
        self._pause: Timer | None = None
        self._surprise = False

    # What the frame asks

    @property
    def fil(self) -> str:
        return self._reference

    @property
    def roles(self) -> tuple[Role, ...]:
        return roles(self.desk.acteur.structure.id, self.vue.session, self.vue.action) if self.vue else ()

    @property
    def reference(self) -> str:
        return self._reference

    @property
    def candidature(self) -> str:
        return self._reference

    @property
    def saisie_en_cours(self) -> bool:
        ouverte = self.tableau is not None and self.tableau.refus is None and not self.brouillon.vide
        return ouverte or (self.vue is not None and self.volet.grille.modifiee)

    def corps(self) -> Iterable[Widget]:
        yield CandidatureHeader()
        with Container(id="fiche"):
            with VerticalScroll(id="infos"):
                yield CandidatPanel()
                yield HistoriquePanel()
            yield AvisPane(self.desk.aujourdhui)

    def on_mount(self) -> None:
        self.relire()

    def on_resize(self, event: events.Resize) -> None:
        """Where columns do not fit beside each other, the avis comes first."""
        fiche, infos = self.query_one("#fiche"), self.query_one("#infos")
        if event.size.width < 100:
            fiche.move_child(infos, after=self.volet)
        else:
            fiche.move_child(infos, before=self.volet)

    @property
    def volet(self) -> AvisPane:
        return self.query_one(AvisPane)

    @property
    def dernieres(self) -> DernieresSaisies:
        return _DERNIERES.setdefault(self.app, DernieresSaisies())

    # Reading

    def relire(self) -> None:
        self._lire(self._reference)

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self, reference: str) -> None:
        self.post_message(Lue(self.desk.candidature(reference), None))

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire_voisine(self, voisines: Voisines) -> None:
        reference = self.desk.reference_candidature(voisines.id)
        self.post_message(Lue(self.desk.candidature(reference), voisines))

    async def on_lue(self, message: Lue) -> None:
        avant, vue = self.vue, message.vue
        autre = avant is None or avant.candidature.reference != vue.candidature.reference
        if autre and avant is not None:
            if message.voisines is None:
                return  # A late reading of the candidature that was left.
            self.brouillon, self._voisines, self._reference = Brouillon(), message.voisines, vue.candidature.reference
        self.vue = vue
        tete = self.query_one(CandidatureHeader)
        tete.vue, tete.place = vue, self._voisines.place if self._voisines else None
        self.query_one(CandidatPanel).montrer(vue)
        self.query_one(HistoriquePanel).montrer(vue.historique)
        await self._montrer(vue, viser=autre or (avant is not None and avant.candidature != vue.candidature))
        if self._surprise and avant is not None and not autre:
            self._dire_le_changement(avant, vue)
        self._surprise = False
        self.maj_cadre()
        self.refresh_bindings()

    async def _montrer(self, vue: CandidatureVue, *, viser: bool) -> None:
        forme, refus = saisies.forme_possible(vue)
        bandeau = saisies.interdiction(vue) or saisies.suite(vue)
        self.tableau = Tableau(
            vue=vue,
            aujourdhui=self.desk.aujourdhui,
            forme=forme,
            refus=refus,
            possibles=saisies.refus_par_type(vue),
            bandeau=bandeau,
            demande=self._demande(vue),
        )
        if await self.volet.montrer(self.tableau) and refus is None and not self.brouillon.vide:
            await self._remplir(self.brouillon)
        if viser:
            self.volet.viser_l_etape()

    def on_base_changee(self, message: BaseChangee) -> None:
        """Besides reading again: was it somebody else?"""
        self._surprise = self._surprise or message.resultat is None

    def _dire_le_changement(self, avant: CandidatureVue, apres: CandidatureVue) -> None:
        changes = saisies.ce_qui_a_change(avant, apres)
        if changes:
            sort = "" if self.brouillon.vide else " Votre saisie est gardée."
            self.hote.dire(f"Modifiée entre-temps{NBSP}: {', '.join(changes)}.{sort}", attention=True)

    # The draft

    @on(AvisForm.Modifie)
    async def _modifie(self, message: AvisForm.Modifie) -> None:
        self.brouillon = self.brouillon.avec(message.champ, message.valeur, message.illisible if message.quitte else "")
        if message.champ == "reponse":
            await self.volet.formulaire.repondre(str(message.valeur))
        if self._pause is not None:
            self._pause.stop()
        self._numero += 1
        self._pause = self.set_timer(PAUSE, self._simuler)

    def _simuler(self) -> None:
        command = self._commande()
        if command is None:
            self._dire_verdict(None)
        else:
            self._essayer_le_brouillon(self._numero, command)

    @work(thread=True, exclusive=True, exit_on_error=False, group="simulation")
    def _essayer_le_brouillon(self, numero: int, command: Command) -> None:
        self.post_message(Simulee(numero, self.desk.simuler([command])[0]))

    def on_simulee(self, message: Simulee) -> None:
        if message.numero == self._numero:
            self._dire_verdict(message.resultat)

    def _dire_verdict(self, resultat: Resultat | None) -> saisies.Verdict | None:
        if self.tableau is None:
            return None
        verdict = saisies.verdict(self.brouillon, self.tableau.forme, resultat)
        self.volet.formulaire.signaler(verdict.champs)
        self.volet.formulaire.alerter(verdict.refus, verdict.alertes)
        return verdict

    def _commande(self) -> Command | None:
        if self.tableau is None or self.tableau.refus is not None:
            return None
        return self.brouillon.commande(self.desk.commande, self.tableau.forme, self._reference)

    async def _remplir(self, brouillon: Brouillon) -> None:
        assert self.tableau is not None
        self.brouillon = replace(brouillon, illisibles={})
        valeurs = {nom: getattr(brouillon, nom) for nom in brouillon.champs(self.tableau.forme)}
        await self.volet.formulaire.remplir(brouillon.reponse, valeurs)

    # The steps

    @on(ConvocationGrid.DateChoisie)
    def _date_choisie(self, message: ConvocationGrid.DateChoisie) -> None:
        assert self.vue is not None
        candidature, rang = self._reference, message.rang
        if rang > len(self.vue.candidature.convocations):
            command: Command = self.desk.commande(Convoquer, candidature=candidature, date=message.date)
        else:
            command = self.desk.commande(DeplacerConvocation, candidature=candidature, rang=rang, date=message.date)
        self._etape(command, f"Convocation {rang}", date_fr(message.date))

    @on(ConvocationGrid.ReponseChoisie)
    def _reponse_choisie(self, message: ConvocationGrid.ReponseChoisie) -> None:
        command = self.desk.commande(
            NoterResultat, candidature=self._reference, rang=message.rang, resultat=message.resultat
        )
        self._etape(command, f"Convocation {message.rang}", message.resultat.libelle)

    def _etape(self, command: Command, nom: str, valeur: str) -> None:
        assert self.vue is not None
        titre = content("$nom\N{NO-BREAK SPACE}: $valeur, refus automatique\N{NO-BREAK SPACE}?", nom=nom, valeur=valeur)
        self.tenter(
            Intention(
                command=command,
                titre=titre,
                resume=(("Candidat·e", self.vue.candidat.nom_complet), (nom, valeur)),
                oui="Noter et refuser",
                demander=False,
                etat=self.vue.candidature.etat,
            )
        )

    def refuse(self, intention: Intention, resultat: Resultat) -> None:
        assert resultat.refus is not None
        phrase = f"{resultat.refus.message} {resultat.refus.remede} ({resultat.refus.regle})"
        match intention.command:
            case Convoquer() | DeplacerConvocation() if champ := self.volet.grille.date_en_cours:
                self.volet.grille.dire_de(champ, phrase)
                champ.focus()
            case NoterResultat():
                self.hote.dire(phrase, attention=True)
            case _:
                verdict = self._dire_verdict(resultat)
                fautif = next(iter(verdict.champs), None) if verdict else None
                if fautif:
                    self.volet.formulaire.viser(fautif)

    def fait(self, intention: Intention, resultat: Resultat) -> None:
        match intention.command:
            case Convoquer() | DeplacerConvocation():
                self.dernieres.convocation = intention.command.date
            case NoterResultat():
                pass
            case _:
                self.dernieres.avis = self.brouillon
                self.brouillon = Brouillon()

    # Actions

    def on_key(self, event: events.Key) -> None:
        """A dimmed key says why."""
        actif = self.active_bindings.get(event.key)
        if actif is None or actif.enabled or actif.node is not self:
            return
        refus = self._refus(actif.binding.action.partition("(")[0])
        if refus is not None:
            self.hote.dire(f"{refus.message} {refus.remede} ({refus.regle})", attention=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not possible now is dimmed (and says why when pressed); what makes no sense is not offered."""
        if action in TYPES:
            return None if self.tableau is None or self._refus(action) else True
        if action == "motif":
            return self.brouillon.reponse == "non"
        if action == "voisine":
            pas = parameters[0]
            return self._voisines is not None and self._voisines.a_cote(int(str(pas))) is not None
        return super().check_action(action, parameters)

    def _refus(self, action: str) -> Refus | None:
        """Why none of an action's commands can be given."""
        if self.tableau is None or action not in TYPES:
            return None
        refus = [self.tableau.possibles[type_] for type_ in TYPES[action]]
        return None if None in refus else refus[0]

    def action_convoquer(self) -> None:
        if champ := self.volet.grille.date_en_cours:
            champ.focus()

    action_deplacer = action_convoquer

    def action_repondre(self, resultat: str) -> None:
        if rang := self.volet.grille.rang_en_cours:
            rang.query_one(Choix).demander(resultat)

    async def action_oui(self) -> None:
        await self._repondre("oui", "entree")

    async def action_non(self) -> None:
        await self._repondre("non", "motif")

    async def _repondre(self, reponse: str, suite: str) -> None:
        await self._modifie(AvisForm.Modifie("reponse", reponse))
        self.volet.formulaire.viser(suite)

    def action_motif(self, rang: int) -> None:
        champ = self.volet.formulaire.champ("motif")
        if champ is not None and isinstance(champ.saisie, Choix) and rang <= len(champ.saisie.options):
            champ.saisie.demander(champ.saisie.options[rang - 1].id)

    async def action_repeter(self) -> None:
        champ, dernieres = self.volet.grille.date_en_cours, self.dernieres
        if self.tableau is None:
            return
        if self.tableau.refus is None and dernieres.avis and (repris := dernieres.avis.repris(self.tableau.forme)):
            await self._remplir(repris)
            self._simuler()
        elif champ is not None and dernieres.convocation:
            champ.poser(dernieres.convocation)
            champ.focus()
        else:
            self.hote.dire("Rien à reprendre ici pour l’instant.")

    @on(Button.Pressed, "#valider")
    def action_valider(self) -> None:
        """Leaving the field first writes its value in its one spelling."""
        command = self._commande()
        if command is None or self.tableau is None or self.vue is None:
            self._dire_verdict(None)
            return
        forme = self.tableau.forme
        self.tenter(
            Intention(
                command=command,
                titre=content("$bouton\N{NO-BREAK SPACE}?", bouton=forme.bouton),
                resume=(
                    ("Candidat·e", f"{self.vue.candidat.nom_complet} · {self._reference}"),
                    *self.brouillon.resume(forme),
                ),
                oui="Valider l’avis",
                demander=True,
                etat=self.vue.candidature.etat,
            )
        )

    def action_retour(self) -> None:
        """Échap leaves the field first."""
        if isinstance(self.focused, Input | TextArea):
            self.volet.focus()
        else:
            super().action_retour()

    def action_voisine(self, pas: int) -> None:
        voisines = self._voisines.a_cote(pas) if self._voisines else None
        if voisines is None:
            return
        if not self.saisie_en_cours:
            self._lire_voisine(voisines)
            return

        def repondu(oui: bool | None) -> None:
            if oui:
                self._lire_voisine(voisines)

        self.app.push_screen(
            Confirmation(
                plain(f"Quitter sans valider{NBSP}?"),
                plain("Ce que vous avez saisi n’est pas validé et serait perdu."),
                oui="Quitter sans valider",
            ),
            repondu,
        )

    @on(Button.Pressed, "#copier-demande")
    def action_copier(self) -> None:
        """The pre-written request (AVI-7) where there is one, else the reference."""
        if self.tableau is None or self.tableau.demande is None:
            super().action_copier()
            return
        self.app.copy_to_clipboard(safe(self.tableau.demande.texte, multiline=True))
        self.hote.dire(f"Demande copiée, à coller{NBSP}: {self.tableau.demande.destinataire}.")

    def _demande(self, vue: CandidatureVue) -> Demande | None:
        acteur = self.desk.acteur
        auteur = f"{acteur.utilisateur.prenom} {acteur.utilisateur.nom}" if acteur.utilisateur else ""
        return demande(vue, auteur, acteur.structure.nom)
