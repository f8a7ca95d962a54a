"""The dossier of a command, on the truth: all that its rule may look at, its rows held until the answer (SYNC, step b).

What may be seen of it, the rules decide (DRT-5). The client's twin is `core.store.dossiers`, on other tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from rafaelpro_tui.core import commands, images
from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import Candidat, Candidature, Rattachement, Role
from rafaelpro_tui.core.rules.decision import Dossier, Modification
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.server.store import evenements, objets, personnes, tables
from rafaelpro_tui.server.store.objets import Cadre


def charger(conn: Connection, command: AnyCommand) -> Dossier:
    """Everything about `command`. An `annuler` has none: what the server has answered is final (ANN-1)."""
    match command:
        case commands.Lot():
            return _lot(conn, command)
        case commands.ModifierSession():
            dossier = _session(conn, command.session)
            return _avec_modification(conn, dossier, command.structure)
        case commands.ModifierContacts():
            return _session(conn, command.session)
        case commands.ModifierAction():
            return _action(conn, command)
        case commands.ModifierDroit():
            return _membre(conn, command)
        case commands.Deposer():
            return _depot(conn, command)
        case commands.AnnulerSession():
            return _annulation(conn, command.session)
        case commands.Annuler():
            return Dossier()
        case commands.Tenir():
            return _suivi(conn, command)
        case _:
            return _candidature(conn, command.candidature)


def _de(cadre: Cadre | None) -> Dossier:
    if cadre is None:
        return Dossier()
    return Dossier(session=cadre.session, action=cadre.action, dispositif=cadre.dispositif, compte=cadre.compte)


def _session(conn: Connection, reference: str) -> Dossier:
    return _de(objets.cadre(conn, reference, verrouiller=True))


def _candidature(conn: Connection, reference: str) -> Dossier:
    cadre = objets.cadre_de(conn, reference, verrouiller=True)
    if cadre is None:
        return Dossier()
    trouvees = objets.candidatures(conn, cadre.porteur, [reference], verrouiller=True)
    return replace(_de(cadre), candidature=trouvees[reference])


def _avec_modification(conn: Connection, dossier: Dossier, lecteur: str) -> Dossier:
    """SYN-1: who changed the session last, as `lecteur` may know, and when."""
    if dossier.session is None or dossier.action is None:
        return dossier
    dernier = evenements.dernier(conn, dossier.action.responsable, "session", dossier.session.reference)
    if dernier is None:
        return dossier
    par = evenements.auteur(conn, dernier, lecteur)
    return replace(dossier, modification=Modification(par=par, le=datetime.fromisoformat(dernier.le)))


def _lot(conn: Connection, command: commands.Lot) -> Dossier:
    cadre = objets.cadre(conn, command.session, verrouiller=True)
    dossier = _de(cadre)
    if cadre is None:
        return dossier
    ici = objets.candidatures(conn, cadre.porteur, command.candidatures, verrouiller=True)
    lignes = []
    for reference in command.candidatures:
        candidature = ici.get(reference)
        if candidature is None or candidature.session != command.session:
            candidature = _ailleurs(conn, command.structure, reference)
        lignes.append((reference, candidature))
    return replace(dossier, lignes=tuple(lignes))


def _ailleurs(conn: Connection, structure: str, reference: str) -> Candidature | None:
    """LOT-1: one of another session is named only to who may know of it (DRT-5)."""
    cadre = objets.cadre_de(conn, reference)
    if cadre is None or not roles(structure, cadre.session, cadre.action):
        return None
    return objets.candidatures(conn, cadre.porteur, [reference]).get(reference)


def _action(conn: Connection, command: commands.ModifierAction) -> Dossier:
    sous = objets.porteur(conn, "action", command.action)
    if sous is None:
        return Dossier()
    table = tables.session
    tenus = []
    for role, colonne in ((Role.FORMATEUR, table.c.formateur), (Role.POSITIONNEUR, table.c.positionneur)):
        question = select(table.c.reference).where(
            table.c.porteur == sous, table.c.action == command.action, colonne == command.structure
        )
        if conn.execute(question.limit(1)).first() is not None:
            tenus.append(role)
    return Dossier(action=objets.action(conn, sous, command.action, verrouiller=True), roles_action=tuple(tenus))


def _membre(conn: Connection, command: commands.ModifierDroit) -> Dossier:
    table = tables.rattachement
    membres = conn.execute(
        select(table.c.utilisateur, table.c.image)
        .where(table.c.structure == command.structure)
        .order_by(table.c.utilisateur)
        .with_for_update()
    ).all()
    liens = {utilisateur: images.lire(Rattachement, image) for utilisateur, image in membres}
    return Dossier(membre=liens.get(command.membre), referents=sum(1 for lien in liens.values() if lien.referent))


def _suivi(conn: Connection, command: commands.SurSuivi) -> Dossier:
    dossier = _candidature(conn, command.candidature)
    trouve = objets.suivi(conn, command.structure, command.candidature)
    if trouve is None:
        signature = suivi = None
    else:
        _, suivi = trouve
        signature = suivi.affectee if isinstance(command, commands.Affecter) else suivi.drapeau_pose
    membre = None
    if isinstance(command, commands.Affecter) and command.a:
        membre = personnes.rattachement(conn, command.a, command.structure)
    modification = None
    if signature is not None:
        par = personnes.utilisateur(conn, signature.par)
        nom = f"{par.prenom} {par.nom}" if par else signature.par
        modification = Modification(par=nom, le=signature.le)
    return replace(dossier, suivi=suivi, membre=membre, modification=modification)


def _depot(conn: Connection, command: commands.Deposer) -> Dossier:
    id = command.candidat.id if isinstance(command.candidat, Candidat) else command.candidat
    cadre = objets.cadre(conn, command.session, verrouiller=True)
    candidat = objets.candidat(conn, id, verrouiller=True)
    return replace(
        _de(cadre),
        candidat=candidat,
        en_cours=objets.en_cours(conn, id),
        deja_candidat=cadre is not None and objets.deja_candidat(conn, cadre.porteur, id, command.session),
        reference_prise=objets.porteur(conn, "candidature", command.reference) is not None,
    )


def _annulation(conn: Connection, session: str) -> Dossier:
    cadre = objets.cadre(conn, session, verrouiller=True)
    if cadre is None:
        return Dossier()
    references = objets.references_de_la_session(conn, cadre.porteur, session)
    trouvees = objets.candidatures(conn, cadre.porteur, references, verrouiller=True)
    return replace(_de(cadre), lignes=tuple((reference, trouvees[reference]) for reference in references))


def rattachement(conn: Connection, utilisateur: str, structure: str) -> Rattachement | None:
    """Rights are read again from the tables for each command, never from the token (SYNC, step c)."""
    return personnes.rattachement(conn, utilisateur, structure)
