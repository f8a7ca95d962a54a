"""One command, one transaction, one answer for ever: the steps (a) to (h) of SYNC, « On the server »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from rafaelpro_tui.core import commands, images
from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.reponses import repondre
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules import decide
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import SYSTEME, Accord, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.perime import annulation_finale, perime, reserve_aux_flux
from rafaelpro_tui.core.sync.fil import Actuel, Sort
from rafaelpro_tui.server.store import commandes, dossiers, effacement, evenements, publication, rangement, registre
from rafaelpro_tui.server.store.commandes import Recue
from rafaelpro_tui.server.store.evenements import Evenement
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.rangement import Origine

SERVEUR: Final = "serveur"
"""The `poste` of what the server does by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """A command to execute: from which laptop or flow, on which version of its object, and when it was decided."""

    command: AnyCommand
    poste: str
    saisi_le: datetime
    vu: int | None = None
    flux: bool = False


def executer(moteur: Moteur, horloge: Horloge, demande: Demande) -> Sort:
    """Decide and write; the answer is given once it is committed. The same id again has the first answer (SYN-2).

    Raises:
        BaseServeurInaccessible: nothing was done, or it was and the same id will say so.
    """
    return moteur.ecrire(lambda conn: executer_dans(conn, horloge.maintenant(), demande))


def executer_dans(conn: Connection, maintenant: datetime, demande: Demande) -> Sort:
    """The same, inside a transaction that is already open."""
    command = demande.command
    corps, empreinte = images.sceller(command)
    recue = Recue(
        id=str(command.id),
        type=command.type,
        structure=command.structure,
        utilisateur=command.utilisateur,
        poste=demande.poste,
        empreinte=empreinte.hex(),
        corps=corps,
        saisi_le=demande.saisi_le.isoformat(),
        recue_le=maintenant.isoformat(),
    )
    if not commandes.inscrire(conn, recue):
        return _deja_vue(conn, command, recue)
    dossier = dossiers.charger(conn, command)
    decision = _decider(conn, demande, dossier, maintenant)
    if isinstance(decision, Accord):
        origine = Origine(
            commande=recue.id,
            poste=recue.poste,
            utilisateur=recue.utilisateur,
            structure=recue.structure,
            le=recue.recue_le,
        )
        rangement.ranger(conn, decision.changements, origine)
        if isinstance(command, commands.EffacerNote):
            effacement.oublier_la_note(conn, command.structure, command.candidature, command.note, origine.le)
        registre.inscrire(conn, decision.changements, maintenant.date())
        publication.publier(conn, decision.changements)
    sort = _sort(repondre(command, dossier, decision), _actuel(conn, demande, dossier, decision))
    commandes.repondre(conn, recue.id, en_json(sort))
    return sort


def relire(conn: Connection, id: str, utilisateur: str) -> Sort | None:
    """The stored answer of a command of this user; None when there is none."""
    connue = commandes.connue(conn, id)
    return None if connue is None or connue[0] != utilisateur else _lire(connue[2])


def _decider(conn: Connection, demande: Demande, dossier: Dossier, maintenant: datetime) -> Decision:
    command = demande.command
    if isinstance(command, commands.Annuler):
        return annulation_finale()
    if isinstance(command, commands.Deposer | commands.AnnulerSession) and not demande.flux:
        return reserve_aux_flux(command.type)
    contexte = Context(
        utilisateur=command.utilisateur,
        structure=command.structure,
        rattachement=dossiers.rattachement(conn, command.utilisateur, command.structure),
        maintenant=maintenant,
    )
    decision = decide(command, dossier, contexte)
    if isinstance(decision, Accord) and (depuis := _change_depuis(conn, demande, dossier)) is not None:
        quoi, fait = depuis
        par = evenements.auteur(conn, fait, command.structure)
        return perime(quoi, par, datetime.fromisoformat(fait.le))
    return decision


def _change_depuis(conn: Connection, demande: Demande, dossier: Dossier) -> tuple[str, Evenement] | None:
    """SYN-1: what somebody else has changed since the user saw it; the user's own earlier commands are no surprise."""
    vise = _vise(dossier)
    if demande.vu is None or vise is None:
        return None
    quoi, porteur, genre, cle = vise
    fait = evenements.depuis(conn, porteur, genre, cle, demande.vu, demande.poste)
    return None if fait is None else (quoi, fait)


def _vise(dossier: Dossier) -> tuple[str, str, str, str] | None:
    """The one object that a command is about: what it is called, its porteur, genre and key."""
    if dossier.candidature is not None and dossier.action is not None:
        reference = dossier.candidature.reference
        return f"La candidature {reference}", dossier.action.responsable, "candidature", reference
    if dossier.session is not None and dossier.action is not None:
        reference = dossier.session.reference
        return f"La session {reference}", dossier.action.responsable, "session", reference
    if dossier.action is not None:
        return f"La formation {dossier.action.id}", dossier.action.responsable, "action", dossier.action.id
    if dossier.membre is not None:
        membre = dossier.membre
        return "Le droit de ce membre", membre.structure, "rattachement", images.cle(membre)
    return None


def _actuel(conn: Connection, demande: Demande, dossier: Dossier, decision: Decision) -> Actuel | None:
    """On a refus which may come from somebody else's decision: what the candidature is now, by whom, when."""
    if not isinstance(decision, Refus) or decision.regle.startswith("DRT-") or dossier.candidature is None:
        return None
    if isinstance(demande.command, commands.Tenir):  # the refus says it all: the candidature has nothing to do with it
        return None
    assert dossier.action is not None
    reference = dossier.candidature.reference
    fait = evenements.dernier(conn, dossier.action.responsable, "candidature", reference)
    if fait is None or fait.poste == demande.poste:
        return None
    return Actuel(
        etat=dossier.candidature.etat.value,
        par=evenements.auteur(conn, fait, demande.command.structure),
        le=datetime.fromisoformat(fait.le),
    )


def _deja_vue(conn: Connection, command: AnyCommand, recue: Recue) -> Sort:
    connue = commandes.connue(conn, recue.id)
    assert connue is not None  # its transaction has committed both
    utilisateur, empreinte, reponse = connue
    if (utilisateur, empreinte) == (recue.utilisateur, recue.empreinte):
        return replace(_lire(reponse), rejoue=True)
    refus = Refus(
        "SYN-2",
        f"L’identifiant « {recue.id} » est déjà celui d’une autre saisie.",
        "Donnez un nouvel identifiant à cette commande.",
    )
    return _sort(Resultat(id=command.id, type=command.type, issue="refus", refus=refus), None)


def _sort(resultat: Resultat, actuel: Actuel | None) -> Sort:
    brut = resultat.to_json()
    lignes: Sequence[dict[str, Any]] | None = brut.get("lignes")
    return Sort(
        id=resultat.id,
        type=resultat.type,
        issue="fait" if resultat.fait else "refus",
        regle=resultat.regle,
        message=resultat.message,
        remede=resultat.remede,
        avertissements=tuple(brut["avertissements"]),
        etat=resultat.etat,
        etape=resultat.etape,
        lignes=None if lignes is None else tuple(lignes),
        actuel=actuel,
    )


def en_json(sort: Sort) -> dict[str, Any]:
    """A fate as it is stored and sent: what is None is left out."""
    brut = {
        "id": str(sort.id),
        "type": sort.type,
        "issue": sort.issue,
        "rejoue": sort.rejoue,
        "regle": sort.regle,
        "message": sort.message,
        "remede": sort.remede,
        "avertissements": list(sort.avertissements),
        "etat": sort.etat and sort.etat.value,
        "etape": sort.etape and sort.etape.value,
        "lignes": None if sort.lignes is None else list(sort.lignes),
        "actuel": sort.actuel and {"etat": sort.actuel.etat, "par": sort.actuel.par, "le": sort.actuel.le.isoformat()},
    }
    return {cle: valeur for cle, valeur in brut.items() if valeur is not None}


def _lire(brut: dict[str, Any]) -> Sort:
    resultat = Resultat.from_json(brut)
    actuel = brut.get("actuel")
    return _sort(
        resultat,
        None
        if actuel is None
        else Actuel(etat=actuel["etat"], par=actuel["par"], le=datetime.fromisoformat(actuel["le"])),
    )


def du_systeme(command: AnyCommand, maintenant: datetime) -> Demande:
    """What the server's clocks do, by ids that say what they do (I8)."""
    assert command.utilisateur == SYSTEME
    return Demande(command=command, poste=SERVEUR, saisi_le=maintenant)
