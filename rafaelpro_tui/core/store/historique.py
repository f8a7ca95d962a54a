"""« Détail et suivi »: what happened to a candidature, in order, with who and when where the outbox knows it.

The facts are the candidature's own; an undone command leaves none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Etat,
    Motif,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
)
from rafaelpro_tui.core.rules.decision import SYSTEME
from rafaelpro_tui.core.rules.transmissions import transmise
from rafaelpro_tui.core.store import envois, objets, replique
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues_fiches import Evenement

_ACTES: Final = """
  SELECT d.type, d.utilisateur, d.saisi_le FROM depart d WHERE d.statut NOT IN ('annulee', 'refusee') AND d.seq IN (
    SELECT seq FROM touche WHERE genre = 'candidature' AND cle = ?1 UNION SELECT seq FROM acte WHERE candidature = ?1)
  ORDER BY d.seq"""

_TRANSMISSIONS: Final = "SELECT vers, le FROM transmission WHERE candidature = ? ORDER BY le"
"""On a replica: what the server has handed over (TRX)."""


@dataclass(frozen=True, slots=True)
class _Acte:
    """A recorded command on the candidature."""

    type: str
    le: date
    par: str


def historique(conn: Connection, candidature: Candidature) -> Iterator[Evenement]:
    """Its arrival, its convocations and their answers, its avis, the end of its session."""
    actes = [
        _Acte(type_.removeprefix("lot_"), date.fromisoformat(saisi_le[:10]), auteur(conn, utilisateur))
        for type_, utilisateur, saisi_le in conn.execute(_ACTES, (candidature.reference,)).fetchall()
    ]
    yield Evenement(date=candidature.deposee_le, texte=f"Candidature déposée par {candidature.prescripteur}")
    yield from _convocations(candidature, actes)
    for rendu in candidature.avis:
        le = rendu.le.date() if rendu.le else None
        yield Evenement(date=le, texte=phrase(rendu), par=auteur(conn, rendu.par))
    for vers, le in conn.execute(_TRANSMISSIONS, (candidature.reference,)):
        yield Evenement(date=date.fromisoformat(le[:10]), texte=transmise(vers))
    yield from _enregistrement(conn, candidature.reference)
    if candidature.etat is Etat.REFUS_SESSION_ANNULEE:
        annulation = next((acte for acte in actes if acte.type == "annuler_session"), None)
        yield Evenement(date=annulation.le if annulation else None, texte="Session annulée par le financeur")


def _enregistrement(conn: Connection, reference: str) -> Iterator[Evenement]:
    """SYNC: the promise of a replica, in its own words."""
    if not replique.est_une_replique(conn):
        return
    attend, le = envois.enregistrement(conn, reference)
    if attend:
        yield Evenement(date=None, texte="Validé sur ce poste — pas encore enregistré")
    elif le is not None:
        yield Evenement(date=le.date(), texte=f"Enregistré le {date_fr(le.date())} à {le:%H:%M}")


def auteur(conn: Connection, par: str | None) -> str:
    """The name of a user, "" when it is not known."""
    if par is None:
        return ""
    if par == SYSTEME:
        return "RafaelPro"
    utilisateur = objets.lire_utilisateur(conn, par)
    return f"{utilisateur.prenom} {utilisateur.nom}" if utilisateur else par


def _convocations(candidature: Candidature, actes: Sequence[_Acte]) -> Iterator[Evenement]:
    rangs = [convocation.rang for convocation in candidature.convocations]
    notes = [convocation.rang for convocation in candidature.convocations if convocation.resultat]
    convoquees = _par_rang(rangs, [acte for acte in actes if acte.type == "convoquer"])
    notees = _par_rang(notes, [acte for acte in actes if acte.type == "noter_resultat"])
    for convocation in candidature.convocations:
        rang, resultat = convocation.rang, convocation.resultat
        convoquee, notee = convoquees.get(rang), notees.get(rang)
        if convoquee:
            texte = f"Convocation {rang} pour le {date_fr(convocation.date)}"
            yield Evenement(date=convoquee.le, texte=texte, par=convoquee.par)
        if resultat:
            yield Evenement(
                date=notee.le if notee else convocation.date,
                texte=f"Convocation {rang}{NBSP}: {resultat.libelle.lower()}",
                par=notee.par if notee else "",
            )
        elif not convoquee:
            yield Evenement(date=convocation.date, texte=f"Convocation {rang}")


def _par_rang(rangs: Sequence[int], actes: Sequence[_Acte]) -> dict[int, _Acte]:
    """Which command made which rank: what is not of the outbox came before it, in a dataset."""
    return dict(zip(reversed(rangs), reversed(actes), strict=False))


def phrase(rendu: AvisRendu) -> str:
    """An avis in a line."""
    match rendu.avis:
        case RecrutementOui() as oui:
            return f"Avis{NBSP}: retenue, {_periode(oui)}"
        case RecrutementACompleter():
            return f"Avis{NBSP}: retenue, dates et intensité à compléter"
        case RecrutementNon() as non:
            return f"Avis{NBSP}: {non.raison if non.motif is Motif.AUTRES else _minuscule(non.motif.libelle)}"
        case ConformiteOui() as oui:
            return f"Conformité administrative{NBSP}: oui, {_periode(oui)}"
        case ConformiteNon() as non:
            return f"Conformité administrative{NBSP}: non, {_minuscule(non.motif.libelle)}"


def _periode(oui: RecrutementOui | ConformiteOui) -> str:
    return f"du {date_fr(oui.entree)} au {date_fr(oui.sortie)}"


def _minuscule(libelle: str) -> str:
    """Its first letter only: « HSP » keeps its capitals."""
    return libelle[:1].lower() + libelle[1:]
