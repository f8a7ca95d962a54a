"""What a laptop says of its server: what others have done, where its own commands are, what it can withdraw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import AnnulerSession, Convoquer, NoterResultat, RendreAvis
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Droit, Rattachement, Resultat
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.core.vues_poste import Envoi
from rafaelpro_tui.server import administration
from rafaelpro_tui.server.execution import Demande, executer
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, QUAND, HorlogeDeTest
from tests.server.porte import Porte
from tests.server.poste import NON, OUI, Poste

Installer = Callable[[str, str], Poste]
APRES = JOUR + timedelta(days=1)


@pytest.fixture
def installer(moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path) -> Installer:
    """A laptop for a user and a structure, synchronised once."""
    rangs = iter(range(100))

    def faire(utilisateur: str, structure: str) -> Poste:
        chemin = tmp_path / f"{utilisateur}-{next(rangs)}.sqlite"
        poste = Poste(chemin, Porte(moteur, horloge, utilisateur), horloge, structure)
        poste.passer()
        return poste

    return faire


@contextmanager
def bureau(poste: Poste, grace: float = 0.0) -> Iterator[Desk]:
    with Desk.open(poste.chemin, horloge=poste.horloge, grace=grace, structure=poste.structure) as desk:
        yield desk


def lues(poste: Poste) -> list[tuple[str, str, str, bool]]:
    with bureau(poste) as desk:
        return [(ligne.candidature, ligne.quoi, ligne.par, ligne.vue) for ligne in desk.poste.nouvelles()]


def test_ce_que_d_autres_ont_fait_depuis(installer: Installer, moteur: Moteur, horloge: HorlogeDeTest) -> None:
    lea, ailleurs, zoe = installer("u1", "OF1"), installer("u1", "OF1"), installer("u3", "OF2")
    assert lues(lea) == [], "what fills a laptop is not news"
    zoe.presente("S0")
    zoe.passer()
    horloge.quand += timedelta(minutes=5)
    ailleurs.passer()
    ailleurs.faire(RendreAvis, candidature="S0", avis=OUI)
    ailleurs.passer()
    lea.faire(Convoquer, candidature="S1", date=JOUR)
    lea.passer()
    convocation = f"Convocation 1{NBSP}: présence · Convocation 1 le 15/07/2024"
    avis = f"Avis{NBSP}: retenue, du 01/08/2024 au 30/09/2024"
    assert lues(lea) == [("S0", f"{avis} · {convocation}", "Léa Martin", False)], "its own is not news either"
    assert lues(ailleurs) == [("S0", convocation, "Écrin des Métiers", False)], "of another structure, its name (I7)"

    with bureau(lea) as desk:
        (nouvelle,) = desk.poste.nouvelles()
        assert nouvelle.le == QUAND + timedelta(minutes=5)
        desk.poste.voir([nouvelle.n])
    assert [vue for *_, vue in lues(lea)] == [True]

    annulation = AnnulerSession(id=uuid7(), structure="OF1", utilisateur="eos", session="T")
    executer(moteur, horloge, Demande(command=annulation, poste="eos", saisi_le=QUAND, flux=True))
    lea.passer()
    assert [(c, quoi, vue) for c, quoi, _, vue in lues(lea) if not vue] == [
        ("T1", "Session annulée par le financeur", False),
        ("T0", "Session annulée par le financeur", False),
    ]

    # Who loses the right to read persons keeps nothing that was told of them.
    lien = Rattachement(utilisateur="u1", structure="OF1", droit=Droit.CATALOGUE, referent=True)
    administration.rattacher(moteur, lien, horloge.maintenant())
    lea.passer()
    with lea.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM nouvelle").fetchone() == (0,)


def test_ou_en_est_chaque_saisie(installer: Installer, horloge: HorlogeDeTest) -> None:
    lea, zoe = installer("u1", "OF1"), installer("u3", "OF2")
    zoe.faire(Convoquer, candidature="S0", date=JOUR)
    zoe.passer()
    lea.faire(Convoquer, candidature="S0", date=APRES)
    lea.faire(Convoquer, candidature="S1", date=JOUR)
    lea.passer()
    lea.faire(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE)
    lea.faire(NoterResultat, candidature="S1", rang=1, resultat=Resultat.PRESENCE)
    with bureau(lea, grace=20.0) as desk:
        assert desk.executer_une(desk.commande(Convoquer, candidature="S2", date=JOUR)).fait
        suivies = {(ligne.cible, ligne.libelle.split()[0]): ligne for ligne in desk.poste.saisies()}
    assert {cle: ligne.envoi for cle, ligne in suivies.items()} == {
        ("S0", "Convocation"): Envoi.A_REGLER,
        ("S0", "Réponse"): Envoi.A_ENVOYER,
        ("S1", "Convocation"): Envoi.ACCEPTEE,
        ("S1", "Réponse"): Envoi.A_ENVOYER,
        ("S2", "Convocation"): Envoi.EN_GRACE,
    }
    assert {cle for cle, ligne in suivies.items() if ligne.attend} == {("S0", "Réponse")}
    assert {cle for cle, ligne in suivies.items() if not ligne.retirable} == {
        ("S0", "Convocation"),
        ("S1", "Convocation"),
    }
    assert suivies["S0", "Convocation"].regle
    assert suivies["S1", "Convocation"].le == horloge.maintenant()


def test_une_saisie_qui_n_est_pas_partie_se_retire(installer: Installer, horloge: HorlogeDeTest) -> None:
    """ANN-1: before it is sent; what was built on it is named, and the server never hears of it."""
    lea, zoe = installer("u1", "OF1"), installer("u3", "OF2")
    convocation = lea.faire(Convoquer, candidature="S0", date=JOUR)
    lea.faire(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE)
    lea.faire(Convoquer, candidature="S1", date=JOUR)
    horloge.attendre(3600)
    with bureau(lea) as desk:
        assert [resultat.type for resultat in desk.consequences(convocation.id)] == ["noter_resultat"]
        assert desk.annuler(convocation.id).fait
        assert desk.candidature("S0").candidature.convocations == ()
        assert [ligne.cible for ligne in desk.poste.saisies()] == ["S1", "S0"], (
            "what follows is for the server to judge"
        )
        assert desk.verifier_journal().intacte
    assert lea.passer().acceptees == 1
    zoe.passer()
    assert [zoe.etat("S0"), lues(zoe)] == [
        "en_attente",
        [("S1", "Convocation 1 le 15/07/2024", "Horizon Formation", False)],
    ]
    with bureau(lea) as desk:
        partie = next(ligne for ligne in desk.poste.saisies() if ligne.envoi is Envoi.ACCEPTEE)
        refus = desk.annuler(partie.id)
    assert (refus.issue, refus.regle) == ("refus", "ANN-1")


def test_ce_qui_est_confirme_dit_encore_qui_l_a_fait(installer: Installer) -> None:
    """Its images go once its effects have come back; what it said stays, in the history and on the person's sheet."""
    lea = installer("u1", "OF1")
    lea.presente("S0")
    lea.faire(RendreAvis, candidature="S0", avis=NON)

    def dit() -> tuple[list[tuple[str, str]], list[str]]:
        with bureau(lea) as desk:
            actes = [
                (evenement.texte, evenement.par)
                for evenement in desk.candidature("S0").historique
                if evenement.texte.startswith(("Convocation", "Avis"))
            ]
            return actes, [saisie.type for saisie in desk.personne("S0").saisies]

    avant = dit()
    assert [par for _, par in avant[0]] == ["Léa Martin"] * 3
    assert avant[1] == ["convoquer", "noter_resultat", "rendre_avis"]
    for _ in range(3):
        lea.passer()
    with lea.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM touche").fetchone() == (0,), "confirmed"
    assert dit() == avant
