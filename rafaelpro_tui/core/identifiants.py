"""Identifiers of commands: UUIDv7 for people, derived UUIDs for clocks (SYNC, « ids derived from what they do »)."""

from __future__ import annotations

import os
import time
from uuid import NAMESPACE_URL, UUID, uuid5

CLOCKS = uuid5(NAMESPACE_URL, "rafaelpro-tui:horloges")


def uuid7() -> UUID:
    """A new time-ordered UUID (RFC 9562, version 7)."""
    millis = time.time_ns() // 1_000_000
    alea = int.from_bytes(os.urandom(10))
    valeur = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (alea >> 68) << 64 | 0b10 << 62 | alea & (1 << 62) - 1
    return UUID(int=valeur)


def derived(what: str) -> UUID:
    """The id of a clock's command: the same deed always has the same id, so running twice has one effect."""
    return uuid5(CLOCKS, what)
