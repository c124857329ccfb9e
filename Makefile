# make demo    the whole site at 127.0.0.1:8000 with example data (PORT=8001 for another port)
# make test    all tests and linters, against a real PostgreSQL
# With DATABASE_URL set, both use that database instead of the embedded one.

PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
PIP = $(VENV_PYTHON) -m pip --disable-pip-version-check
COMPILE = $(VENV_PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

# One more than the cores, at most four: while one waits for a browser or a server, the others go on.
WORKERS = $(shell $(PYTHON) -c "import os; print(min(4, (os.cpu_count() or 1) + 1))")

# The processes of the tests and of the server share what one of them has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint lock clean
.DELETE_ON_ERROR:

demo: .venv/requirements.stamp
	@$(VENV_PYTHON) -m perhepalvelut.demo

test: .venv/requirements-test.stamp
	@$(VENV_PYTHON) -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder

lint: .venv/requirements-test.stamp
	@$(VENV_PYTHON) -m pytest tests/test_code_health.py

lock: .venv/requirements-test.stamp
	@$(PIP) install --quiet uv
	@$(COMPILE) --output-file requirements.txt
	@$(COMPILE) --extra test --output-file requirements-test.txt

clean:
	@rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -name '*.mo' -path './locale/*' -delete

.venv/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Python 3.11 or newer is needed, this is %d.%d: make PYTHON=python3.12 …" % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/%.stamp: %.txt .venv/created.stamp
	@echo "Installing $< …"
	@$(PIP) install --quiet --require-hashes --requirement $<
	@touch $@
