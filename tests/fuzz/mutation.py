"""True texts made false: by bytes, by pieces of their syntax, by values of JSON; hostile names among them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from typing import Any, Final

HOSTILES: Final = (
    *(
        "",
        " ",
        "\0",
        "\x1b[2J",
        "\x1b]0;titre\x07",
        "\x1b]52;c;eA==\x07",
        "[/]",
        "[red]x",
        "{0}",
        "%s%n",
        "\u202egpj.exe",
    ),
    *(
        "\u200b\u200d\ufeff",
        "e\u0301" * 40,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "\uffff",
        "😀" * 20,
    ),
    *("=1+1", "@SUM(A1)", "+33", "-2", '"', "';DROP TABLE candidat--", "<script>", "&lol;", "]]>", "../../etc/passwd"),
    *("/dev/null", "C:\\con", "0", "-1", "1e400", "NaN", "Infinity", "9" * 400, "40.01", "2024-02-30", "0000-00-00"),
    *(
        "99/99/9999",
        "31/12/9999",
        "\n",
        "\r\n",
        "\t",
        ";",
        ",",
        ":",
        "<",
        ">",
        "x" * 10_000,
        "\u0130\u0131\u017f\u1e9e",
    ),
)
VALEURS: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, -(2**70), 0.1, 1e308, [], {}, [[]], [None], {"a": {}}, "x"),
    *HOSTILES,
)


def octets(alea: random.Random, graine: bytes) -> bytes:
    """Some bytes changed, cut, doubled, moved or taken from the hostile ones."""
    lu = bytearray(graine)
    for _ in range(alea.choice((1, 1, 2, 4, 16))):
        ou = alea.randrange(len(lu) + 1)
        match alea.randrange(6):
            case 0:
                lu[ou : ou + 1] = bytes([alea.randrange(256)])
            case 1:
                del lu[ou : ou + alea.choice((1, 2, 8, 100))]
            case 2:
                lu[ou:ou] = lu[ou : ou + alea.choice((1, 8, 100))] * alea.choice((1, 2, 50))
            case 3:
                lu[ou:ou] = alea.choice(HOSTILES).encode("utf-8", "surrogatepass")
            case 4:
                depuis = alea.randrange(len(lu) + 1)
                lu[ou:ou] = lu[depuis : depuis + 30]
            case _:
                lu = lu[:ou]
    return bytes(lu)


def morceaux(alea: random.Random, graines: Sequence[Sequence[str]]) -> str:
    """Pieces of the syntax of true texts put together anew, and hostile ones."""
    lus = list(alea.choice(graines))
    for _ in range(alea.choice((1, 1, 2, 5))):
        ou = alea.randrange(len(lus) + 1)
        match alea.randrange(5):
            case 0:
                lus[ou : ou + 1] = [alea.choice(HOSTILES)]
            case 1:
                del lus[ou : ou + 1]
            case 2:
                autre = alea.choice(graines)
                lus[ou:ou] = [alea.choice(autre)] if autre else []
            case 3:
                lus[ou:ou] = lus[ou : ou + 3] * alea.choice((1, 30))
            case _:
                alea.shuffle(lus[ou : ou + 4])
                lus[ou : ou + 2] = reversed(lus[ou : ou + 2])
    return "".join(lus)


def arbre(alea: random.Random, graine: Any) -> Any:
    """A JSON value of the same shape with some values, keys or branches that are not what they should be."""
    lu = json.loads(json.dumps(graine))
    for _ in range(alea.choice((1, 1, 2, 3))):
        lu = _changer(alea, lu)
    return lu


def en_json(alea: random.Random, valeur: Any) -> str:
    """Written as others do; now and then broken."""
    texte = json.dumps(valeur, ensure_ascii=alea.random() < 0.3, separators=alea.choice(((",", ":"), (", ", ": "))))
    if alea.random() < 0.1:
        texte = octets(alea, texte.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    return texte


def _valeur(alea: random.Random) -> Any:
    """One of its own: it may be changed in its turn."""
    return copy.deepcopy(alea.choice(VALEURS))


def _changer(alea: random.Random, valeur: Any) -> Any:
    if isinstance(valeur, dict) and valeur and alea.random() < 0.9:
        cle = alea.choice(list(valeur))
        match alea.randrange(8):
            case 0:
                del valeur[cle]
            case 1:
                valeur[alea.choice(HOSTILES)] = valeur[cle]
            case 2:
                valeur[cle] = _valeur(alea)
            case 3:
                autre = alea.choice(list(valeur))
                valeur[cle], valeur[autre] = valeur[autre], valeur[cle]
            case _:
                valeur[cle] = _changer(alea, valeur[cle])
        return valeur
    if isinstance(valeur, list) and valeur and alea.random() < 0.9:
        rang = alea.randrange(len(valeur))
        match alea.randrange(6):
            case 0:
                del valeur[rang]
            case 1:
                valeur.append(json.loads(json.dumps(valeur[rang])))
            case 2:
                valeur[rang] = _valeur(alea)
            case _:
                valeur[rang] = _changer(alea, valeur[rang])
        return valeur
    if isinstance(valeur, str) and alea.random() < 0.3:
        return valeur + alea.choice(HOSTILES)
    return _valeur(alea)
