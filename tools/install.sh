#!/bin/sh
# Installs what is missing of Debian's packages for `build`, `test`, `bench`, `lint` or `failover`. Does nothing when all is
# there. Servers among them (PostgreSQL, etcd, haproxy, nginx) are wanted as programs only: none is started here, none is left
# to start with the machine, and no cluster of PostgreSQL is made. The tests start their own, in folders of their own.
set -eu
build="gcc ninja-build meson pkg-config python3 libsqlite3-dev libpq-dev libinih-dev libssl-dev libsodium-dev libqrencode-dev liboath-dev libcurl4-openssl-dev libpango1.0-dev fonts-noto-cjk libxlsxwriter-dev libzip-dev libexpat1-dev"
test="libcmocka-dev libjansson-dev chromium poppler-utils sqlite3 clang libclang-rt-14-dev postgresql-15 faketime"
bench="wrk nginx-light"
lint="clang-format cppcheck"
failover="patroni etcd-server haproxy"
# What a test does without, and says so.
extra=""
case "${1:-build}" in
build) wanted="$build" ;;
test) wanted="$build $test" extra="nginx-light" ;;
bench) wanted="$build $bench" ;;
lint) wanted="$lint" ;;
failover) wanted="$build $test $failover" ;;
*) echo "install.sh: build, test, bench, lint or failover" >&2; exit 2 ;;
esac
lacks() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || printf ' %s' "$package"
    done
}
# shellcheck disable=SC2086
missing=$(lacks $wanted) extra=$(lacks $extra)
# Node may come from Debian or from elsewhere: what counts is that it runs.
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
[ -n "$missing$extra" ] || exit 0
echo "installing:$missing$extra"
if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d/liandong-none.conf
quiet() {
    # Nothing that is installed now is started. A policy that is there already stays as it is.
    [ -e "$policy" ] || [ -L "$policy" ] || {
        printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
        $sudo chmod 755 "$policy"
        ours=yes
    }
}
loud() {
    [ "${ours:-no}" = no ] || $sudo rm -f "$policy"
    [ ! -e "$clusters" ] || $sudo rm -f "$clusters"
}
install() {
    $sudo apt-get install -q -y --no-install-recommends "$@" >/dev/null
}

$sudo apt-get update -q >/dev/null || [ -z "$missing" ] || exit 1
trap loud EXIT
trap 'exit 1' INT TERM
quiet
case "$missing" in *postgresql-15* | *patroni*)
    install postgresql-common
    $sudo mkdir -p "${clusters%/*}"
    echo "create_main_cluster = false" | $sudo tee "$clusters" >/dev/null
    ;;
esac
# shellcheck disable=SC2086
[ -z "$missing" ] || install $missing
# shellcheck disable=SC2086
[ -z "$extra" ] || install $extra || echo "not to be had here:$extra"
if command -v systemctl >/dev/null 2>&1; then
    for service in patroni:patroni etcd-server:etcd haproxy:haproxy; do
        case "$missing" in *"${service%:*}"*) $sudo systemctl disable -q "${service#*:}" 2>/dev/null || true ;; esac
    done
fi
