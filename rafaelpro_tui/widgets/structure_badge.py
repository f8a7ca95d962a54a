"""Who acts, and as what: « Horizon Formation · Gestionnaire OF général ★ · Responsable » (DRT-7), always on screen."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from rafaelpro_tui.core.model import Droit, Role
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content

DROIT_COURT: Final = {
    Droit.CATALOGUE: "OF catalogue",
    Droit.PREINSCRIPTION: "OF préinscription",
    Droit.GENERAL: "OF général",
    Droit.AUCUN: "Sans profil",
}
DROIT_MINIMAL: Final = {
    Droit.CATALOGUE: "catalogue",
    Droit.PREINSCRIPTION: "préinscr.",
    Droit.GENERAL: "général",
    Droit.AUCUN: "sans profil",
}
ROLE_COURT: Final = {Role.RESPONSABLE: "Resp.", Role.FORMATEUR: "Form.", Role.POSITIONNEUR: "Posit."}

NOM_COURT: Final = 14
"""Cells left to the name of a structure when all else has been shortened."""


def badges(nom: str, droit: Droit, referent: bool, roles: Sequence[Role]) -> list[Content]:
    """The badge from the whole one to the shortest, for as many widths."""
    etoile = " ★" if referent else ""
    longs = ", ".join(role.libelle for role in roles)
    courts = "+".join(ROLE_COURT[role] for role in roles)
    court = nom if len(nom) <= NOM_COURT else nom[: NOM_COURT - 1] + "…"
    return [
        _badge(nom, droit.libelle + etoile, longs),
        _badge(nom, DROIT_COURT[droit] + etoile, longs),
        _badge(nom, DROIT_COURT[droit] + etoile, courts),
        _badge(nom, DROIT_MINIMAL[droit] + etoile, courts),
        _badge(court, DROIT_MINIMAL[droit] + etoile, courts),
    ]


def _badge(nom: str, droit: str, roles: str) -> Content:
    texte = content("[b]$nom[/b] [$text-muted]·[/] $droit", nom=nom, droit=droit)
    if roles:
        texte += content(" [$text-muted]·[/] $roles", roles=roles)
    return linked(texte, "app.structure")  # The switcher (F2) is one click away.
