"""Tasks, decisions and outcomes: one kind for many reasons, each with a sentence of its own."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from hub.accounts.models import User
from hub.identity import Reader
from hub.settings import Settings
from knowledge import gaps
from knowledge.articles import change_owner
from knowledge.gaps.subjects import parse
from notifications import inbox, mailer, reasons
from notifications.models import Kind, Mail, MailState, Notification
from notifications.since.ranking import Reason, Sign, Thing
from notifications.wording import sentence
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.notifications.mailing import MailServer, part

Deliver = Callable[..., Awaitable[int]]
ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]


@pytest.mark.pure
def test_every_reason_has_a_sentence_and_fits_its_column() -> None:
    registered = reasons._registry()
    assert "article_owner" in registered
    for key, reason in registered.items():
        assert len(key) <= 40
        assert reason.kind in (
            Kind.REPLY,
            Kind.TASK,
            Kind.DECISION,
            Kind.OUTCOME,
            Kind.DEFECT,
            Kind.TOPIC,
        )
        assert "%" not in sentence(reason.kind, ["Ann"], reason=key)


@pytest.mark.pure
def test_a_reason_of_a_newer_version_is_told_by_its_kind() -> None:
    assert sentence(Kind.TASK, ["Ann"], reason="of tomorrow") == "Something waits for you"


async def test_two_reasons_on_one_article_are_two_lines(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    await change_owner(ann, article, await account_of(bo))
    await deliver("notifier")
    told = await Notification.get(user_id=bo.id)
    await Notification.create(
        user_id=bo.id, event_id=10**6, kind=Kind.TASK, reason="of tomorrow", topic=told.topic,
        article_id=article.id, created_at=told.created_at,
    )  # fmt: skip
    [group] = await inbox.groups(bo)
    assert {line.text for line in group.lines} == {
        "Ann handed this article over to you",
        "Something waits for you",
    }


async def test_who_gets_an_article_is_told_and_the_api_says_why(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    await change_owner(ann, await an_article(ann), await account_of(bo))
    await deliver("notifier")
    client = await client_of(bo)
    page = (await client.get("/notifications")).text
    assert "Ann handed this article over to you" in page
    [line] = (await client.get("/api/v1/notifications")).json()["items"]
    assert (line["kind"], line["reason"]) == ("task", "article_owner")


async def test_no_mail_tells_of_a_task_that_is_somebody_elses_by_now(
    make: Make,
    deliver: Deliver,
    smtp: MailServer,
    over_smtp: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    lead = await make.reader("Lead", role="lead")
    article = await an_article(ann)
    await change_owner(ann, article, await account_of(bo))
    await deliver("notifier")
    await change_owner(lead, article, await account_of(cy))
    await deliver("notifier")
    await mailer.send_due(over_smtp)
    [message] = smtp.post.messages
    assert message["To"].addresses[0].display_name == "Cy"
    assert message["Subject"] == "[Hub] Lead handed this article over to you: Jams in the cold"
    assert "Lead handed this article over to you" in part(message, "plain")
    assert await Mail.filter(state=MailState.DROPPED, last_error="it is done already").count() == 1


async def test_a_gap_is_told_with_its_title_to_who_fills_it_and_nobody_else(
    make: Make,
    deliver: Deliver,
    client_of: ClientOf,
    smtp: MailServer,
    over_smtp: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))
    lead = await make.reader("Lead", role="lead")
    bo, cy = await make.reader("Bo"), await make.reader("Cy")
    gap = await gaps.assign(lead, await parse("search:en:freezer labels"), bo)
    await deliver("notifier")
    page = (await (await client_of(bo)).get("/notifications")).text
    assert "freezer labels" in page
    assert "Lead asks you to fill this gap" in page
    [line] = (await (await client_of(bo)).get("/api/v1/notifications")).json()["items"]
    assert line["url"].endswith(f"/gaps#gap-{gap.id}")
    assert "freezer labels" in line["gap"]["title"]
    await mailer.send_due(over_smtp)
    [message] = smtp.post.messages
    assert "freezer labels" in message["Subject"]
    await gaps.assign(lead, await parse("search:en:freezer labels"), cy)
    await deliver("notifier")
    assert [one.user_id for one in await Notification.all()] == [cy.id]


@pytest.mark.pure
def test_a_task_counts_among_what_matters_since_somebody_left() -> None:
    at = datetime.now(UTC)
    assert (
        Sign(Thing("article", 1), "", Reason.TASK, at).points
        > Sign(Thing("article", 1), "", Reason.REPLY_IN_OWN_CASE, at).points
    )


async def account_of(reader: Reader) -> User:
    return await User.get(id=reader.id)
