"""The knowledge base through the JSON API."""

from hub.vocabulary.models import Facet
from knowledge.articles import edit
from knowledge.models import Article, ArticleRevision
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import CONTENT, a_solved_thread, an_article

UID = "01930000-0000-7000-8000-000000000003"


async def test_an_empty_body_publishes_the_prefilled_article(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader("Ann"), await make.reader("Bo")
    proud, winter = await make.term(Facet.PERSONALITY), await make.term(Facet.TAG)
    thread, _answer = await a_solved_thread(make, asker, helper, terms=[proud, winter])
    client = await client_of(helper)
    made = await client.post(f"/api/v1/threads/{thread.id}/promotion", json={})
    assert made.status_code == 201
    article = made.json()
    assert article["title"] == thread.title
    assert article["content"]["solution"].startswith("Warm the roll")
    assert "<em>jam</em>" in article["html"]["problem"]
    assert article["confidence"] == "not_validated"
    assert article["customer"]["personality"] == proud.key
    assert article["tags"] == [winter.key]
    assert [source["id"] for source in article["sources"]] == [thread.id]
    assert article["owner"]["name"] == "Bo"
    assert (await client.get(f"/api/v1/articles/{article['id']}")).json() == article

    again = await client.post(f"/api/v1/threads/{thread.id}/promotion", json={})
    assert again.status_code == 409
    error = again.json()["error"]
    assert error["code"] == "already_promoted"
    assert error["details"]["article"]["id"] == article["id"]


async def test_a_promotion_may_differ_from_what_is_prefilled(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader()
    winter, proud = await make.term(Facet.TAG), await make.term(Facet.PERSONALITY)
    thread, _answer = await a_solved_thread(make, asker, helper, terms=[winter])
    client = await client_of(asker)
    path = f"/api/v1/threads/{thread.id}/promotion"
    sent = {"title": "Other", "content": {"context": "C"}, "customer": {"personality": proud.key}, "uid": UID}
    made = (await client.post(path, json=sent)).json()
    assert (made["title"], made["content"]["context"], made["uid"]) == ("Other", "C", UID)
    assert (made["tags"], made["customer"]["personality"]) == ([], proud.key)
    assert made["content"]["problem"].startswith("They *jam* every morning.")
    assert (await client.post(path, json=sent)).json()["id"] == made["id"]
    clash = await client.post(path, json=sent | {"title": "Third"})
    assert (clash.status_code, clash.json()["error"]["code"]) == (409, "uid_taken")


async def test_promoting_for_more_people_names_them_until_it_is_confirmed(
    make: Make, client_of: ClientOf
) -> None:
    asker, helper, olga = await make.reader(), await make.reader(), await make.reader("Olga")
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=private)
    everyone = (await make.space()).audience_id
    client = await client_of(asker)
    path = f"/api/v1/threads/{thread.id}/promotion"
    asked = await client.post(path, json={"audience": everyone})
    assert asked.status_code == 409
    assert asked.json()["error"]["details"]["gained"] == [
        {"id": olga.id, "name": "Olga", "handle": olga.handle}
    ]
    assert (await client.post(path, json={"audience": everyone, "confirmed": True})).status_code == 201


async def test_an_article_is_published_edited_and_restored(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    sent = {"uid": UID, "title": "Cold", "content": CONTENT}
    made = await client.post("/api/v1/articles", json=sent)
    assert made.status_code == 201
    path = f"/api/v1/articles/{made.json()['id']}"
    assert (await client.post("/api/v1/articles", json=sent)).json()["id"] == made.json()["id"]

    edited = await client.patch(
        path, json={"base_revision": 1, "content": {"solution": "Other."}, "note": "why"}
    )
    assert edited.json()["content"] == CONTENT | {"solution": "Other."}
    assert edited.json()["revision"] == 2
    stale = await client.patch(path, json={"base_revision": 1, "title": "Late"})
    assert (stale.status_code, stale.json()["error"]["details"]) == (409, {"revision": 2})

    restored = await client.post(f"{path}/restorations", json={"revision": 1, "base_revision": 2})
    assert restored.json()["content"] == CONTENT
    page = (await client.get(f"{path}/revisions?limit=2")).json()
    assert [(one["number"], one["restored"], one["note"]) for one in page["items"]] == [
        (3, 1, ""),
        (2, None, "why"),
    ]
    rest = (await client.get(f"{path}/revisions?limit=2&cursor={page['next_cursor']}")).json()
    assert ([one["number"] for one in rest["items"]], rest["next_cursor"]) == ([1], None)


async def test_an_edit_under_a_uid_can_be_repeated(make: Make, client_of: ClientOf) -> None:
    author = await make.reader()
    article = await an_article(author)
    client = await client_of(author)
    for _ in range(2):
        sent = {"base_revision": 1, "title": "Once", "uid": UID}
        answer = await client.patch(f"/api/v1/articles/{article.id}", json=sent)
        assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    assert await ArticleRevision.filter(article=article).count() == 2


async def test_confidence_readers_and_owner_are_put(make: Make, client_of: ClientOf) -> None:
    owner, heir = await make.reader(), await make.reader()
    article = await an_article(owner)
    audience = await make.audience(owner, heir)
    path = f"/api/v1/articles/{article.id}"
    client = await client_of(owner)
    assert (await client.put(f"{path}/confidence", json={"confidence": "validated"})).json()["validated_at"]
    assert (await client.put(f"{path}/audience", json={"audience": audience.id})).json()[
        "audience"
    ] == audience.id
    assert (await client.put(f"{path}/owner", json={"owner": heir.handle})).json()["owner"]["id"] == heir.id
    assert (await client.put(f"{path}/confidence", json={"confidence": "archived"})).status_code == 403
    assert (await client.put(f"{path}/confidence", json={"confidence": "holy"})).status_code == 422


async def test_the_list_pages_by_cursor_and_filters(make: Make, client_of: ClientOf) -> None:
    author = await make.reader()
    winter = await make.term(Facet.TAG)
    for number in range(5):
        await an_article(author, title=f"No. {number}", terms=[winter] if number == 3 else [])
    client = await client_of(author)
    seen, query = [], "limit=2"
    while query:
        page = (await client.get(f"/api/v1/articles?{query}")).json()
        seen += [article["title"] for article in page["items"]]
        query = f"limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert seen == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]
    filtered = (await client.get(f"/api/v1/articles?tag={winter.key}")).json()
    assert [article["title"] for article in filtered["items"]] == ["No. 3"]


async def test_wrong_bodies_are_refused_by_field(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    bad = await client.post("/api/v1/articles", json={"title": "x", "content": {"problem": "p", "odd": "o"}})
    assert bad.status_code == 422
    assert set(bad.json()["error"]["fields"]) == {"content.solution", "content.odd"}
    bad = await client.post("/api/v1/articles", json={"kind": "poem", "title": "x", "content": {}})
    assert set(bad.json()["error"]["fields"]) == {"kind"}
    bad = await client.post("/api/v1/articles", json={"title": "x", "content": CONTENT, "audience": 10**30})
    assert set(bad.json()["error"]["fields"]) == {"audience"}
    half = '{"title": "x\\ud800", "content": {"solution": "\\ud800"}}'
    bad = await client.post("/api/v1/articles", content=half, headers={"Content-Type": "application/json"})
    assert bad.status_code == 422
    assert not await Article.exists()
    assert (await client.get(f"/api/v1/articles/{10**30}")).status_code == 404
    assert (await client.get("/api/v1/articles?cursor=x")).status_code == 422


async def test_source_changed_stands_in_the_answer(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    client = await client_of(asker)
    made = (await client.post(f"/api/v1/threads/{thread.id}/promotion", json={})).json()
    assert made["source_changed"] is False
    await make.reply(helper, thread, "It is back.")
    shown = (await client.get(f"/api/v1/articles/{made['id']}")).json()
    assert (shown["source_changed"], shown["sources"][0]["changed"]) == (True, True)
    article = await Article.get(id=made["id"])
    await edit(asker, article, base_revision=1, title=article.title, content=article.content, terms=[])
    assert (await client.get(f"/api/v1/articles/{made['id']}")).json()["source_changed"] is False
