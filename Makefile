# Two commands matter to a user: `make run` and `make test`. Each makes its own virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUNFANG_DEMO ?= build/demo

.PHONY: model run test test-browser test-ocr test-spark test-slow lint types docs bench bench-nation lock messages clean

$(VENV)/run.done: requirements/run.lock pyproject.toml hatch_build.py $(shell find src -name '*.po' 2>/dev/null)
	@$(PYTHON) -c 'import sys; sys.exit("Qunfang needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || { echo "1/3 Making a virtual environment"; $(PYTHON) -m venv $(VENV); }
	@echo "2/3 Installing what Qunfang needs (a minute or two the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/test.done: $(VENV)/run.done requirements/test.lock
	@echo "Installing what the tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

run: $(VENV)/run.done
	@echo "3/3 Opening the demo county"
	@QUNFANG_HOME=$(QUNFANG_DEMO) $(BIN)/qunfang demo

test: export QUNFANG_HOME := build/test
test: $(VENV)/test.done
	@echo "== On SQLite"
	@$(BIN)/python -m pytest -n auto
	@echo "== On PostgreSQL"
	@$(BIN)/python tools/on_postgres.py $(BIN)/python -m pytest -n auto -m "not browser and not slow and not ocr and not spark" tests --ignore=tests/engine --ignore=tests/architecture

test-browser: export QUNFANG_HOME := build/test
test-browser: $(VENV)/test.done
	@$(BIN)/python -m pytest -m browser tests/browser

$(VENV)/ocr.done: $(VENV)/test.done requirements/ocr.lock
	@echo "Installing what reads pictures"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ocr.lock
	@touch $@

test-ocr: export QUNFANG_HOME := build/test
test-ocr: $(VENV)/ocr.done
	@$(BIN)/python -m pytest -m ocr tests

$(VENV)/spark.done: $(VENV)/test.done requirements/spark.lock
	@echo "Installing Spark (400 MB; needs Java 17)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	@touch $@

test-spark: export QUNFANG_HOME := build/test
test-spark: $(VENV)/spark.done
	@$(BIN)/python -m pytest -m spark tests

test-slow: $(VENV)/test.done
	@$(BIN)/python -m pytest -m slow

lint: $(VENV)/test.done
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

types: $(VENV)/test.done
	@$(BIN)/mypy

bench: $(VENV)/test.done
	@$(BIN)/python benchmarks/run.py

NATION := county city province nation

bench-nation: $(VENV)/test.done
	@$(BIN)/python tools/on_postgres.py $(BIN)/python benchmarks/nation.py $(NATION)
	@$(BIN)/python benchmarks/nation.py county city province

model: $(VENV)/test.done
	@$(BIN)/python -m training.build
	@$(BIN)/python -m training.build_cases

messages: $(VENV)/test.done
	@$(BIN)/python tools/messages.py

docs: $(VENV)/test.done
	@$(BIN)/python tools/reference.py

lock:
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/run.in -o requirements/run.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/test.in -o requirements/test.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/ocr.in -o requirements/ocr.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/semantic.in -o requirements/semantic.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/spark.in -o requirements/spark.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements/s3.in -o requirements/s3.lock

clean:
	rm -rf $(VENV) build
