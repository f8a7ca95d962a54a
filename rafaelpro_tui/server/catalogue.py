"""A LHÉO catalogue into the truth (CONTRATS §5): the importer's own rules, on the server's tables.

One transaction for each formation, so that nobody waits for a whole file. Sent again, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from rafaelpro_tui.core import images
from rafaelpro_tui.core.exchange.lheo_importation import Importation, Rangeable
from rafaelpro_tui.core.exchange.lheo_lecture import Formation, lire_formations
from rafaelpro_tui.core.exchange.lheo_objets import Ecart
from rafaelpro_tui.core.model import FORBID_EXTRA, Action, Dispositif, Session, Structure
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.server.chargement import inserer
from rafaelpro_tui.server.store import catalogue, evenements, objets, personnes, publication, rangement
from rafaelpro_tui.server.store.evenements import Evenement
from rafaelpro_tui.server.store.moteur import BaseServeurInaccessible, Moteur
from rafaelpro_tui.server.store.rangement import Origine

ECARTS_MAX: Final = 1000
"""Écarts told in an answer; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanLheo:
    """What an import did: the counts of `importer-lheo`, and what it left out, ignored or adjusted, in order.

    `ecarts_tus`: how many more écarts there were than are told.
    """

    comptes: dict[str, Any]
    ecarts: tuple[Ecart, ...]
    ecarts_tus: int
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


def importer(
    moteur: Moteur,
    chemin: Path,
    origine: Origine,
    *,
    responsable: str | None = None,
    dispositif: str | None = None,
    positionneur: str | None = None,
) -> BilanLheo:
    """Import the catalogue `chemin` (.xml or .xml.gz); the options are those of `core.exchange.lheo`.

    Raises:
        SaisieMalformee: it is not well-formed; nothing is written.
        BaseServeurInaccessible: the formations before are kept, and sending it again goes on from there.
    """
    lire_formations(chemin, lambda formation: None)  # to its end, before anything is written
    ecarts: list[Ecart] = []
    rayon = _Rayon(origine)
    importation = Importation(rayon, responsable, dispositif, positionneur, ecarts.append)

    def ranger(formation: Formation) -> None:
        moteur.ecrire(_une_fois(lambda conn: rayon.garnir(conn, lambda: importation.formation(formation))))
        del ecarts[ECARTS_MAX:]

    lire_formations(chemin, ranger)
    bilan = importation.bilan
    return BilanLheo(
        comptes=bilan.to_json(), ecarts=tuple(ecarts), ecarts_tus=bilan.laisses + bilan.remarques - len(ecarts)
    )


def _une_fois(faire: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """A formation can be read but once, so its transaction is not tried again."""
    essais = count()

    def essayer(conn: Connection) -> None:
        if next(essais):
            raise BaseServeurInaccessible("Un autre import touche aux mêmes formations.")
        faire(conn)

    return essayer


class _Rayon:
    """The truth as an import sees it, one formation at a time; what it changes is told at the end of each."""

    _conn: Connection

    def __init__(self, origine: Origine) -> None:
        self._origine = origine
        self._changements: list[Changement] = []
        self._references: list[Structure | Dispositif] = []
        self._identites: dict[str, str] = {}

    def garnir(self, conn: Connection, ranger: Callable[[], None]) -> None:
        """Inside one transaction. Counters are locked all at once, in their order (SYNC, step f)."""
        self._conn = conn
        self._changements.clear()
        self._references.clear()
        ranger()
        publication.publier(conn, self._changements, self._references)

    def identite(self, siret: str) -> str:
        if siret not in self._identites:
            self._identites[siret] = catalogue.identite(self._conn, siret) or siret
        return self._identites[siret]

    def structure(self, id: str) -> Structure | None:
        return personnes.structure(self._conn, id)

    def dispositif(self, code: str) -> Dispositif | None:
        return objets.dispositif(self._conn, code)

    def action(self, id: str) -> Action | None:
        sous = objets.porteur(self._conn, "action", id)
        return None if sous is None else objets.action(self._conn, sous, id, verrouiller=True)

    def session(self, reference: str) -> Session | None:
        return catalogue.session(self._conn, reference)

    def champs_edites(self, session: str) -> frozenset[str]:
        return catalogue.champs_edites(self._conn, session)

    def peut_passer(self, voulu: Action | Session, avant: Action | Session) -> bool:
        """What belongs to an action stays with its Responsable: avis, that nothing moves, are kept there."""
        if isinstance(voulu, Action) and isinstance(avant, Action):
            return voulu.responsable == avant.responsable
        return isinstance(voulu, Session) and isinstance(avant, Session) and voulu.action == avant.action

    def ranger(self, voulu: Rangeable, avant: Rangeable | None) -> None:
        if isinstance(voulu, Action | Session):
            self._ranger(voulu, avant)
        elif avant is None:
            inserer(self._conn, voulu)
        else:
            catalogue.corriger(self._conn, voulu)
            self._references.append(voulu)

    def accueillir(self, responsable: Structure) -> None:
        """Who works there is for an administrator to say."""

    def _ranger(self, voulu: Action | Session, avant: Rangeable | None) -> None:
        changement = Changement(avant if isinstance(avant, Action | Session) else None, voulu)
        self._changements.append(changement)
        if changement.avant is not None:
            rangement.ranger(self._conn, [changement], self._origine)
            return
        inserer(self._conn, voulu)
        porteur = objets.porteur(self._conn, images.genre(voulu), images.cle(voulu))
        assert porteur is not None  # it has just been given
        evenements.ecrire(
            self._conn,
            Evenement(
                porteur=porteur,
                genre=images.genre(voulu),
                cle=images.cle(voulu),
                version=1,
                commande=self._origine.commande,
                poste=self._origine.poste,
                utilisateur=self._origine.utilisateur,
                structure=self._origine.structure,
                le=self._origine.le,
                image=images.to_json(voulu),
            ),
        )
