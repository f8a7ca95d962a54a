"""The demo as a base: built once for a day of reference, then copied out and shifted to today."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.store.base import Base

if TYPE_CHECKING:
    from rafaelpro_tui.core.demo.generateur import Objet

JOUR: Final = date(2026, 1, 7)
"""The day that the bundled base is about."""

_ICI: Final = Path(__file__).parent
_EMBARQUEE: Final = _ICI / "demo.sqlite"

Progression = Callable[[int], None]
"""Told, now and then, how many candidatures are in."""


def build(chemin: Path) -> None:
    """Make the demo base of reference (the wheel's)."""
    fabriquer(chemin, JOUR)


def fabriquer(
    chemin: Path, jour: date, candidatures: int | None = None, *, progress: Progression | None = None
) -> None:
    """Generate a demo about `jour`; `chemin` appears, or is replaced, once it is whole.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    # A demo that is there is opened without importing what makes one.
    from rafaelpro_tui.core.demo import catalogue
    from rafaelpro_tui.core.demo.generateur import CANDIDATURES, GRAINE, objets
    from rafaelpro_tui.core.store.chargement import charger

    candidatures = candidatures or CANDIDATURES
    with Base.chantier(chemin, remplacer=True) as base:
        lot = objets(GRAINE, jour, candidatures)
        charger(base, lot if progress is None else _comptees(lot, progress))
        base.ecrire_meta("genre", "demo")
        base.ecrire_meta("demo_jour", jour.isoformat())
        base.ecrire_meta("demo_candidatures", str(candidatures))
        base.ecrire_meta("utilisateur_defaut", catalogue.UTILISATEUR)
        base.ecrire_meta("structure_defaut", catalogue.STRUCTURE)


def copie(destination: Path, jour: date) -> None:
    """Put a fresh demo about `jour` at `destination`, in place of what was there.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    from rafaelpro_tui.core.store.decalage import decaler

    with fichier.en_chantier(destination, remplacer=True) as provisoire:
        shutil.copyfile(_source(), provisoire)
        with Base.open(provisoire) as base:
            decaler(base, (jour - JOUR).days)
            base.ecrire_meta("demo_jour", jour.isoformat())


def remettre(chemin: Path, jour: date, *, progress: Progression | None = None) -> None:
    """Start the demo of `chemin` afresh, about `jour`, with as many candidatures as it was made with."""
    from rafaelpro_tui.core.demo.generateur import CANDIDATURES

    with Base.open(chemin) as base:
        candidatures = int(base.lire_meta("demo_candidatures") or CANDIDATURES)
    if candidatures == CANDIDATURES:
        copie(chemin, jour)
    else:
        fabriquer(chemin, jour, candidatures, progress=progress)


def _comptees(lot: Iterable[Objet], progress: Progression) -> Iterator[Objet]:
    from rafaelpro_tui.core.model import Candidature

    nombre = 0
    for objet in lot:
        if isinstance(objet, Candidature):
            nombre += 1
            if nombre % 1_000 == 0:
                progress(nombre)
        yield objet


def _source() -> Path:
    """The wheel's base; in an editable install, one of the cache, made anew when what makes it has changed."""
    if _EMBARQUEE.is_file():
        return _EMBARQUEE
    from platformdirs import user_cache_path

    dossier = user_cache_path("rafaelpro-tui", appauthor=False)
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = dossier / f"demo-{_empreinte()}.sqlite"
    if not source.is_file():
        build(source)
        for ancienne in dossier.glob("demo-*.sqlite"):
            if ancienne != source:
                ancienne.unlink(missing_ok=True)
    return source


def _empreinte() -> str:
    """Of the generator, of the store and of the nouns: what they are is what the base is."""
    import hashlib  # heavy, and only for a base that is being made

    empreinte = hashlib.sha256()
    for dossier in (_ICI, _ICI.parent / "store"):
        for fichier_source in sorted([*dossier.glob("*.py"), *dossier.rglob("*.sql"), _ICI.parent / "model.py"]):
            empreinte.update(fichier_source.read_bytes())
    return empreinte.hexdigest()[:16]
