"""How the avis of a candidature is drafted: each key simulated by the desk, what it says laid beside the fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on, work
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button

from rafaelpro_tui.core.commands import Command
from rafaelpro_tui.core.modeles import OUI, valeurs
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens.brouillon import Brouillon, Verdict, verdict
from rafaelpro_tui.screens.dernieres import DernieresSaisies, dernieres
from rafaelpro_tui.screens.ecriture import EcritureScreen, Intention
from rafaelpro_tui.screens.modeles import ModelesScreen
from rafaelpro_tui.widgets.avis_form import AvisForm
from rafaelpro_tui.widgets.avis_pane import AvisPane, Tableau
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.safe_text import content

PAUSE = 0.2
"""Seconds without a key before the draft is simulated."""


@dataclass
class Simulee(Message, bubble=False):
    """The desk's answer to the draft as it was at `numero`."""

    numero: int
    resultat: Resultat


class SaisieAvisScreen(EcritureScreen):
    """The draft of one candidature. It is kept while the form is closed, and comes back with it."""

    def __init__(self) -> None:
        super().__init__()
        self.vue: CandidatureVue | None = None
        self.tableau: Tableau | None = None
        self.brouillon = Brouillon()
        self._en_frappe = ""
        self._numero = 0
        self._pause: Timer | None = None

    @property
    def formulaire(self) -> AvisForm:
        return self.query_one(AvisPane).formulaire

    @property
    def dernieres(self) -> DernieresSaisies:
        return dernieres(self.app)

    @property
    def avis_ouvert(self) -> bool:
        """Whether an avis can be drafted now."""
        return self.tableau is not None and self.tableau.refus is None

    # Typing

    @on(AvisForm.Modifie)
    async def _modifie(self, message: AvisForm.Modifie) -> None:
        if message.tirage != self.formulaire.tirage:
            return
        self.brouillon = self.brouillon.avec(message.champ, message.valeur, message.illisible)
        self._en_frappe = message.champ if message.illisible and not message.quitte else ""
        if message.champ == "reponse":
            await self.remplir(self.brouillon)
            self.refresh_bindings()
        if self._pause is not None:
            self._pause.stop()
        self._numero += 1
        self._pause = self.set_timer(PAUSE, self._simuler)

    @property
    def hesite(self) -> bool:
        """Whether what is typed waits for a pause (`repos.py`)."""
        return self._pause is not None

    def _simuler(self) -> None:
        self._pause = None
        command = self.commande_avis()
        if command is None:
            self.dire_verdict(None)
        else:
            self._essayer_le_brouillon(self._numero, command)

    @work(thread=True, exclusive=True, exit_on_error=False, group="simulation")
    def _essayer_le_brouillon(self, numero: int, command: Command) -> None:
        self.post_message(Simulee(numero, self.desk.simuler([command])[0]))

    def on_simulee(self, message: Simulee) -> None:
        """Stale answers are dropped."""
        if message.numero == self._numero:
            self.dire_verdict(message.resultat)

    def dire_verdict(self, resultat: Resultat | None, *, valide: bool = False) -> Verdict | None:
        if self.tableau is None or not self.avis_ouvert:
            return None
        sauf = "" if valide else self._en_frappe
        dit = verdict(self.brouillon, self.tableau.forme, resultat, valide=valide, sauf=sauf)
        self.formulaire.signaler(dit.champs)
        self.formulaire.alerter(dit.refus, dit.alertes)
        return dit

    def commande_avis(self) -> Command | None:
        """None while the draft makes no command."""
        if self.tableau is None or self.vue is None or not self.avis_ouvert:
            return None
        return self.brouillon.commande(self.desk.commande, self.tableau.forme, self.vue.candidature.reference)

    async def remplir(self, brouillon: Brouillon) -> None:
        """Put a draft in the form."""
        assert self.tableau is not None
        self.brouillon = replace(brouillon, illisibles={})
        valeurs = {nom: getattr(brouillon, nom) for nom in brouillon.champs(self.tableau.forme)}
        await self.formulaire.remplir(brouillon.reponse, valeurs)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "modeles":
            return self.is_mounted and self.avis_ouvert and self.formulaire.champ("commentaire") is not None
        return super().check_action(action, parameters)

    def action_modeles(self) -> None:
        assert self.vue is not None
        brouillon = self.brouillon
        pour = OUI if brouillon.reponse != "non" else brouillon.motif or ""

        def choisi(commentaire: str | None) -> None:
            if commentaire is not None:
                self.formulaire.poser("commentaire", commentaire)

        self.app.push_screen(ModelesScreen(valeurs(self.vue), pour, brouillon.commentaire), choisi)

    async def action_oui(self) -> None:
        await self._repondre("oui", "entree")

    async def action_non(self) -> None:
        await self._repondre("non", "motif")

    async def _repondre(self, reponse: str, suite: str) -> None:
        if self.tableau is not None and self.tableau.forme.question and self.brouillon.reponse != reponse:
            await self._modifie(AvisForm.Modifie("reponse", reponse, self.formulaire.tirage))
        self.app.clear_notifications()  # in a narrow window they would hide the fields to fill
        self.formulaire.viser(suite)

    def action_motif(self, rang: int) -> None:
        champ = self.formulaire.champ("motif")
        if champ is not None and isinstance(champ.saisie, Choix) and rang <= len(champ.saisie.options):
            champ.saisie.demander(champ.saisie.options[rang - 1].id)

    @on(Button.Pressed, "#valider")
    def action_valider(self) -> None:
        """A summary of what will be written, and what must be seen before; then, and only then, it is."""
        command = self.commande_avis()
        if command is None or self.tableau is None or self.vue is None:
            self.viser_le_fautif(self.dire_verdict(None, valide=True))
            return
        forme, candidature = self.tableau.forme, self.vue.candidature
        self.tenter(
            Intention(
                command=command,
                titre=content("$bouton\N{NO-BREAK SPACE}?", bouton=forme.bouton),
                resume=(
                    ("Candidat·e", f"{self.vue.candidat.nom_complet} · {candidature.reference}"),
                    *self.brouillon.resume(forme),
                ),
                oui="Valider l’avis",
                demander=True,
                etat=candidature.etat,
            )
        )

    def viser_le_fautif(self, dit: Verdict | None) -> None:
        """Put the cursor where something is wrong."""
        fautif = next((nom for nom, (genre, _) in dit.champs.items() if genre == "refus"), None) if dit else None
        if fautif is not None:
            self.formulaire.viser(fautif)
        elif self.avis_ouvert and self.brouillon.reponse is None and self.formulaire.query("#reponse"):
            self.formulaire.query_one("#reponse").focus()
            self.hote.dire("Répondez d’abord oui ou non (touches o et n).", attention=True)
