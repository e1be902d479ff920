"""Messages to devices: who is told what, how it is sealed, and what becomes of it when it is not taken."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import http_ece
import httpx
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from hub.accounts import sessions
from hub.accounts.models import Session, User
from hub.database import connection, now
from hub.identity import Reader
from hub.outbox.bus import Bus
from notifications import marks
from notifications.models import Kind, MailHours, Notification, Timing
from notifications.preferences.choosing import choose
from notifications.push import sending
from notifications.push.keys import public_key
from notifications.push.models import Push, PushSubscription
from notifications.push.reach import PUBLIC, Reach, is_public
from notifications.push.sending import send_due
from tests.conftest import ClientOf, Deliver
from tests.factories import Make

HERE = Reach(frozenset({"http"}), lambda host: host == "127.0.0.1", None)


@dataclass
class Service:
    """A push service on this machine. It answers with `status` and keeps what it was sent."""

    url: str = ""
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.sent.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers=self.headers)


class Browser:
    """A browser's half of a subscription."""

    def __init__(self, service: Service, number: int = 1) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        self.endpoint = f"{service.url}/{number}"

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(point), "auth": _text(self.secret)}

    def read(self, sealed: bytes) -> dict[str, str]:
        """What a message says."""
        opened = http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        content: dict[str, str] = json.loads(opened)
        return content

    async def subscribe(self, reader: Reader) -> PushSubscription:
        """As the page does it, but at an address on this machine, which the page refuses."""
        user = await User.get(id=reader.id)
        cookie = await sessions.start(user, user_agent="test", address="127.0.0.1")
        session = await Session.get(token_digest=sessions.digest(cookie))
        return await PushSubscription.create(
            user_id=reader.id,
            session_id=session.id,
            endpoint=self.endpoint,
            p256dh=self.keys["p256dh"],
            auth=self.keys["auth"],
        )


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made = Service()
    app = web.Application()
    app.router.add_post("/{number}", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def send(reach: Reach = HERE) -> int:
    """Send what is owed, as if its grace were over."""
    await connection().execute_query("UPDATE push SET run_at = now() WHERE failures = 0")
    async with reach.opened() as client:
        return await send_due(client, reach)


async def mentioned(make: Make, deliver: Deliver, ann: Reader, *, title: str = "The printer stops") -> None:
    """Somebody mentions Ann in a new case, and the notifier has done its part."""
    await make.thread(await make.reader("Bob"), title, f"@{ann.handle} secret words")
    await deliver("notifier")


async def test_a_message_says_who_did_what_sealed_for_the_browser_alone(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann, browser = await make.reader(locale="zh"), Browser(service)
    await browser.subscribe(ann)
    await mentioned(make, deliver, ann)
    assert await send() == 1
    [(headers, sealed)] = service.sent
    notification = await Notification.get(user_id=ann.id)
    assert browser.read(sealed) == {
        "title": "Bob提到了你",
        "body": "The printer stops",
        "url": f"/notifications/{notification.uid}",
        "tag": notification.topic,
    }
    assert b"printer" not in sealed
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    assert len(headers["Topic"]) == 32
    assert await Push.all().count() == 0
    assert (await PushSubscription.get()).used_at


async def test_the_worker_sends_what_is_due(
    make: Make, deliver: Deliver, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PUBLIC", HERE)
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    await connection().execute_query("UPDATE push SET run_at = now()")
    worker = asyncio.create_task(sending.send_forever(Bus()))
    async with asyncio.timeout(10):
        while await Push.exists():
            await asyncio.sleep(0.02)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker
    assert len(service.sent) == 1


async def test_the_push_service_can_tell_that_the_hub_sends(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    await send()
    [(headers, _sealed)] = service.sent
    authorization = headers["Authorization"]
    assert Vapid02.verify(authorization)
    assert f"k={public_key()}" in authorization
    claims = authorization.split("t=")[1].split(",")[0].split(".")[1]
    told: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert told["aud"] == service.url
    assert told["sub"].startswith("mailto:")


async def test_every_device_is_told_and_one_event_once(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann = await make.reader()
    for number in (1, 2):
        await Browser(service, number).subscribe(ann)
    await mentioned(make, deliver, ann)
    assert await send() == 2
    assert await send() == 0
    assert len(service.sent) == 2


async def test_what_is_read_unwanted_or_at_night_is_not_told(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann, browser = await make.reader(), Browser(service)
    await browser.subscribe(ann)
    await mentioned(make, deliver, ann)
    await marks.mark_all_read(ann)
    assert await send() == 1
    await choose(ann.id, {Kind.MENTION: Timing.DAILY})
    await mentioned(make, deliver, ann)
    assert await send() == 1
    await choose(ann.id, {Kind.MENTION: Timing.INSTANT})
    minute = now().hour * 60 + now().minute
    night = {"quiet_from": (minute - 60) % 1440, "quiet_to": (minute + 60) % 1440}
    await MailHours.update_or_create(user_id=ann.id, defaults=night)
    await mentioned(make, deliver, ann)
    assert await send() == 1
    assert service.sent == []
    await MailHours.filter(user_id=ann.id).delete()
    await mentioned(make, deliver, ann)
    assert await send() == 1
    assert len(service.sent) == 1


async def test_nothing_is_told_of_what_its_reader_may_not_see_any_more(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann, bob = await make.reader(), await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    audience = await make.audience(bob)
    await connection().execute_query("UPDATE thread SET audience_id = $1", [audience.id])
    assert await send() == 1
    await mentioned(make, deliver, ann)
    await User.filter(id=ann.id).update(active=False)
    assert await send() == 1
    assert service.sent == []


async def test_signing_out_ends_it(make: Make, deliver: Deliver, service: Service) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    await sessions.end_all(ann.id)
    assert await PushSubscription.all().count() == 0
    assert await send() == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_its_service_knows_no_more_is_forgotten(
    make: Make, deliver: Deliver, service: Service, status: int
) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    service.status = status
    await send()
    assert await PushSubscription.all().count() == 0
    assert await Push.all().count() == 0


async def test_a_service_in_trouble_is_asked_again_later_and_for_half_a_day(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    service.status, service.headers = 503, {"Retry-After": "120"}
    await send()
    push = await Push.get()
    assert push.failures == 1
    assert timedelta(seconds=110) < push.run_at - now() <= timedelta(seconds=120)
    await Push.all().update(run_at=now(), created_at=now() - timedelta(hours=13))
    await send()
    assert await Push.all().count() == 0
    assert len(service.sent) == 1


async def test_a_redirect_is_not_followed(make: Make, deliver: Deliver, service: Service) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    service.status, service.headers = 307, {"Location": f"{service.url}/elsewhere"}
    await send()
    assert len(service.sent) == 1
    assert (await Push.get()).failures == 1


async def test_no_server_is_called_that_only_the_hub_can_reach(
    make: Make, deliver: Deliver, service: Service
) -> None:
    ann = await make.reader()
    await Browser(service).subscribe(ann)
    await mentioned(make, deliver, ann)
    inside = Reach(frozenset({"http"}), is_public, None)
    port = service.url.rpartition(":")[2]
    await PushSubscription.all().update(endpoint=f"http://localhost:{port}/1")
    await send(inside)
    assert (await Push.get()).failures == 1
    await PushSubscription.all().update(endpoint=f"{service.url}/1")
    await connection().execute_query("UPDATE push SET run_at = now()")
    await send(inside)
    assert await PushSubscription.all().count() == 0
    assert service.sent == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://push.example.com/send/1", True),
        ("https://93.184.216.34/send/1", True),
        ("http://push.example.com/send/1", False),
        ("https://push.example.com:8443/send/1", False),
        ("https://user@push.example.com/send/1", False),
        ("https://127.0.0.1/send/1", False),
        ("https://10.0.0.8/send/1", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/send/1", False),
        ("https://[::ffff:10.0.0.8]/send/1", False),
        ("https://[fd00::1]/send/1", False),
        ("https://[fec0::1]/send/1", False),
        ("https://[2600:1901:0:38d7::]/send/1", True),
        # Gateways between IPv6 and IPv4.
        ("https://[64:ff9b::5db8:d822]/send/1", True),
        ("https://[64:ff9b::a00:8]/send/1", False),
        ("https://[64:ff9b:1::a00:8]/send/1", False),
        ("https://[2002:a00:8::1]/send/1", False),
        ("https://[bad/send/1", False),
        ("https:///send/1", False),
    ],
)
def test_an_endpoint_is_a_public_address_by_https(endpoint: str, allowed: bool) -> None:
    assert PUBLIC.allows(endpoint) is allowed


def toJSON(browser: Browser, **changed: Any) -> dict[str, Any]:  # noqa: N802  # a browser's own name
    return {"endpoint": "https://push.example.com/1", "expirationTime": None, "keys": browser.keys} | changed


async def test_a_browser_is_added_listed_and_removed(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    client, other = await client_of(ann), await client_of(bob)
    browser = Browser(Service())
    firefox = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    for _time in range(2):
        answer = await client.post("/push-subscriptions", json=toJSON(browser), headers=firefox)
        assert answer.status_code == 204
    page = (await client.get("/settings/push")).text
    assert page.count("Firefox on Linux") == 1
    assert public_key() in page
    assert "Firefox on Linux" not in (await other.get("/settings/push")).text
    subscription = await PushSubscription.get()
    address = f"/push-subscriptions/{subscription.uid}"
    assert (await other.delete(address)).status_code == 404
    assert (await client.delete(address)).status_code == 303
    assert await PushSubscription.all().count() == 0


async def test_who_signs_in_at_a_browser_takes_it_over(
    make: Make, client_of: ClientOf, deliver: Deliver
) -> None:
    ann, bob = await make.reader(), await make.reader()
    browser = Browser(Service())
    await (await client_of(ann)).post("/push-subscriptions", json=toJSON(browser))
    await mentioned(make, deliver, ann)
    assert await Push.all().count() == 1
    await (await client_of(bob)).post("/push-subscriptions", json=toJSON(browser))
    assert (await PushSubscription.get()).user_id == bob.id
    assert await Push.all().count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/1"},
        {"endpoint": "https://push.example.com/" + "a" * 1000},
        {"keys": {"p256dh": _text(b"\4" + b"1" * 64), "auth": _text(b"1" * 16)}},
        {"keys": {"p256dh": "ü", "auth": "a"}},
        {"keys": {}},
        {"keys": None},
    ],
)
async def test_nonsense_is_refused(make: Make, client_of: ClientOf, wrong: dict[str, Any]) -> None:
    client = await client_of(await make.reader())
    answer: httpx.Response = await client.post(
        "/push-subscriptions",
        json=toJSON(Browser(Service()), **wrong),
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422


async def test_the_script_that_tells_may_look_after_every_page(client_of: ClientOf) -> None:
    answer = await (await client_of(None)).get("/service_worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "addEventListener" in answer.text
