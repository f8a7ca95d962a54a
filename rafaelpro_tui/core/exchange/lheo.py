"""A LHÉO 2.2/2.3 catalogue into a local base (CONTRATS §5); all or nothing for the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.exchange import lheo_valeurs
from rafaelpro_tui.core.exchange.lheo_importation import Bilan, Importation, Rangeable
from rafaelpro_tui.core.exchange.lheo_lecture import lire_formations
from rafaelpro_tui.core.exchange.lheo_objets import Ecart
from rafaelpro_tui.core.exchange.lheo_source import Progress
from rafaelpro_tui.core.model import Action, Dispositif, Droit, Rattachement, Session, Structure, Utilisateur
from rafaelpro_tui.core.store import editions, objets, rangement
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection

UTILISATEUR_LOCAL: Final = Utilisateur(id="local", nom="local", prenom="Utilisateur")
"""Made when the base has nobody, so that the app can open on what was imported."""


def importer_lheo(
    chemin: Path,
    base: Base,
    *,
    responsable: str | None = None,
    dispositif: str | None = None,
    positionneur: str | None = None,
    signaler: Callable[[Ecart], None] = lambda ecart: None,
    progress: Progress | None = None,
) -> Bilan:
    """Import the catalogue `chemin` (.xml or .xml.gz) into `base`.

    `responsable` keeps the formations of that SIRET only; `dispositif` is the code for all of them, made if the base
    does not know it; `positionneur` is the SIRET of the Positionneur of every session. `signaler` is told each thing
    left out, ignored or adjusted, in the order of the file.

    Raises:
        SaisieMalformee: the file is not well-formed, or an option is not a SIRET. Nothing is written then.
        FichierInaccessible; what `Base` raises.
    """
    responsable = _siret_demande("--responsable", responsable)
    positionneur = _siret_demande("--positionneur", positionneur)
    with base.write.groupee() as conn:
        importation = Importation(_RayonLocal(conn), responsable, dispositif, positionneur, signaler)
        lire_formations(chemin, importation.formation, progress)
        return importation.bilan


def _siret_demande(option: str, valeur: str | None) -> str | None:
    if valeur is None or (siret := lheo_valeurs.siret(valeur)) is not None:
        return valeur and siret
    raise SaisieMalformee(f"L’option {option} attend un SIRET, « {valeur} » n’en est pas un.", "Écrivez 14 chiffres.")


class _RayonLocal:
    """The tables of a local base; its one user, if it has no other, works in each structure that comes."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._local = objets.lire_utilisateur(conn, UTILISATEUR_LOCAL.id) is not None
        if not self._local and not objets.existe_utilisateur(conn):
            self._local = True
            rangement.ranger(conn, UTILISATEUR_LOCAL)

    def identite(self, siret: str) -> str:
        return siret

    def structure(self, id: str) -> Structure | None:
        return objets.lire_structure(self._conn, id)

    def dispositif(self, code: str) -> Dispositif | None:
        return objets.lire_dispositif(self._conn, code)

    def action(self, id: str) -> Action | None:
        return objets.lire_action(self._conn, id)

    def session(self, reference: str) -> Session | None:
        return objets.lire_session(self._conn, reference)

    def champs_edites(self, session: str) -> frozenset[str]:
        return editions.champs_edites(self._conn, session)

    def peut_passer(self, voulu: Action | Session, avant: Action | Session) -> bool:
        return True

    def ranger(self, voulu: Rangeable, avant: Rangeable | None) -> None:
        rangement.ranger(self._conn, voulu, avant)

    def accueillir(self, responsable: Structure) -> None:
        if self._local and objets.lire_rattachement(self._conn, UTILISATEUR_LOCAL.id, responsable.id) is None:
            rattachement = Rattachement(
                utilisateur=UTILISATEUR_LOCAL.id, structure=responsable.id, droit=Droit.GENERAL, referent=True
            )
            rangement.ranger(self._conn, rattachement)
