"""`completion bash|zsh|fish`: a script for the shell, made from what the commands declare."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from rafaelpro_tui.commandes import COMMANDES as NOMS
from rafaelpro_tui.commandes.syntaxe import COMMUNES, Argument, Commande, Demande, Option

PREMIERS: Final = tuple(nom for nom in NOMS if " " not in nom)


def completion(demande: Demande) -> int:
    """Print the completion script of a shell."""
    from rafaelpro_tui.commandes.aide import trouver

    commandes = [trouver(nom) for nom in PREMIERS]
    ecrire = {"bash": _bash, "zsh": _zsh, "fish": _fish}[demande.propres["shell"]]
    sys.stdout.write("\n".join(ecrire(commandes)) + "\n")
    return 0


def _bash(commandes: list[Commande]) -> Iterable[str]:
    yield '# Ajoutez à ~/.bashrc : eval "$(rafaelpro-tui completion bash)"'
    yield "_rafaelpro_tui() {"
    yield '  local mot="${COMP_WORDS[COMP_CWORD]}" avant="${COMP_WORDS[COMP_CWORD-1]}" commande="" i=1'
    yield "  while [ $i -lt $COMP_CWORD ]; do"
    yield '    case "${COMP_WORDS[i]}" in'
    yield f"      {'|'.join(o.nom for o in COMMUNES if o.valeur)}) i=$((i+2)) ;;"
    yield "      -*) i=$((i+1)) ;;"
    yield '      *) commande="${COMP_WORDS[i]}"; break ;;'
    yield "    esac"
    yield "  done"
    yield '  case "$commande $avant" in'
    for commande in commandes:
        for option in commande.options:
            if option.choix:
                yield f'    "{commande.nom} {option.nom}") {_reponse(option.choix)}; return ;;'
            elif option.valeur:
                yield f'    "{commande.nom} {option.nom}") {_fichiers_ou_rien(option)}; return ;;'
    for option in COMMUNES:
        if option.valeur:
            yield f'    *" {option.nom}") {_fichiers_ou_rien(option)}; return ;;'
    yield "  esac"
    yield '  case "$commande" in'
    yield f'    "") {_reponse((*PREMIERS, *(o.nom for o in COMMUNES)))} ;;'
    for commande in commandes:
        mots = [*(o.nom for o in (*commande.options, *COMMUNES)), *_choix(commande)]
        fichiers = '; COMPREPLY+=( $(compgen -f -- "$mot") )' if _prend_un_fichier(commande) else ""
        yield f"    {commande.nom}) {_reponse(mots)}{fichiers} ;;"
    yield "  esac"
    yield "}"
    yield "complete -o filenames -F _rafaelpro_tui rafaelpro-tui"


def _zsh(commandes: list[Commande]) -> Iterable[str]:
    yield "#compdef rafaelpro-tui"
    yield '# Ajoutez à ~/.zshrc, après compinit : eval "$(rafaelpro-tui completion zsh)"'
    yield "_rafaelpro_tui() {"
    yield "  local -a communes; communes=("
    yield from (f"    {_zsh_option(option)}" for option in COMMUNES)
    yield "  )"
    yield "  local contexte state line; typeset -A opt_args"
    yield "  _arguments -C $communes '1: :->commande' '*:: :->reste' && return"
    yield '  case "$state" in'
    yield "    commande)"
    yield "      local -a commandes; commandes=("
    yield from (f"        {_cite(f'{c.nom}:{c.resume}')}" for c in commandes)
    yield "      )"
    yield "      _describe commande commandes ;;"
    yield "    reste)"
    yield '      case "$words[1]" in'
    for commande in commandes:
        parties = ["$communes", *(_zsh_option(option) for option in commande.options)]
        for argument in commande.arguments:
            suite = (
                f"({' '.join(argument.choix)})" if argument.choix else "_files" if argument.nom == "FICHIER" else " "
            )
            parties.append(_cite(f"1:{argument.nom}:{suite}"))
        if seconds := _seconds(commande):
            parties.append(_cite(f"1:suite:({' '.join(seconds)})"))
        yield f"        {commande.nom}) _arguments {' '.join(parties)} ;;"
    yield "      esac ;;"
    yield "  esac"
    yield "}"
    yield "compdef _rafaelpro_tui rafaelpro-tui"


def _fish(commandes: list[Commande]) -> Iterable[str]:
    yield "# rafaelpro-tui completion fish > ~/.config/fish/completions/rafaelpro-tui.fish"
    yield "complete -c rafaelpro-tui -f"
    for option in COMMUNES:
        yield f"complete -c rafaelpro-tui {_fish_option(option)}"
    for commande in commandes:
        yield f"complete -c rafaelpro-tui -n __fish_use_subcommand -a {commande.nom} -d {_cite(commande.resume)}"
        ici = f"complete -c rafaelpro-tui -n '__fish_seen_subcommand_from {commande.nom}'"
        if _prend_un_fichier(commande):
            yield f"{ici} -F"
        if choix := _choix(commande):
            yield f"{ici} -a {_cite(' '.join(choix))}"
        yield from (f"{ici} {_fish_option(option)}" for option in commande.options)


def _reponse(mots: Iterable[str]) -> str:
    return f'COMPREPLY=( $(compgen -W "{" ".join(mots)}" -- "$mot") )'


def _fichiers_ou_rien(option: Option) -> str:
    return 'COMPREPLY=( $(compgen -f -- "$mot") )' if _est_un_fichier(option) else "COMPREPLY=()"


def _est_un_fichier(option: Option) -> bool:
    return "FICHIER" in option.valeur or option.valeur.endswith(".csv")


def _prend_un_fichier(commande: Commande) -> bool:
    return any(argument.nom == "FICHIER" for argument in commande.arguments)


def _choix(commande: Commande) -> list[str]:
    return _seconds(commande) + [choix for argument in commande.arguments for choix in argument.choix]


def _seconds(commande: Commande) -> list[str]:
    """The second words of « serveur compte » and the like."""
    return [nom.removeprefix(f"{commande.nom} ") for nom in NOMS if nom.startswith(f"{commande.nom} ")]


def _zsh_option(option: Option) -> str:
    suite = ""
    if option.valeur:
        valeurs = f"({' '.join(option.choix)})" if option.choix else "_files" if _est_un_fichier(option) else " "
        suite = f":{option.valeur}:{valeurs}"
    aide = option.aide.replace("[", "(").replace("]", ")").replace(":", "\\:")
    return _cite(f"{option.nom}[{aide}]{suite}")


def _fish_option(option: Option) -> str:
    valeur = ""
    if option.choix:
        valeur = f" -x -a {_cite(' '.join(option.choix))}"
    elif option.valeur:
        valeur = " -r -F" if _est_un_fichier(option) else " -x"
    return f"-l {option.nom.removeprefix('--')}{valeur} -d {_cite(option.aide)}"


def _cite(texte: str) -> str:
    """Between single quotes, for the three shells."""
    return "'" + texte.replace("'", "’") + "'"


COMMANDES = (
    Commande(
        nom="completion",
        resume="écrit la complétion d’un shell",
        executer=completion,
        arguments=(Argument("SHELL", "bash, zsh ou fish", ("bash", "zsh", "fish")),),
        exemples=(
            'eval "$(rafaelpro-tui completion bash)"',
            "rafaelpro-tui completion fish > ~/.config/fish/completions/rafaelpro-tui.fish",
        ),
    ),
)
