"""The command line is read by our own parser: options anywhere, French, and what was probably meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.commandes import COMMANDES, aide
from rafaelpro_tui.commandes.syntaxe import COMMUNES, Demande, Usage, analyser, commande_demandee


def lire(*mots: str) -> Demande:
    nom, reste = commande_demandee(mots)
    assert nom is not None
    return analyser(aide.trouver(nom), reste)


@pytest.mark.parametrize(
    "mots",
    [
        ("--base", "x.sqlite", "--json", "executer", "f.jsonl", "--simuler"),
        ("executer", "f.jsonl", "--simuler", "--base", "x.sqlite", "--json"),
        ("executer", "--base=x.sqlite", "--json", "--simuler", "--", "f.jsonl"),
        ("--json", "executer", "--simuler", "f.jsonl", "--base", "x.sqlite"),
    ],
)
def test_options_stand_anywhere(mots: tuple[str, ...]) -> None:
    demande = lire(*mots)
    assert (demande.base, demande.json) == (Path("x.sqlite"), True)
    assert demande.propres == {"fichier": "f.jsonl", "simuler": True}


def test_values_are_read() -> None:
    demande = lire("sessions", "--aujourdhui", "2026-09-01", "--grace", "1,5", "--limite", "1 000")
    assert (demande.aujourdhui, demande.grace, demande.propres["limite"]) == (date(2026, 9, 1), 1.5, 1000)
    assert demande.horloge.maintenant().date() == date(2026, 9, 1)


def test_a_value_may_look_like_an_option() -> None:
    assert lire("sessions", "--filtre", "-x").propres["filtre"] == "-x"
    assert lire("sessions", "--filtre=--json").propres["filtre"] == "--json"


def test_the_last_one_wins() -> None:
    assert lire("sessions", "--limite", "1", "--limite", "2").propres["limite"] == 2


@pytest.mark.parametrize(
    ("mots", "phrases"),
    [
        (["sesions"], ["« sesions » n’est pas une commande", "« sessions »"]),
        (["xyz"], ["« xyz » n’est pas une commande", "« demo », « ouvrir »"]),
        (["sessions", "--limit", "3"], ["« --limit » est inconnue de « sessions »", "« --limite »"]),
        (["sessions", "--zzz"], ["« --zzz »", "--help"]),
        (["sessions", "--limite"], ["« --limite » attend une valeur", "--limite N"]),
        (["sessions", "--limite", "--json"], ["« --limite » attend une valeur"]),
        (["sessions", "--limite", "trois"], ["« trois » ne convient pas à « --limite »", "un nombre entier"]),
        (["sessions", "--limite", "-1"], ["« -1 »"]),
        (["sessions", "--json=oui"], ["« --json » ne prend pas de valeur"]),
        (["sessions", "--etat", "en_court"], ["« en_court »", "« en_cours »"]),
        (["sessions", "de trop"], ["ne sait que faire de « de trop »"]),
        (["candidature"], ["« candidature » attend REFERENCE", "candidature C12"]),
        (["completion", "tcsh"], ["« tcsh »"]),
        (["sessions", "--aujourdhui", "01/09/2026"], ["« 01/09/2026 »", "AAAA-MM-JJ"]),
        (["sessions", "--aujourdhui", "2026-02-30"], ["« 2026-02-30 »", "une date qui existe"]),
        (["sessions", "--aujourdhui", "0001-01-01"], ["« 0001-01-01 »", "une date qui existe"]),
        (["sessions", "--aujourdhui", "9999-12-31"], ["« 9999-12-31 »", "une date qui existe"]),
        (["sessions", "--aujourdhui", "20260901"], ["« 20260901 »"]),
        (["sessions", "--grace", "-1"], ["« -1 »", "86400"]),
        (["sessions", "--grace", "nan"], ["« nan »"]),
        (["sessions", "--base", "x", "--profil", "y"], ["« --base » et « --profil »"]),
        (["lot", "S1"], ["« lot » attend l’option « --fichier DECISIONS.csv »"]),
    ],
)
def test_what_cannot_be_read_is_told(mots: list[str], phrases: list[str]) -> None:
    with pytest.raises(Usage) as leve:
        lire(*mots)
    dit = f"{leve.value.message} {leve.value.que_faire}".replace("\u00a0", " ")
    assert all(phrase in dit for phrase in phrases), dit
    assert leve.value.code == 2


def test_the_command_is_found_behind_shared_options() -> None:
    assert commande_demandee(["--structure", "sessions", "tableau"]) == ("tableau", ["--structure", "sessions"])
    assert commande_demandee(["--json"]) == (None, ["--json"])
    assert commande_demandee([]) == (None, [])


@pytest.mark.parametrize("nom", COMMANDES)
def test_each_command_explains_itself(nom: str) -> None:
    commande = aide.trouver(nom)
    texte = aide.de(commande)
    assert commande.exemples
    assert all(f"rafaelpro-tui {nom}" in e or f"| rafaelpro-tui {nom}" in e for e in commande.exemples)
    for option in (*commande.options, *COMMUNES):
        assert f"  {option.nom}" in texte
    for argument in commande.arguments:
        assert f"  {argument.nom} " in texte
    assert max(map(len, texte.splitlines())) <= 100


@pytest.mark.parametrize("nom", COMMANDES)
def test_the_examples_can_be_typed(nom: str) -> None:
    import shlex

    for exemple in aide.trouver(nom).exemples:
        for partie in exemple.replace('eval "$(', "").replace(')"', "").split(" | "):
            mots = shlex.split(partie.split(" > ")[0])
            if mots[0] == "rafaelpro-tui":
                demande: Any = lire(*mots[1:])
                assert isinstance(demande, Demande)


def test_the_general_help_names_every_command() -> None:
    texte = aide.generale()
    assert all(f"  {nom} " in texte for nom in COMMANDES)
    assert max(map(len, texte.splitlines())) <= 100
