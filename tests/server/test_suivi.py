"""Notes, drapeaux, who is in charge: between the posts of a structure, over HTTP; never to another (SUI-4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from rafaelpro_tui.core.commands import (
    Affecter,
    EcrireNote,
    EffacerNote,
    ModifierDroit,
    ModifierNote,
    PoserDrapeau,
    RendreAvis,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Drapeau, Droit, Rattachement
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.core.sync.client import ClientHttp
from rafaelpro_tui.core.vues_suivi import SuiviVue
from rafaelpro_tui.server import administration
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer as application
from rafaelpro_tui.server.store import objets, publication, rangement, tables
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.rangement import Origine
from tests.core.atelier import HorlogeDeTest
from tests.server.en_ligne import en_ligne
from tests.server.poste import OUI, Carte, Poste
from tests.server.test_verite import egales

SECRET = "Zébulon-les-Bains"


Installer = Callable[[str, str], Poste]


@pytest.fixture
def installer(moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path) -> Iterator[Installer]:
    """A laptop of a user for a structure, over real HTTP, synchronised once."""
    with ExitStack() as pile:
        url = pile.enter_context(en_ligne(application(moteur, horloge=horloge)))
        rang = iter(range(100))

        def faire(utilisateur: str, structure: str) -> Poste:
            numero = next(rang)
            jeton = f"jeton {numero}"
            moteur.ecrire(
                lambda conn: conn.execute(
                    insert(tables.jeton).values(empreinte=empreinte(jeton), utilisateur=utilisateur, expire_a=1e12)
                )
            )
            client = ClientHttp(url, Carte(jeton))
            pile.callback(client.fermer)
            poste = Poste(tmp_path / f"{utilisateur}-{numero}.sqlite", client, horloge, structure)
            pile.callback(poste.base.close)
            poste.passer()
            return poste

        yield faire


def vu(poste: Poste, reference: str = "S0", utilisateur: str | None = None) -> SuiviVue:
    with Desk.open(poste.chemin, horloge=poste.horloge, structure=poste.structure, utilisateur=utilisateur) as desk:
        return desk.candidature(reference).suivi


def textes(poste: Poste) -> str:
    """Every text that the file of a laptop holds."""
    with poste.base.read() as conn:
        tables_ = [nom for (nom,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return "\n".join(str(ligne) for nom in tables_ for ligne in conn.execute(f"SELECT * FROM {nom}").fetchall())


def test_colleagues_share_what_no_other_structure_is_told(moteur: Moteur, installer: Installer) -> None:
    lea = installer("u1", "OF1")
    assert lea.faire(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION).fait
    lea.passer()
    ana, zoe, max_ = installer("u2", "OF1"), installer("u3", "OF2"), installer("u4", "OF3")
    assert lea.faire(EcrireNote, candidature="S0", texte=f"Habite {SECRET}.").fait
    assert lea.faire(PoserDrapeau, candidature="S0", drapeau=Drapeau.URGENT).fait
    assert lea.faire(Affecter, candidature="S0", a="u2").fait
    assert vu(lea).notes[0].texte == f"Habite {SECRET}."
    assert lea.passer().acceptees == 3
    for poste in (ana, zoe, max_):
        poste.passer()
    recu = vu(ana)
    assert (recu.drapeau, recu.charge, recu.nom) == (Drapeau.URGENT, "u2", "Ana Martin")
    assert [(note.texte, note.signe.par) for note in recu.notes] == [(f"Habite {SECRET}.", "Léa Martin")]
    # Zoé's structure handles the same candidature, Max's has nothing to do with it: neither has a byte of it.
    assert vu(zoe).vide
    for poste in (zoe, max_):
        assert SECRET not in textes(poste)
        assert not {genre for genre, _ in poste.base_tenue()} & {"suivi"}
    with moteur.lecture() as conn:
        fil = tables.fil
        dits = conn.execute(select(fil.c.structure, fil.c.corps).where(fil.c.structure != "OF1")).all()
        assert dits
        assert not [corps for _, corps in dits if SECRET in corps]
    # Each structure has its own, on the same candidature.
    assert zoe.faire(EcrireNote, candidature="S0", texte="Vue au forum.").fait
    zoe.passer()
    for poste in (lea, ana):
        poste.passer()
        assert [note.texte for note in vu(poste).notes] == [f"Habite {SECRET}."]
    egales(moteur, lea, ana, zoe, max_)


def test_two_notes_at_once_are_both_kept_a_drapeau_is_not_overwritten_unseen(
    moteur: Moteur, installer: Installer
) -> None:
    lea = installer("u1", "OF1")
    assert lea.faire(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION).fait
    lea.passer()
    ana = installer("u2", "OF1")
    aucun = Drapeau.AUCUN
    assert lea.faire(EcrireNote, candidature="S0", texte="De Léa.").fait
    assert ana.faire(EcrireNote, candidature="S0", texte="D’Ana.").fait
    assert lea.faire(PoserDrapeau, candidature="S1", drapeau=Drapeau.URGENT, avant=aucun).fait
    assert ana.faire(PoserDrapeau, candidature="S1", drapeau=Drapeau.A_REVOIR, avant=aucun).fait
    assert lea.passer().refusees == 0
    bilan = ana.passer()
    assert (bilan.acceptees, bilan.refusees) == (1, 1)
    ana.presente("S1")
    assert ana.passer().acceptees == 2, "a drapeau that was refused is in the way of no decision"
    with Desk.open(ana.chemin, horloge=ana.horloge, structure="OF1") as desk:
        [conflit] = desk.poste.conflits()
    assert (conflit.libelle, "Léa Martin" in conflit.refus.message) == ("Drapeau de S1\u00a0: à revoir", True)
    lea.passer()
    for poste in (lea, ana):
        assert [note.texte for note in vu(poste).notes] == ["De Léa.", "D’Ana."]
        assert vu(poste, "S1").drapeau is Drapeau.URGENT
    with ana.base.read() as conn:
        [(reponse,)] = conn.execute("SELECT reponse FROM depart WHERE statut = 'refusee'").fetchall()
    assert json.loads(reponse)["regle"] == "SYN-1"
    assert "Léa Martin" in json.loads(reponse)["message"]
    egales(moteur, lea, ana)


def test_edited_deleted_and_not_in_the_way_of_an_avis(moteur: Moteur, installer: Installer) -> None:
    lea, zoe = installer("u1", "OF1"), installer("u3", "OF2")
    lea.presente("S0")
    assert lea.faire(EcrireNote, candidature="S0", texte="Brouillon").fait
    [note] = vu(lea).notes
    assert lea.faire(ModifierNote, candidature="S0", note=note.id, texte="Au net").fait
    lea.passer()
    zoe.passer()
    assert zoe.faire(RendreAvis, candidature="S0", avis=OUI).fait  # SYN-1 looks at the candidature alone
    assert zoe.passer().refusees == 0
    lea.passer()
    [note] = vu(lea).notes
    assert (note.texte, note.modifiee_le is not None) == ("Au net", True)
    assert zoe.faire(EffacerNote, candidature="S0", note=note.id).regle == "SUI-1"
    assert lea.faire(EffacerNote, candidature="S0", note=note.id).fait
    lea.passer()
    assert vu(lea).vide
    egales(moteur, lea, zoe)


def test_the_server_forgets_the_text_of_a_deleted_note(moteur: Moteur, installer: Installer) -> None:
    """Of what was written and edited; the note beside it stays, and the id that comes again has its answer (SYN-2)."""
    lea = installer("u1", "OF1")
    assert lea.faire(EcrireNote, candidature="S0", texte=f"Habite {SECRET}.").fait
    assert lea.faire(EcrireNote, candidature="S0", texte="Rappeler lundi.").fait
    [note, _] = vu(lea).notes
    assert lea.faire(ModifierNote, candidature="S0", note=note.id, texte=f"Habitait {SECRET}.").fait
    lea.passer()
    assert SECRET in verite(moteur)
    assert lea.faire(EffacerNote, candidature="S0", note=note.id).fait
    lea.passer()
    assert SECRET not in verite(moteur)
    assert verite(moteur).count("Rappeler lundi.") > 1
    with lea.base.write.transaction() as conn:  # as if its answer had been lost
        conn.execute("UPDATE depart SET statut = 'envoyee', repondue_le = NULL WHERE id = ?", (note.id,))
    assert lea.passer().acceptees == 1
    egales(moteur, lea)
    with pytest.raises(DBAPIError, match="ajout seul"):  # the door is shut again
        moteur.ecrire(lambda conn: conn.execute(update(tables.commande).values(corps="")))


def verite(moteur: Moteur) -> str:
    """Every text that the server's base holds."""
    with moteur.lecture() as conn:
        return "\n".join(str(ligne) for table in tables.metadata.sorted_tables for ligne in conn.execute(select(table)))


def test_what_colleagues_keep_is_news_without_the_text_of_notes(moteur: Moteur, installer: Installer) -> None:
    """By who signed each thing; their own structure's alone (SUI-4); gone with the right to see it (I7)."""
    lea = installer("u1", "OF1")
    assert lea.faire(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION).fait
    lea.passer()
    ana, zoe = installer("u2", "OF1"), installer("u3", "OF2")
    assert lea.faire(EcrireNote, candidature="S0", texte=SECRET).fait
    assert lea.faire(PoserDrapeau, candidature="S0", drapeau=Drapeau.URGENT).fait
    assert lea.faire(Affecter, candidature="S0", a="u2").fait
    lea.passer()
    assert ana.faire(EcrireNote, candidature="S0", texte="D’Ana.").fait
    ana.passer()
    tout = "Note ajoutée · Drapeau\u00a0: urgent · Confiée à Ana Martin"
    assert nouvelles(ana) == [("S0", tout, "Léa Martin")], "her own, come in the same pull, is no news"
    lea.passer()
    assert nouvelles(lea) == [("S0", "Note ajoutée", "Ana Martin")]
    [_, note] = vu(lea).notes
    assert lea.faire(EffacerNote, candidature="S0", note=note.id).fait  # as a référente
    assert lea.faire(PoserDrapeau, candidature="S0", drapeau=Drapeau.AUCUN).fait
    for poste in (lea, ana, zoe):
        poste.passer()
    assert [quoi for _, quoi, _ in nouvelles(ana)] == ["Note effacée · Drapeau retiré", tout]
    assert nouvelles(lea)[1:] == nouvelles(zoe) == []
    with ana.base.read() as conn:
        assert SECRET not in str(conn.execute("SELECT * FROM nouvelle").fetchall())
    egales(moteur, lea, ana, zoe)
    # Ana acts for Zoé's structure from now on: it sees the candidature too, and nothing of the first one's news.
    ailleurs = Rattachement(utilisateur="u2", structure="OF2", droit=Droit.GENERAL, referent=False)
    administration.rattacher(moteur, ailleurs, ana.horloge.maintenant())
    ana.passer()
    ana.structure = "OF2"
    assert nouvelles(ana) == []
    administration.detacher(moteur, "u2", "OF1", ana.horloge.maintenant())
    ana.passer()
    with ana.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM nouvelle").fetchone() == (0,)


def nouvelles(poste: Poste) -> list[tuple[str, str, str]]:
    with Desk.open(poste.chemin, horloge=poste.horloge, structure=poste.structure) as desk:
        return [(ligne.candidature, ligne.quoi, ligne.par) for ligne in desk.poste.nouvelles()]


def test_a_positionneur_who_goes_loses_its_own_and_finds_it_again(moteur: Moteur, installer: Installer) -> None:
    zoe, max_ = installer("u3", "OF2"), installer("u4", "OF3")
    assert zoe.faire(EcrireNote, candidature="S0", texte=SECRET).fait
    zoe.passer()
    _positionneur(moteur, "OF3")
    zoe.passer()
    max_.passer()
    assert SECRET not in json.dumps([corps for _, corps in zoe.base_tenue().values()])
    assert vu(max_).vide
    _positionneur(moteur, "OF2")
    zoe.passer()
    assert [note.texte for note in vu(zoe).notes] == [SECRET]
    egales(moteur, zoe, max_)


def _positionneur(moteur: Moteur, structure: str) -> None:
    """As the flow of EOS would."""
    from dataclasses import replace

    def changer(conn: object) -> None:
        cadre = objets.cadre(conn, "S", verrouiller=True)  # type: ignore[arg-type]
        assert cadre is not None
        changements = [Changement(cadre.session, replace(cadre.session, positionneur=structure))]
        origine = Origine(commande="flux", poste="flux", utilisateur="flux", structure="OF1", le="2024-07-15T10:30:00")
        rangement.ranger(conn, changements, origine)  # type: ignore[arg-type]
        publication.publier(conn, changements)  # type: ignore[arg-type]

    moteur.ecrire(changer)
