#!/bin/sh
# How the pages answer in a large city: 100,000 projects with 4 million cases on SQLite; ten times that
# on PostgreSQL, where LIANDONG_SCALE_DB names a database that may be filled (postgresql://...).
#
#   bench/scale.sh [BUILD]
#
# PROJECTS (SQLite) and PG_PROJECTS scale it down, ROUNDS says how often each page is asked,
# SCALE_DIR keeps what was filled for another run. The aim is a p99 below 20 ms.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/release}
projects=${PROJECTS:-100000}
pg_projects=${PG_PROJECTS:-1000000}
rounds=${ROUNDS:-300}
missed=0

ninja -C "$build" bench/bench_scale >/dev/null
work=${SCALE_DIR:-}
if [ -z "$work" ]; then
    work=$(mktemp -d "${TMPDIR:-/tmp}/liandong-scale.XXXXXX")
    trap 'rm -rf "$work"' EXIT INT TERM
fi
mkdir -p "$work"

# Kilobytes that are free there.
free_at() {
    df -Pk "$1" | awk 'NR == 2 { print $4 }'
}

# A project with its forty cases takes 60 kilobytes while it is loaded, log included.
need=$((projects * 60))
if [ "$(free_at "$work")" -lt "$need" ]; then
    echo "skipped: SQLite, $projects projects need $((need / 1048576 + 1)) GB in $work"
else
    echo "SQLite, $projects projects, on $(nproc) cores, $(uname -m)"
    "$build/bench/bench_scale" data/fuzhou "$work/city.db" "$work" "$projects" "$rounds" || missed=1
    ls -l "$work/city.db" | awk '{ printf "database file %.2f GB\n", $5 / 1e9 }'
fi

if [ -z "${LIANDONG_SCALE_DB:-}" ]; then
    echo "skipped: PostgreSQL, no LIANDONG_SCALE_DB=postgresql://..."
else
    echo "PostgreSQL, $pg_projects projects"
    "$build/bench/bench_scale" data/fuzhou "$LIANDONG_SCALE_DB" "$work/pg" "$pg_projects" "$rounds" || missed=1
fi
exit $missed
