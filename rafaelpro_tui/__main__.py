"""`python -m rafaelpro_tui`: the same as the `rafaelpro-tui` command."""

import sys

from rafaelpro_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
