"""F7, Mes structures: who is in the active structure, with which droit; a référent changes them (DRT-6)."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.content import Content
from textual.message import Message

from rafaelpro_tui.core.commands import ModifierDroit
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues_accueil import Membre
from rafaelpro_tui.screens.base_vide import vide
from rafaelpro_tui.screens.dialogue import Alerte, Confirmation
from rafaelpro_tui.screens.droit import CE_QUE_PERMET, Choix, DroitScreen, a_qui_demander
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

TOUS: Final = "tous"
REFERENTS: Final = "referents"


@dataclass
class ReferentsLus(Message, bubble=False):
    referents: tuple[Membre, ...]


@dataclass
class DroitModifie(Message, bubble=False):
    """What came of it; `a_demander`: it was only tried, and must be confirmed before."""

    membre: Membre
    choix: Choix
    resultat: Resultat
    a_demander: bool


class Membres:
    """The members as a list: they are few, and read anew each time. A row's id is its rank among them all."""

    def __init__(self, lire: Callable[[], tuple[Membre, ...]], texte: str, *, referents: bool) -> None:
        self._lire, self._mots, self._referents = lire, fold(texte).split(), referents

    def count(self) -> int:
        return len(self._lignes())

    def first(self, limit: int) -> Sequence[tuple[int, Membre]]:
        return list(self._lignes().items())[:limit]

    def order(self) -> "array[int]":
        return array("q", self._lignes())

    def rows(self, ids: Sequence[int]) -> Mapping[int, Membre]:
        lignes = self._lignes()
        return {n: lignes[n] for n in ids if n in lignes}

    def _lignes(self) -> dict[int, Membre]:
        return {n: membre for n, membre in enumerate(self._lire()) if self._garde(membre)}

    def _garde(self, membre: Membre) -> bool:
        texte = fold(f"{membre.prenom} {membre.nom} {membre.courriel} {membre.droit.libelle}")
        return (membre.referent or not self._referents) and all(mot in texte for mot in self._mots)


def _nom(membre: Membre) -> Cell:
    """The star of the référents, and which one the user is."""
    nom = f"{membre.nom} {membre.prenom}{' (vous)' if membre.soi else ''}"
    return Styled(f"★ {nom}", "accent") if membre.referent else f"  {nom}"


COLONNES: Final[tuple[Column[Membre], ...]] = (
    Column("nom", "Membre", Flex(20, 40, 2), _nom, sortable=False),
    Column("droit", "Droit", 35, lambda membre: membre.droit.libelle, sortable=False),
    Column("courriel", "Courriel", Flex(16, 40), lambda membre: membre.courriel, sortable=False),
)


class MesStructuresScreen(ListeScreen[Membre]):
    """The members; ⏎ on one changes its droit, or says whom to ask."""

    AIDE = "Mes structures"
    ANCETRES: ClassVar = ()
    CHOSE = ("membre", None)

    def __init__(self) -> None:
        super().__init__()
        self._referents: tuple[Membre, ...] = ()

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(TOUS, "Membres de la structure", "Membres", "Membres"),
            Tab(REFERENTS, "★ Référent·es", "★ Référent·es", "★ Réf."),
        )

    def colonnes(self) -> Sequence[Column[Membre]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[Membre]:
        return Membres(self.desk.membres, regard.texte, referents=onglet == REFERENTS)

    def montrer(self, *, cursor_id: int | None = None) -> None:
        super().montrer(cursor_id=cursor_id)
        self._lire_referents()

    def relire(self) -> None:
        super().relire()
        self._lire_referents()

    def vide(self, onglet: str) -> Content:
        if not self.desk.acteur.structure.id:
            return vide(self.desk.acteur, "")
        return content("Personne n’est rattaché à $nom.\nF2 change de structure.", nom=self.desk.acteur.structure.nom)

    def a_cote(self, onglet: str) -> Content:
        """Who may change what is shown."""
        if self.desk.acteur.referent:
            return content("★ Vous êtes référent·e : ⏎ modifie le droit d’un membre.")
        return content("$phrase", phrase=a_qui_demander(self._referents, courriels=False))

    def apercu(self, membre: Membre) -> Iterable[tuple[str, str]]:
        yield "Membre", f"{membre.prenom} {membre.nom}"
        yield "Courriel", membre.courriel
        yield "Droit", f"{membre.droit.libelle}\n{CE_QUE_PERMET[membre.droit]}"
        yield "Référent·e", "★ oui" if membre.referent else "non"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "trier" else super().check_action(action, parameters)

    # Reading

    @work(thread=True, exclusive=True, exit_on_error=False, group="referents")
    def _lire_referents(self) -> None:
        self.post_message(ReferentsLus(tuple(membre for membre in self.desk.membres() if membre.referent)))

    def on_referents_lus(self, message: ReferentsLus) -> None:
        self._referents = message.referents
        self._dire_infos()

    # Changing a droit

    def ouvrir(self, n: int, ligne: Membre) -> None:
        if not self.desk.acteur.referent:
            titre = "Seul·e un·e référent·e modifie les droits des membres (DRT-6)"
            nom = f"{ligne.prenom} {ligne.nom} : {ligne.droit.libelle}."
            self.app.push_screen(Alerte(titre, nom, a_qui_demander(self._referents)))
            return

        def choisi(choix: Choix | None) -> None:
            if choix is not None:
                # Giving one's own star away cannot be taken back once the grace is over: asked first.
                self._modifier(ligne, choix, demander=ligne.soi and choix.referent is False)

        self.app.push_screen(DroitScreen(ligne), choisi)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _modifier(self, membre: Membre, choix: Choix, *, demander: bool) -> None:
        commande = self.desk.commande(
            ModifierDroit, membre=membre.utilisateur, droit=choix.droit, referent=choix.referent
        )
        resultat = self.desk.simuler([commande])[0] if demander else self.desk.executer_une(commande)
        self.post_message(DroitModifie(membre, choix, resultat, a_demander=demander and resultat.fait))

    def _demander(self, membre: Membre, choix: Choix) -> None:
        def repondu(oui: bool | None) -> None:
            if oui:
                self._modifier(membre, choix, demander=False)

        self.app.push_screen(
            Confirmation(
                plain("Ne plus être référent·e de cette structure ?"),
                plain("Vous ne pourrez plus modifier de droit, ni redevenir référent·e sans qu’un·e autre vous nomme."),
                oui="Ne plus être référent·e",
            ),
            repondu,
        )

    def on_droit_modifie(self, message: DroitModifie) -> None:
        if message.a_demander:
            self._demander(message.membre, message.choix)
            return
        refus = message.resultat.refus
        if refus is not None:
            self.app.push_screen(Alerte(f"Non modifié ({refus.regle})", refus.message, refus.remede))
            return
        self.hote.dire(f"{message.membre.prenom} {message.membre.nom} : {message.choix.dit}.")
        self.hote.a_change(message.resultat)
