"""DRT-9: who may not read persons sees figures. On a replica they are the server's; they are those of the demo base."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from rafaelpro_tui.core.commands import Convoquer, NoterResultat, RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.demo.generateur import GRAINE, objets
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import (
    Candidature,
    Droit,
    Etat,
    Motif,
    Rattachement,
    Resultat,
    Session,
    Utilisateur,
)
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger as charger_ici
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.client import ClientHttp
from rafaelpro_tui.core.sync.erreurs import ReponseIllisible
from rafaelpro_tui.core.sync.fil import Page
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.server import administration
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import meta, migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, HorlogeDeTest
from tests.server.en_ligne import en_ligne
from tests.server.porte import Porte
from tests.server.poste import Carte, Poste

CANDIDATURES = 150
MONDE = tuple(objets(GRAINE, JOUR, CANDIDATURES))
SESSIONS = tuple(noun for noun in MONDE if isinstance(noun, Session))
STRUCTURES = sorted({noun.structure for noun in MONDE if isinstance(noun, Rattachement)})


@pytest.fixture(params=["sqlite", "postgresql"])
def verite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Moteur]:
    """The demo, on a server; two persons more in each structure, of whom one reads no person."""
    embarquee = request.param == "sqlite"
    moteur = Moteur.de(tmp_path / "v.sqlite" if embarquee else request.getfixturevalue("base_vide_postgresql"))
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger(conn, monde()))
    yield moteur
    moteur.fermer()


def qui() -> Iterator[tuple[str, str]]:
    for structure in STRUCTURES:
        for droit in (Droit.GENERAL, Droit.CATALOGUE):
            yield f"{droit.value}-{structure}", structure


def monde() -> Iterator[Any]:
    yield from MONDE
    for nom, structure in qui():
        yield Utilisateur(id=nom, nom=nom, prenom="Zoé")
        yield Rattachement(utilisateur=nom, structure=structure, droit=Droit(nom.split("-")[0]), referent=False)


def chiffres(chemin: Path, utilisateur: str, structure: str, horloge: HorlogeDeTest) -> dict[str, Any]:
    """All that the app shows of figures."""
    with Desk.open(chemin, horloge=horloge, utilisateur=utilisateur, structure=structure) as desk:
        accueil = desk.accueil(50)
        sessions = desk.sessions(Onglet.TOUTES)
        return {
            "tableau": desk.tableau(),
            "remplissage": accueil.remplissage,
            "interdit": accueil.interdit,
            "a_traiter": [(s.reference, s.en_attente, s.deposee_le) for s in accueil.echeances],
            "alerte": accueil.alerte,
            "structures": [(vue.structure.id, vue.en_attente) for vue in desk.structures()],
            "sessions": [
                (ligne.reference, ligne.occupation, ligne.en_attente) for _, ligne in sessions.first(len(SESSIONS))
            ],
            "fiches": {
                ligne.reference: (vue.comptes, vue.etapes, vue.inscrits, vue.consultation)
                for _, ligne in sessions.first(len(SESSIONS))
                for vue in (desk.session(ligne.reference),)
            },
            "onglets": desk.comptes_candidatures(),
        }


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    chemin = tmp_path / "demo.sqlite"
    Base.create(chemin)
    with Base.open(chemin) as base:
        charger_ici(base, monde())
    return chemin


def test_un_poste_montre_les_chiffres_de_la_demo(
    verite: Moteur, demo: Path, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    """For everybody, over HTTP: when it is filled, and after somebody else has worked."""
    for nom, _ in qui():
        jeton = {"empreinte": empreinte(nom), "utilisateur": nom, "expire_a": horloge.secondes() + 900}
        verite.ecrire(lambda conn, jeton=jeton: conn.execute(insert(tables.jeton).values(jeton)))  # type: ignore[misc]
    with en_ligne(creer(verite, horloge=horloge)) as url, ExitStack() as a_fermer:
        postes: dict[tuple[str, str], Poste] = {}
        for nom, structure in qui():
            client = ClientHttp(url, Carte(nom))
            a_fermer.callback(client.fermer)
            postes[nom, structure] = Poste(tmp_path / f"{nom}.sqlite", client, horloge, structure)
            a_fermer.enter_context(closing(postes[nom, structure].base))

        def comparer() -> int:
            """How many sessions have candidatures that their reader cannot read."""
            sans_personne = 0
            for (nom, structure), poste in postes.items():
                poste.passer()
                vus = chiffres(poste.chemin, nom, structure, horloge)
                assert vus == chiffres(demo, nom, structure, horloge), nom
                sans_personne += sum(1 for _, _, inscrits, refus in vus["fiches"].values() if inscrits and refus)
            return sans_personne

        assert comparer() > 20, "la démo a des sessions dont des membres ne voient que les chiffres"
        with Desk.open(demo, horloge=horloge, grace=0.0) as desk:
            gestes = list(travailler(desk))
        for geste in gestes:
            auteur = postes[f"general-{geste.structure}", geste.structure]
            with Desk.open(auteur.chemin, horloge=horloge, structure=geste.structure, grace=0.0) as desk:
                assert desk.executer_une(geste).fait
        for poste in postes.values():
            poste.passer()
        assert comparer() > 20

        # A right that is lost: the persons go, the figures stay; and come back with it.
        nom, structure = f"general-{gestes[0].structure}", gestes[0].structure
        for droit in (Droit.CATALOGUE, Droit.GENERAL):
            lien = Rattachement(utilisateur=nom, structure=structure, droit=droit, referent=False)
            administration.rattacher(verite, lien, horloge.maintenant())
            with Base.open(demo) as base, base.write.transaction() as conn:
                conn.execute("UPDATE rattachement SET droit = ? WHERE utilisateur = ?", (droit.value, nom))
            comparer()


@pytest.mark.parametrize(
    "effectifs",
    [
        [{"etat": "retenue", "n": -1}],
        [{"etat": "retenue", "n": 2**70}],
        [{"etat": "retenue", "n": "3"}],
        [{"etat": "admise", "n": 3}],
        [{"etat": "retenue", "n": 1}, {"etat": "retenue", "n": 2}],
    ],
)
@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
def test_des_chiffres_impossibles_ne_sont_pas_crus(
    moteur: Moteur,
    horloge: HorlogeDeTest,
    tmp_path: Path,
    effectifs: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server that lies gives a sentence and changes nothing, whether or not what it says adds up."""
    poste = Poste(tmp_path / "ana.sqlite", Porte(moteur, horloge, "u2"), horloge, "OF1")
    faux = {"image": {"session": "S", "effectifs": effectifs}}
    vraie = Porte.changements

    def mentir(self: Porte, *args: Any) -> Page:
        page = vraie(self, *args)
        objets = [replace(o, corps=faux) if (o.genre, o.cle) == ("comptes", "S") else o for o in page.objets]
        comptes = fil.empreinte(fil.resume(o.genre, o.cle, o.version, o.corps) for o in objets if o.genre == "comptes")
        return replace(page, objets=tuple(objets), empreinte=(page.empreinte or {}) | {"comptes": comptes})

    with monkeypatch.context() as pendant:
        pendant.setattr(Porte, "changements", mentir)
        with pytest.raises(ReponseIllisible):
            poste.passer()
    with poste.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM structure").fetchone() == (0,)
    poste.passer()
    with poste.base.read() as conn:
        assert conn.execute("SELECT sum(n) FROM compte").fetchone() == (8,)
    poste.base.close()


def travailler(desk: Desk) -> Iterator[Any]:
    """One command for each session where somebody waits, by who may give it; executed in the demo."""
    gestes: tuple[tuple[type[Any], dict[str, Any]], ...] = (
        (Convoquer, {"date": JOUR}),
        (NoterResultat, {"rang": 1, "resultat": Resultat.PRESENCE}),
        (RendreAvis, {"avis": SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)}),
    )
    attendent = {
        noun.session: noun.reference for noun in MONDE if isinstance(noun, Candidature) and noun.etat is Etat.EN_ATTENTE
    }
    for session in SESSIONS:
        if session.reference not in attendent:
            continue
        qui_decide = {"structure": session.positionneur, "utilisateur": f"general-{session.positionneur}"}
        for cls, champs in gestes:
            command = cls(id=uuid7(), candidature=attendent[session.reference], **qui_decide, **champs)
            if desk.executer_une(command).fait:
                yield command
                break
