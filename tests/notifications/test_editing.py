"""Reviewers hear of suggestions and comments, authors of what became of theirs."""

from knowledge.articles import change_audience
from knowledge.comments import annotate, answer, resolve
from knowledge.models import Annotation
from knowledge.suggestions import approve, decline, suggest
from notifications.models import Notification
from tests.conftest import Deliver
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article


async def told() -> set[tuple[str, str, str]]:
    """(name, kind, reason) of every notification there is; then they are forgotten."""
    rows = await Notification.all().select_related("user")
    found = {(row.user.name, row.kind.value, row.reason) for row in rows}
    await Notification.all().delete()
    return found


async def test_the_owner_is_asked_and_the_suggester_hears_the_decision(make: Make, deliver: Deliver) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(owner)
    made = [
        await suggest(reader, article, base_revision=1, title=title, content=CONTENT, terms=[])
        for title in ("One", "Two")
    ]
    await deliver("notifier")
    assert {line for line in await told() if line[1] == "task"} == {("Ann", "task", "suggestion_made")}
    await approve(owner, made[0], base_revision=1)
    await deliver("notifier")
    assert await told() == {("Bo", "decision", "suggestion_approved")}
    await decline(owner, made[1], "One is enough.")
    await deliver("notifier")
    assert await told() == {("Bo", "decision", "suggestion_declined")}


async def test_when_the_owner_has_left_the_leads_are_asked(make: Make, deliver: Deliver) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    await make.reader("Lea", role="lead")
    article = await an_article(owner)
    user = await article.owner
    user.active = False
    await user.save()
    await suggest(reader, article, base_revision=1, title="One", content=CONTENT, terms=[])
    await deliver("notifier")
    assert await told() == {("Lea", "task", "suggestion_made")}


async def test_comments_are_told_to_the_owner_and_to_those_who_talk_there(
    make: Make, deliver: Deliver
) -> None:
    owner, reader, other = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    article = await an_article(owner)
    first = await annotate(reader, article, "solution-p1", "Why?")
    await deliver("notifier")
    assert {line for line in await told() if line[2] != ""} == {("Ann", "task", "passage_commented")}
    annotation = await Annotation.get(id=first.annotation_id)
    await answer(other, annotation, "Because.")
    await deliver("notifier")
    assert await told() == {
        ("Ann", "task", "passage_commented"),
        ("Bo", "decision", "comment_answered"),
    }
    await resolve(owner, annotation)
    await deliver("notifier")
    assert await told() == {
        ("Bo", "decision", "comments_settled"),
        ("Cy", "decision", "comments_settled"),
    }


async def test_whoever_lost_the_article_hears_nothing_of_it(make: Make, deliver: Deliver) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(owner)
    suggestion = await suggest(reader, article, base_revision=1, title="One", content=CONTENT, terms=[])
    await deliver("notifier")
    await told()
    audience = await make.audience(owner)
    owner = await make.fresh(owner)
    await change_audience(owner, article, audience)
    await decline(owner, suggestion, "No.")
    await deliver("notifier")
    assert await told() == set()
