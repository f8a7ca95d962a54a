"""What reads what comes from outside: each target makes a case from a random source, reads it, and may only refuse it.

A target is made for a folder: `faire(alea)` gives the bytes of a case, `lire(bytes)` returns or raises an `Erreur`.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from rafaelpro_tui.core import filtre, saisie
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.exchange.commandes import lire_commandes, lire_flux
from rafaelpro_tui.core.exchange.csv_decisions import TITRES, lire_decisions
from rafaelpro_tui.core.exchange.dataset import lire_dataset
from rafaelpro_tui.core.exchange.lheo import importer_lheo
from rafaelpro_tui.core.exchange.xlsx import ecrire_xlsx
from rafaelpro_tui.core.filtre_completion import en_cours, proposer
from rafaelpro_tui.core.model import Droit
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.sync.erreurs import ReponseIllisible
from rafaelpro_tui.core.sync.fil import Attachement, Jetons, Moi, Page, Reponse
from rafaelpro_tui.core.texte_sur import safe
from tests.core.atelier import HorlogeDeTest, construire
from tests.core.exchange.catalogue import action, catalogue, financeur, formateur, formation, session
from tests.core.sync.autorite import Autorite, Porte
from tests.core.sync.test_mensonges import mentir
from tests.core.sync.test_replique import Poste
from tests.fuzz.mutation import HOSTILES, arbre, en_json, morceaux, octets

JOUR: Final = date(2024, 7, 15)
EXEMPLE: Final = Path(__file__).parents[1] / "donnees" / "exemple.json"


@dataclass(frozen=True, slots=True)
class Cible:
    faire: Callable[[random.Random], bytes]
    lire: Callable[[bytes], object]
    fermer: Callable[[], object] = lambda: None


def lheo(dossier: Path) -> Cible:
    textes = [
        catalogue(formation(action(plus=formateur() + financeur()))),
        catalogue(formation(action("A1", session() + session("S2"), entrees="1"))),
    ]
    graines = [re.findall(r"<[^>]*>|[^<]+", texte) for texte in textes]
    fichier = dossier / "catalogue.xml"
    base = Base.open(_base(dossier, ()))

    def faire(alea: random.Random) -> bytes:
        if alea.random() < 0.5:
            return octets(alea, alea.choice(textes).encode())
        return morceaux(alea, graines).encode("utf-8", "replace")

    def lire(cas: bytes) -> None:
        fichier.write_bytes(cas)
        ecarts: list[str] = []
        with base.write.essai():
            importer_lheo(fichier, base, signaler=lambda ecart: ecarts.append(str(ecart)))

    return Cible(faire, lire, base.close)


def dataset(dossier: Path) -> Cible:
    graine = json.loads(EXEMPLE.read_text(encoding="utf-8"))
    graine = {cle: valeur[:2] for cle, valeur in graine.items()}
    fichier = dossier / "jeu.json"

    def lire(cas: bytes) -> None:
        fichier.write_bytes(cas)
        lire_dataset(fichier)

    return Cible(lambda alea: en_json(alea, arbre(alea, graine)).encode("utf-8", "surrogatepass"), lire)


LIGNES: Final = (
    ("C1", "20/04/2022", "", "", "", "", "", "", "", ""),
    ("C2", "", "Présence", "Oui", "", "", "Motivé", "02/05/2022", "25/08/2022", "35"),
    ("C3", "", "", "Non", "Autres", "A trouvé", "", "", "", ""),
    ("C4", "", "Absence justifiée", "", "", "", "", "", "", "18h/3j"),
)


def tableur(dossier: Path) -> Cible:
    """CSV in each of its dialects, by cells and by bytes."""
    fichier = dossier / "decisions.csv"

    def faire(alea: random.Random) -> bytes:
        lignes = [list(TITRES), *(list(ligne) for ligne in alea.sample(LIGNES, alea.randrange(1, 5)))]
        for _ in range(alea.choice((0, 1, 2, 4))):
            ligne = alea.choice(lignes)
            ligne[alea.randrange(len(ligne))] = alea.choice(HOSTILES)
        signe = alea.choice(";;,\t")
        texte = "\r\n".join(signe.join(ligne) for ligne in lignes)
        brut = texte.encode(alea.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")), "replace")
        return octets(alea, brut) if alea.random() < 0.4 else brut

    def lire(cas: bytes) -> None:
        fichier.write_bytes(cas)
        lire_decisions(fichier)

    return Cible(faire, lire)


def classeur(dossier: Path) -> Cible:
    """A workbook whose zip, or one of its parts, is not as it was."""
    fichier = dossier / "decisions.xlsx"
    ecrire_xlsx(fichier, list(TITRES), LIGNES)
    brut = fichier.read_bytes()
    with zipfile.ZipFile(io.BytesIO(brut)) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}

    def faire(alea: random.Random) -> bytes:
        if alea.random() < 0.3:
            return octets(alea, brut)
        change = alea.choice([nom for nom in parties if "sheet" in nom or alea.random() < 0.4] or list(parties))
        flux = io.BytesIO()
        with zipfile.ZipFile(flux, "w") as archive:
            for nom, contenu in parties.items():
                archive.writestr(nom, octets(alea, contenu) if nom == change else contenu)
        return flux.getvalue()

    def lire(cas: bytes) -> None:
        fichier.write_bytes(cas)
        lire_decisions(fichier)

    return Cible(faire, lire)


def filtres(dossier: Path) -> Cible:
    """What is typed in a filter, a date or an intensité, up to the rows found."""
    mots = [*'-",*()> é', "etat:", "etape:", "role=", "session:", "candidat:", "prescripteur:", "jours<7"]
    mots += ["lundi", "entree>=+3", "retenue", "en_attente", "O’Neill", "OR", "NEAR", "depose<01/02/2024"]
    chemin = dossier / "filtre.sqlite"
    construire(chemin)
    desk = Desk.open(chemin, horloge=HorlogeDeTest(), structure="OF1")

    def faire(alea: random.Random) -> bytes:
        return morceaux(alea, [[alea.choice(mots) for _ in range(alea.randrange(1, 7))]]).encode("utf-8", "replace")

    def lire(cas: bytes) -> None:
        texte = cas.decode("utf-8", "replace")
        for lecteur in (saisie.lire_intensite, saisie.lire_coefficient, lambda t: saisie.lire_date(t, JOUR)):
            with suppress(ValueError):  # a field says its message
                lecteur(texte)
        for langage in (filtre.CANDIDATURES, filtre.SESSIONS):
            proposer(en_cours(texte, langage), langage)
        desk.candidatures(texte=texte).order()

    return Cible(faire, lire, desk.close)


COMMANDES: Final[tuple[dict[str, Any], ...]] = (
    {"id": "6f1c1f0e-0000-4000-8000-000000000001", "type": "convoquer", "candidature": "C1", "date": "2024-07-16"},
    {"type": "noter_resultat", "candidature": "C1", "rang": 1, "resultat": "presence", "commentaire": "Vu"},
    {
        "type": "rendre_avis",
        "candidature": "C1",
        "avis": {"recrutement": "oui", "entree": "2024-08-01", "sortie": "2024-09-30", "intensite": "33.5"},
    },
    {"type": "rendre_avis", "candidature": "C1", "avis": {"conformite": "non", "motif": "personne_injoignable"}},
    {"type": "lot_convoquer", "session": "S", "candidatures": ["C1", "C2"], "date": "2024-07-16"},
    {"type": "modifier_session", "session": "S", "coefficient": "1.5", "avant": {"coefficient": "1"}},
    {"type": "modifier_contacts", "session": "S", "contacts": [{"nom": "Accueil", "telephone": "0556000000"}]},
    {
        "type": "deposer",
        "reference": "N",
        "session": "S",
        "candidat": {"id": "P9", "nom_naissance": "O’NEILL", "prenom": "Désiré"},
        "prescripteur": "Mission locale",
    },
)


def commandes(dossier: Path) -> Cible:
    def faire(alea: random.Random) -> bytes:
        lignes = [en_json(alea, arbre(alea, alea.choice(COMMANDES))) for _ in range(alea.randrange(1, 3))]
        return "\n".join(lignes).encode("utf-8", "surrogatepass")

    def lire(cas: bytes) -> None:
        with suppress(Erreur):
            lire_flux(cas, type="deposer", structure="OF1", utilisateur="flux")
        lire_commandes(cas.splitlines(), structure="OF1", utilisateur="u1")

    return Cible(faire, lire)


def serveur(dossier: Path) -> Cible:
    """What a server answers: read as the client does, then taken into a replica, which must stay sound."""
    horloge = HorlogeDeTest()
    autorite = Autorite(construire(dossier / "autorite.sqlite"), horloge)
    attache = Attachement(structure="OF1", nom="Horizon Formation", droit=Droit.GENERAL, referent=True)
    poste = Poste(dossier, "poste", Porte(autorite, "u1", (attache,)), horloge)
    pages = TypeAdapter(Page)
    graine = json.loads(pages.dump_json(autorite.page("OF1", None, 1000, True)))
    autres = [TypeAdapter(type_) for type_ in (Reponse, Moi, Jetons)]

    def faire(alea: random.Random) -> bytes:
        page = dict(graine, objets=alea.sample(graine["objets"], alea.choice((1, 6, len(graine["objets"])))))
        return en_json(alea, arbre(alea, page)).encode("utf-8", "surrogatepass")

    def lire(cas: bytes) -> None:
        for autre in autres:
            with suppress(ValidationError):
                autre.validate_json(cas)
        try:
            page = pages.validate_json(cas)
        except ValidationError as erreur:
            raise ReponseIllisible("Illisible.") from erreur
        with suppress(
            ValueError, TypeError, AttributeError
        ):  # with the empreinte of what it tells, else nothing more is read
            page = mentir(page, "", lambda objet: objet)
        vars(autorite)["page"] = lambda *_: page
        poste.sync.recevoir("OF1")

    def fermer() -> None:
        vars(autorite).pop("page", None)
        poste.sync.passer()
        poste.base.close()
        autorite.base.close()

    return Cible(faire, lire, fermer)


def noms(dossier: Path) -> Cible:
    """The gate of every text shown: nothing that a terminal obeys, nor that hides, whatever comes in."""
    interdits = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

    def faire(alea: random.Random) -> bytes:
        texte = "".join(alea.choice((*HOSTILES, chr(alea.randrange(0x110000)))) for _ in range(alea.randrange(1, 9)))
        return texte.encode("utf-8", "surrogatepass")

    def lire(cas: bytes) -> None:
        try:
            texte = cas.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:  # guided by coverage, not from `faire`: what is a text in it
            texte = cas.decode("utf-8", "ignore")
        montre = safe(texte)
        assert not interdits.search(montre), repr(montre)
        montre.encode()

    return Cible(faire, lire)


def _base(dossier: Path, contenu: Any) -> Path:
    chemin = dossier / "base.sqlite"
    Base.create(chemin)
    with Base.open(chemin) as base:
        charger(base, contenu)
    return chemin


CIBLES: Final[dict[str, tuple[float, Callable[[Path], Cible]]]] = {
    "noms": (0.20, noms),
    "commandes": (0.22, commandes),
    "tableur": (0.20, tableur),
    "filtres": (0.15, filtres),
    "dataset": (0.12, dataset),
    "lheo": (0.08, lheo),
    "serveur": (0.02, serveur),
    "classeur": (0.01, classeur),
}
"""Name → its share of the cases, the quick ones having more; what makes it."""
