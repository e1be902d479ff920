"""Requests that no honest client sends, in this process: a fault of ours would be raised here."""

import json

import httpx
import pytest

from discussions.models import Post, Thread
from tests.conftest import ClientOf
from tests.factories import Make
from tests.trials.hostile import EVERYTHING, Hostile
from tests.trials.inert_pages import assert_page_inert


async def answers(client: httpx.AsyncClient, requests: list[Hostile]) -> list[str]:
    """What is wrong with the answers to these requests, one line each."""
    wrong = []
    for one in requests:
        try:
            answer = await client.request(one.method, one.path, content=one.content, headers=_bytes(one))
        except Exception as fault:  # Whatever it is, the others are to be tried, too.
            wrong.append(f"{one}: {type(fault).__name__}: {str(fault)[:200]}")
            continue
        if answer.status_code not in one.statuses:
            wrong.append(f"{one}: {answer.status_code} {answer.text[:200]}")
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert_page_inert(answer.text)
        elif answer.is_client_error and "json" in answer.headers.get("content-type", ""):
            assert json.loads(answer.text)["error"]["message"], one
    return wrong


def _bytes(request: Hostile) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in request.headers.items()]


async def test_every_hostile_request_is_refused_and_changes_nothing(make: Make, client_of: ClientOf) -> None:
    asker = await make.reader(role="lead")
    thread = await make.thread(asker)
    reply = await make.reply(asker, thread)
    assert (thread.id, reply.id) == (1, 2)
    client = await client_of(asker)
    assert (await client.get("/threads/1")).status_code == 200
    wrong = await answers(client, EVERYTHING)
    assert not wrong, "\n".join(wrong)
    assert (await Post.get(id=2)).body == reply.body
    assert await Thread.all().count() == 1


@pytest.mark.pure
def test_the_check_of_pages_can_fail() -> None:
    for acting in (
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<p style='color:red'>",
        "<iframe src=/x>",
        "<svg><animate onbegin=x>",
        "<meta http-equiv=refresh content=0>",
        "<img src=//evil.example/x>",
        "<!-- x -->",
    ):
        with pytest.raises(AssertionError):
            assert_page_inert(f"<!doctype html><p>{acting}</p>")
    assert (assert_page_inert("<!doctype html><p>&lt;script&gt;</p>")) == "<script>"
