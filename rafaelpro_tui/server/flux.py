"""What comes in by itself: a LHÉO catalogue, candidatures (CAN-4, CAN-5), cancelled sessions (ECH-6)."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from rafaelpro_tui.core.exchange.commandes import lire_flux
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.sync.fil import Sort
from rafaelpro_tui.server import catalogue
from rafaelpro_tui.server.catalogue import BilanLheo
from rafaelpro_tui.server.execution import Demande
from rafaelpro_tui.server.execution import executer as executer_une
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.rangement import Origine

DuFlux = Literal["deposer", "annuler_session"]
SANS_STRUCTURE: Final = ""
"""A flow acts for no structure: to those it is told to, it is the funder."""


def executer(moteur: Moteur, horloge: Horloge, contenu: bytes, type_: DuFlux, compte: str) -> tuple[Sort, ...]:
    """The commands of a body, in order, each in its transaction; one fate each.

    Raises:
        SaisieMalformee: naming the line and the key; nothing was executed.
        BaseServeurInaccessible: those before were executed, and their ids will say so.
    """
    commandes = lire_flux(contenu, type=type_, structure=SANS_STRUCTURE, utilisateur=_acteur(compte))
    maintenant = horloge.maintenant()
    return tuple(
        executer_une(moteur, horloge, Demande(command=command, poste=_acteur(compte), saisi_le=maintenant, flux=True))
        for command in commandes
    )


def importer(moteur: Moteur, horloge: Horloge, chemin: Path, compte: str, **options: str | None) -> BilanLheo:
    """The catalogue `chemin`, as `catalogue.importer`, in the name of a flow account."""
    origine = Origine(
        commande=str(uuid7()),
        poste=_acteur(compte),
        utilisateur=_acteur(compte),
        structure=SANS_STRUCTURE,
        le=horloge.maintenant().isoformat(),
    )
    return catalogue.importer(moteur, chemin, origine, **options)


def _acteur(compte: str) -> str:
    """Not to be taken for a user of the same name."""
    return f"flux:{compte}"
