"""From a solved thread to an article."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import pytest

from discussions import answers, reactions, replies, threads
from discussions.models import ReactionKind, Thread
from hub.audit.models import AuditEntry
from hub.drafts import operations as drafts
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from hub.vocabulary.models import Facet
from knowledge.articles import change_confidence, compose, edit
from knowledge.articles.publishing import Manuscript
from knowledge.errors import AlreadyPromoted, WideningNotConfirmed
from knowledge.models import Article, ArticleSource, Confidence
from knowledge.promotion import prefill, promote, promoting
from knowledge.sources import changed_sources
from tests.factories import Make
from tests.knowledge.factories import CONTENT, a_solved_thread

UID = UUID("01930000-0000-7000-8000-000000000001")


async def test_promoting_copies_case_header_and_credited_answers(make: Make) -> None:
    asker, helper, third = await make.reader("Ann"), await make.reader("Bo [Li]"), await make.reader("Cy")
    proud = await make.term(Facet.PERSONALITY, "Proud")
    late = await make.term(Facet.STAGE, "Negotiation")
    thread, answer = await a_solved_thread(make, asker, helper, terms=[proud, late])

    article = await promote(third, thread)

    assert article.title == thread.title
    assert article.content["problem"].startswith("They *jam* every morning.\n\n— [Ann](/people/")
    assert "Proud" in article.content["context"]
    assert "Negotiation" in article.content["context"]
    assert article.content["solution"].startswith("Warm the roll for an hour.\n\n— [Bo \\[Li\\]](/people/")
    assert f"(/threads/{thread.id}?post=2#post-{answer.id})" in article.content["solution"]
    assert {term.id for term in await article.terms.all()} == {proud.id, late.id}
    assert article.audience_id == thread.audience_id
    assert article.confidence is Confidence.NOT_VALIDATED
    assert (article.owner_id, article.author_id) == (third.id, third.id)
    assert 'id="problem-p1"' in article.html
    assert article.summary == "They jam every morning."
    source = await ArticleSource.get(article=article)
    assert (source.thread_id, source.last_number, source.promoted_by_id) == (thread.id, 2, third.id)
    told = {event.type for event in await RecordedEvent.all()}
    assert {"knowledge.ArticlePublished", "knowledge.ThreadPromoted"} <= told
    assert await AuditEntry.filter(action="thread.promoted", object_id=thread.id).exists()


async def test_what_the_reader_changed_replaces_what_was_prefilled(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    article = await promote(asker, thread, title="Cold rolls", content={"context": "Winter"}, terms=[])
    assert article.title == "Cold rolls"
    assert article.content["context"] == "Winter"
    assert article.content["problem"].startswith("They *jam* every morning.")


async def test_an_answer_with_an_open_code_fence_does_not_swallow_its_credit(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader("Bo")
    thread = await make.thread(asker)
    reply = await make.reply(helper, thread, "Try:\n\n````\n~~~\n```\nreset")
    await make.answer(asker, thread, reply)
    article = await promote(asker, thread)
    assert f'<a href="/threads/{thread.id}?post=2#post-{reply.id}"' in article.html


async def test_a_thread_without_an_answer_needs_a_solution_typed_in(make: Make) -> None:
    asker = await make.reader()
    thread = await make.thread(asker)
    with pytest.raises(InvalidInput) as refused:
        await promote(asker, thread)
    assert list(refused.value.errors) == ["solution"]
    assert (await promote(asker, thread, content={"solution": "Wait."})).content["solution"] == "Wait."


async def test_a_second_promotion_is_told_of_the_first_article(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    first = await promote(asker, thread)
    with pytest.raises(AlreadyPromoted) as refused:
        await promote(helper, thread)
    assert refused.value.details() == {
        "article": {"id": first.id, "title": first.title, "url": f"http://hub.test/articles/{first.id}"}
    }
    second = await promote(helper, thread, another=True)
    assert second.id != first.id


async def test_of_people_who_promote_at_once_one_wins_and_the_others_are_told(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    people = [asker, helper, await make.reader(), await make.reader()]
    thread, _answer = await a_solved_thread(make, asker, helper)
    outcomes = await asyncio.gather(*(promote(person, thread) for person in people), return_exceptions=True)
    won = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    told = [outcome for outcome in outcomes if isinstance(outcome, AlreadyPromoted)]
    assert (len(won), len(told)) == (1, 3)
    assert {error.article.id for error in told} == {won[0].id}
    assert await Article.all().count() == 1


async def test_an_article_tells_what_was_written_while_it_was_rendered(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, answer = await a_solved_thread(make, asker, helper)

    async def compose_slowly(kind: str, title: str, content: Mapping[str, str]) -> Manuscript:
        manuscript = await compose(kind, title, content)
        monkeypatch.undo()
        await replies.edit_post(helper, answer, "Warm it slowly.", base_revision=None)
        return manuscript

    monkeypatch.setattr(promoting, "compose", compose_slowly)
    article = await promote(asker, thread)
    assert "Warm it slowly." in article.content["solution"]
    assert await Article.all().count() == 1


async def test_promoting_twice_under_one_uid_gives_one_article(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    first = await promote(asker, thread, uid=UID)
    await replies.post_reply(helper, thread.id, "One more thing.")
    assert (await promote(asker, thread, uid=UID)).id == first.id
    with pytest.raises(UidTaken):
        await promote(asker, thread, title="Other", uid=UID)
    with pytest.raises(UidTaken):
        await promote(helper, thread, uid=UID)


async def test_an_article_the_second_person_cannot_see_does_not_betray_itself(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    private = await make.audience(asker)
    await promote(await make.fresh(asker), thread, audience=private)
    article = await promote(helper, thread)
    assert article.owner_id == helper.id


async def test_outsiders_and_hidden_threads_are_not_promoted(make: Make) -> None:
    asker, helper, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    audience = await make.audience(asker, helper, lead)
    asker, helper, lead = [await make.fresh(person) for person in (asker, helper, lead)]
    thread, _answer = await a_solved_thread(make, asker, helper, audience=audience)
    with pytest.raises(NotFound):
        await promote(await make.reader(), thread)
    await threads.hide(lead, thread)
    with pytest.raises(Forbidden):
        await promote(asker, thread)
    await threads.unhide(lead, thread)
    assert await promote(asker, thread)


async def test_a_wider_audience_needs_a_confirmation_that_names_who_gains(make: Make) -> None:
    asker, helper, outsider = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Olga")
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=private)
    everyone = await (await make.space()).audience
    with pytest.raises(WideningNotConfirmed) as asked:
        await promote(asker, thread, audience=everyone)
    assert [user.id for user in asked.value.gained] == [outsider.id]
    assert not await Article.exists()
    article = await promote(asker, thread, audience=everyone, confirmed=True)
    assert article.audience_id == everyone.id


async def test_the_draft_goes_when_the_article_is_published(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    await drafts.keep(asker, f"promote:{thread.id}", {"title": "Half"})
    await promote(asker, thread)
    assert await drafts.find(asker, f"promote:{thread.id}") is None


async def _changed(reader: Reader, article: Article, thread: Thread) -> bool:
    found = await changed_sources(reader, [article])
    assert found in ({}, {article.id: {thread.id}})
    return bool(found)


async def test_the_source_counts_as_changed_after_words_and_answers_only(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, answer = await a_solved_thread(make, asker, helper)
    article = await promote(helper, thread)
    await reactions.react(asker, answer, ReactionKind.THANKS)
    assert not await _changed(asker, article, thread)

    await make.reply(asker, thread, "It came back.")
    assert await _changed(asker, article, thread)
    await change_confidence(helper, article, Confidence.VALIDATED)
    assert not await _changed(asker, article, thread)

    await replies.edit_post(helper, answer, "Warm it for two hours.", base_revision=1)
    assert await _changed(asker, article, thread)
    await edit(helper, article, base_revision=1, title=article.title, content=CONTENT, terms=[])
    assert not await _changed(asker, article, thread)

    await answers.withdraw(asker, thread, answer)
    assert await _changed(asker, article, thread)


async def test_a_source_that_the_editor_cannot_see_stays_changed_for_those_who_can(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=private)
    everyone = await (await make.space()).audience
    article = await promote(asker, thread, audience=everyone, confirmed=True)
    await make.reply(helper, thread, "Wait.")
    outsider = await make.reader(role="lead")
    assert await changed_sources(outsider, [article]) == {}
    await edit(outsider, article, base_revision=1, title="Better", content=CONTENT, terms=[])
    assert await _changed(asker, article, thread)


async def test_prefill_speaks_of_what_was_tried(make: Make) -> None:
    asker = await make.reader()
    thread = await threads.post_thread(
        asker, space=await make.space(), title="Jam", body="It jams.", tried="Turning it off and on."
    )
    assert "**Already tried**\n\nTurning it off and on." in (await prefill(asker, thread)).content["context"]
