"""schemathesis against the OpenAPI, over real HTTP: requests made from the description, good and bad, by all comers.

`make requetes` sends more than 5,000 to each engine; fewer by default.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import insert

from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.store import tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import HorlogeDeTest
from tests.server.en_ligne import en_ligne

REQUETES: Final = int(os.environ.get("RAFAELPRO_REQUETES", "300"))
VERIFICATIONS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
PERSONNES: Final = ("u1", "u4")
INCONNUS: Final = (None, "faux")
FLUX: Final = "eos"
UUIDS: Final = tuple(str(UUID(int=n)) for n in range(4))
"""Few, so that some come again."""
COMMANDES: Final = (
    ("convoquer", {"candidature": "S0", "date": "2024-07-15"}),
    ("noter_resultat", {"candidature": "S0", "rang": 1, "resultat": "presence"}),
    ("rendre_avis", {"candidature": "S1", "avis": {"recrutement": "non", "motif": "session_complete"}}),
    ("lot_convoquer", {"session": "S", "candidatures": ["S1", "S2"], "date": "2024-07-16"}),
    ("modifier_droit", {"membre": "u2", "droit": "aucun", "referent": False}),
)
DEPOT: Final[dict[str, Any]] = {
    "reference": "N0",
    "session": "T",
    "candidat": {"id": "P9", "nom_naissance": "O’NEILL", "prenom": "Désiré", "inscrit_france_travail": True},
    "prescripteur": "Mission locale",
}
SECRET: Final = "Désiré"
"""The first name of every candidat: who is of OF3 must never read it."""


@dataclass
class Visite:
    """Requests to one server, and what they were answered: by who asks, operation and status."""

    url: str
    protegees: set[str] = field(default_factory=set)
    session: requests.Session = field(default_factory=requests.Session)
    comptes: Counter[tuple[str | None, str, int]] = field(default_factory=Counter)

    def demander(self, case: Case[Any], qui: str | None) -> None:
        entetes = {} if qui is None else {"Authorization": f"Bearer {qui}"}
        reponse = case.call(base_url=self.url, session=self.session, headers=entetes)
        self.comptes[qui, case.operation.label, reponse.status_code] += 1
        case.validate_response(reponse, checks=VERIFICATIONS, headers=entetes)
        if case.operation.label in self.protegees:
            self._verifier_l_acces(qui, case.operation.path, reponse.status_code, reponse.text)

    @staticmethod
    def _verifier_l_acces(qui: str | None, chemin: str, statut: int, texte: str) -> None:
        des_flux = chemin.startswith("/v1/flux/")
        if qui in INCONNUS:
            assert statut in (401, 422), f"{chemin} répond {statut} à qui n’est pas connu"
        elif (qui == FLUX) is not des_flux:
            assert statut in (401, 403, 422), f"{chemin} répond {statut} à {qui}"
        elif qui == "u4":
            assert SECRET not in texte, f"{chemin} : {qui} lit un candidat qui n’est pas de sa structure"


def _vraisemblable(case: Case[Any], data: st.DataObject) -> None:
    """Values of this base in the place of some that were made up: what is made up is seldom known here."""
    if "id" in case.path_parameters:
        case.path_parameters["id"] = data.draw(st.sampled_from(UUIDS))
    if "structure" in case.query:
        case.query["structure"] = data.draw(st.sampled_from(("OF1", "OF2", "OF3")))
    if case.operation.path == "/v1/commandes":
        type_, args = data.draw(st.sampled_from(COMMANDES))
        id, vu = data.draw(st.sampled_from(UUIDS)), data.draw(st.sampled_from((None, 0, 1, 2**31)))
        commande: dict[str, Any] = {
            "id": id,
            "type": type_,
            "structure": data.draw(st.sampled_from(("OF1", "OF3"))),
            "args": args,
        }
        case.body = {"poste": "p", "schema": 1, "commandes": [commande | {"vu": vu, "saisi_le": "2024-07-15T10:30:00"}]}
    if case.operation.path == "/v1/flux/candidatures":
        case.body = [DEPOT | {"id": data.draw(st.sampled_from(UUIDS))}]
        case.media_type = "application/json"
    if case.operation.path == "/v1/flux/annulations":
        id, session = data.draw(st.sampled_from(UUIDS)), data.draw(st.sampled_from(("H", "X")))
        case.body = [{"id": id, "session": session}]
        case.media_type = "application/json"


def _parcourir(visite: Visite, operation: APIOperation[Any, Any, Any, Any], fois: int) -> None:
    fabrique = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    mauvais = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    habitue = FLUX if operation.path.startswith("/v1/flux/") else "u1"
    peut_faillir = bool(operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody"))

    @settings(
        max_examples=fois,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def parcourir(data: st.DataObject) -> None:
        qui = data.draw(st.sampled_from((*[habitue] * 3, FLUX, *PERSONNES, *INCONNUS)))
        genre = data.draw(st.sampled_from(("vrai", "bon", "mauvais" if peut_faillir else "vrai")))
        case = data.draw(mauvais if genre == "mauvais" else fabrique)
        if genre == "vrai":
            _vraisemblable(case, data)
        visite.demander(case, qui)

    parcourir()


@pytest.mark.slow
def test_every_answer_is_as_the_openapi_says_and_none_is_for_strangers(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    fin = horloge.secondes() + 900
    with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin():
        for nom in PERSONNES:
            conn.execute(insert(tables.jeton).values(empreinte=empreinte(nom), utilisateur=nom, expire_a=fin))
        conn.execute(insert(tables.jeton).values(empreinte=empreinte(FLUX), flux=FLUX, expire_a=fin))
    with en_ligne(creer(moteur, horloge=horloge)) as url:
        visite = Visite(url)
        description = requests.get(f"{url}/openapi.json", timeout=30).json()
        for chemin, methodes in description["paths"].items():
            for methode, operation in methodes.items():
                if operation.pop("security", None):  # tokens are given here, and not made up
                    visite.protegees.add(f"{methode.upper()} {chemin}")
        assert len(visite.protegees) >= 9
        schema: BaseSchema = schemathesis.openapi.from_dict(description)
        operations = [trouvee.ok() for trouvee in schema.get_all_operations() if isinstance(trouvee, Ok)]
        for visitee in operations:
            _parcourir(visite, visitee, -(-REQUETES // len(operations)))
    statuts = Counter(statut for *_, statut in visite.comptes.elements())
    print(f"{statuts.total()} requêtes : {dict(sorted(statuts.items()))}")
    for reussite in (("u1", "POST /v1/commandes"), ("u1", "GET /v1/changements"), (FLUX, "POST /v1/flux/candidatures")):
        assert visite.comptes[*reussite, 200], reussite
