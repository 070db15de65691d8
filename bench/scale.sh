#!/bin/sh
# How the pages answer in a large city: 100,000 projects with 4 million cases on SQLite, ten times that on
# PostgreSQL: on a server that is started for it, or in the empty database LIANDONG_SCALE_DB (postgresql://...).
#
#   bench/scale.sh [BUILD]
#
# PROJECTS (SQLite), QUEUE_PROJECTS, QUEUES and PG_PROJECTS scale it down, ROUNDS says how often each page is asked,
# SCALE_DIR keeps what was filled on SQLite for another run. The aim is a p99 below 20 ms.
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

# A million cases in all, ten thousand of them in one unit's hands; then a million that are open.
queue_projects=${QUEUE_PROJECTS:-25000}
for open in ${QUEUES:-10000 1000000}; do
    need=$((queue_projects * 60 + open * 2))
    if [ "$(free_at "$work")" -lt "$need" ]; then
        echo "skipped: SQLite, $open open cases need $((need / 1048576 + 1)) GB in $work"
    else
        echo "SQLite, $queue_projects projects and $open open cases of one unit"
        mkdir -p "$work/queue-$open"
        "$build/bench/bench_scale" data/fuzhou "$work/queue-$open/city.db" "$work/queue-$open" "$queue_projects" "$rounds" "$open" || missed=1
    fi
done

# On PostgreSQL the same city takes 50 kilobytes a project, and the server's log.
on_postgres() {
    echo "PostgreSQL, $pg_projects projects"
    "$build/bench/bench_scale" data/fuzhou "$1" "$work/pg" "$pg_projects" "$rounds" || missed=1
}
temporary=${TMPDIR:-/tmp}
need=$((pg_projects * 55 + 4 * 1048576))
why=$(python3 -c 'import sys; sys.path.insert(0, "tests/postgres"); import server; print(server.missing() or "")')
mkdir -p "$work/pg"
if [ -n "${LIANDONG_SCALE_DB:-}" ]; then
    on_postgres "$LIANDONG_SCALE_DB"
elif [ -n "$why" ]; then
    echo "skipped: PostgreSQL, $why"
elif [ "$(free_at "$temporary")" -lt "$need" ]; then
    echo "skipped: PostgreSQL, $pg_projects projects need $((need / 1048576 + 1)) GB in $temporary"
else
    echo "PostgreSQL, $pg_projects projects, on a server of its own"
    python3 tests/postgres/server.py --set shared_buffers=2GB --set effective_cache_size=12GB --set max_wal_size=4GB \
        --set checkpoint_timeout=30min --set maintenance_work_mem=1GB --set wal_level=minimal --set max_wal_senders=0 -- \
        sh -c '"$0" data/fuzhou "$LIANDONG_TEST_DB" "$1" "$2" "$3"' \
        "$build/bench/bench_scale" "$work/pg" "$pg_projects" "$rounds" || missed=1
fi
exit $missed
