"""F3, Accueil: the guide's dashboard, what is to be handled, how full the coming sessions are (CAN-6, ECH-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues_accueil import AccueilVue, AlerteEcheance, Remplissage, SessionATraiter
from rafaelpro_tui.core.vues_suivi import MesDossiers
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.sans_touche import MES_DOSSIERS
from rafaelpro_tui.widgets.jauge import remplissage
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tableau_roles import FORMATEUR_SEUL, TableauRoles, filtre
from rafaelpro_tui.widgets.volet import LigneVolet, Volet

HAUT: Final = 32
"""Lines of the terminal from which more rows are shown."""
PRESSE: Final = 15
"""Days from which an échéance is signed (ECH-3)."""
JAUGE: Final = 20
"""Cells of a bar."""
ALERTE: Final = "etat:en_attente jours>=0 jours<=7"
"""The list behind the banner: from fin + 14 days to the échéance (ECH-2)."""


@dataclass
class AccueilLu(Message, bubble=False):
    vue: AccueilVue
    miens: MesDossiers


class AccueilScreen(BaseScreen):
    """Each figure and each row opens what is behind it."""

    AIDE = "Accueil"
    ANCETRES = ()
    ECRANS = True
    AIDE_AUSSI = (TableauRoles, Volet)
    CSS_PATH = "accueil.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (HAUT, "-haut")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e",
            "echeances",
            "Échéances",
            tooltip="Tout ce qui attend, par jours restants, session par session",
            id="accueil.echeances",
        ),
        Binding(
            "i",
            "pilotage",
            "Pilotage",
            tooltip="Déposées, convoquées, présentes, retenues, par session et par formation",
            id="accueil.pilotage",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._interdit: Refus | None = None

    def corps(self) -> Iterable[Widget]:
        with VerticalScroll(id="accueil", can_focus=False):
            yield Volet(id="alerte")
            yield Volet(id="mes-dossiers")
            yield TableauRoles()
            with Container(id="a-traiter"):
                yield Volet("À traiter : les échéances les plus proches", id="echeances")
                yield Volet("À traiter : les sessions qui attendent le plus", id="attentes")
            yield Volet(
                "Sessions à venir : candidatures retenues / effectif visé / capacité d’accueil", id="remplissage"
            )

    def on_mount(self) -> None:
        self.query_one(TableauRoles).focus()
        self._lire()

    def relire(self) -> None:
        self._lire()

    @property
    def reference(self) -> str | None:
        volet = self.focused
        return volet.cle if isinstance(volet, Volet) and volet.id not in ("alerte", "mes-dossiers") else None

    # Reading

    @work(thread=True, exclusive=True, exit_on_error=False, group="accueil")
    def _lire(self) -> None:
        vue = self.desk.accueil(6 if self.size.height >= HAUT else 5)
        self.post_message(AccueilLu(vue, self.desk.mes_dossiers()))

    def on_accueil_lu(self, message: AccueilLu) -> None:
        vue = message.vue
        self._interdit = vue.interdit
        self.query_one(TableauRoles).lignes = vue.tableau
        alerte = self.query_one("#alerte", Volet)
        alerte.lignes = (LigneVolet("alerte", textes_alerte(vue.alerte), presse=True),) if vue.alerte else ()
        alerte.display = vue.alerte is not None
        miens = self.query_one("#mes-dossiers", Volet)
        presse = message.miens.pressees > 0
        miens.lignes = (LigneVolet("mes-dossiers", textes_miens(message.miens), presse=presse),)
        miens.display = message.miens.en_attente > 0
        rien = content("✓ Aucune candidature en attente de traitement.")
        if vue.interdit is not None:
            rien = _pourquoi_rien(vue.interdit)
        for id, sessions, debut in (
            ("#echeances", vue.echeances, debut_echeance),
            ("#attentes", vue.attentes, debut_attente),
        ):
            volet = self.query_one(id, Volet)
            volet.vide = rien
            volet.lignes = tuple(
                LigneVolet(session.reference, (debut(session),), _nom(session), presse=session.jours <= PRESSE)
                for session in sessions
            )
        remplissage = self.query_one("#remplissage", Volet)
        remplissage.vide = content("Aucune session à venir. F5 montre toutes vos sessions.")
        remplissage.lignes = tuple(
            LigneVolet(session.reference, debuts_remplissage(session), _nom(session)) for session in vue.remplissage
        )
        self.query_one("#attentes").display = vue.interdit is None  # Said once.

    # What is chosen

    @on(TableauRoles.Choisi)
    def _nombre_choisi(self, message: TableauRoles.Choisi) -> None:
        if self._interdit is not None:
            titre = f"{pluriel(message.nombre, 'candidature')} ({self._interdit.regle})"
            self.app.push_screen(Alerte(titre, self._interdit.message, self._interdit.remede))
            return
        if message.role is Role.FORMATEUR and message.nombre:
            self.hote.dire(FORMATEUR_SEUL)
        self._ouvrir_liste(filtre(message.role, message.colonne))

    @on(Volet.Choisi, "#alerte")
    def _alerte_choisie(self) -> None:
        self._ouvrir_liste(ALERTE)

    @on(Volet.Choisi, "#mes-dossiers")
    def _miens_choisis(self) -> None:
        self._ouvrir_liste(MES_DOSSIERS)

    @on(Volet.Choisi, "#echeances, #attentes, #remplissage")
    def _session_choisie(self, message: Volet.Choisi) -> None:
        from rafaelpro_tui.screens.session import SessionScreen

        self.app.push_screen(SessionScreen(message.cle))

    def action_pilotage(self) -> None:
        from rafaelpro_tui.screens.pilotage import PilotageScreen

        self.app.push_screen(PilotageScreen())

    def action_echeances(self) -> None:
        from rafaelpro_tui.screens.radar import RadarScreen

        self.app.push_screen(RadarScreen())

    def _ouvrir_liste(self, texte: str) -> None:
        from rafaelpro_tui.screens.candidatures import CandidaturesScreen

        self.app.push_screen(CandidaturesScreen(texte))


def _pourquoi_rien(refus: Refus) -> Content:
    """DRT-9: why there are no candidatures to handle for this user."""
    return content(
        "$message $remede [$text-muted]($regle)[/]", message=refus.message, remede=refus.remede, regle=refus.regle
    )


# Each row from the longest way to say it to the shortest.


def textes_alerte(alerte: AlerteEcheance) -> tuple[str, ...]:
    """ECH-2, in the guide’s words for the alert that is sent by mail."""
    combien = pluriel(alerte.candidatures, "candidature")
    jour = "aujourd’hui" if alerte.jours == 0 else f"le {date_fr(alerte.echeance)}"
    sessions = pluriel(alerte.sessions, "session terminée", "sessions terminées")
    return (
        f"▲ Alerte : passage en « avis non transmis » à venir de {combien} sur {sessions} ; "
        f"dernier jour {jour} pour les premières.",
        f"▲ Passage en « avis non transmis » à venir de {combien} ; dernier jour {jour}.",
        f"▲ Avis non transmis à venir : {combien} ; échéance {jour}.",
        f"▲ Avis non transmis à venir : {combien}.",
    )


def textes_miens(miens: MesDossiers) -> tuple[str, ...]:
    """« Mes dossiers : 12 candidatures en attente, dont 3 à rendre d’ici 15 jours » (SUI-3, ECH-3)."""
    debut = f"Mes dossiers{NBSP}: {pluriel(miens.en_attente, 'candidature')} en attente"
    if not miens.pressees:
        return (debut,)
    return (f"▲ {debut}, dont {miens.pressees} à rendre d’ici 15 jours", f"▲ {debut}, dont {miens.pressees} pressées")


def debut_echeance(session: SessionATraiter) -> str:
    signe = "▲" if session.jours <= PRESSE else " "
    reste = "aujourd’hui" if session.jours == 0 else f"dans {pluriel(session.jours, 'jour')}"
    return f"{signe} {reste:<13} {entier_fr(session.en_attente):>5} en attente  "


def debut_attente(session: SessionATraiter) -> str:
    signe = "▲" if session.jours <= PRESSE else " "
    attente = f"{entier_fr(session.en_attente):>5} en attente depuis {pluriel(session.attente, 'jour')}"
    return f"{signe} {attente:<34}  "


def debuts_remplissage(session: Remplissage) -> tuple[str, str]:
    nombres = f"{session.retenues} / {session.effectif_vise} / {session.capacite}"
    signe, mot = _niveau(session)
    barre = remplissage(session.retenues, session.effectif_vise, session.capacite, JAUGE)
    debut, fin = f"{barre}  {nombres:>13}  {signe} ", f"{session.debut:%d/%m/%y}  "
    return f"{debut}{mot:<22}  {fin}", f"{debut}{fin}"


def _nom(session: SessionATraiter | Remplissage) -> str:
    return f"{session.reference}  {session.intitule}"


def _niveau(session: Remplissage) -> tuple[str, str]:
    if session.retenues > session.capacite:
        return "▲", "au-delà de la capacité"
    if session.retenues >= session.effectif_vise:
        return "✓", "effectif visé atteint"
    manque = session.effectif_vise - session.retenues
    return "○", f"{pluriel(manque, 'place')} à pourvoir"
