"""Vue personne: every candidature of a candidat that the structure may see, under the totals of CAN-4."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.rules.candidatures import EN_COURS_HSP_MAX, EN_COURS_MAX
from rafaelpro_tui.core.texte import date_fr, pluriel, telephone_fr
from rafaelpro_tui.core.vues_personne import CandidatureTenue, PersonneVue
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex

PERSONNE: Final = Binding(
    "V",
    "personne",
    "Personne",
    show=False,
    tooltip="Toutes les candidatures de cette personne, et ses candidatures en cours sur trois",
    id="personne",
)


def _etat(ligne: CandidatureTenue) -> str:
    vue = ligne.vue
    return vue.etape.libelle if vue.etape else vue.candidature.etat.libelle


def _a_cote(ligne: CandidatureTenue) -> str:
    """What the structure keeps beside it: its slot, its rank."""
    if (creneau := ligne.creneau) is not None:
        heure = f" à {creneau.heure}" if creneau.heure else ""
        return f"créneau du {date_fr(creneau.date)}{heure}"
    return "" if ligne.rang_attente is None else f"rang {ligne.rang_attente} en liste d’attente"


COLONNES: Final[tuple[Column[CandidatureTenue], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.vue.candidature.reference),
    Column("deposee_le", "Déposée le", 10, lambda ligne: date_fr(ligne.vue.candidature.deposee_le)),
    Column("dispositif", "Disp.", 5, lambda ligne: ligne.vue.dispositif.code),
    Column("session", "Session", 9, lambda ligne: ligne.vue.session.reference),
    Column("intitule", "Formation", Flex(8, weight=3), lambda ligne: ligne.vue.action.intitule),
    Column("etat", "État", Flex(12, 32, weight=2), _etat),
    Column("a_cote", "Plan et liste d’attente", Flex(8, 30, weight=3), _a_cote),
)
CHAMPS: Final[Mapping[str, Callable[[CandidatureTenue], Any]]] = {
    "reference": lambda ligne: ligne.vue.candidature.reference,
    "deposee_le": lambda ligne: ligne.vue.candidature.deposee_le,
    "dispositif": lambda ligne: ligne.vue.dispositif.code,
    "session": lambda ligne: ligne.vue.session.reference,
    "intitule": lambda ligne: ligne.vue.action.intitule,
    "etat": _etat,
    "a_cote": _a_cote,
}


@dataclass
class PersonneLue(Message, bubble=False):
    vue: PersonneVue


class PersonneScreen(ListeScreen[CandidatureTenue]):
    """Latest first.

    Args:
        candidature: The reference of any of their candidatures that may be seen.
    """

    AIDE = "Une personne"
    CHOSE = ("candidature", None)
    CSS_PATH = ["liste_screen.tcss", "personne.tcss"]

    def __init__(self, candidature: str) -> None:
        self.vue: PersonneVue | None = None
        super().__init__()
        self._depuis = candidature

    @property
    def fil(self) -> str:
        return self.vue.candidat.nom_complet if self.vue else "Personne"

    @property
    def reference(self) -> str | None:
        return self.candidature

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.vue.candidature.reference if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return (Tab("toutes", "Toutes ses candidatures", "Candidatures", "Cand."),)

    def colonnes(self) -> Sequence[Column[CandidatureTenue]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureTenue]:
        def lire() -> Sequence[CandidatureTenue]:
            vue = self.desk.personne(self._depuis)
            self.post_message(PersonneLue(vue))
            return vue.candidatures

        return Lignes(lire, CHAMPS, regard)

    def entete(self) -> Iterable[Widget]:
        yield Static(id="personne-tete")

    def apercu(self, ligne: CandidatureTenue) -> Iterable[tuple[str, str]]:
        vue = ligne.vue
        yield "Candidature", f"{vue.candidature.reference} · {_etat(ligne)}"
        yield "Formation", vue.action.intitule
        yield "Session", f"{vue.session.reference}, du {date_fr(vue.session.debut)} au {date_fr(vue.session.fin)}"
        yield "Prescripteur", vue.candidature.prescripteur
        if a_cote := _a_cote(ligne):
            yield "Plan et liste d’attente", a_cote

    def ouvrir(self, n: int, ligne: CandidatureTenue) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        self.app.push_screen(CandidatureScreen(ligne.vue.candidature.reference, None))

    def relire(self) -> None:
        self.montrer(cursor_id=self.table.cursor_id)

    def on_personne_lue(self, message: PersonneLue) -> None:
        self.vue = message.vue
        self.query_one("#personne-tete", Static).update(_tete(message.vue))
        self.maj_cadre()


def _tete(vue: PersonneVue) -> Content:
    """Who, how to reach them, then CAN-4: the totals count other organismes' too."""
    candidat, en_cours = vue.candidat, vue.en_cours
    coordonnees = (telephone_fr(candidat.telephone), candidat.courriel, candidat.commune)
    vues = sum(tenue.vue.etape is not None for tenue in vue.candidatures)
    ailleurs = en_cours.total - vues
    return content(
        "[b]$nom[/b] [$text-muted]· $coordonnees[/]\n"
        "Candidatures en cours [b]$total/$maximum[/b] (HSP $hsp/$maximum_hsp)$ailleurs [$text-muted](CAN-4)[/]",
        nom=candidat.nom_complet,
        coordonnees=" · ".join(filter(None, coordonnees)) or "aucune coordonnée",
        total=en_cours.total,
        maximum=EN_COURS_MAX,
        hsp=en_cours.hsp,
        maximum_hsp=EN_COURS_HSP_MAX,
        ailleurs=f", dont {pluriel(ailleurs, 'autre')} dans un organisme qui n’est pas le vôtre" if ailleurs else "",
    )
