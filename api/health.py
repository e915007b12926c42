"""Whether the server is alive, and whether it can answer."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from graph.store.errors import StoreError
from graph.store.health import ready
from graph.store.store import Store


def health_router(store: Callable[[], Store]) -> APIRouter:
    """Return the routes a container or load balancer asks: /health/live and /health/ready."""
    router = APIRouter(prefix="/health", include_in_schema=False)

    @router.get("/live")
    async def live() -> JSONResponse:
        """Alive: the process answers, whatever its engine does."""
        return JSONResponse({"status": "live"})

    @router.get("/ready")
    async def is_ready() -> JSONResponse:
        """Ready: the engine answers. 503 with the reason where it does not."""
        engine = store().engine
        about = {"engine": engine.kind, "name": engine.name, "version": engine.version}
        try:
            await ready(store())
        except StoreError as error:
            reason = {"status": "not ready", "reason": str(error), **about}
            return JSONResponse(reason, status_code=503, headers={"Retry-After": "5"})
        return JSONResponse({"status": "ready", **about})

    return router
