# Each target does what it needs first; a second run is quick.
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Hundreds of processes are started by the tests: none compiles again what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

CODE := $(wildcard rafaelpro_tui tests bench docs/screenshots.py hatch_build.py)

.PHONY: install demo test check bench pannes fuzz histoires requetes screenshots paquet hashes sbom audit versions

install: $(INSTALLED)

# An existing environment is kept; new pins or a new pyproject are installed into it.
$(INSTALLED): pyproject.toml requirements/pins.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --requirement requirements/pins.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The first Python that runs and is recent enough.
$(BIN)/python:
	@for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "$$python -m venv $(VENV)"; exec $$python -m venv $(VENV); \
		fi; \
	done; \
	echo 'Python 3.11 or later is needed: install it, then run make again.' >&2; exit 1

demo: $(INSTALLED)
	@$(BIN)/rafaelpro-tui demo

# What waits for a screen, a process or a socket may starve on a busy machine: a test that fails has one more try, and is named.
test: check
	$(BIN)/python -m pytest -n auto --dist worksteal --reruns 1 -rfER

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --no-logo

bench: $(INSTALLED)
	$(BIN)/python -m bench

# Kills, full and dying disks, cut and flipped bytes, crowds, nights: each family at its full number, half an hour or more.
# FAMILLES="wal heures" runs some, FOIS=100 fewer of each, GESTES="lot sync" some gestures of `tues` and `disque`.
pannes: $(INSTALLED)
	$(BIN)/python -m tests.pannes $(FAMILLES) $(if $(FOIS),--fois $(FOIS)) $(if $(GESTES),--gestes $(GESTES))

# A million hostile cases, some minutes; CIBLES="lheo noms" tries some readers, CAS=10000 fewer cases.
fuzz: $(INSTALLED)
	$(BIN)/python -m tests.fuzz $(CIBLES) $(if $(CAS),--cas $(CAS))

# The long proofs of the server; `make test` plays as much of them as fits in half a minute.
histoires: $(INSTALLED)
	RAFAELPRO_HISTOIRES=50000 $(BIN)/python -m pytest -n auto -s tests/server/test_histoires.py -k par_le_code
	RAFAELPRO_HISTOIRES=500 $(BIN)/python -m pytest -n auto -s tests/server/test_histoires.py -k par_http

requetes: $(INSTALLED)
	RAFAELPRO_REQUETES=7000 $(BIN)/python -m pytest -s tests/server/test_openapi.py

screenshots: $(INSTALLED)
	$(BIN)/python docs/screenshots.py

# The wheel, in an environment that has nothing else, in folders of its own: what a user gets.
PAQUET := build/paquet
paquet: $(INSTALLED)
	rm -rf $(PAQUET)
	$(BIN)/python -m hatchling build -t wheel -d $(PAQUET)
	$(BIN)/python -m venv $(PAQUET)/venv
	$(PAQUET)/venv/bin/python -m pip install --quiet --constraint requirements/pins.txt $(PAQUET)/*.whl
	cd $(PAQUET) && export HOME="$$PWD" XDG_DATA_HOME="$$PWD/data" XDG_CONFIG_HOME="$$PWD/config" && \
		venv/bin/rafaelpro-tui --version && venv/bin/rafaelpro-tui candidatures --limite 1 --json

# After a change of the pins: in an environment of its own, and without the address of any registry.
hashes: $(INSTALLED)
	$(BIN)/python -m venv build/hashes
	build/hashes/bin/python -m pip install --quiet --constraint requirements/outils.txt pip-tools
	build/hashes/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--no-header --no-annotate --strip-extras --allow-unsafe --output-file requirements/hashes.txt requirements/pins.txt

# The bill of materials (CycloneDX), of what a user's environment has: build/sbom.json.
sbom: paquet
	$(BIN)/python -m venv build/sbom
	build/sbom/bin/python -m pip install --quiet --constraint requirements/outils.txt cyclonedx-bom
	build/sbom/bin/cyclonedx-py environment --output-reproducible --of JSON -o build/sbom.json $(PAQUET)/venv/bin/python
	@$(BIN)/python -c 'import json; print(len(json.load(open("build/sbom.json"))["components"]), "components in build/sbom.json")'

# Known flaws of the pins. Exit 1: some are known; 2: nobody could be asked, nothing is known.
audit: $(INSTALLED)
	$(BIN)/python -m venv build/audit
	build/audit/bin/python -m pip install --quiet --constraint requirements/outils.txt pip-audit
	@build/audit/bin/pip-audit --requirement requirements/pins.txt --no-deps --disable-pip --progress-spinner off \
		> build/audit.txt 2>&1; code=$$?; cat build/audit.txt; \
	if grep -qiE 'could not be audited|connection|resolve|timed out|Forbidden' build/audit.txt; then \
		echo 'The advisories of all or some of these cannot be had from here: nothing is proven (build/audit.txt).' >&2; \
		exit 2; \
	fi; exit $$code

# Each newer Python of this machine, pyenv's too: the pins installed, the program run, the tests passed (ESSAIS: which).
PYTHONS ?= python3.12 python3.13 python3.14 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9].*/bin/python)
versions: $(INSTALLED)
	@for python in $(PYTHONS); do \
		version=$$($$python -c 'import platform; print(platform.python_version())' 2>/dev/null) || \
			{ echo "$$python is not on this machine"; continue; }; \
		echo "Python $$version"; ici=build/versions/$$version; rm -rf $$ici; \
		$$python -m venv $$ici && $$ici/bin/python -m pip install --quiet --requirement requirements/pins.txt && \
		$$ici/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . && \
		$$ici/bin/python -m rafaelpro_tui --version && \
		$$ici/bin/python -m pytest -q -n auto --dist worksteal --reruns 1 -rfER $(ESSAIS) || exit 1; \
	done
