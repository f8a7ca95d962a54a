"""« Mes saisies »: each command of this laptop and where it is; one that has not left can be withdrawn (ECRANS §9)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_poste import Envoi, SaisieSuivie
from rafaelpro_tui.screens import consequences
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.nouvelles import SANS_SERVEUR
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

ATTENTE, REFUS, FAITES = "attente", "refus", "faites"
ONGLETS: Final[Mapping[str, frozenset[Envoi]]] = {
    ATTENTE: frozenset(envoi for envoi in Envoi if envoi.en_attente),
    REFUS: frozenset({Envoi.A_REGLER, Envoi.REFUSEE}),
    FAITES: frozenset({Envoi.ACCEPTEE}),
}
OU: Final[Mapping[Envoi, Cell]] = {
    Envoi.EN_GRACE: Styled(f"◷ {Envoi.EN_GRACE.libelle}", "warning"),
    Envoi.A_ENVOYER: f"○ {Envoi.A_ENVOYER.libelle}",
    Envoi.ENVOYEE: f"→ {Envoi.ENVOYEE.libelle}",
    Envoi.A_REGLER: Styled(f"▲ {Envoi.A_REGLER.libelle}", "warning"),
    Envoi.REFUSEE: Styled(f"✕ {Envoi.REFUSEE.libelle}", "error"),
    Envoi.ACCEPTEE: Styled(f"✓ {Envoi.ACCEPTEE.libelle}", "success"),
}


@dataclass
class Consequences(Message, bubble=False):
    """What would no longer pass without a command."""

    saisie: SaisieSuivie
    tombees: Sequence[Resultat]


@dataclass
class Retiree(Message, bubble=False):
    saisie: SaisieSuivie
    resultat: Resultat


def _reponse(ligne: SaisieSuivie) -> str:
    if ligne.attend:
        return ligne.attend
    if ligne.le is None:
        return "—"
    quand = f"{ligne.le:%d/%m %H:%M}"
    return f"{ligne.regle} {quand}" if ligne.regle else quand


COLONNES: Final[tuple[Column[SaisieSuivie], ...]] = (
    Column("saisi_le", "Saisie le", 11, lambda ligne: f"{ligne.saisi_le:%d/%m %H:%M}"),
    Column("libelle", "Saisie", Flex(24, weight=4), lambda ligne: ligne.libelle),
    Column("envoi", "Où elle en est", Flex(14, 23, 2), lambda ligne: OU[ligne.envoi]),
    Column("reponse", "Réponse", Flex(17, 40, 2), _reponse),
)
CHAMPS: Final[Mapping[str, Callable[[SaisieSuivie], Any]]] = {
    "saisi_le": lambda ligne: ligne.seq,
    "libelle": lambda ligne: ligne.libelle,
    "envoi": lambda ligne: ligne.envoi.libelle,
    "reponse": _reponse,
    "cible": lambda ligne: ligne.cible,
}


class SaisiesScreen(ListeScreen[SaisieSuivie]):
    """By where they are."""

    AIDE = "Mes saisies"
    ANCETRES = ()
    PREMIERES = ("retirer", "ouvrir", "onglet.suivant")
    CHOSE = ("saisie", None)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r,delete",
            "retirer",
            "Retirer",
            key_display="r",
            tooltip="Retirer une saisie qui n’est pas encore partie",
            id="retirer",
        ),
    ]

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.candidature if ligne is not None else None

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.cible if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(ATTENTE, "Pas encore enregistrées", "En attente", "En attente"),
            Tab(REFUS, "Refusées par le serveur", "Refusées", "Refusées"),
            Tab(FAITES, "Enregistrées par le serveur", "Enregistrées", "Enreg."),
        )

    def colonnes(self) -> Sequence[Column[SaisieSuivie]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[SaisieSuivie]:
        def lire() -> Sequence[SaisieSuivie]:
            toutes = self.desk.poste.saisies() if self.desk.replique else ()
            return [ligne for ligne in toutes if ligne.envoi in ONGLETS[onglet]]

        return Lignes(lire, CHAMPS, regard, cle=lambda ligne: ligne.seq)

    def relire(self) -> None:
        """What is read whole is read anew."""
        self.montrer(cursor_id=self.table.cursor_id)

    def vide(self, onglet: str) -> Content:
        if not self.desk.replique:
            return content(SANS_SERVEUR)
        match onglet:
            case "attente":
                return content("Rien n’attend : tout ce que vous avez validé est arrivé au serveur.")
            case "refus":
                return content("Le serveur n’a rien refusé de ce que vous avez validé ici.")
            case _:
                return content("Rien n’a encore été enregistré depuis ce poste.\nCe que vous validez s’y verra.")

    def apercu(self, ligne: SaisieSuivie) -> Iterable[tuple[str, str]]:
        yield "Saisie", ligne.libelle
        yield "Saisie le", f"{date_fr(ligne.saisi_le.date())} à {ligne.saisi_le:%H:%M}"
        yield "Où elle en est", ligne.envoi.libelle
        if ligne.attend:
            yield "Pourquoi elle attend", f"elle {ligne.attend}"
        if ligne.le is not None:
            yield "Réponse du serveur", f"{date_fr(ligne.le.date())} à {ligne.le:%H:%M}"
        if ligne.regle:
            yield "Refus", f"{ligne.message} ({ligne.regle})"

    def ouvrir(self, n: int, ligne: SaisieSuivie) -> None:
        if ligne.envoi is Envoi.A_REGLER:
            from rafaelpro_tui.screens.regler import ReglerScreen

            self.app.push_screen(ReglerScreen())
        elif ligne.candidature is None:
            self.hote.dire(f"{ligne.libelle} : il n’y a pas de candidature à ouvrir.")
        else:
            from rafaelpro_tui.screens.candidature import CandidatureScreen

            self.app.push_screen(CandidatureScreen(ligne.candidature, None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retirer":
            ligne = self.table.cursor_data if self.is_mounted else None
            return (ligne is not None and ligne.retirable) or None
        return super().check_action(action, parameters)

    # Withdrawing

    def action_retirer(self) -> None:
        if (ligne := self.table.cursor_data) is not None and ligne.retirable:
            self._lire_les_consequences(ligne)

    @work(thread=True, exclusive=True, exit_on_error=False, group="retirer")
    def _lire_les_consequences(self, saisie: SaisieSuivie) -> None:
        self.post_message(Consequences(saisie, self.desk.consequences(saisie.id)))

    def on_consequences(self, message: Consequences) -> None:
        saisie = message.saisie

        def repondu(oui: bool | None) -> None:
            if oui:
                self._retirer(saisie)

        texte = content("Elle n’est pas encore partie : le serveur n’en saura rien.")
        if message.tombees:
            texte += content("\nCe que vous avez saisi ensuite ne tiendrait plus :\n") + consequences.dire(
                message.tombees
            )
        titre = content("Retirer « $libelle » ?", libelle=saisie.libelle)
        self.app.push_screen(Confirmation(titre, texte, oui="Retirer"), repondu)

    @work(thread=True, exit_on_error=False, group="retirer")
    def _retirer(self, saisie: SaisieSuivie) -> None:
        self.post_message(Retiree(saisie, self.desk.annuler(saisie.id)))

    def on_retiree(self, message: Retiree) -> None:
        resultat = message.resultat
        if resultat.fait:
            self.hote.dire(f"Retirée : {message.saisie.libelle}")
        else:
            self.hote.dire(f"{resultat.message} {resultat.remede} ({resultat.regle})", attention=True)
        self.hote.a_change(resultat)
