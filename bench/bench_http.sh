#!/bin/sh
# How fast is the HTTP door, beside nginx with a static file of the same size (4 KiB)?
#
#   bench/bench_http.sh ECHO_SERVER [SECONDS [ROUNDS]]
#
# Both with two workers, keep-alive, on the loopback, asked by wrk with one thread and 32
# connections, in turn, so that a noisy machine disturbs both alike. Prints a line a measurement and
# the ratio of the medians. Skips, saying so, when wrk or nginx is not installed.
set -eu

server=${1:?usage: bench_http.sh ECHO_SERVER [SECONDS [ROUNDS]]}
seconds=${2:-2}
rounds=${3:-3}
nginx=$(command -v nginx || command -v /usr/sbin/nginx || true)
if [ -z "$nginx" ] || ! command -v wrk >/dev/null; then
    echo "skipped: needs wrk and nginx (apt packages wrk, nginx-light)"
    exit 0
fi

work=$(mktemp -d)
fifo=$work/stdin
mkfifo "$fifo"
finish() {
    exec 3>&-
    [ -f "$work/nginx.pid" ] && kill "$(cat "$work/nginx.pid")" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT INT TERM

# Ours ends when its standard input does.
"$server" 0 2 <"$fifo" >"$work/port" 2>/dev/null &
exec 3>"$fifo"
while [ ! -s "$work/port" ]; do sleep 0.05; done
ours=$(cat "$work/port")

# A port that is free now; nginx cannot choose one itself.
theirs=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/html"
chmod 755 "$work" "$work/html"
head -c 4096 /dev/zero | tr '\0' x >"$work/html/json"
cat >"$work/nginx.conf" <<CONF
worker_processes 2;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
    access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
    keepalive_requests 100000000; default_type application/json;
    open_file_cache max=100; client_body_temp_path $work/t; proxy_temp_path $work/t;
    fastcgi_temp_path $work/t; uwsgi_temp_path $work/t; scgi_temp_path $work/t;
    server { listen 127.0.0.1:$theirs; root $work/html; }
}
CONF
"$nginx" -c "$work/nginx.conf" 2>/dev/null
sleep 0.3

# Prints requests a second and the 99th percentile.
ask() {
    wrk -t1 -c32 -d"${seconds}s" --latency "http://127.0.0.1:$1/$2" |
        awk '/99%/ { p = $2 } /Requests\/sec/ { printf "%.0f %s\n", $2, p }'
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    ask "$ours" json >"$work/one"
    echo "ours  4 KiB  $(cat "$work/one")"
    cut -d' ' -f1 "$work/one" >>"$work/ours"
    ask "$theirs" json >"$work/one"
    echo "nginx 4 KiB  $(cat "$work/one")"
    cut -d' ' -f1 "$work/one" >>"$work/theirs"
done
a=$(median "$work/ours")
b=$(median "$work/theirs")
echo "ours $a nginx $b requests/s: $(awk "BEGIN { printf \"%.0f\", 100 * $a / $b }") %"
