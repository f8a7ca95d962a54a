"""What an administrator does at the server: people and their attachments, told by the feed like the rest."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Rattachement, Utilisateur
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.server.store import fils, personnes, publication, rangement, tables
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.rangement import Origine
from rafaelpro_tui.server.store.tables_comptes import compte

ADMINISTRATION: Final = "administration"
_ADRESSE: Final = re.compile(r"[^\s@<>,;\x00-\x1f\x7f]+@[^\s@<>,;\x00-\x1f\x7f]+")
"""No more than what keeps a header of a mail whole."""


def creer_personne(moteur: Moteur, personne: Utilisateur) -> None:
    """A new user; one that is there already, with the same name and address, is left as it is.

    Raises:
        SaisieMalformee: the id or the address is somebody else's, or it is not an address.
    """
    if not _ADRESSE.fullmatch(personne.courriel):
        raise SaisieMalformee(
            f"« {personne.courriel} » n’est pas une adresse électronique.", "Écrivez-la comme lea@exemple.fr."
        )

    def faire(conn: Connection) -> None:
        connue = personnes.utilisateur(conn, personne.id)
        if connue is not None:
            if connue != personne:
                raise SaisieMalformee(
                    f"L’identifiant « {personne.id} » est déjà celui de {connue.prenom} {connue.nom}.",
                    "Choisissez-en un autre.",
                )
            return
        table = tables.utilisateur
        if (
            conn.execute(select(table.c.id).where(func.lower(table.c.courriel) == personne.courriel.lower())).first()
            is not None
        ):
            raise SaisieMalformee(
                f"L’adresse « {personne.courriel} » est déjà celle d’un compte.", "Donnez-en une autre."
            )
        conn.execute(
            insert(table).values(id=personne.id, courriel=personne.courriel, version=1, image=images.to_json(personne))
        )

    moteur.ecrire(faire)


def rattacher(moteur: Moteur, lien: Rattachement, maintenant: datetime) -> None:
    """Attach a user to a structure, or change their droit there. Raises as `detacher`."""

    def faire(conn: Connection) -> None:
        _exiger(conn, lien.utilisateur, lien.structure)
        avant = personnes.rattachement(conn, lien.utilisateur, lien.structure)
        if not lien.referent:
            _garder_un_referent(conn, avant)
        changement = Changement(avant, lien)
        rangement.ranger(conn, [changement], _origine(lien.structure, maintenant))
        publication.publier(conn, [changement])

    moteur.ecrire(faire)


def _origine(structure: str, maintenant: datetime) -> Origine:
    return Origine(
        commande=str(uuid7()),
        poste=ADMINISTRATION,
        utilisateur=ADMINISTRATION,
        structure=structure,
        le=maintenant.isoformat(),
    )


def detacher(moteur: Moteur, utilisateur: str, structure: str, maintenant: datetime) -> None:
    """Take a user out of a structure: their replicas of it are purged (I7).

    Raises:
        Introuvable; SaisieMalformee: the structure would keep members and no référent (DRT-6).
    """

    def faire(conn: Connection) -> None:
        lien = personnes.rattachement(conn, utilisateur, structure)
        if lien is None:
            raise Introuvable(f"« {utilisateur} » n’est pas rattaché·e à « {structure} ».")
        _garder_un_referent(conn, lien)
        rangement.ranger_un_depart(conn, lien, _origine(structure, maintenant))
        fils.dire(conn, publication.detachement(lien))

    moteur.ecrire(faire)


def lister(moteur: Moteur) -> list[dict[str, Any]]:
    """Everybody, with their account and structures."""
    with moteur.lecture() as conn:
        actifs = {
            id: ("ouvert" if actif else "fermé") + (", code à six chiffres" if totp else "")
            for id, actif, totp in conn.execute(select(compte.c.utilisateur, compte.c.actif, compte.c.totp))
        }
        gens = [
            images.lire(Utilisateur, image)
            for image in conn.execute(select(tables.utilisateur.c.image).order_by(tables.utilisateur.c.id)).scalars()
        ]
        return [
            {
                "utilisateur": personne.id,
                "nom": f"{personne.prenom} {personne.nom}",
                "courriel": personne.courriel,
                "compte": actifs.get(personne.id, "aucun"),
                "structures": [
                    {"structure": lien.structure, "droit": lien.droit.value, "referent": lien.referent}
                    for lien in _liens(conn, personne.id)
                ],
            }
            for personne in gens
        ]


def _liens(conn: Connection, utilisateur: str) -> list[Rattachement]:
    table = tables.rattachement
    lus = conn.execute(select(table.c.image).where(table.c.utilisateur == utilisateur).order_by(table.c.structure))
    return [images.lire(Rattachement, image) for image in lus.scalars()]


def _garder_un_referent(conn: Connection, perdu: Rattachement | None) -> None:
    """DRT-6: a structure that has members keeps a référent; the last one to leave leaves nobody to govern."""
    if perdu is None or not perdu.referent:
        return
    table = tables.rattachement
    images_lues = conn.execute(
        select(table.c.image).where(table.c.structure == perdu.structure, table.c.utilisateur != perdu.utilisateur)
    ).scalars()
    autres = [images.lire(Rattachement, image) for image in images_lues]
    if autres and not any(autre.referent for autre in autres):
        raise SaisieMalformee(
            f"« {perdu.utilisateur} » est la seule personne référente de « {perdu.structure} » (DRT-6).",
            "Nommez-en d’abord une autre : « serveur compte rattacher … --referent ».",
        )


def _exiger(conn: Connection, utilisateur: str, structure: str) -> None:
    if personnes.utilisateur(conn, utilisateur) is None:
        raise Introuvable(f"L’utilisateur « {utilisateur} » n’existe pas sur ce serveur.")
    if personnes.structure(conn, structure) is None:
        raise Introuvable(f"La structure « {structure} » n’existe pas sur ce serveur.")
