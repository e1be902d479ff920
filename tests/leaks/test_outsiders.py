"""The leak suite: what is not for somebody does not exist for them, on any surface."""

import json

import httpx
import pytest
from starlette.applications import Starlette

from discussions.models import Post, Thread
from hub.files.models import Attachment
from hub.identity import Reader
from knowledge.models import (
    Article,
    Gap,
    MarketShare,
    MatrixCell,
    QuotationAmount,
    Review,
    RivalDispute,
    RivalLine,
)
from notifications.models import Mail, Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.leaks.surfaces import addresses, queries
from tests.leaks.world import CANARY, FIGURES, World, build

# Administrators manage spaces and audiences by name, and so see the names: on these pages only.
NAMES_FOR_ADMINS = ("/admin",)


async def visited(client: httpx.AsyncClient, app: Starlette, world: World) -> dict[str, httpx.Response]:
    """Every page and API address with every query, as this client sees them."""
    answers = {}
    for address in addresses(app, world, "GET"):
        for query in queries(address, world):
            url = f"{address}?{query}" if query else address
            answers[url] = await client.get(url)
    return answers


def leaks(answers: dict[str, httpx.Response]) -> list[str]:
    """The addresses whose answers hold the canary, unless the reader typed it into the address."""
    found = []
    for url, answer in answers.items():
        text = (answer.text + json.dumps(dict(answer.headers))).lower()
        typed = CANARY in url
        secrets = [
            "title " + CANARY,
            f"offer {CANARY}",
            f"price is {CANARY}",
            f"{CANARY}.txt",
            f"space {CANARY}",
        ]
        if (
            any(figure in text for figure in FIGURES)
            or any(secret in text for secret in secrets if not (typed and secret in url.lower()))
            or (not typed and CANARY in text)
        ):
            found.append(url)
    return found


async def test_an_insider_meets_the_secrets_in_many_places(
    app: Starlette, client_of: ClientOf, make: Make, deliver: Deliver
) -> None:
    """The proof that the tests below can fail."""
    world = await build(make)
    await deliver("notifier")
    found = leaks(await visited(await client_of(await make.fresh(world.insider)), app, world))
    for surface in (
        "/threads",
        "/articles",
        f"/articles/{world.open_quotation.id}/amounts",
        f"/api/v1/articles/{world.open_quotation.id}/amounts",
        f"/articles/{world.open_case.id}",
        "/reviews",
        "/api/v1/reviews",
        "/library/cases",
        "/search",
        "/api/v1/threads",
        "/api/v1/search",
        "/files",
    ):
        assert any(url.startswith(surface) for url in found), surface


@pytest.mark.parametrize("role", ["member", "lead", "admin"])
async def test_no_address_shows_a_secret_to_an_outsider(
    app: Starlette, client_of: ClientOf, make: Make, deliver: Deliver, role: str
) -> None:
    world = await build(make)
    await deliver("notifier")
    outsider = await make.reader("Otto Outsider", role=role)
    answers = await visited(await client_of(outsider), app, world)
    assert [url for url in leaks(answers) if not url.startswith(NAMES_FOR_ADMINS)] == []
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []


async def test_a_guest_sees_no_page_but_the_way_in(app: Starlette, client_of: ClientOf, make: Make) -> None:
    world = await build(make)
    answers = await visited(await client_of(None), app, world)
    assert leaks(answers) == []
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_an_outsider_changes_nothing_that_is_secret(
    app: Starlette, client_of: ClientOf, make: Make, method: str
) -> None:
    world = await build(make)
    before = await state_of(world)
    outsider = await make.reader("Otto Outsider", role="lead")
    client = await client_of(outsider)
    form = {"body": "mine now", "title": "mine now", "level": "watching", "emoji": "👍", "number": "1"}
    tried = 0
    for address in addresses(app, world, method):
        if address in ("/session", f"/{'settings'}/sessions") or address.startswith("/settings"):
            continue
        for sent in ({"data": form}, {"json": form}):
            answer = await client.request(method, address, **sent)  # type: ignore[arg-type]  # form or JSON
            tried += 1
            assert answer.status_code < 500, address
            assert CANARY not in answer.text.lower(), address
    assert tried > 5
    assert await state_of(world) == before


async def state_of(world: World) -> list[object]:
    """Everything about the secrets that somebody could have changed."""
    return [
        await Thread.filter(id=world.thread.id).values(),
        await Post.filter(thread_id=world.thread.id).order_by("id").values(),
        await Article.filter(id=world.article.id).values(),
        await QuotationAmount.all().order_by("id").values(),
        await RivalLine.all().order_by("id").values(),
        await RivalDispute.all().order_by("id").values(),
        await MatrixCell.all().order_by("id").values(),
        await MarketShare.all().order_by("id").values(),
        (await Article.get(id=world.open_case.id)).content["threads"],
        await Review.all().order_by("id").values(),
        await Gap.filter(id=world.secret_deal.gap.id).values(),
        await Attachment.filter(file_id=world.file.id).order_by("id").values("parent_kind", "parent_id"),
    ]


async def test_a_file_cannot_be_opened_by_naming_it_in_a_text_of_ones_own(
    client_of: ClientOf, make: Make
) -> None:
    world = await build(make)
    outsider = await make.reader("Otto Outsider")
    client = await client_of(outsider)
    insider = await client_of(world.insider)
    assert CANARY in (await insider.get(f"/files/{world.file.uid}")).text
    await make.thread(outsider, "Mine", f"![x](/files/{world.file.uid})")
    assert (await client.get(f"/files/{world.file.uid}")).status_code == 404


async def test_a_link_shows_its_title_to_those_alone_who_may_open_it(client_of: ClientOf, make: Make) -> None:
    world = await build(make)
    asked = {"references": [f"thread:{world.thread.uid}", f"article:{world.article.uid}"]}
    inside = await (await client_of(await make.fresh(world.insider))).post("/references", json=asked)
    assert [target["title"] for target in inside.json().values()] == [f"Title {CANARY}"] * 2
    client = await client_of(await make.reader("Otto Outsider", role="admin"))
    assert (await client.post("/references", json=asked)).json() == {}
    page = await client.get(f"/threads/{world.open_thread.id}")
    assert page.status_code == 200
    assert CANARY not in page.text


async def test_nobody_is_told_of_what_they_may_not_see(make: Make, deliver: Deliver) -> None:
    world = await build(make)
    outsider = await make.reader("Otto Outsider")
    mentioned = f"@{outsider.handle} look at {CANARY}"
    await make.reply(world.insider, world.thread, mentioned)
    await deliver("notifier")
    assert await told(outsider) == 0
    await make.reply(world.insider, world.open_thread, mentioned)
    await deliver("notifier")
    assert await told(outsider) == 2


async def told(reader: Reader) -> int:
    """Lines in somebody's inbox and mails owed to them."""
    return await Notification.filter(user_id=reader.id).count() + await Mail.filter(user_id=reader.id).count()
