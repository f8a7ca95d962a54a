"""What holds after any sequence of commands, on a real base (hypothesis)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.commands import (
    Annuler,
    AnnulerSession,
    AnyCommand,
    Command,
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    Deposer,
    Lot,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    ModifierDroit,
    ModifierSession,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Droit, Motif, MotifHsp, Resultat
from rafaelpro_tui.core.reponses import sans_refusees
from rafaelpro_tui.core.resultats import Resultat as Reponse
from rafaelpro_tui.core.store import coherence
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, contenu, copier, lignes

rapide = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Geste = Callable[[], AnyCommand]
"""Gives the same command with a new id each time."""

FINALES: Final = {"retenue", "non_retenue", "avis_non_transmis", "refus_session_annulee"}
STRUCTURES: Final = {"u1": "OF1", "u2": "OF1", "u3": "OF2", "u4": "OF3"}

# Few candidatures, so that commands meet; dates near enough for most to be granted.
references = st.sampled_from(["S0", "S1", "T0", "H0", "S0", "S1", "nulle-part"])
jours = st.sampled_from([-1, 0, 0, 0, 1, 12]).map(lambda n: JOUR + timedelta(days=n))
acteurs = st.sampled_from([("u1", "OF1")] * 8 + [("u3", "OF2"), ("u2", "OF1"), ("u4", "OF3"), ("u1", "OF2")])
resultats = st.sampled_from(Resultat)
oui = st.builds(
    SaisieRecrutementOui,
    entree=st.sampled_from([JOUR, None]),
    sortie=st.just(FIN),
    intensite=st.sampled_from([Decimal(35), Decimal("40.01")]),
)
non = st.builds(
    SaisieRecrutementNon,
    motif=st.sampled_from([Motif.SESSION_COMPLETE, Motif.PROJET, Motif.AUTRES, Motif.AVIS_NON_TRANSMIS]),
    raison=st.sampled_from(["", "Déménage"]),
)
conformite = st.one_of(
    st.just(SaisieConformiteOui(entree=JOUR, sortie=FIN, intensite=Decimal(35))),
    st.just(SaisieConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)),
)
selections = st.lists(references, min_size=1, max_size=4).map(tuple)
champs_oui = {"entree": st.just(JOUR), "sortie": st.just(FIN), "intensite": st.just(Decimal(35))}
sessions = st.sampled_from(["S", "S", "T", "H"])


def _geste(cls: type[Any], **champs: st.SearchStrategy[Any]) -> st.SearchStrategy[Geste]:
    def geste(acteur: tuple[str, str], valeurs: dict[str, Any]) -> Geste:
        return lambda: cls(id=uuid7(), utilisateur=acteur[0], structure=acteur[1], **valeurs)

    return st.builds(geste, acteurs, st.fixed_dictionaries(champs))


sur_candidature = st.one_of(
    _geste(Convoquer, candidature=references, date=jours),
    _geste(Convoquer, candidature=references, date=st.just(JOUR)),
    _geste(NoterResultat, candidature=references, rang=st.integers(1, 3), resultat=resultats),
    _geste(NoterResultat, candidature=references, rang=st.just(1), resultat=st.just(Resultat.PRESENCE)),
    _geste(DeplacerConvocation, candidature=references, rang=st.integers(1, 3), date=jours),
    _geste(RendreAvis, candidature=references, avis=st.one_of(oui, non, conformite)),
    _geste(RetenirListeAttente, candidature=references, **champs_oui),
    _geste(CompleterRetenue, candidature=references, **champs_oui),
)
lots = st.one_of(
    _geste(LotConvoquer, session=sessions, candidatures=selections, date=st.just(JOUR)),
    _geste(LotNoterResultat, session=sessions, candidatures=selections, resultat=resultats),
    _geste(LotRendreAvis, session=sessions, candidatures=selections, avis=st.one_of(oui, non)),
    _geste(LotRetenirListeAttente, session=st.just("S"), candidatures=selections, **champs_oui),
)
autres = st.one_of(
    _geste(AnnulerSession, session=sessions),
    _geste(
        Deposer,
        reference=st.sampled_from(["N0", "N1"]),
        session=sessions,
        candidat=st.sampled_from(["P0", "P5"]),
        prescripteur=st.just("Cap emploi"),
    ),
    _geste(
        ModifierSession,
        session=sessions,
        coefficient=st.sampled_from([Decimal(1), Decimal("1.5"), None]),
        date_limite_entree_tardive=st.sampled_from([None, JOUR + timedelta(days=20)]),
    ),
    _geste(
        ModifierDroit,
        membre=st.sampled_from(["u1", "u2"]),
        droit=st.sampled_from([None, *Droit]),
        referent=st.sampled_from([None, True, False]),
    ),
)
gestes = st.one_of(sur_candidature, sur_candidature, sur_candidature, lots, autres)
suites = st.lists(st.tuples(gestes, st.sampled_from([0, 0, 0, 0, 1, 11, 120])), min_size=1, max_size=25)
"""Each with the day on which it is given, counted from `JOUR`; 120 is past the échéance."""


@contextmanager
def bureau(modele: Path, grace: float = 0.0) -> Iterator[tuple[Desk, HorlogeDeTest]]:
    horloge = HorlogeDeTest()
    with (
        TemporaryDirectory() as dossier,
        Desk.open(copier(modele, Path(dossier) / "base.db"), horloge=horloge, grace=grace) as desk,
    ):
        yield desk, horloge


def etats(desk: Desk) -> dict[str, str]:
    return dict(lignes(desk, "SELECT reference, etat FROM candidature"))


def tenir(desk: Desk) -> None:
    """CAN-1, CAN-2, CNV-1, the counts that screens read, and whatever the base says twice."""
    with desk._base.read() as conn:
        assert not coherence.examiner(conn)
    comptes = lignes(desk, "SELECT session, etat, etape, n FROM compte WHERE n > 0 ORDER BY 1, 2, 3")
    assert comptes == lignes(
        desk, "SELECT session, etat, etape, count(*) FROM candidature GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    assert all((etat == "en_attente") == bool(etape) for _, etat, etape, _ in comptes)
    assert lignes(desk, "SELECT 1 FROM convocation GROUP BY candidature HAVING count(*) > 3") == []
    assert lignes(desk, "SELECT 1 FROM rattachement GROUP BY structure HAVING NOT max(referent)") == []


@rapide
@given(suite=suites)
def test_les_invariants_tiennent_et_le_definitif_l_est(modele: Path, suite: list[tuple[Geste, int]]) -> None:
    with bureau(modele) as (desk, horloge):
        for geste, jour in suite:
            horloge.aller_au(JOUR + timedelta(days=jour))
            command = geste()
            avant, tout_avant = etats(desk), contenu(desk)
            resultat = desk.executer_une(command)
            if not resultat.fait:
                assert contenu(desk) == tout_avant
            for reference, etat in etats(desk).items():
                passage = avant.get(reference, etat), etat
                if passage[0] == passage[1] or passage[0] == "en_attente":
                    continue
                if passage[0] in FINALES:
                    assert (command.type, passage) == ("annuler_session", ("retenue", "refus_session_annulee"))
                else:
                    assert command.type in (
                        "annuler_session",
                        "retenir_liste_attente",
                        "lot_retenir_liste_attente",
                    )
            tenir(desk)
        verification = desk.verifier_journal()
        assert verification.intacte
        assert verification.lignes >= len(suite)


@rapide
@given(suite=st.lists(gestes, min_size=1, max_size=15), groupe=st.integers(1, 5))
def test_simuler_dit_ce_qu_executer_fera(modele: Path, suite: list[Geste], groupe: int) -> None:
    commands = [geste() for geste in suite]
    with bureau(modele) as (desk, _):
        avant = contenu(desk)
        attendus = desk.simuler(commands)
        assert contenu(desk) == avant
        assert list(desk.executer(commands, groupe=groupe)) == attendus
        assert [r.rejoue for r in desk.executer(commands)] == [True] * len(commands)


def un_par_un(lot: Lot, desk: Desk) -> Iterator[Command]:
    """The commands on one candidature that a lot stands for (LOT-1)."""
    for reference in lot.candidatures:
        entete: dict[str, Any] = {
            "id": uuid7(),
            "structure": lot.structure,
            "utilisateur": lot.utilisateur,
            "candidature": reference,
        }
        match lot:
            case LotConvoquer():
                yield Convoquer(**entete, date=lot.date)
            case LotNoterResultat():
                rang = lignes(
                    desk,
                    "SELECT coalesce(max(rang), 1) FROM convocation JOIN candidature c ON c.n = candidature"
                    f" WHERE reference = '{reference}'",
                )[0][0]
                yield NoterResultat(**entete, rang=rang, resultat=lot.resultat)
            case LotRendreAvis():
                yield RendreAvis(**entete, avis=lot.avis)
            case LotRetenirListeAttente():
                yield RetenirListeAttente(**entete, entree=lot.entree, sortie=lot.sortie, intensite=lot.intensite)


@rapide
@given(
    debut=st.lists(sur_candidature, max_size=12),
    lot=st.one_of(
        _geste(LotConvoquer, session=st.just("S"), candidatures=selections, date=st.just(JOUR)),
        _geste(LotNoterResultat, session=st.just("S"), candidatures=selections, resultat=resultats),
        _geste(LotRendreAvis, session=st.just("S"), candidatures=selections, avis=non),
        _geste(LotRetenirListeAttente, session=st.just("S"), candidatures=selections, **champs_oui),
    ),
)
def test_un_lot_vaut_ses_lignes_une_par_une(modele: Path, debut: list[Geste], lot: Geste) -> None:
    avant = [geste() for geste in debut]
    command = lot()
    assert isinstance(command, Lot)
    # LOT-1: what a lot refuses because it is elsewhere, a command alone would do.
    command = replace(command, candidatures=tuple(r for r in command.candidatures if r[0] in "Sn"))
    with bureau(modele) as (par_lot, _), bureau(modele) as (seul, _):
        for desk in (par_lot, seul):
            assert len(list(desk.executer(avant))) == len(avant)
        resultat = par_lot.executer_une(command)
        if resultat.lignes is None:
            assume(resultat.regle is not None)
            return
        uns = [seul.executer_une(c) for c in un_par_un(command, seul)]
        assert [(x.refus, x.avertissements, x.etat, x.etape) for x in resultat.lignes] == [
            (x.refus, x.avertissements, x.etat, x.etape) for x in uns
        ]
        assert contenu(par_lot) == contenu(seul)


@rapide
@given(debut=st.lists(gestes, max_size=12), dernier=gestes)
def test_annuler_la_derniere_saisie_rend_l_etat_d_avant(modele: Path, debut: list[Geste], dernier: Geste) -> None:
    with bureau(modele, grace=20) as (desk, _):
        list(desk.executer([geste() for geste in debut]))
        avant = contenu(desk)
        resultat = desk.executer_une(dernier())
        assert _annuler(desk, resultat).fait == resultat.fait
        assert contenu(desk) == avant
        assert desk.verifier_journal().intacte


@rapide
@given(suite=st.lists(gestes, min_size=2, max_size=15), choix=st.integers(0, 14))
def test_annuler_revient_a_ne_jamais_avoir_saisi(modele: Path, suite: list[Geste], choix: int) -> None:
    """SYNC: a rebase without a command gives what the others alone would have given."""
    commands = [geste() for geste in suite]
    with bureau(modele, grace=20) as (desk, _), bureau(modele, grace=20) as (sans, _):
        reponses = list(desk.executer(commands))
        passees = [c for c, reponse in zip(commands, reponses, strict=True) if reponse.fait]
        assume(passees)
        visee = passees[choix % len(passees)]
        with Desk.open(desk._base.chemin, horloge=HorlogeDeTest(), utilisateur=visee.utilisateur) as auteur:
            tombees = {r.id for r in auteur.consequences(visee.id) if not r.fait}
        assert _annuler(desk, reponses[commands.index(visee)]).fait
        # What was refused stays refused, row by row too: the user has been told.
        par_id = {reponse.id: reponse for reponse in reponses}
        autres = [sans_refusees(c, par_id[c.id]) for c in passees if c != visee]
        attendues = {r.id for r in sans.executer(autres) if not r.fait}
        assert contenu(desk) == contenu(sans)
        assert tombees == attendues
        tenir(desk)


def _annuler(desk: Desk, resultat: Reponse) -> Reponse:
    """By its author, for the structure to which they are attached."""
    ((auteur,),) = lignes(desk, f"SELECT utilisateur FROM depart WHERE id = '{resultat.id}'")
    return desk.executer_une(
        Annuler(id=uuid7(), utilisateur=auteur, structure=STRUCTURES[auteur], commande=resultat.id)
    )
