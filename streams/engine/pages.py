"""Over HTTP: is the process alive, is it doing its work, and what is measured. No state is served."""

import hmac
from typing import Any, Final

import faust

from streams.engine.desks import Desks
from streams.engine.meter import Meter

_WHO_ARE_YOU: Final = {"error": "this page asks for the token: Authorization: Bearer TOKEN"}


def add_pages(app: faust.App, desks: Desks[Any], meter: Meter, token: str) -> None:
    @app.page("/metrics")  # type: ignore[untyped-decorator]
    async def metrics(web: Any, request: Any) -> Any:
        if not _may_look(request, token):
            return web.json(_WHO_ARE_YOU, status=401)
        page, content_type = meter.page(desks)
        return web.bytes(page, headers={"Content-Type": content_type})

    @app.page("/livez")  # type: ignore[untyped-decorator]
    async def livez(web: Any, request: Any) -> Any:
        return web.json({"alive": True})

    @app.page("/readyz")  # type: ignore[untyped-decorator]
    async def readyz(web: Any, request: Any) -> Any:
        if not _may_look(request, token):
            return web.json(_WHO_ARE_YOU, status=401)
        ready = desks.is_ready()
        states = {str(partition): _state(desk) for partition, desk in sorted(desks.by_partition.items())}
        return web.json(
            {"ready": ready, "joined": desks.joined, "desks": states}, status=200 if ready else 503
        )


def _may_look(request: Any, token: str) -> bool:
    """Whether the request brings the token, where one is asked for; compared in a time that tells nothing."""
    brought = request.headers.get("Authorization", "")
    return not token or hmac.compare_digest(brought.encode(), f"Bearer {token}".encode())


def _state(desk: Any) -> dict[str, Any]:
    return {"state": desk.state, "stalled": desk.is_stalled, "why": desk.why}
