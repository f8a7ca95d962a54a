"""AVI — the avis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rafaelpro_tui.core.commands import AnyCommand, SaisieAvis
from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    Etat,
    Motif,
    MotifHsp,
    RecrutementNon,
    RecrutementOui,
    Session,
)
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.avis import intensite_sur_cinq_jours
from rafaelpro_tui.core.rules.decision import Compte
from tests.core.rules.monde import (
    A_CONVOQUER,
    AVIS_OUI,
    CONVOQUEE,
    EXCUSEE,
    GUIDE,
    MOI,
    PRESENTE,
    accorde,
    alertes,
    apres,
    candidature,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    non,
    noter,
    oui,
    refuse,
    regle,
    rendre,
    repecher,
    session,
)

EN_ATTENTE_DE_PLACE = decidee("refus_session_complete")


@pytest.mark.parametrize("avis", [oui(), non()], ids=["oui", "non"])
@pytest.mark.parametrize(
    ("sujet", "attendu"),
    [
        pytest.param(PRESENTE, "ok", id="une présence suffit"),
        pytest.param(
            candidature(("10/04/2022", "absence_justifiee"), ("20/04/2022", "presence")),
            "ok",
            id="présente à la deuxième convocation",
        ),
        pytest.param(A_CONVOQUER, "AVI-1", id="pas sans convocation"),
        pytest.param(CONVOQUEE, "AVI-1", id="pas sans réponse"),
        pytest.param(EXCUSEE, "AVI-1", id="pas après une absence"),
    ],
)
def test_avi_1_il_faut_une_presence(sujet: Candidature, avis: SaisieAvis, attendu: str) -> None:
    assert regle(rendre(avis), dossier(sujet), contexte()) == attendu


OUI = [
    pytest.param({}, "ok", id="complet"),
    pytest.param({"entree": None}, "AVI-2", id="la date d’entrée manque"),
    pytest.param({"sortie": None}, "AVI-2", id="la date de sortie manque"),
    pytest.param({"intensite": None}, "AVI-2", id="l’intensité manque"),
    pytest.param({"entree": "10/05/2022", "sortie": "10/05/2022"}, "ok", id="entrée et sortie le même jour"),
    pytest.param({"entree": "11/05/2022", "sortie": "10/05/2022"}, "AVI-2", id="l’entrée après la sortie"),
    pytest.param({"intensite": "40"}, "ok", id="40 h, le maximum"),
    pytest.param({"intensite": "40.00"}, "ok", id="40,00 h"),
    pytest.param({"intensite": "40.01"}, "AVI-2", id="40,01 h, au-delà"),
    pytest.param({"intensite": "0.01"}, "ok", id="0,01 h, le minimum"),
    pytest.param({"intensite": "0"}, "AVI-2", id="0 h"),
    pytest.param({"intensite": "-1"}, "AVI-2", id="moins d’une heure"),
    pytest.param({"intensite": "35.25"}, "ok", id="deux décimales"),
    pytest.param({"intensite": "35.250"}, "ok", id="deux décimales et un zéro"),
    pytest.param({"intensite": "35.255"}, "AVI-2", id="trois décimales"),
    pytest.param({"intensite": "39.99999999999999999999999999999999"}, "AVI-2", id="trente-deux décimales"),
    pytest.param({"intensite": "1E+5000"}, "AVI-2", id="un nombre démesuré"),
    pytest.param({"intensite": "1E-5000"}, "AVI-2", id="un nombre infime"),
    pytest.param({"intensite": "NaN"}, "AVI-2", id="pas un nombre"),
    pytest.param({"intensite": "Infinity"}, "AVI-2", id="l’infini"),
    pytest.param({"commentaire": "x" * 250}, "ok", id="AVI-8 un commentaire de 250 signes"),
    pytest.param({"commentaire": "x" * 251}, "AVI-8", id="AVI-8 un commentaire de 251 signes"),
]


@pytest.mark.parametrize(("champs", "attendu"), OUI)
def test_avi_2_oui(champs: dict[str, str | None], attendu: str) -> None:
    assert regle(rendre(oui(**champs)), dossier(PRESENTE), contexte()) == attendu  # type: ignore[arg-type]


@pytest.mark.parametrize(("champs", "attendu"), OUI)
def test_avi_10_demande_les_memes_champs_que_oui(champs: dict[str, str | None], attendu: str) -> None:
    command = repecher(**champs)  # type: ignore[arg-type]
    assert regle(command, dossier(EN_ATTENTE_DE_PLACE), contexte()) == attendu


@pytest.mark.parametrize(
    ("champs", "morceaux"),
    [
        ({"entree": None}, ["date d’entrée", "vide"]),
        ({"sortie": None}, ["date de sortie", "vide"]),
        ({"intensite": None}, ["intensité hebdomadaire", "vide"]),
        ({"entree": "11/05/2022", "sortie": "10/05/2022"}, ["11/05/2022", "10/05/2022"]),
        ({"intensite": "40.01"}, ["40,01 h"]),
        ({"intensite": "35.255"}, ["35,255 h", "décimales"]),
        ({"intensite": "1E+5000"}, ["1e+5000 h"]),
        ({"intensite": "-0"}, [" 0 h"]),
    ],
)
def test_avi_2_nomme_le_champ_et_la_valeur(champs: dict[str, str | None], morceaux: list[str]) -> None:
    message = refuse(rendre(oui(**champs)), dossier(PRESENTE), contexte()).message  # type: ignore[arg-type]
    assert all(morceau in message for morceau in morceaux), message
    assert len(message) < 200


def test_avi_2_oui_donne_une_retenue_signee_et_datee() -> None:
    context = contexte()
    suite = apres(rendre(oui(intensite="35.5", commentaire=" à affiner\r\n")), dossier(PRESENTE), context)
    avis = RecrutementOui(
        entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal("35.50"), commentaire="à affiner"
    )
    rendu = AvisRendu(rang=1, avis=avis, par=MOI, le=context.maintenant)
    assert suite == replace(PRESENTE, etat=Etat.RETENUE, avis=(rendu,))
    assert str(suite.avis_courant.intensite) == "35.50"


@pytest.mark.parametrize(
    ("heures", "jours", "attendue"),
    [
        pytest.param("18", "3", "30", id="l’exemple du guide : 18 h sur 3 jours"),
        pytest.param("35", "5", "35", id="une semaine entière"),
        pytest.param("7", "1", "35", id="une journée"),
        pytest.param("10", "3", "16.67", id="arrondi au plus près"),
        pytest.param("0.009", "3", "0.02", id="0,015 s’arrondit au-dessus"),
        pytest.param("0.007", "7", "0.01", id="0,005 s’arrondit au-dessus, jamais au pair"),
        pytest.param("7", "7", "5", id="sept jours"),
        pytest.param("3.5", "0.5", "35", id="une demi-journée"),
    ],
)
def test_avi_3_intensite_sur_cinq_jours(heures: str, jours: str, attendue: str) -> None:
    calculee = intensite_sur_cinq_jours(Decimal(heures), Decimal(jours))
    assert calculee == Decimal(attendue)
    assert calculee.as_tuple().exponent == -2


@pytest.mark.parametrize("jours", ["0", "-1", "7.01", "8"])
def test_avi_3_refuse_un_nombre_de_jours_hors_de_la_semaine(jours: str) -> None:
    with pytest.raises(ValueError, match="jours") as faute:
        intensite_sur_cinq_jours(Decimal(18), Decimal(jours))
    dit = f"le nombre de jours {jours.replace('.', ',')} doit être au-dessus de 0, jusqu’à 7"
    assert str(faute.value) == dit


@pytest.mark.parametrize(
    ("avis", "attendu"),
    [
        pytest.param(non(None), "AVI-4", id="le motif manque"),
        pytest.param(non(Motif.AUTRES), "AVI-4", id="« Autres » sans raison"),
        pytest.param(non(Motif.AUTRES, raison=" \n "), "AVI-4", id="« Autres » avec une raison blanche"),
        pytest.param(non(Motif.AUTRES, raison="Déménage."), "ok", id="« Autres » avec sa raison"),
        pytest.param(non(Motif.PREREQUIS), "ok", id="la raison est facultative ailleurs"),
        pytest.param(non(Motif.AVIS_NON_TRANSMIS), "AVI-5", id="« Avis non transmis » revient au système"),
        pytest.param(non(MotifHsp.PERSONNE_INJOIGNABLE), "AVI-5", id="un motif de l’HSP"),
        pytest.param(non(Motif.PREREQUIS, raison="x" * 500, commentaire="x" * 250), "ok", id="AVI-8 les maximums"),
        pytest.param(non(Motif.PREREQUIS, raison="x" * 501), "AVI-8", id="AVI-8 une raison de 501 signes"),
        pytest.param(non(Motif.PREREQUIS, commentaire="x" * 251), "AVI-8", id="AVI-8 un commentaire de 251 signes"),
    ],
)
def test_avi_4_5_non(avis: SaisieAvis, attendu: str) -> None:
    assert regle(rendre(avis), dossier(PRESENTE), contexte()) == attendu


@pytest.mark.parametrize("motif", [m for m in Motif if m is not Motif.AVIS_NON_TRANSMIS])
def test_avi_5_ou_mene_chaque_motif(motif: Motif) -> None:
    suite = apres(rendre(non(motif, raison=" R ", commentaire=" C ")), dossier(PRESENTE), contexte())
    mene = Etat.REFUS_SESSION_COMPLETE if motif == "session_complete" else Etat.NON_RETENUE
    assert suite.etat is mene
    assert suite.avis_courant == RecrutementNon(motif=motif, raison="R", commentaire="C")


def test_avi_5_les_huit_motifs_du_guide_dans_son_ordre_et_ses_mots() -> None:
    assert [m.libelle.replace("\N{NO-BREAK SPACE}", " ") for m in Motif] == [
        "Prérequis pédagogiques non satisfaits",
        "Absence non justifiée",
        "Autres ; précisez SVP",
        "Conditions administratives et réglementaires non satisfaites",
        "Session complète",
        "Avis non transmis",
        "Formation qui ne correspond pas au projet",
        "Candidat indisponible",
    ]


@pytest.mark.parametrize("etat", ["retenue", "non_retenue"])
@pytest.mark.parametrize("avis", [oui(), non()], ids=["oui", "non"])
def test_avi_7_un_avis_valide_ne_se_modifie_plus(etat: str, avis: SaisieAvis) -> None:
    assert regle(rendre(avis), dossier(decidee(etat)), contexte()) == "CAN-3"


@pytest.mark.parametrize(
    ("command", "sujet"),
    [
        (convoquer("10/05/2022"), A_CONVOQUER),
        (deplacer("10/05/2022"), CONVOQUEE),
        (noter("presence"), CONVOQUEE),
        (rendre(oui()), PRESENTE),
        (rendre(non()), PRESENTE),
    ],
    ids=lambda valeur: valeur.type if hasattr(valeur, "type") else "",
)
@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        pytest.param("15/09/2022", "ok", id="le jour de l’échéance"),
        pytest.param("16/09/2022", "AVI-9", id="le lendemain"),
    ],
)
def test_avi_9_apres_l_echeance_plus_rien(command: AnyCommand, sujet: Candidature, jour: str, attendu: str) -> None:
    assert regle(command, dossier(sujet), contexte(jour=jour)) == attendu


def test_avi_9_une_session_sans_fin_n_a_pas_d_echeance() -> None:
    """31/12/9999: the calendar ends before the 21 days."""
    sans_fin = dossier(PRESENTE, session=session(fin="31/12/9999"))
    assert regle(rendre(oui()), sans_fin, contexte(jour="31/12/9999")) == "ok"


# AVI-10


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        pytest.param("01/07/2022", "ok", id="le jour de la date limite d’entrée tardive"),
        pytest.param("02/07/2022", "AVI-10", id="le lendemain"),
    ],
)
def test_avi_10_jusqu_a_la_date_limite_d_entree_tardive(jour: str, attendu: str) -> None:
    sur, context = dossier(EN_ATTENTE_DE_PLACE), contexte(jour=jour)
    assert regle(repecher(), sur, context) == attendu
    refus = {p.type: p.refus for p in explain(sur, context)}["retenir_liste_attente"]
    assert (refus is None) == (attendu == "ok")


def test_avi_10_garde_le_premier_avis_dans_l_historique() -> None:
    context = contexte()
    suite = apres(repecher(commentaire="Une place se libère."), dossier(EN_ATTENTE_DE_PLACE), context)
    premier, second = suite.avis
    assert premier == EN_ATTENTE_DE_PLACE.avis[0]
    assert second == AvisRendu(
        rang=2, avis=replace(AVIS_OUI, commentaire="Une place se libère."), par=MOI, le=context.maintenant
    )
    assert suite.etat is Etat.RETENUE


@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.REFUS_SESSION_COMPLETE])
def test_avi_10_refuse_tout_autre_etat(etat: Etat) -> None:
    refus = refuse(repecher(), dossier(decidee(etat)), contexte())
    assert refus.regle == "AVI-10"
    assert etat.libelle in refus.message


def test_avi_10_ne_demande_pas_de_place_libre() -> None:
    plein = dossier(EN_ATTENTE_DE_PLACE, compte=Compte(retenues=20))
    assert regle(repecher(), plein, contexte()) == "ok"
    assert alertes(repecher(), plein, contexte()) == [
        "AVI-11 21\N{NO-BREAK SPACE}retenues pour une capacité d’accueil de 20."
    ]


# AVI-11


@pytest.mark.parametrize(
    ("champs", "attendues"),
    [
        pytest.param({"entree": "01/03/2022"}, [], id="l’entrée le jour du début"),
        pytest.param({"entree": "28/02/2022"}, ["Entrée avant le début"], id="l’entrée avant le début"),
        pytest.param({"entree": "01/07/2022"}, [], id="l’entrée le jour de la limite d’entrée tardive"),
        pytest.param({"entree": "02/07/2022"}, ["date limite d’entrée tardive"], id="l’entrée après cette limite"),
        pytest.param({"sortie": "25/08/2022"}, [], id="la sortie le jour de la fin"),
        pytest.param({"sortie": "26/08/2022"}, ["Sortie après la fin"], id="la sortie après la fin"),
        pytest.param(
            {"entree": "01/02/2022", "sortie": "28/02/2022"},
            ["Entrée avant le début", "Sortie avant le début"],
            id="tout avant le début",
        ),
        pytest.param(
            {"entree": "26/08/2022", "sortie": "30/08/2022"},
            ["Entrée après la fin", "Sortie après la fin", "date limite d’entrée tardive"],
            id="tout après la fin",
        ),
    ],
)
@pytest.mark.parametrize("command", [rendre, repecher], ids=["avis", "liste d’attente"])
def test_avi_11_les_dates_hors_de_la_session_avertissent(
    command: object, champs: dict[str, str], attendues: list[str]
) -> None:
    if command is rendre:
        trouvees = alertes(rendre(oui(**champs)), dossier(PRESENTE), contexte())
    else:
        trouvees = alertes(repecher(**champs), dossier(EN_ATTENTE_DE_PLACE), contexte())
    assert len(trouvees) == len(attendues), trouvees
    for trouvee, attendue in zip(trouvees, attendues, strict=True):
        assert trouvee.startswith("AVI-11 ")
        assert attendue in trouvee


@pytest.mark.parametrize(
    ("retenues", "sur", "attendues"),
    [
        pytest.param(19, GUIDE, [], id="la 20e tient"),
        pytest.param(20, GUIDE, ["21\N{NO-BREAK SPACE}retenues pour une capacité d’accueil de 20"], id="la 21e non"),
        pytest.param(
            0,
            session(capacite_accueil=0),
            ["1\N{NO-BREAK SPACE}retenue pour une capacité d’accueil de 0"],
            id="une",
        ),
    ],
)
def test_avi_11_plus_de_retenues_que_de_places(retenues: int, sur: Session, attendues: list[str]) -> None:
    ouvert = dossier(PRESENTE, session=sur, compte=Compte(en_attente=50, retenues=retenues))
    assert alertes(rendre(oui()), ouvert, contexte()) == [f"AVI-11 {attendue}." for attendue in attendues]


def test_avi_11_un_non_ne_prend_pas_de_place() -> None:
    assert accorde(rendre(non()), dossier(PRESENTE, compte=Compte(retenues=30)), contexte()).avertissements == ()


def test_don_1_avertit_sur_chaque_texte() -> None:
    nir = "1 49 12 75 115 234 83"
    ouvert, context = dossier(PRESENTE), contexte()
    assert [a[:5] for a in alertes(rendre(non(raison=nir, commentaire=nir)), ouvert, context)] == ["DON-1", "DON-1"]
    assert [a[:5] for a in alertes(rendre(oui(commentaire=nir)), ouvert, context)] == ["DON-1"]
    assert [a[:5] for a in alertes(repecher(commentaire=nir), dossier(EN_ATTENTE_DE_PLACE), context)] == ["DON-1"]
