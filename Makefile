# `make` lists what there is.
.PHONY: help setup demo demo-stop test check fix bench docs strings screenshots lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup: ## Make .venv from the hash-pinned lock
	@tools/setup

demo: setup ## Start everything with invented people, ready to try (Ctrl-C ends it)
	@.venv/bin/rollbook demo

demo-stop: ## End the demo and its database
	@.venv/bin/rollbook demo --stop

test: setup ## Run every test
	@tools/test

check: setup ## Lint, types, import directions, migrations, generated docs
	@tools/check

fix: setup ## Format, and mend what the linter can
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

bench: setup ## Measure; SIZE=1000000 for the large figures (default 100000)
	@tools/bench

docs: setup ## Write the generated reference pages
	@.venv/bin/python -m docs.generate

strings: setup ## Collect the pages' sentences for translation, compile the languages
	@tools/strings

screenshots: setup ## Take the pictures of the docs from a demo of its own (needs Chromium)
	@tools/screenshots

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock
