"""`journal`: what was decided, by whom, when; or the verification of its chains."""

from __future__ import annotations

from itertools import chain

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, entier
from rafaelpro_tui.core.texte import date_fr, pluriel
from rafaelpro_tui.core.vues_journal import JournalLigne


def journal(demande: Demande) -> int:
    """List the journal, or verify it (exit 1 and the first broken line)."""
    if demande.propres["verifier"]:
        return _verifier(demande)
    with bureau(demande) as desk:
        lignes = desk.journal(demande.propres["cible"], demande.propres["limite"])
        if demande.json:
            for ligne in lignes:
                ecrire_json(ligne_json(ligne))
            return 0
        premiere = next(iter(lignes), None)
        if premiere is not None:
            ecrire_tableau(_COLONNES, map(_cellules, chain((premiere,), lignes)))
            return 0
    dire("Le journal est vide : rien n’a encore été décidé dans cette base.")
    return 0


def _verifier(demande: Demande) -> int:
    with bureau(demande) as desk:
        verification = desk.verifier_journal()
    if demande.json:
        ecrire_json(
            {
                "intact": verification.intacte,
                "lignes": verification.lignes,
                "chaines": verification.chaines,
                "structure": verification.structure,
                "sequence": verification.sequence,
                "defaut": verification.defaut,
            }
        )
    elif verification.intacte:
        ecrire(
            f"Journal intact : {pluriel(verification.lignes, 'ligne')} dans {pluriel(verification.chaines, 'chaîne')}."
        )
    else:
        ecrire(
            f"Journal rompu, structure {verification.structure}, ligne {verification.sequence} : {verification.defaut}"
        )
    return 0 if verification.intacte else 1


def ligne_json(ligne: JournalLigne) -> dict[str, object]:
    """The keys of `journal --json`."""
    return {
        "sequence": ligne.sequence,
        "date": ligne.date.isoformat(),
        "utilisateur": ligne.utilisateur,
        "structure": ligne.structure,
        "type": ligne.type,
        "cible": ligne.cible,
        "issue": ligne.issue,
    }


_COLONNES = (
    Colonne("N°", droite=True),
    Colonne("Date"),
    Colonne("Utilisateur"),
    Colonne("Structure"),
    Colonne("Type"),
    Colonne("Cible", souple=True),
    Colonne("Issue"),
)


def _cellules(ligne: JournalLigne) -> list[str]:
    return [
        str(ligne.sequence),
        f"{date_fr(ligne.date.date())} {ligne.date:%H:%M}",
        ligne.utilisateur,
        ligne.structure,
        ligne.type,
        ligne.cible,
        ligne.issue,
    ]


COMMANDES = (
    Commande(
        nom="journal",
        resume="montre ou vérifie le journal des décisions",
        executer=journal,
        options=(
            Option("--verifier", "vérifier que rien n’y a été changé (code 1 et la première ligne rompue sinon)"),
            Option("--cible", "ce qui touche une candidature, une session…", "REF"),
            Option("--limite", "au plus N lignes", "N", entier),
        ),
        exemples=("rafaelpro-tui journal --limite 20", "rafaelpro-tui journal --verifier"),
    ),
)
