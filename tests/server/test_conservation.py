"""DON-2 on the truth: who has been kept long enough is erased, words and all, on both engines; replicas are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from rafaelpro_tui.core.commands import RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.conservation import Effacement
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import passages
from rafaelpro_tui.core.model import Motif
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.sync.fil import CommandeEnvoyee, Envoi
from rafaelpro_tui.server import conservation, execution, flux
from rafaelpro_tui.server.store import tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, HorlogeDeTest
from tests.server.porte import Porte
from tests.server.poste import Poste

APRES = date(2027, 1, 15)
TRACES = ("Quidamville", "Zébulon", "0600000042", "motfortpersonnel")
DEPOT = {
    "reference": "ZZ1",
    "session": "H",
    "candidat": {"id": "PZ", "nom_naissance": "Quidamville", "prenom": "Zébulon", "telephone": "0600000042"},
    "prescripteur": "Mission locale",
}
NON = SaisieRecrutementNon(motif=Motif.AUTRES, raison="motfortpersonnel")


@pytest.fixture
def poste(moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path) -> Iterator[Poste]:
    """A laptop of OF1, which has decided on somebody who is nowhere else."""
    (sort,) = flux.executer(moteur, horloge, json.dumps(DEPOT | {"session": "S"}).encode(), "deposer", "eos")
    assert sort.issue == "fait", sort
    poste = Poste(tmp_path / "poste.sqlite", Porte(moteur, horloge, "u1"), horloge, "OF1")
    poste.passer()
    poste.presente("ZZ1")
    assert poste.faire(RendreAvis, candidature="ZZ1", avis=NON).fait
    assert not poste.faire(RendreAvis, candidature="ZZ1", avis=NON).fait
    poste.passer()
    yield poste
    poste.base.close()


def tout(moteur: Moteur) -> str:
    """All that the truth holds, as text."""
    with moteur.lecture() as conn:
        return "\n".join(
            str(tuple(ligne)) for table in tables.metadata.sorted_tables for ligne in conn.execute(select(table))
        )


def transmettre(moteur: Moteur) -> None:
    """As if everything due had been handed over."""
    moteur.ecrire(lambda conn: conn.execute(text("UPDATE transmission SET transmise_le = '2024-08-01T00:00:00'")))


def passer_le_temps(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    horloge.aller_au(APRES)
    with moteur.lecture() as conn:
        attendent = conn.execute(
            select(tables.candidature.c.reference, tables.candidature.c.porteur).where(
                tables.candidature.c.etat == "en_attente"
            )
        ).all()
    for commande in passages((reference, porteur) for reference, porteur in attendent):
        maintenant = horloge.maintenant()
        moteur.ecrire(
            lambda conn, c=commande, m=maintenant: execution.executer_dans(conn, m, execution.du_systeme(c, m))  # type: ignore[misc]
        )
    transmettre(moteur)


def comptes(moteur: Moteur) -> list[tuple[Any, ...]]:
    with moteur.lecture() as conn:
        return [tuple(ligne) for ligne in conn.execute(select(tables.session.c.reference, tables.session.c.compte))]


def totaux(poste: Poste) -> list[tuple[Any, ...]]:
    """The figures of a laptop's dashboard."""
    with Desk.open(poste.chemin, horloge=poste.horloge, structure="OF1") as desk:
        return [(x.role, x.retenue, x.non_retenue, x.avis_non_transmis) for x in desk.tableau()]


def test_nothing_of_a_person_is_left(moteur: Moteur, horloge: HorlogeDeTest, poste: Poste) -> None:
    assert all(trace in tout(moteur) for trace in TRACES)
    passer_le_temps(moteur, horloge)
    poste.passer()
    avant, lus = comptes(moteur), tout(moteur)
    prevu = conservation.simuler(moteur, horloge, 24)
    assert isinstance(prevu, Effacement)
    assert (prevu.avant, prevu.candidats > 1, prevu.candidatures > prevu.candidats - 1) == (
        date(2025, 1, 15),
        True,
        True,
    )
    assert tout(moteur) == lus, "a simulation erases nothing"

    vus: list[tuple[int, int]] = []
    fait = conservation.effacer(moteur, horloge, 24, progression=lambda n, sur: vus.append((n, sur)))
    assert fait == prevu
    assert vus[-1] == (prevu.candidats, prevu.candidats)
    reste = tout(moteur)
    assert [trace for trace in TRACES if trace in reste] == []
    assert comptes(moteur) == avant, "the figures remain (CAN-6)"
    with moteur.lecture() as conn:
        assert conn.execute(select(func.count()).select_from(tables.candidature)).scalar_one() == 0
        (efface,) = conn.execute(select(tables.effacement)).all()
        assert (efface.candidats, efface.candidatures, efface.avant) == (
            fait.candidats,
            fait.candidatures,
            "2025-01-15",
        )
        faits = select(tables.evenement.c.utilisateur, tables.evenement.c.image).where(tables.evenement.c.cle == "ZZ1")
        assert ("u1", "") in [tuple(ligne) for ligne in conn.execute(faits)], "who did what to which reference is kept"
    if moteur.embarque:
        octets = Path(str(moteur.url.database)).read_bytes()
        assert [trace for trace in TRACES if trace.encode() in octets] == [], "no byte of it in the file"

    # The replica is told at its next synchronisation, and its count agrees with the server's (I6).
    assert ("candidat", "PZ") in poste.base_tenue()
    chiffres = totaux(poste)
    poste.passer()
    assert totaux(poste) == chiffres
    assert {genre for genre, _ in poste.base_tenue()}.isdisjoint({"candidat", "candidature"})
    with poste.base.read() as lecture:
        assert lecture.execute("SELECT count(*) FROM candidat").fetchone() == (0,)
    assert conservation.effacer(moteur, horloge, 24) == Effacement(avant=fait.avant, candidats=0, candidatures=0)


def test_who_waits_or_is_still_due_stays(moteur: Moteur, horloge: HorlogeDeTest, poste: Poste) -> None:
    """Nobody whose candidature waits, whose session ended since, nor of whom something is to be handed over."""
    horloge.aller_au(APRES)
    assert conservation.simuler(moteur, horloge, 24) != Effacement(avant=date(2025, 1, 15), candidats=9, candidatures=9)
    passer_le_temps(moteur, horloge)
    moteur.ecrire(
        lambda conn: conn.execute(text("UPDATE transmission SET transmise_le = NULL WHERE candidature = 'ZZ1'"))
    )
    poste.passer()
    avant = totaux(poste)
    fait = conservation.effacer(moteur, horloge, 24)
    assert isinstance(fait, Effacement)
    assert fait.candidats > 0
    assert "Quidamville" in tout(moteur)
    poste.passer()
    assert totaux(poste) == avant, "on a laptop too the figures remain, whoever is left of the session"
    assert poste.etat("ZZ1") == "non_retenue"
    recent = conservation.simuler(moteur, horloge, 600)
    assert isinstance(recent, Effacement)
    assert recent.candidats == 0


def test_too_short_a_time_is_refused(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    for faire in (conservation.simuler, conservation.effacer):
        refus = faire(moteur, horloge, 1)
        assert isinstance(refus, Refus)
        assert refus.regle == "DON-2"


def test_the_same_command_is_still_known(moteur: Moteur, horloge: HorlogeDeTest, poste: Poste) -> None:
    """SYN-2: sent again after the erasure it has no second effect, and its answer says no more than its fate."""
    with moteur.lecture() as conn:
        ids = [(id, corps) for id, corps in conn.execute(select(tables.commande.c.id, tables.commande.c.corps))]
    passer_le_temps(moteur, horloge)
    conservation.effacer(moteur, horloge, 24)
    rejouees, porte = 0, Porte(moteur, horloge, "u1")
    for id, corps in ids:
        brut = json.loads(corps)
        if brut.get("utilisateur") != "u1":
            continue
        args = {c: v for c, v in brut.items() if c not in ("id", "type", "structure", "utilisateur")}
        envoyee = CommandeEnvoyee(
            id=brut["id"], type=brut["type"], structure="OF1", args=args, vu=None, saisi_le=horloge.maintenant()
        )
        (sort,) = porte.envoyer(Envoi(poste="p", commandes=(envoyee,))).commandes
        assert sort.rejoue, (id, sort)
        assert "motfortpersonnel" not in str(sort)
        rejouees += 1
    assert rejouees >= 3


GARDES: tuple[Callable[[Any], Any], ...] = (
    lambda conn: conn.execute(delete(tables.avis)),
    lambda conn: conn.execute(update(tables.evenement).values(image="")),
    lambda conn: conn.execute(update(tables.commande).values(corps="{}")),
    lambda conn: conn.execute(delete(tables.commande)),
)


@pytest.mark.parametrize("rang", range(len(GARDES)))
def test_the_door_is_closed_again(moteur: Moteur, horloge: HorlogeDeTest, poste: Poste, rang: int) -> None:
    """I2: what may only be added to stays so outside an erasure, before and after one; inside it, only words go."""
    with pytest.raises(DBAPIError, match="ajout seul"):
        moteur.ecrire(GARDES[rang])
    passer_le_temps(moteur, horloge)
    conservation.effacer(moteur, horloge, 24)
    if rang:
        with pytest.raises(DBAPIError, match="ajout seul"):
            moteur.ecrire(GARDES[rang])

    def dedans(conn: Any) -> None:
        conn.execute(text("UPDATE effacement SET fini_le = NULL"))
        conn.execute(update(tables.commande).values(utilisateur="un autre"))

    with pytest.raises(DBAPIError, match="ajout seul"):
        moteur.ecrire(dedans)
    assert JOUR < APRES
