# Everything a person or CI does with Carteiro. Each target first installs the tools that are missing.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help play dev test check browsers examples engines bench prove fuzz fmt wasm reproducible clean distclean

RUST := Cargo.toml Cargo.lock build.rs $(shell find src -type f 2>/dev/null)
LESSONS := $(wildcard lessons/*.json tests/scenarios/*.json)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

play: ## Build the playground and serve it (PORT=4173, HOST=127.0.0.1; FILE=my.json opens your scenario)
	@tools/play.sh

dev: ## Serve the page with live reload, for work on www/
	@tools/play.sh --dev

test: ## Run every check and test (ONLY="fmt native" for some, VERBOSE=1 to see all output)
	@tools/test.sh

check: ## Run the quick checks: format, lint, unit tests, model behaviour, layers
	@PARTS="rust npm" ONLY="fmt clippy lint quick" tools/test.sh

browsers: ## Use the page in Chromium, Firefox and WebKitGTK, as a person does (ONLY="firefox" for some)
	@tools/browsers.sh

examples: ## Build the pages of examples/ with their frameworks, and visit each (ONLY="react plain" for some)
	@tools/examples.sh

engines: ## Run one plan in parts by xargs, Dask and Ray, and compare the bytes (ONLY="xargs dask" for some, PARTS=7)
	@tools/engines.sh

bench: ## Measure speed and sizes (RUNS=3)
	@tools/bench.sh

prove: ## Try the laws on random cases (CASES=20000 or TIME=seconds, JOBS=, SEED=; CASE=file for one again)
	@tools/prove.sh

fuzz: ## Fuzz what reads files and commands, a minute each (TARGETS="scenario command record", SECONDS_EACH=60)
	@tools/fuzz.sh

fmt: ## Format the Rust code and the page's code
	@tools/setup.sh rust npm
	cargo fmt --all
	cd www && npx biome check --write .

wasm: www/pkg/lessons ## Build the WebAssembly packages into www/pkg, and the lessons for figures

www/pkg/carteiro_bg.wasm: $(RUST) tools/wasm.sh
	@tools/wasm.sh
	@touch $@

www/pkg/lessons: www/pkg/carteiro_bg.wasm $(LESSONS) tools/prepare_lessons.rs
	@tools/wasm.sh lessons
	@touch $@

reproducible: ## Build the WebAssembly packages in two folders, and compare every byte
	@tools/reproducible.sh

clean: ## Remove what was built (the installed tools and npm packages stay)
	rm -rf target fuzz/target www/pkg www/dist www/dist-sco www/dist-single www/test-results

distclean: clean ## Remove the npm packages and the tools that were installed for this project, too
	rm -rf www/node_modules
	@. tools/lib.sh && say "Removing $$TOOLS" && rm -rf "$$TOOLS"
