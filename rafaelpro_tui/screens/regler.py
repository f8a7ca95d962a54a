"""« À régler »: what the server has refused, mine beside theirs, and what can be done about each (SYNC, ECRANS §9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.demandes import Demande, demande
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.resultats import ResultatLigne
from rafaelpro_tui.core.sync.poste import Conflit
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.screens import reprise
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain

LEUR: Final = "leur"
MIENNE: Final = "mienne"
DEMANDE: Final = "demande"
LIGNES: Final = 4
"""Refused rows of a lot that are named one by one."""


@dataclass
class ConflitsLus(Message, bubble=False):
    conflits: tuple[Conflit, ...]


@dataclass
class DemandeLue(Message, bubble=False):
    """The text for offre@cap-metiers.pro or EOS, when the facts call for one (AVI-7)."""

    demande: Demande | None


@dataclass
class Regle(Message, bubble=False):
    """The conflict is settled, by the choice `issue`."""

    issue: str


class ReglerScreen(Dialogue[None]):
    """The conflicts; one is chosen to be settled."""

    A_LIRE: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._conflits: dict[str, Conflit] = {}

    @property
    def titre(self) -> Content:
        return plain("À régler")

    def corps(self) -> Iterable[Widget]:
        yield ChoiceList((), placeholder="Référence, personne…")
        yield Static(plain("Lecture…"), id="regler-note", classes="dialogue-paragraphe")

    def on_mount(self) -> None:
        self._lire()

    @work(thread=True, exclusive=True, exit_on_error=False, group="regler")
    def _lire(self) -> None:
        self.post_message(ConflitsLus(self.hote.desk.poste.conflits()))

    def on_conflits_lus(self, message: ConflitsLus) -> None:
        self._conflits = {str(conflit.seq): conflit for conflit in message.conflits}
        self.query_one(ChoiceList).set_choices(
            [Choice(str(conflit.seq), _ligne(conflit), conflit.cible) for conflit in message.conflits]
        )
        if message.conflits:
            note = "Le serveur n’a pas gardé ces saisies. Choisissez-en une pour la régler."
        else:
            note = "Rien à régler : tout ce que vous avez validé est enregistré, ou attend d’être envoyé."
        self.query_one("#regler-note", Static).update(plain(note))

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        conflit = self._conflits[message.id]

        def regle(issue: str | None) -> None:
            if issue is None:
                return
            self.hote.synchroniser()
            if issue == MIENNE and reprise.lieu(conflit.command):
                self.dismiss(None)
                self.hote.ouvrir_ecran(reprise.ecran(conflit.command))
            else:
                self._lire()

        self.app.push_screen(ConflitScreen(conflit), regle)


class ConflitScreen(Dialogue[str]):
    """One conflict: what I decided, what is, by which rule; answers how it was settled, if it was."""

    A_LIRE: ClassVar[bool] = True

    def __init__(self, conflit: Conflit) -> None:
        super().__init__()
        self._conflit = conflit
        self._demande: Demande | None = None

    @property
    def titre(self) -> Content:
        return content("À régler\N{NO-BREAK SPACE}: $cible", cible=self._conflit.cible)

    def corps(self) -> Iterable[Widget]:
        conflit = self._conflit
        yield Static(
            content(
                "[b]La mienne[/b]  $libelle · saisie le $jour",
                libelle=conflit.libelle,
                jour=f"{date_fr(conflit.saisi_le.date())} à {conflit.saisi_le:%H:%M}",
            ),
        )
        yield Static(_saisie(conflit.texte), id="regler-saisie", classes="dialogue-paragraphe")
        if conflit.leur_etat is not None:  # else the rule says all that is known of it
            yield Static(content("[b]La leur[/b]    $leur", leur=_leur(conflit)), classes="dialogue-paragraphe")
        yield Static(
            content(
                "[$text-error]✕ $regle[/]  $message\n$remede",
                regle=conflit.refus.regle,
                message=conflit.refus.message,
                remede=conflit.refus.remede,
            ),
            classes="dialogue-paragraphe",
        )
        if conflit.lignes:
            yield Static(_lignes(conflit.lignes), classes="dialogue-paragraphe")
        if conflit.suites:
            attend = pluriel(conflit.suites, "saisie qui suit attend", "saisies qui suivent attendent")
            yield Static(plain(f"{attend} que celle-ci soit réglée."), classes="dialogue-paragraphe")
        yield ChoiceList(self._choix(), placeholder="Que faire ?")

    def on_mount(self) -> None:
        super().on_mount()
        self._lire_la_demande()

    @work(thread=True, exit_on_error=False, group="regler")
    def _lire_la_demande(self) -> None:
        desk = self.hote.desk
        try:
            self.post_message(DemandeLue(demande(desk.candidature(self._conflit.cible), desk.acteur)))
        except Introuvable:  # not about a candidature, or one that is no longer seen
            self.post_message(DemandeLue(None))

    def on_demande_lue(self, message: DemandeLue) -> None:
        self._demande = message.demande
        self.query_one(ChoiceList).set_choices(self._choix())

    def _choix(self) -> list[Choice]:
        choix = [
            Choice(LEUR, plain("Garder la leur : ma saisie est abandonnée"), "garder la leur"),
            Choice(MIENNE, plain(self._copier_la_mienne), "copier la mienne"),
        ]
        if self._demande is not None:
            texte = f"Copier la demande à {self._demande.destinataire}, puis garder la leur"
            choix.append(Choice(DEMANDE, plain(texte), "preparer la demande"))
        return choix

    @property
    def _copier_la_mienne(self) -> str:
        """It is copied in any case; where there is a form of it, its fields are filled with it."""
        if lieu := reprise.lieu(self._conflit.command):
            return f"Reprendre la mienne dans {lieu}"
        return "Copier la mienne, puis garder la leur"

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        if message.id == MIENNE:
            self.app.copy_to_clipboard(self._conflit.texte)
            if reprise.lieu(self._conflit.command) is None:  # else its form shows it, or says where it is
                self.hote.dire("Votre saisie est copiée dans le presse-papiers.")
        elif message.id == DEMANDE and self._demande is not None:
            self.app.copy_to_clipboard(self._demande.texte)
            self.hote.dire("La demande est copiée dans le presse-papiers.")
        self._laisser(message.id)

    @work(thread=True, exit_on_error=False, group="regler")
    def _laisser(self, issue: str) -> None:
        self.hote.desk.poste.laisser(self._conflit.seq)
        self.post_message(Regle(issue))

    def on_regle(self, message: Regle) -> None:
        self.dismiss(message.issue)


def _ligne(conflit: Conflit) -> Content:
    return content(
        "[b]$libelle[/b]\n  $leur · [$text-muted]$regle[/]",
        libelle=conflit.libelle,
        leur=_leur(conflit),
        regle=conflit.refus.regle,
    )


def _saisie(texte: str) -> Content:
    """What was typed, without the first line: what it is about. Nothing, of a command that has no words."""
    return plain(" · ".join(texte.splitlines()[1:]))


def _lignes(lignes: tuple[ResultatLigne, ...]) -> Content:
    """The rows of a lot that were refused, each with its rule; beyond some, how many more."""
    montrees = [
        content(f"  $reference{NBSP}: $regle", reference=ligne.candidature, regle=ligne.refus.regle)
        for ligne in lignes[:LIGNES]
        if ligne.refus is not None
    ]
    reste = len(lignes) - len(montrees)
    suite = [plain(f"  et {pluriel(reste, 'autre')}")] if reste else []
    titre = plain(f"{pluriel(len(lignes), 'candidature refusée', 'candidatures refusées')}{NBSP}:")
    return Content("\n").join([titre, *montrees, *suite])


def _leur(conflit: Conflit) -> str:
    """« Retenue, par Horizon Formation, le 15/07/2024 à 10:30 »; of what has no state, what the rule says."""
    if conflit.leur_etat is None:
        return conflit.refus.message
    etat = Etat(conflit.leur_etat).libelle if conflit.leur_etat in set(Etat) else conflit.leur_etat
    qui = f", par {conflit.leur_auteur}" if conflit.leur_auteur else ""
    quand = conflit.leur_date
    return f"{etat}{qui}" + (f", le {date_fr(quand.date())} à {quand:%H:%M}" if quand else "")
