"""What a decisions file would do, then what it did, row by row. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from rafaelpro_tui.core.commands import (
    Command,
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    LotNoterResultat,
    NoterResultat,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.bilan import FENETRE, Bilan, LigneBilan, changee, relire

GROUPE: Final = 200
"""Commands that share a transaction."""
ILLISIBLE: Final = "Fichier"
"""Where a rule is told, of a cell that no rule has judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneFichier(LigneBilan):
    """A row of the file, by its `ligne`; `colonne` is where it is at fault, "" for the whole row."""

    ligne: int
    colonne: str = ""
    commandes: tuple[Command, ...] = ()

    @property
    def n(self) -> int:
        return self.ligne

    @property
    def repere(self) -> str:
        return str(self.ligne)

    @property
    def message(self) -> str:
        """Where it is in the file, then what is said of it."""
        dit = super(LigneFichier, self).message
        if not dit:
            return ""
        ou = f"Ligne {self.ligne}, colonne {self.colonne}" if self.colonne else f"Ligne {self.ligne}"
        return f"{ou}{NBSP}: {dit}"


@dataclass(frozen=True, kw_only=True)
class BilanFichier(Bilan):
    """`inchangees`: rows that ask for nothing, and are not shown."""

    NOM = "fichier"

    lignes: tuple[LigneFichier, ...]
    nom: str
    inchangees: int

    @property
    def repere(self) -> tuple[str, int]:
        return "Ligne", 5

    def dire(self, nombre: int) -> str:
        return f"Appliquer {pluriel(nombre, 'ligne')} de «{NBSP}{self.nom}{NBSP}»"

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        return (("Sans changement", pluriel(self.inchangees, "ligne")),) if self.inchangees else ()

    def executer(self, desk: Desk, progression: Progression | None = None) -> Self:
        """Each row alone; one whose candidature is no longer what the user saw is refused by SYN-1."""
        a_faire = [ligne for ligne in self.lignes if ligne.fait]
        lues = relire(desk, self.session, [ligne.avant.n for ligne in a_faire if ligne.avant])
        sorts: dict[int, LigneFichier] = {}
        inchangees: list[LigneFichier] = []
        for ligne in a_faire:
            if ligne.avant is not None and lues.get(ligne.avant.n) != ligne.avant:
                sorts[ligne.n] = replace(ligne, resultat=changee(ligne.avant))
            else:
                inchangees.append(ligne)
        commandes = [commande for ligne in inchangees for commande in ligne.commandes]
        resultats = list(desk.executer(commandes, groupe=GROUPE, progression=progression))
        sorts |= {ligne.n: ligne for ligne in _sorts(inchangees, resultats)}
        return replace(
            self,
            lignes=tuple(sorts.get(ligne.n, ligne) for ligne in self.lignes),
            commandes=tuple(resultat.id for resultat in resultats if resultat.fait),
            resultat=resultats[-1] if resultats else None,
        ).compter()


def simuler(desk: Desk, session: str, chemin: Path, progression: Progression | None = None) -> BilanFichier:
    """What the rows of the file would do, and which are at fault; nothing is written.

    Raises:
        DecisionsFautives, SaisieMalformee: it cannot be read at all; FichierInaccessible; Introuvable.
    """
    depouille = desk.depouiller(session, chemin)
    avants = _par_reference(desk, session)
    demandees = [
        LigneFichier(
            avant=avants.get(demande.decision.reference),
            resultat=ResultatLigne(candidature=demande.decision.reference),
            ligne=demande.decision.ligne,
            commandes=demande.commandes,
        )
        for demande in depouille.demandes
        if demande.commandes
    ]
    commandes = [commande for ligne in demandees for commande in ligne.commandes]
    lignes = list(_sorts(demandees, desk.simuler(commandes, progression=progression)))
    lignes += [
        LigneFichier(
            avant=avants.get(faute.reference),
            resultat=ResultatLigne(
                candidature=faute.reference,
                refus=Refus(ILLISIBLE, faute.raison, "Corrigez la ligne, puis rapportez le fichier."),
            ),
            ligne=faute.ligne,
            colonne=faute.colonne,
        )
        for faute in depouille.fautes
    ]
    lignes.sort(key=lambda ligne: ligne.ligne)
    inchangees = len(depouille.lignes) - len(lignes)
    return BilanFichier(session=session, lignes=tuple(lignes), nom=chemin.name, inchangees=inchangees).compter()


def _par_reference(desk: Desk, session: str) -> dict[str, CandidatureLigne]:
    source = desk.candidatures(session=session)
    ids = source.order()
    paquets = (source.rows(ids[debut : debut + FENETRE]) for debut in range(0, len(ids), FENETRE))
    return {avant.reference: avant for paquet in paquets for avant in paquet.values()}


def _sorts(lignes: Sequence[LigneFichier], resultats: Sequence[Resultat]) -> Iterator[LigneFichier]:
    """Each row with what became of all its commands: the first refus, else what the last one leaves."""
    suite = iter(resultats)
    for ligne in lignes:
        siens = [(commande, _seul(next(suite))) for commande in ligne.commandes]
        sort = next((paire for paire in siens if paire[1].refus is not None), siens[-1])
        avertissements = tuple(alerte for _, resultat in siens for alerte in resultat.avertissements)
        resultat = replace(sort[1], candidature=ligne.reference, avertissements=avertissements)
        yield replace(ligne, resultat=resultat, colonne=_colonne(sort[0]) if resultat.refus else "")


def _seul(resultat: Resultat) -> ResultatLigne:
    """The fate of the one candidature that a command is about."""
    if resultat.lignes:
        return resultat.lignes[0]
    return ResultatLigne(
        candidature="",
        refus=resultat.refus,
        avertissements=resultat.avertissements,
        etat=resultat.etat,
        etape=resultat.etape,
    )


_COLONNES: Final[tuple[tuple[tuple[type[Any], ...], str], ...]] = (
    ((Convoquer, DeplacerConvocation, LotConvoquer), "Convocation"),
    ((NoterResultat, LotNoterResultat), "Résultat"),
)


def _colonne(commande: Command) -> str:
    """The column that asked for a command."""
    return next((titre for classes, titre in _COLONNES if isinstance(commande, classes)), "Recrutement")
