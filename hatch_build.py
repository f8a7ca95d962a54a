"""Put the demo base into the wheel: it is made by the generator at build time, never committed."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

IN_WHEEL = "rafaelpro_tui/core/demo/demo.sqlite"


class DemoBase(BuildHookInterface[Any]):
    """Generate the base in a temporary folder and add it; an editable install makes its own on first use."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the base to a `standard` wheel (hatchling calls this before it collects files)."""
        if version != "standard":
            return
        sys.path.insert(0, self.root)
        try:
            from rafaelpro_tui.core.demo import build
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        base = Path(self._folder.name, "demo.sqlite")
        build(base)
        build_data["force_include"][str(base)] = IN_WHEEL

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Drop the temporary folder once the wheel is written."""
        if version == "standard":
            self._folder.cleanup()
