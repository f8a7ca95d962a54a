"""The demo: a generator, deterministic from a seed, and the base made from it, always about today.

`build(path)` makes the base of reference; `copie(destination, jour)` puts one about `jour` somewhere; `fabriquer`
generates a larger one; `remettre` is for a demo reopened much later.
"""

from rafaelpro_tui.core.demo.base import build, copie, fabriquer, remettre

__all__ = ["build", "copie", "fabriquer", "remettre"]
