"""LHÉO catalogues (CONTRATS §5): what is mapped, what is left out and named, and what a second import keeps."""

import gzip
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.commands import ModifierContacts, ModifierSession
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.core.exchange.lheo import importer_lheo
from rafaelpro_tui.core.exchange.lheo_importation import Bilan
from rafaelpro_tui.core.exchange.lheo_objets import Ecart
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Action, Contact, Droit, Session, Structure, TypeEntrees, Utilisateur
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.rangement import ranger
from tests.core.exchange.catalogue import (
    ATELIER,
    CONTACT,
    ESPACES,
    HORIZON,
    LIEU,
    action,
    catalogue,
    duree,
    financeur,
    formateur,
    formation,
    responsable,
    session,
)

REF = "00235491"


class Atelier:
    """A base and what the last import into it said."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        Base.create(dossier / "base.db")
        self.base = Base.open(dossier / "base.db")
        self.ecarts: list[Ecart] = []

    def importer(self, xml: str | bytes, nom: str = "catalogue.xml", **options: str) -> Bilan:
        chemin = self.dossier / nom
        chemin.write_bytes(xml.encode() if isinstance(xml, str) else xml)
        self.ecarts = []
        return importer_lheo(chemin, self.base, signaler=self.ecarts.append, **options)  # type: ignore[arg-type]

    def session(self, reference: str = REF) -> Session:
        with self.base.read() as conn:
            lue = objets.lire_session(conn, reference)
        assert lue is not None
        return lue

    def action(self, id: str = "A1") -> Action:
        with self.base.read() as conn:
            lue = objets.lire_action(conn, id)
        assert lue is not None
        return lue

    def structure(self, id: str) -> Structure | None:
        with self.base.read() as conn:
            return objets.lire_structure(conn, id)

    def modifier(self, **champs: Any) -> None:
        """As the OF does: by commands of the local user."""
        with Desk.open(self.base.chemin, horloge=HorlogeFixe(date(2022, 1, 15)), utilisateur="local") as desk:
            for cls in (ModifierSession, ModifierContacts):
                siens = {nom: champs[nom] for nom in champs if (nom == "contacts") is (cls is ModifierContacts)}
                if siens:
                    resultat = desk.executer_une(desk.commande(cls, session=REF, **siens))
                    assert resultat.fait, resultat

    def nombre(self, table: str) -> int:
        with self.base.read() as conn:
            ((nombre,),) = conn.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(nombre)

    def seul_ecart(self) -> Ecart:
        (ecart,) = self.ecarts
        return ecart


@pytest.fixture
def atelier(tmp_path: Path) -> Iterator[Atelier]:
    atelier = Atelier(tmp_path)
    yield atelier
    atelier.base.close()


def creations(bilan: Bilan) -> dict[str, int]:
    return {nom: compte.crees for nom, compte in bilan.comptes.items()}


def changements(bilan: Bilan) -> int:
    return sum(compte.crees + compte.modifies for compte in bilan.comptes.values())


# ── what is mapped ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("espace", ESPACES)
def test_a_formation_becomes_an_action_and_its_session(atelier: Atelier, espace: str) -> None:
    plus = formateur() + financeur("2", "12") + financeur("10", "8") + duree("35")
    bilan = atelier.importer(catalogue(formation(action(plus=plus)), espace=espace))
    assert creations(bilan) == {"structure": 2, "dispositif": 1, "action": 1, "session": 1}
    assert (bilan.laisses, bilan.remarques, atelier.ecarts) == (0, 0, [])
    assert atelier.action() == Action(
        id="A1", intitule="Plateforme Amorce de parcours", dispositif="PRF", responsable=HORIZON
    )
    assert atelier.session() == Session(
        reference=REF,
        action="A1",
        formateur=ATELIER,
        positionneur=HORIZON,
        commune="Bordeaux",
        code_postal="33000",
        debut=date(2022, 3, 1),
        fin=date(2022, 8, 25),
        type_entrees=TypeEntrees.DATES_FIXES,
        effectif_minimal=1,
        effectif_vise=20,
        capacite_accueil=20,
        coefficient=Decimal(1),
        date_limite_inscription=date(2022, 3, 1),
        date_limite_entree_tardive=date(2022, 3, 1),
        intensite_hebdomadaire=Decimal(35),
        contacts=(Contact(nom="Maïté ETCHEVERRY", telephone="3936", courriel="accueil@example.org"),),
    )
    assert atelier.structure(HORIZON) == Structure(id=HORIZON, siret=HORIZON, nom="Horizon Formation")


def inscription(fin: str) -> str:
    return f"<periode-inscription><periode><debut>00000000</debut><fin>{fin}</fin></periode></periode-inscription>"


TARDIVE = "date_limite_entree_tardive"
VALEURS: list[tuple[str, str, str, object]] = [
    # what the catalogue says, field, value
    ("an open début is the fin", session(debut="00000000"), "debut", date(2022, 8, 25)),
    ("no période d’inscription: début", session(), "date_limite_inscription", date(2022, 3, 1)),
    ("its fin", session(plus=inscription("20220601")), "date_limite_inscription", date(2022, 6, 1)),
    ("the later one for late entries", session(plus=inscription("20220601")), TARDIVE, date(2022, 6, 1)),
    ("an open one: début", session(plus=inscription("00000000")), "date_limite_inscription", date(2022, 3, 1)),
    ("earlier than début", session(plus=inscription("20220201")), "date_limite_inscription", date(2022, 2, 1)),
    ("late entries from début on", session(plus=inscription("20220201")), TARDIVE, date(2022, 3, 1)),
    ("no financeur: 12 places", session(), "effectif_vise", 12),
    ("filler for places", session(autour=financeur("5", "-")), "effectif_vise", 12),
    ("capacité is visé by default", session(autour=financeur("5", "7")), "capacite_accueil", 7),
    ("cycle, as in 2.3", session(plus="<cycle><effectif-minimal>4</effectif-minimal></cycle>"), "effectif_minimal", 4),
    ("capacité", session(plus="<cycle><capacite-simultanee>24</capacite-simultanee></cycle>"), "capacite_accueil", 24),
    ("decimal comma", session(autour=duree("35,50")), "intensite_hebdomadaire", Decimal("35.5")),
    ("no formateur: the Responsable", session(), "formateur", HORIZON),
    ("a formateur without SIRET: the Responsable", session(autour=formateur("-")), "formateur", HORIZON),
]  # fmt: skip


@pytest.mark.parametrize(("sessions", "champ", "valeur"), [v[1:] for v in VALEURS], ids=[v[0] for v in VALEURS])
def test_what_is_absent_has_a_default(atelier: Atelier, sessions: str, champ: str, valeur: object) -> None:
    atelier.importer(catalogue(formation(action(sessions=sessions))))
    assert getattr(atelier.session(), champ) == valeur
    assert atelier.ecarts == []


def test_each_action_has_its_own_entries_and_financeurs(atelier: Atelier) -> None:
    actions = action("A1", session("S1"), plus=financeur("2")) + action(
        "A2", session("S2"), entrees="1", plus=financeur("5")
    )
    atelier.importer(catalogue(formation(actions)))
    assert [atelier.session(s).type_entrees for s in ("S1", "S2")] == [TypeEntrees.DATES_FIXES, TypeEntrees.PERMANENTES]
    assert [atelier.action(a).dispositif for a in ("A1", "A2")] == ["PRF", "AUTRE"]


def test_the_contact_of_the_session_comes_first(atelier: Atelier) -> None:
    portable = (
        "<coordonnees><portable><numtel>+33 6 12 34 56 78</numtel></portable><courriel>-</courriel></coordonnees>"
    )
    atelier.importer(
        catalogue(formation(action(sessions=session(plus=f"<contact-session>{portable}</contact-session>"))))
    )
    assert atelier.session().contacts == (Contact(nom="Accueil", telephone="+33612345678"),)


def test_html_and_fillers_become_plain_text(atelier: Atelier) -> None:
    intitule = "&lt;p&gt;Maçon &lt;b&gt;·ne&lt;/b&gt;&lt;/p&gt; &amp;amp; co,\n niveau &lt; 4 [/] \u0085"
    atelier.importer(catalogue(formation(intitule=intitule, organisme=responsable(nom="-"))))
    assert atelier.action().intitule == "Maçon ·ne & co, niveau < 4 [/]"
    structure = atelier.structure(HORIZON)
    assert structure is not None
    assert structure.nom == HORIZON


def test_prefixed_namespaces_are_the_same_elements(atelier: Atelier) -> None:
    xml = catalogue().replace("<", "<l:").replace("<l:/", "</l:").replace("<l:?", "<?")
    assert atelier.importer(xml.replace("xmlns=", "xmlns:l=")).comptes["session"].crees == 1


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_read(atelier: Atelier, encodage: str) -> None:
    declare = encodage.removesuffix("-sig")
    xml = catalogue(formation(intitule="Métallier"), prologue=f'<?xml version="1.0" encoding="{declare}"?>')
    atelier.importer(xml.replace("’", "'").encode(encodage))
    assert atelier.action().intitule == "Métallier"


def test_gzip_is_known_by_its_bytes(atelier: Atelier) -> None:
    assert atelier.importer(gzip.compress(catalogue().encode()), "catalogue.xml").comptes["session"].crees == 1


# ── options ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_responsable_may_be_kept(atelier: Atelier) -> None:
    autre = formation(action("A2", session("S2")), organisme=responsable(ATELIER, "Atelier"))
    bilan = atelier.importer(catalogue(formation(), autre), responsable="784 671 695 00087")
    assert (bilan.formations, bilan.filtrees, creations(bilan)["session"]) == (2, 1, 1)
    assert atelier.session("S2").positionneur == ATELIER
    assert atelier.structure(HORIZON) is None


def test_dispositif_and_positionneur_may_be_given(atelier: Atelier) -> None:
    atelier.importer(catalogue(), dispositif="HSP", positionneur=ATELIER)
    assert (atelier.action().dispositif, atelier.session().positionneur) == ("HSP", ATELIER)
    with atelier.base.read() as conn:
        hsp = objets.lire_dispositif(conn, "HSP")
    assert hsp is not None
    assert hsp.hsp
    assert hsp.coefficient_max == 1
    # what the flow does not say stays when the next import does not say it either
    assert changements(atelier.importer(catalogue())) == 0


@pytest.mark.parametrize("option", ["responsable", "positionneur"])
def test_an_option_that_is_no_siret_is_refused(atelier: Atelier, option: str) -> None:
    with pytest.raises(SaisieMalformee, match=f"--{option}.*SIRET"):
        atelier.importer(catalogue(), **{option: "1234"})


# ── what is left out ─────────────────────────────────────────────────────────────────────────────────────────

BON = formation(action("A9", session("S9")))
LAISSES = [
    # the faulty formation, line and element named, words of the reason, sessions imported beside S9
    (formation(organisme=responsable("011111111111111")), 6, "SIRET-organisme-formation", "14 chiffres", 0),
    (formation(organisme=""), 3, "organisme-formation-responsable", "absent", 0),
    (formation(intitule="-"), 3, "intitule-formation", "absent", 0),
    (formation(action(plus=formateur("022222222222222"))), 5, "SIRET-formateur", "14 chiffres", 0),
    (formation(action("")), 5, "action", "numero", 0),
    (formation(action(sessions=session("-") + session("S2"))), 5, "session", "numero", 1),
    (formation(action(sessions=session(fin="00000000"))), 5, "fin", "absente", 0),
    (formation(action(sessions=session(fin="20220231"))), 5, "fin", "20220231", 0),
    (formation(action(sessions=session(debut="printemps"))), 5, "debut", "printemps", 0),
    (formation(action(sessions=session(debut="20220826"))), 5, "debut", "suit la fin", 0),
    (formation(action(lieu=LIEU.replace("Bordeaux", "-"))), 5, "lieu-de-formation", "commune", 0),
    (formation(action(sessions=session("S1") + "\n" + session("S1"))), 6, "session", "déjà plus haut", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fautive", "ligne", "element", "mots", "bonnes"), LAISSES, ids=[f"{x[2]}-{x[3]}" for x in LAISSES]
)
def test_a_record_that_cannot_be_is_named_and_the_rest_imported(
    atelier: Atelier, fautive: str, ligne: int, element: str, mots: str, bonnes: int
) -> None:
    bilan = atelier.importer(catalogue(fautive, BON))
    ecart = atelier.seul_ecart()
    assert (ecart.ligne, ecart.element, ecart.laisse) == (ligne, element, True)
    assert mots in ecart.raison
    assert (bilan.laisses, bilan.comptes["session"].crees) == (1, bonnes + 1)
    assert atelier.session("S9").commune == "Bordeaux"


def test_an_unknown_tag_in_a_contact_is_named(atelier: Atelier) -> None:
    bilan = atelier.importer(catalogue(formation(contact="\n<coordonneFs><nom>X</nom></coordonneFs>")))
    assert atelier.seul_ecart() == Ecart(
        5, "coordonneFs", "balise inconnue\u00a0: le contact de «\u00a0contact-formation\u00a0» n’est pas repris", False
    )
    assert (bilan.laisses, bilan.remarques, atelier.session().contacts) == (0, 1, ())


@pytest.mark.parametrize(
    ("sessions", "element", "champ", "valeur"),
    [
        (session(plus=inscription("20221231")), "periode-inscription", "date_limite_inscription", date(2022, 8, 25)),
        (session(plus=inscription("bientôt")), "periode-inscription", "date_limite_inscription", date(2022, 3, 1)),
        (session(autour=duree("70")), "duree-hebdo", "intensite_hebdomadaire", None),
        (session(autour=duree("temps plein")), "duree-hebdo", "intensite_hebdomadaire", None),
    ],
)
def test_a_value_that_cannot_be_is_ignored_and_named(
    atelier: Atelier, sessions: str, element: str, champ: str, valeur: object
) -> None:
    bilan = atelier.importer(catalogue(formation(action(sessions=sessions))))
    assert (atelier.seul_ecart().element, atelier.seul_ecart().laisse, bilan.remarques) == (element, False, 1)
    assert getattr(atelier.session(), champ) == valeur


def test_an_action_of_two_responsables_is_kept_for_the_first(atelier: Atelier) -> None:
    autre = formation(action("A1", session("S2")), organisme=responsable(ATELIER))
    atelier.importer(catalogue(formation(), autre))
    assert (atelier.seul_ecart().element, atelier.action().responsable) == ("action", HORIZON)
    assert atelier.nombre("session") == 1


# ── twice, and then a newer one ──────────────────────────────────────────────────────────────────────────────


def test_the_same_file_twice_changes_nothing(atelier: Atelier) -> None:
    plus = formateur() + financeur() + duree("35.25")
    deux = action("A1", plus=plus) + action("A2", session("S2"), plus=formateur(nom="ATELIER (antenne)"))
    xml = catalogue(formation(deux))
    atelier.importer(xml)
    with atelier.base.read() as conn:
        avant = list(conn.execute("SELECT * FROM session ORDER BY n"))
    bilan = atelier.importer(xml)
    assert changements(bilan) == 0
    assert {nom: c.inchanges for nom, c in bilan.comptes.items()} == {
        "structure": 2,
        "dispositif": 2,
        "action": 2,
        "session": 2,
    }
    with atelier.base.read() as conn:
        assert list(conn.execute("SELECT * FROM session ORDER BY n")) == avant


def test_a_newer_file_updates_what_the_flow_owns(atelier: Atelier) -> None:
    atelier.importer(catalogue())
    neuve = formation(
        action(sessions=session(fin="20220930"), entrees="1", plus=financeur("2", "15") + formateur()),
        intitule="Amorce de parcours",
        organisme=responsable(nom="Horizon"),
    )
    bilan = atelier.importer(catalogue(neuve))
    assert {nom: c.modifies for nom, c in bilan.comptes.items()} == {
        "structure": 1,
        "dispositif": 0,
        "action": 1,
        "session": 1,
    }
    assert (atelier.action().intitule, atelier.action().dispositif) == ("Amorce de parcours", "PRF")
    lue = atelier.session()
    assert (lue.fin, lue.effectif_vise, lue.formateur) == (date(2022, 9, 30), 15, ATELIER)
    assert lue.type_entrees is TypeEntrees.PERMANENTES


EDITE: dict[str, Any] = {
    "coefficient": Decimal("1.5"),
    "date_limite_inscription": date(2022, 6, 1),
    "date_limite_entree_tardive": date(2022, 7, 1),
    "contacts": (Contact(nom="Léa", courriel="lea@example.org"),),
}
AUTRE_CONTACT = CONTACT.replace("accueil@", "nouvel.accueil@")


def test_a_newer_file_keeps_what_the_of_edited(atelier: Atelier) -> None:
    atelier.importer(catalogue())
    atelier.modifier(**EDITE)
    with atelier.base.write.transaction() as conn:
        ranger(conn, replace(atelier.action(), plus="Un plus", lien_web="https://example.org"))
    sessions = session(fin="20220930", plus=inscription("20220502"))
    atelier.importer(catalogue(formation(action(sessions=sessions), intitule="Amorce", contact=AUTRE_CONTACT)))
    lue = atelier.session()
    assert {champ: getattr(lue, champ) for champ in EDITE} == EDITE
    assert lue.fin == date(2022, 9, 30)
    assert (atelier.action().plus, atelier.action().lien_web) == ("Un plus", "https://example.org")
    assert atelier.action().intitule == "Amorce"
    assert atelier.ecarts == []


def test_what_the_of_has_not_edited_follows_the_flow(atelier: Atelier) -> None:
    atelier.importer(catalogue())
    sessions = session(plus=inscription("20220502"))
    atelier.importer(catalogue(formation(action(sessions=sessions), contact=AUTRE_CONTACT)))
    lue = atelier.session()
    assert (lue.date_limite_inscription, lue.date_limite_entree_tardive) == (date(2022, 5, 2), date(2022, 5, 2))
    assert [c.courriel for c in lue.contacts] == ["nouvel.accueil@example.org"]


def test_a_session_put_off_takes_its_default_limits_along(atelier: Atelier) -> None:
    atelier.importer(catalogue())
    atelier.importer(catalogue(formation(action(sessions=session(debut="20230301", fin="20230825")))))
    lue = atelier.session()
    assert (lue.date_limite_inscription, lue.date_limite_entree_tardive) == (date(2023, 3, 1), date(2023, 3, 1))


def test_what_the_flow_no_longer_says_stays(atelier: Atelier) -> None:
    atelier.importer(catalogue(formation(action(sessions=session(plus=inscription("20220502"))))))
    atelier.importer(catalogue(formation(contact="")))
    assert atelier.session().date_limite_inscription == date(2022, 5, 2)
    assert atelier.session().contacts != ()


def test_kept_limits_are_brought_back_within_a_shorter_session(atelier: Atelier) -> None:
    atelier.importer(catalogue())
    atelier.modifier(date_limite_inscription=date(2022, 6, 1), date_limite_entree_tardive=date(2022, 7, 1))
    courte = catalogue(formation(action(sessions=session(fin="20220615"))))
    atelier.importer(courte)
    lue = atelier.session()
    assert (lue.date_limite_inscription, lue.date_limite_entree_tardive) == (date(2022, 6, 1), date(2022, 6, 15))
    assert "FOR-7" in atelier.seul_ecart().raison
    bilan = atelier.importer(courte)
    assert (bilan.remarques, changements(bilan)) == (0, 0)


def test_on_hsp_the_entry_point_is_the_flows(atelier: Atelier) -> None:
    """FOR-6."""
    atelier.importer(catalogue(), dispositif="HSP")
    atelier.importer(catalogue(formation(action(sessions=session(plus=inscription("20220502"))))))
    assert atelier.session().date_limite_inscription == date(2022, 5, 2)


def test_a_session_gone_from_the_file_stays(atelier: Atelier) -> None:
    atelier.importer(catalogue(formation(action(sessions=session("S1") + session("S2")))))
    atelier.importer(catalogue(formation(action(sessions=session("S2")))))
    assert atelier.session("S1").commune == "Bordeaux"


# ── who opens it ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_base_without_anybody_gets_a_local_user(atelier: Atelier) -> None:
    atelier.importer(catalogue(formation(action(plus=formateur()))))
    atelier.importer(catalogue(formation(action("A2", session("S2")), organisme=responsable(ATELIER))))
    with atelier.base.read() as conn:
        for siret in (HORIZON, ATELIER):
            lien = objets.lire_rattachement(conn, "local", siret)
            assert lien is not None
            assert (lien.droit, lien.referent) == (Droit.GENERAL, True)


def test_a_base_with_users_is_left_to_them(atelier: Atelier) -> None:
    with atelier.base.write.transaction() as conn:
        ranger(conn, Utilisateur(id="u1", nom="Martin", prenom="Léa"))
    atelier.importer(catalogue())
    assert (atelier.nombre("utilisateur"), atelier.nombre("rattachement")) == (1, 0)


# ── files that are not what they should be ───────────────────────────────────────────────────────────────────

BOMBE = '<!DOCTYPE lheo [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
EXTERNE = '<!DOCTYPE lheo SYSTEM "file:///etc/passwd">'
ILLISIBLES: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "vide"),
    ("truncated", catalogue(BON)[:-40], "s’arrête"),
    ("a tag left open", catalogue(BON).replace("</offres>", ""), "balise fermante"),
    ("not XML", "bonjour", "commence pas par une balise"),
    ("a ZIP", b"PK\x03\x04" + bytes(100), "à sa place"),
    ("not LHÉO", "<html><body/></html>", "catalogue LHÉO"),
    ("an entity bomb", catalogue(BON).replace("<lheo", f"{BOMBE}<lheo"), "DOCTYPE"),
    ("an external entity", catalogue(BON).replace("<lheo", f"{EXTERNE}<lheo"), "DOCTYPE"),
    ("an unknown entity", catalogue(formation(intitule="a&nbsp;b")), "entité"),
    ("an unknown encoding", catalogue(BON, prologue='<?xml version="1.0" encoding="klingon"?>'), "encodage"),
    ("a multi-byte encoding", catalogue(BON, prologue='<?xml version="1.0" encoding="shift_jis"?>'), "encodage"),
    ("Latin-1 said UTF-8", catalogue(BON).encode("cp1252", "replace"), "à sa place"),
    ("too deep", catalogue("<a>" * 1000 + "</a>" * 1000), "trop profondément"),
    ("a tag without end", "<lheo " + "a" * 6_000_000, "démesuré"),
    ("a truncated gzip", gzip.compress(catalogue(BON).encode())[:-20], "tronquée"),
    ("a damaged gzip", b"\x1f\x8b\x08\x00" + b"z" * 100, "abîmée"),
]  # fmt: skip


@pytest.mark.parametrize(("contenu", "mots"), [i[1:] for i in ILLISIBLES], ids=[i[0] for i in ILLISIBLES])
def test_an_unreadable_file_imports_nothing(atelier: Atelier, contenu: str | bytes, mots: str) -> None:
    with pytest.raises(SaisieMalformee) as capture:
        atelier.importer(contenu)
    assert mots in capture.value.message
    assert "rien n’a été importé" in capture.value.que_faire
    assert [atelier.nombre(table) for table in ("structure", "session", "utilisateur")] == [0, 0, 0]


def test_the_line_of_what_is_malformed_is_told(atelier: Atelier) -> None:
    with pytest.raises(SaisieMalformee, match="ligne 10"):
        atelier.importer(catalogue(formation(), formation("<action>")))


def test_a_gzip_bomb_is_stopped(atelier: Atelier) -> None:
    bombe = gzip.compress(b"<lheo><offres>" + b" " * 70_000_000)
    with pytest.raises(SaisieMalformee, match="se décompresse sans fin"):
        atelier.importer(bombe)


def test_a_missing_file_is_named(atelier: Atelier) -> None:
    with pytest.raises(FichierInaccessible, match="n’existe pas"):
        importer_lheo(atelier.dossier / "absent.xml", atelier.base)


def test_progress_goes_to_the_end(atelier: Atelier) -> None:
    vus: list[tuple[int, int]] = []
    chemin = atelier.dossier / "c.xml"
    chemin.write_text(catalogue(*[formation(action(f"A{n}", session(f"S{n}"))) for n in range(200)]), encoding="utf-8")
    progres: Callable[[int, int], None] = lambda lus, taille: vus.append((lus, taille))  # noqa: E731
    importer_lheo(chemin, atelier.base, progress=progres)
    assert vus == sorted(vus)
    assert vus[-1] == (chemin.stat().st_size,) * 2


MESURE = """
import resource, sys
from pathlib import Path
from rafaelpro_tui.core.exchange.lheo import importer_lheo
from rafaelpro_tui.core.store.base import Base
from tests.core.exchange.catalogue import catalogue, ecrire_gros
dossier, octets, une = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "une"
sessions = ecrire_gros(dossier / "gros.xml", octets, une_formation=une)
Base.create(dossier / "base.db")
with Base.open(dossier / "base.db") as base:
    (dossier / "petit.xml").write_text(catalogue(), encoding="utf-8")
    importer_lheo(dossier / "petit.xml", base)
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bilan = importer_lheo(dossier / "gros.xml", base)
    apres = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert bilan.comptes["session"].crees == sessions, bilan
print((apres - avant) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("forme", ["une", "plusieurs"])
def test_memory_stays_flat_on_a_large_file(tmp_path: Path, forme: str) -> None:
    """60 MB, in one formation or in thousands: less than a quarter of it in memory, SQLite's cache included."""
    fait = subprocess.run(
        [sys.executable, "-c", MESURE, str(tmp_path), str(60_000_000), forme],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert fait.returncode == 0, fait.stderr
    assert int(fait.stdout) < 15
