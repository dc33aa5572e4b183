# The project's front door. `make` alone does everything; `make help` lists the rest.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS   += --no-print-directory

# Ruby and the tests read UTF-8 whatever the caller's locale is.
export LANG   := C.UTF-8
export LC_ALL := C.UTF-8

# Steps run in the order written, under -j too; below tools/snip they run side by side.
.NOTPARALLEL:
jobs = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

jekyll := tools/bundle exec jekyll

# A NAME in the environment (WSL sets one) is not the author's.
name = $(if $(findstring command,$(origin NAME)),$(NAME))

# A title is text, though make would expand a `$` in it: take its value as it stands, as one word
# of the shell, and pass it on to nobody.
title_word = '$(subst ','\'',$(value title))'
ifdef title
unexport title
MAKEOVERRIDES :=
endif

.PHONY: all
all: verified render ## Set up what is missing, verify every snippet, render the site
	@echo
	@echo 'To read the site:  make serve   and open the address that it prints'

# One make, that what is wrong is not told of by two.
.PHONY: verified
verified:
	@tools/setup site snippets
	@$(MAKE) -s $(jobs) -C tools/snip
	@tools/verify

.PHONY: serve
serve: ## Show the site at http://127.0.0.1:4000 and follow changes (PORT=4001: elsewhere)
	@tools/setup site
	@tools/serve $(or $(PORT),4000)

.PHONY: site
site: site-ready render ## Render the site into _site from the records: no compiler, nothing verified

.PHONY: site-ready
site-ready:
	@tools/setup site

# Jekyll in the environment of set-up, saying only what is or may be wrong, as that a post
# is left out because its date is to come.
.PHONY: render
render:
	@JEKYLL_LOG_LEVEL=warn $(jekyll) build
	@tools/cards
	@tools/search-index
	@echo 'site: rendered into _site'

.PHONY: snip
snip: ## Build the tool, build/snip
	@tools/setup snippets
	@$(MAKE) -s $(jobs) -C tools/snip

.PHONY: snippets
snippets: snip ## Verify that every post tells the truth
	@build/snip check

.PHONY: update
update: snip ## Run what changed and write it into records and posts (NAME=…: only that snippet or post)
	@build/snip update $(name)

.PHONY: new-post
new-post: ## Begin an article with a working snippet: make new-post title='…'
	@[[ -n $(title_word) ]] || { echo "Give it a title: make new-post title='소켓의 일생'" >&2; exit 2; }
	@$(MAKE) snip
	@build/snip new post -- $(title_word)

.PHONY: test
test: ## Run all tests and measure their coverage
	@tools/setup site snippets test
	@$(MAKE) -s $(jobs) -C tools/snip
	@$(MAKE) -s $(jobs) -C tools/snip VARIANT=test
	@tests/run

.PHONY: bench
bench: snip ## Measure how fast snip is, beside make and beside itself
	@tests/bench/run

.PHONY: stress
stress: snip ## Run every snippet N times, quiet and under load, against its record (N=100 NAME=…)
	@tests/bench/stress --runs $(or $(if $(findstring command,$(origin N)),$(N)),100) $(name)

.PHONY: lint-snippets
lint-snippets: snip ## Run every snippet with sanitizers and under valgrind (NAME=…: only that one)
	@tools/setup test
	@tests/lint/snippets $(name)

.PHONY: clean
clean: ## Remove what was built; gems and npm packages stay
	rm -rf build _site .jekyll-cache .jekyll-metadata .snip

.PHONY: help
help: ## List what make can do
	@echo 'make [TARGET]'
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | \
	  while IFS=$$'\t' read -r target text; do printf '  %-13s  %s\n' "$$target" "$$text"; done
