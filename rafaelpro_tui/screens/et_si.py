"""« Et si… » : what another date limite would do to a session; nothing is written (FOR-7, FOR-9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.core.vues_formations import FormulaireSession
from rafaelpro_tui.screens.brouillon_session import BrouillonSession, effets, verdict
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.saisie_lue import SaisieLue

CHAMPS = (
    ("date_limite_inscription", "Date limite d’inscription"),
    ("date_limite_entree_tardive", "Date limite d’entrée tardive"),
)


@dataclass
class Lue(Message, bubble=False):
    vue: FormulaireSession


@dataclass
class Essayee(Message, bubble=False):
    brouillon: BrouillonSession
    resultats: list[Resultat]


class EtSiScreen(Dialogue[None]):
    """Two dates to play with; their effect follows as one types."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self._session = session
        self._vue: FormulaireSession | None = None
        self._brouillon: BrouillonSession | None = None

    @property
    def titre(self) -> Content:
        return content("Et si… · session $session · rien n’est écrit", session=self._session)

    def corps(self) -> Iterable[Widget]:
        aujourdhui = self.hote.desk.aujourdhui
        for champ, libelle in CHAMPS:
            yield Horizontal(Static(plain(libelle)), DateInput(aujourdhui, id=champ), classes="et-si-champ")
        yield Static(id="et-si-effets", classes="dialogue-paragraphe")

    def on_mount(self) -> None:
        self._lire()

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self) -> None:
        self.post_message(Lue(self.hote.desk.formulaire_session(self._session)))

    def on_lue(self, message: Lue) -> None:
        session = message.vue.vue.session
        self._vue, self._brouillon = message.vue, BrouillonSession.de(session)
        for champ, _ in CHAMPS:
            self.query_one(f"#{champ}", DateInput).poser(getattr(session, champ))
        self.query_one(DateInput).focus()
        verrous = dict.fromkeys(refus for champ, _ in CHAMPS if (refus := message.vue.verrous.get(champ)))
        if verrous:
            self._dire([_verrou(refus) for refus in verrous])
        else:
            self._dire([content("[$text-muted]Changez une date : vous verrez ce que cela ferait.[/]")])

    @on(SaisieLue.Lue)
    def _saisie(self, message: SaisieLue.Lue) -> None:
        if self._brouillon is not None and message.saisie.id is not None:
            self._brouillon = self._brouillon.avec(message.saisie.id, message.valeur, message.erreur)
            self._essayer(self._brouillon)

    @work(thread=True, exclusive=True, exit_on_error=False, group="essai")
    def _essayer(self, brouillon: BrouillonSession) -> None:
        desk = self.hote.desk
        self.post_message(Essayee(brouillon, desk.simuler(brouillon.commandes(desk.commande))))

    def on_essayee(self, message: Essayee) -> None:
        if message.brouillon is not self._brouillon or self._vue is None:
            return
        dit = verdict(message.brouillon, message.resultats)
        fautes = [phrase for _, phrase in dit.champs.values()] + list(dit.ailleurs)
        refuse = any(resultat.refus for resultat in message.resultats) or bool(message.brouillon.illisibles)
        lignes = [content("[$text-warning]▲ $phrase[/]", phrase=phrase) for phrase in fautes]
        if not refuse:
            lignes += [content("[$text-primary]→[/] $effet", effet=effet) for effet in self._effets(message.brouillon)]
        self._dire(lignes)

    def _effets(self, brouillon: BrouillonSession) -> Iterable[str]:
        assert self._vue is not None
        vue, apres, aujourdhui = self._vue.vue, brouillon.apres, self.hote.desk.aujourdhui
        if apres == vue.session:
            yield "Les dates sont celles de la session."
            return
        dits = list(effets(vue.session, apres, vue.inscrits, aujourdhui))
        yield from dits or ["Le recrutement reste comme il est."]
        attendent = vue.comptes[Etat.REFUS_SESSION_COMPLETE]
        if apres.date_limite_entree_tardive != vue.session.date_limite_entree_tardive and attendent:
            attente = f"Liste d’attente{NBSP}: {pluriel(attendent, 'candidature')}"
            if apres.date_limite_entree_tardive < aujourdhui:
                yield f"{attente}{NBSP}; il serait trop tard pour retenir (AVI-10)."
            else:
                jour = date_fr(apres.date_limite_entree_tardive)
                yield f"{attente}{NBSP}; retenir serait possible jusqu’au {jour} (AVI-10)."

    def _dire(self, lignes: list[Content]) -> None:
        self.query_one("#et-si-effets", Static).update(Content("\n").join(lignes))


def _verrou(refus: Refus) -> Content:
    """Why no other date is possible, before one is typed."""
    return content(
        "[$text-warning]▲ $message $remede ($regle)[/]",
        message=refus.message,
        remede=refus.remede,
        regle=refus.regle,
    )
