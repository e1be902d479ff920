"""The settings page on which a browser asks to be told, and the script that tells."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from hub.accounts.devices import describe
from hub.api import no_content
from hub.errors import Forbidden, NotFound
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms, redirect, render
from hub.pages.assets import STATIC
from notifications.push.keys import public_key
from notifications.push.subscribing import Subscribing, subscribe, subscriptions_of, unsubscribe


async def show(request: Request) -> Response:
    found = await subscriptions_of(reader_of(request)).order_by("-id")
    devices = [(describe(subscription.user_agent), subscription) for subscription in found]
    return await render(request, "notifications/push.html", devices=devices, key=public_key())


async def add(request: Request) -> Response:
    """From the browser that wants to be told; programs have no screen."""
    reader = reader_of(request)
    session_id: int | None = request.scope["state"]["session_id"]
    if session_id is None:
        raise Forbidden
    wanted = await forms.parse(request, Subscribing)
    await subscribe(reader, session_id, wanted, request.headers.get("user-agent", ""))
    return no_content()


async def remove(request: Request) -> Response:
    found = await subscriptions_of(reader_of(request)).get_or_none(uid=request.path_params["uid"])
    if found is None:
        raise NotFound
    await unsubscribe(found)
    return redirect("/settings/push", notice=_("That device is told no more."))


async def script(_request: Request) -> Response:
    """The service worker. It stands at the root, for it may only look after pages at or below its own address."""
    return FileResponse(
        STATIC / "service_worker.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


routes: list[BaseRoute] = [
    Route("/settings/push", show, methods=["GET"]),
    Route("/push-subscriptions", add, methods=["POST"]),
    Route("/push-subscriptions/{uid:uuid}", remove, methods=["DELETE"]),
    Route("/service_worker.js", script, methods=["GET"]),
]
