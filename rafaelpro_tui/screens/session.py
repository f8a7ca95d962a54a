"""A session and its candidatures, by state (guide: Candidatures sur cette session)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Final

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.core.model import Etape, Etat, Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.screens.attente import ATTENTE, AttenteScreen
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.fichier_decisions import DECISIONS, DecisionsScreen
from rafaelpro_tui.screens.liste_candidatures import ListeCandidatures
from rafaelpro_tui.screens.lot_touches import OUVRIR
from rafaelpro_tui.screens.plan import PlanScreen
from rafaelpro_tui.screens.plan_touches import PLAN
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import COLONNES
from rafaelpro_tui.screens.vers_formulaire import MODIFIER_SESSION, ouvrir_formulaire
from rafaelpro_tui.widgets.etats import DEFINITIONS
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.session_header import SessionHeader
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.virtual_table import Column

ONGLETS: Final = (
    Tab(Etat.EN_ATTENTE, "En attente de traitement", "En attente", "En att."),
    Tab(Etat.RETENUE, "Retenus", "Retenus", "Ret."),
    Tab(Etat.NON_RETENUE, "Non retenus", "Non ret.", "Non ret."),
    Tab(Etat.AVIS_NON_TRANSMIS, "Avis non transmis", "Non transm.", "Non tr."),
    Tab(Etat.REFUS_SESSION_COMPLETE, "Refus : session complète", "Complète", "Compl."),
    Tab(Etat.REFUS_SESSION_ANNULEE, "Refus : session annulée", "Annulée", "Ann."),
)
"""The guide's labels."""

ETAPES_COURTES: Final = (
    (Etape.A_CONVOQUER, "À convoquer"),
    (Etape.PRESENCE_A_RENSEIGNER, "présence"),
    (Etape.AVIS_A_RENDRE, "avis"),
    (Etape.CONFORMITE_A_RENDRE, "conformité"),
)


@dataclass
class SessionLue(Message, bubble=False):
    """`refus_du_lot`: why « Gestion par lot » cannot be opened, None when it can."""

    vue: SessionVue
    refus_du_lot: Refus | None


class SessionScreen(ListeCandidatures):
    """Header, six state tabs with counts, the guide's eight columns."""

    AIDE = "Une session"
    PREMIERES = ("ouvrir", "selectionner", "lot", "exporter", "onglet.suivant", "filtrer")

    BINDINGS: ClassVar[list[BindingType]] = [OUVRIR, MODIFIER_SESSION, DECISIONS, PLAN, ATTENTE]

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.session = reference
        self.vue: SessionVue | None = None
        self._refus_du_lot: Refus | None = None

    @property
    def fil(self) -> str:
        return self.session

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.vue.roles if self.vue else ()

    @property
    def reference(self) -> str | None:
        return self.candidature or self.session

    @property
    def consultation(self) -> Refus | None:
        return self.vue.consultation if self.vue else None

    @property
    def nom_du_fichier(self) -> str:
        return f"candidatures-{self.session}-{self.onglet}"

    @property
    def contenu(self) -> str:
        return f"candidatures de la session {self.session}, {Etat(self.onglet).libelle.lower()}"

    def entete(self) -> Iterable[Widget]:
        yield SessionHeader()

    def onglets(self) -> Sequence[Tab]:
        return ONGLETS

    def colonnes(self) -> Sequence[Column[CandidatureLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureLigne]:
        return self.desk.candidatures(
            session=self.session,
            etat=Etat(onglet),
            texte=regard.texte,
            selection=self.cochees[onglet],
            tri=regard.tri,
        )

    @property
    def prete(self) -> bool:
        return super().prete and self.vue is not None

    def on_mount(self) -> None:
        """Beside `ListeScreen.on_mount`, which Textual runs too."""
        self._lire_session()

    def relire(self) -> None:
        super().relire()
        self._lire_session()

    @work(thread=True, exclusive=True, exit_on_error=False, group="session")
    def _lire_session(self) -> None:
        self.post_message(SessionLue(self.desk.session(self.session), self.desk.refus_du_lot(self.session)))

    def on_session_lue(self, message: SessionLue) -> None:
        vue = self.vue = message.vue
        self._refus_du_lot = message.refus_du_lot
        self.query_one(SessionHeader).vue = vue
        self.query_one(TabLine).tabs = tuple(replace(tab, count=vue.comptes[Etat(tab.id)]) for tab in ONGLETS)
        self.table.empty = self.vide(self.onglet) if not self.regard.texte else self.table.empty
        self._dire_infos()
        self.maj_cadre()
        self.peindre_si_prete()

    def vide(self, onglet: str) -> Content:
        refus = self.consultation
        if self.vue and refus:  # DRT-9: counts, and why the names behind them are not shown.
            return content(
                "$compte ici.\n$message\n$remede [$text-muted]($regle)[/]",
                compte=pluriel(self.vue.comptes[Etat(onglet)], "candidature"),
                message=refus.message,
                remede=refus.remede,
                regle=refus.regle,
            )
        return content("$quoi\nTab passe à un autre état, F5 revient aux sessions.", quoi=VIDES[Etat(onglet)])

    def a_cote(self, onglet: str) -> Content:
        if self.vue is None:
            return Content()
        if onglet != Etat.EN_ATTENTE:
            return content("[$text-muted]$definition[/]", definition=DEFINITIONS[Etat(onglet)])
        hsp = self.vue.dispositif.hsp
        parties = [
            content("$nom [b]$nombre[/b]", nom=nom, nombre=entier_fr(self.vue.etapes[etape]))
            for etape, nom in ETAPES_COURTES
            if (etape is Etape.CONFORMITE_A_RENDRE) == hsp
        ]
        return content(" [$text-muted]·[/] ").join(parties)

    def action_lot(self) -> None:
        from rafaelpro_tui.screens.lot import LotScreen

        cochees = [n for onglet in (Etat.EN_ATTENTE, Etat.REFUS_SESSION_COMPLETE) for n in self.cochees[onglet].ids()]
        self._par_lot(partial(LotScreen, cochees=cochees))

    def action_decisions(self) -> None:
        self._par_lot(DecisionsScreen)

    def action_plan(self) -> None:
        self._par_lot(PlanScreen)

    def action_attente(self) -> None:
        self._par_lot(AttenteScreen)

    def _par_lot(self, classe: Callable[[str], BaseScreen]) -> None:
        """A screen from which lots are given, or why none can be."""
        if refus := self._refus_du_lot:
            self.hote.dire(f"{refus.message} {refus.remede} ({refus.regle})", attention=True)
        elif self.vue is not None:
            self.app.push_screen(classe(self.session))

    def action_modifier_session(self) -> None:
        ouvrir_formulaire(self.app, self.session)


VIDES: Final = {
    Etat.EN_ATTENTE: "Aucune candidature en attente de traitement sur cette session.",
    Etat.RETENUE: "Personne n’est encore retenu sur cette session.",
    Etat.NON_RETENUE: "Aucune candidature non retenue sur cette session.",
    Etat.AVIS_NON_TRANSMIS: "Aucune candidature n’est passée en « avis non transmis » sur cette session.",
    Etat.REFUS_SESSION_COMPLETE: "Aucune candidature en liste d’attente sur cette session.",
    Etat.REFUS_SESSION_ANNULEE: "Aucune candidature refusée pour annulation de cette session.",
}
