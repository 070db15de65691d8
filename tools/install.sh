#!/bin/sh
# Installs what is missing of Debian's packages for `build`, `test`, `bench` or `lint`. Does nothing when all is there.
set -eu
build="gcc ninja-build meson pkg-config python3 libjansson-dev libsqlite3-dev libpq-dev libinih-dev libssl-dev libsodium-dev libqrencode-dev"
test="libcmocka-dev chromium fonts-noto-cjk sqlite3 clang libclang-rt-14-dev"
bench="wrk nginx-light"
lint="clang-format cppcheck"
case "${1:-build}" in
build) wanted="$build" ;;
test) wanted="$build $test" ;;
bench) wanted="$build $bench" ;;
lint) wanted="$lint" ;;
*) echo "install.sh: build, test, bench or lint" >&2; exit 2 ;;
esac
missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
# Node may come from Debian or from elsewhere: what counts is that it runs.
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
[ -n "$missing" ] || exit 0
echo "installing:$missing"
if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null
# shellcheck disable=SC2086
$sudo apt-get install -q -y --no-install-recommends $missing >/dev/null
