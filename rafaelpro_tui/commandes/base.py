"""Which base a command is about, and the desk opened on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.syntaxe import Demande
from rafaelpro_tui.core.erreurs import Erreur

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk

PROFIL_PAR_DEFAUT: Final = "defaut"
"""Where a dataset or a catalogue goes when no base is named: never into the demo."""


def nommee(demande: Demande) -> Path | None:
    """The base that the options name, if they do."""
    return _du_profil(demande.profil) if demande.profil is not None else demande.base


def derniere() -> Path | None:
    """The base that was opened last, if it is still there."""
    with suppress(settings.PreferencesIllisibles):  # the app says so; a list must not stop for it
        profil = settings.lire_preferences().profil
        if profil and Path(profil).is_file():
            return Path(profil)
    return None


def retenir(chemin: Path) -> None:
    """`chemin` is from now on the base opened last; not being able to remember it is no reason to stop."""
    profil, connu = str(chemin.absolute()), None
    with suppress(settings.PreferencesIllisibles):
        connu = settings.lire_preferences().profil
    with suppress(Erreur):
        if profil != connu:
            settings.enregistrer("profil", profil)


def demo() -> Path:
    """Where the user's demo is, which may not exist yet."""
    return settings.dossier_donnees() / "demo.sqlite"


def dossier() -> Path:
    """The user's data folder, made if need be, readable by them alone."""
    chemin = settings.dossier_donnees()
    chemin.mkdir(mode=0o700, parents=True, exist_ok=True)
    return chemin


def a_lire(demande: Demande) -> Path:
    """The base named, else the last one opened, else the demo's, made on the spot the first time."""
    chemin = nommee(demande) or derniere()
    if chemin is not None:
        return chemin
    if not demo().exists():
        from rafaelpro_tui.core.demo import copie

        dossier()
        copie(demo(), demande.horloge.maintenant().date())
    return demo()


def a_remplir(demande: Demande) -> Path:
    """The base named, else the default profile's, remembered as the one opened last."""
    if demande.base is not None:
        return demande.base
    chemin = _du_profil(demande.profil or PROFIL_PAR_DEFAUT)
    dossier()
    chemin.parent.mkdir(mode=0o700, exist_ok=True)
    return chemin


@contextmanager
def bureau(demande: Demande, *, rattache: bool = True) -> Iterator[Desk]:
    """The desk, closed at the end; `rattache` as in `Desk.open`.

    It leaves stored states alone: the clocks of ECH are for `passages` and the app.
    """
    from rafaelpro_tui.core.desk import Desk

    desk = Desk.open(
        a_lire(demande),
        horloge=demande.horloge,
        utilisateur=demande.utilisateur,
        structure=demande.structure,
        grace=demande.grace or 0.0,
        rattache=rattache,
    )
    try:
        yield desk
    finally:
        desk.close()


def _du_profil(nom: str) -> Path:
    return settings.dossier_donnees() / "profils" / f"{nom}.sqlite"
