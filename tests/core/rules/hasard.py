"""Hypothesis strategies: any command, any dossier, any context, of every shape that the types allow.

What was stored keeps what the borders have checked (references, coefficients of a few digits); what is typed does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from rafaelpro_tui.core import commands as verbes
from rafaelpro_tui.core.model import (
    Action,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Contact,
    Convocation,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Role,
    Session,
    TypeEntrees,
)
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Compte, Dossier, EnCours, Saisie
from tests.core.rules.monde import (
    A_COMPLETER,
    AUTRE,
    FORMATEUR,
    GUIDE,
    HSP,
    MOI,
    POSITIONNEUR,
    PRF,
    RESPONSABLE,
    SESSION,
    TIERS,
    candidature,
    completer,
    conforme,
    contexte,
    convoquer,
    decidee,
    dossier,
    j,
    lot,
    non,
    non_conforme,
    noter,
    oui,
    rendre,
    repecher,
    session,
)

STRUCTURES = st.sampled_from([RESPONSABLE, FORMATEUR, POSITIONNEUR, TIERS])
# Mostly around the guide's session, so that the rules meet; now and then at the ends of the calendar.
JOURS = st.one_of(
    st.dates(j("01/01/2022"), j("01/11/2022")),
    st.sampled_from([date.min, date.max, j("10/12/9999"), GUIDE.debut, GUIDE.fin, j("15/09/2022"), j("16/09/2022")]),
    st.dates(),
)
_DEMESURES = "0 -0 1 35 40 40.01 35.255 -1 1.5 1E+5000 -1E+5000 1E-5000 1E+999999 NaN Infinity -Infinity"
DECIMAUX = st.one_of(
    st.sampled_from(_DEMESURES.split()),
    st.decimals(min_value=0, max_value=50, places=2).map(str),
    st.decimals(allow_nan=False).map(str),
).map(Decimal)
_SIGNES = st.characters(exclude_characters="«»", exclude_categories=())
TEXTES = st.one_of(
    st.just(""),
    st.sampled_from(
        ["RAS", "  \n ", "x" * 250, "x" * 251, "x" * 501, "x" * 20_000, "1 49 12 75 115 234", "\ud800", "a\tb"]
    ),
    st.text(_SIGNES, max_size=20),
)
REFERENCES = st.sampled_from(["C1", "C2", "C3"])

COMMUN: dict[str, Any] = {"id": st.uuids(), "structure": STRUCTURES, "utilisateur": st.just(MOI)}
_OUI: dict[str, Any] = {
    "entree": st.none() | JOURS,
    "sortie": st.none() | JOURS,
    "intensite": st.none() | DECIMAUX,
}
_MOTIFS = st.none() | st.sampled_from([*Motif, *MotifHsp])
RECRUTEMENTS = st.one_of(
    st.builds(verbes.SaisieRecrutementOui, **_OUI, commentaire=TEXTES),
    st.builds(verbes.SaisieRecrutementNon, motif=_MOTIFS, raison=TEXTES, commentaire=TEXTES),
)
SAISIES = st.one_of(
    RECRUTEMENTS,
    st.builds(verbes.SaisieConformiteOui, **_OUI, commentaire=TEXTES),
    st.builds(verbes.SaisieConformiteNon, motif=_MOTIFS, raison=TEXTES),
)
CONTACTS = st.lists(
    st.builds(
        Contact,
        nom=st.just("Accueil") | TEXTES,
        telephone=st.sampled_from(["", "0556000000"]) | TEXTES,
        courriel=st.sampled_from(["", "accueil@exemple.fr"]) | TEXTES,
    ),
    max_size=3,
).map(tuple)
LIENS = (
    st.none()
    | st.sampled_from(["", "https://exemple.fr", "ftp://exemple.fr", "https://" + "a" * 5_000 + " b"])
    | TEXTES
)
CANDIDATS = st.builds(Candidat, id=st.sampled_from(["P1", "P2"]), nom_naissance=TEXTES, prenom=TEXTES)

_RANGS = st.integers(-1, 4)
_LOT: dict[str, Any] = {"session": st.just(SESSION), "candidatures": st.just(("C1", "C2"))}
SUR_CANDIDATURE: dict[str, st.SearchStrategy[verbes.SurCandidature]] = {
    "convoquer": st.builds(verbes.Convoquer, **COMMUN, candidature=REFERENCES, date=JOURS),
    "deplacer_convocation": st.builds(
        verbes.DeplacerConvocation, **COMMUN, candidature=REFERENCES, rang=_RANGS, date=JOURS
    ),
    "noter_resultat": st.builds(
        verbes.NoterResultat,
        **COMMUN,
        candidature=REFERENCES,
        rang=_RANGS,
        resultat=st.sampled_from(Resultat),
        commentaire=TEXTES,
    ),
    "rendre_avis": st.builds(verbes.RendreAvis, **COMMUN, candidature=REFERENCES, avis=SAISIES),
    "retenir_liste_attente": st.builds(
        verbes.RetenirListeAttente, **COMMUN, **_OUI, candidature=REFERENCES, commentaire=TEXTES
    ),
    "completer_retenue": st.builds(verbes.CompleterRetenue, **COMMUN, **_OUI, candidature=REFERENCES),
}
COMMANDES: st.SearchStrategy[verbes.AnyCommand] = st.one_of(
    *SUR_CANDIDATURE.values(),
    st.builds(verbes.LotConvoquer, **COMMUN, **_LOT, date=JOURS),
    st.builds(verbes.LotNoterResultat, **COMMUN, **_LOT, resultat=st.sampled_from(Resultat)),
    st.builds(verbes.LotRendreAvis, **COMMUN, **_LOT, avis=RECRUTEMENTS),
    st.builds(verbes.LotRetenirListeAttente, **COMMUN, **_LOT, **_OUI),
    st.builds(verbes.ModifierAction, **COMMUN, action=st.just("A1"), plus=st.none() | TEXTES, lien_web=LIENS),
    st.builds(
        verbes.ModifierSession,
        **COMMUN,
        session=TEXTES,
        coefficient=st.none() | DECIMAUX,
        date_limite_inscription=st.none() | JOURS,
        date_limite_entree_tardive=st.none() | JOURS,
        avant=st.none()
        | st.builds(
            verbes.ValeursSession,
            coefficient=st.none() | DECIMAUX,
            date_limite_inscription=st.none() | JOURS,
            date_limite_entree_tardive=st.none() | JOURS,
        ),
    ),
    st.builds(verbes.ModifierContacts, **COMMUN, session=TEXTES, contacts=CONTACTS),
    st.builds(
        verbes.ModifierDroit,
        **COMMUN,
        membre=TEXTES,
        droit=st.none() | st.sampled_from(Droit),
        referent=st.none() | st.booleans(),
    ),
    st.builds(verbes.Annuler, **COMMUN, commande=st.uuids()),
    st.builds(
        verbes.Deposer,
        **COMMUN,
        reference=REFERENCES,
        session=TEXTES,
        candidat=TEXTES | CANDIDATS,
        prescripteur=TEXTES,
        deposee_le=st.none() | JOURS,
    ),
    st.builds(verbes.AnnulerSession, **COMMUN, session=TEXTES),
    st.builds(verbes.PasserAvisNonTransmis, **COMMUN, candidature=REFERENCES),
)

_HEURES = st.decimals(min_value="0.01", max_value=40, places=2)
_RETENUE: dict[str, Any] = {"entree": JOURS, "sortie": JOURS, "intensite": _HEURES}
AVIS = st.one_of(
    st.builds(RecrutementOui, **_RETENUE),
    st.builds(RecrutementACompleter),
    st.builds(RecrutementNon, motif=st.sampled_from(Motif)),
    st.builds(ConformiteOui, **_RETENUE),
    st.builds(ConformiteNon, motif=st.sampled_from(MotifHsp)),
)


def _numerotees(rdvs: list[tuple[date, Resultat | None]]) -> tuple[Convocation, ...]:
    return tuple(Convocation(rang=n, date=jour, resultat=resultat) for n, (jour, resultat) in enumerate(rdvs, start=1))


CONVOCATIONS = st.lists(st.tuples(JOURS, st.none() | st.sampled_from([*Resultat, Resultat.PRESENCE])), max_size=4).map(
    _numerotees
)
CANDIDATURES = st.builds(
    Candidature,
    reference=REFERENCES,
    session=st.sampled_from([SESSION, SESSION, "00999999"]),
    candidat=st.just("P1"),
    prescripteur=st.just("Mission locale de Pau"),
    deposee_le=JOURS,
    etat=st.sampled_from([*Etat, *[Etat.EN_ATTENTE] * 6]),
    convocations=CONVOCATIONS,
    avis=st.lists(AVIS, max_size=2).map(
        lambda rendus: tuple(AvisRendu(rang=n, avis=avis) for n, avis in enumerate(rendus, start=1))
    ),
)
SESSIONS = st.just(GUIDE) | st.builds(
    Session,
    reference=st.just(SESSION),
    action=st.just("A1"),
    formateur=STRUCTURES,
    positionneur=STRUCTURES,
    commune=st.just("Bordeaux"),
    code_postal=st.just("33000"),
    debut=JOURS,
    fin=JOURS,
    type_entrees=st.sampled_from(TypeEntrees),
    effectif_minimal=st.just(4),
    effectif_vise=st.integers(0, 40),
    capacite_accueil=st.integers(0, 40),
    coefficient=st.decimals(min_value=0, max_value=10, places=2),
    date_limite_inscription=JOURS,
    date_limite_entree_tardive=JOURS,
    annulee=st.sampled_from([False, False, False, True]),
    intensite_hebdomadaire=st.none() | DECIMAUX,
    contacts=CONTACTS,
)
RATTACHEMENTS = st.builds(
    Rattachement,
    utilisateur=st.just("ali"),
    structure=STRUCTURES,
    droit=st.sampled_from([*Droit, *[Droit.GENERAL] * 4]),
    referent=st.booleans(),
)
SESSION_PLEINE = st.builds(Compte, en_attente=st.integers(0, 30), retenues=st.integers(0, 30))
DOSSIERS = st.builds(
    Dossier,
    candidature=st.none() | CANDIDATURES | CANDIDATURES | CANDIDATURES,
    candidat=st.none() | CANDIDATS,
    session=st.none() | SESSIONS | SESSIONS | SESSIONS,
    action=st.sampled_from(
        [
            *[Action(id="A1", intitule="Amorce de parcours", dispositif="PRF", responsable=RESPONSABLE)] * 4,
            Action(id="A1", intitule="Amorce de parcours", dispositif="PRF", responsable=TIERS),
            None,
        ]
    ),
    dispositif=st.sampled_from([PRF, PRF, PRF, HSP, AUTRE, None]),
    compte=SESSION_PLEINE,
    en_cours=st.builds(EnCours, total=st.integers(0, 4), hsp=st.integers(0, 2)),
    deja_candidat=st.booleans(),
    reference_prise=st.booleans(),
    membre=st.none() | RATTACHEMENTS,
    referents=st.integers(0, 2),
    lignes=st.lists(CANDIDATURES, max_size=3).map(lambda connues: (*((c.reference, c) for c in connues), ("C9", None))),
    roles_action=st.lists(st.sampled_from(Role), unique=True).map(tuple),
    saisie=st.none()
    | st.builds(
        Saisie,
        id=st.just("x"),
        utilisateur=st.sampled_from([MOI, "ali"]),
        type=st.sampled_from(["rendre_avis", "annuler"]),
        reste=st.floats(-1, 20),
        suite_definitive=st.none() | st.just("convoquer"),
    ),
)
CONTEXTES = st.builds(
    Context,
    utilisateur=st.just(MOI),
    structure=STRUCTURES,
    rattachement=RATTACHEMENTS | RATTACHEMENTS | RATTACHEMENTS | st.none(),
    maintenant=JOURS.map(lambda jour: datetime.combine(jour, time(12))),
)


# The same, close to the guide's session and with the rights to act: there the rules of the fields are met.


def _rdvs(jours: Sequence[date], resultats: Sequence[Resultat | None]) -> tuple[Convocation, ...]:
    """Coherent ones: in order, and only the last may be without an answer or other than an absence justifiée."""
    dates = sorted(jours)[: len(resultats)]
    return tuple(
        Convocation(rang=n, date=jour, resultat=resultats[n - 1] if n == len(dates) else Resultat.ABSENCE_JUSTIFIEE)
        for n, jour in enumerate(dates, start=1)
    )


RENDEZ_VOUS = st.builds(
    _rdvs,
    st.lists(st.dates(j("10/02/2022"), j("15/09/2022")), max_size=3),
    st.lists(st.none() | st.sampled_from(Resultat), min_size=3, max_size=3),
)
SUJETS: st.SearchStrategy[Candidature] = st.one_of(
    RENDEZ_VOUS.map(lambda rdvs: replace(candidature(), convocations=rdvs)),
    st.sampled_from([*(decidee(etat) for etat in Etat), A_COMPLETER]),
)
PROCHES = st.builds(
    dossier,
    SUJETS,
    session=st.sampled_from([GUIDE, *(session(type_entrees=genre) for genre in TypeEntrees)]),
    dispositif=st.sampled_from([PRF, PRF, AUTRE, HSP]),
    compte=SESSION_PLEINE,
    en_cours=st.builds(EnCours, total=st.integers(0, 3)),
    membre=RATTACHEMENTS,
    referents=st.integers(1, 2),
    lignes=st.lists(SUJETS, max_size=3).map(lambda connues: tuple((c.reference, c) for c in connues)),
    saisie=st.builds(
        Saisie, id=st.just("x"), utilisateur=st.just(MOI), type=st.just("convoquer"), reste=st.floats(-1, 20)
    ),
)
AUTORISES = st.builds(
    contexte,
    st.sampled_from([RESPONSABLE, POSITIONNEUR]),
    jour=st.dates(j("10/02/2022"), j("20/09/2022")),
    referent=st.booleans(),
)

_RETENIR: list[verbes.SaisieRecrutement] = [verbes.SaisieRecrutementOui(), oui(), non(), non(Motif.SESSION_COMPLETE)]
PLAUSIBLES: st.SearchStrategy[verbes.AnyCommand] = st.sampled_from(
    [
        convoquer("20/08/2022"),
        *(noter(resultat, rang) for resultat in Resultat for rang in (1, 2, 3)),
        *(rendre(saisie) for saisie in (oui(), non(), non(Motif.SESSION_COMPLETE), conforme(), non_conforme())),
        repecher(),
        completer(),
        *(lot(verbes.LotRendreAvis, avis=saisie) for saisie in _RETENIR),
        lot(verbes.LotRetenirListeAttente),
        lot(verbes.LotConvoquer, date=j("20/08/2022")),
    ]
)

SITUATIONS = st.one_of(
    st.tuples(PLAUSIBLES, PROCHES, AUTORISES),
    st.tuples(COMMANDES, PROCHES, AUTORISES),
    st.tuples(COMMANDES, DOSSIERS, CONTEXTES),
)
