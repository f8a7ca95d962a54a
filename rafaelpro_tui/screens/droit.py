"""The droits of a member, to choose another one from (DRT-6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.model import Droit
from rafaelpro_tui.core.vues_accueil import Membre
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain

REFERENT: Final = "referent"
LARGEUR: Final = 62
"""Cells of a line of the dialog, in a terminal of 80 columns."""
CE_QUE_PERMET: Final = {
    Droit.CATALOGUE: "Gérer le catalogue de formations",
    Droit.PREINSCRIPTION: "Gérer les candidatures (rendre un avis)",
    Droit.GENERAL: "Gérer les formations et les candidatures (regroupe les deux profils précédents)",
    Droit.AUCUN: "Voir les formations et les nombres de candidatures",
}
"""In the guide's words (Les droits utilisateurs)."""


@dataclass(frozen=True, slots=True)
class Choix:
    """What to give to `modifier_droit`: another droit, or the star given or taken."""

    droit: Droit | None = None
    referent: bool | None = None

    @property
    def dit(self) -> str:
        """« Gestionnaire OF général », « nommé·e référent·e »…"""
        if self.droit is not None:
            return self.droit.libelle
        return "nommé·e référent·e" if self.referent else "n’est plus référent·e"


class DroitScreen(Dialogue[Choix]):
    """The four profiles with what each allows, then the star. Answers with what to change."""

    def __init__(self, membre: Membre) -> None:
        super().__init__()
        self._membre = membre

    @property
    def titre(self) -> Content:
        membre = self._membre
        return content(
            "Droit de $prenom $nom$etoile", prenom=membre.prenom, nom=membre.nom, etoile=" ★" if membre.referent else ""
        )

    def corps(self) -> Iterable[Widget]:
        choix = [Choice(droit, self._libelle(droit), droit.libelle) for droit in Droit]
        etoile = "Ne plus être référent·e" if self._membre.referent else "★ Nommer référent·e"
        choix.append(
            Choice(REFERENT, _choix(etoile, "Modifier les droits des membres, nommer un·e autre référent·e"), etoile)
        )
        yield ChoiceList(choix, placeholder="Un droit, ou référent…", highlighted=self._membre.droit)
        if self._membre.referent:
            yield Static(plain("Une structure garde toujours au moins un·e référent·e."), classes="dialogue-paragraphe")

    def _libelle(self, droit: Droit) -> Content:
        marque = "●" if droit is self._membre.droit else "○"
        return _choix(f"{marque} {droit.libelle}", CE_QUE_PERMET[droit])

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        if message.id == REFERENT:
            self.dismiss(Choix(referent=not self._membre.referent))
        elif message.id == self._membre.droit:
            self.dismiss(None)
        else:
            self.dismiss(Choix(droit=Droit(message.id)))


def _choix(nom: str, aide: str) -> Content:
    """A name, and under it what it allows, whole in a narrow terminal too."""
    lignes = [content("  $ligne", ligne=ligne) for ligne in wrap(aide, LARGEUR)]
    return Content("\n").join([content("[b]$nom[/b]", nom=nom), *lignes])


def a_qui_demander(referents: Iterable[Membre], *, courriels: bool = True) -> str:
    """The guide's sentence, with the names."""
    noms = [f"{m.prenom} {m.nom}" + (f" ({m.courriel})" if courriels and m.courriel else "") for m in referents]
    if not noms:
        return "Cette structure n’a pas de référent·e : adressez-vous à l’administration de RafaelPro."
    return f"Pour modifier un droit, adressez-vous à {' ou '.join(noms)} ★."
