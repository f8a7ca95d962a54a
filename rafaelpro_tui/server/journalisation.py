"""The server's log: one JSON object per line on stderr, without personal data: no body, no query, no address."""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from rafaelpro_tui.core.texte_sur import safe

_PROPRES: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class EnJson(logging.Formatter):
    """Date, level, origin, message, and what the record carries in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        ligne: dict[str, Any] = {
            "date": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "niveau": record.levelname.lower(),
            "origine": record.name,
            "message": record.getMessage(),
        }
        ligne |= {cle: valeur for cle, valeur in vars(record).items() if cle not in _PROPRES}
        if record.exc_info and record.exc_info[0] is not None:
            # The kind of error and where; never its text, which may hold what was sent.
            ligne["erreur"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                ligne["a"] = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
        return safe(json.dumps(ligne, ensure_ascii=False, default=str))  # a log is read in a terminal too


def configuration() -> dict[str, Any]:
    """For `logging.config`, uvicorn's own messages included."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": EnJson}},
        "handlers": {"erreurs": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["erreurs"], "level": "INFO"},
        "loggers": {"uvicorn": {"level": "WARNING", "handlers": ["erreurs"], "propagate": False}},
    }
