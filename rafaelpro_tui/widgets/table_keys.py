"""The keys of a table (ECRANS.md, "Keys"): each has an id to be remapped by, a French label and a tooltip."""

from textual.binding import Binding, BindingType


def _move(key: str, action: str, label: str, tooltip: str, id: str) -> Binding:
    return Binding(key, action, label, show=False, tooltip=tooltip, id=f"table.{id}")


BINDINGS: list[BindingType] = [
    Binding("enter", "open", "Ouvrir", tooltip="Ouvrir la ligne sous le curseur", id="ouvrir"),
    Binding("space", "tick", "Sélectionner", tooltip="Cocher ou décocher, et descendre", id="selectionner"),
    Binding("asterisk", "tick_all", "Tout", tooltip="Cocher ou décocher tout le filtre", id="tout"),
    _move("shift+down", "tick_range(1)", "Étendre en bas", "Cocher jusqu’à la ligne suivante", "etendre_bas"),
    _move("shift+up", "tick_range(-1)", "Étendre en haut", "Cocher jusqu’à la ligne précédente", "etendre_haut"),
    _move("down,j", "move(1)", "Descendre", "Aller à la ligne suivante", "bas"),
    _move("up,k", "move(-1)", "Monter", "Aller à la ligne précédente", "haut"),
    _move("pagedown", "page(1.0)", "Page suivante", "Descendre d’une page", "page_bas"),
    _move("pageup", "page(-1.0)", "Page précédente", "Monter d’une page", "page_haut"),
    _move("ctrl+d", "page(0.5)", "Demi-page suivante", "Descendre d’une demi-page", "demi_page_bas"),
    _move("ctrl+u", "page(-0.5)", "Demi-page précédente", "Monter d’une demi-page", "demi_page_haut"),
    _move("home,g", "first", "Première ligne", "Aller à la première ligne", "premiere"),
    _move("end,G", "last", "Dernière ligne", "Aller à la dernière ligne", "derniere"),
    _move("right", "sideways(1)", "Vers la droite", "Voir les colonnes de droite", "droite"),
    _move("left", "sideways(-1)", "Vers la gauche", "Voir les colonnes de gauche", "gauche"),
]
