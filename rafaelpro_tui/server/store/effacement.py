"""Taking a person out of the truth (DON-2), and out of what may only be added to: their words, never the figures.

Kept: the figures of the sessions; of each event, who did what to which reference and when; of each command, its id, the
hash of its content and whether it was done (SYN-2); of the ledger, what was handed over and when.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, and_, case, delete, func, insert, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.server.store import fils, tables
from rafaelpro_tui.server.store.fils import Nouvelle
from rafaelpro_tui.server.store.tables_flux import transmission

_PAGE = 2_000
"""Commands looked at together."""
_GARDEES = ("id", "type", "issue", "regle", "seq")
"""What is left of an answer."""


def a_effacer(conn: Connection, avant: date, un_seul: str | None = None) -> list[str]:
    """Who waits for nothing, whose last session ended before `avant`, and of whom nothing is left to be handed over."""
    lien, session = tables.lien, tables.session
    question = (
        select(lien.c.candidat)
        .join(session, and_(session.c.porteur == lien.c.porteur, session.c.reference == lien.c.session))
        .group_by(lien.c.candidat)
        .having(func.max(session.c.fin) < avant, func.max(case((lien.c.en_cours, 1), else_=0)) == 0)
        .order_by(lien.c.candidat)
    )
    du = (
        select(lien.c.candidat)
        .join(
            transmission,
            and_(transmission.c.porteur == lien.c.porteur, transmission.c.candidature == lien.c.candidature),
        )
        .where(transmission.c.transmise_le.is_(None))
    )
    if un_seul is not None:
        question, du = question.where(lien.c.candidat == un_seul), du.where(lien.c.candidat == un_seul)
    attendus = set(conn.execute(du).scalars())
    return [candidat for candidat in conn.execute(question).scalars() if candidat not in attendus]


def candidatures(conn: Connection, candidat: str) -> dict[str, str]:
    """Their candidatures: reference to porteur."""
    lien = tables.lien
    lues = conn.execute(select(lien.c.candidature, lien.c.porteur).where(lien.c.candidat == candidat))
    return {ligne.candidature: ligne.porteur for ligne in lues}


def commandes(conn: Connection, references: Collection[str]) -> dict[str, set[str]]:
    """By reference, the commands that speak of it, refused ones too: each is read once, since none says it by a key."""
    table, parlent, apres = tables.commande, defaultdict(set), ""
    question = select(table.c.id, table.c.corps).order_by(table.c.id).limit(_PAGE)
    while lues := conn.execute(question.where(table.c.id > apres)).all():
        for id, corps in lues:
            for reference in _citees(json.loads(corps)):
                if reference in references:
                    parlent[reference].add(id)
        apres = lues[-1][0]
    return parlent


def _citees(corps: Mapping[str, object]) -> Iterator[str]:
    yield str(corps.get("candidature", ""))
    yield str(corps.get("reference", ""))
    plusieurs = corps.get("candidatures")
    yield from map(str, plusieurs) if isinstance(plusieurs, list) else ()


def effacer(conn: Connection, candidat: str, leurs: Mapping[str, str], commandes: Collection[str]) -> None:
    """Inside `ouvert`. Every replica that was told of them is told that they are gone."""
    conn.execute(select(tables.candidat.c.id).where(tables.candidat.c.id == candidat).with_for_update())
    fils.dire(conn, _retraits(conn, candidat, sorted(leurs)))
    _vider_les_evenements(conn, candidat, candidat, "candidat")
    for reference, porteur in leurs.items():
        for table in (tables.avis, transmission):
            question = delete(table).where(table.c.porteur == porteur, table.c.candidature == reference)
            if table is transmission:  # handed over, and never acknowledged: it could not be composed again
                question = question.where(transmission.c.accusee_le.is_(None))
            conn.execute(question)
        for structure in _suivie_par(conn, reference):
            _vider_les_evenements(conn, structure, images.cle_suivi(reference, structure), "suivi")
        conn.execute(delete(tables.suivi).where(tables.suivi.c.candidature == reference))
        la = tables.candidature
        conn.execute(delete(la).where(la.c.porteur == porteur, la.c.reference == reference))
        adresse = tables.adresse
        conn.execute(delete(adresse).where(adresse.c.cle == reference, adresse.c.genre == "candidature"))
        _vider_les_evenements(conn, porteur, reference, "candidature")
    conn.execute(delete(tables.lien).where(tables.lien.c.candidat == candidat))
    conn.execute(delete(tables.candidat).where(tables.candidat.c.id == candidat))
    for id in sorted(commandes):
        _vider_la_commande(conn, id)


def oublier_la_note(conn: Connection, structure: str, candidature: str, note: str, maintenant: str) -> None:
    """Its text, out of the events of what the structure keeps and of the commands that wrote it (SUI-1): no one reads
    a note that was deleted. The door is open for this transaction alone.
    """
    porte, porte_id = tables.effacement, f"note {note}"
    ouvrir(conn, porte_id, date.fromisoformat(maintenant[:10]), maintenant)
    table, cle = tables.evenement, images.cle_suivi(candidature, structure)
    ou = (table.c.porteur == structure, table.c.genre == "suivi", table.c.cle == cle)
    ecrites = {note}
    for version, commande, image in conn.execute(select(table.c.version, table.c.commande, table.c.image).where(*ou)):
        if note not in image:
            continue
        suivi = json.loads(image)
        ecrites.add(commande)
        suivi["notes"] = [une | {"texte": ""} if une["id"] == note else une for une in suivi["notes"]]
        conn.execute(update(table).where(*ou, table.c.version == version).values(image=dumps(suivi)))
    la = tables.commande
    for id, corps in conn.execute(select(la.c.id, la.c.corps).where(la.c.id.in_(sorted(ecrites)))).all():
        dite = json.loads(corps)
        if "texte" in dite and note in (id, dite.get("note")):
            conn.execute(update(la).where(la.c.id == id).values(corps=dumps(dite | {"texte": ""})))
    conn.execute(delete(porte).where(porte.c.id == porte_id))


def ouvrir(conn: Connection, id: str, avant: date, maintenant: str) -> None:
    """From here to `clore`, in this transaction, what may only be added to may be emptied."""
    table = tables.effacement
    if not conn.execute(update(table).where(table.c.id == id).values(fini_le=None)).rowcount:
        valeurs = {"id": id, "commence_le": maintenant, "avant": avant.isoformat(), "candidats": 0, "candidatures": 0}
        conn.execute(insert(table).values(valeurs))


def clore(conn: Connection, id: str, candidatures: int, maintenant: str) -> None:
    """One person more is erased."""
    table = tables.effacement
    conn.execute(
        update(table)
        .where(table.c.id == id)
        .values(candidats=table.c.candidats + 1, candidatures=table.c.candidatures + candidatures, fini_le=maintenant)
    )


def _retraits(conn: Connection, candidat: str, references: list[str]) -> Iterator[Nouvelle]:
    """For each line of the feed that tells of them, to each structure, that it is gone."""
    table = tables.fil
    suivis = [images.cle_suivi(reference, s) for reference in references for s in _suivie_par(conn, reference)]
    for genre, cles in (("candidat", [candidat]), ("candidature", references), ("suivi", suivis)):
        lues = conn.execute(
            select(table.c.structure, table.c.cle).where(
                table.c.genre == genre, table.c.cle.in_(cles), table.c.retire.is_(False)
            )
        )
        for structure, cle in lues.all():
            yield Nouvelle(structure, genre, cle)


def _vider_les_evenements(conn: Connection, porteur: str, cle: str, genre: str) -> None:
    table = tables.evenement
    ou = (table.c.porteur == porteur, table.c.genre == genre, table.c.cle == cle)
    conn.execute(update(table).where(*ou).values(image=""))


def _suivie_par(conn: Connection, reference: str) -> list[str]:
    table = tables.suivi
    return list(conn.execute(select(table.c.structure).where(table.c.candidature == reference)).scalars())


def _vider_la_commande(conn: Connection, id: str) -> None:
    corps = conn.execute(select(tables.reponse.c.corps).where(tables.reponse.c.id == id)).scalar_one_or_none()
    conn.execute(update(tables.commande).where(tables.commande.c.id == id).values(corps="{}"))
    if corps is not None:
        reste = {cle: valeur for cle, valeur in json.loads(corps).items() if cle in _GARDEES} | {"avertissements": []}
        if "regle" in reste:
            reste |= {"message": "Les données de cette personne ont été effacées.", "remede": "Il n’y a rien à faire."}
        conn.execute(update(tables.reponse).where(tables.reponse.c.id == id).values(corps=dumps(reste)))
