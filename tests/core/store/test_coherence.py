"""One value changed behind the program's back: the comparison of what the base says twice names where.

That nothing is named of a sound base is checked after every command of tests/core/test_proprietes.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import Convoquer, NoterResultat
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.core.store import coherence, driver, temoin
from tests.core.atelier import JOUR, HorlogeDeTest


@pytest.fixture
def travaillee(fichier: Path) -> Path:
    with Desk.open(fichier, horloge=HorlogeDeTest()) as desk:
        for commande in (
            desk.commande(Convoquer, candidature="S0", date=JOUR),
            desk.commande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE),
        ):
            assert desk.executer_une(commande).fait
    return fichier


@pytest.mark.parametrize(
    ("changement", "ou"),
    [
        ("UPDATE candidat SET prenom = 'Désirè' || 'e' WHERE id = 'P0'", "candidat.nom"),
        ("UPDATE candidature SET prescripteur = 'Mission locale de Pal' WHERE n = 1", "candidature.prescripteur"),
        ("UPDATE structure SET nom_tri = 'horizon formatioo' WHERE id = 'OF1'", "structure.nom"),
        ("UPDATE session SET fin = '2024-09-3?'", "session.fin"),
        ("UPDATE session SET fin = '2024-09-31'", "session.fin"),
        ("UPDATE candidature SET candidat = 4096 WHERE reference = 'T0'", "candidature"),
        ("UPDATE candidature SET nb_convocations = 2 WHERE reference = 'S0'", "candidature"),
        ("UPDATE convocation SET resultat = 'absence_justifiee'", "candidature"),
        ("UPDATE compte SET n = n + 1 WHERE session = 1", "compte"),
        ("UPDATE depart SET corps = replace(corps, '2024', '2025')", "depart.corps"),
        ("UPDATE depart SET empreinte = zeroblob(32)", "depart.corps"),
        ("UPDATE depart SET reponse = replace(reponse, 'en_attente', 'en_attentf')", "depart.reponse"),
        ("UPDATE depart SET utilisateur = 'u2'", "depart, journal"),
        ("UPDATE depart SET saisi_le = '2024-07-15T10:31:00'", "depart, journal"),
        ("UPDATE touche SET avant = replace(avant, 'Pau', 'Pal')", "touche.avant"),
    ],
)
def test_ce_qui_a_change_est_nomme(travaillee: Path, changement: str, ou: str) -> None:
    conn = driver.connect(travaillee)
    try:
        assert not coherence.examiner(conn)
        conn.execute("PRAGMA foreign_keys = OFF")
        assert conn.execute(changement).rowcount > 0
        ecarts = coherence.examiner(conn)
    finally:
        conn.close()
    assert ou in ecarts


@pytest.mark.parametrize("texte", ['{"a":1}', '{"nom":"O’NEILL","n":[1,{"crc32":"x"}]}'])
def test_un_temoin_voit_un_bit(texte: str) -> None:
    ecrit = temoin.avec(texte)
    assert temoin.fidele(ecrit)
    assert temoin.fidele(texte), "without witness: nothing can be said"
    octets = bytearray(ecrit.encode())
    vus = 0
    for rang in range(len(texte) - 1):
        octets[rang] ^= 1
        vus += not temoin.fidele(octets.decode(errors="replace"))
        octets[rang] ^= 1
    assert vus == len(texte.encode()[: len(texte) - 1])
