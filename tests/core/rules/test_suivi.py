"""SUI — notes, drapeau, who is in charge: of the structure alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.commands import Affecter, AnyCommand, EcrireNote, EffacerNote, ModifierNote, PoserDrapeau
from rafaelpro_tui.core.model import Candidature, Drapeau, Droit, Etat, Note, Rattachement, Signature, Suivi
from rafaelpro_tui.core.rules import decide, explain
from rafaelpro_tui.core.rules.decision import Accord, Dossier, Modification
from rafaelpro_tui.core.rules.suivi import NOTE_MAX, NOTES_MAX
from tests.core.rules.monde import (
    A_CONVOQUER,
    FORMATEUR,
    MOI,
    POSITIONNEUR,
    PRESENTE,
    RESPONSABLE,
    TIERS,
    accorde,
    alertes,
    apres,
    commande,
    contexte,
    decidee,
    dossier,
    refuse,
    regle,
)

HIER = datetime.fromisoformat("2022-04-29T09:00")
VIDE = Suivi(structure=RESPONSABLE, candidature="C1")
MIENNE = Note(id="n1", texte="Rappeler lundi.", ecrite=Signature(par=MOI, le=HIER))
AUTRUI = Note(id="n2", texte="Vue au forum.", ecrite=Signature(par="ana", le=HIER))
TENU = Suivi(
    structure=RESPONSABLE,
    candidature="C1",
    drapeau=Drapeau.URGENT,
    drapeau_pose=Signature(par="ana", le=HIER),
    charge="ana",
    affectee=Signature(par="ana", le=HIER),
    notes=(MIENNE, AUTRUI),
)


def ecrire(texte: str) -> EcrireNote:
    return commande(EcrireNote, candidature="C1", texte=texte)


def modifier(note: str, texte: str = "Rappeler mardi.") -> ModifierNote:
    return commande(ModifierNote, candidature="C1", note=note, texte=texte)


def effacer(note: str) -> EffacerNote:
    return commande(EffacerNote, candidature="C1", note=note)


def drapeau(drapeau: str, avant: str | None = None) -> PoserDrapeau:
    vu = None if avant is None else Drapeau(avant)
    return commande(PoserDrapeau, candidature="C1", drapeau=Drapeau(drapeau), avant=vu)


def confier(a: str, avant: str | None = None) -> Affecter:
    return commande(Affecter, candidature="C1", a=a, avant=avant)


def sur(suivi: Suivi | None = None, droit: str | None = "preinscription", **champs: Any) -> Dossier:
    """The candidature C1, what is kept on it, and the colleague named, with their droit."""
    membre = None if droit is None else Rattachement(utilisateur="ana", structure=RESPONSABLE, droit=Droit(droit))
    return dossier(champs.pop("candidature", A_CONVOQUER), suivi=suivi, membre=membre, **champs)


TOUTES = (ecrire("Vu."), modifier("n1"), effacer("n1"), drapeau("a_revoir"), confier("ana"))


@pytest.mark.parametrize("command", TOUTES, ids=lambda c: c.type)
@pytest.mark.parametrize(
    ("structure", "droit", "attendu"),
    [
        (RESPONSABLE, "general", "ok"),
        (POSITIONNEUR, "preinscription", "ok"),
        (RESPONSABLE, "catalogue", "DRT-1"),
        (RESPONSABLE, "aucun", "DRT-1"),
        (FORMATEUR, "general", "DRT-1"),
        (TIERS, "general", "DRT-5"),
        (RESPONSABLE, None, "DRT-7"),
    ],
)
def test_whoever_may_act_on_the_candidature_writes(
    command: AnyCommand, structure: str, droit: str | None, attendu: str
) -> None:
    tenu = replace(TENU, structure=structure, charge="")
    assert regle(command, sur(tenu), contexte(structure, droit)) == attendu


@pytest.mark.parametrize("etat", Etat)
@pytest.mark.parametrize("command", TOUTES, ids=lambda c: c.type)
def test_whatever_its_state_and_its_echeance(command: AnyCommand, etat: Etat) -> None:
    candidature: Candidature = PRESENTE if etat is Etat.EN_ATTENTE else decidee(etat)
    tenu = replace(TENU, charge="")
    assert regle(command, sur(tenu, candidature=candidature), contexte(jour="01/01/2030")) == "ok"


def test_what_does_not_exist() -> None:
    for command in TOUTES:
        assert regle(command, Dossier(), contexte()) == "DRT-5"


@pytest.mark.parametrize(
    ("command", "referent", "attendu"),
    [
        pytest.param(ecrire("x" * NOTE_MAX), False, "ok", id="SUI-1 mille caractères"),
        pytest.param(ecrire("e\u0301" * NOTE_MAX), False, "ok", id="SUI-1 comptés comme AVI-8, après NFC"),
        pytest.param(ecrire("x" * (NOTE_MAX + 1)), False, "SUI-1", id="SUI-1 pas un de plus"),
        pytest.param(ecrire("x" * (NOTE_MAX + 2)), False, "SUI-1", id="SUI-1 pas deux de plus"),
        pytest.param(ecrire(" \n "), False, "SUI-1", id="SUI-1 pas vide"),
        pytest.param(ecrire("deux\nlignes"), False, "ok", id="SUI-1 un retour à la ligne"),
        pytest.param(ecrire("a\x1bb"), False, "SUI-1", id="SUI-1 pas de caractère de contrôle"),
        pytest.param(modifier("n1"), False, "ok", id="SUI-1 modifier la sienne"),
        pytest.param(modifier("n1", ""), False, "SUI-1", id="SUI-1 pas en la vidant"),
        pytest.param(modifier("n2"), True, "SUI-1", id="SUI-1 jamais celle d’autrui"),
        pytest.param(modifier("n3"), False, "SUI-1", id="SUI-1 plus là"),
        pytest.param(effacer("n1"), False, "ok", id="SUI-1 effacer la sienne"),
        pytest.param(effacer("n2"), False, "SUI-1", id="SUI-1 pas celle d’autrui"),
        pytest.param(effacer("n2"), True, "ok", id="SUI-1 sauf référent·e"),
        pytest.param(effacer("n3"), True, "SUI-1", id="SUI-1 plus là, référent·e non plus"),
    ],
)
def test_sui_1_notes(command: AnyCommand, referent: bool, attendu: str) -> None:
    assert regle(command, sur(TENU), contexte(referent=referent)) == attendu


def test_sui_1_cinquante_notes() -> None:
    notes = tuple(replace(MIENNE, id=f"n{rang}") for rang in range(NOTES_MAX))
    assert regle(ecrire("une de trop"), sur(replace(VIDE, notes=notes)), contexte()) == "SUI-1"
    assert regle(ecrire("la dernière"), sur(replace(VIDE, notes=notes[1:])), contexte()) == "ok"


def test_a_note_is_signed_and_named_by_its_command() -> None:
    quand = contexte().maintenant
    suivi = apres(ecrire(" Vu. \r\n"), sur(None), contexte())
    [note] = suivi.notes
    assert note == Note(id=str(UUID(int=1)), texte="Vu.", ecrite=Signature(par=MOI, le=quand))
    modifiee = apres(modifier("n1"), sur(TENU), contexte()).notes
    assert modifiee == (replace(MIENNE, texte="Rappeler mardi.", modifiee_le=quand), AUTRUI)
    assert apres(effacer("n1"), sur(TENU), contexte()).notes == (AUTRUI,)


def test_don_1_a_nir_in_a_note_is_told() -> None:
    assert [dit.split()[0] for dit in alertes(ecrire("1 85 05 78 006 084 91"), sur(None), contexte())] == ["DON-1"]


@pytest.mark.parametrize(
    ("command", "droit", "attendu"),
    [
        pytest.param(drapeau("a_revoir"), "general", "ok", id="SUI-2 un autre"),
        pytest.param(drapeau("aucun"), "general", "ok", id="SUI-2 aucun"),
        pytest.param(drapeau("a_revoir", "urgent"), "general", "ok", id="SYN-1 celui que l’on a vu"),
        pytest.param(drapeau("a_revoir", "aucun"), "general", "SYN-1", id="SYN-1 un·e collègue l’a posé entre-temps"),
        pytest.param(confier(MOI), "general", "ok", id="SUI-3 à moi"),
        pytest.param(confier(""), None, "ok", id="SUI-3 à personne"),
        pytest.param(confier("zoe"), "preinscription", "ok", id="SUI-3 à qui traite les candidatures"),
        pytest.param(confier("zoe"), "catalogue", "SUI-3", id="SUI-3 pas à un profil catalogue"),
        pytest.param(confier("zoe"), "aucun", "SUI-3", id="SUI-3 pas sans profil"),
        pytest.param(confier("zoe"), None, "SUI-3", id="SUI-3 pas à qui n’est pas de la structure"),
        pytest.param(confier("zoe", "ana"), "general", "ok", id="SYN-1 qui l’on a vu"),
        pytest.param(confier("zoe", ""), "general", "SYN-1", id="SYN-1 un·e collègue l’a prise entre-temps"),
    ],
)
def test_sui_2_3_drapeau_et_charge(command: AnyCommand, droit: str | None, attendu: str) -> None:
    assert regle(command, sur(TENU, droit), contexte()) == attendu


@pytest.mark.parametrize("tenu", [None, TENU], ids=["rien encore", "déjà tenu"])
def test_sui_2_3_what_is_set_is_kept_and_signed(tenu: Suivi | None) -> None:
    moi = Signature(par=MOI, le=contexte().maintenant)
    avant = tenu or VIDE
    pose = replace(avant, drapeau=Drapeau.A_REVOIR, drapeau_pose=moi)
    assert apres(drapeau("a_revoir"), sur(tenu), contexte()) == pose
    assert apres(confier("zoe"), sur(tenu), contexte()) == replace(avant, charge="zoe", affectee=moi)


def test_syn_1_says_who_and_when() -> None:
    change = Modification(par="Ana Martin", le=HIER)
    refus = refuse(drapeau("a_revoir", "aucun"), sur(TENU, modification=change), contexte())
    assert "par Ana Martin, le 29/04/2022 à 09:00" in refus.message


@pytest.mark.parametrize("command", [drapeau("urgent"), confier("ana"), modifier("n1", MIENNE.texte)])
def test_what_is_so_already_changes_nothing(command: AnyCommand) -> None:
    assert accorde(command, sur(TENU), contexte()).changements == ()


def test_it_is_no_step_of_the_guide() -> None:
    """CONTRATS, `possibles`: what the guide lets one do on a candidature."""
    connus = {possibilite.type for possibilite in explain(sur(TENU), contexte())}
    assert connus.isdisjoint(command.type for command in TOUTES)


@given(
    gestes=st.lists(
        st.one_of(
            st.text(min_size=1, max_size=20).map(ecrire),
            st.sampled_from(list(Drapeau)).map(drapeau),
            st.sampled_from(["", MOI, "ana"]).map(confier),
        ),
        max_size=8,
    )
)
def test_only_what_is_kept_changes_and_each_change_undoes(gestes: list[AnyCommand]) -> None:
    """Whatever is written, the candidature stays as it is; swapped, each change gives back what was there."""
    suivi: Suivi | None = None
    for command in gestes:
        decision = decide(command, sur(suivi), contexte())
        if not isinstance(decision, Accord):
            continue
        for changement in decision.changements:
            assert changement.avant == suivi
            assert isinstance(changement.apres, Suivi)
            assert (changement.apres.structure, changement.apres.candidature) == (RESPONSABLE, "C1")
            suivi = changement.apres
