"""The guide's dashboard (CAN-6): a row for each role, seven figures in each, every one a way to the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import ClassVar, Final

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_candidatures import LigneTableau
from rafaelpro_tui.widgets.fitting import first_fitting
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.zones import sortir

COLONNES: Final[tuple[tuple[str, str], ...]] = (
    ("en_attente", "En attente"),
    ("passage_15_jours", "Passage en avis non transmis d’ici 15 jours"),
    ("retenue", "Retenues"),
    ("non_retenue", "Non retenues"),
    ("avis_non_transmis", "Avis non transmis"),
    ("refus_session_complete", "Refus : session complète"),
    ("refus_session_annulee", "Refus : session annulée"),
)
"""The guide's seven columns: the field of `LigneTableau`, and the title."""
ROLE: Final = "Rôle de mon organisme de formation"
TITRE: Final = "Nombre de candidatures* par état en fonction du rôle de mon organisme de formation"
TITRE_COURT: Final = "Nombre de candidatures* par état en fonction du rôle de mon organisme"
ECART: Final = 3
"""Cells between two columns where there is room; one at least."""
NOTE: Final = "*Données cumulées depuis le 1er janvier 2013 sur les sessions publiées et non archivées"
DEPUIS: Final = "debut>=2013-01-01"
"""What the note says, as a filter: the figures leave the sessions before aside."""
FORMATEUR_SEUL: Final = (
    "Comme Formateur, votre organisme voit les nombres : la liste ne montre que les candidatures "
    "des sessions dont il est aussi Responsable ou Positionneur (DRT-9)."
)
"""Why the list behind a figure of the last row may be shorter than the figure."""
ROLES: Final = (Role.RESPONSABLE, Role.POSITIONNEUR, Role.FORMATEUR)
"""In the guide's order."""


class TableauRoles(Widget, can_focus=True):
    """Arrows go from figure to figure, ⏎ or a click opens the list behind one.

    Titles are wrapped to the width there is; the widget is as high as its tallest title asks.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TableauRoles { height: auto; padding: 0 0 0 1; background: $surface; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choisir", "Ouvrir", tooltip="Ouvrir la liste derrière ce nombre", id="tableau.ouvrir"),
        Binding("right", "aller(0, 1)", "Vers la droite", show=False, tooltip="Nombre de droite", id="tableau.droite"),
        Binding("left", "aller(0, -1)", "Vers la gauche", show=False, tooltip="Nombre de gauche", id="tableau.gauche"),
        Binding("down,j", "aller(1, 0)", "Descendre", show=False, tooltip="Rôle suivant", id="tableau.bas"),
        Binding("up,k", "aller(-1, 0)", "Monter", show=False, tooltip="Rôle précédent", id="tableau.haut"),
    ]

    @dataclass
    class Choisi(Message):
        """A figure was chosen: the role of its row, and the field of `LigneTableau` of its column."""

        role: Role
        colonne: str
        nombre: int

    lignes: reactive[tuple[LigneTableau, ...]] = reactive((), layout=True, init=False)
    curseur: reactive[tuple[int, int]] = reactive((0, 0), init=False)
    """Row and column of the figure under the cursor."""

    # Painting

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 + _hauteur(self._largeurs(width)) + len(ROLES) + len(wrap(self._note, max(1, width)))

    def render(self) -> RenderResult:
        largeur = self.content_size.width
        largeurs = self._largeurs(largeur)
        lignes = [first_fitting([content("[b]$titre[/b]", titre=titre) for titre in (TITRE, TITRE_COURT)], largeur)]
        lignes += [content("[$text-muted]$titre[/]", titre=titre) for titre in _entete(largeurs)]
        lignes += [self._ligne(rang, role, largeurs) for rang, role in enumerate(ROLES)]
        lignes += [content("[$text-muted]$note[/]", note=note) for note in wrap(self._note, max(1, largeur))]
        return Content("\n").join(lignes)

    @property
    def _note(self) -> str:
        """The guide's footnote; and why a list may be shorter than its figure: who is erased still counts (DON-2)."""
        effacees = max((ligne.effacees for ligne in self.lignes), default=0)
        return f"{NOTE}, dont {pluriel(effacees, 'effacée')} (DON-2)" if effacees else NOTE

    def nombres(self, rang: int) -> list[int]:
        """The seven figures of a row; none until they are read."""
        if not self.lignes:
            return []
        ligne = next((ligne for ligne in self.lignes if ligne.role is ROLES[rang]), LigneTableau(role=ROLES[rang]))
        return [getattr(ligne, champ) for champ, _ in COLONNES]

    def _ligne(self, rang: int, role: Role, largeurs: Sequence[int]) -> Content:
        cellules = [content("[b]$role[/b]", role=role.libelle.ljust(largeurs[0]))]
        nombres = self.nombres(rang)
        for colonne, largeur in enumerate(largeurs[1:]):
            texte = _chiffre(colonne, nombres[colonne]) if nombres else "…"
            sous_le_curseur = self.curseur == (rang, colonne)
            if sous_le_curseur and self.has_focus:
                cellules.append(
                    content(
                        "$blanc[b $block-cursor-foreground on $block-cursor-background]$nombre[/]",
                        blanc=" " * (largeur - len(texte) - 1),
                        nombre=f"▸{texte}",
                    )
                )
            elif texte.startswith("▲"):
                cellules.append(content("[b $text-warning]$nombre[/]", nombre=texte.rjust(largeur)))
            elif texte == "0":
                cellules.append(content("[$text-muted]$nombre[/]", nombre=texte.rjust(largeur)))
            else:
                cellules.append(content("$nombre", nombre=texte.rjust(largeur)))
        return Content().join(cellules)

    def _largeurs(self, disponible: int) -> list[int]:
        """Widths of the eight columns, the gap before each included: spare cells go to the tallest title."""
        lignes = [self.nombres(rang) for rang in range(len(ROLES))]
        titres = [ROLE, *(titre for _, titre in COLONNES)]
        largeurs = [max(len(role.libelle) for role in ROLES)]
        for colonne, titre in enumerate(titres[1:]):
            chiffres = [_chiffre(colonne, ligne[colonne]) for ligne in lignes if ligne]
            largeurs.append(1 + max(map(len, [*titre.split(" "), *chiffres])))
        for _ in range(disponible - sum(largeurs)):
            hauteurs = [len(_plier(titre, largeur, rang)) for rang, (titre, largeur) in enumerate(_avec(largeurs))]
            if max(hauteurs) == 1:
                break
            largeurs[hauteurs.index(max(hauteurs))] += 1
        air = max(0, min(ECART - 1, (disponible - sum(largeurs)) // len(COLONNES)))
        return [largeurs[0], *(largeur + air for largeur in largeurs[1:])]

    # Keys and mouse

    def watch_curseur(self) -> None:
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        ou = event.get_content_offset(self)
        if ou is None:
            return
        largeurs = self._largeurs(self.content_size.width)
        rang = ou.y - 1 - _hauteur(largeurs)
        colonne = next((n for n in range(len(COLONNES)) if ou.x < sum(largeurs[: n + 2])), None)
        if 0 <= rang < len(ROLES) and colonne is not None and ou.x >= largeurs[0]:
            self.curseur = (rang, colonne)
            self.action_choisir()

    def action_aller(self, lignes: int, colonnes: int) -> None:
        """To the next figure; past the first or the last row, to what stands above or under the dashboard."""
        rang, colonne = self.curseur
        if 0 <= rang + lignes < len(ROLES):
            self.curseur = (rang + lignes, max(0, min(colonne + colonnes, len(COLONNES) - 1)))
        else:
            sortir(self, lignes)

    def action_choisir(self) -> None:
        rang, colonne = self.curseur
        if nombres := self.nombres(rang):
            self.post_message(self.Choisi(ROLES[rang], COLONNES[colonne][0], nombres[colonne]))


def filtre(role: Role, colonne: str) -> str:
    """The filter, as text, of the list behind a figure: with the day of the footnote, so that they agree (CAN-6)."""
    etat = "en_attente jours>=0 jours<=15" if colonne == "passage_15_jours" else colonne  # ECH-3
    return f"role:{role} etat:{etat} debut>=01/01/2013"


def _chiffre(colonne: int, nombre: int) -> str:
    """A passage that comes is signed: never the colour alone."""
    presse = COLONNES[colonne][0] == "passage_15_jours" and nombre
    return f"▲ {entier_fr(nombre)}" if presse else entier_fr(nombre)


def _avec(largeurs: Sequence[int]) -> list[tuple[str, int]]:
    return list(zip((ROLE, *(titre for _, titre in COLONNES)), largeurs, strict=True))


@lru_cache(maxsize=1024)  # All widths are tried, one cell after the other, each time the dashboard is laid out.
def _plier(titre: str, largeur: int, rang: int) -> tuple[str, ...]:
    """A title on as many lines as it needs; all columns but the first have a gap before them."""
    return tuple(wrap(titre, largeur - (rang > 0), break_on_hyphens=False))


def _hauteur(largeurs: Sequence[int]) -> int:
    return max(len(_plier(titre, largeur, rang)) for rang, (titre, largeur) in enumerate(_avec(largeurs)))


def _entete(largeurs: Sequence[int]) -> list[str]:
    """The titles, standing on the figures."""
    hauteur = _hauteur(largeurs)
    plies = [_plier(titre, largeur, rang) for rang, (titre, largeur) in enumerate(_avec(largeurs))]
    debout = [("",) * (hauteur - len(lignes)) + lignes for lignes in plies]
    return [
        "".join(
            lignes[y].rjust(largeur) if rang else lignes[y].ljust(largeur)
            for rang, (lignes, largeur) in enumerate(zip(debout, largeurs, strict=True))
        )
        for y in range(hauteur)
    ]
