#!/bin/sh
# Runs each fuzzer for FUZZ_SECONDS (60) with clang's sanitizers; what it learns stays in build/corpus.
set -eu
cd "$(dirname "$0")/.."
seconds="${FUZZ_SECONDS:-60}"
[ -f build/fuzz/build.ninja ] || CC=clang meson setup build/fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false >/dev/null
ninja -C build/fuzz >build/fuzz/ninja.log 2>&1 || { tail -20 build/fuzz/ninja.log; exit 1; }
find build/fuzz -name 'fuzz_*' -type f -perm -u+x | sort | while read -r fuzzer; do
    name="$(basename "$fuzzer")"
    mkdir -p "build/corpus/$name"
    echo "== $name, $seconds s"
    "$fuzzer" -max_total_time="$seconds" -print_final_stats=1 "build/corpus/$name" "tests/fuzz/corpus/${name#fuzz_}" 2>&1 | grep -E "stat::|ERROR|SUMMARY|Test unit" || exit 1
done
