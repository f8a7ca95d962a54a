"""`docs/serveur.md` and the published schema say what the program does."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

from pydantic import TypeAdapter

from rafaelpro_tui.server import reglages_flux
from rafaelpro_tui.server.cadence import PAS
from rafaelpro_tui.server.message import Message, schema
from rafaelpro_tui.server.transmissions import LIGNES_MAX

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "serveur.md").read_text(encoding="utf-8")


def test_the_published_schema_is_that_of_what_is_sent() -> None:
    """Made again by: python -c "…message.schema()", sorted keys, two spaces."""
    assert json.loads((DOCS / "transmission.schema.json").read_text(encoding="utf-8")) == schema()


def test_the_example_is_a_transmission() -> None:
    (exemple,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    lu = TypeAdapter(Message).validate_json(exemple)
    assert json.loads(TypeAdapter(Message).dump_json(lu)) == json.loads(exemple)


def test_every_setting_is_told() -> None:
    lues = set(re.findall(r"RAFAELPRO_[A-Z_]*[A-Z]", inspect.getsource(reglages_flux)))
    secrets = {"RAFAELPRO_WEBHOOK_SECRET", "RAFAELPRO_SMTP_MOT_DE_PASSE"}
    assert set(re.findall(r"RAFAELPRO_\w+", PAGE)) == (lues - {"RAFAELPRO_WEBHOOK"}) | {
        f"{nom}_FICHIER" for nom in secrets
    }


def test_the_figures_are_right() -> None:
    assert (PAS, LIGNES_MAX) == (30, 100)
    assert "toutes les trente secondes" in PAGE
    assert "100 lignes au plus" in PAGE
