# Two commands set everything up: `make demo` and `make test`. Both make .venv themselves.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The versions of Python that the package says it runs on.
PYTHONS := $(shell sed -n 's/.*Python :: \(3\.[0-9][0-9]*\)".*/\1/p' pyproject.toml)
DEMO := demo
REFERENCE := bn-in-jwg-defence-cooperation
ATLAS := atlas
ATLAS_LOG := $(BIN)/lifecycle --db $(ATLAS)/mechanisms.db
AS_OF := 2026-11-01
DOSSIERS := examples/india-brunei-jwg-defence.toml $(sort $(wildcard examples/dossiers/*.toml))

# The tests start hundreds of processes, which start faster with byte code.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo atlas test quick test-all lint check-browser bench soak mutate picture site clean

$(VENV)/base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $(VENV)/base $@

$(VENV)/bench: $(VENV)/test
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test,bench]'
	@touch $@

# Records the reference case from its dossier, replays and verifies the log, draws its pictures.
demo: $(VENV)/base
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db import examples/india-brunei-jwg-defence.toml
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db replay
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db verify
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db timeline
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db timeline -o $(DEMO)/timeline.svg
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db timeline -o $(DEMO)/timeline.html
	$(BIN)/lifecycle --db $(DEMO)/mechanisms.db diagram $(REFERENCE) -o $(DEMO)/states.svg
	@echo
	@echo "The log:      $(CURDIR)/$(DEMO)/mechanisms.db"
	@echo "The timeline: $(CURDIR)/$(DEMO)/timeline.svg and $(CURDIR)/$(DEMO)/timeline.html"
	@echo "The states:   $(CURDIR)/$(DEMO)/states.svg"

# Records the real mechanisms of examples/ in one log, draws them all, and says what is late;
# all of it as of one day.
atlas: $(VENV)/base
	@rm -rf $(ATLAS) && mkdir -p $(ATLAS)
	@echo "importing $(words $(DOSSIERS)) dossiers"
	@set -e; for dossier in $(DOSSIERS); do $(ATLAS_LOG) --quiet import $$dossier > /dev/null; done
	$(ATLAS_LOG) verify
	$(ATLAS_LOG) timeline --as-of $(AS_OF) -o $(ATLAS)/timeline.svg
	$(ATLAS_LOG) timeline --as-of $(AS_OF) -o $(ATLAS)/timeline.html
	@for file in overdue anomalies statistics; do echo "as of $(AS_OF)" > $(ATLAS)/$$file.txt; done
	$(ATLAS_LOG) --format table overdue --as-of $(AS_OF) >> $(ATLAS)/overdue.txt
	$(ATLAS_LOG) --format table anomalies --as-of $(AS_OF) >> $(ATLAS)/anomalies.txt
	$(ATLAS_LOG) --format table stats --as-of $(AS_OF) >> $(ATLAS)/statistics.txt
	@echo
	@echo "The log:      $(CURDIR)/$(ATLAS)/mechanisms.db"
	@echo "The timeline: $(CURDIR)/$(ATLAS)/timeline.svg and $(CURDIR)/$(ATLAS)/timeline.html"
	@echo "What is late: $(CURDIR)/$(ATLAS)/overdue.txt"
	@echo "Anomalies:    $(CURDIR)/$(ATLAS)/anomalies.txt"
	@echo "Statistics:   $(CURDIR)/$(ATLAS)/statistics.txt"
	@echo "All of it is as of $(AS_OF)."

test: $(VENV)/test lint check-browser
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=
	$(BIN)/coverage report --skip-covered --fail-under=90
	$(BIN)/coverage report --fail-under=100 --include='events/merkle.py,lifecycle/deciding/decider.py,lifecycle/history/fold.py'

# What to run while working: the rules and the stores in memory, in half a minute.
quick: $(VENV)/test
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -q -n auto -m 'not hypothesis and not slow' -k 'not sqlite' tests/lifecycle tests/contract

# The same on each Python that the package names and that is installed, in a .venv-3.N of its own.
test-all:
	@failed=; tested=; for version in $(PYTHONS); do \
	  if ! python$$version -c '' 2>/dev/null; then \
	    echo "!!! python$$version IS NOT INSTALLED: nothing was tested on it" >&2; continue; fi; \
	  echo "== Python $$version"; tested="$$tested $$version"; \
	  $(MAKE) test PYTHON=python$$version VENV=.venv-$$version || failed="$$failed $$version"; \
	done; \
	if [ -z "$$tested" ]; then echo "nothing was tested: none of $(PYTHONS) is installed" >&2; exit 1; fi; \
	if [ -n "$$failed" ]; then echo "failed on:$$failed" >&2; exit 1; fi; \
	echo "passed on:$$tested"

lint: $(VENV)/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-browser:
	@command -v chromium >/dev/null 2>&1 || \
	  echo "!!! NO CHROMIUM: the browser tests are skipped (and nothing else). Install it: apt-get install chromium" >&2

# Longer runs of the fault tests than the test suite has time for.
soak: $(VENV)/test
	LIFECYCLE_SOAK=1 $(BIN)/python -m pytest tests/events tests/cli/test_broken_logs.py

# Which mistakes in the code the tests do not notice: takes up to an hour. MUTATE names parts, and
# options of `python -m tests.mutation`.
mutate: $(VENV)/test
	$(BIN)/python -m tests.mutation $(MUTATE)

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks

# The pictures in the documentation: drawn by the project, with the log's clock fixed.
picture: $(VENV)/base
	$(BIN)/python docs/pictures/draw.py

# The documentation with the API reference as a site; a warning is an error.
site: $(VENV)/test
	$(BIN)/python -m sphinx -q -W --keep-going -b html -c docs . build/site
	@echo "The site: $(CURDIR)/build/site/docs/index.html"

clean:
	rm -rf .venv .venv-3.* $(DEMO) $(ATLAS) build dist .coverage* .pytest_cache .mypy_cache .ruff_cache
