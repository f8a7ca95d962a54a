"""The screens on which one keeps notes, poses drapeaux and hands candidatures to colleagues: one, or those ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from rafaelpro_tui.core.commands import Affecter, Command, EcrireNote, EffacerNote, ModifierNote, PoserDrapeau
from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.suivi import (
    CONFIER,
    DRAPEAU,
    EFFACER,
    Geste,
    NoteScreen,
    SuiviScreen,
    Sujet,
)
from rafaelpro_tui.widgets.safe_text import content, plain

GROUPE: Final = 100
"""Commands in one transaction."""
SUIVRE: Final[list[BindingType]] = [
    Binding(
        "N",
        "suivre",
        "Suivi interne",
        tooltip="Notes internes, drapeau, personne en charge\u00a0: dans votre structure seulement",
        id="suivi",
    ),
    Binding(
        "exclamation_mark",
        f"suivre('{DRAPEAU}')",
        "Drapeau",
        key_display="!",
        show=False,
        tooltip="Poser un drapeau, ou l’ôter",
        id="suivi.drapeau",
    ),
    Binding(
        "C",
        f"suivre('{CONFIER}')",
        "Confier",
        show=False,
        tooltip="Confier à un·e collègue, ou à soi\u00a0: « mes dossiers », filtre a:moi",
        id="suivi.confier",
    ),
]


@dataclass
class SujetLu(Message, bubble=False):
    """`references`: the candidatures that it is about."""

    references: Sequence[str]
    sujet: Sujet
    seulement: str


@dataclass
class GesteEssaye(Message, bubble=False):
    """What the commands would give, when there is something to see before."""

    commands: Sequence[Command]
    resultats: Sequence[Resultat]


@dataclass
class GesteFait(Message, bubble=False):
    resultats: Sequence[Resultat]
    libelle: str


class SuivreScreen(BaseScreen):
    """A screen says which candidatures (`a_suivre`)."""

    BINDINGS: ClassVar[list[BindingType]] = SUIVRE
    U_ANNULE: ClassVar[bool] = True
    """Whether `u` takes back what was just noted; at the queue it takes back a decision."""

    def a_suivre(self) -> Sequence[int] | str:
        """Row ids of a list, or one reference; nothing when there is none."""
        raise NotImplementedError

    @property
    def de_quoi_suivre(self) -> bool:
        """Whether there are any; asked at each key."""
        return bool(self.a_suivre())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "suivre":
            return True if self.is_mounted and self.de_quoi_suivre else None
        return super().check_action(action, parameters)

    def action_suivre(self, seulement: str = "") -> None:
        if quoi := self.a_suivre():
            self._lire_le_sujet(quoi, seulement)

    @work(thread=True, exclusive=True, exit_on_error=False, group="suivi")
    def _lire_le_sujet(self, quoi: Sequence[int] | str, seulement: str) -> None:
        desk = self.desk
        references = [quoi] if isinstance(quoi, str) else desk.references_candidatures(quoi)
        moi = desk.acteur.utilisateur.id if desk.acteur.utilisateur else ""
        nom, suivi = pluriel(len(references), "candidature cochée", "candidatures cochées"), None
        if len(references) == 1:
            vue = desk.candidature(references[0])
            nom, suivi = f"{vue.candidat.nom_complet} · {references[0]}", vue.suivi
        sujet = Sujet(nom=nom, suivi=suivi, collegues=desk.collegues(), moi=moi)
        self.post_message(SujetLu(references, sujet, seulement))

    def on_sujet_lu(self, message: SujetLu) -> None:
        if not message.references:
            return

        def choisi(geste: Geste | None) -> None:
            if geste is not None:
                self._faire(message.references, message.sujet, geste)

        self.app.push_screen(SuiviScreen(message.sujet, message.seulement), choisi)

    def _faire(self, references: Sequence[str], sujet: Sujet, geste: Geste) -> None:
        commande, suivi = self.desk.commande, sujet.suivi
        match geste.quoi:
            case "drapeau":
                avant = suivi.drapeau if suivi else None
                drapeau = Drapeau(geste.valeur)
                self._essayer_le_suivi(
                    [commande(PoserDrapeau, candidature=r, drapeau=drapeau, avant=avant) for r in references]
                )
            case "confier":
                a_qui = suivi.charge if suivi else None
                self._essayer_le_suivi(
                    [commande(Affecter, candidature=r, a=geste.valeur, avant=a_qui) for r in references]
                )
            case "existante":
                self._ouvrir_la_note(references[0], sujet, geste.valeur)
            case "note":
                self.app.push_screen(NoteScreen(sujet.nom, None), lambda texte: self._noter(references, texte))
            case _:
                self._noter(references, geste.valeur)

    def _noter(self, references: Sequence[str], texte: str | None) -> None:
        if texte:
            self._essayer_le_suivi([self.desk.commande(EcrireNote, candidature=r, texte=texte) for r in references])

    def _ouvrir_la_note(self, reference: str, sujet: Sujet, id: str) -> None:
        note = next((une for une in sujet.suivi.notes if une.id == id), None) if sujet.suivi else None
        if note is None:
            return

        def repondu(texte: str | None) -> None:
            if texte == EFFACER:
                self._essayer_le_suivi([self.desk.commande(EffacerNote, candidature=reference, note=id)])
            elif texte is not None and texte != note.texte:
                self._essayer_le_suivi([self.desk.commande(ModifierNote, candidature=reference, note=id, texte=texte)])

        effacable = note.de_moi or self.desk.acteur.referent
        self.app.push_screen(NoteScreen(sujet.nom, note, effacable=effacable), repondu)

    # Writing

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _essayer_le_suivi(self, commands: Sequence[Command]) -> None:
        """What must be seen before (DON-1) is, or the refus; else it is written."""
        resultats = self.desk.simuler(commands)
        if any(resultat.avertissements for resultat in resultats) or not any(resultat.fait for resultat in resultats):
            self.post_message(GesteEssaye(commands, resultats))
        else:
            self._ecrire_le_suivi(commands)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _executer_le_suivi(self, commands: Sequence[Command]) -> None:
        self._ecrire_le_suivi(commands)

    def _ecrire_le_suivi(self, commands: Sequence[Command]) -> None:
        """In a worker."""
        resultats = list(self.desk.executer(commands, groupe=GROUPE))
        faits = [resultat.id for resultat in resultats if resultat.fait]
        self.desk.lier(faits, _modifiees(len(faits)))
        dernier = next((saisie for saisie in self.desk.annulables() if saisie.id == resultats[-1].id), None)
        self.post_message(GesteFait(resultats, dernier.libelle if dernier else ""))

    def on_geste_essaye(self, message: GesteEssaye) -> None:
        alerte = next((une for resultat in message.resultats for une in resultat.avertissements), None)
        if alerte is None:
            refus = message.resultats[0]
            self.hote.dire(f"{refus.message} {refus.remede} ({refus.regle})", attention=True)
            return
        texte = content("[$text-warning]▲ $message ($regle)[/]", message=alerte.message, regle=alerte.regle)

        def repondu(oui: bool | None) -> None:
            if oui:
                self._executer_le_suivi(message.commands)

        question = plain(f"Garder cette note{NBSP}?")
        self.app.push_screen(Confirmation(question, texte, oui="Garder telle quelle"), repondu)

    def on_geste_fait(self, message: GesteFait) -> None:
        refuses = [resultat for resultat in message.resultats if resultat.refus is not None]
        faits = len(message.resultats) - len(refuses)
        reste = " u l’annule, pendant quelques secondes." if self.U_ANNULE else ""
        if len(message.resultats) == 1 and faits:
            self.hote.dire(f"{message.libelle or 'Suivi interne noté'}.{reste}")
        elif faits:
            dit = _modifiees(faits)
            self.hote.dire(f"{dit}.{reste}")
        for refus in {resultat.refus for resultat in refuses if resultat.refus}:
            self.hote.dire(f"{refus.message} {refus.remede} ({refus.regle})", attention=True)
        self.hote.a_change(message.resultats[-1])


def _modifiees(nombre: int) -> str:
    return f"Suivi interne{NBSP}: {pluriel(nombre, 'candidature modifiée', 'candidatures modifiées')}"
