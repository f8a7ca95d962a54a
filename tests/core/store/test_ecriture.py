"""What a command changed is kept as it was before, and put back in reverse order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidat, Contact, Convocation, Drapeau, Droit, Etat, Note, Objet, Signature, Suivi
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.core.store import depart, ecriture, objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from tests.core.store.fabrique import JOUR, NON, OUI, candidature, rendu

SUIVI = Suivi(
    structure="OF1",
    candidature="C1",
    drapeau=Drapeau.URGENT,
    drapeau_pose=Signature(par="u1", le=datetime.fromisoformat("2024-07-15T10:30")),
    charge="u1",
    affectee=Signature(par="u1", le=datetime.fromisoformat("2024-07-15T10:31")),
    notes=(
        Note(id="n1", texte="« Une »\nnote", ecrite=Signature(par="u1", le=datetime.fromisoformat("2024-07-15T10:32"))),
        Note(
            id="n2",
            texte="deux",
            ecrite=Signature(par="u2", le=datetime.fromisoformat("2024-07-15T10:33")),
            modifiee_le=datetime.fromisoformat("2024-07-15T10:34"),
        ),
    ),
)


def inscrire(conn: Connection) -> int:
    """A command in the outbox, for its `touche` to refer to."""
    command = Convoquer(id=uuid7(), structure="OF1", utilisateur="u1", candidature="C1", date=JOUR)
    corps, empreinte = images.sceller(command)
    return depart.inscrire(
        conn,
        corps=corps,
        empreinte=empreinte,
        structure="OF1",
        utilisateur="u1",
        saisi_le=datetime.fromisoformat("2024-07-15T10:30"),
        statut=depart.EN_GRACE,
        finale_a=0.0,
        reponse=Resultat(id=command.id, type=command.type, issue="fait"),
    )


def lire(conn: Connection, objet: Objet) -> Objet | None:
    return ecriture._lire(conn, images.genre(objet), images.cle(objet))


def appliquer(base: Base, *changements: Changement) -> int:
    with base.write.transaction() as conn:
        seq = inscrire(conn)
        ecriture.appliquer(conn, seq, changements)
    return seq


def avant_apres(base: Base) -> Sequence[Changement]:
    with base.read() as conn:
        c1, c3 = objets.lire_candidature(conn, "C1"), objets.lire_candidature(conn, "C3")
        session, action = objets.lire_session(conn, "S1"), objets.lire_action(conn, "A1")
        candidat, lien = objets.lire_candidat(conn, "P2"), objets.lire_rattachement(conn, "u1", "OF2")
    assert c1
    assert c3
    assert session
    assert action
    assert candidat
    assert lien
    autre = Convocation(rang=2, date=JOUR)
    return [
        Changement(c1, replace(c1, convocations=(*c1.convocations, autre), etat=Etat.NON_RETENUE, avis=rendu(NON))),
        Changement(c3, replace(c3, avis=(*rendu(OUI), *rendu(NON, 2)), etat=Etat.NON_RETENUE)),
        Changement(session, replace(session, coefficient=Decimal(2), contacts=(Contact(nom="Zed", telephone="0"),))),
        Changement(action, replace(action, plus="« Un » plus\nà nous")),
        Changement(candidat, replace(candidat, nom_usage=None, naissance=date(1999, 12, 31))),
        Changement(lien, replace(lien, droit=Droit.AUCUN, referent=True)),
        Changement(None, SUIVI),
        Changement(SUIVI, replace(SUIVI, notes=SUIVI.notes[1:], drapeau=Drapeau.AUCUN, charge="")),
    ]


def test_chaque_genre_s_ecrit_et_se_defait(base: Base) -> None:
    changements = avant_apres(base)
    assert {images.genre(c.apres) for c in changements} == images.GENRES.keys()
    seq = appliquer(base, *changements)
    with base.read() as conn:
        assert [lire(conn, c.apres) for c in (*changements[:-2], changements[-1])] == [
            c.apres for c in (*changements[:-2], changements[-1])
        ]
    with base.write.transaction() as conn:
        ecriture.defaire(conn, [seq])
    with base.read() as conn:
        assert [lire(conn, c.apres) for c in changements[:-1]] == [c.avant for c in changements[:-1]]
        assert conn.execute("SELECT 1 FROM touche").fetchall() == []


def test_ce_qui_est_neuf_disparait(base: Base) -> None:
    personne = Candidat(id="P9", nom_naissance="Neuf", prenom="Nour")
    seq = appliquer(base, Changement(None, personne), Changement(None, candidature("N", "S4", "P9")))
    with base.write.transaction() as conn:
        assert objets.lire_candidature(conn, "N") is not None
        ecriture.defaire(conn, [seq])
        assert objets.lire_candidature(conn, "N") is None
        assert objets.lire_candidat(conn, "P9") is None


def test_plusieurs_commandes_se_defont_de_la_derniere_a_la_premiere(base: Base) -> None:
    """Whatever the order in which they are named; and twice the same object in one command."""
    with base.read() as conn:
        un = objets.lire_candidature(conn, "C1")
    assert un is not None
    deux = un.avec_convocation(Convocation(rang=2, date=JOUR))
    trois = deux.avec_convocation(Convocation(rang=3, date=JOUR))
    quatre = replace(trois, etat=Etat.NON_RETENUE, avis=rendu(NON))
    premiere = appliquer(base, Changement(un, deux), Changement(deux, trois))
    seconde = appliquer(base, Changement(trois, quatre))
    with base.write.transaction() as conn:
        assert objets.lire_candidature(conn, "C1") == quatre
        ecriture.defaire(conn, [premiere, seconde])
        assert objets.lire_candidature(conn, "C1") == un


def test_un_avis_impossible_ne_s_ecrit_pas(base: Base) -> None:
    """The schema's belts: nothing of the transaction stays."""
    with base.read() as conn:
        un = objets.lire_candidature(conn, "C1")
    assert un is not None
    faux: Any = replace(OUI, intensite=Decimal(41))
    with pytest.raises(Exception, match="CHECK"):
        appliquer(base, Changement(un, replace(un, avis=rendu(faux), etat=Etat.RETENUE)))
    with base.read() as conn:
        assert objets.lire_candidature(conn, "C1") == un
        assert conn.execute("SELECT 1 FROM depart").fetchall() == []
