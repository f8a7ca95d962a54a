"""A dataset: one JSON object that holds a whole past, loaded all or nothing (CONTRATS §3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.core.exchange import dataset_coherence, dataset_formes, dataset_valeurs
from rafaelpro_tui.core.exchange.dataset_formes import FormeCandidature, FormeDataset, FormeUtilisateur
from rafaelpro_tui.core.exchange.fautes import FauteDite
from rafaelpro_tui.core.exchange.formes import en_liste, faute_avis, premiere_faute, sans_textes_nuls
from rafaelpro_tui.core.exchange.json_strict import ErreurSyntaxe, Faute, cite, ecrire, lire
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Rattachement,
    Session,
    Structure,
    Utilisateur,
)
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.store.driver import Connection

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Charge = Structure | Utilisateur | Rattachement | Dispositif | Action | Session | Candidat | Candidature
_T = TypeVar("_T")
TAILLE_MAX: Final = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What a dataset holds, checked: each object refers to objects of the file or of the base it is for."""

    structures: tuple[Structure, ...]
    utilisateurs: tuple[Utilisateur, ...]
    rattachements: tuple[Rattachement, ...]
    dispositifs: tuple[Dispositif, ...]
    actions: tuple[Action, ...]
    sessions: tuple[Session, ...]
    candidats: tuple[Candidat, ...]
    candidatures: tuple[Candidature, ...]

    def objets(self) -> Iterator[Charge]:
        """Everything, each object after those that it refers to."""
        yield from self.structures
        yield from self.utilisateurs
        yield from self.rattachements
        yield from self.dispositifs
        yield from self.actions
        yield from self.sessions
        yield from self.candidats
        yield from self.candidatures


def charger_dataset(
    chemin: Path, chemin_base: Path, *, progress: Callable[[int], object] | None = None
) -> dict[str, int]:
    """Load the file into the base, made if it is missing; the number of objects of each kind.

    `progress` is called with the number of objects written so far.

    Raises:
        SaisieMalformee: the file cannot be; FichierInaccessible; what `Base` raises. Nothing is written then.
    """
    forme = _lire_forme(chemin)
    if not chemin_base.exists():
        dataset = _verifier(forme, None)
        with Base.chantier(chemin_base) as base:
            return charger(base, dataset.objets(), progress=progress)
    with Base.open(chemin_base) as base, base.write.groupee() as conn:
        return charger(base, _verifier(forme, conn).objets(), progress=progress)


def lire_dataset(chemin: Path) -> Dataset:
    """The dataset of a file that refers to nothing outside it.

    Raises:
        SaisieMalformee: with the path of what is wrong (`candidatures[3].avis.motif`), its value and the remedy.
        FichierInaccessible.
    """
    return _verifier(_lire_forme(chemin), None)


def _lire_forme(chemin: Path) -> FormeDataset:
    from pydantic import ValidationError

    try:
        brut = lire(_lire_texte(chemin))
    except ErreurSyntaxe as faute:
        raise SaisieMalformee(f"« {chemin.name} », ligne {faute.ligne} : {_minuscule(faute.raison)}") from None
    except Faute as faute:
        raise _malformee(FauteDite(faute.chemin, faute.raison, "")) from None
    if not isinstance(brut, dict):
        raise SaisieMalformee(f"« {chemin.name} » n’est pas un objet JSON.", "Mettez les listes entre accolades.")
    for liste in ("utilisateurs", "actions", "candidats", "sessions"):
        for objet in en_liste(brut.get(liste)):
            sans_textes_nuls(objet)
            for contact in en_liste(objet.get("contacts") if isinstance(objet, dict) else None):
                sans_textes_nuls(contact)
    _verifier_formes_d_avis(brut)
    try:
        return _adaptateur().validate_json(ecrire(brut), strict=True)
    except Faute as faute:
        raise _malformee(FauteDite(faute.chemin, faute.raison, "")) from None
    except ValidationError as erreur:
        raise _malformee(premiere_faute(erreur, FormeDataset, brut)) from None


@cache
def _adaptateur() -> TypeAdapter[FormeDataset]:
    from pydantic import TypeAdapter

    return TypeAdapter(FormeDataset)


def _lire_texte(chemin: Path) -> str:
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            raise SaisieMalformee(f"« {chemin.name} » dépasse {TAILLE_MAX // 10**9} Go.", "Découpez-le.")
        return chemin.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FichierInaccessible(f"Le fichier « {chemin} » n’existe pas.", "Vérifiez son chemin.") from None
    except OSError as erreur:
        raise FichierInaccessible(f"Le fichier « {chemin} » ne peut pas être lu.") from erreur
    except UnicodeDecodeError as erreur:
        raise SaisieMalformee(
            f"« {chemin.name} » n’est pas de l’UTF-8 (octet {erreur.start + 1}).", "Enregistrez-le en UTF-8."
        ) from None


def _verifier_formes_d_avis(brut: dict[str, Any]) -> None:
    for rang, candidature in enumerate(en_liste(brut.get("candidatures"))):
        avis = candidature.get("avis") if isinstance(candidature, dict) else None
        if isinstance(avis, dict):
            sans_textes_nuls(avis)
            if faute := faute_avis(avis):
                raise _malformee(faute._replace(chemin=f"candidatures[{rang}].avis.{faute.chemin}"))


def _verifier(forme: FormeDataset, conn: Connection | None) -> Dataset:
    return _Verification(forme, conn).dataset()


class _Verification:
    """One walk through a dataset, in the order of its lists; the first thing wrong ends it.

    With a connection, objects may refer to those of its base, and may not be there already.
    """

    def __init__(self, forme: FormeDataset, conn: Connection | None) -> None:
        self._forme = forme
        self._conn = conn
        self._structures = {s.id: s for s in forme.structures}
        self._dispositifs = {d.code: d for d in forme.dispositifs}
        self._actions = {a.id: a for a in forme.actions}
        self._sessions = {s.reference: s for s in forme.sessions}
        self._candidats = {c.id: c for c in forme.candidats}

    def dataset(self) -> Dataset:
        forme = self._forme
        self._liste("structures", forme.structures, "id", dataset_valeurs.structure, objets.lire_structure)
        self._liste("utilisateurs", forme.utilisateurs, "id", self._utilisateur, objets.lire_utilisateur)
        self._liste("dispositifs", forme.dispositifs, "code", dataset_valeurs.dispositif, objets.lire_dispositif)
        self._liste("actions", forme.actions, "id", self._action, objets.lire_action)
        self._liste("sessions", forme.sessions, "reference", self._session, objets.lire_session)
        self._liste("candidats", forme.candidats, "id", dataset_valeurs.candidat, objets.lire_candidat)
        self._liste("candidatures", forme.candidatures, "reference", self._candidature, objets.lire_candidature)
        utilisateurs = [dataset_formes.utilisateur(u) for u in forme.utilisateurs]
        return Dataset(
            structures=forme.structures,
            utilisateurs=tuple(u for u, _ in utilisateurs),
            rattachements=tuple(r for _, rattachements in utilisateurs for r in rattachements),
            dispositifs=forme.dispositifs,
            actions=forme.actions,
            sessions=forme.sessions,
            candidats=forme.candidats,
            candidatures=tuple(dataset_formes.candidature(c) for c in forme.candidatures),
        )

    def _liste(
        self,
        nom: str,
        elements: Iterable[_T],
        cle: str,
        fautes: Callable[[_T], Iterator[FauteDite]],
        deja: Callable[[Connection, str], object],
    ) -> None:
        vus: dict[str, int] = {}
        for rang, element in enumerate(elements):
            for faute in fautes(element):
                raise _malformee(faute._replace(chemin=f"{nom}[{rang}].{faute.chemin}"))
            identifiant = getattr(element, cle)
            chemin = f"{nom}[{rang}].{cle}"
            if identifiant in vus:
                raison = f"L’identifiant {cite(identifiant)} est déjà celui de {nom}[{vus[identifiant]}]."
                raise _malformee(FauteDite(chemin, raison, "Donnez-en un autre."))
            vus[identifiant] = rang
            if self._conn is not None and deja(self._conn, identifiant) is not None:
                raison = f"L’identifiant {cite(identifiant)} est déjà dans la base."
                raise _malformee(FauteDite(chemin, raison, "Retirez cet objet, ou chargez dans une base neuve."))

    def _utilisateur(self, forme: FormeUtilisateur) -> Iterator[FauteDite]:
        yield from dataset_valeurs.identifiant("id", forme.id)
        for cle in ("nom", "prenom", "courriel"):
            yield from dataset_valeurs.texte(cle, getattr(forme, cle), requis=cle == "nom")
        vues: set[str] = set()
        for rang, rattachement in enumerate(forme.rattachements):
            chemin = f"rattachements[{rang}].structure"
            yield from self._structure(chemin, rattachement.structure)
            if rattachement.structure in vues:
                raison = f"La structure {cite(rattachement.structure)} y figure deux fois."
                yield FauteDite(chemin, raison, "Gardez un seul rattachement par structure.")
            vues.add(rattachement.structure)

    def _action(self, objet: Action) -> Iterator[FauteDite]:
        yield from dataset_valeurs.action(objet)
        yield from self._connu("dispositif", objet.dispositif, self._dispositifs, objets.lire_dispositif)
        yield from self._structure("responsable", objet.responsable)

    def _session(self, objet: Session) -> Iterator[FauteDite]:
        yield from dataset_valeurs.session(objet)
        yield from self._connu("action", objet.action, self._actions, objets.lire_action)
        yield from self._structure("formateur", objet.formateur)
        yield from self._structure("positionneur", objet.positionneur)

    def _candidature(self, forme: FormeCandidature) -> Iterator[FauteDite]:
        yield from dataset_valeurs.identifiant("reference", forme.reference)
        yield from dataset_valeurs.texte("prescripteur", forme.prescripteur, requis=True)
        yield from self._connu("session", forme.session, self._sessions, objets.lire_session)
        yield from self._connu("candidat", forme.candidat, self._candidats, objets.lire_candidat)
        session = self._trouver(forme.session, self._sessions, objets.lire_session)
        assert session is not None
        action = self._trouver(session.action, self._actions, objets.lire_action)
        assert action is not None
        dispositif = self._trouver(action.dispositif, self._dispositifs, objets.lire_dispositif)
        assert dispositif is not None
        yield from dataset_coherence.fautes(forme, hsp=dispositif.hsp, type_entrees=session.type_entrees)

    def _structure(self, cle: str, id: str) -> Iterator[FauteDite]:
        return self._connu(cle, id, self._structures, objets.lire_structure)

    def _connu(
        self, cle: str, id: str, ici: Mapping[str, _T], en_base: Callable[[Connection, str], _T | None]
    ) -> Iterator[FauteDite]:
        if self._trouver(id, ici, en_base) is None:
            ou = "ni dans le fichier ni dans la base" if self._conn is not None else "pas dans le fichier"
            raison = f"L’objet {cite(id)} n’est {ou}."
            yield FauteDite(cle, raison, "Ajoutez-le, ou corrigez cet identifiant.")

    def _trouver(self, id: str, ici: Mapping[str, _T], en_base: Callable[[Connection, str], _T | None]) -> _T | None:
        if (trouve := ici.get(id)) is not None or self._conn is None:
            return trouve
        return en_base(self._conn, id)


def _malformee(faute: FauteDite) -> SaisieMalformee:
    ou = f"{faute.chemin} : " if faute.chemin else ""
    raison = _minuscule(faute.raison) if ou else faute.raison
    return SaisieMalformee(ou + raison, f"{faute.remede} Rien n’a été chargé.".strip())


def _minuscule(phrase: str) -> str:
    """To go on after « : »."""
    return phrase[0].lower() + phrase[1:]
