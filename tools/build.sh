#!/bin/sh
# The release program, with the pages inside: build/liandong.
set -eu
cd "$(dirname "$0")/.."
[ -f build/release/build.ninja ] || meson setup build/release --buildtype=release -Db_pie=true -Db_lto=true >build-setup.log 2>&1 || { cat build-setup.log; exit 1; }
rm -f build-setup.log
ninja -C build/release src/roof/liandong >build/ninja.log 2>&1 || { tail -40 build/ninja.log; exit 1; }
cp build/release/src/roof/liandong build/liandong.new
mv build/liandong.new build/liandong
