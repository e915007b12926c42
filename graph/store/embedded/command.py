"""The command line that starts the engine."""

from __future__ import annotations

import os
from dataclasses import dataclass

from graph.store.embedded.files import DATABASE, EngineFiles
from graph.store.embedded.wheel import EngineWheel

LOOPBACK = "127.0.0.1"

# Errors that the engine reports to a client also go to its log with the values at fault in them; the client has
# them already and a log must not hold registry data.
LOGGING = """\
handlers=java.util.logging.ConsoleHandler
.level=SEVERE
java.util.logging.ConsoleHandler.level=SEVERE
com.arcadedb.bolt.level=OFF
com.arcadedb.server.http.level=OFF
"""


@dataclass(frozen=True)
class EngineOptions:
    """What may differ between two engines: heap as the JVM writes it, longest statement in milliseconds."""

    heap: str
    statement_limit: int


def engine_command(
    wheel: EngineWheel, files: EngineFiles, options: EngineOptions, bolt_port: int, http_port: int
) -> list[str]:
    """The engine's command line. Port 0 lets the operating system choose a free one.

    Listeners: Bolt and HTTP, both on loopback. `txWalFlush=2` syncs the log to the disk at every commit, so that
    an acknowledged write survives a power cut. The password is read from a file, never from the command line,
    which any local user can see.
    """
    settings = {
        "server.name": DATABASE,
        "server.rootPath": files.root,
        "server.databaseDirectory": files.root / "databases",
        "server.configDirectory": files.root / "config",
        "server.logsDirectory": files.root / "log",
        "server.backupDirectory": files.root / "backups",
        "server.rootPasswordPath": files.password,
        "server.defaultDatabases": f"{DATABASE}[root]",
        "server.httpIncomingHost": LOOPBACK,
        "server.httpIncomingPort": http_port,
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": LOOPBACK,
        "bolt.port": bolt_port,
        "bolt.defaultDatabase": DATABASE,
        "studio.enabled": "false",
        "serverMetrics": "false",
        "support.autoRegister": "false",  # it would send diagnostics to the maker
        "txWalFlush": 2,
        "command.timeout": options.statement_limit,
        "dateTimeImplementation": "java.time.ZonedDateTime",
        # The gate would queue the very statement that ends an overdue one behind the overdue ones. The pool of the
        # driver bounds how many run at once, and the engine's own heap budget refuses what would not fit.
        "queryMaxConcurrent": 0,
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
    }
    return [
        str(wheel.java),
        f"-Xmx{options.heap}",
        "-XX:+UseSerialGC",
        # An engine that ran out of memory is in no known state: end it and start afresh from its log.
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        f"-Djava.util.logging.config.file={files.logging_settings}",
        *(f"-Darcadedb.{name}={value}" for name, value in settings.items()),
        "-cp",
        os.pathsep.join(str(jar) for jar in wheel.jars),
        "com.arcadedb.server.ArcadeDBServer",
    ]
