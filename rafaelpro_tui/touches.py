"""The keys that work everywhere, and how a French keyboard names keys (STYLE.md, rule 4)."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType
from textual.keys import format_key

TOUCHES: Final[list[BindingType]] = [
    Binding(
        "u", "annuler", "Annuler", tooltip="Annuler votre dernière saisie, tant qu’elle est annulable", id="annuler"
    ),
    Binding("f2", "structure", "Structure", tooltip="Changer de structure", id="structure"),
    Binding("f5", "sessions", "Sessions", tooltip="Revenir aux sessions", id="sessions"),
    Binding(
        "ctrl+p",
        "palette",
        "Chercher",
        tooltip="Chercher un écran, une action, une session ou une candidature",
        id="palette",
    ),
    Binding("ctrl+q", "quit", "Quitter", show=False, priority=True, tooltip="Quitter RafaelPro", id="quitter"),
    Binding(
        "ctrl+c",
        "help_quit",
        "Comment quitter",
        show=False,
        system=True,
        tooltip="Dire comment quitter",
        id="comment_quitter",
    ),
    Binding("f1", "aide", "Aide", tooltip="Toutes les touches, écran par écran", id="aide"),
]

NOMS: Final = {
    "escape": "Échap",
    "space": "Espace",
    "enter": "⏎",
    "tab": "Tab",
    "pagedown": "Page↓",
    "pageup": "Page↑",
    "home": "Début",
    "end": "Fin",
    "delete": "Suppr",
}
MODIFICATEURS: Final = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt", "super": "Super"}


def nom_de_touche(touche: Binding) -> str:
    """« Ctrl+P », « Maj+↓ », « F1 », « Échap », « f »."""
    if touche.key_display:
        return touche.key_display
    modificateurs, cle = touche.parse_key()
    nom = NOMS.get(cle) or format_key(cle)
    if (modificateurs and len(nom) == 1) or (nom[0] == "f" and nom[1:].isdigit()):
        nom = nom.upper()
    return "+".join([*(MODIFICATEURS.get(modificateur, modificateur) for modificateur in modificateurs), nom])
