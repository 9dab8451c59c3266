#!/usr/bin/env bash
# Prints the newest Python on this machine that the portal can run on (3.11 or later); fails if there is none.
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$name"
        exit
    fi
done
exit 1
