"""A keyring in a file, for tests: `RAFAELPRO_TEST_TROUSSEAU` says where. Other processes of a test may share it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Trousseau(KeyringBackend):
    """One service only, ours."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    @property
    def _chemin(self) -> Path:
        return Path(os.environ["RAFAELPRO_TEST_TROUSSEAU"])

    def secrets(self) -> dict[str, str]:
        lus: dict[str, str] = json.loads(self._chemin.read_text()) if self._chemin.exists() else {}
        return lus

    def vider(self) -> None:
        self._chemin.unlink(missing_ok=True)

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._chemin.write_text(json.dumps(self.secrets() | {username: password}))

    def delete_password(self, service: str, username: str) -> None:
        secrets = self.secrets()
        if username not in secrets:
            raise PasswordDeleteError(username)
        del secrets[username]
        self._chemin.write_text(json.dumps(secrets))
