#!/usr/bin/env bash
# Makes .venv hold exactly what the lock files say. Run by make: install.sh PYTHON [dev]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 wanted=${2:-}

say() { printf '%s\n' "$*" >&2; }

if [[ -z $python ]]; then
    say "make: no Python 3.11 or later was found. Install one, or name it: make run PYTHON=/path/to/python3"
    exit 2
fi
# A folder made by a Python that has since gone, or by one too old, is made anew.
if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Making .venv with $("$python" --version)"
    if ! "$python" -m venv --clear .venv; then
        say "make: $python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"
        exit 2
    fi
fi

install() {
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps "$@"
}

locks=(runtime build)
[[ $wanted != dev ]] || locks+=(dev)
say "Installing packages: ${locks[*]} (a minute or two the first time)"
arguments=()
for lock in "${locks[@]}"; do arguments+=(-r "requirements/$lock.lock"); done
install --require-hashes "${arguments[@]}"
if ! install --require-hashes --only-binary :all: -r requirements/embedded.lock; then
    say "The embedded engine has no build for this platform (it needs glibc 2.34 or later, or an Apple silicon Mac)."
    say "Everything else works: set ISA_NEO4J_URI and ISA_NEO4J_PASSWORD to use a Neo4j server, see docs/settings.md."
fi
install --no-build-isolation -e .
