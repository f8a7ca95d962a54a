"""`executer`, `lot`, `passages`: what writes in the base by commands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option
from rafaelpro_tui.core.erreurs import USAGE, Erreur
from rafaelpro_tui.core.texte import entier_fr, pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import Command
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.core.resultats import Resultat
    from rafaelpro_tui.core.rules.decision import Refus

T = TypeVar("T")
GROUPE: Final = 200
"""Commands that share a transaction; a result is printed once its group is committed."""


def executer(demande: Demande) -> int:
    """Check the whole file, then run it in order (CONTRATS §2)."""
    from rafaelpro_tui.core.exchange.commandes import lire_commandes

    with _flux(demande.propres["fichier"]) as flux, bureau(demande, rattache=False) as desk:
        structure, utilisateur = _qui(desk)
        commandes = lire_commandes(flux, structure=structure, utilisateur=utilisateur)
        code = _ecrire(zip(commandes, _derouler(desk, commandes, demande), strict=True), demande)
    _rappeler(demande)
    return code


def lot(demande: Demande) -> int:
    """Bulk decisions from a spreadsheet, row by row (LOT-5); a row that cannot be read keeps all from being written."""
    session, simule = demande.propres["session"], demande.propres["simuler"]
    with bureau(demande) as desk:
        desk.session(session)  # introuvable: exit 3
        depouille = desk.depouiller(session, demande.propres["fichier"])
        for faute in depouille.fautes:
            if not simule:
                dire(str(faute))
            elif demande.json:
                ecrire_json(
                    {"ligne": faute.ligne, "candidature": faute.reference, "colonne": faute.colonne}
                    | {"issue": "refus", "message": faute.raison}
                )
            else:
                ou = f"{faute.colonne} : " if faute.colonne else ""
                ecrire(f"ligne {faute.ligne}  refus  {ou}{faute.raison}")
        if depouille.fautes and not simule:
            combien = pluriel(len(depouille.fautes), "ligne fautive", "lignes fautives")
            dire(f"{combien} : corrigez le fichier, rien n’a été exécuté.")
            return USAGE
        ecrites = [(ligne.decision, commande) for ligne in depouille.demandes for commande in ligne.commandes]
        resultats = _derouler(desk, [commande for _, commande in ecrites], demande)
        refusees = {faute.ligne for faute in depouille.fautes}
        for decision, resultat in _par_groupes(zip((decision for decision, _ in ecrites), resultats, strict=True)):
            if _refuse(resultat):
                refusees.add(decision.ligne)
            if demande.json:
                ecrire_json({"ligne": decision.ligne, "candidature": decision.reference} | resultat.to_json())
            else:
                sort = resultat.lignes[0] if resultat.lignes else resultat
                refus = sort.refus or resultat.refus
                ecrire(f"ligne {decision.ligne}  " + _phrase(f"{resultat.type} {decision.reference}", sort, refus))
    _rappeler(demande)
    touchees = {decision.ligne for decision, _ in ecrites}
    dire(
        f"{pluriel(len(depouille.lignes), 'ligne')} : {pluriel(len(touchees - refusees), 'faite')}, "
        f"{pluriel(len(refusees), 'refusée')}, {len(depouille.lignes - touchees - refusees)} sans changement."
    )
    return USAGE if depouille.fautes else int(bool(refusees))


def passages(demande: Demande) -> int:
    """Run the clocks of ECH on a local base."""
    with bureau(demande) as desk:
        passees = desk.passages()
    for reference, resultat in passees:
        if demande.json:
            ecrire_json({"candidature": reference} | resultat.to_json())
        else:
            ecrire(_phrase(f"{resultat.type} {reference}", resultat, resultat.refus))
    if not demande.json:
        ecrire(f"{pluriel(len(passees), 'candidature passée', 'candidatures passées')} en avis non transmis.")
    return int(any(_refuse(resultat) for _, resultat in passees))


def _qui(desk: Desk) -> tuple[str, str]:
    """The structure and the user of the lines that name none."""
    utilisateur = desk.acteur.utilisateur
    return desk.acteur.structure.id, utilisateur.id if utilisateur else ""


def _derouler(desk: Desk, commandes: Sequence[Command], demande: Demande) -> Iterable[Resultat]:
    return desk.simuler(commandes) if demande.propres["simuler"] else desk.executer(commandes, groupe=GROUPE)


def _par_groupes(resultats: Iterable[T]) -> Iterator[T]:
    """Each result in turn; what was printed of a group is flushed at its end: what is printed is committed.

    An error that stops the run half-way says from where to go on.
    """
    rang = 0
    try:
        for rang, resultat in enumerate(resultats, 1):
            yield resultat
            if rang % GROUPE == 0:
                sys.stdout.flush()
    except Erreur as erreur:
        if not rang:
            raise
        faites = "La première commande a" if rang == 1 else f"Les {entier_fr(rang)} premières commandes ont"
        raise type(erreur)(
            erreur.message,
            f"{faites} été exécutée{'s' if rang > 1 else ''} ; la suite ne l’a pas été : remédiez-y, puis reprenez-la.",
        ) from erreur


def _ecrire(paires: Iterable[tuple[Command, Resultat]], demande: Demande) -> int:
    """One result after the other."""
    refus = False
    for commande, resultat in _par_groupes(paires):
        refus |= _refuse(resultat)
        if demande.json:
            ecrire_json(resultat.to_json())
        else:
            for ligne in _phrases(commande, resultat):
                ecrire(ligne)
    return int(refus)


def _rappeler(demande: Demande) -> None:
    if demande.propres["simuler"]:
        dire("Simulation : rien n’a été enregistré.")


def _refuse(resultat: Resultat) -> bool:
    return not resultat.fait or any(ligne.refus is not None for ligne in resultat.lignes or ())


def _phrases(commande: Command, resultat: Resultat) -> Iterator[str]:
    cible = _cible(commande)
    yield _phrase(f"{resultat.type} {cible}".strip(), resultat, resultat.refus, rejoue=resultat.rejoue)
    for ligne in resultat.lignes or ():
        yield "  " + _phrase(ligne.candidature, ligne, ligne.refus)


def _phrase(quoi: str, sort: Any, refus: Refus | None, *, rejoue: bool = False) -> str:
    if refus is not None:
        texte = f"refus  {quoi} – {refus.regle} : {refus.message} {refus.remede}"
    else:
        etat = " – ".join(vocable.libelle for vocable in (sort.etat, sort.etape) if vocable is not None)
        texte = f"{sort.issue:<5}  {quoi}" + (f" → {etat}" if etat else "")
    for avertissement in sort.avertissements:
        texte += f" ▲ {avertissement.regle} : {avertissement.message}"
    return texte + (" (déjà reçue : première réponse)" if rejoue else "")


def _cible(commande: Command) -> str:
    """What a command is about."""
    for nom in ("reference", "candidature", "session", "action", "membre", "commande"):
        valeur = getattr(commande, nom, None)
        if valeur is not None:
            return str(valeur)
    return ""


@contextmanager
def _flux(nom: str) -> Iterator[Iterable[bytes]]:
    if nom == "-":
        yield sys.stdin.buffer
        return
    with Path(nom).open("rb") as flux:
        yield flux


_SIMULER = Option("--simuler", "dire ce qui se passerait, sans rien écrire")

COMMANDES = (
    Commande(
        nom="executer",
        resume="exécute des commandes, un objet JSON par ligne",
        executer=executer,
        arguments=(Argument("FICHIER", "le fichier des commandes, ou « - » pour l’entrée standard"),),
        options=(_SIMULER,),
        precisions="Le fichier est vérifié en entier avant que la première commande soit exécutée.\n"
        "Un résultat n’est écrit qu’une fois enregistré.",
        exemples=(
            "rafaelpro-tui executer commandes.jsonl --simuler",
            "rafaelpro-tui executer commandes.jsonl --json > resultats.jsonl",
            'echo \'{"type":"convoquer","candidature":"C1","date":"2026-09-01"}\' | rafaelpro-tui executer -',
        ),
    ),
    Commande(
        nom="lot",
        resume="applique les décisions d’un tableur à une session",
        executer=lot,
        arguments=(Argument("SESSION", "la référence de la session"),),
        options=(
            Option("--fichier", "les décisions, en CSV ou en .xlsx", "DECISIONS.csv", Path, obligatoire=True),
            _SIMULER,
        ),
        precisions="Les cellules vides laissent les choses en l’état. Une ligne illisible est nommée, avec sa\n"
        "colonne ; rien n’est alors exécuté, et « --simuler » dit ce que donneraient les autres.",
        exemples=(
            "rafaelpro-tui lot 00235491 --fichier decisions.csv --simuler",
            "rafaelpro-tui lot 00235491 --fichier decisions.xlsx",
        ),
    ),
    Commande(
        nom="passages",
        resume="passe en avis non transmis ce dont l’échéance est dépassée",
        executer=passages,
        exemples=("rafaelpro-tui passages", "rafaelpro-tui passages --aujourdhui 2026-09-16"),
    ),
)
