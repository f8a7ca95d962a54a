"""A small authority in this process, over a base of its own: what the protocol asks of a server, and no more.

The reference server has its own tests; this one lets a test cut the way to it, and look at its base.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from rafaelpro_tui.core import images
from rafaelpro_tui.core.execution import Execution
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.model import Candidature, Session
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.erreurs import HorsLigne
from rafaelpro_tui.core.sync.fil import (
    Actuel,
    Attachement,
    CommandeEnvoyee,
    Envoi,
    Moi,
    ObjetRecu,
    Page,
    Reponse,
    Retire,
    Sort,
)
from tests.core.atelier import HorlogeDeTest

Cle = tuple[str, str]


@dataclass
class Coupure:
    """What the network does: `avant` the request arrives, or `apres`, once the server has done its part."""

    avant: int = 0
    apres: int = 0


@dataclass
class Autorite:
    """The truth. Each user reaches it by a `Porte` of their own."""

    chemin: Path
    horloge: HorlogeDeTest
    epoque: str = "e1"
    sorts: dict[UUID, tuple[str, Sort]] = field(default_factory=dict)
    versions: dict[Cle, tuple[int, str]] = field(default_factory=dict)
    fils: dict[str, dict[Cle, tuple[int, int, str | None]]] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    auteurs: dict[Cle, tuple[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = Base.open(self.chemin)
        self.execution = Execution(self.base, self.horloge, 0.0)

    def recevoir(self, envoi: Envoi, utilisateur: str) -> Reponse:
        sorts = tuple(self._executer(commande, envoi.poste, utilisateur) for commande in envoi.commandes)
        return Reponse(commandes=sorts, horloge=self.horloge.maintenant(), epoque=self.epoque)

    def _executer(self, commande: CommandeEnvoyee, poste: str, utilisateur: str) -> Sort:
        contenu = dumps(commande.args) + commande.type
        if commande.id in self.sorts:
            premier, sort = self.sorts[commande.id]
            assert premier == contenu
            return replace(sort, rejoue=True)
        brut = {"id": str(commande.id), "type": commande.type, "structure": commande.structure}
        corps = dumps(brut | {"utilisateur": utilisateur} | commande.args)
        (resultat,) = self.execution.executer([images.lire_commande(corps)], 1)
        json_ = resultat.to_json()
        actuel = None
        if resultat.regle == "CAN-3":
            cle = "candidature", str(commande.args["candidature"])
            par = self.auteurs.get(cle, ("quelqu’un", 0))[0]
            actuel = Actuel(etat=str(resultat.etat), par=par, le=self.horloge.maintenant())
        if resultat.fait and "candidature" in commande.args:
            self.auteurs["candidature", str(commande.args["candidature"])] = utilisateur, 0
        sort = Sort(
            id=commande.id,
            type=commande.type,
            issue="fait" if resultat.fait else "refus",
            regle=resultat.regle,
            message=resultat.message,
            remede=resultat.remede,
            avertissements=tuple(json_["avertissements"]),
            etat=resultat.etat,
            etape=resultat.etape,
            lignes=None if resultat.lignes is None else tuple(json_["lignes"]),
            actuel=actuel,
        )
        self.sorts[commande.id] = contenu, sort
        return sort

    def page(self, structure: str, curseur: str | None, limite: int, voit: bool) -> Page:
        self._rafraichir(structure, voit)
        epoque, depuis, voyait = (curseur or f"{self.epoque}:0:{voit}").split(":")
        complet = curseur is not None and (epoque != self.epoque or voyait != str(voit))
        apres = 0 if complet else int(depuis)
        suite = sorted((seq, cle) for cle, (seq, _, _) in self.fils[structure].items() if seq > apres)
        page = suite[:limite]
        objets_, retires = [], []
        for _, (genre, cle) in page:
            _, version, corps = self.fils[structure][genre, cle]
            if corps is None:
                retires.append(Retire(genre=genre, cle=cle))
            else:
                objets_.append(ObjetRecu(genre=genre, cle=cle, version=version, corps=json.loads(corps)))
        fin = len(suite) <= limite
        dernier = page[-1][0] if page else apres
        return Page(
            objets=tuple(objets_),
            retires=tuple(retires),
            curseur=f"{self.epoque}:{dernier}:{voit}",
            fin=fin,
            complet=complet,
            epoque=self.epoque,
            horloge=self.horloge.maintenant(),
            empreinte=self._empreinte(structure) if fin else None,
        )

    def _empreinte(self, structure: str) -> dict[str, fil.Empreinte]:
        par_genre: dict[str, list[int]] = {}
        for (genre, cle), (_, version, corps) in self.fils[structure].items():
            if corps is not None:
                par_genre.setdefault(genre, []).append(fil.resume(genre, cle, version, json.loads(corps)))
        return {genre: fil.empreinte(resumes) for genre, resumes in par_genre.items()}

    def _rafraichir(self, structure: str, voit: bool) -> None:
        with self.base.read() as conn:
            vus = {
                (g, c): corps
                for g, c, corps in visibles(conn, structure)
                if voit or g not in ("candidat", "candidature")
            }
        fil_ = self.fils.setdefault(structure, {})
        for cle, corps in vus.items():
            version, connu = self.versions.get(cle, (0, ""))
            if connu != corps:
                version += 1
                self.versions[cle] = version, corps
            if cle not in fil_ or fil_[cle][1:] != (version, corps):
                self.seqs[structure] = self.seqs.get(structure, 0) + 1
                fil_[cle] = self.seqs[structure], version, corps
        for cle, (_, version, connu_) in list(fil_.items()):
            if cle not in vus and connu_ is not None:
                self.seqs[structure] = self.seqs.get(structure, 0) + 1
                fil_[cle] = self.seqs[structure], version, None


def visibles(conn: Connection, structure: str) -> list[tuple[str, str, str]]:
    """What a structure sees: genre, key, corps."""
    nouns: list[Any] = []
    nouns += [objets.lire_structure(conn, id) for (id,) in conn.execute("SELECT id FROM structure")]
    nouns += [objets.lire_dispositif(conn, code) for (code,) in conn.execute("SELECT code FROM dispositif")]
    for (utilisateur,) in conn.execute("SELECT utilisateur FROM rattachement WHERE structure = ?", (structure,)):
        nouns += [
            objets.lire_utilisateur(conn, utilisateur),
            objets.lire_rattachement(conn, utilisateur, structure),
        ]
    candidats: set[str] = set()
    actions: set[str] = set()
    for (reference,) in conn.execute("SELECT reference FROM session").fetchall():
        session = objets.lire_session(conn, reference)
        assert isinstance(session, Session)
        action = objets.lire_action(conn, session.action)
        assert action is not None
        if structure not in (action.responsable, session.formateur, session.positionneur):
            continue
        nouns.append(session)
        actions.add(action.id)
        if structure not in (action.responsable, session.positionneur):
            continue
        for (c,) in conn.execute(
            "SELECT c.reference FROM candidature c JOIN session s ON s.n = c.session WHERE s.reference = ?",
            (reference,),
        ).fetchall():
            candidature = objets.lire_candidature(conn, c)
            assert isinstance(candidature, Candidature)
            nouns.append(candidature)
            candidats.add(candidature.candidat)
    nouns += [objets.lire_action(conn, id) for id in sorted(actions)]
    nouns += [objets.lire_candidat(conn, id) for id in sorted(candidats)]
    trouves = []
    for noun in nouns:
        corps: dict[str, Any] = {"image": images.image(noun)}
        if images.genre(noun) == "candidat":
            total, hsp = conn.execute(
                "SELECT count(*), coalesce(sum(c.hsp), 0) FROM candidature c JOIN candidat p ON p.n = c.candidat"
                " WHERE p.id = ? AND c.etat = 'en_attente'",
                (noun.id,),
            ).fetchone()
            corps["en_cours"] = {"total": total, "hsp": hsp}
        trouves.append((images.genre(noun), images.cle(noun), dumps(corps)))
    return trouves


@dataclass
class Porte:
    """A `fil.Serveur` for one user, whose way can be cut."""

    autorite: Autorite
    utilisateur: str
    attachements: tuple[Attachement, ...]
    coupure: Coupure = field(default_factory=Coupure)
    hors_ligne: bool = False

    def envoyer(self, envoi: Envoi) -> Reponse:
        self._partir()
        reponse = self.autorite.recevoir(envoi, self.utilisateur)
        self._revenir()
        return reponse

    def reponse(self, id: UUID) -> Sort | None:
        self._partir()
        return self.autorite.sorts[id][1] if id in self.autorite.sorts else None

    def changements(self, structure: str, curseur: str | None, limite: int, attente: float = 0.0) -> Page:
        self._partir()
        droit = next(a.droit for a in self.attachements if a.structure == structure)
        page = self.autorite.page(structure, curseur, limite, droit in ("general", "preinscription"))
        self._revenir()
        return page

    def moi(self) -> Moi:
        self._partir()
        return Moi(
            utilisateur=self.utilisateur,
            nom="Martin",
            prenom="Léa",
            courriel="",
            attachements=self.attachements,
            epoque=self.autorite.epoque,
        )

    def _partir(self) -> None:
        if self.hors_ligne:
            raise HorsLigne("Le câble est débranché.")
        if self.coupure.avant:
            self.coupure.avant -= 1
            raise HorsLigne("Coupé à l’aller.")

    def _revenir(self) -> None:
        if self.coupure.apres:
            self.coupure.apres -= 1
            raise HorsLigne("Coupé au retour.")
