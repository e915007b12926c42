"""What monitoring asks: one line of health, and metrics for Prometheus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from alerts.records import counts, is_late, last_run
from graph.store.errors import StoreError
from graph.store.store import Store


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
    async def metrics(request: Request) -> Response:
        """When alerts last came to their end, and how many stand where. 503 where nothing can be read."""
        # Here, since a server that starts has no need of it.
        from api.alerts.metrics import AlertMetrics, encoded

        try:
            known = AlertMetrics(await last_run(store()), await counts(store()))
        except StoreError as error:
            return Response(f"# {error}\n", 503, media_type="text/plain")
        text, media_type = encoded(known, request.headers.get("Accept", ""))
        return Response(text, media_type=media_type)

    return router
