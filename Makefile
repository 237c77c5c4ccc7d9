# Each target works by itself on a machine that has only Python 3.11+ and make: what it needs is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: demo test test-browser test-mariadb test-dialects test-lowest test-latest test-frames lint types floors wheel check
.PHONY: calendars soak soak-due soak-columns soak-matters soak-latest-start soak-ledger soak-phrases soak-catalogues soak-cells
.PHONY: evidence mutants fuzz differential bench bench-parts bench-billion backtest clean
.PHONY: docs linkcheck notebooks notebooks-write pictures procedures
.PHONY: test-pins test-matrix test-optimised audit sbom

demo: $(VENV)/.demo
	@$(BIN)/gov-deadlines demo

test: $(VENV)/.test calendars
	$(BIN)/python -m pytest -n 2

# The tests that need a database, on the MariaDB of the system; where it is missing, apt-get installs it.
test-mariadb: export PATH := $(PATH):/usr/sbin
test-mariadb: $(VENV)/.test calendars
	command -v mariadbd || $(SUDO) sh -c 'apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends mariadb-server'
	$(BIN)/python -m pytest -n 2 -k mariadb

# The page in Chromium, which apt-get installs where it is missing.
test-browser: $(VENV)/.test $(VENV)/.browser calendars
	command -v chromium && command -v chromedriver || $(SUDO) sh -c 'apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends chromium chromium-driver fonts-noto-cjk'
	$(BIN)/python -m pytest tests/test_browser.py

# The ledger in memory and in files under the lowest and the latest SQLAlchemy, and its statements by every dialect there
# is. Dameng's knows no SQLAlchemy after 2.0.
test-dialects: test-lowest test-latest

test-lowest: .venv-dialects/lowest/.made calendars
	$(IN_FILES)

test-latest: .venv-dialects/latest/.made calendars
	$(IN_FILES)

IN_FILES = $(<D)/bin/python -m pytest -n 2 $(addprefix tests/test_,ddl.py store.py ledger.py migrations.py) \
  -k "not (postgresql or oceanbase or mariadb) or (test_ddl and not what_create)"

.venv-dialects/lowest/.made: SQLALCHEMY := "sqlalchemy==2.0.40" dmSQLAlchemy dmPython
.venv-dialects/latest/.made: SQLALCHEMY := "sqlalchemy==2.1.*"
.venv-dialects/%/.made: pyproject.toml
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(@D)/bin/python -m pip install --quiet --editable ".[cli]" --group dialects $(SQLALCHEMY)
	@touch $@

# All but what needs servers, frames or a browser, under the lowest versions that pyproject.toml allows of what the package
# and its extras need. test-lowest is narrower and wider: SQLAlchemy's lowest alone, and every dialect there is.
CORE = $(filter-out $(addprefix tests/test_,browser.py columns_export.py columns_frames.py frames.py recipes.py),$(wildcard tests/test_*.py))
ALL_EXTRAS := cli,columns,ical,migrations,notebook,xlsx

test-pins: .venv-matrix/pins/.made calendars
	CI= $(<D)/bin/python -m pytest -n 2 $(CORE)

.venv-matrix/pins/.made: pyproject.toml tests/supply/lowest.py
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(@D)/bin/python tests/supply/lowest.py > $(@D)/lowest.txt
	$(@D)/bin/python -m pip install --quiet --editable ".[$(ALL_EXTRAS)]" --group core --constraint $(@D)/lowest.txt
	@touch $@

# The same tests under each Python that is here, of those that pyproject.toml names; those that are not are told.
PYTHONS := 3.11 3.12 3.13
test-matrix: calendars
	@CI= $(PYTHON) tests/supply/matrix.py $(PYTHONS) -- $(CORE)

# The core of the suite as `python -O` runs it, which leaves the package's own asserts out; pytest keeps those of tests.
test-optimised: $(VENV)/.test calendars
	$(BIN)/python -O -m pytest -n 2 -W "ignore:assertions not in test modules:pytest.PytestConfigWarning" $(CORE)

# Columns of DuckDB and Spark beside the other frames; Spark's tests are skipped, and say so, where there is no Java.
test-frames: $(VENV)/.test $(VENV)/.spark calendars
	$(BIN)/python -m pytest -n 0 $(addprefix tests/test_columns_,frames.py export.py)

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test $(VENV)/.types
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python typing_tests/check_illegal.py

floors: $(VENV)/.lint
	$(BIN)/lint-imports

wheel: $(VENV)/.build
	$(BIN)/python tests/wheel/check_wheel.py

# Licences and known vulnerabilities of what the package and each extra bring, with what could not be asked; and a bill of
# what the wheel brings, as CycloneDX.
audit: .venv-audit/.made
	.venv-audit/bin/python tests/supply/audit.py

sbom: .venv-audit/.made
	.venv-audit/bin/python tests/supply/sbom.py dist/gov-deadlines.cdx.json

.venv-audit/.made: pyproject.toml
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(@D)/bin/python -m pip install --quiet --group audit
	@touch $@

check: test lint types floors wheel

# Tries every claim on docs/evidence.md and writes that page, for hours, or those named: make evidence CLAIMS="law peers".
evidence: $(VENV)/.demo
	$(BIN)/python -m tests.evidence $(CLAIMS)

# Proves shift and count for every day and every n, not a sample, for all places or those named: make soak PLACES="CN 45".
soak: $(VENV)/.test calendars
	$(BIN)/python tests/soak/exhaustive_calendar.py $(PLACES)

# The tables of columns against the scalar engine for every rule, start day and convention, in five places or those named.
soak-columns: $(VENV)/.test calendars
	$(BIN)/python tests/soak/exhaustive_columns.py $(PLACES)

# Every due day of the law, in all places, from every day of 2004 to 2026, against a second count that walks: make soak-due PLACES="CN 45".
soak-due: $(VENV)/.test calendars
	$(BIN)/python -m tests.soak.due $(PLACES)

# Working days, shifts and counts against other libraries; they may differ where tests/answers/peer_differences.csv says so.
differential: $(VENV)/.test $(VENV)/.peers calendars
	$(BIN)/python -m tests.soak.differential $(PEERS)

# Each door where input comes in, for so many seconds, or those named: make fuzz SECONDS=600 DOORS="notice docket".
fuzz: $(VENV)/.test $(VENV)/.fuzz calendars
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(DOORS)

# Every cell of the tables of procedures, legal and illegal, against a transcript of the drawings.
soak-cells: $(VENV)/.test calendars
	$(BIN)/python tests/soak/cells.py

# Breaks the code in one place at a time: do types or tests notice? An hour; or the mutants of some names anew, such as
# make mutants NAMES="gov_deadlines.period.*". What was found before is kept in mutants/, which make clean deletes.
mutants: $(VENV)/.mutants calendars
	$(BIN)/python -m tests.mutants $(foreach name,$(NAMES),'$(name)')

# The properties of matters over ten thousand random histories each.
soak-matters: $(VENV)/.test calendars
	$(BIN)/python tests/soak/matters.py

# The latest start against a search over every start, every day of 2019 to 2021, every rule; or the places named.
soak-latest-start: $(VENV)/.test calendars
	$(BIN)/python tests/soak/latest_start.py $(PLACES)

# A hundred thousand spoiled phrases: never another number, unit or anchor than the text has, unless it is said.
soak-phrases: $(VENV)/.test calendars
	$(BIN)/python tests/soak/phrases.py

# Two thousand spoiled workbooks, pages and CSV files: each read or refused, with no other error and no long wait.
soak-catalogues: $(VENV)/.test calendars
	$(BIN)/python tests/soak/catalogues.py

# What the ledger promises, on real databases: killed workers, many at once, servers restarted; or the parts named:
# make soak-ledger PARTS="crashes wakes:oceanbase".
soak-ledger: $(VENV)/.test calendars
	$(BIN)/python tests/soak/ledger.py $(PARTS)

# The site, in build/docs/html: every reference resolves, and a warning is an error; read afresh, since Sphinx warns once.
docs: $(VENV)/.docs calendars
	$(BIN)/sphinx-build --builder html --fresh-env --quiet --fail-on-warning --keep-going --nitpicky docs build/docs/html

# The links of the site: those that Sphinx knows, and every one in the pages as they are, with what they load.
linkcheck: docs
	$(BIN)/sphinx-build --builder linkcheck --quiet --fail-on-warning --keep-going docs build/docs/linkcheck
	$(BIN)/python docs/_generate/links.py build/docs/html

# Each notebook is run anew, and answers as it is stored; notebooks-write stores what it answers now.
notebooks: $(VENV)/.notebooks calendars
	$(BIN)/python docs/notebooks/run.py

notebooks-write: $(VENV)/.notebooks calendars
	$(BIN)/python docs/notebooks/run.py --write

# docs/procedures.md, for those who read the repository; a test holds the file to the tables.
procedures: $(VENV)/.demo
	$(BIN)/gov-deadlines law procedures > docs/procedures.md

# The pictures of docs/views.md; Chinese needs a font that has it, such as the package fonts-noto-cjk.
pictures: $(VENV)/.pictures calendars
	$(BIN)/python docs/pictures/draw.py

# The goals, of which a file is kept that later runs are compared with if it is a release's: make bench KEEP=benchmarks/releases/26.11.0.json.
KEEP := build/benchmarks.json
bench: $(VENV)/.bench calendars
	$(BIN)/python benchmarks/run.py --keep $(KEEP)

# What the rows that miss their goals are made of, or those named: make bench-parts GOALS="g6 g10".
bench-parts: $(VENV)/.bench calendars
	$(BIN)/python benchmarks/parts.py $(GOALS)

# Each annual notice hidden in turn, projected from those before it, and held against what was published.
backtest: $(VENV)/.demo calendars
	$(BIN)/python benchmarks/backtest_projection.py

# A billion rows from Parquet, in two processes and by DuckDB, once; it takes minutes, and writes to a folder that it deletes.
bench-billion: $(VENV)/.bench calendars
	$(BIN)/python benchmarks/g8_billion.py

# An editable install reads the packed calendars, so editing a TOML file needs this; every target that tests runs it.
calendars: $(VENV)/.demo
	$(BIN)/python -m gov_deadlines.workdays.files calendars src/gov_deadlines/workdays/data

clean:
	rm -rf $(VENV) .venv-audit .venv-dialects .venv-matrix dist build mutants

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.demo: $(VENV)/.pip pyproject.toml hatch_build.py
	$(BIN)/python -m pip install --quiet --editable ".[cli]"
	@touch $@

$(VENV)/.test $(VENV)/.browser $(VENV)/.peers $(VENV)/.fuzz $(VENV)/.mutants $(VENV)/.docs $(VENV)/.notebooks $(VENV)/.pictures $(VENV)/.lint $(VENV)/.types $(VENV)/.spark $(VENV)/.bench $(VENV)/.build: $(VENV)/.%: $(VENV)/.demo pyproject.toml
	$(BIN)/python -m pip install --quiet --group $*
	@touch $@
