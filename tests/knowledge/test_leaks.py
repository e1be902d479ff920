"""Outsiders learn nothing: no title, no count, no link, not even that there is something."""

import pytest

from hub import references
from hub.accounts.models import User
from hub.audiences import operations as audiences
from knowledge import wiring
from knowledge.models import Article
from knowledge.promotion import promote
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import a_solved_thread

SECRET = "Zirconium"


@pytest.fixture
async def private(make: Make) -> tuple[Article, int, list[int]]:
    """An article made of a private thread, the thread's id and the ids of its readers."""
    asker, helper = await make.reader(), await make.reader()
    audience = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=audience)
    article = await promote(asker, thread, title=SECRET)
    return article, thread.id, [asker.id, helper.id]


GETS = [
    "/articles/{article}",
    "/articles/{article}/edit",
    "/articles/{article}/history",
    "/articles/{article}/audience",
    "/articles/{article}/owner",
    "/articles/from-thread/{thread}",
    "/threads/{thread}/promotion",
    "/api/v1/articles/{article}",
    "/api/v1/articles/{article}/revisions",
]
LISTS = ["/articles", "/api/v1/articles", "/articles?confidence=not_validated"]


@pytest.mark.parametrize("path", GETS)
async def test_an_outsider_gets_the_same_answer_as_for_nothing(
    path: str, private: tuple[Article, int, list[int]], make: Make, client_of: ClientOf
) -> None:
    article, thread_id, [insider, _other] = private
    here, nowhere = (path.format(article=a, thread=t) for a, t in ((article.id, thread_id), (987654, 987654)))
    inside = await client_of(await make.fresh(await User.get(id=insider)))
    assert (await inside.get(here)).status_code in (200, 403)
    outside = await client_of(await make.reader())
    answers = [await outside.get(place) for place in (here, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert SECRET not in answers[0].text
    guest = await client_of(None)
    assert (await guest.get(here)).status_code in (303, 401)


@pytest.mark.parametrize("path", LISTS)
async def test_lists_count_and_show_only_what_the_reader_may_see(
    path: str, private: tuple[Article, int, list[int]], make: Make, client_of: ClientOf
) -> None:
    _article, _thread, [insider, _other] = private
    assert SECRET in (await (await client_of(await make.fresh(await User.get(id=insider)))).get(path)).text
    assert SECRET not in (await (await client_of(await make.reader())).get(path)).text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/articles/{article}"),
        ("POST", "/articles/{article}/restorations"),
        ("PUT", "/articles/{article}/confidence"),
        ("PUT", "/articles/{article}/audience"),
        ("PUT", "/articles/{article}/owner"),
        ("POST", "/threads/{thread}/promotion"),
        ("PATCH", "/api/v1/articles/{article}"),
        ("POST", "/api/v1/articles/{article}/restorations"),
        ("PUT", "/api/v1/articles/{article}/confidence"),
        ("PUT", "/api/v1/articles/{article}/audience"),
        ("PUT", "/api/v1/articles/{article}/owner"),
        ("POST", "/api/v1/threads/{thread}/promotion"),
    ],
)
async def test_an_outsider_changes_nothing(
    method: str, path: str, private: tuple[Article, int, list[int]], make: Make, client_of: ClientOf
) -> None:
    article, thread_id, _people = private
    outside = await client_of(await make.reader())
    answer = await outside.request(method, path.format(article=article.id, thread=thread_id), json={})
    assert answer.status_code == 404
    assert SECRET not in answer.text


async def test_links_between_thread_and_article_are_shown_only_to_those_who_see_both(
    make: Make, client_of: ClientOf
) -> None:
    asker, helper = await make.reader(), await make.reader()
    narrow, wide = await make.audience(asker), await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    open_thread, _answer = await a_solved_thread(make, asker, helper, audience=wide)
    hidden_article = await promote(asker, open_thread, title=SECRET, audience=narrow)
    closed_thread = await make.thread(asker, SECRET, audience=narrow)
    told = {"problem": "y", "solution": "x"}
    open_article = await promote(
        asker, closed_thread, title="Known", content=told, audience=wide, confirmed=True
    )
    for reader, sees in ((asker, True), (helper, False)):
        client = await client_of(reader)
        fragment = (await client.get(f"/articles/from-thread/{open_thread.id}")).text
        page = (await client.get(f"/articles/{open_article.id}")).text
        body = (await client.get(f"/api/v1/articles/{open_article.id}")).json()
        assert (SECRET in fragment) is sees
        assert (f"/threads/{closed_thread.id}" in page) is sees
        assert bool(body["sources"]) is sees
        pairs = [
            ("article", str(hidden_article.id)),
            ("article", str(hidden_article.uid)),
            ("article", "x" * 5000),
        ]
        found = await references.resolve(reader, pairs)
        assert [target.title for target in found.values()] == ([SECRET] * 2 if sees else [])
        assert await wiring.visible_ids(reader, [hidden_article.id]) == (
            {hidden_article.id} if sees else set()
        )


async def test_access_lost_is_lost_at_once(make: Make, client_of: ClientOf) -> None:
    owner, guest = await make.reader(), await make.reader()
    group = await make.group(members=[owner, guest])
    audience = await make.audience(groups=[group])
    owner, guest = await make.fresh(owner), await make.fresh(guest)
    thread, _answer = await a_solved_thread(make, owner, guest, audience=audience)
    article = await promote(owner, thread)
    client = await client_of(guest)
    assert (await client.get(f"/articles/{article.id}")).status_code == 200
    await audiences.set_members(None, group, [owner.id])
    assert (await client.get(f"/articles/{article.id}")).status_code == 404
