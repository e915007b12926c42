"""What monitoring asks: one line of health, and metrics in the Prometheus text format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from alerts.records import LastRun, counts, is_late, last_run
from graph.store.errors import StoreError
from graph.store.store import Store

_METRICS = "text/plain; version=0.0.4; charset=utf-8"


def monitoring_router(store: Callable[[], Store], now: Callable[[], dt.datetime]) -> APIRouter:
    """Return the routes /health and /metrics. `now` tells the time, in UTC."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health")
    async def health() -> JSONResponse:
        """When alerts last came to their end, and whether they are late. 503 where they are, or nothing can be read."""
        try:
            last = await last_run(store())
        except StoreError as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, status_code=503)
        late = is_late(last, now())
        told = {"lastSuccess": last.ended_at.isoformat() if last else None, "late": late}
        return JSONResponse({"status": "alerts are late" if late else "ready", "alerts": told}, 503 if late else 200)

    @router.get("/metrics")
    async def metrics() -> Response:
        """When alerts last came to their end, and how many stand where. 503 where nothing can be read."""
        try:
            text = metrics_text(await last_run(store()), await counts(store()))
        except StoreError as error:
            return Response(f"# {error}\n", 503, media_type=_METRICS)
        return Response(text, media_type=_METRICS)

    return router


def metrics_text(last: LastRun | None, by_state: Mapping[tuple[str, str], int]) -> str:
    """Return what is known of alerts in the Prometheus text format; the moment is 0 where no run ever ended."""
    ended = last.ended_at.timestamp() if last else 0
    lines = [
        "# HELP isa_alerts_last_success_timestamp_seconds When a run of alerts last came to its end.",
        "# TYPE isa_alerts_last_success_timestamp_seconds gauge",
        f"isa_alerts_last_success_timestamp_seconds {ended:.3f}",
        "# HELP isa_alerts How many alerts there are, by channel and state.",
        "# TYPE isa_alerts gauge",
        *(
            f'isa_alerts{{channel="{channel}",state="{state.lower()}"}} {number}'
            for (channel, state), number in sorted(by_state.items())
        ),
    ]
    return "\n".join(lines) + "\n"
