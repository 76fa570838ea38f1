#!/bin/sh
# Makes every picture of docs/gallery.md again, by the commands that stand in it. Run it from any
# folder of a fresh clone; it takes a few minutes.
set -eu

cd "$(dirname "$0")/.."
mkdir -p docs/gallery
commands=$(mktemp)
trap 'rm -f "$commands"' EXIT
sed -n '/^```sh$/,/^```$/p' docs/gallery.md | grep -v '^```' >"$commands"
sh -eux "$commands"
