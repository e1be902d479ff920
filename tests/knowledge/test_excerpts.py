"""A part of another article, as it reads now, for those who may read the other; nobody else meets a word of it."""

import time

import pytest

from hub.errors import InvalidInput
from hub.identity import Reader
from hub.markdown.excerpts import sections
from knowledge.articles import change_audience, compose, edit, publish
from knowledge.excerpts import fill, named_parts
from knowledge.models import Article
from search.documents import of_articles
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article
from tests.statements import counted

SECRET = "Zirconium"
SOURCE = f"Intro.\n\n## Prices\n\n{SECRET} costs 3999.\n\n### Discounts\n\nNone.\n\n## Delivery\n\nTen days."


async def says(actor: Reader, article: Article, **changed: str) -> Article:
    current = await Article.get(id=article.id)
    content = current.content | changed
    number = current.revision_number
    return await edit(actor, current, base_revision=number, title=current.title, content=content, terms=[])


async def shown(reader: Reader, article: Article) -> str:
    current = await Article.get(id=article.id)
    return "".join(await fill(reader, [part["html"] for part in current.parts], inside=current))


@pytest.fixture
async def source(make: Make) -> Article:
    return await says(
        author := await make.reader("Ann", role="lead"),
        await an_article(author, title="Price list"),
        solution=SOURCE,
    )


async def test_an_article_has_its_fields_and_headings_as_parts(source: Article) -> None:
    parts = named_parts(source)
    assert [part.name for part in parts] == [
        "problem",
        "context",
        "solution",
        "h-prices",
        "h-discounts",
        "h-delivery",
    ]
    prices = parts[3].html
    assert SECRET in prices
    assert "None." in prices
    assert "Ten days" not in prices
    assert " id=" not in prices


async def test_an_excerpt_reads_as_its_source_does_now(
    make: Make, source: Article, client_of: ClientOf
) -> None:
    owner = await make.reader()
    article = await says(
        owner, await an_article(owner), context=f"Before.\n\n![[article:{source.uid}#h-prices]]\n\nAfter."
    )
    page = (await (await client_of(owner)).get(f"/articles/{article.id}")).text
    assert f"{SECRET} costs 3999." in page
    assert f'href="/articles/{source.id}#solution"' in page
    author = await make.reader(role="lead")
    await says(author, source, solution=SOURCE.replace("3999", "4999"))
    assert f"{SECRET} costs 4999." in await shown(owner, article)
    await says(author, source, solution="Nothing of that.")
    assert "does not have that part any more" in await shown(owner, article)


async def test_who_may_not_read_the_source_sees_one_neutral_line(
    make: Make, source: Article, client_of: ClientOf
) -> None:
    owner, other = await make.reader(), await make.reader()
    mark = f"![[article:{source.uid}#h-prices]]"
    article = await says(owner, await an_article(owner), problem=mark, context=f"Own words.\n\n{mark}")
    lead = await make.reader(role="lead")
    audience = await make.audience(lead, await make.fresh(owner), await source.owner)
    lead, owner = await make.fresh(lead), await make.fresh(owner)
    await change_audience(lead, await Article.get(id=source.id), audience, confirmed=True)

    assert SECRET in (await (await client_of(owner)).get(f"/articles/{article.id}")).text
    client = await client_of(other)
    page = (await client.get(f"/articles/{article.id}")).text
    assert "an excerpt of an article that you cannot see" in page
    nowhere = mark.replace(str(source.uid), "01930000-0000-7000-8000-00000000dead")
    manuscript = await compose("solution", "x", CONTENT | {"context": nowhere})
    [unknown] = await fill(other, [manuscript.rendered.parts[1]["html"]])
    [unseen] = await fill(other, [article.parts[0]["html"]])
    assert unknown == unseen
    for reader in (owner, other):
        client = await client_of(reader)
        for path in (
            f"/api/v1/articles/{article.id}",
            f"/api/v1/articles/{article.id}/revisions",
            "/api/v1/articles",
            f"/articles/{article.id}/history",
        ):
            assert SECRET not in (await client.get(path)).text
    stored = await Article.get(id=article.id)
    assert SECRET not in str(stored.parts) + stored.summary
    assert "#…" not in stored.summary
    documents = (await of_articles([article.id])).documents
    assert "Own words." in str(documents)
    assert SECRET not in str(documents)


async def test_excerpts_of_oneself_in_circles_and_too_deep_are_refused_with_a_reason(make: Make) -> None:
    owner = await make.reader(role="lead")
    chain = [await an_article(owner, title=f"No. {number}") for number in range(6)]

    async def refusal(number: int, target: Article, name: str = "solution") -> str:
        with pytest.raises(InvalidInput) as refused:
            await says(owner, chain[number], solution=f"![[article:{target.uid}#{name}]]")
        return refused.value.errors["solution"]

    assert "itself" in await refusal(0, chain[0], "problem")
    assert "cannot see" in await refusal(0, Article(uid="01930000-0000-7000-8000-00000000dead"))
    assert "no part named" in await refusal(0, chain[1], "h-nothing")
    await says(owner, chain[1], solution=f"![[article:{chain[0].id}#solution]]")
    assert "No. 1" in await refusal(0, chain[1])
    await says(owner, chain[2], solution=f"![[article:{chain[1].uid}#solution]]")
    assert "No. 2" in await refusal(0, chain[2])
    await says(owner, chain[3], solution=f"![[article:{chain[2].uid}#solution]]")
    assert "levels" in await refusal(4, chain[3])
    with pytest.raises(InvalidInput) as many:
        await says(owner, chain[4], context="\n\n".join([f"![[article:{chain[0].uid}#problem]]"] * 21))
    assert "at most 20" in many.value.errors["context"]
    assert (await Article.get(id=chain[4].id)).revision_number == 1


async def test_a_circle_that_came_about_all_the_same_is_shown_without_end(make: Make) -> None:
    owner = await make.reader(role="lead")
    first, second = await an_article(owner, title="First"), await an_article(owner, title="Second")
    for one, other in ((first, second), (second, first)):
        marks = "\n\n".join([f"![[article:{other.uid}#solution]]"] * 20)
        manuscript = await compose("solution", one.title, CONTENT | {"solution": f"{SECRET}\n\n{marks}"})
        await Article.filter(id=one.id).update(parts=manuscript.rendered.parts)
    page = await shown(owner, first)
    assert page.count(SECRET) == 21
    assert "nested too deep" in page


async def test_many_excerpts_take_no_more_statements(make: Make) -> None:
    owner = await make.reader(role="lead")
    sources = [await an_article(owner, title=f"No. {number}") for number in range(15)]
    marks = [f"![[article:{one.uid}#solution]]" for one in sources]
    few = await says(owner, await an_article(owner), solution="\n\n".join(marks[:1]))
    many = await says(owner, await an_article(owner), solution="\n\n".join(marks))
    counts = []
    for article in (few, many):
        current = await Article.get(id=article.id)
        with counted() as statements:
            await fill(owner, [part["html"] for part in current.parts], inside=current)
        counts.append(len(statements))
    assert counts == [1, 1]


async def test_an_editor_who_cannot_see_a_source_keeps_the_excerpt(make: Make) -> None:
    owner, lead = await make.reader(), await make.reader(role="lead")
    audience = await make.audience(owner)
    owner = await make.fresh(owner)
    hidden = await publish(owner, await compose("solution", "Hidden", CONTENT), audience=audience)
    mark = f"![[article:{hidden.uid}#solution]]"
    article = await says(owner, await an_article(owner), context=mark)
    kept = await says(lead, article, solution="Other.")
    assert mark in kept.content["context"]
    with pytest.raises(InvalidInput):
        await says(lead, article, solution=f"![[article:{hidden.uid}#problem]]")


async def test_marks_are_offered_for_what_the_reader_may_see(
    make: Make, source: Article, client_of: ClientOf
) -> None:
    owner, other = await make.reader(), await make.reader()
    audience = await make.audience(owner)
    await publish(
        await make.fresh(owner), await compose("solution", "Prices inside", CONTENT), audience=audience
    )
    page = (await (await client_of(other)).get("/articles/excerpts?q=price")).text
    assert f"![[article:{source.uid}#h-prices]]" in page
    assert "Prices inside" not in page
    assert "Prices inside" in (await (await client_of(owner)).get("/articles/excerpts?q=price")).text
    own = (await (await client_of(other)).get(f"/articles/excerpts?inside={source.id}")).text
    assert str(source.uid) not in own
    assert "No article has this" in (await (await client_of(other)).get("/articles/excerpts?q=zzz")).text


@pytest.mark.pure
def test_a_text_of_headings_alone_is_taken_apart_in_time() -> None:
    started = time.perf_counter()
    assert len(sections('<h1 id="a">a</h1>' * 50_000)) == 50_000
    assert time.perf_counter() - started < 10, "with a copy of the rest for each heading it takes a minute"
