"""Publishing, editing and restoring articles."""

import asyncio
from uuid import UUID

import pytest

from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.vocabulary.models import Facet
from knowledge import kinds, policy
from knowledge.articles import change_confidence, compose, edit, publish, restore
from knowledge.articles.history import changes_between, history_of
from knowledge.errors import StaleRevision
from knowledge.models import Article, ArticleRevision, Confidence
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article

UID = UUID("01930000-0000-7000-8000-000000000002")


async def test_a_kind_brings_its_model_and_its_labels() -> None:
    kind = kinds.get("solution")
    assert [field.name for field in kind.fields] == ["problem", "context", "solution"]
    assert [field.required for field in kind.fields] == [False, False, True]
    with pytest.raises(InvalidInput):
        kinds.find("poem")


async def test_publishing_names_every_field_that_needs_another_value(make: Make) -> None:
    author = await make.reader()
    audience = await (await make.space()).audience
    with pytest.raises(InvalidInput) as refused:
        await publish(
            author, await compose("solution", "  ", {"solution": "", "odd": "x"}), audience=audience
        )
    assert set(refused.value.errors) == {"title", "solution", "odd"}
    assert not await Article.exists()


async def test_the_stored_text_is_rendered_and_inert(make: Make) -> None:
    article = await an_article(await make.reader(), title="<b>Bold</b>")
    content = CONTENT | {"solution": "<script>alert(1)</script>\n\n**Yes**"}
    edited = await edit(
        await make.reader(role="lead"),
        article,
        base_revision=1,
        title=article.title,
        content=content,
        terms=[],
    )
    assert "<script>" not in edited.html
    assert "<strong>Yes</strong>" in edited.html


async def test_one_uid_makes_one_article_even_at_once(make: Make) -> None:
    author, other = await make.reader(), await make.reader()
    audience = await (await make.space()).audience

    async def write(title: str = "Cold") -> Article:
        return await publish(author, await compose("solution", title, CONTENT), audience=audience, uid=UID)

    made = await asyncio.gather(*(write() for _ in range(4)))
    assert len({article.id for article in made}) == 1
    assert await Article.all().count() == 1
    with pytest.raises(UidTaken):
        await write("Warm")
    with pytest.raises(UidTaken):
        await publish(other, await compose("solution", "Cold", CONTENT), audience=audience, uid=UID)


async def test_nobody_publishes_out_of_their_own_sight(make: Make) -> None:
    author, other = await make.reader(), await make.reader()
    audience = await make.audience(other)
    with pytest.raises(InvalidInput) as refused:
        await an_article(author, audience=audience)
    assert list(refused.value.errors) == ["audience"]


async def test_an_edit_makes_a_revision_and_keeps_the_old_one(make: Make) -> None:
    author, editor = await make.reader(), await make.reader(role="lead")
    tag = await make.term(Facet.TAG, "Winter")
    article = await an_article(author)
    edited = await edit(
        editor,
        article,
        base_revision=1,
        title="Jams in winter",
        content=CONTENT | {"solution": "Warm it."},
        terms=[tag],
        note="shorter",
    )
    assert (edited.revision_number, edited.title) == (2, "Jams in winter")
    first, second = await ArticleRevision.filter(article=article).order_by("number")
    assert first.content == CONTENT
    assert (second.parent_id, second.author_id, second.note, second.terms) == (
        first.id,
        editor.id,
        "shorter",
        [tag.id],
    )
    labels = [change.label for change in await changes_between(author, article, 1, 2)]
    assert labels == ["Title", "Solution", "Filed under"]


async def test_saving_without_a_change_makes_no_revision(make: Make) -> None:
    author = await make.reader()
    article = await an_article(author)
    await edit(author, article, base_revision=1, title=article.title, content=CONTENT, terms=[])
    assert await ArticleRevision.filter(article=article).count() == 1


async def test_of_two_who_edit_at_once_one_saves_and_the_other_is_told(make: Make) -> None:
    author, other = await make.reader(), await make.reader(role="lead")
    article = await an_article(author)
    outcomes = await asyncio.gather(
        *(
            edit(person, article, base_revision=1, title=f"By {person.name}", content=CONTENT, terms=[])
            for person in (author, other)
        ),
        return_exceptions=True,
    )
    told = [outcome for outcome in outcomes if isinstance(outcome, StaleRevision)]
    assert len(told) == 1
    assert told[0].details() == {"revision": 2}
    assert await ArticleRevision.filter(article=article).count() == 2


async def test_repeating_an_edit_under_its_uid_changes_nothing(make: Make) -> None:
    author = await make.reader()
    article = await an_article(author)
    for _ in range(2):
        await edit(author, article, base_revision=1, title="Again", content=CONTENT, terms=[], uid=UID)
    assert (await Article.get(id=article.id)).revision_number == 2
    with pytest.raises(UidTaken):
        await edit(author, article, base_revision=2, title="Other", content=CONTENT, terms=[], uid=UID)


async def test_restoring_makes_a_new_revision_equal_to_the_old(make: Make) -> None:
    author = await make.reader()
    tag = await make.term(Facet.TAG, "Winter")
    article = await an_article(author, terms=[tag])
    await edit(author, article, base_revision=1, title="Other", content={"solution": "No."}, terms=[])
    restored = await restore(author, article, 1, base_revision=2)
    assert (restored.revision_number, restored.title, restored.content) == (3, article.title, CONTENT)
    assert [term.id for term in await restored.terms.all()] == [tag.id]
    assert [(step.number, step.restored) for step in (await history_of(author, article)).steps] == [
        (3, 1),
        (2, None),
        (1, None),
    ]
    with pytest.raises(StaleRevision):
        await restore(author, article, 1, base_revision=2)
    with pytest.raises(NotFound):
        await restore(author, article, 9, base_revision=3)


async def test_a_long_history_comes_in_pages(make: Make) -> None:
    author = await make.reader()
    article = await an_article(author)
    for number in range(1, 23):
        await edit(author, article, base_revision=number, title=f"State {number}", content=CONTENT, terms=[])
    newest = await history_of(author, article)
    assert (len(newest.steps), newest.older) == (20, 4)
    assert all(step.changes for step in newest.steps)
    oldest = await history_of(author, article, below=newest.older)
    assert ([step.number for step in oldest.steps], oldest.older) == ([3, 2, 1], None)


@pytest.mark.parametrize("confidence", [Confidence.VALIDATED, Confidence.ARCHIVED])
async def test_an_article_is_closed_to_ordinary_readers(make: Make, confidence: Confidence) -> None:
    owner, reader = await make.reader(), await make.reader()
    article = await an_article(owner)
    await change_confidence(owner, article, confidence)
    with pytest.raises(Forbidden):
        await edit(reader, article, base_revision=1, title="Theirs", content=CONTENT, terms=[])
    mine = await edit(owner, article, base_revision=1, title="Mine", content=CONTENT, terms=[])
    assert mine.confidence is confidence


async def test_what_an_editor_cannot_see_they_cannot_edit(make: Make) -> None:
    author = await make.reader()
    audience = await make.audience(author)
    author = await make.fresh(author)
    article = await an_article(author, audience=audience)
    assert await policy.visible_to(author).filter(id=article.id).exists()
    with pytest.raises(NotFound):
        await edit(await make.reader(), article, base_revision=1, title="x", content=CONTENT, terms=[])


async def test_a_history_of_long_changes_comes_on_several_pages(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.articles.history.LINES_ON_A_PAGE", 10)
    ann = await make.reader()
    article = await an_article(ann)
    for number in range(1, 5):
        solution = "\n".join(f"{number}: {line}" for line in range(6))
        content = article.content | {"solution": solution}
        article = await edit(
            ann, article, base_revision=number, title=article.title, content=content, terms=[]
        )
    pages: list[list[int]] = []
    below = None
    while not pages or below:
        history = await history_of(ann, article, below=below)
        pages.append([step.number for step in history.steps])
        below = history.older
    assert [number for page in pages for number in page] == [5, 4, 3, 2, 1]
    assert len(pages) > 1
