"""ECH-2 by e-mail, to a real SMTP server in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.server.courrier import (
    REFERENCES_MAX,
    Alerte,
    EchecDeCourrier,
    Facteur,
    LigneAlerte,
    adresses_valables,
    composer,
)
from tests.core.rules.monde import j
from tests.server.destinataire import Boite, port_libre, relevee

EXPEDITEUR = "RafaelPro <ne-pas-repondre@rafael.example.org>"
ID = UUID("11111111-1111-5111-8111-111111111111")
ALERTE = Alerte(
    id=ID,
    structure="Horizon Formation",
    destinataires=("lea@example.org", "tom@example.org"),
    lignes=(
        LigneAlerte(session="S2", candidatures=("C3",), dernier_jour=j("16/09/2022")),
        LigneAlerte(session="00235491", candidatures=("C1", "C2"), dernier_jour=j("15/09/2022")),
    ),
)
MIDI = datetime.fromisoformat("2022-09-08T12:00:00")


def texte(alerte: Alerte) -> str:
    contenu: str = composer(alerte, EXPEDITEUR, MIDI).get_content()
    return contenu.replace(NBSP, " ")


@pytest.fixture
def boite() -> Iterator[Boite]:
    with relevee() as boite:
        yield boite


@pytest.fixture
def facteur(boite: Boite) -> Facteur:
    return Facteur(hote="127.0.0.1", port=boite.port, securite="aucune", expediteur=EXPEDITEUR)


def test_ech_2_one_mail_in_the_guide_s_words(facteur: Facteur, boite: Boite) -> None:
    assert facteur.envoyer(composer(ALERTE, EXPEDITEUR, MIDI)) == 0
    ((adresses, recu),) = boite.recus
    assert adresses == ["lea@example.org", "tom@example.org"]
    objet = "Passage en « avis non transmis » à venir de certaines candidatures"
    assert recu["Subject"].replace(NBSP, " ") == objet
    assert recu["From"] == EXPEDITEUR
    assert recu["Message-ID"] == f"<{ID}@rafael.example.org>"
    assert recu["Date"] == "Thu, 08 Sep 2022 12:00:00 +0200"
    assert recu["Auto-Submitted"] == "auto-generated"
    contenu = recu.get_content().replace(NBSP, " ")
    assert "3 candidatures de Horizon Formation attendent encore votre réponse" in contenu
    premiere, seconde = [ligne for ligne in contenu.splitlines() if ligne.startswith("-")]
    assert "00235491" in premiere
    assert "jusqu’au 15/09/2022 inclus (C1, C2)" in premiere
    assert "16/09/2022 inclus (C3)" in seconde


def test_one_candidature_is_said_in_the_singular() -> None:
    seule = texte(replace(ALERTE, lignes=ALERTE.lignes[:1]))
    assert "1 candidature de Horizon Formation attend encore" in seule
    assert "elle passera" in seule


def test_a_long_list_is_cut_and_counted() -> None:
    references = tuple(f"C{n}" for n in range(REFERENCES_MAX + 2))
    longue = LigneAlerte(session="S", candidatures=references, dernier_jour=j("15/09/2022"))
    dit = texte(replace(ALERTE, lignes=(longue,)))
    assert "22 candidatures" in dit
    assert "et 2 autres)" in dit
    assert f"C{REFERENCES_MAX}" not in dit


def test_a_hostile_name_writes_no_header_and_no_escape() -> None:
    piege = replace(ALERTE, structure="OF\r\nBcc: espion@example.org\x1b]0;")
    message = composer(piege, EXPEDITEUR, MIDI)
    assert message["Bcc"] is None
    assert "\x1b" not in message.get_content()
    assert message["To"] == "lea@example.org, tom@example.org"


def test_who_is_refused_does_not_keep_others_from_being_told(facteur: Facteur, boite: Boite) -> None:
    boite.refuses = {"tom@example.org"}
    assert facteur.envoyer(composer(ALERTE, EXPEDITEUR, MIDI)) == 1
    assert [adresses for adresses, _ in boite.recus] == [["lea@example.org"]]


def test_nobody_served_is_a_failure_that_names_nobody(facteur: Facteur, boite: Boite) -> None:
    boite.refuses = {"lea@example.org", "tom@example.org"}
    with pytest.raises(EchecDeCourrier) as echec:
        facteur.envoyer(composer(ALERTE, EXPEDITEUR, MIDI))
    assert "example.org" not in str(echec.value)
    assert boite.recus == []


def test_no_server_is_a_failure() -> None:
    muet = Facteur(hote="127.0.0.1", port=port_libre(), securite="aucune", expediteur=EXPEDITEUR)
    with pytest.raises(EchecDeCourrier, match="ConnectionRefusedError"):
        muet.envoyer(composer(ALERTE, EXPEDITEUR, MIDI))


def test_a_server_without_the_starttls_asked_for_gets_nothing(facteur: Facteur, boite: Boite) -> None:
    with pytest.raises(EchecDeCourrier, match="SMTPNotSupportedError"):
        replace(facteur, securite="starttls").envoyer(composer(ALERTE, EXPEDITEUR, MIDI))
    assert boite.recus == []


@pytest.mark.parametrize(
    ("courriels", "attendues"),
    [
        (["tom@example.org", "lea@example.org", "tom@example.org"], ("lea@example.org", "tom@example.org")),
        (["", "lea", "a@b", "a b@example.org", "a@example.org\nBcc: x@y.fr", "é@example.org"], ()),
    ],
)
def test_only_what_is_an_address_is_written_to(courriels: list[str], attendues: tuple[str, ...]) -> None:
    assert adresses_valables(courriels) == attendues
