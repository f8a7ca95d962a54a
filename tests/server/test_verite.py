"""The truth and its replicas, on both engines: I1 one avis, I2 kept, I3 once, I5, I6 the same at rest, I7, I9."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import (
    AnnulerSession,
    Convoquer,
    Deposer,
    LotConvoquer,
    ModifierDroit,
    RendreAvis,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Candidat, Droit
from rafaelpro_tui.core.sync.erreurs import HorsLigne
from rafaelpro_tui.core.sync.fil import CommandeEnvoyee, Envoi
from rafaelpro_tui.server.execution import Demande, executer
from rafaelpro_tui.server.problemes import Anomalie
from rafaelpro_tui.server.store import objets, personnes, tables
from rafaelpro_tui.server.store.evenements import PARTI
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, QUAND, HorlogeDeTest
from tests.server.porte import Porte
from tests.server.poste import NON, OUI, Poste

Installer = Callable[[str, str], Poste]


@pytest.fixture
def installer(moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path) -> Installer:
    """A laptop for a user and a structure, synchronised once."""
    postes: list[Poste] = []

    def faire(utilisateur: str, structure: str) -> Poste:
        chemin = tmp_path / f"{utilisateur}-{len(postes)}.sqlite"
        poste = Poste(chemin, Porte(moteur, horloge, utilisateur), horloge, structure)
        postes.append(poste)
        poste.passer()
        return poste

    return faire


def egales(moteur: Moteur, *postes: Poste) -> None:
    """I6, I9: at rest each replica holds what the feed says of the truth, and the truth is the fold of its events."""
    for poste in postes:
        poste.passer()
        with moteur.lecture() as conn:
            fil = tables.fil
            dit = {
                (ligne.genre, ligne.cle): (ligne.version, ligne.corps)
                for ligne in conn.execute(
                    select(fil).where(fil.c.structure == poste.structure, fil.c.retire.is_(False))
                )
            }
        assert poste.base_tenue() == dit
        assert "a_envoyer" not in poste.statuts()
    plier(moteur)


def plier(moteur: Moteur) -> None:
    """I9: the last event of each object is what is stored, and versions follow each other."""
    with moteur.lecture() as conn:
        derniers: dict[tuple[str, str], tuple[int, str]] = {}
        for genre, cle, version, image in conn.execute(
            select(
                tables.evenement.c.genre, tables.evenement.c.cle, tables.evenement.c.version, tables.evenement.c.image
            ).order_by(tables.evenement.c.version)
        ):
            avant = derniers.get((genre, cle), (version - 1, ""))[0]
            assert version == avant + 1, (genre, cle)
            derniers[genre, cle] = version, image
        for (genre, cle), (_, image) in derniers.items():
            if genre == "candidature":
                sous = objets.porteur(conn, genre, cle)
                assert sous is not None
                assert images.to_json(objets.candidatures(conn, sous, [cle])[cle]) == image
            if genre == "rattachement":
                lien = personnes.rattachement(conn, *json.loads(cle))
                assert image == (PARTI if lien is None else images.to_json(lien))
            if genre == "session":
                cadre = objets.cadre(conn, cle)
                assert cadre is not None
                assert images.to_json(cadre.session) == image


def commande(type_: str, **args: Any) -> CommandeEnvoyee:
    vu = args.pop("vu", None)
    id = args.pop("id", None) or uuid4()
    structure = args.pop("structure", "OF1")
    return CommandeEnvoyee(id=id, type=type_, structure=structure, args=args, saisi_le=QUAND, vu=vu)


def test_deux_postes_se_voient(moteur: Moteur, installer: Installer) -> None:
    un, deux = installer("u1", "OF1"), installer("u3", "OF2")
    un.presente("S0")
    assert un.faire(RendreAvis, candidature="S0", avis=OUI).fait
    assert un.passer().acceptees == 3
    deux.passer()
    assert deux.etat("S0") == "retenue"
    egales(moteur, un, deux)


def test_l_historique_dit_ce_qui_est_enregistre(installer: Installer) -> None:
    """A lot and a command: said to wait, then to be recorded, and still after what they did has been received."""
    poste = installer("u1", "OF1")

    def dit(reference: str) -> str:
        with Desk.open(poste.chemin, horloge=poste.horloge, structure="OF1") as desk:
            return " / ".join(evenement.texte for evenement in desk.candidature(reference).historique)

    assert poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1"), date=JOUR).fait
    assert "pas encore enregistré" in dit("S1")
    for _ in range(3):
        poste.passer()
        assert "pas encore" not in dit("S1")
        assert "Enregistré le" in dit("S0")
        assert "Enregistré le" in dit("S1")
    assert "nregistré" not in dit("S2")
    assert poste.faire(Convoquer, candidature="S2", date=JOUR).fait
    poste.passer()
    poste.passer()
    assert "Enregistré le" in dit("S2")


def test_decidee_deux_fois(moteur: Moteur, installer: Installer) -> None:
    """One avis, one conflict that is shown: what the other decided, who, when (I1, I4)."""
    un, deux = installer("u1", "OF1"), installer("u3", "OF2")
    un.presente("S0")
    un.passer()
    deux.passer()
    assert un.faire(RendreAvis, candidature="S0", avis=OUI).fait
    assert deux.faire(RendreAvis, candidature="S0", avis=NON).fait
    assert un.passer().acceptees == 1
    assert deux.passer().refusees == 1
    with deux.base.read() as conn:
        actuel, reponse = conn.execute("SELECT actuel, reponse FROM depart WHERE statut = 'refusee'").fetchone()
    assert json.loads(reponse)["regle"] == "CAN-3"
    assert json.loads(actuel) | {"le": ""} == {"etat": "retenue", "par": "Horizon Formation", "le": ""}
    egales(moteur, un, deux)


def test_la_meme_commande_deux_fois_n_a_qu_un_effet(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    """I3, SYN-2."""
    porte = Porte(moteur, horloge, "u1")
    envoi = Envoi(poste="p", commandes=(commande("convoquer", candidature="S0", date="2024-07-16"),))
    (premier,) = porte.envoyer(envoi).commandes
    (second,) = porte.envoyer(envoi).commandes
    assert (premier.issue, premier.rejoue, second.issue, second.rejoue) == ("fait", None, "fait", True)
    assert porte.reponse(premier.id) == premier
    assert porte.reponse(uuid4()) is None
    assert Porte(moteur, horloge, "u3").reponse(premier.id) is None, "an answer is for who asked"
    autre = commande("convoquer", candidature="S0", date="2024-07-17", id=premier.id)
    (tiers,) = porte.envoyer(Envoi(poste="p", commandes=(autre,))).commandes
    assert (tiers.issue, tiers.regle) == ("refus", "SYN-2")
    (vole,) = Porte(moteur, horloge, "u3").envoyer(envoi).commandes
    assert (vole.issue, vole.regle) == ("refus", "SYN-2")


def test_un_refus_est_garde_lui_aussi(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    porte = Porte(moteur, horloge, "u1")
    envoi = Envoi(poste="p", commandes=(commande("rendre_avis", candidature="S0", avis={"recrutement": "non"}),))
    (premier,) = porte.envoyer(envoi).commandes
    assert (premier.issue, premier.regle) == ("refus", "AVI-1")
    assert porte.envoyer(envoi).commandes[0].rejoue


def test_syn_1_ce_que_quelqu_un_d_autre_a_change(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    """One's own earlier commands are no surprise; another laptop's are."""
    porte = Porte(moteur, horloge, "u1")

    def envoyer(poste: str, commande_: CommandeEnvoyee) -> Any:
        return porte.envoyer(Envoi(poste=poste, commandes=(commande_,))).commandes[0]

    assert envoyer("un", commande("convoquer", candidature="S0", date="2024-07-16", vu=1)).issue == "fait"
    deplacer = {"candidature": "S0", "rang": 1}
    assert envoyer("un", commande("deplacer_convocation", **deplacer, date="2024-07-17", vu=1)).issue == "fait"
    sort = envoyer("deux", commande("deplacer_convocation", **deplacer, date="2024-07-18", vu=1))
    assert (sort.issue, sort.regle) == ("refus", "SYN-1")
    assert "Léa Martin, le 15/07/2024 à 10:30" in sort.message
    assert sort.actuel is not None
    assert envoyer("deux", commande("deplacer_convocation", **deplacer, date="2024-07-18", vu=3)).issue == "fait"


def test_les_droits_se_relisent_a_chaque_commande(moteur: Moteur, installer: Installer, horloge: HorlogeDeTest) -> None:
    """SYNC step (c), DRT-6: a droit withdrawn is withdrawn at once, and the replica of who lost it is purged (I7)."""
    un, deux = installer("u1", "OF1"), installer("u3", "OF2")
    assert un.faire(ModifierDroit, membre="u2", droit=Droit.GENERAL).fait
    un.passer()
    ana = installer("u2", "OF1")
    assert ("candidat", "P0") in ana.base_tenue()
    assert un.faire(ModifierDroit, membre="u2", droit=Droit.CATALOGUE).fait
    un.passer()
    sort = Porte(moteur, horloge, "u2").envoyer(
        Envoi(poste="x", commandes=(commande("convoquer", candidature="S0", date="2024-07-16"),))
    )
    assert sort.commandes[0].regle == "DRT-1"
    ana.passer()
    assert {genre for genre, _ in ana.base_tenue()}.isdisjoint({"candidat", "candidature"})
    egales(moteur, un, deux)


def test_ce_sur_quoi_on_n_a_pas_de_role_n_existe_pas(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    """DRT-5, I7: the same answer as for what does not exist; and nothing of it in the feed."""
    porte = Porte(moteur, horloge, "u4")
    envoi = Envoi(
        poste="x",
        commandes=tuple(
            commande("convoquer", candidature=reference, date="2024-07-16", structure="OF3")
            for reference in ("S0", "INCONNUE")
        ),
    )
    vraie, fausse = porte.envoyer(envoi).commandes
    assert (vraie.regle, vraie.message) == (fausse.regle, str(fausse.message).replace("INCONNUE", "S0"))
    page = porte.changements("OF3", None, 100)
    assert {objet.genre for objet in page.objets} == {"structure", "utilisateur", "rattachement"}
    with pytest.raises(Anomalie) as refus:
        porte.changements("OF1", None, 100)
    assert refus.value.probleme.status == 404


def test_les_flux_sont_aux_comptes_de_flux(moteur: Moteur, installer: Installer, horloge: HorlogeDeTest) -> None:
    depot = {"reference": "N1", "session": "S", "candidat": "P7", "prescripteur": "ML"}
    (sort,) = (
        Porte(moteur, horloge, "u1").envoyer(Envoi(poste="x", commandes=(commande("deposer", **depot),))).commandes
    )
    assert (sort.issue, sort.regle) == ("refus", "DRT-7")
    un = installer("u1", "OF1")

    def flux(cls: type[Any], **champs: Any) -> Any:
        command = cls(id=uuid4(), structure="", utilisateur="eos", **champs)
        demande = Demande(command=command, poste="eos", saisi_le=horloge.maintenant(), flux=True)
        return executer(moteur, horloge, demande)

    assert flux(Deposer, **depot).issue == "fait"
    nouveau = Candidat(id="P99", nom_naissance="Neuf", prenom="Zoé")
    assert flux(Deposer, **depot | {"reference": "N2", "candidat": nouveau}).issue == "fait"
    assert flux(Deposer, **depot | {"reference": "N2", "candidat": "P6"}).regle == "CAN-5"
    assert flux(Deposer, **depot | {"reference": "N3"}).regle == "CAN-5"
    un.passer()
    assert un.etat("N1") == un.etat("N2") == "en_attente"
    assert flux(AnnulerSession, session="S").issue == "fait"
    un.passer()
    assert un.etat("N1") == un.etat("S0") == "refus_session_annulee"
    egales(moteur, un)


def test_les_candidatures_en_cours_se_comptent_partout(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    """CAN-4: the count of a candidat moves on every replica that sees them, with no detail of elsewhere."""
    porte = Porte(moteur, horloge, "u1")
    page = porte.changements("OF1", None, 1000)
    (avant,) = [objet.corps["en_cours"] for objet in page.objets if (objet.genre, objet.cle) == ("candidat", "P0")]
    assert avant == {"total": 3, "hsp": 1}
    porte.envoyer(Envoi(poste="x", commandes=(commande("convoquer", candidature="S0", date="2024-07-15"),)))
    porte.envoyer(
        Envoi(
            poste="x",
            commandes=(commande("noter_resultat", candidature="S0", rang=1, resultat="absence_non_justifiee"),),
        )
    )
    suite = porte.changements("OF1", page.curseur, 1000)
    (apres,) = [objet.corps["en_cours"] for objet in suite.objets if (objet.genre, objet.cle) == ("candidat", "P0")]
    assert apres == {"total": 2, "hsp": 1}


def test_une_reponse_perdue(moteur: Moteur, installer: Installer) -> None:
    """I5: accepted, the answer lost; sent again, it is never told as refused."""
    un = installer("u1", "OF1")
    un.presente("S0")
    un.sync._serveur.coupe_apres = 1  # type: ignore[attr-defined]
    with pytest.raises(HorsLigne):
        un.passer()
    assert un.passer().refusees == 0
    assert un.statuts() == ["acceptee", "acceptee"]
    egales(moteur, un)


def test_un_lot(moteur: Moteur, installer: Installer) -> None:
    un, deux = installer("u1", "OF1"), installer("u3", "OF2")
    deux.faire(Convoquer, candidature="S1", date=JOUR)
    deux.passer()
    assert un.faire(LotConvoquer, session="S", candidatures=("S0", "S1", "S2"), date=JOUR).fait
    assert un.passer().acceptees == 1
    egales(moteur, un, deux)
    with un.base.read() as conn:
        (reponse,) = conn.execute("SELECT reponse FROM depart").fetchone()
    assert [ligne["issue"] for ligne in json.loads(reponse)["lignes"]] == ["fait", "refus", "fait"]


def test_avi_9_recu_en_retard(moteur: Moteur, installer: Installer, horloge: HorlogeDeTest) -> None:
    """The authority's clock decides: validated offline in time, received late, it is refused, and shown as such."""
    un = installer("u1", "OF1")
    un.presente("S0")
    un.faire(RendreAvis, candidature="S0", avis=NON)
    horloge.aller_au(date(2024, 9, 30) + timedelta(days=22))
    un.passer()
    assert un.statuts()[0] == "refusee"
    assert un.etat("S0") == "en_attente"


@pytest.mark.parametrize("table", tables.AJOUT_SEUL, ids=lambda table: table.name)
@pytest.mark.parametrize("ordre", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}"])
def test_i2_ce_qui_est_ecrit_reste(moteur: Moteur, horloge: HorlogeDeTest, table: Any, ordre: str) -> None:
    porte = Porte(moteur, horloge, "u1")
    for type_, args in (
        ("convoquer", {"date": "2024-07-15"}),
        ("noter_resultat", {"rang": 1, "resultat": "absence_non_justifiee"}),
    ):
        porte.envoyer(Envoi(poste="x", commandes=(commande(type_, candidature="S0", **args),)))
    colonne = next(iter(table.primary_key)).name
    with pytest.raises(DBAPIError):
        moteur.ecrire(lambda conn: conn.execute(text(ordre.format(t=table.name, c=colonne))))


@pytest.mark.parametrize(
    ("args", "chemin"),
    [
        ({"candidature": "S0", "date": "2024-02-30"}, "commandes.1"),
        ({"candidature": "S0", "date": "2024-07-16", "couleur": "bleu"}, "commandes.1"),
        ({"candidature": "S0", "date": "2024-07-16", "utilisateur": "u4"}, "commandes.1.args.utilisateur"),
    ],
)
def test_un_envoi_malforme_n_execute_rien(
    moteur: Moteur, horloge: HorlogeDeTest, args: dict[str, Any], chemin: str
) -> None:
    porte = Porte(moteur, horloge, "u1")
    bonne = commande("convoquer", candidature="S1", date="2024-07-16")
    with pytest.raises(Anomalie) as refus:
        porte.envoyer(Envoi(poste="x", commandes=(bonne, commande("convoquer", **args))))
    assert (refus.value.probleme.status, refus.value.probleme.fautes[0]["chemin"]) == (422, chemin)
    assert porte.reponse(bonne.id) is None


def test_un_curseur_qui_ne_sert_plus(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    porte = Porte(moteur, horloge, "u1")
    page = porte.changements("OF1", None, 3)
    assert (len(page.objets), page.fin, page.empreinte) == (3, False, None)
    suite = porte.changements("OF1", page.curseur, 1000)
    assert (suite.fin, suite.complet) == (True, False)
    assert len(page.objets) + len(suite.objets) == sum(dit.n for dit in (suite.empreinte or {}).values())
    for faux in (
        "n’importe quoi",
        page.curseur + "x",
        Porte(moteur, horloge, "u3").changements("OF2", None, 3).curseur,
    ):
        assert porte.changements("OF1", faux, 1000).complet
