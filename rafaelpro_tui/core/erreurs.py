"""What can go wrong outside the rules: a small typed family, each with a sentence a user can act on.

A refus of a rule is not an error: see `rules.decision.Refus`.
"""

from typing import ClassVar

USAGE = 2
INTROUVABLE = 3
ENTREE_SORTIE = 4
"""Exit codes (CONTRATS §1)."""


class Erreur(Exception):
    """Base of the family.

    `message` is one French sentence that says what happened and names the object; `que_faire` is one that says what to
    do next; `titre` heads them on screen; `code` is the exit code of the command line.
    """

    titre: ClassVar[str] = "Erreur"
    code: ClassVar[int] = ENTREE_SORTIE
    remede: ClassVar[str] = "Recommencez ; si l’erreur revient, le journal technique en donne le détail."

    def __init__(self, message: str, que_faire: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.que_faire = que_faire or self.remede


class SaisieMalformee(Erreur):
    """A file or a field that cannot be read as what it should be."""

    titre = "Saisie illisible"
    code = USAGE
    remede = "Corrigez-la puis recommencez : rien n’a été enregistré."


class Introuvable(Erreur):
    """An object that does not exist, or that the active structure has no role on: the answer is the same (DRT-5)."""

    titre = "Introuvable"
    code = INTROUVABLE
    remede = "Vérifiez la référence et la structure active."


class FichierInaccessible(Erreur):
    """A file or a folder that the system refuses to read or write."""

    titre = "Fichier inaccessible"
    remede = "Vérifiez le chemin et vos droits sur ce fichier et son dossier."


class BaseIntrouvable(Erreur):
    titre = "Base introuvable"
    remede = "Vérifiez le chemin, ou créez une base avec « rafaelpro-tui charger » ou « rafaelpro-tui demo »."


class BaseExistante(Erreur):
    """A base was to be created where there is already a file."""

    titre = "Fichier déjà présent"
    remede = "Choisissez un autre nom, ou déplacez d’abord ce fichier."


class PasUneBase(Erreur):
    titre = "Pas une base RafaelPro"
    remede = (
        "Choisissez un fichier créé par RafaelPro ; celui-ci n’a pas été modifié. Si c’était votre base, elle est "
        "abîmée : remettez une sauvegarde avec « rafaelpro-tui restaurer »."
    )


class BaseTropRecente(Erreur):
    titre = "Base trop récente"
    remede = "Mettez le programme à jour, puis rouvrez la base ; elle n’a pas été modifiée."


class BaseEnLectureSeule(Erreur):
    """A write on a base that can only be read."""

    titre = "Base en lecture seule"
    remede = "Rendez le fichier et son dossier modifiables, ou copiez la base ailleurs : rien n’a été enregistré."


class BaseOccupee(Erreur):
    """Another process kept the write lock longer than we wait."""

    titre = "Base occupée"
    remede = "Attendez que l’autre programme ait fini, ou fermez-le, puis recommencez : rien n’a été enregistré."


class BaseAbimee(Erreur):
    titre = "Base abîmée"
    remede = (
        "Fermez le programme, puis remettez une sauvegarde avec « rafaelpro-tui restaurer », qui met ce fichier de "
        "côté ; si c’est la réplique d’un serveur, « rafaelpro-tui connexion » en refait une."
    )


class BaseFermee(Erreur):
    """Something was asked of a base while it was being closed."""

    titre = "Base fermée"
    remede = "Rouvrez la base, puis recommencez."


class LectureAbandonnee(Erreur):
    """A list was being read that nobody waits for any more. Never shown."""

    titre = "Lecture abandonnée"


class DisquePlein(Erreur):
    titre = "Disque plein"
    remede = "Libérez de la place sur le disque, puis recommencez : rien n’a été enregistré."
