"""`Ctrl+G`: templates where a comment is typed: a candidature, the queue, a lot."""

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import modeles
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.model import Motif, RecrutementNon
from rafaelpro_tui.core.modeles import Modele
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.file import FileScreen
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.modeles import ModelesScreen
from rafaelpro_tui.screens.refus_automatique import RefusAutomatique
from tests.screens.ecran import HOSTILES, Ouvrir, calme, ecrire, montre, sans_danger, taper, texte


async def sur_c1(app: RafaelProApp, pilot: Pilot[None], reference: str = "C1") -> CandidatureScreen:
    await app.push_screen(CandidatureScreen(reference))
    await calme(pilot)
    return montre(app, CandidatureScreen)


async def test_a_template_is_filled_then_counted(ouvrir: Ouvrir) -> None:
    modeles.garder(Modele(nom="Projet", texte="{prenom}, à revoir.", pour=Motif.PROJET.value))
    modeles.garder(Modele(nom="Trop long", texte="{prenom} " + "x" * 242))
    modeles.garder(Modele(nom="Pour un oui", texte="Bienvenue", pour="oui"))
    async with ouvrir(size=(80, 24)) as (app, pilot):
        ecran = await sur_c1(app, pilot)
        await taper(pilot, "ctrl+g")
        montre(app, CandidatureScreen)  # nothing is typed yet: there is no comment to fill
        await taper(pilot, "n", "7", "ctrl+g")
        montre(app, ModelesScreen)
        vu = texte(app)
        assert "Pour un oui" not in vu
        assert "Désiré, à revoir." in vu
        assert "▲ 249" not in vu
        await taper(pilot, "enter")
        assert ecran.brouillon.commentaire == "Désiré, à revoir."
        await taper(pilot, "ctrl+g")
        assert "▲ 267" in texte(app), "with what is typed already"


async def test_the_comment_is_kept_without_its_name_then_deleted(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = await sur_c1(app, pilot)
        await taper(pilot, "n", "7")
        ecran.formulaire.viser("commentaire")
        await ecrire(pilot, "Désiré vise {formation}")
        await taper(pilot, "ctrl+g")
        assert "{prenom} vise {formation}" in texte(app)
        await ecrire(pilot, "Vise")
        await taper(pilot, "enter")
        assert modeles.lire() == [Modele(nom="Vise", texte="{prenom} vise {formation}", pour=Motif.PROJET.value)]
        assert ecran.brouillon.commentaire == "Désiré vise Plateforme Amorce de parcours"
        await taper(pilot, "ctrl+g", "ctrl+r", "escape")
        assert modeles.lire() == []


async def test_an_unknown_field_is_said_and_nothing_is_kept(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = await sur_c1(app, pilot)
        await taper(pilot, "n", "7")
        ecran.formulaire.viser("commentaire")
        await ecrire(pilot, "{prenon}")
        await taper(pilot, "ctrl+g", *"x", "enter")
        montre(app, ModelesScreen)
        assert "Vouliez-vous dire" in texte(app)
        assert modeles.lire() == []


async def test_r_calls_nobody_by_another_s_name(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        ecran = await sur_c1(app, pilot)
        await taper(pilot, "n", "8")
        ecran.formulaire.viser("commentaire")
        await ecrire(pilot, "Désiré est en CDI")
        await taper(pilot, "f10")
        montre(app, Confirmation)
        await taper(pilot, "right", "enter", "escape")
        ecran = await sur_c1(app, pilot, "C3")
        await taper(pilot, "p", "r")
        assert ecran.brouillon.commentaire == "Thi-Lan est en CDI"


async def test_with_an_automatic_refusal(ouvrir: Ouvrir) -> None:
    """CNV-5: its comment too."""
    modeles.garder(Modele(nom="Absence", texte="{prenom} n’est pas venue."))
    async with ouvrir() as (app, pilot):
        await sur_c1(app, pilot, "C3")
        await taper(pilot, "x", "ctrl+g", "enter")
        montre(app, RefusAutomatique).query_one("#oui").focus()
        await taper(pilot, "enter")
        avis = app.desk.candidature("C3").candidature.avis_courant
        assert isinstance(avis, RecrutementNon)
        assert avis.commentaire == "Thi-Lan n’est pas venue."


async def test_in_the_queue(ouvrir: Ouvrir) -> None:
    modeles.garder(Modele(nom="Motivation", texte="{prenom} confirme.", pour="oui"))
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4", "f")
        await ecrire(pilot, "session:00235491 etape:avis_a_rendre")
        await taper(pilot, "enter", "T", "enter", "ctrl+g", "enter", "f10")
        [mise] = montre(app, FileScreen).file.decisions[-1].commands
        assert mise.type == "rendre_avis"
        assert "{prenom} confirme." in str(mise.avis), "what « . » repeats"
        [deposee] = app.desk.panier.contenu().deposees
        assert f"{app.desk.candidature(deposee.candidature).candidat.prenom} confirme." in str(deposee.mises)


@pytest.mark.parametrize("champ", ["formation", "prenom"])
async def test_in_a_lot_a_comment_is_for_all(ouvrir: Ouvrir, champ: str) -> None:
    modeles.garder(Modele(nom="M", texte=f"Pour {{{champ}}}"))
    async with ouvrir() as (app, pilot):
        await app.push_screen(LotScreen("00235491"))
        await calme(pilot)
        ecran = montre(app, LotScreen)
        await taper(pilot, "tab", "tab", "n", "7", "ctrl+g", "enter")
        if champ == "formation":
            montre(app, LotScreen)
            assert ecran.traitement.avis.commentaire == "Pour Plateforme Amorce de parcours"
        else:
            montre(app, ModelesScreen)
            assert "change d’une personne à l’autre" in texte(app)


async def test_nothing_in_a_template_is_obeyed(ouvrir: Ouvrir) -> None:
    for rang, hostile in enumerate(HOSTILES):
        modeles.garder(Modele(nom=f"{rang} {hostile}", texte=hostile.replace("{", "")))
    async with ouvrir() as (app, pilot):
        await sur_c1(app, pilot)
        await taper(pilot, "n", "7", "ctrl+g")
        montre(app, ModelesScreen)
        assert sans_danger(app)
