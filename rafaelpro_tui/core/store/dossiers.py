"""The dossier of a command: the whole truth for its rule; what may be seen of it, the rules decide (DRT-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Rattachement,
    Role,
    Session,
    Signature,
)
from rafaelpro_tui.core.rules.decision import Changement, Compte, Dossier, EnCours, Modification
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.driver import Connection

_INSCRITS: Final = """
  SELECT coalesce(sum(k.n) FILTER (WHERE k.etat = 'en_attente'), 0),
    coalesce(sum(k.n) FILTER (WHERE k.etat = 'retenue'), 0)
  FROM session s JOIN compte k ON k.session = s.n WHERE s.reference = ?"""
_EN_COURS: Final = """
  SELECT count(*), coalesce(sum(c.hsp), 0) FROM candidat p JOIN candidature c ON c.candidat = p.n
  WHERE p.id = ? AND c.etat = 'en_attente'"""
_DEJA_CANDIDAT: Final = """
  SELECT 1 FROM candidature c JOIN candidat p ON p.n = c.candidat JOIN session s ON s.n = c.session
  WHERE p.id = ? AND s.reference = ? AND c.etat IN ('en_attente', 'retenue')"""
_DE_LA_SESSION: Final = """
  SELECT c.reference FROM candidature c JOIN session s ON s.n = c.session WHERE s.reference = ? ORDER BY c.n"""
_ROLES: Final = """
  SELECT max(s.formateur = ?1), max(s.positionneur = ?1) FROM session s JOIN action a ON a.n = s.action
  WHERE a.id = ?2 AND (s.formateur = ?1 OR s.positionneur = ?1)"""

_MODIFICATION: Final = """
  SELECT coalesce(u.prenom || ' ' || u.nom, d.utilisateur), d.saisi_le
  FROM touche t JOIN depart d USING (seq) LEFT JOIN utilisateur u ON u.id = d.utilisateur
  WHERE t.genre = 'session' AND t.cle = ? AND d.statut NOT IN ('annulee', 'refusee') ORDER BY t.seq DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class _Cadre:
    """What a session comes with."""

    session: Session
    action: Action
    dispositif: Dispositif


@dataclass(slots=True)
class Lecteur:
    """Loads dossiers inside one transaction: sessions, formations and attachments are read once, until they change."""

    conn: Connection
    _cadres: dict[str, _Cadre | None] = field(default_factory=dict)
    _formations: dict[str, tuple[Action, Dispositif]] = field(default_factory=dict)
    _rattachements: dict[tuple[str, str], Rattachement | None] = field(default_factory=dict)

    def rattachement(self, utilisateur: str, structure: str) -> Rattachement | None:
        cle = utilisateur, structure
        if cle not in self._rattachements:
            self._rattachements[cle] = objets.lire_rattachement(self.conn, *cle)
        return self._rattachements[cle]

    def oublier(self, changements: Iterable[Changement]) -> None:
        """Have what these changes wrote read again."""
        for changement in changements:
            match changement.apres:
                case Session() as session:
                    self._cadres.pop(session.reference, None)
                case Action():
                    self._cadres.clear()
                    self._formations.clear()
                case Rattachement() as lien:
                    self._rattachements.pop((lien.utilisateur, lien.structure), None)

    def tout_oublier(self) -> None:
        self._cadres.clear()
        self._formations.clear()
        self._rattachements.clear()

    def charger(self, command: AnyCommand) -> Dossier:
        """Everything about `command` but `saisie`, which is not of the base's objects."""
        match command:
            case commands.Lot():
                return self._lot(command)
            case commands.ModifierSession():
                return replace(self._session(command.session), modification=self._modification(command.session))
            case commands.ModifierContacts():
                return self._session(command.session)
            case commands.ModifierAction():
                return Dossier(
                    action=objets.lire_action(self.conn, command.action),
                    roles_action=self.roles_de_l_action(command.structure, command.action),
                )
            case commands.ModifierDroit():
                return self._membre(command)
            case commands.Deposer():
                return self._depot(command)
            case commands.AnnulerSession():
                return self._session(command.session, lignes=self._de_la_session(command.session))
            case commands.Annuler():
                return Dossier()
            case commands.Tenir():
                return self._suivi(command)
            case _:
                return self.de_la_candidature(command.candidature)

    def de_la_candidature(self, reference: str) -> Dossier:
        """For the commands on one candidature, and for `explain`."""
        candidature = objets.lire_candidature(self.conn, reference)
        return Dossier() if candidature is None else self._session(candidature.session, candidature)

    def _session(
        self,
        reference: str,
        candidature: Candidature | None = None,
        lignes: tuple[tuple[str, Candidature | None], ...] = (),
    ) -> Dossier:
        cadre = self._cadre(reference)
        if cadre is None:
            return Dossier(candidature=candidature, lignes=lignes)
        en_attente, retenues = self.conn.execute(_INSCRITS, (reference,)).fetchone()
        return Dossier(
            candidature=candidature,
            session=cadre.session,
            action=cadre.action,
            dispositif=cadre.dispositif,
            compte=Compte(en_attente=en_attente, retenues=retenues),
            lignes=lignes,
        )

    def _cadre(self, reference: str) -> _Cadre | None:
        if reference not in self._cadres:
            self._cadres[reference] = self._lire_cadre(reference)
        return self._cadres[reference]

    def _lire_cadre(self, reference: str) -> _Cadre | None:
        session = objets.lire_session(self.conn, reference)
        return _Cadre(session, *self._formation(session.action)) if session else None

    def _formation(self, action: str) -> tuple[Action, Dispositif]:
        if action not in self._formations:
            formation = objets.lire_action(self.conn, action)
            assert formation is not None  # foreign keys hold it, and its dispositif
            dispositif = objets.lire_dispositif(self.conn, formation.dispositif)
            assert dispositif is not None
            self._formations[action] = formation, dispositif
        return self._formations[action]

    def _lot(self, command: commands.Lot) -> Dossier:
        trouvees = objets.lire_candidatures(self.conn, set(command.candidatures))
        vues = {
            reference: candidature
            for reference, candidature in trouvees.items()
            if self._a_un_role(command.structure, candidature.session)
        }
        return self._session(
            command.session,
            lignes=tuple((reference, vues.get(reference)) for reference in command.candidatures),
        )

    def _a_un_role(self, structure: str, session: str) -> bool:
        cadre = self._cadre(session)
        return cadre is not None and bool(roles(structure, cadre.session, cadre.action))

    def _de_la_session(self, reference: str) -> tuple[tuple[str, Candidature | None], ...]:
        references = [ligne[0] for ligne in self.conn.execute(_DE_LA_SESSION, (reference,))]
        trouvees = objets.lire_candidatures(self.conn, references)
        return tuple((reference, trouvees[reference]) for reference in references)

    def roles_de_l_action(self, structure: str, action: str) -> tuple[Role, ...]:
        """The roles of a structure on any session of an action (glossary, `action`)."""
        formateur, positionneur = self.conn.execute(_ROLES, (structure, action)).fetchone()
        tenus = ((Role.FORMATEUR, formateur), (Role.POSITIONNEUR, positionneur))
        return tuple(role for role, tenu in tenus if tenu)

    def _modification(self, session: str) -> Modification | None:
        ligne = self.conn.execute(_MODIFICATION, (session,)).fetchone()
        return Modification(par=ligne[0], le=datetime.fromisoformat(ligne[1])) if ligne else None

    def _membre(self, command: commands.ModifierDroit) -> Dossier:
        ((referents,),) = self.conn.execute(
            "SELECT count(*) FROM rattachement WHERE structure = ? AND referent", (command.structure,)
        ).fetchall()
        return Dossier(membre=self.rattachement(command.membre, command.structure), referents=referents)

    def _suivi(self, command: commands.SurSuivi) -> Dossier:
        suivi = objets.lire_suivi(self.conn, command.structure, command.candidature)
        dossier = replace(self.de_la_candidature(command.candidature), suivi=suivi)
        match command:
            case commands.Affecter():
                membre = self.rattachement(command.a, command.structure) if command.a else None
                return replace(dossier, membre=membre, modification=self._change(suivi.affectee if suivi else None))
            case commands.PoserDrapeau():
                return replace(dossier, modification=self._change(suivi.drapeau_pose if suivi else None))
        return dossier

    def _change(self, signature: Signature | None) -> Modification | None:
        if signature is None:
            return None
        par = objets.lire_utilisateur(self.conn, signature.par)
        return Modification(par=f"{par.prenom} {par.nom}" if par else signature.par, le=signature.le)

    def _depot(self, command: commands.Deposer) -> Dossier:
        id = command.candidat.id if isinstance(command.candidat, Candidat) else command.candidat
        total, hsp = self.conn.execute(_EN_COURS, (id,)).fetchone()
        pris = self.conn.execute("SELECT 1 FROM candidature WHERE reference = ?", (command.reference,))
        deja = self.conn.execute(_DEJA_CANDIDAT, (id, command.session))
        cadre = self._session(command.session)
        return Dossier(
            candidat=objets.lire_candidat(self.conn, id),
            session=cadre.session,
            action=cadre.action,
            dispositif=cadre.dispositif,
            compte=cadre.compte,
            en_cours=EnCours(total=total, hsp=hsp),
            deja_candidat=deja.fetchone() is not None,
            reference_prise=pris.fetchone() is not None,
        )
