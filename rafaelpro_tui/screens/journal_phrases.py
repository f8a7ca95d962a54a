"""What the journal says above its list: what can be undone, what waits, whether the chain holds."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from rafaelpro_tui.core.resultats import Annulable
from rafaelpro_tui.core.sync.poste import EtatPoste
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_journal import Verification
from rafaelpro_tui.core.vues_poste import Nouvelle
from rafaelpro_tui.screens.grace import Grace
from rafaelpro_tui.widgets.safe_text import content

ANNULABLES: Final = 3
"""Undoable decisions shown at most."""


def poste(etat: EtatPoste, nouvelles: Sequence[Nouvelle]) -> str:
    """« 3 changements depuis votre dernier passage · 2 saisies à envoyer »; "" when there is nothing to say."""
    neuves = sum(not ligne.vue for ligne in nouvelles)
    parties = (
        (neuves, f"{pluriel(neuves, 'changement')} depuis votre dernier passage"),
        (etat.a_envoyer, f"{pluriel(etat.a_envoyer, 'saisie')} à envoyer"),
        (etat.a_regler, f"{pluriel(etat.a_regler, 'saisie')} à régler"),
    )
    return " · ".join(texte for nombre, texte in parties if nombre)


def annulables(grace: Grace, secondes: float) -> list[Content]:
    """A line for each decision that can still be undone, the latest first."""
    vivantes = grace.vivantes(secondes)
    lignes = [
        _annulable(saisie, saisie.reste - (secondes - grace.lu_a), premiere=rang == 0)
        for rang, saisie in enumerate(vivantes[:ANNULABLES])
    ]
    if (reste := len(vivantes) - ANNULABLES) > 0:
        autres = pluriel(reste, "autre saisie annulable", "autres saisies annulables")
        lignes.append(content("[$text-muted]  et $reste[/]", reste=autres))
    return lignes


def _annulable(saisie: Annulable, reste: float, *, premiere: bool) -> Content:
    """« ◷ Avis sur C1 : retenue · annulable encore 14 s (u) »: `u` takes the latest back."""
    return content(
        "[$text-warning]◷[/] [b]$libelle[/b] [$text-muted]·[/] annulable encore $reste s$touche",
        libelle=saisie.libelle,
        reste=max(1, round(reste)),
        touche=" (touche u)" if premiere else "",
    )


def avance(faites: int, total: int) -> Content:
    """How far a verification is."""
    return content(
        "Vérification du journal : $faites sur $total ($pour_cent %)…",
        faites=entier_fr(faites),
        total=pluriel(total, "ligne"),
        pour_cent=faites * 100 // max(1, total),
    )


def verifie(verification: Verification) -> Content:
    """What a verification has found."""
    if verification.intacte and not verification.lignes:
        return content("[$text-success]✓ Journal vide : il n’y a rien à vérifier.[/]")
    if verification.intacte:
        return content(
            "[$text-success]✓ Journal intact : $lignes dans $chaines, rien n’y a été changé.[/]",
            lignes=pluriel(verification.lignes, "ligne"),
            chaines=pluriel(verification.chaines, "chaîne"),
        )
    return content(
        "[b $text-error]✕ Journal rompu. $defaut Gardez une copie de la base et prévenez votre référent·e.[/]",
        defaut=verification.defaut,
    )
