"""The contract seen from outside: datasets of its own, the command line, and what it answers."""

from __future__ import annotations

from tests.commandes.conftest import dossiers, nu

__all__ = ["dossiers", "nu"]
