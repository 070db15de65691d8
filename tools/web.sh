#!/bin/sh
# Builds the pages into web/dist when a source is newer than the last build.
set -eu
cd "$(dirname "$0")/../web"
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.installed ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.installed
fi
if [ ! -f dist/index.html ] || [ -n "$(find src public tools index.html package.json vite.config.ts tsconfig.json -newer dist/index.html -type f 2>/dev/null | head -1)" ]; then
    npm run --silent build
    touch dist/index.html
fi
