"""The feed: each object that a structure may see, at the number of its last change (SYNC, step f).

Who sees what is DRT-5, and for persons DRT-9 by role; DRT-9 by droit is for who reads (`server.changements`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.images import Noun
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Rattachement,
    Session,
    Structure,
    Suivi,
    Utilisateur,
)
from rafaelpro_tui.core.rules.decision import Changement, EnCours
from rafaelpro_tui.server.store import effectifs, evenements, objets, registre, tables
from rafaelpro_tui.server.store.evenements import Evenement
from rafaelpro_tui.server.store.fils import Nouvelle, dire

# Of every command, so made once: to put a query together takes SQLAlchemy longer than to run it.
_VERSION: Final = select(tables.candidature.c.version).where(
    tables.candidature.c.porteur == bindparam("porteur"), tables.candidature.c.reference == bindparam("reference")
)
_CANDIDAT: Final = select(tables.candidat.c.image, tables.candidat.c.version).where(
    tables.candidat.c.id == bindparam("id")
)
_SESSIONS: Final = select(tables.lien.c.porteur, tables.lien.c.session).where(
    tables.lien.c.candidat == bindparam("candidat")
)
_POSITIONNEURS: Final = select(tables.session.c.positionneur).where(
    tables.session.c.porteur == bindparam("porteur"),
    tables.session.c.reference.in_(bindparam("references", expanding=True)),
)


def publier(
    conn: Connection, changements: Iterable[Changement], references: Iterable[Structure | Dispositif] = ()
) -> None:
    """Tell every structure that sees them of these changes, already written; of `references`, those who know them."""
    dire(conn, chain(_nouvelles(conn, changements), _connues_ailleurs(conn, references)))


def _nouvelles(conn: Connection, changements: Iterable[Changement]) -> Iterator[Nouvelle]:
    comptees: set[str] = set()
    for changement in changements:
        match changement.apres:
            case Candidature() as apres:
                comptees.add(apres.session)
                yield from d_une_candidature(conn, apres.reference, apres.session, ecrite=apres)
                if effectifs.change_en_cours(changement.avant, apres):
                    yield from d_un_candidat(conn, apres.candidat)
            case Candidat() as candidat:
                yield from d_un_candidat(conn, candidat.id)
            case Session() as session:
                yield from d_une_session(conn, session.reference)
                if isinstance(changement.avant, Session):
                    yield from _roles_changes(conn, changement.avant, session)
            case Action() as action:
                yield from d_une_action(conn, action.id)
                if isinstance(changement.avant, Action) and changement.avant.dispositif != action.dispositif:
                    yield from _comptes_changes(conn, action)
            case Rattachement() as lien:
                yield from d_un_rattachement(conn, lien)
            case Suivi() as suivi:
                yield from d_un_suivi(conn, suivi.structure, suivi.candidature)
    for reference in comptees:
        yield from des_comptes(conn, reference)


def _connues_ailleurs(conn: Connection, references: Iterable[Structure | Dispositif]) -> Iterator[Nouvelle]:
    table = tables.fil
    for reference in references:
        genre, cle = images.genre(reference), images.cle(reference)
        for structure in conn.execute(
            select(table.c.structure).where(table.c.genre == genre, table.c.cle == cle, table.c.retire.is_(False))
        ).scalars():
            if isinstance(reference, Structure):
                yield from _references(conn, structure, None, (cle,))
            else:
                yield from _references(conn, structure, cle, ())


def d_une_candidature(
    conn: Connection, reference: str, session: str, *, ecrite: Candidature | None = None
) -> Iterator[Nouvelle]:
    """`ecrite`: as this transaction has just written it; its event tells the version, and nothing is read again."""
    cadre = objets.cadre(conn, session)
    assert cadre is not None
    fait = evenements.dernier(conn, cadre.porteur, "candidature", reference)
    if ecrite is not None and fait is not None:
        trouvee, version = ecrite, fait.version
    else:
        trouvee = objets.candidatures(conn, cadre.porteur, [reference])[reference]
        version = conn.execute(_VERSION, {"porteur": cadre.porteur, "reference": reference}).scalar_one()
    corps: dict[str, Any] = {"image": images.image(trouvee)}
    if transmissions := registre.dites(conn, cadre.porteur, reference):
        corps["transmissions"] = transmissions
    for structure in traitants(cadre.action, cadre.session):
        yield Nouvelle(structure, "candidature", reference, version, corps | _fait(conn, fait, structure))


def _fait(conn: Connection, fait: Evenement | None, lecteur: str) -> dict[str, Any]:
    """Who made an object what it is, as its reader may know; nothing of one that was loaded."""
    if fait is None:
        return {}
    return {"fait": {"commande": fait.commande, "par": evenements.auteur(conn, fait, lecteur), "le": fait.le}}


def d_un_candidat(conn: Connection, id: str) -> Iterator[Nouvelle]:
    """To all who handle one of their candidatures, with the count of those en cours (CAN-4)."""
    image, version = conn.execute(_CANDIDAT, {"id": id}).one()
    corps = corps_candidat(images.lire(Candidat, image), objets.en_cours(conn, id))
    for structure in _qui_voit(conn, id):
        yield Nouvelle(structure, "candidat", id, version, corps)


def corps_candidat(candidat: Candidat, compte: EnCours) -> dict[str, Any]:
    return {"image": images.image(candidat), "en_cours": {"total": compte.total, "hsp": compte.hsp}}


def _qui_voit(conn: Connection, candidat: str) -> set[str]:
    """The Responsables and Positionneurs of their sessions."""
    sessions: dict[str, set[str]] = defaultdict(set)
    for sous, reference in conn.execute(_SESSIONS, {"candidat": candidat}):
        sessions[sous].add(reference)
    voient = set(sessions)
    for sous, references in sessions.items():
        voient.update(conn.execute(_POSITIONNEURS, {"porteur": sous, "references": sorted(references)}).scalars())
    return voient


def d_une_session(conn: Connection, reference: str) -> Iterator[Nouvelle]:
    """The session, and what it cannot be read without."""
    cadre = objets.cadre(conn, reference)
    assert cadre is not None
    table = tables.session
    version = conn.execute(
        select(table.c.version).where(table.c.porteur == cadre.porteur, table.c.reference == reference)
    ).scalar_one()
    for structure in concernes(cadre.action, cadre.session):
        yield Nouvelle(structure, "session", reference, version, {"image": images.image(cadre.session)})
        yield from _autour(conn, cadre, structure)
    yield from des_comptes(conn, reference)


def des_comptes(conn: Connection, session: str) -> Iterator[Nouvelle]:
    """The figures of a session, to all that see it: who may not read the persons has no other way to count them."""
    cadre = objets.cadre(conn, session)
    assert cadre is not None
    version, comptes = effectifs.lus(conn, cadre.porteur, session)
    for structure in concernes(cadre.action, cadre.session):
        yield Nouvelle(structure, "comptes", session, version, {"image": images.image(comptes)})


def dire_les_comptes_tus(conn: Connection) -> None:
    """After an upgrade of the base: the figures of the sessions of which the feed has never told any."""
    table = tables.session
    tues = conn.execute(select(table.c.reference).where(table.c.compte_version == 0)).scalars().all()
    conn.execute(update(table).where(table.c.compte_version == 0).values(compte_version=1))
    dire(conn, chain.from_iterable(des_comptes(conn, session) for session in tues))


def d_une_action(conn: Connection, id: str) -> Iterator[Nouvelle]:
    sous = objets.porteur(conn, "action", id)
    assert sous is not None
    table = tables.action
    image, version = conn.execute(
        select(table.c.image, table.c.version).where(table.c.porteur == sous, table.c.id == id)
    ).one()
    sessions = tables.session
    structures = {sous}
    for formateur, positionneur in conn.execute(
        select(sessions.c.formateur, sessions.c.positionneur).where(sessions.c.porteur == sous, sessions.c.action == id)
    ):
        structures |= {formateur, positionneur}
    action = images.lire(Action, image)
    for structure in structures:
        yield Nouvelle(structure, "action", id, version, {"image": images.image(action)})
        yield from _references(conn, structure, action.dispositif, (action.responsable,))


def d_un_rattachement(conn: Connection, lien: Rattachement) -> Iterator[Nouvelle]:
    """A member, told to the structure; the structure itself, which may have nothing else yet."""
    table, personnes = tables.rattachement, tables.utilisateur
    version = conn.execute(
        select(table.c.version).where(table.c.utilisateur == lien.utilisateur, table.c.structure == lien.structure)
    ).scalar_one()
    image, version_personne = conn.execute(
        select(personnes.c.image, personnes.c.version).where(personnes.c.id == lien.utilisateur)
    ).one()
    yield Nouvelle(lien.structure, "rattachement", images.cle(lien), version, {"image": images.image(lien)})
    yield Nouvelle(
        lien.structure,
        "utilisateur",
        lien.utilisateur,
        version_personne,
        {"image": images.image(images.lire(Utilisateur, image))},
    )
    yield from _references(conn, lien.structure, None, (lien.structure,))


def d_un_suivi(conn: Connection, structure: str, candidature: str) -> Iterator[Nouvelle]:
    """To the structure whose it is, and to no other (SUI-4)."""
    if (trouve := objets.suivi(conn, structure, candidature)) is not None:
        version, suivi = trouve
        cle = images.cle(suivi)
        fait = evenements.dernier(conn, structure, "suivi", cle)
        yield Nouvelle(structure, "suivi", cle, version, {"image": images.image(suivi)} | _fait(conn, fait, structure))


def detachement(lien: Rattachement) -> Iterator[Nouvelle]:
    """A member who is no longer one."""
    yield Nouvelle(lien.structure, "rattachement", images.cle(lien))
    yield Nouvelle(lien.structure, "utilisateur", lien.utilisateur)


def _roles_changes(conn: Connection, avant: Session, apres: Session) -> Iterator[Nouvelle]:
    """Another Formateur or Positionneur: who comes is told everything, who goes is told that it goes."""
    if (avant.formateur, avant.positionneur) == (apres.formateur, apres.positionneur):
        return
    cadre = objets.cadre(conn, apres.reference)
    assert cadre is not None
    references = objets.references_de_la_session(conn, cadre.porteur, apres.reference)
    candidatures = objets.candidatures(conn, cadre.porteur, references)
    for reference, candidature in candidatures.items():
        yield from d_une_candidature(conn, reference, apres.reference)
        yield from d_un_candidat(conn, candidature.candidat)
        for structure in traitants(cadre.action, cadre.session):
            yield from d_un_suivi(conn, structure, reference)
        for partie in {avant.positionneur} - traitants(cadre.action, cadre.session):
            yield Nouvelle(partie, "suivi", images.cle_suivi(reference, partie))
            yield Nouvelle(partie, "candidature", reference)
            if partie not in _qui_voit(conn, candidature.candidat):
                yield Nouvelle(partie, "candidat", candidature.candidat)
    for partie in {avant.formateur, avant.positionneur} - concernes(cadre.action, cadre.session):
        yield Nouvelle(partie, "session", apres.reference)
        yield Nouvelle(partie, "comptes", apres.reference)
        if partie not in {nouvelle.structure for nouvelle in d_une_action(conn, cadre.action.id)}:
            yield Nouvelle(partie, "action", cadre.action.id)


def _comptes_changes(conn: Connection, action: Action) -> Iterator[Nouvelle]:
    """Another dispositif: étapes are counted otherwise, and what candidats have on HSP (CAN-1, CAN-4)."""
    lien = tables.lien
    sessions = objets.references_de_l_action(conn, action.responsable, action.id)
    for session in sessions:
        yield from des_comptes(conn, session)
    question = select(lien.c.candidat).where(lien.c.porteur == action.responsable, lien.c.session.in_(sessions))
    for candidat in conn.execute(question.distinct().order_by(lien.c.candidat)).scalars().all():
        yield from d_un_candidat(conn, candidat)


def _autour(conn: Connection, cadre: objets.Cadre, structure: str) -> Iterator[Nouvelle]:
    table = tables.action
    version = conn.execute(
        select(table.c.version).where(table.c.porteur == cadre.porteur, table.c.id == cadre.action.id)
    ).scalar_one()
    yield Nouvelle(structure, "action", cadre.action.id, version, {"image": images.image(cadre.action)})
    yield from _references(conn, structure, cadre.dispositif.code, sorted(concernes(cadre.action, cadre.session)))


def _references(conn: Connection, structure: str, dispositif: str | None, nommees: Iterable[str]) -> Iterator[Nouvelle]:
    """What is public: names of structures, dispositifs."""
    for id in nommees:
        table = tables.structure
        image, version = conn.execute(select(table.c.image, table.c.version).where(table.c.id == id)).one()
        yield _publique(structure, "structure", id, version, images.lire(Structure, image))
    if dispositif is not None:
        table = tables.dispositif
        image, version = conn.execute(select(table.c.image, table.c.version).where(table.c.code == dispositif)).one()
        yield _publique(structure, "dispositif", dispositif, version, images.lire(Dispositif, image))


def _publique(structure: str, genre: str, cle: str, version: int, noun: Noun) -> Nouvelle:
    return Nouvelle(structure, genre, cle, version, {"image": images.image(noun)})


def traitants(action: Action, session: Session) -> set[str]:
    """DRT-9: those who may read the persons, by role."""
    return {action.responsable, session.positionneur}


def concernes(action: Action, session: Session) -> set[str]:
    """DRT-5."""
    return {action.responsable, session.formateur, session.positionneur}
