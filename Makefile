# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.PHONY: demo test check crash bench format clean

$(STAMP): requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $(STAMP)

demo: $(STAMP)
	$(PY) -m bot demo

test: $(STAMP)
	$(PY) -m pytest -n 2 -m "not browser and not crash and not documents"

check: $(STAMP)
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(PY) -m pytest -n 2 -m "not browser and not crash and not documents"

# Real processes in real trouble: some minutes; `python -m tests.crash` plays hundreds.
crash: $(STAMP)
	$(PY) -m pytest -m crash

# A short form of every benchmark; `python -m tests.bench NAME` runs one of them in full.
bench: $(STAMP)
	$(PY) -m tests.bench all

format: $(STAMP)
	$(VENV)/bin/ruff format
	$(VENV)/bin/ruff check --fix

# After a change of dependencies in pyproject.toml; needs uv.
.PHONY: requirements
requirements:
	uv pip compile pyproject.toml --generate-hashes --no-strip-extras --no-emit-index-url --no-header --universal --python-version 3.11 -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --generate-hashes --no-strip-extras --no-emit-index-url --no-header --universal --python-version 3.11 -q -o requirements-dev.txt

clean:
	rm -rf $(VENV) .data
