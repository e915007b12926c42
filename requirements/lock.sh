#!/usr/bin/env bash
# Writes the lock files from pyproject.toml: exact versions with the hash of every file, and no download address.
# Run by `make lock`. What is locked stays where it can; UPGRADE=1 takes the newest versions that are allowed.
set -euo pipefail
cd "$(dirname "$0")/.."

options=(--quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
    --no-emit-options --no-annotate --no-header --strip-extras --allow-unsafe)
[[ -z ${UPGRADE:-} ]] || options+=(--upgrade)

listed() { # listed EXPRESSION: the requirements that pyproject.toml, as `p`, lists under an expression
    .venv/bin/python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb')); print(*$1, sep='\n')"
}

lock() { # lock NAME EXPRESSION [CONSTRAINING NAME...]
    local name=$1 expression=$2 constraints=()
    shift 2
    for other in "$@"; do constraints+=(--constraint "requirements/$other.lock"); done
    echo "requirements/$name.lock"
    listed "$expression" |
        .venv/bin/pip-compile "${options[@]}" "${constraints[@]}" --output-file "requirements/$name.lock" -
}

# What the registry runs on; the others agree with it.
lock runtime "p['project']['dependencies']"
# The embedded engine, apart because some platforms have no build of it.
lock embedded "p['project']['optional-dependencies']['embedded']" runtime
# What builds the package itself, as an editable one too.
lock build "[*p['build-system']['requires'], 'editables']" runtime
# Tests, linters and what makes these locks.
lock dev "p['dependency-groups']['dev']" runtime embedded build
