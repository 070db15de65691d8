#!/bin/sh
# Serves the demonstration: makes var/liandong.db at the first start, keeps it afterwards.
set -eu
cd "$(dirname "$0")/.."
port="${PORT:-8080}"
mkdir -p var
if [ ! -f var/liandong.db ]; then
    echo "first start: setting up the Fuzhou pack and the demonstration data"
    build/liandong setup --demo --db var/liandong.db --pack data/fuzhou
else
    echo "accounts of the demonstration:"
    python3 - var/demo-accounts.json <<'P'
import json, sys
for account in json.load(open(sys.argv[1])):
    print(f"  {account['login']:16} {account['password']:20} {account['name']}")
P
fi
exec build/liandong serve --db var/liandong.db --pack data/fuzhou --port "$port"
