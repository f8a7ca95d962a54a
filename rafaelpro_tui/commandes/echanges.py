"""`charger`, `importer-lheo`, `exporter`: files in and out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.listes import interdite
from rafaelpro_tui.commandes.progression import barre
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import entier_fr, pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.lheo_objets import Ecart
    from rafaelpro_tui.core.store.base import Base


def charger(demande: Demande) -> int:
    """Load a dataset, all or nothing; the base is made when it is missing."""
    from rafaelpro_tui.core.exchange.dataset import charger_dataset

    chemin = bases.a_remplir(demande)
    with barre("Chargement") as progression:
        comptes = charger_dataset(Path(demande.propres["fichier"]), chemin, progress=progression)
    if demande.base is None:
        bases.retenir(chemin)
    if demande.json:
        ecrire_json({"base": str(chemin)} | comptes)
    else:
        ecrire(f"Chargé dans « {chemin} » :")
        _compter(comptes)
    return 0


def importer_lheo(demande: Demande) -> int:
    """Import a LHÉO catalogue; what is left out is named, with its line, its element and why."""
    from rafaelpro_tui.core.exchange.lheo import importer_lheo as importer

    chemin = bases.a_remplir(demande)
    with barre("Import") as progression, _base(chemin) as base:
        bilan = importer(
            Path(demande.propres["fichier"]),
            base,
            responsable=demande.propres["responsable"],
            dispositif=demande.propres["dispositif"],
            positionneur=demande.propres["positionneur"],
            signaler=_signaler_json if demande.json else _signaler,
            progress=progression,
        )
    if demande.base is None:
        bases.retenir(chemin)
    if demande.json:
        ecrire_json({"base": str(chemin)} | bilan.to_json())
        return 0
    ecrire(f"Importé dans « {chemin} » :")
    ecrire_tableau(
        (Colonne(""), *(Colonne(titre, droite=True) for titre in ("créations", "mises à jour", "sans changement"))),
        (
            (NOMS[nom], *map(entier_fr, (compte.crees, compte.modifies, compte.inchanges)))
            for nom, compte in bilan.comptes.items()
        ),
    )
    if bilan.filtrees:
        ecrire(f"{pluriel(bilan.filtrees, 'formation')} d’un autre Responsable, hors de ce que vous demandez.")
    ecrire(
        f"{pluriel(bilan.laisses, 'enregistrement laissé', 'enregistrements laissés')} de côté, "
        f"{pluriel(bilan.remarques, 'remarque')}."
    )
    return 0


def exporter(demande: Demande) -> int:
    """A session's table, or the decisions file that `lot` reads back, as CSV or .xlsx (CONTRATS §4)."""
    from rafaelpro_tui.core.exchange.csv_session import exporter_session
    from rafaelpro_tui.core.exchange.provenance import ou_lire

    etat, texte = demande.propres["etat"], demande.propres["filtre"] or ""
    session, sortie = demande.propres["session"], demande.propres["sortie"]
    with bases.bureau(demande) as desk:
        source = desk.candidatures(session=session, etat=Etat(etat) if etat else None, texte=texte)
        if interdite(source):
            return 1
        if demande.propres["decisions"]:
            nombre = desk.exporter_decisions(session, sortie, Etat(etat) if etat else None, texte)
        else:
            quoi = f"candidatures de la session {session}{f', {Etat(etat).libelle.lower()}' if etat else ''}"
            nombre = exporter_session(source, sortie, desk.provenance(quoi, texte))
    if demande.json:
        ecrire_json({"session": session, "sortie": str(sortie), "candidatures": nombre})
    else:
        ecrire(f"{pluriel(nombre, 'candidature écrite', 'candidatures écrites')} dans « {sortie} ».")
        dire(ou_lire(sortie))
    return 0


@contextmanager
def _base(chemin: Path) -> Iterator[Base]:
    """The base to fill: an existing one, or a new one that appears only if all goes well."""
    from rafaelpro_tui.core.store.base import Base

    with Base.open(chemin) if chemin.exists() else Base.chantier(chemin) as base:
        yield base


def _signaler(ecart: Ecart) -> None:
    sort = "laissé de côté" if ecart.laisse else "remarque"
    ecrire(f"ligne {ecart.ligne}, <{ecart.element}>, {sort} : {ecart.raison}")


def _signaler_json(ecart: Ecart) -> None:
    ecrire_json({"ligne": ecart.ligne, "element": ecart.element, "raison": ecart.raison, "laisse": ecart.laisse})


def _compter(comptes: dict[str, int]) -> None:
    for quoi, nombre in comptes.items():
        ecrire(f"  {entier_fr(nombre):>10}  {quoi if nombre > 1 else quoi.removesuffix('s')}")


NOMS: Final = {"structure": "structures", "dispositif": "dispositifs", "action": "actions", "session": "sessions"}

COMMANDES = (
    Commande(
        nom="charger",
        resume="charge un jeu de données dans une base, créée au besoin ; tout ou rien",
        executer=charger,
        arguments=(Argument("FICHIER", "le jeu de données, en JSON"),),
        precisions="Sans « --base » ni « --profil », la base est celle du profil « defaut ».",
        exemples=(
            "rafaelpro-tui charger centre.json --base centre.sqlite",
            "rafaelpro-tui charger centre.json --profil centre",
        ),
    ),
    Commande(
        nom="importer-lheo",
        resume="importe un catalogue LHÉO 2.2 ou 2.3",
        executer=importer_lheo,
        arguments=(Argument("FICHIER", "le catalogue, .xml ou .xml.gz"),),
        options=(
            Option("--responsable", "seulement les formations de cet organisme", "SIRET"),
            Option("--dispositif", "le dispositif de toutes les formations (sinon PRF ou AUTRE)", "CODE"),
            Option("--positionneur", "le Positionneur de toutes les sessions (sinon le Responsable)", "SIRET"),
        ),
        precisions="Importer deux fois le même fichier ne change rien ; un plus récent met à jour ce qui vient du\n"
        "flux et garde ce que vous avez saisi. Chaque enregistrement laissé de côté est nommé.",
        exemples=(
            "rafaelpro-tui importer-lheo catalogue.xml.gz --base centre.sqlite",
            "rafaelpro-tui importer-lheo catalogue.xml --profil centre --responsable 13002526500013",
        ),
    ),
    Commande(
        nom="exporter",
        resume="écrit les candidatures d’une session pour un tableur, en CSV ou en .xlsx",
        executer=exporter,
        arguments=(Argument("SESSION", "la référence de la session"),),
        options=(
            Option(
                "--sortie",
                "le fichier à écrire, .csv ou .xlsx, remplacé s’il existe",
                "FICHIER",
                Path,
                obligatoire=True,
            ),
            Option("--etat", "celles de cet état", "ETAT", choix=tuple(Etat)),
            Option(
                "--filtre", "celles où se trouvent ces mots, ou des conditions : etat:… jours<7 prescripteur:…", "TEXTE"
            ),
            Option("--decisions", "le fichier à remplir, que « lot » relit"),
        ),
        exemples=(
            "rafaelpro-tui exporter 00235491 --sortie candidatures.csv",
            "rafaelpro-tui exporter 00235491 --etat en_attente --decisions --sortie decisions.xlsx",
        ),
    ),
)
