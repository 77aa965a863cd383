# make serve        the site on http://127.0.0.1:8000 (PORT=9000 for another port)
# make test         every check and test
# make lint         the checks alone
# make vnu          the Nu Html Checker over every kind of page; needs npm and Java
# make papers       every letter as a Word file, drawn to be looked at; needs LibreOffice and pdftoppm
# make lighthouse   Lighthouse over the pages that matter most; needs npm and Chromium
# make bench        the speed of the calculation, of trying a change, the search and the pages

PORT ?= 8000
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))

VENV := .venv
PY := $(VENV)/bin/python
SITE := $(VENV)/.installed-site
DEV := $(VENV)/.installed-dev
WAGTAIL_VENV := .venv-wagtail
WAGTAIL := $(WAGTAIL_VENV)/.installed
NODE_TOOLS := checks/node_modules/.installed
KEY := .secret_key

.PHONY: serve test lint vnu lighthouse papers bench
.DELETE_ON_ERROR:

serve: export LOCAL := on
serve: export ALLOWED_HOSTS := 127.0.0.1,localhost
serve: $(SITE) $(KEY)
	@export SECRET_KEY="$$(cat $(KEY))" && \
	$(PY) manage.py migrate --verbosity 0 && \
	$(PY) manage.py load_seed && \
	$(PY) manage.py ensure_editor && \
	exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: lint
	PYTHON=$(PY) tests/run.sh

lint: export DJANGO_SETTINGS_MODULE := tests.settings
lint: export DATABASE_URL := sqlite://:memory:
lint: $(DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djhtml --check --tabwidth 2 templates
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING

vnu lighthouse: $(DEV) $(NODE_TOOLS)
	$(PY) -m checks.$@

papers: $(DEV)
	$(PY) -m checks.papers

bench: $(DEV) $(WAGTAIL)
	$(PY) benchmarks/run.py

# What is installed follows the requirement files; the key stays on this machine.

$(PY):
	$(PYTHON) -m venv $(VENV)

$(SITE): requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(SITE)

$(WAGTAIL): benchmarks/requirements-wagtail.txt requirements.txt
	$(PYTHON) -m venv $(WAGTAIL_VENV)
	$(WAGTAIL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(NODE_TOOLS): checks/package-lock.json
	npm ci --prefix checks --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(KEY):
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' >$@
