#!/bin/sh
# Runs each fuzzer for FUZZ_SECONDS (60) with clang's sanitizers.
set -eu
cd "$(dirname "$0")/.."
seconds="${FUZZ_SECONDS:-60}"
[ -f build/fuzz/build.ninja ] || CC=clang meson setup build/fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false >/dev/null
ninja -C build/fuzz >/dev/null
for fuzzer in build/fuzz/tests/fuzz/fuzz_*; do
    [ -x "$fuzzer" ] && [ -f "$fuzzer" ] || continue
    echo "== $(basename "$fuzzer")"
    mkdir -p "build/corpus/$(basename "$fuzzer")"
    "$fuzzer" -max_total_time="$seconds" -print_final_stats=1 "build/corpus/$(basename "$fuzzer")" 2>&1 | tail -12
done
