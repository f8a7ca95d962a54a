"""The app on a replica, and a real server over loopback: its state in the footer, a conflict settled by keyboard."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import insert
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import (
    Convoquer,
    EcrireNote,
    LotConvoquer,
    ModifierAction,
    ModifierSession,
    RendreAvis,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Droit, Motif, Rattachement
from rafaelpro_tui.core.sync.fil import Jetons
from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes
from rafaelpro_tui.core.sync.profil import creer
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.nouvelles import NouvellesScreen
from rafaelpro_tui.screens.regler import ConflitScreen, ReglerScreen
from rafaelpro_tui.screens.saisies import SaisiesScreen
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.administration import rattacher
from rafaelpro_tui.server.application import creer as application
from rafaelpro_tui.server.store import tables
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.settings import chemin_journal
from tests.core.atelier import FIN, JOUR, HorlogeDeTest
from tests.screens.ecran import calme, ecrire, montre, taper, texte
from tests.server.http import port_libre
from tests.server.porte import Porte
from tests.server.poste import NON, OUI, Poste


@pytest.fixture
def en_service(moteur: Moteur, horloge: HorlogeDeTest) -> Iterator[str]:
    """The truth of the test served over HTTP, from a thread; its address."""
    port = port_libre()
    service = uvicorn.Server(
        uvicorn.Config(application(moteur, horloge=horloge), host="127.0.0.1", port=port, log_level="error")
    )
    fil = threading.Thread(target=service.run)
    fil.start()
    limite = time.monotonic() + 20
    while not service.started:
        assert time.monotonic() < limite
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    service.should_exit = True
    fil.join()


@pytest.fixture
def app(
    en_service: str, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> RafaelProApp:
    """On the replica of Léa, who is signed in."""
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    jeton = "un jeton"
    moteur.ecrire(
        lambda conn: conn.execute(
            insert(tables.jeton).values(empreinte=empreinte(jeton), utilisateur="u1", expire_a=1e12)
        )
    )
    chemin = tmp_path / "app.sqlite"
    creer(chemin, en_service, Porte(moteur, horloge, "u1").moi(), "app", chiffrer=False)
    gardes = JetonsGardes(chemin, "app")
    gardes.garder(Jetons(access_token=jeton, refresh_token="x", expires_in=900))
    assert gardes.fichier.stat().st_mode & 0o777 == 0o600
    Poste(chemin, Porte(moteur, horloge, "u1"), horloge, "OF1").passer()

    def ouvrir() -> Desk:
        return Desk.open(chemin, horloge=horloge, structure="OF1", passages=True)

    ouverte = RafaelProApp(ouvrir, horloge=horloge)
    ouverte.animation_level = "none"
    return ouverte


async def jusqu_a(pilot: Pilot[Any], vrai: Callable[[], bool]) -> None:
    """What the background brings has no other sign than the screen."""
    for _ in range(200):
        if vrai():
            return
        await asyncio.sleep(0.05)
        await calme(pilot)
    raise AssertionError(texte(pilot.app))


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_un_conflit_se_voit_et_se_regle(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    zoe.presente("S0")
    zoe.passer()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        zoe.faire(RendreAvis, candidature="S0", avis=NON)
        zoe.passer()
        app.desk.executer_une(app.desk.commande(RendreAvis, candidature="S0", avis=OUI))
        app.synchroniser()
        await jusqu_a(pilot, lambda: "▲ 1 conflit" in texte(app))
        assert app.desk.candidature("S0").candidature.etat.value == "non_retenue"
        await taper(pilot, "f8", "R")
        montre(app, ReglerScreen)
        vu = " ".join(texte(app).split())
        assert "Avis sur S0 : retenue" in vu
        assert "Non retenue, par Écrin des Métiers, le 15/07/2024 à 10:30" in vu
        await taper(pilot, "enter")
        montre(app, ConflitScreen)
        await jusqu_a(pilot, lambda: "Copier la demande à offre@cap-metiers.pro" in texte(app))
        vu = " ".join(texte(app).split())
        assert "La mienne" in vu
        assert "Date d’entrée en formation :" in vu
        assert "hebdomadaire (h) :" in vu, "all that was typed"
        assert "CAN-3" in vu
        await taper(pilot, "enter")
        await jusqu_a(pilot, lambda: "Rien à régler" in texte(app))
        assert "Aucun résultat" not in texte(app), "nothing was looked for"
        await taper(pilot, "escape")
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_la_mienne_se_reprend_dans_la_fiche(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    """Mine was refused, since another date had been given meanwhile: it is in the fields again, to be validated."""
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    zoe.presente("S1")
    zoe.passer()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        await jusqu_a(pilot, lambda: bool(app.desk.candidature("S1").candidature.convocations))
        zoe.faire(Convoquer, candidature="S0", date=JOUR)
        zoe.faire(RendreAvis, candidature="S1", avis=SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE))
        desk = app.desk
        mienne = replace(OUI, commentaire="À bientôt")
        commandes = [
            desk.commande(Convoquer, candidature="S0", date=JOUR + timedelta(days=1)),
            desk.commande(RendreAvis, candidature="S1", avis=mienne),
        ]
        assert [resultat.fait for resultat in desk.executer(commandes)] == [True, True]
        zoe.passer()
        horloge.attendre(60)
        app.synchroniser()
        await jusqu_a(pilot, lambda: "▲ 2 conflits" in texte(app))

        async def reprendre() -> CandidatureScreen:
            await taper(pilot, "f8", "R", "enter")
            montre(app, ConflitScreen)
            await taper(pilot, "down", "enter")
            await jusqu_a(pilot, lambda: isinstance(app.screen, CandidatureScreen) and app.screen.vue is not None)
            await calme(pilot)
            assert isinstance(app.screen, CandidatureScreen)
            return app.screen

        fiche = await reprendre()
        assert (fiche.reference, "16/07/2024" in texte(app)) == ("S0", True)
        assert [c.date for c in desk.candidature("S0").candidature.convocations] == [JOUR], "to be validated"
        await taper(pilot, "escape", "escape", "right", "enter")

        # What was refused as an avis has its place in the waiting list's form.
        fiche = await reprendre()
        assert (fiche.reference, fiche.brouillon.commentaire) == ("S1", "À bientôt")
        assert "À bientôt" in texte(app)
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        assert desk.candidature("S1").candidature.etat.value == "refus_session_complete"


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_la_mienne_se_reprend_dans_les_formulaires(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    """Of a session, of a formation: over what a colleague has written meanwhile, to be validated."""
    ana = Poste(tmp_path / "ana.sqlite", Porte(moteur, horloge, "u2"), horloge, "OF1")
    ana.passer()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        desk = app.desk
        ana.faire(ModifierSession, session="S", coefficient=Decimal(2), date_limite_entree_tardive=FIN)
        ana.faire(ModifierAction, action="A1", plus="Un plateau")
        commandes = [
            desk.commande(ModifierSession, session="S", coefficient=Decimal("1.5")),
            desk.commande(ModifierAction, action="A1", plus="Deux plateaux"),
        ]
        assert all(resultat.fait for resultat in desk.executer(commandes))
        ana.passer()
        horloge.attendre(60)
        app.synchroniser()
        await jusqu_a(pilot, lambda: "▲ 2 conflits" in texte(app))

        async def reprendre() -> Any:
            await taper(pilot, "f8", "R", "enter")
            montre(app, ConflitScreen)
            assert "Reprendre la mienne dans le formulaire de la" in texte(app)
            assert "SYN-1" in texte(app)
            assert "Coefficient : 1,5" in texte(app) or "plus » de la formation : Deux plateaux" in texte(app)
            assert "La leur" not in texte(app), "the rule says it all"
            await taper(pilot, "down", "enter")
            await jusqu_a(pilot, lambda: getattr(app.screen, "saisie_en_cours", False))
            await calme(pilot)
            return app.screen

        session = await reprendre()
        assert (session.reference, session.form.query_one("#coefficient", Input).value) == ("S", "1,5")
        tardive = session.form.query_one("#date_limite_entree_tardive", Input).value
        assert tardive == "30/09/2024", "what only the colleague changed stays theirs"
        assert "coefficient × effectif visé" in texte(app)
        await taper(pilot, "f10")
        vu = " ".join(texte(app).split())
        assert "2 → 1,5" in vu, "before → after over the colleague's value (FOR-9)"
        await taper(pilot, "escape", "escape", "right", "enter")
        formation = await reprendre()
        assert formation.query_one("#plus", TextArea).text == "Deux plateaux"
        assert desk.formulaire_action("A1").action.plus == "Un plateau", "to be validated"


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_ce_qu_un_autre_decide_se_voit_aussitot(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a long poll, which is cut when the app closes: no thread is left, nor does the server wait for one.

    However many synchronisations there are, each of the two threads has one client, closed with it.
    """
    clients: list[httpx.Client] = []
    ouvrir = httpx.Client.__init__

    def compter(client: httpx.Client, **options: Any) -> None:
        clients.append(client)
        ouvrir(client, **options)

    monkeypatch.setattr(httpx.Client, "__init__", compter)
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        await asyncio.sleep(0.5)  # the wait has begun
        for reference in ("S0", "S1"):
            zoe.faire(Convoquer, candidature=reference, date=JOUR)
            debut = time.monotonic()
            zoe.passer()

            def recue(reference: str = reference) -> bool:
                return bool(app.desk.candidature(reference).candidature.convocations)

            while not recue():
                assert time.monotonic() - debut < 5, "well before the next turn"
                await asyncio.sleep(0.02)
        fils = [fil for fil in threading.enumerate() if fil.name in ("guet", "synchro")]
        assert len(fils) == 2
    for fil in fils:
        await asyncio.to_thread(fil.join, 5)
        assert not fil.is_alive(), fil.name
    assert [client.is_closed for client in clients] == [True, True]


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_changer_de_structure_guette_l_autre_aussitot(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    """F2 cuts the long poll of the structure that one leaves: a note of the new one, which it alone sees, is there at
    once (SUI-4).
    """
    lien = Rattachement(utilisateur="u1", structure="OF2", droit=Droit.GENERAL, referent=False)
    rattacher(moteur, lien, horloge.maintenant())
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: len(app.desk.structures()) == 2)
        await asyncio.sleep(0.5)  # the wait has begun, for OF1
        await taper(pilot, "f2")
        await ecrire(pilot, "Écrin")
        await taper(pilot, "enter")
        assert app.desk.acteur.structure.id == "OF2"
        zoe.faire(EcrireNote, candidature="S0", texte="Rappeler lundi.")
        debut = time.monotonic()
        zoe.passer()
        while not app.desk.candidature("S0").suivi.notes:
            assert time.monotonic() - debut < 10, "well before the end of the other wait"
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_ce_que_d_autres_ont_fait_se_lit(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    """F8, N: who did what; ⏎ opens the candidature; looked at once, it is new no more."""
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        await taper(pilot, "f8", "N")
        montre(app, NouvellesScreen)
        await jusqu_a(pilot, lambda: "Rien de nouveau depuis votre dernier passage." in texte(app))
        await taper(pilot, "escape")
        zoe.presente("S0")
        zoe.passer()
        app.synchroniser()
        await jusqu_a(pilot, lambda: "1 changement depuis votre dernier passage" in texte(app))
        await taper(pilot, "N")
        await jusqu_a(pilot, lambda: "Convocation 1 : présence · Conv" in texte(app))
        assert "Écrin des" in texte(app)
        await taper(pilot, "enter")
        montre(app, CandidatureScreen)
        await taper(pilot, "escape")
        await jusqu_a(pilot, lambda: "Convocation 1 : présence" in texte(app))
        await taper(pilot, "escape", "N")
        await jusqu_a(pilot, lambda: "Rien de nouveau depuis votre dernier passage." in texte(app))
        await taper(pilot, "tab")
        await jusqu_a(pilot, lambda: "Convocation 1 le" in texte(app))


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_une_saisie_se_suit_et_se_retire(app: RafaelProApp, horloge: HorlogeDeTest) -> None:
    """F8, M: what waits; withdrawn with a confirmation, whose default button is the way back."""
    with app_sans_reseau():
        async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
            await jusqu_a(pilot, lambda: "○ hors ligne" in texte(app))
            await taper(pilot, "f8", "M")
            montre(app, SaisiesScreen)
            await jusqu_a(pilot, lambda: "Rien n’attend" in texte(app))
            app.desk.executer_une(app.desk.commande(Convoquer, candidature="S0", date=JOUR))
            horloge.attendre(60)
            app.synchroniser()
            app.a_change()
            await jusqu_a(pilot, lambda: "Convocation de S0 le 15/07/2024" in texte(app))
            await taper(pilot, "r")
            await jusqu_a(pilot, lambda: "Retirer « Convocation de S0" in texte(app))
            await taper(pilot, "enter")
            assert "Convocation de S0 le 15/07/2024" in texte(app)
            await taper(pilot, "r")
            await jusqu_a(pilot, lambda: "Retirer « Convocation de S0" in texte(app))
            await taper(pilot, "right", "enter")
            await jusqu_a(pilot, lambda: "Rien n’attend" in texte(app))
            assert app.desk.candidature("S0").candidature.convocations == ()


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_hors_ligne_n_empeche_rien(app: RafaelProApp, horloge: HorlogeDeTest, tmp_path: Path) -> None:
    """What was decided is counted once its grace is over, as when the server is there."""
    with app_sans_reseau():
        async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
            await jusqu_a(pilot, lambda: "○ hors ligne" in texte(app))
            assert app.desk.passages() == [], "the clocks are the server's"
            with Desk.open(tmp_path / "app.sqlite", horloge=horloge, structure="OF1", grace=20) as desk:
                desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR))
            horloge.attendre(21)
            app.synchroniser()
            await jusqu_a(pilot, lambda: "○ hors ligne · 1 à envoyer" in texte(app))


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_une_coupure_se_voit_sans_attendre(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by looking at two postes: « en ligne » stayed for a minute after the server had gone."""
    monkeypatch.setattr("rafaelpro_tui.synchro.SANS_GUET", 60.0)
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        zoe.presente("S0")
        zoe.passer()
        await jusqu_a(pilot, lambda: bool(app.desk.candidature("S0").candidature.convocations))
        await jusqu_a(pilot, app._a_jour.is_set)  # it waits for what comes next
        with app_sans_reseau():
            app.guetter_ailleurs()  # as a connection that is lost
            await jusqu_a(pilot, lambda: "○ hors ligne" in texte(app))


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_ce_qu_un_lot_n_a_pas_fait_se_voit(
    app: RafaelProApp, moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path
) -> None:
    zoe = Poste(tmp_path / "zoe.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    zoe.passer()
    zoe.presente("S0")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await jusqu_a(pilot, lambda: "● en ligne" in texte(app))
        zoe.passer()
        lot = app.desk.commande(LotConvoquer, session="S", candidatures=("S0", "S1"), date=JOUR)
        assert app.desk.executer_une(lot).fait
        app.synchroniser()
        await jusqu_a(pilot, lambda: "▲ 1 conflit" in texte(app))
        await taper(pilot, "f8", "R", "enter")
        montre(app, ConflitScreen)
        vu = " ".join(texte(app).split())
        assert "Lot : 1 convocation" in vu
        assert "1 candidature refusée :" in vu
        assert "S0 : CNV-2" in vu
        assert "Candidatures : S0 · Date : 15/07/2024" in vu, "what of it was not done"


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
async def test_une_panne_n_arrete_pas_la_synchronisation_sans_le_dire(
    app: RafaelProApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The footer never says « en ligne » over a thread that has ended."""
    with monkeypatch.context() as pendant:

        def casser(*_: object) -> None:
            raise RuntimeError("imprévu")

        pendant.setattr("rafaelpro_tui.core.sync.synchronisation.Synchronisation.passer", casser)
        async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
            await jusqu_a(pilot, lambda: "▲ synchronisation arrêtée" in " ".join(texte(app).split()))
            assert "RuntimeError: imprévu" in chemin_journal().read_text(encoding="utf-8")
            pendant.undo()
            app.synchroniser()
            await jusqu_a(pilot, lambda: "● en ligne" in texte(app))


class app_sans_reseau:
    """No way to the server: its port is refused."""

    def __enter__(self) -> None:
        self._garde = pytest.MonkeyPatch()

        def refuser(*_: object, **__: object) -> None:
            raise httpx.ConnectError("no route")

        self._garde.setattr(httpx.Client, "stream", refuser)

    def __exit__(self, *_: object) -> None:
        self._garde.undo()
