"""A LHÉO catalogue as a stream: only the elements that we map are kept, and no more than one action in memory.

Responsable, Formateur and financeurs come after the sessions that they are about, so actions and sessions wait in a
temporary file until their formation ends: memory stays flat whatever the size of the file or of a formation.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from xml.parsers import expat

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.exchange.lheo_source import Progress, blocs

TEXTE_MAX: Final = 10_000
"""Characters kept of one text."""
GROUPES_MAX: Final = 50
"""Elements of one name kept in one parent: contacts, financeurs."""
PROFONDEUR_MAX: Final = 200
JETON_MAX: Final = 4 * 1024 * 1024
"""Bytes of one tag or comment."""
EN_MEMOIRE: Final = 1024 * 1024
RACINES: Final = ("lheo", "offres", "formation")


@dataclass(slots=True)
class Noeud:
    """What to do with an element: keep its text, or keep it as a group with what it holds."""

    enfants: dict[str, Noeud] = field(default_factory=dict)
    groupe: bool = False
    connus: frozenset[str] | None = None
    """The names LHÉO has there; where it is given, any other is noted as unknown."""


@dataclass(slots=True)
class Element:
    """A group: the texts of the leaves below it by path, the groups inside, each with its line in the file."""

    nom: str
    ligne: int
    attributs: dict[str, str] = field(default_factory=dict)
    textes: dict[str, tuple[str, int]] = field(default_factory=dict)
    groupes: dict[str, list[Element]] = field(default_factory=dict)
    inconnu: tuple[str, int] | None = None
    """The first child whose name LHÉO does not have, with its line."""
    sessions: int = 0
    """Of an action: how many sessions it has."""

    def texte(self, *chemins: str) -> str:
        """The first of these texts that is neither missing nor a filler."""
        for chemin in chemins:
            if (valeur := self.textes.get(chemin, ("", 0))[0].strip()) not in ("", "-"):
                return valeur
        return ""

    def ligne_de(self, chemin: str) -> int:
        return self.textes.get(chemin, ("", self.ligne))[1]

    def premier(self, nom: str) -> Element | None:
        return next(iter(self.groupes.get(nom, ())), None)


@dataclass(slots=True)
class Formation:
    """A formation read to its end; its actions and sessions can be walked through once."""

    element: Element
    actions: Iterable[tuple[Element, Iterable[Element]]]


def lire_formations(chemin: Path, recevoir: Callable[[Formation], None], progress: Progress | None = None) -> None:
    """Give each formation of the catalogue to `recevoir`, in order.

    Raises:
        SaisieMalformee: the file is not well-formed XML, not LHÉO, or defines entities; with the line.
        FichierInaccessible; what `recevoir` raises.
    """
    with _Lecteur(chemin, recevoir) as lecteur:
        for bloc in blocs(chemin, progress):
            lecteur.nourrir(bloc)
        lecteur.finir()


def _groupe(*connus: str, **enfants: Noeud) -> Noeud:
    return Noeud(enfants, groupe=True, connus=frozenset(connus) | enfants.keys() if connus else None)


def _branche(chemins: Iterable[str]) -> dict[str, Noeud]:
    """The nodes of leaves given by their paths."""
    enfants: dict[str, Noeud] = {}
    for chemin in chemins:
        noeuds = enfants
        for nom in chemin.split("/"):
            noeuds = noeuds.setdefault(nom, Noeud()).enfants
    return enfants


def _contact() -> Noeud:
    feuilles = ("civilite", "nom", "prenom", "telfixe/numtel", "portable/numtel", "courriel")
    coordonnees = Noeud(_branche(feuilles))
    return Noeud({"coordonnees": coordonnees}, True, frozenset(("type-contact", "coordonnees", "extras")))


def _organisme(*feuilles: str) -> Noeud:
    return Noeud(_branche(feuilles), groupe=True)


def _extras() -> Noeud:
    return Noeud(_branche(("extra",)), groupe=True)


_EFFECTIFS: Final = ("effectif-minimal", "capacite-simultanee", "cycle/effectif-minimal", "cycle/capacite-simultanee")
_SESSION: Final = Noeud(
    {
        **_branche(("periode/debut", "periode/fin", "periode-inscription/periode/fin", *_EFFECTIFS)),
        "contact-session": _contact(),
        "extras": _extras(),
    },
    groupe=True,
)
_ACTION: Final = Noeud(
    {
        **_branche(("modalites-entrees-sorties", *_EFFECTIFS)),
        "session": _SESSION,
        "lieu-de-formation": _organisme("coordonnees/adresse/ville", "coordonnees/adresse/codepostal"),
        "organisme-formateur": _organisme("SIRET-formateur/SIRET", "raison-sociale-formateur"),
        "organisme-financeur": _organisme("code-financeur", "nb-places-financees"),
        "extras": _extras(),
    },
    groupe=True,
)
_FORMATION: Final = Noeud(
    {
        **_branche(("intitule-formation",)),
        "contact-formation": _contact(),
        "action": _ACTION,
        "organisme-formation-responsable": _organisme(
            "SIRET-organisme-formation/SIRET", "raison-sociale", "nom-organisme"
        ),
    },
    groupe=True,
)


class _Lecteur:
    def __init__(self, chemin: Path, recevoir: Callable[[Formation], None]) -> None:
        self._nom = chemin.name
        self._recevoir = recevoir
        self._octets = 0
        self._profondeur = 0
        self._ignores = 0
        """Depth inside an element that is not kept."""
        self._noeuds: list[Noeud] = []
        self._groupes: list[Element] = []
        self._chemins: list[str] = []
        """Path of the current element within its group."""
        self._texte: list[str] = []
        self._taille = 0
        self._ligne = 0
        self._actions = _Attente()
        self._sessions = _Attente()
        self._expat = analyseur = expat.ParserCreate()
        analyseur.buffer_text = True
        analyseur.StartElementHandler = self._debut
        analyseur.EndElementHandler = self._fin
        analyseur.CharacterDataHandler = self._caracteres
        analyseur.StartDoctypeDeclHandler = self._doctype

    def __enter__(self) -> _Lecteur:
        return self

    def __exit__(self, *_: object) -> None:
        self._actions.fermer()
        self._sessions.fermer()

    def nourrir(self, bloc: bytes) -> None:
        self._octets += len(bloc)
        self._analyser(bloc, False)
        if self._octets - self._expat.CurrentByteIndex > JETON_MAX:
            raise self._refus("une balise ou un commentaire est démesuré")

    def finir(self) -> None:
        self._analyser(b"", True)

    def _analyser(self, bloc: bytes, dernier: bool) -> None:
        try:
            self._expat.Parse(bloc, dernier)
        except expat.ExpatError as erreur:
            raise self._refus(_POURQUOI.get(erreur.code, "la syntaxe n’est pas respectée"), erreur.lineno) from None
        except (LookupError, ValueError) as erreur:
            if isinstance(erreur, UnicodeError | LookupError) or "encoding" in str(erreur):
                raise self._refus("l’encodage déclaré n’est pas connu") from None
            raise

    def _refus(self, quoi: str, ligne: int | None = None) -> SaisieMalformee:
        return SaisieMalformee(
            f"« {self._nom} », ligne {ligne or self._expat.CurrentLineNumber} : ce XML ne peut pas être lu, {quoi}.",
            "Demandez un fichier corrigé à qui vous l’a fourni : rien n’a été importé.",
        )

    def _doctype(self, *_: object) -> None:
        raise self._refus("il contient une déclaration DOCTYPE, dont les entités sont dangereuses")

    def _debut(self, balise: str, attributs: dict[str, str]) -> None:
        self._profondeur += 1
        if self._ignores:
            self._ignores += 1
            if self._profondeur > PROFONDEUR_MAX:
                raise self._refus("ses balises sont imbriquées trop profondément")
            return
        nom = balise.rpartition(":")[2]  # 2.2, 2.3 and no namespace alike
        if not self._noeuds:
            if self._profondeur == 1 and nom not in RACINES:
                raise self._refus(f"sa balise « {nom[:40]} » n’est pas celle d’un catalogue LHÉO")
            if nom == "formation":
                self._noeuds.append(_FORMATION)
                self._ouvrir(nom, attributs)
            elif self._profondeur > PROFONDEUR_MAX:
                raise self._refus("ses balises sont imbriquées trop profondément")
            return
        parent = self._noeuds[-1]
        noeud = parent.enfants.get(nom)
        if noeud is None:
            self._ignores = 1
            if parent.connus is not None and nom not in parent.connus and self._groupes[-1].inconnu is None:
                self._groupes[-1].inconnu = (nom[:60], self._expat.CurrentLineNumber)
            return
        self._noeuds.append(noeud)
        if noeud.groupe:
            self._ouvrir(nom, attributs)
        else:
            self._chemins[-1] += f"/{nom}" if self._chemins[-1] else nom
            self._texte.clear()
            self._taille = 0
            self._ligne = self._expat.CurrentLineNumber

    def _ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        gardes: dict[str, str] = {cle: attributs[cle][:TEXTE_MAX] for cle in ("numero", "info") if cle in attributs}
        self._groupes.append(Element(nom, self._expat.CurrentLineNumber, gardes))
        self._chemins.append("")

    def _caracteres(self, texte: str) -> None:
        if self._noeuds and not self._ignores and self._taille < TEXTE_MAX:
            self._texte.append(texte[: TEXTE_MAX - self._taille])
            self._taille += len(texte)

    def _fin(self, balise: str) -> None:
        self._profondeur -= 1
        if self._ignores:
            self._ignores -= 1
            return
        if not self._noeuds:
            return
        noeud = self._noeuds.pop()
        if noeud.groupe:
            self._fermer(self._groupes.pop())
            return
        groupe, chemin = self._groupes[-1], self._chemins[-1]
        if not noeud.enfants:
            groupe.textes.setdefault(chemin, ("".join(self._texte), self._ligne))
        self._chemins[-1] = chemin.rpartition("/")[0]

    def _fermer(self, groupe: Element) -> None:
        self._chemins.pop()
        match groupe.nom:
            case "session":
                self._groupes[-1].sessions += 1
                self._sessions.ajouter(groupe)
            case "action":
                self._actions.ajouter(groupe)
            case "formation":
                self._recevoir(Formation(groupe, self._attendus()))
                self._actions.vider()
                self._sessions.vider()
            case nom:
                autres = self._groupes[-1].groupes.setdefault(nom, [])
                if len(autres) < GROUPES_MAX:
                    autres.append(groupe)

    def _attendus(self) -> Iterator[tuple[Element, Iterator[Element]]]:
        sessions = self._sessions.relire()
        for action in self._actions.relire():
            siennes = islice(sessions, action.sessions)
            yield action, siennes
            for _ in siennes:  # those which were not asked for
                pass


class _Attente:
    """Elements waiting in order, in memory as long as they are few, else on disk."""

    def __init__(self) -> None:
        self._fichier: Any = None
        self._nombre = 0

    def ajouter(self, element: Element) -> None:
        if self._fichier is None:
            self._fichier = SpooledTemporaryFile(max_size=EN_MEMOIRE)  # noqa: SIM115 - closed by `fermer`
        pickle.dump(element, self._fichier, pickle.HIGHEST_PROTOCOL)
        self._nombre += 1

    def relire(self) -> Iterator[Element]:
        if self._fichier is not None:
            self._fichier.seek(0)
        for _ in range(self._nombre):
            element: Element = pickle.load(self._fichier)
            yield element

    def vider(self) -> None:
        self._nombre = 0
        if self._fichier is not None:
            self._fichier.seek(0)
            self._fichier.truncate()

    def fermer(self) -> None:
        if self._fichier is not None:
            self._fichier.close()


_CODES: Final = expat.errors.codes
_POURQUOI: Final = {
    _CODES[expat.errors.XML_ERROR_SYNTAX]: "il ne commence pas par une balise",
    _CODES[expat.errors.XML_ERROR_NO_ELEMENTS]: "il est vide ou s’arrête avant la fin",
    _CODES[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "il s’arrête au milieu d’une balise",
    _CODES[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: "une section CDATA n’est pas refermée",
    _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]: "une balise fermante ne répond pas à l’ouvrante",
    _CODES[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: "un attribut y figure deux fois",
    _CODES[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "il reste du texte après la balise de fin",
    _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "une entité n’est pas définie",
    _CODES[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "l’encodage déclaré n’est pas connu",
    _CODES[expat.errors.XML_ERROR_INCORRECT_ENCODING]: "l’encodage déclaré n’est pas celui du fichier",
    _CODES[expat.errors.XML_ERROR_PARTIAL_CHAR]: "il s’arrête au milieu d’un caractère",
    _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]: "un caractère n’est pas à sa place",
}
