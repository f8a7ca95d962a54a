"""The steps before the avis: convoquer, move a date, note the answer; each is its own command, given at once (CNV)."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.content import Content

from rafaelpro_tui.core.commands import AnyCommand, Command, Convoquer, DeplacerConvocation, NoterResultat
from rafaelpro_tui.core.modeles import en_modele, reprendre, valeurs
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.screens.brouillon import Brouillon, de_la_commande
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.ecriture import Intention
from rafaelpro_tui.screens.refus_automatique import RefusAutomatique
from rafaelpro_tui.screens.saisie_avis import SaisieAvisScreen
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.convocation_grid import ConvocationGrid
from rafaelpro_tui.widgets.safe_text import content


class EtapesScreen(SaisieAvisScreen):
    """What the grid asks for, and what became of every command of the candidature."""

    @property
    def grille(self) -> ConvocationGrid:
        return self.query_one(ConvocationGrid)

    @on(ConvocationGrid.DateChoisie)
    def _date_choisie(self, message: ConvocationGrid.DateChoisie) -> None:
        assert self.vue is not None
        candidature, rang = self.reference, message.rang
        if rang > len(self.vue.candidature.convocations):
            command: Command = self.desk.commande(Convoquer, candidature=candidature, date=message.date)
        else:
            command = self.desk.commande(DeplacerConvocation, candidature=candidature, rang=rang, date=message.date)
        self._etape(command, f"Convocation {rang}", date_fr(message.date))

    @on(ConvocationGrid.ReponseChoisie)
    def _reponse_choisie(self, message: ConvocationGrid.ReponseChoisie) -> None:
        command = self.desk.commande(
            NoterResultat, candidature=self.reference, rang=message.rang, resultat=message.resultat
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

    def confirmation(self, intention: Intention, texte: Content) -> Confirmation:
        if isinstance(intention.command, NoterResultat):
            assert self.vue is not None
            return RefusAutomatique(intention.titre, texte, oui=intention.oui, valeurs=valeurs(self.vue))
        return super().confirmation(intention, texte)

    def confirmee(self, intention: Intention, dialogue: Confirmation) -> Intention:
        if isinstance(intention.command, NoterResultat) and isinstance(dialogue, RefusAutomatique):
            return replace(intention, command=replace(intention.command, commentaire=dialogue.commentaire))
        return intention

    def refuse(self, intention: Intention, resultat: Resultat) -> None:
        assert resultat.refus is not None
        phrase = f"{resultat.refus.message} {resultat.refus.remede} ({resultat.refus.regle})"
        match intention.command:
            case Convoquer() | DeplacerConvocation() if champ := self.grille.date_en_cours:
                self.grille.dire_de(champ, phrase)
                champ.focus()
            case NoterResultat():
                self.hote.dire(phrase, attention=True)
            case _:
                self.viser_le_fautif(self.dire_verdict(resultat, valide=True))

    def fait(self, intention: Intention, resultat: Resultat) -> None:
        match intention.command:
            case Convoquer() | DeplacerConvocation():
                self.dernieres.convocation = intention.command.date
            case NoterResultat():
                self.dernieres.resultat = intention.command.resultat
            case _:
                assert self.vue is not None
                commentaire = en_modele(self.brouillon.commentaire, valeurs(self.vue))
                self.dernieres.avis = replace(self.brouillon, commentaire=commentaire)
                self.dernieres.sans_modification = False
                self.brouillon = Brouillon()

    async def reprendre(self, command: AnyCommand) -> None:
        """Put in the fields what a command that was refused had said, where it still has its place (« À régler »)."""
        assert self.tableau is not None
        mien, champ = de_la_commande(command), self.grille.date_en_cours
        if mien is not None and self.avis_ouvert and (repris := mien.repris(self.tableau.forme)) is not None:
            await self.remplir(repris)
            self._simuler()
        elif isinstance(command, Convoquer | DeplacerConvocation) and champ is not None:
            champ.poser(command.date)
            champ.focus()
        else:
            self.hote.dire("Votre saisie n’a plus sa place ici : elle est dans le presse-papiers.", attention=True)

    # Actions

    def action_convoquer(self) -> None:
        if champ := self.grille.date_en_cours:
            champ.focus()

    action_deplacer = action_convoquer

    def action_repondre(self, resultat: str) -> None:
        if rang := self.grille.rang_en_cours:
            rang.query_one(Choix).demander(resultat)

    @property
    def a_repeter(self) -> bool:
        """Whether something was decided since the app was opened that has its place here."""
        if self.tableau is not None and self.avis_ouvert:
            avis = self.dernieres.avis
            return avis is not None and avis.repris(self.tableau.forme) is not None
        return self.dernieres.convocation is not None and self.grille.date_en_cours is not None

    async def action_repeter(self) -> None:
        """Put in the fields what was decided last; validating stays to be done."""
        champ, dernieres = self.grille.date_en_cours, self.dernieres
        if self.tableau is not None and self.vue is not None and self.avis_ouvert and dernieres.avis is not None:
            commentaire = reprendre(dernieres.avis.commentaire, valeurs(self.vue))
            await self.remplir(replace(dernieres.avis, commentaire=commentaire))
            self._simuler()
        elif champ is not None:
            champ.poser(dernieres.convocation)
            champ.focus()
