"""Who may sit at the desk: the user, their structures, and which one is active first (DRT-7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Droit, Rattachement, Structure, Utilisateur
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues import Acteur

if TYPE_CHECKING:
    from rafaelpro_tui.core.vues_accueil import Membre, StructureVue

UTILISATEUR_DEFAUT: Final = "utilisateur_defaut"
STRUCTURE_DEFAUT: Final = "structure_defaut"
"""Keys of `meta`: who a base is opened for when nobody is named."""

_PREMIER_UTILISATEUR: Final = """
  SELECT u.id FROM utilisateur u LEFT JOIN rattachement r ON r.utilisateur = u.id
  ORDER BY r.structure IS NOT ?, r.droit IS NULL, r.droit <> 'general', u.id LIMIT 1"""
_PREMIERE_STRUCTURE: Final = """
  SELECT structure FROM rattachement WHERE utilisateur = ? ORDER BY droit <> 'general', structure LIMIT 1"""
_STRUCTURES: Final = """
  SELECT s.id, s.siret, s.nom, r.droit, r.referent FROM rattachement r JOIN structure s ON s.id = r.structure
  WHERE r.utilisateur = ? ORDER BY s.nom_tri, s.id"""
_MEMBRES: Final = """
  SELECT u.id, u.nom, u.prenom, u.courriel, r.droit, r.referent
  FROM rattachement r JOIN utilisateur u ON u.id = r.utilisateur WHERE r.structure = ?"""
_EN_ATTENTE: Final = """
  SELECT coalesce(sum(k.n), 0) FROM compte k WHERE k.etat = 'en_attente' AND k.session IN (
    SELECT n FROM session WHERE positionneur = ?1
    UNION SELECT s.n FROM session s JOIN action a ON a.n = s.action WHERE a.responsable = ?1)"""


def choisir(conn: Connection, utilisateur: str | None, structure: str | None, *, rattache: bool = True) -> Acteur:
    """Who acts, for which structure. Who is not named is the base's default, else its first user with every right.

    When a structure is named, who is not named is one of its own users, if it has any.

    Raises:
        Introuvable: unknown user or structure, or the user is not attached to it. `rattache` False leaves the last to
            the rules, that refuse each command (DRT-7).
    """
    personne = _utilisateur(conn, utilisateur, structure)
    if personne is None:
        return _personne(conn, structure)
    id = structure or _structure_de(conn, personne.id)
    organisme = objets.lire_structure(conn, id) if id else None
    if id and organisme is None:
        raise Introuvable(f"La structure «\u00a0{id}\u00a0» n’existe pas dans cette base.")
    lien = objets.lire_rattachement(conn, personne.id, id) if id else None
    if structure and lien is None and rattache:
        raise Introuvable(
            f"L’utilisateur «\u00a0{personne.id}\u00a0» n’est pas rattaché à la structure «\u00a0{structure}\u00a0»."
        )
    return _acteur(personne, organisme, lien)


def structures(conn: Connection, utilisateur: str) -> tuple[StructureVue, ...]:
    """Those a user is attached to, by name, with what waits for each to be handled (DRT-1)."""
    from rafaelpro_tui.core.vues_accueil import StructureVue

    return tuple(
        StructureVue(
            structure=Structure(id=id, siret=siret, nom=nom),
            droit=Droit(droit),
            referent=bool(referent),
            en_attente=conn.execute(_EN_ATTENTE, (id,)).fetchone()[0],
        )
        for id, siret, nom, droit, referent in conn.execute(_STRUCTURES, (utilisateur,)).fetchall()
    )


def membres(conn: Connection, structure: str, utilisateur: str) -> tuple[Membre, ...]:
    """Everybody attached to a structure, by name (DRT-6); `utilisateur` is the one who asks."""
    from rafaelpro_tui.core.vues_accueil import Membre

    trouves = [
        Membre(
            utilisateur=id,
            nom=nom,
            prenom=prenom,
            courriel=courriel,
            droit=Droit(droit),
            referent=bool(referent),
            soi=id == utilisateur,
        )
        for id, nom, prenom, courriel, droit, referent in conn.execute(_MEMBRES, (structure,))
    ]
    return tuple(sorted(trouves, key=lambda membre: (fold(f"{membre.nom} {membre.prenom}"), membre.utilisateur)))


def _utilisateur(conn: Connection, id: str | None, structure: str | None) -> Utilisateur | None:
    if id is not None:
        personne = objets.lire_utilisateur(conn, id)
        if personne is None:
            raise Introuvable(f"L’utilisateur «\u00a0{id}\u00a0» n’existe pas dans cette base.")
        return personne
    defaut = _meta(conn, UTILISATEUR_DEFAUT)
    chez_lui = structure is None or (defaut and objets.lire_rattachement(conn, defaut, structure))
    if defaut and chez_lui and (personne := objets.lire_utilisateur(conn, defaut)):
        return personne
    premier = conn.execute(_PREMIER_UTILISATEUR, (structure,)).fetchone()
    return objets.lire_utilisateur(conn, premier[0]) if premier else None


def _structure_de(conn: Connection, utilisateur: str) -> str | None:
    defaut = _meta(conn, STRUCTURE_DEFAUT)
    if defaut and objets.lire_rattachement(conn, utilisateur, defaut):
        return defaut
    premiere = conn.execute(_PREMIERE_STRUCTURE, (utilisateur,)).fetchone()
    return premiere[0] if premiere else None


def _personne(conn: Connection, structure: str | None) -> Acteur:
    """A base that has no user: what it holds can be looked at, nothing can be done."""
    ligne = conn.execute("SELECT id FROM structure WHERE ?1 IS NULL OR id = ?1 ORDER BY id", (structure,)).fetchone()
    if ligne is None and structure is not None:
        raise Introuvable(f"La structure «\u00a0{structure}\u00a0» n’existe pas dans cette base.")
    return _acteur(None, objets.lire_structure(conn, ligne[0]) if ligne else None, None)


def _acteur(utilisateur: Utilisateur | None, structure: Structure | None, lien: Rattachement | None) -> Acteur:
    return Acteur(
        utilisateur=utilisateur,
        structure=structure or Structure(id="", siret="", nom="Aucune structure"),
        droit=lien.droit if lien else Droit.AUCUN,
        referent=lien.referent if lien else False,
    )


def _meta(conn: Connection, cle: str) -> str | None:
    ligne = conn.execute("SELECT valeur FROM meta WHERE cle = ?", (cle,)).fetchone()
    return ligne[0] if ligne else None
