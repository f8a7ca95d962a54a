"""LOT — by lot: exactly what each candidature would get alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.commands import (
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    SaisieRecrutement,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    SurCandidature,
    SurLot,
)
from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    Etape,
    Etat,
    Motif,
    RecrutementACompleter,
    RecrutementOui,
    Resultat,
    Session,
    TypeEntrees,
)
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.decision import Accord, Compte, Decision, Dossier
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    CONVOQUEE,
    ENTENDUES,
    EXCUSEE,
    EXCUSEE_DEUX_FOIS,
    GUIDE,
    MOI,
    PRESENTE,
    TROISIEME_RDV,
    accorde,
    alertes,
    apres,
    completer,
    conforme,
    contexte,
    convoquer,
    decidee,
    decider,
    dossier,
    j,
    lot,
    non,
    noter,
    oui,
    regle,
    rendre,
    repecher,
    session,
)

SANS_MODIFICATION = SaisieRecrutementOui()
SEQUENCEE = session(type_entrees=TypeEntrees.SEQUENCEES)
PERMANENTE = session(type_entrees=TypeEntrees.PERMANENTES)


def nommees(*candidatures: Candidature) -> list[Candidature]:
    return [replace(c, reference=f"C{n}") for n, c in enumerate(candidatures, start=1)]


def sur(*candidatures: Candidature, session: Session = GUIDE, compte: Compte | None = None) -> Dossier:
    lignes = tuple((c.reference, c) for c in candidatures)
    return dossier(session=session, compte=compte or Compte(), lignes=lignes)


def issues(decision: Decision) -> list[str]:
    """Of each row, the rule that refuses or « ok »."""
    assert isinstance(decision, Accord)
    assert decision.lignes is not None
    return ["ok" if isinstance(ligne.decision, Accord) else ligne.decision.regle for ligne in decision.lignes]


@pytest.mark.parametrize(
    ("genre", "champs", "candidatures", "attendues"),
    [
        pytest.param(
            LotConvoquer,
            {"date": j("10/05/2022")},
            [A_CONVOQUER, CONVOQUEE, EXCUSEE, PRESENTE, decidee("retenue")],
            ["ok", "CNV-2", "ok", "CNV-2", "CAN-3"],
            id="convoquer qui peut l’être",
        ),
        pytest.param(
            LotNoterResultat,
            {"resultat": Resultat.PRESENCE},
            [A_CONVOQUER, CONVOQUEE, TROISIEME_RDV, PRESENTE],
            ["CNV-4", "ok", "ok", "CNV-4"],
            id="noter la présence de qui est convoqué",
        ),
        pytest.param(
            LotRendreAvis,
            {"avis": non(Motif.SESSION_COMPLETE)},
            [PRESENTE, A_CONVOQUER, decidee("non_retenue"), PRESENTE],
            ["ok", "AVI-1", "CAN-3", "ok"],
            id="refuser qui s’est présenté",
        ),
        pytest.param(
            LotRendreAvis,
            {"avis": non(Motif.AUTRES)},
            [PRESENTE, A_CONVOQUER],
            ["AVI-4", "AVI-1"],
            id="chaque ligne a sa propre règle",
        ),
        pytest.param(
            LotRendreAvis,
            {"avis": conforme()},
            [PRESENTE, A_CONVOQUER, decidee("retenue")],
            ["HSP-1", "HSP-1", "CAN-3"],
            id="pas de conformité hors de l’HSP",
        ),
        pytest.param(
            LotRetenirListeAttente,
            {},
            [decidee("refus_session_complete"), PRESENTE, decidee("retenue")],
            ["ok", "AVI-10", "AVI-10"],
            id="retenir qui est en liste d’attente",
        ),
    ],
)
def test_lot_5_ligne_par_ligne(
    genre: type[SurLot], champs: dict[str, object], candidatures: list[Candidature], attendues: list[str]
) -> None:
    sujets = nommees(*candidatures)
    decision = accorde(lot(genre, *sujets, **champs), sur(*sujets), contexte())
    assert issues(decision) == attendues
    assert decision.lignes is not None
    assert [ligne.candidature for ligne in decision.lignes] == [c.reference for c in sujets]
    faites = [ligne.decision for ligne in decision.lignes if isinstance(ligne.decision, Accord)]
    assert decision.changements == tuple(c for faite in faites for c in faite.changements)
    assert [c.avant for c in decision.changements] == [
        c for c, issue in zip(sujets, attendues, strict=True) if issue == "ok"
    ]


def test_lot_1_une_seule_session_a_la_fois() -> None:
    ailleurs = replace(PRESENTE, reference="C2", session="00999999")
    ouvert = replace(sur(PRESENTE, ailleurs), lignes=(("C1", PRESENTE), ("C2", ailleurs), ("C3", None)))
    command = lot(LotRendreAvis, PRESENTE, ailleurs, avis=non())
    decision = accorde(command, ouvert, contexte())
    assert issues(decision) == ["ok", "LOT-1", "DRT-5"]
    assert decision.lignes is not None
    assert "00999999" in decision.lignes[1].decision.message  # type: ignore[union-attr]
    assert "C3" in decision.lignes[2].decision.message  # type: ignore[union-attr]


def test_lot_1_une_candidature_nommee_deux_fois_est_traitee_une_fois() -> None:
    command = lot(LotRendreAvis, PRESENTE, PRESENTE, avis=non())
    decision = accorde(command, sur(PRESENTE, PRESENTE), contexte())
    assert issues(decision) == ["ok", "CAN-3"]
    assert len(decision.changements) == 1


def test_un_lot_vide_ne_fait_rien() -> None:
    assert accorde(lot(LotRendreAvis, avis=non()), sur(), contexte()) == Accord(lignes=())


# LOT-3


@pytest.mark.parametrize(
    ("saisie", "intensite", "attendu"),
    [
        pytest.param(SANS_MODIFICATION, None, ("01/03/2022", "25/08/2022", "35"), id="début, fin, et 35 h"),
        pytest.param(SANS_MODIFICATION, "28.5", ("01/03/2022", "25/08/2022", "28.5"), id="l’intensité de la session"),
        pytest.param(oui(), "28.5", ("02/05/2022", "25/08/2022", "35"), id="les valeurs données"),
        pytest.param(oui(sortie=None, intensite=None), None, ("02/05/2022", "25/08/2022", "35"), id="l’entrée seule"),
        pytest.param(
            oui(entree=None, sortie="30/06/2022", intensite=None),
            "28.5",
            ("01/03/2022", "30/06/2022", "28.5"),
            id="la sortie seule",
        ),
        pytest.param(
            oui(entree=None, sortie=None, intensite="20"), "28.5", ("01/03/2022", "25/08/2022", "20"), id="l’intensité"
        ),
    ],
)
def test_lot_3_sans_et_avec_modification(
    saisie: SaisieRecrutementOui, intensite: str | None, attendu: tuple[str, str, str]
) -> None:
    fixe = session(intensite_hebdomadaire=None if intensite is None else Decimal(intensite))
    entree, sortie, heures = attendu
    avis = RecrutementOui(entree=j(entree), sortie=j(sortie), intensite=Decimal(heures))
    retenue = apres(lot(LotRendreAvis, PRESENTE, avis=saisie), sur(PRESENTE, session=fixe), contexte())
    assert (retenue.etat, retenue.avis_courant) == (Etat.RETENUE, avis)

    attente = decidee("refus_session_complete")
    command = lot(
        LotRetenirListeAttente, attente, entree=saisie.entree, sortie=saisie.sortie, intensite=saisie.intensite
    )
    retenue = apres(command, sur(attente, session=fixe), contexte())
    assert (retenue.etat, retenue.avis_courant, len(retenue.avis)) == (Etat.RETENUE, avis, 2)


@pytest.mark.parametrize(
    ("saisie", "attendue"),
    [
        pytest.param(oui(intensite="40.01"), "AVI-2", id="une intensité trop forte"),
        pytest.param(oui(entree="26/08/2022", sortie=None), "AVI-2", id="une entrée après la sortie par défaut"),
        pytest.param(replace(SANS_MODIFICATION, commentaire="x" * 251), "AVI-8", id="un commentaire trop long"),
    ],
)
def test_lot_3_les_regles_d_un_oui_tiennent(saisie: SaisieRecrutement, attendue: str) -> None:
    assert issues(decider(lot(LotRendreAvis, PRESENTE, avis=saisie), sur(PRESENTE), contexte())) == [attendue]


def test_lot_3_garde_le_commentaire() -> None:
    command = lot(LotRendreAvis, PRESENTE, avis=SaisieRecrutementOui(commentaire="Bienvenue."))
    assert apres(command, sur(PRESENTE), contexte()).avis_courant.commentaire == "Bienvenue."


def test_avi_11_le_lot_compte_les_retenues_au_fur_et_a_mesure() -> None:
    sujets = nommees(PRESENTE, PRESENTE, PRESENTE)
    command = lot(LotRendreAvis, *sujets, avis=oui())
    lignes = accorde(command, sur(*sujets, compte=Compte(en_attente=3, retenues=19)), contexte()).lignes
    assert lignes is not None
    assert [[a.message[:3] for a in ligne.decision.avertissements] for ligne in lignes] == [[], ["21\xa0"], ["22\xa0"]]  # type: ignore[union-attr]


# LOT-4


@pytest.mark.parametrize("ou", [SEQUENCEE, PERMANENTE], ids=["séquencées", "permanentes"])
def test_lot_4_retenue_a_completer(ou: Session) -> None:
    context = contexte()
    command = lot(LotRendreAvis, PRESENTE, avis=SaisieRecrutementOui(commentaire=" à affiner "))
    retenue = apres(command, sur(PRESENTE, session=ou), context)
    ouvert = RecrutementACompleter(commentaire="à affiner")
    assert retenue == replace(
        PRESENTE, etat=Etat.RETENUE, avis=(AvisRendu(rang=1, avis=ouvert, par=MOI, le=context.maintenant),)
    )
    assert retenue.a_completer

    complete = apres(completer(), dossier(retenue, session=ou), context)
    assert complete.etat is Etat.RETENUE
    assert complete.avis_courant == RecrutementOui(
        entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal(35), commentaire="à affiner"
    )
    assert [a.rang for a in complete.avis] == [1, 2]
    assert not complete.a_completer
    assert regle(completer(), dossier(complete, session=ou), context) == "LOT-4"


@pytest.mark.parametrize("ou", [SEQUENCEE, PERMANENTE], ids=["séquencées", "permanentes"])
@pytest.mark.parametrize(
    ("saisie", "attendue"),
    [
        pytest.param(SANS_MODIFICATION, "ok", id="sans dates"),
        pytest.param(oui(sortie=None, intensite=None), "LOT-4", id="avec une entrée"),
        pytest.param(oui(entree=None, intensite=None), "LOT-4", id="avec une sortie"),
        pytest.param(oui(entree=None, sortie=None), "LOT-4", id="avec une intensité"),
        pytest.param(replace(SANS_MODIFICATION, commentaire="x" * 251), "AVI-8", id="un commentaire trop long"),
    ],
)
def test_lot_4_pas_de_dates_par_lot(ou: Session, saisie: SaisieRecrutementOui, attendue: str) -> None:
    command = lot(LotRendreAvis, PRESENTE, avis=saisie)
    assert issues(decider(command, sur(PRESENTE, session=ou), contexte())) == [attendue]
    if not saisie.commentaire:
        attente = decidee("refus_session_complete")
        command_ = lot(
            LotRetenirListeAttente, attente, entree=saisie.entree, sortie=saisie.sortie, intensite=saisie.intensite
        )
        assert issues(decider(command_, sur(attente, session=ou), contexte())) == [attendue]


def test_lot_4_un_non_par_lot_reste_un_non() -> None:
    command = lot(LotRendreAvis, PRESENTE, avis=non())
    assert apres(command, sur(PRESENTE, session=SEQUENCEE), contexte()).etat is Etat.NON_RETENUE


def test_lot_4_don_1_et_avi_11_avertissent() -> None:
    command = lot(LotRendreAvis, PRESENTE, avis=SaisieRecrutementOui(commentaire="1 49 12 75 115 234"))
    (ligne,) = accorde(command, sur(PRESENTE, session=SEQUENCEE, compte=Compte(retenues=20)), contexte()).lignes or ()
    assert isinstance(ligne.decision, Accord)
    assert [a.regle for a in ligne.decision.avertissements] == ["DON-1", "AVI-11"]


@pytest.mark.parametrize(
    ("sujet", "attendu"),
    [
        pytest.param(A_COMPLETER, "ok", id="retenue par lot"),
        pytest.param(decidee("retenue"), "LOT-4", id="retenue avec ses dates"),
        pytest.param(PRESENTE, "LOT-4", id="pas encore retenue"),
        pytest.param(decidee("non_retenue"), "LOT-4", id="non retenue"),
        pytest.param(replace(A_COMPLETER, etat=Etat.REFUS_SESSION_ANNULEE), "LOT-4", id="session annulée depuis"),
    ],
)
def test_lot_4_ce_qui_se_complete(sujet: Candidature, attendu: str) -> None:
    assert regle(completer(), dossier(sujet, session=SEQUENCEE), contexte()) == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"entree": None}, "AVI-2"),
        ({"sortie": None}, "AVI-2"),
        ({"intensite": None}, "AVI-2"),
        ({"intensite": "40.01"}, "AVI-2"),
        ({"entree": "10/05/2022", "sortie": "09/05/2022"}, "AVI-2"),
        ({"intensite": "40"}, "ok"),
    ],
)
def test_lot_4_se_complete_comme_un_oui(champs: dict[str, str | None], attendu: str) -> None:
    command = completer(**champs)
    assert regle(command, dossier(A_COMPLETER, session=SEQUENCEE), contexte()) == attendu


@pytest.mark.parametrize(("jour", "attendues"), [("15/09/2022", []), ("16/09/2022", ["LOT-4"])])
def test_lot_4_meme_apres_l_echeance_avec_un_avertissement(jour: str, attendues: list[str]) -> None:
    trouvees = alertes(completer(), dossier(A_COMPLETER, session=SEQUENCEE), contexte(jour=jour))
    assert [a[:5] for a in trouvees] == attendues
    assert all("15/09/2022" in a for a in trouvees)


def test_lot_4_completer_avertit_comme_un_oui() -> None:
    trouvees = alertes(completer(entree="28/02/2022"), dossier(A_COMPLETER, session=SEQUENCEE), contexte())
    assert [a[:6] for a in trouvees] == ["AVI-11"]


def test_lot_2_valider_une_etape_fait_passer_a_la_suivante() -> None:
    """The three tabs that follow each other: à convoquer, présence / absence, avis."""
    sujets = nommees(A_CONVOQUER, EXCUSEE)
    etapes: list[tuple[SurLot, Etape | None]] = [
        (lot(LotConvoquer, *sujets, date=j("28/04/2022")), Etape.PRESENCE_A_RENSEIGNER),
        (lot(LotNoterResultat, *sujets, resultat=Resultat.PRESENCE), Etape.AVIS_A_RENDRE),
        (lot(LotRendreAvis, *sujets, avis=SANS_MODIFICATION), None),
    ]
    for command, attendue in etapes:
        suites = [c.apres for c in accorde(command, sur(*sujets), contexte()).changements]
        sujets = [c for c in suites if isinstance(c, Candidature)]
        assert [etape(c, hsp=False) for c in sujets] == [attendue, attendue]
    assert {c.etat for c in sujets} == {Etat.RETENUE}


# LOT-1: a lot is the fold of its rows


def seule(command: SurLot, candidature: Candidature) -> SurCandidature:
    """The command that the row would be, given alone."""
    match command:
        case LotConvoquer():
            acte: SurCandidature = convoquer(command.date)
        case LotNoterResultat():
            acte = noter(command.resultat, rang=candidature.derniere.rang if candidature.derniere else 1)
        case LotRendreAvis(avis=SaisieRecrutementNon() as avis):
            acte = rendre(avis)
        case LotRendreAvis(avis=SaisieRecrutementOui() as avis):
            acte = rendre(
                replace(
                    avis,
                    entree=avis.entree or GUIDE.debut,
                    sortie=avis.sortie or GUIDE.fin,
                    intensite=Decimal(35) if avis.intensite is None else avis.intensite,
                )
            )
        case LotRetenirListeAttente():
            acte = replace(
                repecher(),
                entree=command.entree or GUIDE.debut,
                sortie=command.sortie or GUIDE.fin,
                intensite=Decimal(35) if command.intensite is None else command.intensite,
            )
    return replace(acte, candidature=candidature.reference)


JOURS = st.dates(j("01/01/2022"), j("01/10/2022"))
INTENSITES = st.sampled_from([None, Decimal(0), Decimal("35.5"), Decimal("40.01")])
MOTIFS = st.none() | st.sampled_from(Motif)
LOTS: st.SearchStrategy[Callable[..., SurLot]] = st.one_of(
    st.builds(lambda jour: lambda *c: lot(LotConvoquer, *c, date=jour), JOURS),
    st.builds(lambda r: lambda *c: lot(LotNoterResultat, *c, resultat=r), st.sampled_from(Resultat)),
    st.builds(
        lambda avis: lambda *c: lot(LotRendreAvis, *c, avis=avis),
        st.one_of(
            st.builds(
                SaisieRecrutementNon, motif=st.none() | st.sampled_from(Motif), raison=st.sampled_from(["", "R"])
            ),
            st.builds(SaisieRecrutementOui, entree=st.none() | JOURS, sortie=st.none() | JOURS, intensite=INTENSITES),
        ),
    ),
    st.builds(
        lambda entree, sortie, intensite: (
            lambda *c: lot(LotRetenirListeAttente, *c, entree=entree, sortie=sortie, intensite=intensite)
        ),
        st.none() | JOURS,
        st.none() | JOURS,
        INTENSITES,
    ),
)
SUJETS = st.sampled_from(
    [
        A_CONVOQUER,
        CONVOQUEE,
        EXCUSEE,
        EXCUSEE_DEUX_FOIS,
        TROISIEME_RDV,
        PRESENTE,
        decidee("retenue"),
        decidee("refus_session_complete"),
    ]
)


@given(
    faire=LOTS,
    sujets=st.lists(SUJETS, max_size=6).map(lambda sujets: nommees(*sujets)),
    jour=JOURS,
    retenues=st.integers(18, 21),
)
def test_lot_1_un_lot_donne_ce_que_donnerait_chaque_commande(
    faire: Callable[..., SurLot], sujets: list[Candidature], jour: date, retenues: int
) -> None:
    context = contexte(jour=jour)
    compte = Compte(en_attente=10, retenues=retenues)
    command = faire(*sujets)
    attendues: list[Decision] = []
    for sujet in sujets:
        decision = decider(seule(command, sujet), dossier(sujet, compte=compte), context)
        if isinstance(decision, Accord):
            for changement in decision.changements:
                assert isinstance(changement.apres, Candidature)
                compte = replace(
                    compte,
                    retenues=compte.retenues + (changement.apres.etat is Etat.RETENUE) - (sujet.etat is Etat.RETENUE),
                )
        attendues.append(decision)
    obtenue = accorde(command, sur(*sujets, compte=Compte(en_attente=10, retenues=retenues)), context)
    assert obtenue.lignes is not None
    assert [ligne.decision for ligne in obtenue.lignes] == attendues
    ENTENDUES.clear()  # at random: not to be held word for word
