"""A whole dataset into an empty truth (CONTRATS §3): to begin, to show, to test. The feed tells it all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, insert

from rafaelpro_tui.core import images
from rafaelpro_tui.core.images import Noun
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Etat,
    Rattachement,
    Session,
    Structure,
    Suivi,
    Utilisateur,
)
from rafaelpro_tui.core.rules.decision import EnCours
from rafaelpro_tui.server.store import effectifs, fils, objets, publication, rangement, tables
from rafaelpro_tui.server.store.fils import Nouvelle

_LOT: Final = 2_000
"""Rows of one insertion."""


def charger(conn: Connection, nouns: Iterable[Noun]) -> Counter[str]:
    """Insert new objects, each after those it refers to, and publish them; how many of each genre.

    None may refer to what is in the base already. Raises IntegrityError when a key is taken.
    """
    monde = _Monde()
    lignes: dict[Table, list[dict[str, Any]]] = {}
    for noun in nouns:
        monde.ajouter(noun)
        for table, ligne in lignes_de(noun, *monde.place(noun)):
            lignes.setdefault(table, []).append(ligne)
    for ligne in lignes.get(tables.session, ()):
        ligne["compte"] = images.dumps(monde.comptes[ligne["reference"]])
    for table in tables.metadata.sorted_tables:
        for rang in range(0, len(lignes.get(table, ())), _LOT):
            conn.execute(insert(table), lignes[table][rang : rang + _LOT])
    fils.dire(conn, monde.nouvelles())
    return monde.genres


def inserer(conn: Connection, noun: Noun) -> None:
    """One new object, at version 1. Raises IntegrityError when its key is taken, or it refers to nothing."""
    sous = None
    if isinstance(noun, Session):
        sous = objets.porteur(conn, "action", noun.action)
    for table, ligne in lignes_de(noun, sous or "", False):
        conn.execute(insert(table).values(ligne))


def lignes_de(noun: Noun, sous: str, hsp: bool) -> Iterator[tuple[Table, dict[str, Any]]]:
    """The rows of a new object; `sous`: the Responsable of a session or a candidature, `hsp`: of a candidature."""
    image = {"version": 1, "image": images.to_json(noun)}
    match noun:
        case Structure():
            yield tables.structure, {"id": noun.id, "siret": noun.siret} | image
        case Utilisateur():
            yield tables.utilisateur, {"id": noun.id, "courriel": noun.courriel} | image
        case Dispositif():
            yield tables.dispositif, {"code": noun.code} | image
        case Rattachement():
            lien = {"utilisateur": noun.utilisateur, "structure": noun.structure, "referent": noun.referent}
            yield tables.rattachement, lien | image
        case Action():
            yield tables.adresse, {"cle": noun.id, "genre": "action", "porteur": noun.responsable}
            yield tables.action, {"porteur": noun.responsable, "id": noun.id, "dispositif": noun.dispositif} | image
        case Session():
            yield tables.adresse, {"cle": noun.reference, "genre": "session", "porteur": sous}
            yield (
                tables.session,
                {
                    "porteur": sous,
                    "reference": noun.reference,
                    "action": noun.action,
                    "formateur": noun.formateur,
                    "positionneur": noun.positionneur,
                    "fin": noun.fin,
                    "annulee": noun.annulee,
                    "compte": "{}",
                    "compte_version": 1,
                }
                | image,
            )
        case Candidat():
            yield tables.candidat, {"id": noun.id} | image
        case Candidature():
            yield from rangement.lignes_candidature(sous, noun, hsp=hsp)
        case Suivi():
            yield tables.suivi, {"structure": noun.structure, "candidature": noun.candidature} | image


class _Monde:
    """What is being loaded: whom to tell of each thing is known without asking the base every time."""

    def __init__(self) -> None:
        self.genres: Counter[str] = Counter()
        self.comptes: dict[str, Counter[str]] = defaultdict(Counter)
        self._par_genre: dict[str, dict[str, Any]] = defaultdict(dict)
        self._des_actions: dict[str, set[str]] = defaultdict(set)
        self._du_candidat: dict[str, list[Candidature]] = defaultdict(list)

    def ajouter(self, noun: Noun) -> None:
        genre = images.genre(noun)
        self.genres[genre] += 1
        self._par_genre[genre][images.cle(noun)] = noun
        match noun:
            case Action():
                self._des_actions[noun.id].add(noun.responsable)
            case Session():
                self._des_actions[noun.action] |= {noun.formateur, noun.positionneur}
            case Candidature():
                hsp = self._hsp(self._action(self._session(noun)))
                self.comptes[noun.session][effectifs.case(noun, hsp)] += 1
                self._du_candidat[noun.candidat].append(noun)

    def place(self, noun: Noun) -> tuple[str, bool]:
        """The Responsable that an object is kept under, and whether it is of the HSP."""
        match noun:
            case Session():
                return self._action(noun).responsable, False
            case Candidature():
                action = self._action(self._session(noun))
                return action.responsable, self._hsp(action)
            case _:
                return "", False

    def nouvelles(self) -> Iterator[Nouvelle]:
        """As `publication` would tell each."""
        for lien in self._par_genre["rattachement"].values():
            yield from self._dire(lien.structure, lien, self._par_genre["utilisateur"][lien.utilisateur])
            yield from self._dire(lien.structure, self._par_genre["structure"][lien.structure])
        for action in self._par_genre["action"].values():
            for structure in self._des_actions[action.id]:
                yield from self._dire(structure, action, self._par_genre["dispositif"][action.dispositif])
                yield from self._dire(structure, self._par_genre["structure"][action.responsable])
        for session in self._par_genre["session"].values():
            concernes = publication.concernes(self._action(session), session)
            for structure in concernes:
                yield from self._dire(structure, session, *(self._par_genre["structure"][id] for id in concernes))
                yield from self._dire(structure, effectifs.comptes(session.reference, self.comptes[session.reference]))
        for id, candidat in self._par_genre["candidat"].items():
            candidatures = self._du_candidat[id]
            en_cours = [c for c in candidatures if c.etat is Etat.EN_ATTENTE]
            hsp = sum(self._hsp(self._action(self._session(c))) for c in en_cours)
            corps = publication.corps_candidat(candidat, EnCours(total=len(en_cours), hsp=hsp))
            for structure in {structure for c in candidatures for structure in self._traitants(c)}:
                yield Nouvelle(structure, "candidat", id, 1, corps)
        for candidature in self._par_genre["candidature"].values():
            for structure in self._traitants(candidature):
                yield from self._dire(structure, candidature)
        for suivi in self._par_genre["suivi"].values():
            yield from self._dire(suivi.structure, suivi)

    def _dire(self, structure: str, *nouns: Noun) -> Iterator[Nouvelle]:
        for noun in nouns:
            yield Nouvelle(structure, images.genre(noun), images.cle(noun), 1, {"image": images.image(noun)})

    def _session(self, candidature: Candidature) -> Session:
        session: Session = self._par_genre["session"][candidature.session]
        return session

    def _action(self, session: Session) -> Action:
        action: Action = self._par_genre["action"][session.action]
        return action

    def _hsp(self, action: Action) -> bool:
        return bool(self._par_genre["dispositif"][action.dispositif].hsp)

    def _traitants(self, candidature: Candidature) -> set[str]:
        session = self._session(candidature)
        return publication.traitants(self._action(session), session)
