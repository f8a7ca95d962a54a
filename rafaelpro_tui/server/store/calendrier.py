"""What the calendar says of the base: who passes (ECH-1), whom to alert (ECH-2), and the memory of the alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Rattachement, Structure
from rafaelpro_tui.core.rules.droits import CANDIDATURES
from rafaelpro_tui.server.store.dialecte import inserer_absent
from rafaelpro_tui.server.store.tables import candidature, rattachement, session, structure, utilisateur
from rafaelpro_tui.server.store.tables_flux import alerte


@dataclass(frozen=True, slots=True)
class Echue:
    """A session in which somebody still waits, and who may answer them: Responsable and Positionneur (DRT-1)."""

    porteur: str
    reference: str
    positionneur: str
    fin: date


def sessions_en_attente(conn: Connection, avant: date, depuis: date = date.min) -> list[Echue]:
    """The sessions that ended before `avant`, and not before `depuis`, in which somebody waits; the oldest first."""
    question = (
        select(session.c.porteur, session.c.reference, session.c.positionneur, session.c.fin)
        .where(
            session.c.fin < avant,
            session.c.fin >= depuis,
            exists().where(
                candidature.c.porteur == session.c.porteur,
                candidature.c.session == session.c.reference,
                candidature.c.etat == "en_attente",
            ),
        )
        .order_by(session.c.fin, session.c.porteur, session.c.reference)
    )
    return [Echue(*ligne) for ligne in conn.execute(question)]


def en_attente(conn: Connection, porteur: str, reference: str) -> list[str]:
    """The candidatures of a session that wait, in the order of their references."""
    return list(
        conn.execute(
            select(candidature.c.reference)
            .where(
                candidature.c.porteur == porteur,
                candidature.c.session == reference,
                candidature.c.etat == "en_attente",
            )
            .order_by(candidature.c.reference)
        ).scalars()
    )


# Alerts


def retenir_alerte(conn: Connection, echue: Echue, pour: str, envoi: str) -> bool:
    """`pour` is to be told of this session by the mail `envoi`; False when it has been, or is to be, by another."""
    return inserer_absent(
        conn,
        alerte,
        {
            "porteur": echue.porteur,
            "session": echue.reference,
            "structure": pour,
            "fin": echue.fin,
            "envoi": envoi,
        },
    )


def sessions_de(conn: Connection, envoi: str) -> list[Echue]:
    """The sessions of a mail that still have the échéance that it tells."""
    return [
        Echue(*ligne)
        for ligne in conn.execute(
            select(session.c.porteur, session.c.reference, session.c.positionneur, session.c.fin)
            .join(alerte, (alerte.c.porteur == session.c.porteur) & (alerte.c.session == session.c.reference))
            .where(alerte.c.envoi == envoi, alerte.c.fin == session.c.fin)
            .order_by(session.c.fin, session.c.reference)
        )
    ]


def a_qui(conn: Connection, pour: str) -> tuple[str, list[str]]:
    """The name of a structure, and the e-mail addresses of those of its members who handle candidatures (DRT-1)."""
    nom = conn.execute(select(structure.c.image).where(structure.c.id == pour)).scalar_one()
    membres = conn.execute(
        select(rattachement.c.image, utilisateur.c.courriel)
        .join(utilisateur, utilisateur.c.id == rattachement.c.utilisateur)
        .where(rattachement.c.structure == pour)
    )
    courriels = [courriel for image, courriel in membres if images.lire(Rattachement, image).droit in CANDIDATURES]
    return images.lire(Structure, nom).nom, courriels


def noter_envoyee(conn: Connection, envoi: str, maintenant: datetime) -> None:
    conn.execute(update(alerte).where(alerte.c.envoi == envoi).values(envoyee_le=maintenant.isoformat()))
