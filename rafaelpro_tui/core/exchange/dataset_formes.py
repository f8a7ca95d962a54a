"""The shapes of a dataset that differ from those of the model (CONTRATS §3), and the way from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rafaelpro_tui.core.commands import (
    SaisieAvis,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.model import (
    Action,
    Avis,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Convocation,
    Dispositif,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Session,
    Structure,
    Utilisateur,
)
from rafaelpro_tui.core.rules.textes import propre

Jour = date


@dataclass(frozen=True, slots=True, kw_only=True)
class FormeRattachement:
    structure: str
    droit: Droit
    referent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormeUtilisateur:
    """A user with their attachments inside."""

    id: str
    nom: str
    prenom: str
    courriel: str = ""
    rattachements: tuple[FormeRattachement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormeConvocation:
    """Its rank is its place in the list."""

    date: Jour
    resultat: Resultat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormeCandidature:
    """One avis at most: the current one."""

    reference: str
    session: str
    candidat: str
    prescripteur: str
    deposee_le: Jour
    prescripteur_france_travail: bool = False
    convocations: tuple[FormeConvocation, ...] = ()
    etat: Etat = Etat.EN_ATTENTE
    avis: SaisieAvis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormeDataset:
    structures: tuple[Structure, ...] = ()
    utilisateurs: tuple[FormeUtilisateur, ...] = ()
    dispositifs: tuple[Dispositif, ...] = ()
    actions: tuple[Action, ...] = ()
    sessions: tuple[Session, ...] = ()
    candidats: tuple[Candidat, ...] = ()
    candidatures: tuple[FormeCandidature, ...] = ()
    __pydantic_config__ = {"extra": "forbid"}  # and, by inheritance, in all that it holds


def utilisateur(forme: FormeUtilisateur) -> tuple[Utilisateur, tuple[Rattachement, ...]]:
    return (
        Utilisateur(id=forme.id, nom=forme.nom, prenom=forme.prenom, courriel=forme.courriel),
        tuple(
            Rattachement(utilisateur=forme.id, structure=r.structure, droit=r.droit, referent=r.referent)
            for r in forme.rattachements
        ),
    )


def candidature(forme: FormeCandidature) -> Candidature:
    """The candidature of a form found coherent."""
    return Candidature(
        reference=forme.reference,
        session=forme.session,
        candidat=forme.candidat,
        prescripteur=forme.prescripteur,
        deposee_le=forme.deposee_le,
        prescripteur_france_travail=forme.prescripteur_france_travail,
        etat=forme.etat,
        convocations=tuple(
            Convocation(rang=rang, date=c.date, resultat=c.resultat) for rang, c in enumerate(forme.convocations, 1)
        ),
        avis=() if forme.avis is None else (AvisRendu(rang=1, avis=_avis(forme.avis)),),
    )


def _avis(saisie: SaisieAvis) -> Avis:
    match saisie:
        case SaisieRecrutementOui(entree=None, sortie=None, intensite=None):
            return RecrutementACompleter(commentaire=propre(saisie.commentaire))
        case SaisieRecrutementOui() | SaisieConformiteOui():
            assert saisie.entree is not None  # these three: seen by `dataset_coherence`
            assert saisie.sortie is not None
            assert saisie.intensite is not None
            oui = RecrutementOui if isinstance(saisie, SaisieRecrutementOui) else ConformiteOui
            return oui(
                entree=saisie.entree,
                sortie=saisie.sortie,
                intensite=saisie.intensite,
                commentaire=propre(saisie.commentaire),
            )
        case SaisieRecrutementNon():
            assert isinstance(saisie.motif, Motif)
            return RecrutementNon(
                motif=saisie.motif, raison=propre(saisie.raison), commentaire=propre(saisie.commentaire)
            )
        case _ if isinstance(saisie.motif, Motif):  # one that HSP has no word of its own for
            return RecrutementNon(motif=saisie.motif, raison=propre(saisie.raison))
        case _:
            assert isinstance(saisie.motif, MotifHsp)
            return ConformiteNon(motif=saisie.motif, raison=propre(saisie.raison))
