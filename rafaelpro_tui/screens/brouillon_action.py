"""The draft of « Formulaire action »: the « plus » and the lien web over what the base holds (FOR-2).

Knows nothing of the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import Action
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.textes import propre
from rafaelpro_tui.core.texte import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class BrouillonAction:
    """What is typed, over the action as the user saw it (`vu`)."""

    vu: Action
    plus: str
    lien_web: str

    @classmethod
    def de(cls, action: Action) -> Self:
        """Nothing typed yet."""
        return cls(vu=action, plus=action.plus, lien_web=action.lien_web)

    def avec(self, champ: str, valeur: str) -> Self:
        modifie: Self = replace(self, **{champ: valeur})  # type: ignore[arg-type]
        return modifie

    def repris(self, command: AnyCommand) -> Self:
        """This draft with the values that a command gave."""
        dits = {nom: getattr(command, nom, None) for nom in ("plus", "lien_web")}
        modifie: Self = replace(self, **{nom: valeur for nom, valeur in dits.items() if valeur is not None})
        return modifie

    @property
    def changes(self) -> Mapping[str, str]:
        """By key of the command, what would be written; blanks around a text change nothing."""
        dits = {"plus": propre(self.plus), "lien_web": propre(self.lien_web)}
        return {nom: valeur for nom, valeur in dits.items() if valeur != getattr(self.vu, nom)}

    @property
    def modifie(self) -> bool:
        return bool(self.changes)


def verdict(resultats: Sequence[Resultat]) -> dict[str, tuple[str, str]]:
    """What to say of a draft, by field (kind, sentence); "" for what is about no one field."""
    dits: dict[str, tuple[str, str]] = {}
    for resultat in resultats:
        for alerte in resultat.avertissements:
            dits[_champ(alerte.message)] = ("alerte", f"{alerte.message} ({alerte.regle})")
        if resultat.refus is not None:
            refus = resultat.refus
            dits[_champ(refus.message)] = ("refus", f"{refus.message} {refus.remede} ({refus.regle})")
    return dits


def _champ(phrase: str) -> str:
    """The field that a sentence is about (a rule's sentence always names the field at fault)."""
    plie = fold(phrase)
    return "lien_web" if "lien web" in plie else "plus" if "de la formation" in plie else ""
