"""The tree of articles: moving keeps everything, rings are refused, and nothing is orphaned."""

import asyncio

import pytest

from hub.errors import Forbidden, InvalidInput
from hub.identity import Reader
from knowledge.articles import change_confidence
from knowledge.models import Article, Confidence
from knowledge.tree import branch_of, children_of, move, path_of
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import an_article


@pytest.fixture
async def chain(make: Make) -> tuple[Reader, list[Article]]:
    """Three articles of one owner, each below the one before."""
    owner = await make.reader()
    articles = [await an_article(owner, title=f"Level {number}") for number in range(3)]
    await move(owner, articles[1], articles[0])
    await move(owner, articles[2], articles[1])
    return owner, [await Article.get(id=article.id) for article in articles]


async def test_moving_brings_along_what_stands_below(make: Make, chain: tuple[Reader, list[Article]]) -> None:
    owner, [top, middle, leaf] = chain
    assert [one.id for one in await path_of(owner, leaf)] == [top.id, middle.id]
    elsewhere = await an_article(owner, title="Elsewhere")
    before = await Article.filter(id=middle.id).values("title", "content", "revision_number", "edited_at")
    await move(owner, middle, elsewhere)
    assert [one.id for one in await path_of(owner, leaf)] == [elsewhere.id, middle.id]
    after = await Article.filter(id=middle.id).values("title", "content", "revision_number", "edited_at")
    assert after == before
    assert await children_of(owner, top) == []
    await move(owner, middle, None)
    assert [branch.article.id for branch in await branch_of(owner, None)] == [middle.id]
    with pytest.raises(Forbidden):
        await move(await make.reader(), leaf, None)


async def test_a_ring_is_refused_and_nothing_has_moved(chain: tuple[Reader, list[Article]]) -> None:
    owner, [top, middle, leaf] = chain
    for article, parent in ((top, leaf), (top, middle), (top, top)):
        with pytest.raises(InvalidInput) as error:
            await move(owner, article, parent)
        assert parent.title in error.value.errors["parent"]
    assert (await Article.get(id=top.id)).parent_id is None


async def test_two_moves_at_once_make_no_ring(make: Make) -> None:
    owner = await make.reader()
    one, other = [await an_article(owner, title=title) for title in ("One", "Other")]
    moved = await asyncio.gather(move(owner, one, other), move(owner, other, one), return_exceptions=True)
    assert sum(isinstance(result, InvalidInput) for result in moved) == 1
    assert await Article.filter(parent_id__isnull=True).count() == 1


async def test_nothing_is_orphaned_below_what_is_archived_or_not_for_the_reader(
    make: Make, chain: tuple[Reader, list[Article]], client_of: ClientOf
) -> None:
    owner, [top, middle, leaf] = chain
    other = await make.reader()
    narrow = await make.audience(owner)
    await Article.filter(id=middle.id).update(audience_id=narrow.id, title="Zirconium")
    assert [one.id for one in await children_of(other, top)] == [leaf.id]
    assert [one.id for one in await path_of(other, leaf)] == [top.id]
    [branch] = await branch_of(other, None)
    assert [one.id for one in branch.below] == [leaf.id]
    client = await client_of(other)
    for path in (
        f"/articles/{top.id}",
        f"/articles/{leaf.id}",
        "/articles/tree",
        f"/articles/tree?under={top.id}",
    ):
        page = (await client.get(path)).text
        assert "Zirconium" not in page
        assert "Level" in page
    assert (await client.get(f"/articles/tree?under={middle.id}")).status_code == 404
    await change_confidence(owner, top, Confidence.ARCHIVED)
    assert [branch.article.id for branch in await branch_of(other, None)] == [leaf.id]


async def test_a_place_is_found_by_title_and_chosen(make: Make, client_of: ClientOf) -> None:
    owner = await make.reader()
    article, parent = await an_article(owner, title="Leaf"), await an_article(owner, title="Big branch")
    client = await client_of(owner)
    path = f"/articles/{article.id}/parent"
    assert "Big branch" in (await client.get(f"{path}?q=BRANCH")).text
    assert (await client.put(path, data={"parent": str(parent.id)})).status_code == 303
    assert f'href="/articles/{parent.id}"' in (await client.get(f"/articles/{article.id}")).text
    assert "Leaf" in (await client.get(f"/articles/{parent.id}")).text
    refused = await client.put(f"/articles/{parent.id}/parent", data={"parent": str(article.id)})
    assert refused.status_code == 422
    assert "stands below this article already" in refused.text
    assert (await client.put(path, data={"parent": "999999"})).status_code == 422
    assert (await client.put(path, data={"parent": ""})).status_code == 303
    assert (await Article.get(id=article.id)).parent_id is None
