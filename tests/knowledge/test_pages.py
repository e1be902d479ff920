"""The pages of the knowledge base, as a browser without JavaScript sees them."""

import html
import re

import httpx

from hub.vocabulary.models import Facet
from knowledge.articles import change_confidence, edit
from knowledge.models import Article, Confidence
from knowledge.promotion import promote
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import CONTENT, a_solved_thread, an_article


def form_of(page: str) -> dict[str, str | list[str]]:
    """The fields of the page's form as a browser would send them untouched."""
    body = page[page.index("<main") :]
    fields: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]+>", body):
        named, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        unticked = re.search(r'type="(radio|checkbox)"', tag) and " checked" not in tag
        if not named or tag.endswith(" disabled>") or unticked:
            continue
        name, text = named.group(1), html.unescape(value.group(1)) if value else ""
        several = 'type="checkbox"' in tag and name in fields
        fields[name] = [*ticked(fields[name]), text] if several else text
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]+)".*?data-action="[^"]*">\n(.*?)</textarea>', body, re.S
    ):
        fields[name] = html.unescape(text)
    for name, multiple, options in re.findall(
        r'<select[^>]* name="([^"]+)"([^>]*)>(.*?)</select>', body, re.S
    ):
        chosen = re.findall(r'<option value="([^"]*)"[^>]* selected', options)
        fields[name] = chosen if "multiple" in multiple else (chosen or [""])[0]
    return fields


def ticked(sent: str | list[str]) -> list[str]:
    """The values of a name that may be sent several times."""
    return [sent] if isinstance(sent, str) else sent


async def test_a_solved_thread_is_promoted_without_copying_anything(make: Make, client_of: ClientOf) -> None:
    asker, helper, third = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    proud, winter = await make.term(Facet.PERSONALITY, "Proud"), await make.term(Facet.TAG, "Winter")
    thread, _answer = await a_solved_thread(make, asker, helper, terms=[proud, winter])
    client = await client_of(third)

    fragment = await client.get(f"/articles/from-thread/{thread.id}")
    assert "turbo-frame" in fragment.text
    assert "/articles/" not in fragment.text
    page = await client.get(f"/threads/{thread.id}/promotion")
    assert "3 people" in page.text
    fields = form_of(page.text)
    assert fields["solution"].startswith("Warm the roll for an hour.")  # type: ignore[union-attr]
    answered = await client.post(f"/threads/{thread.id}/promotion", data=fields)

    assert answered.status_code == 303
    article = await Article.get()
    assert answered.headers["location"] == f"/articles/{article.id}"
    assert {term.id for term in await article.terms.all()} == {proud.id, winter.id}
    shown = await client.get(f"/articles/{article.id}")
    assert "Not validated" in shown.text
    assert f'href="/threads/{thread.id}"' in shown.text
    fragment = await client.get(f"/articles/from-thread/{thread.id}")
    assert f'href="/articles/{article.id}"' in fragment.text


async def test_who_promotes_second_keeps_their_text_and_is_shown_the_article(
    make: Make, client_of: ClientOf
) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    client = await client_of(helper)
    fields = form_of((await client.get(f"/threads/{thread.id}/promotion")).text)
    first = await promote(asker, thread)

    fields |= {"title": "My better title"}
    refused = await client.post(f"/threads/{thread.id}/promotion", data=fields)
    assert refused.status_code == 409
    assert form_of(refused.text)["title"] == "My better title"
    assert f'href="/articles/{first.id}"' in refused.text

    fields |= {"another": "yes"}
    assert (await client.post(f"/threads/{thread.id}/promotion", data=fields)).status_code == 303
    assert await Article.filter(title="My better title").exists()


async def test_publishing_for_more_people_asks_and_names_them(make: Make, client_of: ClientOf) -> None:
    asker, helper, _olga = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Olga")
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=private)
    everyone = (await make.space()).audience_id
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion"
    fields = form_of((await client.get(path)).text)
    assert fields["audience"] == str(private.id)

    fields |= {"audience": str(everyone), "title": "Kept"}
    asked = await client.post(path, data=fields)
    assert asked.status_code == 409
    assert "Olga" in asked.text
    assert form_of(asked.text)["title"] == "Kept"
    [agreed] = re.findall(r'name="confirmed" value="(\w+)"', asked.text)
    # Somebody joins who was not named: what was agreed to is not theirs.
    await make.reader("Pavel")
    shown = await client.post(path, data=fields | {"confirmed": agreed})
    assert shown.status_code == 409
    assert "Pavel" in shown.text
    [agreed] = re.findall(r'name="confirmed" value="(\w+)"', shown.text)
    confirmed = await client.post(path, data=fields | {"confirmed": agreed})
    assert confirmed.status_code == 303
    assert (await Article.get()).audience_id == everyone


async def test_bad_fields_are_named_and_everything_typed_is_kept(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    await make.term(Facet.PERSONALITY, "Proud")
    path = "/articles?kind=solution"
    fields = form_of((await client.get("/articles/new")).text)
    fields |= {"title": "T" * 300, "problem": "Kept as typed", "customer.personality": "no such word"}
    refused = await client.post(path, data=fields)
    assert refused.status_code == 422
    assert "Kept as typed" in refused.text
    assert 'id="field-title-error"' in refused.text
    assert 'id="field-solution-error"' in refused.text
    fields |= {"title": "T", "solution": "S"}
    refused = await client.post(path, data=fields)
    assert 'id="field-customer.personality-error"' in refused.text
    assert not await Article.exists()


async def test_sending_the_same_form_twice_makes_one_article(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    fields = form_of((await client.get("/articles/new")).text) | {"title": "T", "solution": "S"}
    places = {
        (await client.post("/articles?kind=solution", data=fields)).headers["location"] for _ in range(2)
    }
    assert len(places) == 1
    assert await Article.all().count() == 1


async def test_a_second_editor_sees_what_changed_and_both_texts_survive(
    make: Make, client_of: ClientOf
) -> None:
    author, other = await make.reader("Ann"), await make.reader("Bo", role="lead")
    winter = await make.term(Facet.TAG, "Winter")
    article = await an_article(author)
    client = await client_of(other)
    fields = form_of((await client.get(f"/articles/{article.id}/edit")).text)
    await edit(
        author,
        article,
        base_revision=1,
        title=article.title,
        content=CONTENT | {"context": "In very cold halls."},
        terms=[winter],
    )

    fields |= {"solution": "My own words.\r\n\r\nTwo paragraphs."}
    conflict = await client.post(f"/articles/{article.id}", data=fields)
    assert conflict.status_code == 409
    assert re.search(r"<ins>\s*very\s*</ins>", conflict.text)
    merged = form_of(conflict.text)
    assert merged["solution"] == "My own words.\n\nTwo paragraphs."
    assert merged["context"] == "In very cold halls."
    assert merged["tags"] == [winter.key]
    assert merged["base_revision"] == "2"

    assert (await client.post(f"/articles/{article.id}", data=merged)).status_code == 303
    saved = await Article.get(id=article.id)
    assert (saved.revision_number, saved.content["context"]) == (3, "In very cold halls.")
    assert saved.content["solution"] == "My own words.\n\nTwo paragraphs."


async def test_the_same_paragraph_changed_by_two_is_shown_as_it_was_and_as_each_made_it(
    make: Make, client_of: ClientOf
) -> None:
    author, other = await make.reader("Ann"), await make.reader("Bo", role="lead")
    article = await an_article(author)
    client = await client_of(other)
    fields = form_of((await client.get(f"/articles/{article.id}/edit")).text)
    theirs = CONTENT | {"solution": "Warm the roll slowly.\n\nThen print."}
    await edit(author, article, base_revision=1, title=article.title, content=theirs, terms=[])
    conflict = await client.post(
        f"/articles/{article.id}", data=fields | {"solution": "Warm the roll twice."}
    )
    assert conflict.status_code == 409
    for shown in ("Warm the roll first.", "<ins>slowly", "<ins>twice"):
        assert shown in conflict.text
    merged = form_of(conflict.text)
    assert (merged["solution"], merged["base_revision"]) == ("Warm the roll twice.", "2")


async def test_history_shows_the_words_that_changed_and_restores(make: Make, client_of: ClientOf) -> None:
    author = await make.reader()
    article = await an_article(author)
    content = CONTENT | {"solution": "先把标签卷加热一小时。"}
    await edit(author, article, base_revision=1, title=article.title, content=content, terms=[])
    content = CONTENT | {"solution": "先把标签卷加热两小时。"}
    await edit(author, article, base_revision=2, title=article.title, content=content, terms=[])
    client = await client_of(author)
    page = await client.get(f"/articles/{article.id}/history")
    assert "<del>一</del>" in page.text
    assert "<ins>两</ins>" in page.text
    stale = await client.post(
        f"/articles/{article.id}/restorations", data={"revision": 1, "base_revision": 2}
    )
    assert stale.headers["location"] == f"/articles/{article.id}/history"
    assert (await Article.get(id=article.id)).revision_number == 3
    await client.post(f"/articles/{article.id}/restorations", data={"revision": 1, "base_revision": 3})
    assert (await Article.get(id=article.id)).content == CONTENT


async def test_the_list_narrows_by_everything_and_hides_what_is_archived(
    make: Make, client_of: ClientOf
) -> None:
    author, other = await make.reader("Ann"), await make.reader("Bo")
    late, winter = await make.term(Facet.STAGE, "Late"), await make.term(Facet.TAG, "Winter")
    filed = await an_article(author, title="Filed one", terms=[late, winter])
    await an_article(other, title="Loose one")
    gone = await an_article(author, title="Gone one")
    await change_confidence(author, gone, Confidence.ARCHIVED)
    await change_confidence(author, filed, Confidence.VALIDATED)
    client = await client_of(author)

    async def titles(query: str) -> set[str]:
        page = (await client.get(f"/articles?{query}")).text
        return {title for title in ("Filed one", "Loose one", "Gone one") if title in page}

    assert await titles("") == {"Filed one", "Loose one"}
    assert await titles("confidence=archived") == {"Gone one"}
    assert await titles("confidence=validated") == {"Filed one"}
    assert await titles(f"stage={late.key}&tag={winter.key}") == {"Filed one"}
    assert await titles(f"owner={other.handle}") == {"Loose one"}
    assert await titles("kind=solution") == {"Filed one", "Loose one"}
    assert (await client.get("/articles?stage=nonsense")).status_code == 422
    assert (await client.get("/articles?cursor=nonsense")).status_code == 422


async def test_a_long_list_goes_on_at_the_next_cursor(make: Make, client_of: ClientOf) -> None:
    author = await make.reader()
    for number in range(31):
        await an_article(author, title=f"Article {number:02}")
    client = await client_of(author)
    first = (await client.get("/articles")).text
    assert len(re.findall(r'id="article-\d+"', first)) == 30
    more = re.search(r'href="(/articles\?[^"]*cursor=[^"]+)"', first)
    assert more
    rest = (await client.get(html.unescape(more.group(1)))).text
    assert re.findall(r"Article \d\d", rest) == ["Article 00"]


async def test_the_article_says_that_its_source_has_moved_on(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    article = await promote(helper, thread)
    client: httpx.AsyncClient = await client_of(helper)
    assert "Source changed" not in (await client.get(f"/articles/{article.id}")).text
    await make.reply(asker, thread, "It is back.")
    assert "Source changed" in (await client.get(f"/articles/{article.id}")).text
    assert "Source changed" in (await client.get("/articles")).text
    sent = {"_method": "PUT", "confidence": "validated"}
    assert (await client.post(f"/articles/{article.id}/confidence", data=sent)).status_code == 303
    page = (await client.get(f"/articles/{article.id}")).text
    assert "Source changed" not in page
    assert "Validated" in page


async def test_readers_and_owner_are_changed_on_their_pages(make: Make, client_of: ClientOf) -> None:
    owner, heir = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(owner)
    client = await client_of(owner)
    sent = {"_method": "PUT", "audience": "chosen", "people": [str(heir.id)]}
    assert (await client.post(f"/articles/{article.id}/audience", data=sent)).status_code == 303
    narrow = await Article.get(id=article.id)
    assert narrow.audience_id in (await make.fresh(heir)).audience_ids
    assert "Ann, Bo" in (await client.get(f"/articles/{article.id}/audience")).text
    sent = {"_method": "PUT", "audience": str(article.audience_id)}
    assert (await client.post(f"/articles/{article.id}/audience", data=sent)).status_code == 303
    sent = {"_method": "PUT", "owner": str(heir.id)}
    assert (await client.post(f"/articles/{article.id}/owner", data=sent)).status_code == 303
    assert (await client.get(f"/articles/{article.id}/owner")).status_code == 403
    assert "Bo" in (await client.get(f"/articles/{article.id}")).text
