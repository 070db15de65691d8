# A thin front: what builds is meson and ninja (C) and vite (pages). `make run` is all a newcomer needs.
.PHONY: run build test test-all harden harden-long failover house bench bench-scale fuzz format lint clean web deps tools deb sbom

PROGRAM = build/liandong

run: build
	@sh tools/run.sh

build: deps web
	@sh tools/build.sh

deps:
	@sh tools/install.sh build

web: deps
	@sh tools/web.sh

test: deps
	@sh tools/install.sh test
	@python3 tests/run.py

test-all: deps
	@sh tools/install.sh failover
	@python3 tests/run.py --all

# Figures about attacks and faults, each beside its aim: some ten minutes, and a night.
harden: build
	@sh tools/install.sh test
	@python3 tests/harden/harden.py

harden-long: build
	@sh tools/install.sh test
	@python3 tests/harden/harden.py --long

failover: build
	@sh tools/install.sh failover
	@python3 tests/run.py --only failover

house:
	@python3 tests/run.py --only house

bench: build
	@sh tools/install.sh bench
	@sh bench/run.sh

# PROJECTS=5000 make bench-scale for a quick look; the whole takes the better part of an hour.
bench-scale: build
	@sh bench/scale.sh

# What the program is made of (CycloneDX): build/liandong.cdx.json
sbom: build
	python3 tools/sbom.py build/liandong $$(sed -n "s/.*version: '\([0-9.]*\)'.*/\1/p" meson.build | head -1) >build/liandong.cdx.json

# build/liandong_VERSION_ARCH.deb, see packaging/
deb: build
	@sh tools/deb.sh build/liandong build

fuzz:
	@sh tools/install.sh test
	@sh tools/fuzz.sh

format:
	@sh tools/install.sh lint
	clang-format -i $$(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' 'bench/*.c')

lint:
	@sh tools/install.sh lint
	clang-format --dry-run -Werror $$(git ls-files 'src/*.c' 'src/*.h')
	@# cppcheck does not follow that a hash function fills what it is handed (uninitvar); compilers and sanitizers do.
	cppcheck --quiet --suppress=uninitvar --suppress=ctuuninitvar --std=c11 --error-exitcode=1 --inline-suppr --suppress=missingIncludeSystem -Isrc src

clean:
	rm -rf build web/dist
