#!/bin/sh
# What the program can do on this machine, each figure with its aim beside it. Takes about a minute.
#
#   [PSPLIB=FOLDER] bench/run.sh [BUILD [SECONDS]]
#
# BUILD is the release build's folder (build/release); the server's part needs wrk and nginx.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/release}
seconds=${2:-2}
pack=data/fuzhou
facts=$pack/demo/worked-p1.json

ninja -C "$build" src/roof/liandong bench/bench_plan bench/bench_routes bench/bench_pipeline bench/bench_parallel bench/bench_forecast bench/bench_dispatch bench/bench_match bench/bench_guide bench/bench_ask >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# "12345 plans/s ..." or "lead facts  16 a commit  9999 commands/s ..." in the form of the others.
beside() {
    awk -v name="$1" -v unit="$2" -v aim="$3" '{
        for (i = 2; i <= NF; i++) if ($i == unit) rate = $(i - 1)
        printf "%-44s %26s   aim %-14s %s\n", name, sprintf("%.0f %s", rate, unit),
               aim == "" ? "" : ">= " aim, aim == "" ? "" : (rate >= aim ? "met" : "MISSED") }'
}

echo "liandong on $(nproc) cores, $(uname -m), $(date -u +%Y-%m-%d)"
"$build/bench/bench_plan" "$pack" "$facts" "$seconds" | beside "plans of p1, one core" plans/s 1000000
"$build/bench/bench_routes" "$pack" "$facts"
python3 bench/bench_portfolio.py "$build/src/roof/liandong" "$pack" "$facts" 20
"$build/bench/bench_dispatch"
mkdir "$work/match"
"$build/bench/bench_match" "$work/match" >"$work/matched"
grep -v '^pairs matched' "$work/matched"
grep '^pairs matched' "$work/matched" | beside "pairs matched, one core" pairs/s ""
# Installs what stands in the folder's lock file, by its hashes. Not `npm ci`: that takes a lock file to be out of step which lacks packages of other
# platforms that a registry does not keep. Fails with npm's first word on it in $why.
npm_fails() {
    (cd "$1" && { [ -d "node_modules/$2" ] || npm install --no-save >/dev/null 2>"$work/npm"; }) && return 1
    why=$(sed -n 's/^npm \(error\|ERR!\) //p' "$work/npm" | grep -v '^code ' | head -n 1)
    return 0
}
# Beside it npm's GoRules Zen and json-rules-engine on the first of the same enterprises and policies.
if ! npm_fails bench/match json-rules-engine; then
    node bench/match/bench.mjs "$work/match" 5 >"$work/beside"
    for engine in '@gorules/zen-engine 1000' 'json-rules-engine 10000'; do
        set -- $engine
        grep "$1" "$work/beside" | beside "the same with $1" pairs/s ""
        { grep '^pairs matched' "$work/matched"; grep "$1" "$work/beside"; } | awk -v aim="$2" '{
            for (i = 2; i <= NF; i++) if ($i == "pairs/s") rate[NR] = $(i - 1) } END {
            times = rate[1] / rate[2]
            printf "%-44s %26s   aim %-14s %s\n", "times as many", sprintf("%.0f x", times), ">= " aim " x", (times < aim ? "MISSED" : "met") }'
    done
else
    echo "the same with GoRules Zen, json-rules-engine   skipped: npm: ${why:-is not here}"
fi
"$build/bench/bench_guide" "$pack"
"$build/bench/bench_ask" "$pack" tests/ask/questions.tsv
"$build/bench/bench_pipeline" "$pack" "$work" "$seconds" >"$work/pipeline"
grep '^lead facts   *1 ' "$work/pipeline" | beside "durable commands, one a commit" commands/s ""
grep '^lead facts  *16 ' "$work/pipeline" | beside "durable commands, 16 a commit" commands/s 10000
grep '^register   *1 ' "$work/pipeline" | beside "leads registered, one a commit" commands/s ""
grep '^register  *16 ' "$work/pipeline" | beside "leads registered, 16 a commit" commands/s ""
mkdir "$work/parallel"
"$build/bench/bench_parallel" "$pack" "$work/parallel" 400 >"$work/ours"
beside "parallel approval of 12 steps, durable" cases/s "" <"$work/ours"
# Beside it npm's bpmn-engine in memory, the same flow in the same run; without npm there is nothing to hold it against.
if ! npm_fails bench/bpmn bpmn-engine; then
    node bench/bpmn/bench.mjs 5 16 >"$work/theirs"
    beside "the same with bpmn-engine, in memory" cases/s "" <"$work/theirs"
    cat "$work/ours" "$work/theirs" | awk '{ rate[NR] = $1 } END {
        times = rate[1] / rate[2]
        printf "%-44s %26s   aim %-14s %s\n", "times as many", sprintf("%.0f x", times), ">= 100 x", (times < 100 ? "MISSED" : "met") }'
else
    echo "the same with bpmn-engine, in memory           skipped: npm: ${why:-is not here}"
fi
python3 bench/bench_server.py "$build/src/roof/liandong" "$pack" "$seconds" 3
"$build/bench/bench_forecast" "$seconds"
# The instances of the literature are not part of this tree: PSPLIB names a folder of them with best-known.csv.
if [ -f "${PSPLIB:-bench/psplib}/best-known.csv" ]; then
    python3 bench/bench_level.py "$build/src/roof/liandong" "${PSPLIB:-bench/psplib}"
fi
