"""Pushing: the pending commands, in order, each with one fate for ever (SYNC).

A command is marked `envoyee` before it leaves: after a crash, or an answer that was lost, it is sent again under the
same id, and the server gives its first answer. One command at a time for each object; after a refus the later ones on
the same object wait until the user has settled it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import AnyCommand, Lot, Tenir
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.reponses import cible, lignes_refusees
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.store import depart, envois, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.depart import ACCEPTEE, ENVOYEE, REFUSEE
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.envois import EnRoute, Refusee
from rafaelpro_tui.core.sync.erreurs import ReponseIllisible
from rafaelpro_tui.core.sync.fil import COMMANDES_MAX, CommandeEnvoyee, Envoi, Reponse, Serveur, Sort
from rafaelpro_tui.core.sync.tirage import Rebase

CARACTERES_MAX: Final = 1_000_000
"""Characters of the commands sent together: the server refuses (413) what is beyond four times that, in bytes.

One that is larger by itself leaves alone.
"""
_COMMUNES: Final = frozenset({"id", "type", "structure", "utilisateur"})
"""Keys of a command that are not among its `args`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envoye:
    """How many were accepted, and refused, by the server."""

    acceptees: int = 0
    refusees: int = 0


def envoyer(base: Base, serveur: Serveur, rebase: Rebase) -> Envoye:
    """Send all that can be sent, by batches, until nothing is left.

    Raises:
        ErreurServeur: what had left without an answer will be sent again; and the errors of the base.
    """
    acceptees = refusees = 0
    while lot := _prochain(base):
        reponse = serveur.envoyer(Envoi(poste=base.lire_meta(replique.POSTE) or "", commandes=tuple(lot.values())))
        sorts = _sorts(lot, reponse)
        _noter(base, sorts, reponse.horloge, rebase)
        acceptees += sum(sort.issue == "fait" for sort in sorts.values())
        refusees += sum(sort.issue == "refus" for sort in sorts.values())
    return Envoye(acceptees=acceptees, refusees=refusees)


def _prochain(base: Base) -> dict[int, CommandeEnvoyee]:
    """By `seq`, the next commands to send, marked as such."""
    with base.write.transaction() as conn:
        lot: dict[int, CommandeEnvoyee] = {}
        taille = 0
        for route in a_envoyer(conn):
            taille += len(route.corps)
            if lot and taille > CARACTERES_MAX:
                break
            lot[route.seq] = _en_fil(route)
            depart.marquer(conn, route.seq, ENVOYEE)
            if len(lot) == COMMANDES_MAX:
                break
    return lot


def a_envoyer(conn: Connection) -> Iterator[EnRoute]:
    """Those that may leave now: the first on each object, unless one before it waits to be settled."""
    pris: set[str] = set()
    for refusee in envois.refusees(conn):
        pris |= en_cause(refusee)
    for route in envois.en_route(conn):
        objets = sur(images.lire_commande(route.corps))
        if pris.isdisjoint(objets):
            yield route
        pris |= objets


def sur(command: AnyCommand) -> set[str]:
    """What a command is about, by public keys; what a structure keeps for itself is in the way of no decision (SUI)."""
    if isinstance(command, Tenir):
        return {images.cle_suivi(command.candidature, command.structure)}
    return {command.session, *command.candidatures} if isinstance(command, Lot) else {cible(command)}


def en_cause(refusee: Refusee) -> set[str]:
    """What waits for a refus to be settled: of a lot done in part, the candidatures that it was not done for."""
    if not refusee.partielle:
        return sur(images.lire_commande(refusee.corps))
    return {ligne.candidature for ligne in lignes_refusees(Resultat.from_json(json.loads(refusee.reponse)))}


def _en_fil(route: EnRoute) -> CommandeEnvoyee:
    corps: dict[str, Any] = json.loads(route.corps)
    command = images.lire_commande(route.corps)
    return CommandeEnvoyee(
        id=command.id,
        type=command.type,
        structure=route.structure,
        args={cle: valeur for cle, valeur in corps.items() if cle not in _COMMUNES},
        saisi_le=route.saisi_le,
        vu=route.vu,
    )


def _sorts(lot: dict[int, CommandeEnvoyee], reponse: Reponse) -> dict[int, Sort]:
    """Each command with its fate. Raises `ReponseIllisible` when the answer is about others."""
    if [sort.id for sort in reponse.commandes] != [commande.id for commande in lot.values()]:
        raise ReponseIllisible("Le serveur a répondu à d’autres saisies que celles qui lui ont été envoyées.")
    for sort in reponse.commandes:
        if sort.issue == "refus" and not sort.lignes and not (sort.regle and sort.message and sort.remede):
            raise ReponseIllisible("Le serveur a refusé une saisie sans dire par quelle règle.")
    return dict(zip(lot, reponse.commandes, strict=True))


def _noter(base: Base, sorts: dict[int, Sort], le: datetime, rebase: Rebase) -> None:
    """Keep the answers; the effects of what was refused are taken back, and what was built on them is run again."""
    dits = {seq: resultat(sort) for seq, sort in sorts.items()}
    with base.write.transaction() as conn:
        partielles = {seq for seq, dit in dits.items() if dit.fait and _partielle(conn, seq, dit)}

        def changer() -> None:
            for seq, sort in sorts.items():
                envois.repondre(
                    conn,
                    seq,
                    ACCEPTEE if sort.issue == "fait" else REFUSEE,
                    dumps(dits[seq].to_json()),
                    None if sort.actuel is None else dumps(asdict(sort.actuel) | {"le": sort.actuel.le.isoformat()}),
                    le,
                    partielle=seq in partielles,
                )
                envois.noter_enregistrement(conn, seq, _enregistrees(conn, seq, dits[seq]))

        if all(dit.fait for dit in dits.values()) and not partielles:
            changer()
        else:
            rebase(conn, changer)


def _partielle(conn: Connection, seq: int, dit: Resultat) -> bool:
    """Rows of a lot that were done here are refused there: nothing of a lot is silent (LOT-5)."""
    refusees = {ligne.candidature for ligne in lignes_refusees(dit)}
    deja = {ligne.candidature for ligne in lignes_refusees(depart.lire_seq(conn, seq).reponse)}
    return bool(refusees - deja) or (bool(refusees) and envois.partielle(conn, seq))


def _enregistrees(conn: Connection, seq: int, dit: Resultat) -> list[str]:
    """The candidatures that a command has been recorded for."""
    if not dit.fait:
        return []
    if dit.lignes is not None:
        return [ligne.candidature for ligne in dit.lignes if ligne.refus is None]
    command = images.lire_commande(depart.lire_seq(conn, seq).corps)
    candidature: str | None = None if isinstance(command, Tenir) else getattr(command, "candidature", None)
    return [] if candidature is None else [candidature]


def resultat(sort: Sort) -> Resultat:
    """The answer of CONTRATS §2 in a fate. Raises `ReponseIllisible`."""
    brut: dict[str, Any] = {
        "id": str(sort.id),
        "type": sort.type,
        "issue": sort.issue,
        "avertissements": [dict(avertissement) for avertissement in sort.avertissements],
        "regle": sort.regle,
        "message": sort.message,
        "remede": sort.remede,
        "etat": sort.etat,
        "etape": sort.etape,
        "lignes": None if sort.lignes is None else [dict(ligne) for ligne in sort.lignes],
    }
    try:
        return Resultat.from_json({cle: valeur for cle, valeur in brut.items() if valeur is not None})
    except (KeyError, TypeError, ValueError) as erreur:
        raise ReponseIllisible("Le serveur a donné à une saisie une réponse qui ne se lit pas.") from erreur
