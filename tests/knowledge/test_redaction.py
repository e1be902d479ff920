"""Nothing sensitive is published from a case unless it was masked or kept on purpose."""

import html
import re
from typing import Any

import httpx
import pytest

from discussions.models import Post, Thread
from hub.audiences.operations import everyone
from hub.audit.models import AuditEntry
from hub.identity import Reader
from hub.vocabulary.models import Facet
from knowledge.articles import compose, publish
from knowledge.models import Article, Suggestion
from knowledge.promotion import Decisions, SensitiveText, improve, promote
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.knowledge.test_pages import form_of

PHONE = "138 0013 8000"
ANSWER = f"Call Wang Wei on {PHONE}, he paid $12,400.\n\nThen warm the roll.\n\nWrite to wang@acme.example."


async def a_case(make: Make, answer: str = ANSWER) -> tuple[Reader, Reader, Thread]:
    asker, helper = await make.reader("Ann Asker"), await make.reader("Bo Helper")
    thread = await make.thread(asker, "Jam at 13800138000", "It jams.")
    await make.answer(asker, thread, await make.reply(helper, thread, answer))
    return asker, helper, thread


async def open_hits(actor: Reader, thread: Thread, **given: Any) -> dict[str, list[str]]:
    """What waits for a decision: the words by kind."""
    with pytest.raises(SensitiveText) as refused:
        await promote(actor, thread, **given)
    found: dict[str, list[str]] = {}
    for hit in refused.value.details()["hits"]:  # type: ignore[attr-defined]
        found.setdefault(hit["kind"], []).append(hit["text"])
    return found


def keys(refused: SensitiveText) -> dict[str, str]:
    return {hit["text"]: hit["key"] for hit in refused.details()["hits"]}  # type: ignore[attr-defined]


async def test_nothing_is_published_while_a_hit_is_undecided(make: Make) -> None:
    asker, _helper, thread = await a_case(make)
    assert await open_hits(asker, thread) == {
        "phone": ["13800138000", PHONE],
        "name": ["Wang Wei"],
        "amount": ["$12,400"],
        "email": ["wang@acme.example"],
    }
    assert not await Article.exists()
    assert not await AuditEntry.filter(action="article.redacted").exists()


async def test_each_hit_is_masked_or_kept_and_the_log_says_who_but_not_what(make: Make) -> None:
    asker, _helper, thread = await a_case(make)
    with pytest.raises(SensitiveText) as refused:
        await promote(asker, thread)
    key = keys(refused.value)
    assert key[PHONE] == key["13800138000"]
    some = Decisions(mask=frozenset([key[PHONE], key["wang@acme.example"]]))
    assert sorted(await open_hits(asker, thread, decisions=some)) == ["amount", "email", "name", "phone"]
    decided = Decisions(mask=some.mask, keep=frozenset([key["Wang Wei"], key["$12,400"]]))
    article = await promote(asker, thread, decisions=decided)
    assert article.title == "Jam at [phone]"
    assert "Call Wang Wei on [phone], he paid $12,400." in article.content["solution"]
    assert "Write to [e-mail]." in article.content["solution"]
    assert "[Bo Helper](/people/" in article.content["solution"]
    entry = await AuditEntry.get(action="article.redacted")
    assert (entry.actor_id, entry.object_id) == (asker.id, article.id)
    assert entry.details == {
        "masked": {"title.phone": 1, "solution.phone": 1, "solution.email": 1},
        "kept": {"solution.name": 1, "solution.amount": 1},
    }


async def test_what_the_sender_wrote_is_searched_too_and_the_rest_can_be_masked_at_once(make: Make) -> None:
    asker, _helper, thread = await a_case(make)
    content = {"context": "报价三千九百元，找王总", "solution": "ok"}
    found = await open_hits(asker, thread, title="Jam", content=content)
    assert found == {"amount": ["三千九百元"], "name": ["王总"]}
    article = await promote(asker, thread, title="Jam", content=content, decisions=Decisions(rest=True))
    assert article.content["context"] == "报价[金额]，找[姓名]"


async def test_a_hit_that_a_mask_brings_about_is_not_published_either(make: Make) -> None:
    asker, _helper, thread = await a_case(make, "tel 555 $12 0199 12 today")
    decisions = Decisions(rest=True)
    article = await promote(asker, thread, decisions=decisions)
    for text in [article.title, *article.content.values()]:
        assert not re.search(r"\d{3}", text.replace("/threads/", "").replace("post-", "")), text


async def test_an_edit_after_the_decision_asks_again_for_what_is_new(make: Make) -> None:
    asker, _helper, thread = await a_case(make)
    with pytest.raises(SensitiveText) as refused:
        await promote(asker, thread)
    all_kept = Decisions(keep=frozenset(keys(refused.value).values()))
    content = {"solution": f"Call {PHONE} or 13900139000."}
    with pytest.raises(SensitiveText) as again:
        await promote(asker, thread, content=content, decisions=all_kept)
    assert [hit["text"] for hit in again.value.details()["hits"] if not hit["decided"]] == ["13900139000"]  # type: ignore[attr-defined]


def choices(page: str) -> dict[str, str]:
    """The names of the decisions that a page asks for, by the words they are about."""
    found = {}
    for item in re.findall(r'<li class="finding".*?</li>', page, re.S):
        words = re.search(r"<mark>(.*?)</mark>", item, re.S)
        name = re.search(r'name="(hit\.[0-9a-f]+)"', item)
        assert words
        assert name
        found[html.unescape(words.group(1))] = name.group(1)
    return found


async def test_the_page_asks_keeps_what_was_typed_and_publishes_without_a_script(
    make: Make, client_of: ClientOf
) -> None:
    asker, _helper, thread = await a_case(make)
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion"
    shown = await client.get(path)
    fields = form_of(shown.text)
    assert set(choices(shown.text)) == {"13800138000", "Wang Wei", "$12,400", "wang@acme.example"}

    sent = fields | {"context": "Typed by hand."}
    refused = await client.post(path, data=sent)
    assert refused.status_code == 422
    assert "4 passages may tell" in refused.text
    assert form_of(refused.text)["context"] == "Typed by hand."

    decided = choices(refused.text)
    sent |= {name: "keep" if words == "Wang Wei" else "mask" for words, name in decided.items()}
    del sent[decided["$12,400"]]
    again = await client.post(path, data=sent)
    assert again.status_code == 422
    assert form_of(again.text)[decided["Wang Wei"]] == "keep"
    published = await client.post(path, data=sent | {decided["$12,400"]: "mask"})
    assert published.status_code == 303
    article = await Article.get()
    assert article.content["context"] == "Typed by hand."
    assert "Call Wang Wei on [phone], he paid [amount]." in article.content["solution"]


async def test_the_step_is_sent_anew_while_somebody_writes(make: Make, client_of: ClientOf) -> None:
    asker, _helper, thread = await a_case(make)
    client = await client_of(asker)
    sent = {"title": "T", "solution": "first\r\nmail ann@acme.example"}
    answered = await client.post(f"/threads/{thread.id}/promotion/hits", data=sent)
    assert list(choices(answered.text)) == ["ann@acme.example"]
    # Line breaks count as one character, as they do in the browser's text.
    assert 'data-promote-start-param="11"' in answered.text
    outsider = await client_of(await make.reader())
    assert (await outsider.post("/threads/999999/promotion/hits", data=sent)).status_code == 404


async def test_the_api_names_the_hits_and_takes_decisions(make: Make, client_of: ClientOf) -> None:
    asker, _helper, thread = await a_case(make)
    client = await client_of(asker)
    path = f"/api/v1/threads/{thread.id}/promotion"
    shown = (await client.get(path)).json()
    for hit in shown["hits"]:
        text = shown["title"] if hit["field"] == "title" else shown["content"][hit["field"]]
        assert text[hit["start"] : hit["end"]] == hit["text"]
    refused = await client.post(path, json={})
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["code"] == "sensitive_text"
    assert [hit["key"] for hit in error["details"]["hits"]] == [hit["key"] for hit in shown["hits"]]
    kept = [hit["key"] for hit in shown["hits"] if hit["kind"] == "name"]
    made = await client.post(path, json={"keep": kept, "mask_rest": True})
    assert made.status_code == 201
    assert "Call Wang Wei on [phone]" in made.json()["content"]["solution"]
    assert (await client.get(path, params={"kind": "price"})).status_code == 422


def ticks(page: httpx.Response) -> list[str]:
    return re.findall(r'<input type="checkbox" name="passages" value="([\d.]+)"', page.text)


async def test_passages_are_ticked_with_credit_and_taken_out_again_without_a_script(
    make: Make, client_of: ClientOf
) -> None:
    asker, helper = await make.reader("Ann Asker"), await make.reader("Bo Helper")
    thread = await make.thread(asker, "Jam", "It jams.")
    answer = await make.reply(helper, thread, "Warm it.\n\nWait.\n\n- one\n- two")
    other = await make.reply(asker, thread, "First.\n\nSecond `a`.\n\nThird.")
    await make.answer(asker, thread, answer)
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion"
    page = await client.get(path)
    assert {f"{answer.id}.1", f"{answer.id}.3", str(answer.id), f"{other.id}.2"} <= set(ticks(page))
    fields = form_of(page.text)
    whole = [str(answer.id), *(f"{answer.id}.{number}" for number in (1, 2, 3))]
    assert set(str(fields["taken"]).split()) == {
        *whole,
        str((await Post.get(thread_id=thread.id, number=1)).id),
    }

    first = str(fields["taken"]).split()
    without = [name for name in first if name not in (f"{answer.id}.2", str(answer.id))]
    chosen = [*without, f"{other.id}.2"]
    gathered = await client.post(path, data=fields | {"passages": chosen, "gather": "yes"})
    assert gathered.status_code == 200
    after = form_of(gathered.text)
    assert after["solution"] == (
        f"Warm it.\n\n- one\n- two\n\n— [Bo Helper](/people/{helper.handle}), "
        f"[post 2](/threads/{thread.id}?post=2#post-{answer.id})\n\n"
        f"Second `a`.\n\n— [Ann Asker](/people/{asker.handle}), "
        f"[post 3](/threads/{thread.id}?post=3#post-{other.id})"
    )
    published = await client.post(path, data=after | {"passages": str(after["taken"]).split()})
    assert published.status_code == 303
    article = await Article.get()
    assert article.content["solution"] == after["solution"]
    assert article.summary == "It jams."


async def test_what_somebody_rewrote_is_not_put_in_a_second_time(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader("Ann Asker"), await make.reader("Bo Helper")
    thread = await make.thread(asker, "Jam", "It jams.")
    await make.answer(asker, thread, await make.reply(helper, thread, "Warm it."))
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion"
    fields = form_of((await client.get(path)).text)
    sent = fields | {"solution": "Better words.", "passages": str(fields["taken"]).split()}
    assert (await client.post(path, data=sent)).status_code == 303
    assert (await Article.get()).content["solution"] == "Better words."


@pytest.mark.parametrize("kind", ["solution", "faq", "success", "failure"])
async def test_a_case_can_become_each_of_four_kinds(make: Make, client_of: ClientOf, kind: str) -> None:
    asker, helper = await make.reader("Ann Asker"), await make.reader("Bo Helper")
    terms = [await make.term(Facet.PERSONALITY, "Proud"), await make.term(Facet.STAGE, "Before")]
    thread = await make.thread(asker, "Jam", "It jams.", terms=terms)
    await make.answer(asker, thread, await make.reply(helper, thread, "Warm it."))
    await make.reply(asker, thread, "They signed.")
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion?kind={kind}"
    fields = form_of((await client.get(path)).text)
    assert (await client.post(path, data=fields)).status_code == 303
    article = await Article.get()
    assert article.kind == kind
    assert any("Warm it.\n\n— [Bo Helper]" in text for text in article.content.values())
    if kind in ("success", "failure"):
        assert article.content["result"].startswith("They signed.\n\n— [Ann Asker]")


async def test_a_case_can_better_an_article_instead(make: Make, client_of: ClientOf) -> None:
    asker, _helper, thread = await a_case(make)
    article = await an_article(await make.reader("Olga Owner"))
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion?improving={article.id}"
    page = await client.get(path)
    fields = form_of(page.text)
    assert str(fields["solution"]).startswith(f"{article.content['solution']}\n\nCall Wang Wei")
    assert (await client.post(path, data=fields)).status_code == 422
    assert not await Suggestion.exists()
    suggested = await client.post(path, data=fields | {"rest": "yes", "note": "From a case"})
    suggestion = await Suggestion.get()
    assert suggested.headers["location"] == f"/suggestions/{suggestion.id}"
    assert "Call [name] on [phone]" in suggestion.content["solution"]
    assert [source.id for source in await suggestion.threads.all()] == [thread.id]
    owner = await make.reader()
    private = await make.audience(owner)
    hidden = await an_article(await make.fresh(owner), audience=private)
    assert (await client.get(f"/threads/{thread.id}/promotion?improving={hidden.id}")).status_code == 404


async def test_the_note_of_a_suggestion_from_a_case_holds_nothing_sensitive(
    make: Make, client_of: ClientOf
) -> None:
    asker, _helper, thread = await a_case(make)
    article = await an_article(await make.reader("Olga Owner"))
    client = await client_of(asker)
    path = f"/threads/{thread.id}/promotion?improving={article.id}"
    fields = form_of((await client.get(path)).text)
    sent = fields | {"solution": "Warm the roll.", "title": "Jam", "note": f"As {PHONE} said " + "x" * 160}
    refused = await client.post(path, data=sent)
    assert refused.status_code == 422
    assert list(choices(refused.text)) == [PHONE]
    assert (await client.post(path, data=sent | {"rest": "yes"})).status_code == 303
    assert (await Suggestion.get()).note.startswith("As [phone] said xx")


async def test_a_table_is_searched_for_sensitive_words_too(make: Make) -> None:
    asker, _helper, thread = await a_case(make)
    content = {
        "version": "1",
        "currency": "CNY",
        "region": "East",
        "valid_from": "2026-01-01",
        "lines": "T80 | 5",
    }
    older = await publish(asker, await compose("price", "Prices", content), audience=await everyone())

    async def improved(decisions: Decisions) -> Suggestion:
        changed = content | {"lines": f"T80 | 5\nAs for {PHONE} | 4"}
        return await improve(
            asker,
            thread,
            older,
            base_revision=1,
            title="Prices",
            content=changed,
            terms=[],
            decisions=decisions,
        )

    with pytest.raises(SensitiveText) as refused:
        await improved(Decisions())
    assert list(keys(refused.value)) == [PHONE]
    suggestion = await improved(Decisions(rest=True))
    assert [row["item"] for row in suggestion.content["lines"]] == ["T80", "As for [phone]"]
