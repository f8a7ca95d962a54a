"""Writing what a rule has granted: the object, its version, its event, and what is kept in step (SYNC, step e)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Action, AvisRendu, Candidat, Candidature, Etat, Rattachement, Session, Suivi
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.server.store import effectifs, evenements, objets, tables
from rafaelpro_tui.server.store.evenements import Evenement


@dataclass(frozen=True, slots=True, kw_only=True)
class Origine:
    """Which command changes something, from where, for whom."""

    commande: str
    poste: str
    utilisateur: str
    structure: str
    le: str


# Of every command, so made once: to put a query together takes SQLAlchemy longer than to run it.
_CHANGER: Final = (
    update(tables.candidature)
    .where(tables.candidature.c.porteur == bindparam("sous"), tables.candidature.c.reference == bindparam("de"))
    .values(
        etat=bindparam("etat"),
        image=bindparam("image"),
        version=tables.candidature.c.version + 1,
    )
    .returning(tables.candidature.c.version)
)
_COMPTER_LIEN: Final = (
    update(tables.lien)
    .where(tables.lien.c.candidat == bindparam("qui"), tables.lien.c.candidature == bindparam("quoi"))
    .values(en_cours=bindparam("en_cours"))
)
_PERSONNES_TENUES: Final = (
    select(tables.candidat.c.id)
    .where(tables.candidat.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(tables.candidat.c.id)
    .with_for_update()
)


def ranger(conn: Connection, changements: Iterable[Changement], origine: Origine) -> None:
    """Write the changes in order, each with its event."""
    changements = list(changements)
    _tenir_les_personnes(conn, changements)
    for changement in changements:
        if changement.apres == changement.avant:
            continue
        match changement.apres:
            case Candidature() as candidature:
                porteur, version = _candidature(conn, changement.avant, candidature)
            case Session() as session:
                porteur, version = _session(conn, session)
            case Action() as action:
                porteur, version = _action(conn, changement.avant, action)
            case Candidat() as candidat:
                porteur, version = candidat.id, _candidat(conn, candidat)
            case Rattachement() as lien:
                porteur, version = lien.structure, _rattachement(conn, lien)
            case Suivi() as suivi:
                porteur, version = suivi.structure, _suivi(conn, suivi)
        apres = changement.apres
        _noter(conn, origine, (porteur, images.genre(apres), images.cle(apres)), version, images.to_json(apres))


def ranger_un_depart(conn: Connection, lien: Rattachement, origine: Origine) -> None:
    """A member is no longer one."""
    table, cle = tables.rattachement, (lien.structure, images.genre(lien), images.cle(lien))
    version = conn.execute(
        delete(table)
        .where(table.c.utilisateur == lien.utilisateur, table.c.structure == lien.structure)
        .returning(table.c.version)
    ).scalar_one()
    _noter(conn, origine, cle, version + 1, evenements.PARTI)


def _noter(conn: Connection, origine: Origine, quoi: tuple[str, str, str], version: int, image: str) -> None:
    """The event of a change; `quoi`: porteur, genre and key."""
    porteur, genre, cle = quoi
    evenements.ecrire(
        conn,
        Evenement(
            porteur=porteur,
            genre=genre,
            cle=cle,
            version=version,
            commande=origine.commande,
            poste=origine.poste,
            utilisateur=origine.utilisateur,
            structure=origine.structure,
            le=origine.le,
            image=image,
        ),
    )


def _tenir_les_personnes(conn: Connection, changements: Iterable[Changement]) -> None:
    """CAN-4: a candidat's count is told whole, so whoever changes it waits for who else does, on another session."""
    ids = sorted(
        {
            changement.apres.candidat
            for changement in changements
            if isinstance(changement.apres, Candidature)
            and effectifs.change_en_cours(changement.avant, changement.apres)
        }
    )
    if ids:
        conn.execute(_PERSONNES_TENUES, {"ids": ids})


def _candidature(conn: Connection, avant: object, apres: Candidature) -> tuple[str, int]:
    cadre = objets.cadre(conn, apres.session)
    assert cadre is not None  # a rule has looked at it
    sous = cadre.porteur
    image = images.to_json(replace(apres, avis=()))
    rendus = apres.avis
    if isinstance(avant, Candidature):
        version = conn.execute(
            _CHANGER, {"sous": sous, "de": apres.reference, "etat": apres.etat.value, "image": image}
        ).scalar_one()
        rendus = apres.avis[len(avant.avis) :]
        if effectifs.change_en_cours(avant, apres):
            attend = apres.etat is Etat.EN_ATTENTE
            conn.execute(_COMPTER_LIEN, {"qui": apres.candidat, "quoi": apres.reference, "en_cours": attend})
        partent = [effectifs.case(avant, cadre.dispositif.hsp)]
    else:
        version, partent, rendus = 1, [], ()
        for nouvelle, ligne in lignes_candidature(sous, apres, hsp=cadre.dispositif.hsp):
            conn.execute(insert(nouvelle).values(ligne))
    for rendu in rendus:
        conn.execute(insert(tables.avis).values(_ligne_avis(sous, apres.reference, rendu)))
    effectifs.compter(conn, sous, apres.session, partent, [effectifs.case(apres, cadre.dispositif.hsp)])
    return sous, version


def lignes_candidature(sous: str, candidature: Candidature, *, hsp: bool) -> Iterator[tuple[Table, dict[str, Any]]]:
    """The rows of a new one, at version 1, with its address, its link to the person and its avis."""
    reference = candidature.reference
    yield tables.adresse, {"cle": reference, "genre": "candidature", "porteur": sous}
    yield (
        tables.candidature,
        {
            "porteur": sous,
            "reference": reference,
            "session": candidature.session,
            "candidat": candidature.candidat,
            "etat": candidature.etat.value,
            "version": 1,
            "image": images.to_json(replace(candidature, avis=())),
        },
    )
    yield (
        tables.lien,
        {
            "candidat": candidature.candidat,
            "candidature": reference,
            "porteur": sous,
            "session": candidature.session,
            "en_cours": candidature.etat is Etat.EN_ATTENTE,
            "hsp": hsp,
        },
    )
    for rendu in candidature.avis:
        yield tables.avis, _ligne_avis(sous, reference, rendu)


def _ligne_avis(sous: str, reference: str, rendu: AvisRendu) -> dict[str, Any]:
    return {"porteur": sous, "candidature": reference, "rang": rendu.rang, "image": images.to_json(rendu)}


def _session(conn: Connection, session: Session) -> tuple[str, int]:
    objets.oublier(conn)
    sous = objets.porteur(conn, "session", session.reference)
    assert sous is not None
    table = tables.session
    ou = (table.c.porteur == sous, table.c.reference == session.reference)
    version = _suivante(conn, select(table.c.version).where(*ou))
    conn.execute(
        update(table)
        .where(*ou)
        .values(
            formateur=session.formateur,
            positionneur=session.positionneur,
            fin=session.fin,
            annulee=session.annulee,
            image=images.to_json(session),
            version=version,
        )
    )
    return sous, version


def _action(conn: Connection, avant: object, action: Action) -> tuple[str, int]:
    objets.oublier(conn)
    sous = objets.porteur(conn, "action", action.id)
    assert sous is not None
    table = tables.action
    ou = (table.c.porteur == sous, table.c.id == action.id)
    version = _suivante(conn, select(table.c.version).where(*ou))
    conn.execute(
        update(table).where(*ou).values(dispositif=action.dispositif, image=images.to_json(action), version=version)
    )
    if isinstance(avant, Action) and avant.dispositif != action.dispositif:
        _tenir_hsp(conn, sous, action)
    return sous, version


def _tenir_hsp(conn: Connection, sous: str, action: Action) -> None:
    """CAN-4: an import may give another dispositif to an action whose candidatures are counted already."""
    finance = objets.dispositif(conn, action.dispositif)
    assert finance is not None  # it has been written before
    lien = tables.lien
    for session in objets.references_de_l_action(conn, sous, action.id):
        change = conn.execute(
            update(lien)
            .where(lien.c.porteur == sous, lien.c.session == session, lien.c.hsp.is_not(finance.hsp))
            .values(hsp=finance.hsp)
        )
        if change.rowcount:
            ici = objets.candidatures(conn, sous, objets.references_de_la_session(conn, sous, session)).values()
            partent, viennent = ([effectifs.case(une, hsp) for une in ici] for hsp in (not finance.hsp, finance.hsp))
            effectifs.compter(conn, sous, session, partent, viennent)


def _candidat(conn: Connection, candidat: Candidat) -> int:
    table = tables.candidat
    connu = conn.execute(select(table.c.version).where(table.c.id == candidat.id)).scalar_one_or_none()
    version = 1 if connu is None else connu + 1
    valeurs = {"image": images.to_json(candidat), "version": version}
    if connu is None:
        conn.execute(insert(table).values(id=candidat.id, **valeurs))
    else:
        conn.execute(update(table).where(table.c.id == candidat.id).values(valeurs))
    return version


def _rattachement(conn: Connection, lien: Rattachement) -> int:
    table = tables.rattachement
    ou = (table.c.utilisateur == lien.utilisateur, table.c.structure == lien.structure)
    connu = conn.execute(select(table.c.version).where(*ou)).scalar_one_or_none()
    # Who comes back takes up the versions where they were left.
    genre, cle = images.genre(lien), images.cle(lien)
    version = evenements.suivante(conn, lien.structure, genre, cle) if connu is None else connu + 1
    valeurs = {"referent": lien.referent, "image": images.to_json(lien), "version": version}
    if connu is None:
        conn.execute(insert(table).values(utilisateur=lien.utilisateur, structure=lien.structure, **valeurs))
    else:
        conn.execute(update(table).where(*ou).values(valeurs))
    return version


def _suivi(conn: Connection, suivi: Suivi) -> int:
    """The candidature's row is locked by who decides: nobody else writes this one meanwhile."""
    table = tables.suivi
    ou = (table.c.structure == suivi.structure, table.c.candidature == suivi.candidature)
    connu = conn.execute(select(table.c.version).where(*ou)).scalar_one_or_none()
    version = 1 if connu is None else connu + 1
    valeurs = {"image": images.to_json(suivi), "version": version}
    if connu is None:
        conn.execute(insert(table).values(structure=suivi.structure, candidature=suivi.candidature, **valeurs))
    else:
        conn.execute(update(table).where(*ou).values(valeurs))
    return version


def _suivante(conn: Connection, question: object) -> int:
    return int(conn.execute(question).scalar_one()) + 1  # type: ignore[call-overload]
