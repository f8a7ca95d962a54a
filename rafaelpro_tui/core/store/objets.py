"""Rows of the tables to nouns: each function gives a whole object by its public key, or None.

Functions take the connection of the reading or of the transaction under way, so that they see what it sees.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from rafaelpro_tui.core import model  # Its names of a candidature are not for the first list.
from rafaelpro_tui.core.model import (
    Action,
    Contact,
    Dispositif,
    Droit,
    Rattachement,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.store.driver import Connection

if TYPE_CHECKING:
    from rafaelpro_tui.core.candidature import (
        Avis,
        AvisRendu,
        Candidat,
        Candidature,
        Signature,
        Suivi,
    )

jour = lru_cache(maxsize=16_384)(date.fromisoformat)
"""A date of the base."""

SESSION: Final = """s.n, s.reference, a.id, s.formateur, s.positionneur, s.commune, s.code_postal, s.debut, s.fin,
  s.type_entrees, s.effectif_minimal, s.effectif_vise, s.capacite_accueil, s.coefficient, s.date_limite_inscription,
  s.date_limite_entree_tardive, s.annulee, s.intensite_hebdomadaire"""
"""What `session_de` reads, of `session s JOIN action a`."""
ETAT_SESSION: Final = (
    "CASE WHEN s.annulee THEN 'annulee' WHEN s.fin < :jour THEN 'terminee' WHEN s.debut <= :jour THEN 'en_cours'"
    " ELSE 'a_venir' END"
)
"""SQL: ECH-4."""
_SESSION: Final = f"SELECT {SESSION} FROM session s JOIN action a ON a.n = s.action WHERE s.reference = ?"
_ACTION: Final = """
  SELECT id, intitule, dispositif, responsable, publiee, archivee, plus, lien_web FROM action WHERE id = ?"""
_CANDIDAT: Final = """
  SELECT id, nom_naissance, prenom, nom_usage, naissance, telephone, courriel, commune, code_postal,
    inscrit_france_travail
  FROM candidat WHERE id = ?"""
_CANDIDATURE: Final = """
  SELECT c.n, c.reference, s.reference, p.id, c.prescripteur, c.deposee_le, c.prescripteur_france_travail, c.etat
  FROM candidature c JOIN session s ON s.n = c.session JOIN candidat p ON p.n = c.candidat"""
_AVIS: Final = "rang, genre, entree, sortie, intensite, motif, raison, commentaire, par, le"


@lru_cache(maxsize=4096)
def decimal(centiemes: int) -> Decimal:
    """Hundredths to a number."""
    return Decimal(centiemes).scaleb(-2)


def lire_structure(conn: Connection, id: str) -> Structure | None:
    ligne = conn.execute("SELECT id, siret, nom FROM structure WHERE id = ?", (id,)).fetchone()
    return Structure(id=ligne[0], siret=ligne[1], nom=ligne[2]) if ligne else None


def lire_utilisateur(conn: Connection, id: str) -> Utilisateur | None:
    ligne = conn.execute("SELECT id, nom, prenom, courriel FROM utilisateur WHERE id = ?", (id,)).fetchone()
    return Utilisateur(id=ligne[0], nom=ligne[1], prenom=ligne[2], courriel=ligne[3]) if ligne else None


def existe_utilisateur(conn: Connection) -> bool:
    """Whether the base knows anybody."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM utilisateur)").fetchone()[0])


def lire_rattachement(conn: Connection, utilisateur: str, structure: str) -> Rattachement | None:
    ligne = conn.execute(
        "SELECT droit, referent FROM rattachement WHERE utilisateur = ? AND structure = ?", (utilisateur, structure)
    ).fetchone()
    if not ligne:
        return None
    return Rattachement(utilisateur=utilisateur, structure=structure, droit=Droit(ligne[0]), referent=bool(ligne[1]))


def lire_dispositif(conn: Connection, code: str) -> Dispositif | None:
    ligne = conn.execute(
        "SELECT code, libelle, coefficient_min, coefficient_max, hsp, finance_region FROM dispositif WHERE code = ?",
        (code,),
    ).fetchone()
    if not ligne:
        return None
    return Dispositif(
        code=ligne[0],
        libelle=ligne[1],
        coefficient_min=decimal(ligne[2]),
        coefficient_max=decimal(ligne[3]),
        hsp=bool(ligne[4]),
        finance_region=bool(ligne[5]),
    )


def lire_action(conn: Connection, id: str) -> Action | None:
    ligne = conn.execute(_ACTION, (id,)).fetchone()
    if not ligne:
        return None
    return Action(
        id=ligne[0],
        intitule=ligne[1],
        dispositif=ligne[2],
        responsable=ligne[3],
        publiee=bool(ligne[4]),
        archivee=bool(ligne[5]),
        plus=ligne[6],
        lien_web=ligne[7],
    )


def lire_session(conn: Connection, reference: str) -> Session | None:
    ligne = conn.execute(_SESSION, (reference,)).fetchone()
    if not ligne:
        return None
    contacts = conn.execute(
        "SELECT nom, telephone, courriel FROM contact WHERE session = ? ORDER BY rang", (ligne[0],)
    ).fetchall()
    return session_de(
        ligne, tuple(Contact(nom=nom, telephone=telephone, courriel=courriel) for nom, telephone, courriel in contacts)
    )


def session_de(ligne: Any, contacts: tuple[Contact, ...] = ()) -> Session:
    """A row that starts with the columns of `SESSION`."""
    return Session(
        reference=ligne[1],
        action=ligne[2],
        formateur=ligne[3],
        positionneur=ligne[4],
        commune=ligne[5],
        code_postal=ligne[6],
        debut=jour(ligne[7]),
        fin=jour(ligne[8]),
        type_entrees=TypeEntrees(ligne[9]),
        effectif_minimal=ligne[10],
        effectif_vise=ligne[11],
        capacite_accueil=ligne[12],
        coefficient=decimal(ligne[13]),
        date_limite_inscription=jour(ligne[14]),
        date_limite_entree_tardive=jour(ligne[15]),
        annulee=bool(ligne[16]),
        intensite_hebdomadaire=None if ligne[17] is None else decimal(ligne[17]),
        contacts=contacts,
    )


def lire_candidat(conn: Connection, id: str) -> Candidat | None:
    ligne = conn.execute(_CANDIDAT, (id,)).fetchone()
    if not ligne:
        return None
    return model.Candidat(
        id=ligne[0],
        nom_naissance=ligne[1],
        prenom=ligne[2],
        nom_usage=ligne[3],
        naissance=jour(ligne[4]) if ligne[4] else None,
        telephone=ligne[5],
        courriel=ligne[6],
        commune=ligne[7],
        code_postal=ligne[8],
        inscrit_france_travail=bool(ligne[9]),
    )


def lire_candidature(conn: Connection, reference: str) -> Candidature | None:
    ligne = conn.execute(f"{_CANDIDATURE} WHERE c.reference = ?", (reference,)).fetchone()
    if not ligne:
        return None
    convocations = conn.execute(
        "SELECT rang, date, resultat FROM convocation WHERE candidature = ? ORDER BY rang", (ligne[0],)
    ).fetchall()
    avis = conn.execute(f"SELECT {_AVIS} FROM avis WHERE candidature = ? ORDER BY rang", (ligne[0],)).fetchall()
    return _candidature(ligne, convocations, avis)


def lire_suivi(conn: Connection, structure: str, candidature: str) -> Suivi | None:
    ligne = conn.execute(
        "SELECT drapeau, drapeau_par, drapeau_le, charge, affectee_par, affectee_le FROM suivi"
        " WHERE structure = ? AND candidature = ?",
        (structure, candidature),
    ).fetchone()
    if not ligne:
        return None
    notes = conn.execute(
        "SELECT id, texte, par, le, modifiee_le FROM note WHERE structure = ? AND candidature = ? ORDER BY rang",
        (structure, candidature),
    ).fetchall()
    return model.Suivi(
        structure=structure,
        candidature=candidature,
        drapeau=model.Drapeau(ligne[0]),
        drapeau_pose=_signature(ligne[1], ligne[2]),
        charge=ligne[3],
        affectee=_signature(ligne[4], ligne[5]),
        notes=tuple(
            model.Note(
                id=id,
                texte=texte,
                ecrite=model.Signature(par=par, le=datetime.fromisoformat(le)),
                modifiee_le=datetime.fromisoformat(modifiee_le) if modifiee_le else None,
            )
            for id, texte, par, le, modifiee_le in notes
        ),
    )


def _signature(par: str | None, le: str | None) -> Signature | None:
    return None if par is None or le is None else model.Signature(par=par, le=datetime.fromisoformat(le))


def lire_candidatures(conn: Connection, references: Collection[str]) -> dict[str, Candidature]:
    """Those that exist, by reference, in three queries whatever their number."""
    if not references:
        return {}
    import json  # not for the first screen

    cles = json.dumps(list(references))
    lignes = conn.execute(f"{_CANDIDATURE} WHERE c.reference IN (SELECT value FROM json_each(?))", (cles,)).fetchall()
    ns = json.dumps([ligne[0] for ligne in lignes])
    convocations: dict[int, list[Any]] = {}
    for n, *ligne in conn.execute(
        "SELECT candidature, rang, date, resultat FROM convocation"
        " WHERE candidature IN (SELECT value FROM json_each(?)) ORDER BY candidature, rang",
        (ns,),
    ):
        convocations.setdefault(n, []).append(ligne)
    avis: dict[int, list[Any]] = {}
    for n, *ligne in conn.execute(
        f"SELECT candidature, {_AVIS} FROM avis"
        " WHERE candidature IN (SELECT value FROM json_each(?)) ORDER BY candidature, rang",
        (ns,),
    ):
        avis.setdefault(n, []).append(ligne)
    return {ligne[1]: _candidature(ligne, convocations.get(ligne[0], ()), avis.get(ligne[0], ())) for ligne in lignes}


def _candidature(ligne: Any, convocations: Sequence[Any], avis: Sequence[Any]) -> Candidature:
    return model.Candidature(
        reference=ligne[1],
        session=ligne[2],
        candidat=ligne[3],
        prescripteur=ligne[4],
        deposee_le=jour(ligne[5]),
        prescripteur_france_travail=bool(ligne[6]),
        etat=model.Etat(ligne[7]),
        convocations=tuple(
            model.Convocation(rang=rang, date=jour(le), resultat=model.Resultat(resultat) if resultat else None)
            for rang, le, resultat in convocations
        ),
        avis=tuple(_avis(rendu) for rendu in avis),
    )


def _avis(ligne: Any) -> AvisRendu:
    rang, genre, entree, sortie, intensite, motif, raison, commentaire, par, le = ligne
    avis: Avis
    match genre:
        case "recrutement_oui":
            avis = model.RecrutementOui(
                entree=jour(entree), sortie=jour(sortie), intensite=decimal(intensite), commentaire=commentaire
            )
        case "recrutement_a_completer":
            avis = model.RecrutementACompleter(commentaire=commentaire)
        case "recrutement_non":
            avis = model.RecrutementNon(motif=model.Motif(motif), raison=raison, commentaire=commentaire)
        case "conformite_oui":
            avis = model.ConformiteOui(
                entree=jour(entree), sortie=jour(sortie), intensite=decimal(intensite), commentaire=commentaire
            )
        case _:
            avis = model.ConformiteNon(motif=model.MotifHsp(motif), raison=raison)
    return model.AvisRendu(rang=rang, avis=avis, par=par, le=datetime.fromisoformat(le) if le else None)
