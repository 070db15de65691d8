#!/bin/sh
# A Debian package: deb.sh PROGRAM FOLDER [VERSION] puts liandong_VERSION_ARCH.deb into the folder and prints its path. What the
# program is linked with becomes what the package depends on.
set -eu
cd "$(dirname "$0")/.."
program=$1 folder=$2
version=${3:-$(sed -n "s/.*version: '\([0-9.]*\)'.*/\1/p" meson.build | head -1)}
arch=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

depends=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' | while read -r library; do
    path=$(ldconfig -p | awk -v name="$library" '$1 == name {print $NF}' | head -1)
    dpkg-query --search "*/$library" 2>/dev/null | grep -F "$(basename "$(dirname "$path")")/$library" | cut -d: -f1 | head -1
done | sort -u | paste -sd, | sed 's/,/, /g')
[ -n "$depends" ] || { echo "deb.sh: no library of $program belongs to a package" >&2; exit 1; }

install -D -m 755 "$program" "$tree/usr/bin/liandong"
strip --strip-unneeded "$tree/usr/bin/liandong"
mkdir -p "$tree/usr/share/liandong" "$tree/usr/share/doc/liandong"
cp -r data "$tree/usr/share/liandong/data"
cp docs/operation.md docs/user-guide.md NOTICE packaging/nginx.conf "$tree/usr/share/doc/liandong/"
cp LICENSE "$tree/usr/share/doc/liandong/copyright"
python3 tools/sbom.py "$tree/usr/bin/liandong" "$version" >"$tree/usr/share/doc/liandong/sbom.cdx.json"
for unit in liandong.service liandong.socket liandong-backup.service liandong-backup.timer; do
    install -D -m 644 "packaging/$unit" "$tree/lib/systemd/system/$unit"
done
install -D -m 640 packaging/debian/liandong.conf "$tree/etc/liandong/liandong.conf"
mkdir "$tree/DEBIAN"
sed "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@DEPENDS@/$depends/" packaging/debian/control >"$tree/DEBIAN/control"
for file in conffiles postinst prerm postrm; do
    cp -p "packaging/debian/$file" "$tree/DEBIAN/$file"
done
chmod -R go-w "$tree"
find "$tree" -type d ! -path "$tree/etc/liandong" -exec chmod 755 {} +
# The same content gives the same package.
find "$tree" -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}" {} +
mkdir -p "$folder"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)} \
    dpkg-deb --root-owner-group -Zgzip --build "$tree" "$folder/liandong_${version}_$arch.deb" >/dev/null
echo "$folder/liandong_${version}_$arch.deb"
