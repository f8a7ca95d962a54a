"""The basket: by session, with its totals; what others have changed; validated, then taken back at once."""

from pathlib import Path

from rafaelpro_tui.core.commands import (
    Convoquer,
    NoterResultat,
    RendreAvis,
    SaisieConformiteNon,
    SaisieRecrutementNon,
    SurCandidature,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.file import oui_par_defaut
from rafaelpro_tui.core.model import Etape, Etat, Motif, MotifHsp, Resultat
from rafaelpro_tui.screens.panier import PanierScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from tests.screens.ecran import Ouvrir, cliquer, ligne, montre, sans_danger, taper, texte

GUIDE, HSP = "00235491", "00240001"


def remplir(desk: Desk) -> None:
    """C1 retenue, C3 present and refused, on the guide's session; C11 not conform, on another."""
    oui = oui_par_defaut(desk.candidature("C1"))
    assert oui is not None
    presence = desk.commande(NoterResultat, candidature="C3", rang=1, resultat=Resultat.PRESENCE)
    non = desk.commande(RendreAvis, candidature="C3", avis=SaisieRecrutementNon(motif=Motif.PREREQUIS))
    hsp = desk.commande(RendreAvis, candidature="C11", avis=SaisieConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE))
    suites: tuple[list[SurCandidature], ...] = (
        [desk.commande(RendreAvis, candidature="C1", avis=oui)],
        [hsp],
        [presence, non],
    )
    for suite in suites:
        assert desk.panier.ajouter(suite)[0]


async def test_by_session_validated_then_taken_back(ouvrir: Ouvrir) -> None:
    """LOT-6, ANN-1: nothing unseen; one `u` takes back the whole basket."""
    async with ouvrir(size=(120, 40)) as (app, pilot):
        desk = app.desk
        remplir(desk)
        await taper(pilot, "P")
        ecran = montre(app, PanierScreen)
        assert [i.reference for i in ecran.bilan.lignes] == ["C1", "C11", "C3"], "as they came"
        vu = texte(app)
        assert vu.index("C1 ") < vu.index("C3 ") < vu.index("C11 "), "by session"
        assert f"{GUIDE}  ■▣·········│  1 retenue + 1 au panier = 2 · effectif visé 20 · capacité 20" in vu
        await taper(pilot, "space")
        assert "1 retenue + 0 au panier = 1" in texte(app), "unticked"
        await taper(pilot, "up", "space")
        await cliquer(pilot, f"{HSP}  ")
        assert ecran.nombre == 1, "only those of that session"
        await cliquer(pilot, f"{HSP}  ")
        assert ecran.nombre == 3
        await taper(pilot, "f10")
        assert "Valider le panier" in texte(app)
        await taper(pilot, "right", "enter")
        montre(app, RapportScreen)
        assert "Rapport du panier" in texte(app)
        assert [desk.candidature(c).candidature.etat for c in ("C1", "C3", "C11")] == [
            Etat.RETENUE,
            Etat.NON_RETENUE,
            Etat.NON_RETENUE,
        ]
        assert "au panier" not in ligne(app, -1)
        await taper(pilot, "u")
        assert "↶ Panier annulé" in texte(app)
        assert "Annulé : Valider 3 candidatures du panier" in " ".join(texte(app).split())
        assert {desk.candidature(c).candidature.etat for c in ("C1", "C3", "C11")} == {Etat.EN_ATTENTE}
        assert desk.candidature("C3").etape is Etape.PRESENCE_A_RENSEIGNER, "its two steps"
        assert not desk.annulables()


async def test_after_a_restart_one_u_still_takes_back_the_whole_basket(ouvrir: Ouvrir) -> None:
    """ANN-1: the grace goes on while the app is closed; what was decided before the basket stays."""
    async with ouvrir() as (app, pilot):
        desk = app.desk
        avant = desk.executer_une(desk.commande(Convoquer, candidature="C4", date=desk.aujourdhui))
        remplir(desk)
        await taper(pilot, "P", "f10", "right", "enter")
        montre(app, RapportScreen)
    async with ouvrir() as (app, pilot):
        assert len(app.desk.annulables()) == 5
        await taper(pilot, "u")
        assert "Annulé : Valider 3 candidatures du panier" in " ".join(texte(app).split())
        assert [saisie.id for saisie in app.desk.annulables()] == [avant.id]


async def test_what_others_have_changed_is_said_and_not_ticked(ouvrir: Ouvrir, base: Path) -> None:
    """SYN-1: one that would still pass, one that would not."""
    async with ouvrir(size=(120, 40)) as (app, pilot):
        desk = app.desk
        remplir(desk)
        with Desk.open(base, horloge=app.horloge, utilisateur="u1") as autre:
            presence = autre.commande(NoterResultat, candidature="C3", rang=1, resultat=Resultat.PRESENCE)
            assert autre.executer_une(presence).fait
        await taper(pilot, "P")
        ecran = montre(app, PanierScreen)
        assert {i.reference for i in ecran.bilan.lignes if i.fait} == {"C1", "C11"}
        assert ecran.candidature == "C3", "a refused one first"
        assert "Modifiée entre-temps : convocation 1 le 20/04/2022, présence." in " ".join(texte(app).split())
        await taper(pilot, "j", "space", "k", "k", "R")
        assert {i.reference for i in ecran.bilan.lignes if i.fait} == {"C11"}, "what was unticked stays so"
        assert "▣ 2 au panier" in ligne(app, -1)
        assert desk.panier.de("C3") == ()


async def test_hostile_names(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(80, 24)) as (app, pilot):
        remplir(app.desk)
        await taper(pilot, "P")
        montre(app, PanierScreen)
        assert sans_danger(app)
