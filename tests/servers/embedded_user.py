"""A process that uses the embedded engine: `python -m servers.embedded_user FOLDER`.

Prints one line of JSON when it has joined and leaves when a line (or the end) of standard input comes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from graph.store.embedded.attach import attach
from graph.store.embedded.files import read_state
from graph.store.settings import StoreSettings


def main() -> None:
    """Join, say so, wait, leave."""
    folder = Path(sys.argv[1])
    lease = attach(StoreSettings(uri=None, user="", password="", database=None, data_dir=folder))
    state = read_state(lease.files)
    assert state is not None
    print(json.dumps({"uri": lease.bolt_uri, "supervisor": state.supervisor, "engine": state.engine}), flush=True)
    sys.stdin.readline()
    lease.release()


if __name__ == "__main__":
    main()
