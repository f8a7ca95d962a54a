"""Bars drawn with characters: a part of a total, or how full a session is."""


def barre(nombre: int, total: int, largeur: int) -> str:
    """« ■■■■■····· »: the part of a total; what is not nothing is seen."""
    pleines = _cases(nombre, total, largeur)
    return "■" * pleines + "·" * (largeur - pleines)


def remplissage(retenues: int, vise: int, capacite: int, largeur: int, *, au_panier: int = 0) -> str:
    """« ■■■■▣▣··│·· »: the retenues, those of the basket, and a mark at the effectif visé, on the capacité."""
    ensuite = retenues + au_panier
    total = max(capacite, vise, ensuite, 1)
    pleines, mises = _cases(retenues, total, largeur), _cases(ensuite, total, largeur)
    marque = min(vise * largeur // total, largeur - 1)
    return "".join("│" if n == marque else "■" if n < pleines else "▣" if n < mises else "·" for n in range(largeur))


def _cases(nombre: int, total: int, largeur: int) -> int:
    return min(largeur, -(-nombre * largeur // total)) if total else 0
