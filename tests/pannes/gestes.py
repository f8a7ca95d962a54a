"""The things done while something goes wrong: import, chargement, lot, executer, sync, migration, export, a backup.

Each works in a folder of its own; its `tenir` says what may be there whatever stopped it.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from bench._recrutement import JOUR, commandes, faire_base
from rafaelpro_tui.cli import main
from rafaelpro_tui.core.commands import Convoquer, NoterResultat, RendreAvis
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.exchange.commandes import lire_commandes
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.core.store import driver, migrations, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.synchronisation import Synchronisation
from rafaelpro_tui.server.chargement import charger as charger_le_serveur
from rafaelpro_tui.server.store import meta
from rafaelpro_tui.server.store import migrations as migrations_du_serveur
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR as JOUR_DU_SERVEUR
from tests.core.atelier import HorlogeDeTest, objets
from tests.core.exchange.catalogue import action, catalogue, formation, session
from tests.pannes.etat import Etat, etat
from tests.server.porte import Porte
from tests.server.poste import NON, OUI, Poste

BASE: Final = "base.sqlite"
COMMANDES: Final = "commandes.jsonl"
CATALOGUE: Final = "catalogue.xml"
DECISIONS: Final = "decisions.csv"
EXPORT: Final = "export.csv"
SAUVEGARDE: Final = "sauvegarde.sqlite"
VERITE: Final = "verite.sqlite"
POSTE: Final = "poste.sqlite"
CANDIDATURES: Final = 60
ANCIENNE: Final = 2
"""The version of the schema from which a base is migrated."""

Lues = list[dict[str, Any]]
"""The results that it had printed whole."""


@dataclass(frozen=True, slots=True)
class Geste:
    """`preparer` fills an empty folder; `faire` runs in a child; `lire` tells what is there, None when nothing is.

    `tenir(avant, apres, fini, lues)` asserts that `apres` is allowed.
    """

    nom: str
    preparer: Callable[[Path], None]
    faire: Callable[[Path], int]
    lire: Callable[[Path], Any]
    tenir: Callable[[Any, Any, Any, Lues], None]


def _options(dossier: Path) -> list[str]:
    return ["--base", str(dossier / BASE), "--aujourdhui", str(JOUR), "--json"]


def _sans_ids(base: Path) -> Etat:
    """Without what is drawn at random each time."""
    lu = etat(base)
    lu["depart"] = [(seq, type_, statut) for seq, _, type_, statut, _, _ in lu["depart"]]
    lu["journal"] = [ligne[:-1] for ligne in lu["journal"]]
    return lu


def _base(dossier: Path) -> Etat | None:
    return _sans_ids(dossier / BASE) if (dossier / BASE).exists() else None


def _tout_ou_rien(avant: Any, apres: Any, fini: Any, lues: Lues) -> None:
    assert apres in (avant, fini)


# Import


def _preparer_import(dossier: Path) -> None:
    faire_base(dossier / BASE, CANDIDATURES)
    sessions = "".join(formation(action(f"A{n}", session(f"S1{n}"))) for n in range(80))
    (dossier / CATALOGUE).write_text(catalogue(sessions), encoding="utf-8")


def _importer(dossier: Path) -> int:
    return main(["importer-lheo", str(dossier / CATALOGUE), "--base", str(dossier / BASE), "--json"])


def _formations(dossier: Path) -> Any:
    with Base.open(dossier / BASE) as base, base.read() as conn:
        catalogue_ = sorted(conn.execute("SELECT reference, action, debut, fin FROM session").fetchall())
    return _base(dossier), catalogue_


# Chargement: a base that does not exist yet


def _preparer_jeu(dossier: Path) -> None:
    exemple = Path(__file__).parents[1] / "donnees" / "exemple.json"
    (dossier / "jeu.json").write_bytes(exemple.read_bytes())


def _charger(dossier: Path) -> int:
    return main(["charger", str(dossier / "jeu.json"), "--base", str(dossier / BASE), "--json"])


def _charge(avant: Any, apres: Any, fini: Any, lues: Lues) -> None:
    _tout_ou_rien(avant, apres, fini, lues)
    assert apres == fini or not lues, "dit chargé, et absent"


# Executer


def _preparer_commandes(dossier: Path) -> None:
    faire_base(dossier / BASE, CANDIDATURES)
    (dossier / COMMANDES).write_text("\n".join(commandes(CANDIDATURES)) + "\n", encoding="utf-8")


def _executer(dossier: Path) -> int:
    return main(["executer", str(dossier / COMMANDES), *_options(dossier)])


def _un_debut(avant: Any, apres: Any, fini: Any, lues: Lues) -> None:
    assert apres["depart"] == fini["depart"][: len(apres["depart"])]
    assert apres["journal"] == fini["journal"][: len(apres["journal"])]
    assert len(lues) <= len(apres["depart"])


# Lot


def _preparer_lot(dossier: Path) -> None:
    faire_base(dossier / BASE, 250)  # more than a group of the command line
    with Desk.open(dossier / BASE, horloge=HorlogeFixe(JOUR)) as desk:
        desk.exporter_decisions("S1", dossier / DECISIONS)
    with (dossier / DECISIONS).open(encoding="utf-8-sig", newline="") as flux:
        titres, *lignes = list(csv.reader(flux, delimiter=";"))
    for ligne in lignes:
        ligne[titres.index("Convocation")] = (JOUR + timedelta(days=1)).strftime("%d/%m/%Y")
    with (dossier / DECISIONS).open("w", encoding="utf-8-sig", newline="") as flux:
        csv.writer(flux, delimiter=";", lineterminator="\r\n").writerows([titres, *lignes])


def _lot(dossier: Path) -> int:
    return main(["lot", "S1", "--fichier", str(dossier / DECISIONS), *_options(dossier)])


def _ligne_a_ligne(avant: Any, apres: Any, fini: Any, lues: Lues) -> None:
    """LOT-5: each candidature is as before or as at the end; what was said done is."""
    lignes, finies = ({ligne[0]: ligne for ligne in e["candidatures"]} for e in (apres, fini))
    faites = {reference for reference in lignes if lignes[reference] == finies[reference]}
    assert set(apres["candidatures"]) <= {*avant["candidatures"], *fini["candidatures"]}
    assert len(apres["convocations"]) == len(apres["depart"]) == len(apres["journal"]) == len(faites)
    assert {lue["candidature"] for lue in lues} <= faites


# Migration


def _preparer_migration(dossier: Path) -> None:
    """The base of an older version of the program: its schema of then, the rows that it could hold."""
    neuve, schema = dossier / "neuve.sqlite", dossier / "schema"
    _preparer_commandes(dossier)
    (dossier / BASE).rename(neuve)
    schema.mkdir()
    for numero, scripts in migrations.scripts().items():
        for script in scripts:
            if numero <= ANCIENNE:
                (schema / script.name).write_bytes(script.read_bytes())
    (dossier / BASE).touch()
    conn = driver.connect(dossier / BASE)
    migrations.installer(conn, schema)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("ATTACH ? AS neuve", (str(neuve),))
    ordinaires = (
        "SELECT name FROM {}.sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        " AND name NOT LIKE 'recherche%' AND name NOT LIKE 'sqlite%'"
    )
    ici, la = ({nom for (nom,) in conn.execute(ordinaires.format(ou))} for ou in ("main", "neuve"))
    for table in sorted(ici & la - {"compte"}):
        colonnes = ", ".join(
            nom
            for (nom,) in conn.execute(
                "SELECT name FROM pragma_table_info(?, 'main') INTERSECT"
                " SELECT name FROM pragma_table_info(?, 'neuve')",
                (table, table),
            )
        )
        conn.execute(f"INSERT OR REPLACE INTO main.{table} ({colonnes}) SELECT {colonnes} FROM neuve.{table}")
    conn.execute("PRAGMA journal_mode = WAL")
    conn.close()
    neuve.unlink()


def _migrer(dossier: Path) -> int:
    return main(["candidatures", "--limite", "1", *_options(dossier)])


def _version(dossier: Path) -> Any:
    conn = driver.connect(dossier / BASE)
    try:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        lignes = sorted(conn.execute("SELECT reference, etat, etape, deposee_le FROM candidature").fetchall())
        return migrations.version(conn), len(conn.execute("SELECT name FROM sqlite_schema").fetchall()), lignes
    finally:
        conn.close()


# Export


def _exporter(dossier: Path) -> int:
    return main(["exporter", "S1", "--sortie", str(dossier / EXPORT), *_options(dossier)])


def _preparer_export(dossier: Path) -> None:
    faire_base(dossier / BASE, CANDIDATURES)
    (dossier / EXPORT).write_bytes(b"l'export d'avant")


def _exporte(dossier: Path) -> Any:
    return _base(dossier), (dossier / EXPORT).read_bytes()


# Sauvegarde over an older one, restauration of an older one


def _preparer_sauvegarde(dossier: Path) -> None:
    _preparer_commandes(dossier)
    shutil.copyfile(dossier / BASE, dossier / SAUVEGARDE)
    with (dossier / COMMANDES).open("rb") as flux, Desk.open(dossier / BASE, horloge=HorlogeFixe(JOUR)) as desk:
        assert list(desk.executer(lire_commandes(flux, structure="OF1", utilisateur="u1"), groupe=500))


def _sauvegarder(dossier: Path) -> int:
    return main(["sauvegarder", "--sortie", str(dossier / SAUVEGARDE), "--remplacer", *_options(dossier)])


def _restaurer(dossier: Path) -> int:
    return main(["restaurer", str(dossier / SAUVEGARDE), *_options(dossier)])


def _les_deux(dossier: Path) -> Any:
    return _sans_ids(dossier / BASE), _sans_ids(dossier / SAUVEGARDE)


# Sync: laptop and server die together


def _preparer_sync(dossier: Path) -> None:
    moteur = Moteur.de(dossier / VERITE)
    migrations_du_serveur.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger_le_serveur(conn, objets()))
    horloge = HorlogeDeTest()
    poste = Poste(dossier / POSTE, Porte(moteur, horloge, "u1"), horloge, "OF1")
    poste.passer()
    for n, avis in ((0, OUI), (1, NON), (2, OUI), (3, NON)):
        poste.faire(Convoquer, candidature=f"S{n}", date=JOUR_DU_SERVEUR)
        poste.faire(NoterResultat, candidature=f"S{n}", rang=1, resultat=Resultat.PRESENCE)
        poste.faire(RendreAvis, candidature=f"S{n}", avis=avis)
    poste.base.close()
    # Someone else has decided meanwhile: one of the commands is to be refused (AVI-7).
    autre = Poste(dossier / "autre.sqlite", Porte(moteur, horloge, "u3"), horloge, "OF2")
    autre.passer()
    autre.presente("S3")
    autre.faire(RendreAvis, candidature="S3", avis=OUI)
    autre.passer()
    autre.base.close()
    moteur.fermer()
    with Base.open(dossier / POSTE) as base:
        assert base.lire_meta(replique.POSTE)


def _synchroniser(dossier: Path) -> int:
    """As the command line says it: what the server meets would be a 503 over HTTP."""
    moteur = Moteur.de(dossier / VERITE)
    try:
        with Base.open(dossier / POSTE) as base:
            horloge = HorlogeDeTest()
            Synchronisation(base, horloge, Porte(moteur, horloge, "u1")).passer()
    except Erreur as erreur:
        print(erreur.message, erreur.que_faire, file=sys.stderr)
        return erreur.code
    except DBAPIError:
        print("Le serveur ne répond pas.", file=sys.stderr)
        return 4
    finally:
        moteur.fermer()
    return 0


_VERITE: Final = {
    "avis": "SELECT candidature, rang FROM avis",
    "etats": "SELECT reference, etat, version FROM candidature",
    "commandes": "SELECT id FROM commande",
}


def _verite(dossier: Path) -> Any:
    moteur = Moteur.de(dossier / VERITE)
    try:
        with moteur.lecture() as conn:
            assert conn.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            serveur = {nom: sorted(map(tuple, conn.exec_driver_sql(sql))) for nom, sql in _VERITE.items()}
    finally:
        moteur.fermer()
    poste = etat(dossier / POSTE)
    with Base.open(dossier / POSTE) as base, base.read() as conn:
        recus = sorted(conn.execute("SELECT genre, cle, version FROM base_objet").fetchall())
    return serveur, poste["depart"], poste["candidatures"], recus


def _sans_doublon(avant: Any, apres: Any, fini: Any, lues: Lues) -> None:
    """I2, I3, I5: what the laptop holds as answered is at the server, once; nothing else than at the end is there."""
    serveur, depart, _, _ = apres
    recues = {id for (id,) in serveur["commandes"]}
    for _, id, _, statut, _, _ in depart:
        assert statut in ("a_envoyer", "envoyee", "acceptee", "refusee")
        assert statut in ("a_envoyer", "envoyee") or id in recues
    for nom in ("avis", "commandes"):
        assert set(serveur[nom]) <= set(fini[0][nom])
        assert len(serveur[nom]) == len(set(serveur[nom]))


GESTES: Final = (
    Geste("import", _preparer_import, _importer, _formations, _tout_ou_rien),
    Geste("chargement", _preparer_jeu, _charger, _base, _charge),
    Geste("executer", _preparer_commandes, _executer, _base, _un_debut),
    Geste("lot", _preparer_lot, _lot, _base, _ligne_a_ligne),
    Geste("sync", _preparer_sync, _synchroniser, _verite, _sans_doublon),
    Geste("migration", _preparer_migration, _migrer, _version, _tout_ou_rien),
    Geste("export", _preparer_export, _exporter, _exporte, _tout_ou_rien),
    Geste("sauvegarde", _preparer_sauvegarde, _sauvegarder, _les_deux, _tout_ou_rien),
    Geste("restauration", _preparer_sauvegarde, _restaurer, _les_deux, _tout_ou_rien),
)


def resultats(sortie: bytes) -> Iterator[dict[str, Any]]:
    """The lines printed whole: the last one may be cut."""
    for ligne in sortie.split(b"\n")[:-1]:
        yield json.loads(ligne)
