# Two commands are enough: `make run` looks at a packet, `make test` runs every test.
# Both install what is missing first (see .ci/setup); the second time that takes a moment.

SHELL := /bin/sh
TARGET := $(or $(CARGO_TARGET_DIR),target)
COMMAND := $(TARGET)/release/wirelight
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH):$(HOME)/.cargo/bin
# Where rustup may not fetch the pinned toolchain, a `stable` of the same release does as well.
export RUSTUP_TOOLCHAIN := $(shell .ci/setup which-rust)
ifeq ($(RUSTUP_TOOLCHAIN),)
unexport RUSTUP_TOOLCHAIN
endif

# The page is built again when something it is made of is newer; the command's own sources are not part of it.
PAGE_SOURCES := $(shell find src styles static .ci/finish-page.mjs index.html Trunk.toml Cargo.toml Cargo.lock rust-toolchain.toml \
	-type f -not -path 'src/cli/*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test build page lint figures setup clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## build everything, serve the page on this machine and print its address
	@$(COMMAND) view

build: page ## the page into dist/, then the command with the page inside
	@WIRELIGHT_PAGE=$$(cksum < dist/index.html | tr ' ' -) cargo build --release --bin wirelight

page: setup dist/index.html

dist/index.html: $(PAGE_SOURCES)
	trunk build --release
	node .ci/licenses.mjs > dist/licenses.txt

test: page ## every test, those in a real browser too
	@.ci/setup browser
	cargo test --profile proof

lint: ## formatting, and clippy for the command and for the page
	@.ci/setup rust
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy --lib --bins --target wasm32-unknown-unknown -- -D warnings

figures: build ## measure what we promise: speed, memory, size, agreement with tshark
	@.ci/setup figures
	@tests/figures/measure.py $(COMMAND)

setup:
	@.ci/setup page

clean: ## everything built; the tools stay
	rm -rf dist $(TARGET)
