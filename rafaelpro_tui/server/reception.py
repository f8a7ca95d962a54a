"""`POST /v1/commandes`: a laptop's batch, checked whole before its first command is executed (CONTRATS §2, SYNC)."""

from __future__ import annotations

import json
from typing import Any, Final

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.exchange.commandes import lire_commandes
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.fil import CommandeEnvoyee, Envoi, Reponse
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.execution import Demande
from rafaelpro_tui.server.problemes import Anomalie, malformee
from rafaelpro_tui.server.store import meta
from rafaelpro_tui.server.store.moteur import Moteur

POSTE_MAX: Final = 200
VU_MAX: Final = 2**31 - 1
_RESERVES = frozenset({"id", "type", "structure", "utilisateur"})


def recevoir(moteur: Moteur, horloge: Horloge, envoi: Envoi, utilisateur: str) -> Reponse:
    """Execute the batch in order, each command in its own transaction; one fate each.

    Raises:
        Anomalie: malformed, too many, or of another version of the wire; nothing was executed.
        BaseServeurInaccessible: those before were executed, and their ids will say so.
    """
    if envoi.schema != fil.SCHEMA:
        raise Anomalie(
            409,
            "schema",
            f"Ce serveur parle la version {fil.SCHEMA} du protocole, la demande la {envoi.schema}.",
            "Mettez à jour le plus ancien des deux.",
        )
    if len(envoi.commandes) > fil.COMMANDES_MAX:
        raise malformee(
            f"Un envoi a {len(envoi.commandes)} commandes, pour {fil.COMMANDES_MAX} au plus.",
            "Envoyez-les en plusieurs fois.",
            chemin="commandes",
        )
    if "\0" in envoi.poste or len(envoi.poste) > POSTE_MAX:
        raise malformee(
            "Le nom du poste ne convient pas.", f"Donnez un texte de {POSTE_MAX} caractères au plus.", chemin="poste"
        )
    demandes = [
        Demande(
            command=_lire(rang, envoyee, utilisateur),
            poste=envoi.poste,
            saisi_le=envoyee.saisi_le,
            vu=envoyee.vu,
        )
        for rang, envoyee in enumerate(envoi.commandes)
    ]
    sorts = tuple(execution.executer(moteur, horloge, demande) for demande in demandes)
    return Reponse(commandes=sorts, horloge=horloge.maintenant(), epoque=moteur.lire(meta.epoque))


def _lire(rang: int, envoyee: CommandeEnvoyee, utilisateur: str) -> AnyCommand:
    chemin = f"commandes.{rang}"
    if en_trop := _RESERVES.intersection(envoyee.args):
        raise malformee(
            f"La clé « {min(en_trop)} » n’est pas à sa place.",
            "Elle se donne à côté de « args », et l’utilisateur est celui du jeton.",
            chemin=f"{chemin}.args.{min(en_trop)}",
        )
    if envoyee.vu is not None and not 0 <= envoyee.vu <= VU_MAX:
        raise malformee(
            f"La version {envoyee.vu} n’est pas celle d’un objet.",
            "Envoyez celle qui a été reçue.",
            chemin=f"{chemin}.vu",
        )
    if envoyee.saisi_le.tzinfo is not None:
        raise malformee(
            f"Le moment « {envoyee.saisi_le.isoformat()} » porte un décalage.",
            "Donnez l’heure de Paris, seule.",
            chemin=f"{chemin}.saisi_le",
        )
    brut: dict[str, Any] = {"id": str(envoyee.id), "type": envoyee.type, "structure": envoyee.structure}
    try:
        (command,) = lire_commandes(
            [json.dumps(brut | {"utilisateur": utilisateur} | envoyee.args)],
            structure=envoyee.structure,
            utilisateur=utilisateur,
        )
    except SaisieMalformee as erreur:
        raise malformee(
            erreur.message.replace("Ligne 1", f"Commande {rang + 1}"), erreur.que_faire, chemin=chemin
        ) from None
    return command
