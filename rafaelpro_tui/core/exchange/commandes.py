"""Commands, one JSON object per line (CONTRATS §2): all are checked before any is executed.

Malformed is what has no meaning (not JSON, unknown key, wrong type, impossible date): the whole file is refused.
A business value which is missing or out of range goes on to the rules, that refuse it by their id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.exchange import dataset_valeurs
from rafaelpro_tui.core.exchange.fautes import FauteDite, enumerer, proche
from rafaelpro_tui.core.exchange.formes import en_liste, faute_avis, premiere_faute, sans_textes_nuls
from rafaelpro_tui.core.exchange.json_strict import ErreurSyntaxe, Faute, cite, ecrire, lire
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidat

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LIGNE_MAX: Final = 1_000_000
"""Characters (bytes for a binary stream) of the longest line."""

_TYPES: Final[dict[str, type[Any]]] = {
    next(str(champ.default) for champ in fields(cls) if champ.name == "type"): cls
    for cls in get_args(AnyCommand)
    if cls is not commands.PasserAvisNonTransmis  # the clock's own (ECH-1)
}


def lire_commandes(flux: Iterable[str | bytes], *, structure: str, utilisateur: str) -> list[AnyCommand]:
    """Every command of `flux`, a line each; blank lines are skipped.

    A line without `id` is given a new one; `structure` and `utilisateur` are for the lines that name none.

    Raises:
        SaisieMalformee: naming the first faulty line (from 1) and the key; nothing may then be executed.
    """
    defauts = {"structure": structure, "utilisateur": utilisateur}
    lues = []
    for numero, ligne in enumerate(flux, start=1):
        try:
            texte = _texte(ligne, premiere=numero == 1)
            if texte:
                lues.append(_commande(lire(texte), defauts))
        except Faute as faute:
            raise _malformee(numero, FauteDite(faute.chemin, faute.raison, "")) from None
        except _Malformee as faute:
            raise _malformee(numero, faute.dite) from None
    return lues


def lire_flux(contenu: bytes, *, type: str, structure: str, utilisateur: str) -> list[AnyCommand]:
    """The commands that a flow sends at once: one object a line, or one JSON list; all of one type, which may be said.

    Who sends, and for whom, is not for the flow to say. In a list, « ligne » counts its objects.

    Raises:
        SaisieMalformee: naming the first faulty line (from 1) and the key; nothing may then be executed.
    """
    imposes = {"type": type, "structure": structure, "utilisateur": utilisateur}
    lues = []
    for numero, brut in _objets(contenu):
        try:
            if isinstance(brut, Faute):
                raise brut
            lues.append(_commande(_imposer(brut, imposes), imposes))
        except Faute as faute:
            raise _malformee(numero, FauteDite(faute.chemin, faute.raison, "")) from None
        except _Malformee as faute:
            raise _malformee(numero, faute.dite) from None
    return lues


def _objets(contenu: bytes) -> Iterator[tuple[int, Any]]:
    """What each line holds, or each place of the list, numbered from 1; a Faute where it cannot be read."""
    if not contenu.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        for numero, ligne in enumerate(contenu.split(b"\n"), start=1):
            try:
                if texte := _texte(ligne, premiere=numero == 1):
                    yield numero, lire(texte)
            except Faute as faute:
                yield numero, faute
        return
    try:
        yield from enumerate(lire(_decoder(contenu).removeprefix("\ufeff").strip(" \t\r\n")), start=1)
    except ErreurSyntaxe as faute:
        yield faute.ligne, faute
    except Faute as faute:
        yield 1, faute


class _Malformee(Exception):
    def __init__(self, chemin: str, raison: str, remede: str) -> None:
        super().__init__(raison)
        self.dite = FauteDite(chemin, raison, remede)


def _malformee(numero: int, faute: FauteDite) -> SaisieMalformee:
    ou = f"Ligne {numero}, clé « {faute.chemin} »" if faute.chemin else f"Ligne {numero}"
    raison = faute.raison[0].lower() + faute.raison[1:] if faute.raison[0].isalpha() else faute.raison
    return SaisieMalformee(f"{ou} : {raison}", f"{faute.remede} Rien n’a été exécuté.".strip())


def _texte(ligne: str | bytes, *, premiere: bool) -> str:
    if len(ligne) > LIGNE_MAX:
        raise Faute("La ligne est trop longue : une commande tient en moins d’un million de caractères.")
    if isinstance(ligne, bytes):
        ligne = _decoder(ligne)
    else:
        try:
            ligne.encode("utf-8")
        except UnicodeEncodeError as erreur:
            raise Faute(f"Le caractère {erreur.start + 1} n’est pas de l’UTF-8.") from None
    return (ligne.removeprefix("\ufeff") if premiere else ligne).strip(" \t\r\n")


def _decoder(contenu: bytes) -> str:
    try:
        return contenu.decode("utf-8")
    except UnicodeDecodeError as erreur:
        raise Faute(f"L’octet {erreur.start + 1} n’est pas de l’UTF-8.") from None


def _imposer(brut: Any, imposes: dict[str, str]) -> Any:
    """`brut` with what is imposed, which it may say again, but not otherwise."""
    if not isinstance(brut, dict):
        return brut
    for cle in imposes.keys() & brut.keys():
        if brut[cle] != imposes[cle]:
            raise _Malformee(cle, f"La valeur {cite(brut[cle])} n’a pas sa place ici.", "Retirez cette clé.")
    return imposes | brut


def _commande(brut: Any, defauts: dict[str, str]) -> AnyCommand:
    from pydantic import ValidationError

    if not isinstance(brut, dict):
        raise _Malformee("", "Ce n’est pas un objet JSON.", 'Écrivez une commande par ligne : {"type": …}.')
    cls = _classe(brut)
    if faute := faute_avis(brut.get("avis")):
        raise _Malformee(f"avis.{faute.chemin}", faute.raison, faute.remede)
    for objet in (brut, brut.get("avis"), brut.get("candidat"), *en_liste(brut.get("contacts"))):
        sans_textes_nuls(objet)
    if "id" not in brut:
        brut["id"] = str(uuid7())
    try:
        lue: AnyCommand = _adaptateur(brut["type"]).validate_json(ecrire(defauts | brut), strict=True)
    except ValidationError as erreur:
        raise _Malformee(*premiere_faute(erreur, cls, brut)) from None
    if isinstance(lue, commands.Deposer) and (faute := next(_fautes_du_depot(lue), None)):
        raise _Malformee(*faute)
    return lue


def _fautes_du_depot(command: commands.Deposer) -> Iterator[FauteDite]:
    """What arrives is held to the limits of a dataset (CONTRATS §3)."""
    yield from dataset_valeurs.identifiant("reference", command.reference)
    if isinstance(command.candidat, Candidat):
        for faute in dataset_valeurs.candidat(command.candidat):
            yield faute._replace(chemin=f"candidat.{faute.chemin}")
    yield from dataset_valeurs.texte("prescripteur", command.prescripteur, requis=True)
    if command.deposee_le is not None:
        yield from dataset_valeurs.date_plausible("deposee_le", command.deposee_le)


def _classe(brut: dict[str, Any]) -> type[Any]:
    type_ = brut.get("type")
    if isinstance(type_, str) and type_ in _TYPES:
        return _TYPES[type_]
    if "type" not in brut:
        raise _Malformee("type", "Cette clé manque.", f"Ajoutez-la, avec {enumerer(tuple(_TYPES))}.")
    voulu = proche(type_, tuple(_TYPES)) if isinstance(type_, str) else None
    connus = (voulu,) if voulu else tuple(_TYPES)
    raison = f"La valeur {cite(type_)} est un type de commande inconnu."
    raise _Malformee("type", raison, f"Écrivez {enumerer(connus)}.")


@cache
def _adaptateur(type_: str) -> TypeAdapter[AnyCommand]:
    from pydantic import TypeAdapter

    return TypeAdapter(_TYPES[type_])
