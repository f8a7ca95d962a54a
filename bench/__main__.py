"""`python -m bench`: every benchmark, or those named."""

import importlib
import pkgutil
import sys

import bench


def main() -> None:
    """Run the benchmarks: each module of the package has a `main` without arguments."""
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name[0] != "_")
    names = sys.argv[1:] or known
    for name in names:
        if name not in known:
            sys.exit(f"bench: {name!r} is not one of {', '.join(known)}")
        print(f"— {name}")
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
