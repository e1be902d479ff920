"""Comments hang on passages, stay with their words through edits, and are settled."""

import asyncio
import time
from uuid import UUID, uuid4

import pytest

from hub.audiences import operations as audiences
from hub.database import now
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.markdown.paragraphs import Paragraph
from knowledge import policy
from knowledge.articles import change_confidence, compose, edit, publish
from knowledge.comments import annotate, answer, delete_comment, reopen, resolve
from knowledge.comments.anchoring import blocks_of, places
from knowledge.comments.queries import talks_of
from knowledge.models import Annotation, AnnotationComment, Article, Confidence
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article
from tests.statements import counted

UID = UUID("01930000-0000-7000-8000-000000000009")
TEXT = (
    "Open the lid.\n\nWarm the roll for an hour before you load it.\n\n- Close the lid\n- Print\n\n"
    "先把标签卷放在暖房里加热一小时。"
)


async def long_article(author: Reader) -> Article:
    manuscript = await compose("solution", "Jams in the cold", CONTENT | {"solution": TEXT})
    return await publish(author, manuscript, audience=await audiences.everyone())


async def placed(reader: Reader, article: Article, text: str) -> list[tuple[str, bool]]:
    """Where the open talks stand once the article says `text`."""
    current = await Article.get(id=article.id)
    content = current.content | {"solution": text}
    number = current.revision_number
    saved = await edit(reader, current, base_revision=number, title=current.title, content=content, terms=[])
    return [(talk.place.anchor, talk.place.changed) for talk in await talks_of(reader, saved)]


async def test_a_comment_stays_with_its_words_or_says_that_they_changed(make: Make) -> None:
    owner, reader = await make.reader(), await make.reader()
    article = await long_article(owner)
    assert [block.anchor for block in blocks_of(article)] == [
        "problem-p1",
        "context-p1",
        "solution-p1",
        "solution-p2",
        "solution-p3",
        "solution-p4",
    ]
    await annotate(reader, article, "solution-p2", "Why an hour?", quote="for an  hour")
    await annotate(reader, article, "solution-p4", "冬天也是吗？")
    assert await placed(owner, article, TEXT) == [("solution-p2", False), ("solution-p4", False)]
    moved = f"First of all.\n\nThen.\n\n{TEXT}"
    assert await placed(owner, article, moved) == [("solution-p4", False), ("solution-p6", False)]
    reworded = TEXT.replace("for an hour before", "for two hours before").replace("一小时", "两小时")
    assert await placed(owner, article, reworded) == [("solution-p2", True), ("solution-p4", True)]
    assert await placed(owner, article, "Nothing of that at all.") == [("", True), ("", True)]
    [talk, _other] = await talks_of(owner, await Article.get(id=article.id))
    assert talk.quoted == "for an hour"
    assert await placed(owner, article, TEXT) == [("solution-p2", False), ("solution-p4", False)]


async def test_what_the_article_does_not_say_is_never_kept_as_a_quotation(make: Make) -> None:
    owner = await make.reader()
    article = await long_article(owner)
    source = await publish(
        owner,
        await compose("solution", "Secret", CONTENT | {"solution": "Zirconium."}),
        audience=await make.audience(await make.fresh(owner)),
    )
    content = article.content | {"context": f"![[article:{source.uid}#solution]]"}
    owner = await make.fresh(owner)
    article = await edit(owner, article, base_revision=1, title=article.title, content=content, terms=[])
    comment = await annotate(owner, article, "solution-p1", "Hm.", quote="Zirconium.")
    annotation = await Annotation.get(id=comment.annotation_id)
    assert (annotation.quote, annotation.paragraph) == ("", "Open the lid.")
    for anchor in ("context-p1", "solution-p9", "nonsense"):
        with pytest.raises(InvalidInput):
            await annotate(owner, article, anchor, "Hm.")


async def test_a_talk_is_answered_settled_and_opened_again(make: Make) -> None:
    owner, reader, other = await make.reader(), await make.reader(), await make.reader()
    article = await long_article(owner)
    first = await annotate(reader, article, "solution-p1", "Which lid?")
    annotation = await Annotation.get(id=first.annotation_id)
    await answer(owner, annotation, "The *upper* one.")
    with pytest.raises(Forbidden):
        await resolve(other, annotation)
    await resolve(owner, annotation)
    assert await talks_of(reader, article) == []
    [talk] = await talks_of(reader, article, resolved=True)
    assert "<em>upper</em>" in talk.said[1].html
    await answer(other, annotation, "There are two upper ones.")
    [talk] = await talks_of(reader, article)
    assert talk.count == 3
    await resolve(reader, annotation)
    await reopen(owner, annotation)
    with pytest.raises(Forbidden):
        await delete_comment(other, annotation, first.id)
    await delete_comment(reader, annotation, first.id)
    stub = await AnnotationComment.get(id=first.id)
    assert (stub.body, stub.html, stub.deleted_at is None) == ("", "", False)


async def test_who_may_not_read_the_article_meets_none_of_its_comments(
    make: Make, client_of: ClientOf
) -> None:
    owner, outsider = await make.reader(), await make.reader(role="admin")
    audience = await make.audience(owner)
    owner = await make.fresh(owner)
    article = await an_article(owner, audience=audience)
    comment = await annotate(owner, article, "solution-p1", "Zirconium?")
    annotation = await Annotation.get(id=comment.annotation_id)
    assert not await policy.annotations_visible_to(outsider).exists()
    for attempt in (
        annotate(outsider, article, "solution-p1", "Hm."),
        answer(outsider, annotation, "Hm."),
        resolve(outsider, annotation),
        delete_comment(outsider, annotation, comment.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    client = await client_of(outsider)
    for path in (
        f"/articles/{article.id}/annotations",
        f"/articles/{article.id}/annotations/new",
        f"/api/v1/articles/{article.id}/annotations",
    ):
        assert (await client.get(path)).status_code == 404
    await change_confidence(owner, article, Confidence.ARCHIVED)
    assert await answer(owner, annotation, "The owner still may.")


async def test_repeating_a_comment_under_its_uid_makes_one(make: Make) -> None:
    owner = await make.reader()
    article = await long_article(owner)

    async def send(body: str) -> AnnotationComment:
        return await annotate(owner, article, "solution-p1", body, uid=UID)

    made = await asyncio.gather(*(send("Why?") for _ in range(4)))
    assert len({one.id for one in made}) == 1
    assert await Annotation.all().count() == 1
    with pytest.raises(UidTaken):
        await send("How?")


async def test_comments_work_as_plain_forms(make: Make, client_of: ClientOf) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    article = await long_article(owner)
    client = await client_of(reader)
    form = (await client.get(f"/articles/{article.id}/annotations/new")).text
    assert 'value="solution-p2"' in form
    assert "Warm the roll" in form
    path = f"/articles/{article.id}/annotations"
    refused = await client.post(path, data={"anchor": "solution-p2", "body": " "})
    assert (refused.status_code, 'id="field-body-error"' in refused.text) == (422, True)
    made = await client.post(path, data={"anchor": "solution-p2", "body": "Why an hour?"})
    annotation = await Annotation.get()
    assert made.headers["location"] == f"/articles/{article.id}#annotation-{annotation.id}"
    page = (await client.get(f"/articles/{article.id}")).text
    assert "Why an hour?" in page
    assert f'href="/articles/{article.id}#solution-p2"' in page
    ours = await client_of(owner)
    refused = await ours.post(f"/annotations/{annotation.id}/comments", data={"body": "x" * 5001})
    assert (refused.status_code, "x" * 100 in refused.text) == (422, True)
    await ours.post(f"/annotations/{annotation.id}/comments", data={"body": "It is the core."})
    settled = await ours.post(f"/annotations/{annotation.id}/resolution", data={"_method": "PUT"})
    assert settled.status_code == 303
    assert "It is the core." not in (await client.get(f"/articles/{article.id}")).text
    assert "It is the core." in (await client.get(f"{path}?resolved=yes")).text


async def test_many_talks_take_no_more_statements(make: Make) -> None:
    owner = await make.reader()
    article = await long_article(owner)
    counts = []
    for _round in range(2):
        for number in range(1, 5):
            comment = await annotate(owner, article, f"solution-p{number}", "Hm.")
            await answer(owner, await Annotation.get(id=comment.annotation_id), "Yes.")
        with counted() as statements:
            await talks_of(owner, article)
        counts.append(len(statements))
    assert counts == [2, 2]


async def test_an_old_talk_is_settled_by_programs_however_many_there_are(
    make: Make, client_of: ClientOf
) -> None:
    owner = await make.reader()
    article = await long_article(owner)
    said = await annotate(owner, article, "solution-p2", "Why an hour?")
    others = [
        Annotation(uid=uuid4(), article=article, author_id=owner.id, field="solution", block=2, paragraph="x",
                   quote="", created_at=now(), resolved_at=now(), resolved_by_id=owner.id)
        for _number in range(101)
    ]  # fmt: skip
    await Annotation.bulk_create(others)
    client = await client_of(owner)
    settled = await client.put(f"/api/v1/annotations/{said.annotation_id}/resolution")
    assert settled.status_code == 200
    assert settled.json()["id"] == said.annotation_id


@pytest.mark.pure
def test_many_passages_of_a_long_text_are_placed_in_time() -> None:
    blocks = [Paragraph(f"solution-p{number}", f"word{number} " * 20) for number in range(1, 20_001)]
    gone = [
        Annotation(field="solution", block=number * 200, quote="", paragraph=f"word{number} gone " * 20)
        for number in range(1, 101)
    ]
    started = time.perf_counter()
    assert all(place.changed for place in places(gone, blocks))
    assert time.perf_counter() - started < 10
