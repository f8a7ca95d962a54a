"""« Formulaire action » (guide: Valoriser votre formation !), with its « Sessions de formation ». ECRANS §3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from rafaelpro_tui.core.commands import AnyCommand, Command, ModifierAction
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.core.vues import SessionLigne
from rafaelpro_tui.core.vues_formations import FormulaireAction
from rafaelpro_tui.screens.base_screen import ZONES
from rafaelpro_tui.screens.brouillon_action import BrouillonAction, verdict
from rafaelpro_tui.screens.formulaire import FormulaireScreen
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.sessions import SIGNES
from rafaelpro_tui.screens.vers_formulaire import ouvrir_formulaire
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.fiche_lue import FicheLue, Lu
from rafaelpro_tui.widgets.formes import ChampTexte
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.session_form import FLUX
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex
from rafaelpro_tui.widgets.zone_sure import ZoneSure

PLUS: Final = ChampTexte(
    f"Le «{NBSP}plus{NBSP}» de la formation",
    "Plus",
    f"Pour mieux présenter la formation aux prescripteurs{NBSP}: mettez en lumière vos spécificités et votre "
    "savoir-faire ; précisez toute information pour rendre lisible le recrutement sur la formation.",
)
LIEN: Final = ChampTexte("Lien web", "Lien web", "Adresse complète, comme https://www.exemple.fr")

COLONNES: Final[tuple[Column[SessionLigne], ...]] = (
    Column("reference", "Référence", 10, lambda ligne: ligne.reference),
    Column("debut", "Début", 10, lambda ligne: date_fr(ligne.debut)),
    Column("fin", "Fin", 10, lambda ligne: date_fr(ligne.fin)),
    Column("commune", "Commune", Flex(10, 40, weight=2), lambda ligne: ligne.commune),
    Column("formateur", "Organisme de formation", Flex(12, weight=3), lambda ligne: ligne.formateur),
    Column("etat", "État", 10, lambda ligne: SIGNES[ligne.etat]),
)


class FormulaireActionScreen(FormulaireScreen[FormulaireAction], ListeScreen[SessionLigne]):
    """The fields of the OF between what comes from the flow and the table of sessions."""

    CSS_PATH = ["liste_screen.tcss", "formulaire.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (36, "-haut")]
    AIDE = "Formulaire action"
    CHOSE = ("session", None)
    LANGAGE = "sessions"
    REPOS = "VirtualTable"

    # One tab only: the key goes from field to field.
    BINDINGS: ClassVar[list[BindingType]] = [*ZONES]

    def __init__(self, action: str, *, reprise: AnyCommand | None = None) -> None:
        super().__init__(reprise)
        self._action = action
        self.brouillon: BrouillonAction | None = None

    # What the frame asks

    @property
    def fil(self) -> str:
        return f"Formulaire action {self._action}"

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.vue.roles if self.vue else ()

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None and self.table.has_focus else self._action

    @property
    def saisie_en_cours(self) -> bool:
        return self.brouillon is not None and self.brouillon.modifie

    # The list

    def entete(self) -> Iterable[Widget]:
        yield VerticalScroll(Vertical(id="action"), id="formulaire", can_focus=False)

    def onglets(self) -> Sequence[Tab]:
        return (Tab("sessions", "Sessions de formation", "Sessions de formation", "Sessions"),)

    def colonnes(self) -> Sequence[Column[SessionLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[SessionLigne]:
        return self.desk.sessions_de(self._action, regard.texte, regard.tri)

    def vide(self, onglet: str) -> Content:
        return content("Aucune session pour cette formation.\nLes sessions arrivent par le flux automatisé.")

    def ouvrir(self, n: int, ligne: SessionLigne) -> None:
        ouvrir_formulaire(self.app, ligne.reference)

    def apercu(self, ligne: SessionLigne) -> Iterable[tuple[str, str]]:
        yield "Session", f"{ligne.reference} · {ligne.etat.libelle}"
        yield "Dates", f"du {date_fr(ligne.debut)} au {date_fr(ligne.fin)}"
        yield "Type d’entrées", ligne.type_entrees.libelle
        yield "Lieu", f"{ligne.commune} ({ligne.code_postal})"
        yield "Organisme de formation", ligne.formateur
        yield "Positionneur", ligne.positionneur
        possibles = pluriel(ligne.maximum, "candidature possible", "candidatures possibles")
        yield "Inscrits", f"{ligne.inscrits} sur {possibles}"

    # What a form says

    def lire(self) -> FormulaireAction:
        return self.desk.formulaire_action(self._action)

    async def remplir(self, vue: FormulaireAction, saisie: AnyCommand | None = None) -> None:
        self.brouillon = BrouillonAction.de(vue.action)
        if saisie is not None and vue.verrou is None:
            self.brouillon = self.brouillon.repris(saisie)
        bloc = self.query_one("#action", Vertical)
        await bloc.remove_children()
        await bloc.mount_all(list(_blocs(vue, self.brouillon)))

    def commandes(self) -> Sequence[Command]:
        if self.brouillon is None or not self.brouillon.modifie:
            return ()
        return (self.desk.commande(ModifierAction, action=self._action, **self.brouillon.changes),)

    def dire(self, resultats: Sequence[Resultat], *, valide: bool = False) -> None:
        dits = verdict(resultats)
        for champ in self.query(Champ):
            champ.signaler(*dits.get(champ.nom, ("", "")))
            if valide and dits.get(champ.nom, ("", ""))[0] == "refus":
                champ.saisie.focus()
        ailleurs = dits.get("", ("", ""))[1]
        for zone in self.query("#ailleurs").results(Static):
            zone.display = bool(ailleurs)
            zone.update(plain(f"✗ {ailleurs}"))

    def titre(self) -> Content:
        return content("Modifier la formation $action\N{NO-BREAK SPACE}?", action=self._action)

    def resume(self, vue: FormulaireAction) -> Content:
        assert self.brouillon is not None
        return Content("\n").join(
            [
                content(
                    "[$text-muted]$nom[/]\n  $avant\n  → [b]$apres[/b]",
                    nom={"plus": PLUS, "lien_web": LIEN}[nom].libelle,
                    avant=getattr(vue.action, nom) or "(vide)",
                    apres=apres or "(vide)",
                )
                for nom, apres in self.brouillon.changes.items()
            ]
        )

    def ce_qui_a_change(self, avant: FormulaireAction, apres: FormulaireAction) -> str:
        noms = {"plus": PLUS.libelle, "lien_web": LIEN.libelle}
        dits = [nom for cle, nom in noms.items() if getattr(avant.action, cle) != getattr(apres.action, cle)]
        return ", ".join(dits)

    def oublier(self) -> None:
        self.brouillon = None

    # Typing

    @on(TextArea.Changed, "#plus")
    def _plus_tape(self, message: TextArea.Changed) -> None:
        self._tape("plus", message.text_area.text)

    @on(Input.Changed, "#lien_web")
    def _lien_tape(self, message: Input.Changed) -> None:
        self._tape("lien_web", message.value)

    def _tape(self, champ: str, valeur: str) -> None:
        if self.brouillon is not None:
            apres = self.brouillon.avec(champ, valeur)
            if apres != self.brouillon:
                self.brouillon = apres
                self.modifie()


def _blocs(vue: FormulaireAction, brouillon: BrouillonAction) -> Iterable[Widget]:
    action, verrou = vue.action, vue.verrou
    yield FicheLue(
        (
            Lu("Intitulé", action.intitule),
            Lu("Référence", action.id),
            Lu("Dispositif", f"{vue.dispositif.libelle} ({vue.dispositif.code})"),
            Lu("Organisme Responsable", vue.responsable.nom),
        )
    )
    yield Static(plain(FLUX), classes="formulaire--aide")
    if verrou is not None:
        yield Static(
            content(
                "▲ Lecture seule. $message $remede ($regle)",
                message=verrou.message,
                remede=verrou.remede,
                regle=verrou.regle,
            ),
            classes="formulaire--verrou",
        )
        yield FicheLue((Lu(PLUS.libelle, action.plus), Lu(LIEN.libelle, action.lien_web)))
        return
    yield Champ("plus", PLUS, ZoneSure(brouillon.plus, id="plus", compact=True, show_line_numbers=False))
    yield Champ("lien_web", LIEN, LigneSure(brouillon.lien_web, id="lien_web", compact=True, placeholder="https://…"))
    yield Static(id="ailleurs", classes="formulaire--verrou")
    bouton = Button(plain("Valider les modifications"), variant="primary", id="valider", compact=True)
    yield Horizontal(bouton, classes="formulaire--pied")
