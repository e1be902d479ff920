"""An ordinary reader's edit waits as a suggestion; those who answer for the article decide."""

import asyncio
from uuid import UUID

import pytest

from hub.audiences.operations import everyone
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.vocabulary.models import Facet
from knowledge import policy
from knowledge.articles import change_audience, change_confidence, compose, edit, publish
from knowledge.articles.history import history_of
from knowledge.errors import StaleRevision, SuggestionClashes, SuggestionDecided, WideningNotConfirmed
from knowledge.models import Article, ArticleRevision, ArticleSource, Confidence, Suggestion, SuggestionState
from knowledge.suggestions import Change, approve, decline, suggest, withdraw
from knowledge.suggestions.queries import suggestion_page
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import CONTENT, a_solved_thread, an_article
from tests.knowledge.test_pages import form_of

UID = UUID("01930000-0000-7000-8000-000000000007")


async def suggested(reader: Reader, article: Article, base: int = 1, **changed: str) -> Suggestion:
    return await suggest(
        reader, article, base_revision=base, title=article.title, content=CONTENT | changed, terms=[]
    )


async def test_the_article_stays_as_it_is_until_a_reviewer_approves(make: Make) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(owner)
    await change_confidence(owner, article, Confidence.VALIDATED)
    suggestion = await suggested(reader, article, solution="Warm it for an hour.")
    waiting = await Article.get(id=article.id)
    assert (waiting.content, waiting.revision_number) == (CONTENT, 1)
    with pytest.raises(Forbidden):
        await approve(reader, suggestion, base_revision=1)

    approved = await approve(owner, suggestion, base_revision=1)
    assert approved.content["solution"] == "Warm it for an hour."
    assert approved.confidence is Confidence.VALIDATED
    [newest, _first] = (await history_of(owner, approved)).steps
    assert (newest.author.name, newest.approved_by and newest.approved_by.name) == ("Bo", "Ann")
    decided = await Suggestion.get(id=suggestion.id)
    assert (decided.state, decided.decided_by_id) == (SuggestionState.APPROVED, owner.id)
    with pytest.raises(SuggestionDecided):
        await decline(owner, suggestion, "No.")


async def test_a_reviewer_approves_with_changes_and_the_suggester_keeps_the_credit(make: Make) -> None:
    owner, reader = await make.reader(), await make.reader()
    tag = await make.term(Facet.TAG)
    article = await an_article(owner)
    suggestion = await suggested(reader, article, solution="Warm it.")
    change = Change("Another title", CONTENT | {"solution": "Warm it well."}, [tag])
    approved = await approve(owner, suggestion, base_revision=1, change=change)
    assert (approved.title, approved.content["solution"]) == ("Another title", "Warm it well.")
    revision = await ArticleRevision.get(article_id=article.id, number=2)
    assert (revision.author_id, revision.terms) == (reader.id, [tag.id])


async def test_an_article_that_has_moved_on_is_merged_paragraph_by_paragraph(make: Make) -> None:
    owner, reader = await make.reader(), await make.reader()
    old, new = await make.term(Facet.TAG), await make.term(Facet.TAG)
    long = {"solution": "One.\n\nTwo.\n\nThree."}
    article = await an_article(owner)
    await edit(owner, article, base_revision=1, title="Jams", content=CONTENT | long, terms=[old])
    article = await Article.get(id=article.id)
    suggestion = await suggest(
        reader,
        article,
        base_revision=2,
        title="Jams",
        content=CONTENT | {"solution": "One.\n\nTwo.\n\nThree, better."},
        terms=[old, new],
    )
    theirs = CONTENT | {"context": "In very cold halls.", "solution": "One, better.\n\nTwo.\n\nThree."}
    await edit(owner, article, base_revision=2, title="Jams in winter", content=theirs, terms=[])
    page = await suggestion_page(owner, suggestion.id)
    assert (page.moved_on, page.clashes) == (True, [])
    assert [change.label for change in page.changes] == ["Solution", "Filed under"]
    with pytest.raises(StaleRevision):
        await approve(owner, suggestion, base_revision=2)
    approved = await approve(owner, suggestion, base_revision=3)
    assert approved.title == "Jams in winter"
    assert approved.content == theirs | {"solution": "One, better.\n\nTwo.\n\nThree, better."}
    assert [term.id for term in await approved.terms.all()] == [new.id]


async def test_a_clash_is_shown_with_all_three_and_decided_by_the_reviewer(
    make: Make, client_of: ClientOf
) -> None:
    owner, reader = await make.reader(), await make.reader()
    article = await an_article(owner)
    suggestion = await suggested(reader, article, solution="Warm it for one hour.")
    theirs = CONTENT | {"solution": "Warm the roll for two hours."}
    await edit(owner, article, base_revision=1, title=article.title, content=theirs, terms=[])
    with pytest.raises(SuggestionClashes):
        await approve(owner, suggestion, base_revision=2)

    client = await client_of(owner)
    page = (await client.get(f"/suggestions/{suggestion.id}")).text
    for text in ("Warm the roll first.", "for two hours", "for one hour"):
        assert text in page.replace("<ins>", "").replace("</ins>", "")
    fields = form_of((await client.get(f"/suggestions/{suggestion.id}/edit")).text)
    assert fields["solution"] == "Warm it for one hour."
    sent = fields | {"solution": "Warm it for two hours, on one side."}
    latest = theirs | {"context": "In very cold halls."}
    await edit(owner, article, base_revision=2, title=article.title, content=latest, terms=[])
    met = await client.post(f"/suggestions/{suggestion.id}/approval", data=sent)
    assert met.status_code == 409
    sent = form_of(met.text)
    assert sent["solution"] == "Warm it for two hours, on one side."
    answered = await client.post(f"/suggestions/{suggestion.id}/approval", data=sent)
    assert answered.status_code == 303
    current = await Article.get(id=article.id)
    assert (current.revision_number, current.content["solution"]) == (4, sent["solution"])
    assert current.content["context"] == "In very cold halls."
    assert (await ArticleRevision.get(article_id=article.id, number=2)).content == theirs


async def test_a_suggestion_is_declined_with_a_reason_or_withdrawn(make: Make) -> None:
    owner, reader, other = await make.reader(), await make.reader(), await make.reader()
    article = await an_article(owner)
    suggestion = await suggested(reader, article, solution="Other.")
    with pytest.raises(Forbidden):
        await decline(reader, suggestion, "No.")
    with pytest.raises(Forbidden):
        await withdraw(owner, suggestion)
    with pytest.raises(NotFound):
        await withdraw(other, suggestion)
    declined = await decline(owner, suggestion, "It is right as it is.")
    assert (declined.state, declined.reason) == (SuggestionState.DECLINED, "It is right as it is.")
    with pytest.raises(SuggestionDecided):
        await withdraw(reader, suggestion)
    second = await suggested(reader, article, solution="Another.")
    assert (await withdraw(reader, second)).state is SuggestionState.WITHDRAWN


async def test_of_two_reviewers_at_once_one_decides(make: Make) -> None:
    owner, lead, reader = await make.reader(), await make.reader(role="lead"), await make.reader()
    article = await an_article(owner)
    suggestion = await suggested(reader, article, solution="Other.")
    outcomes = await asyncio.gather(
        approve(owner, suggestion, base_revision=1),
        approve(lead, suggestion, base_revision=1),
        return_exceptions=True,
    )
    assert sum(isinstance(one, SuggestionDecided) for one in outcomes) == 1
    assert (await Article.get(id=article.id)).revision_number == 2


async def test_what_cannot_be_suggested_is_refused_by_field(make: Make) -> None:
    owner, reader, outsider = await make.reader(), await make.reader(), await make.reader()
    audience = await make.audience(owner, reader)
    owner, reader = await make.fresh(owner), await make.fresh(reader)
    article = await an_article(owner, audience=audience)
    for error in (
        await refused(suggested(reader, article)),
        await refused(suggested(reader, article, base=9, solution="x")),
        await refused(suggested(reader, article, solution="")),
    ):
        assert error
    with pytest.raises(NotFound):
        await suggested(outsider, article, solution="x")
    await change_confidence(owner, article, Confidence.ARCHIVED)
    with pytest.raises(Forbidden):
        await suggested(reader, article, solution="x")
    assert not await Suggestion.exists()


async def refused(attempt: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        await attempt  # type: ignore[misc]  # a coroutine
    return error.value.errors


async def test_repeating_a_suggestion_under_its_uid_makes_one(make: Make) -> None:
    owner, reader = await make.reader(), await make.reader()
    article = await an_article(owner)

    async def send(person: Reader, title: str) -> Suggestion:
        return await suggest(
            person, article, base_revision=1, title=title, content=CONTENT, terms=[], uid=UID
        )

    made = await asyncio.gather(*(send(reader, "Cold") for _ in range(4)))
    assert len({one.id for one in made}) == 1
    for person, title in ((reader, "Warm"), (owner, "Cold")):
        with pytest.raises(UidTaken):
            await send(person, title)


async def test_cases_that_a_change_comes_from_become_sources_with_the_suggesters_name(make: Make) -> None:
    owner, asker, helper = await make.reader(), await make.reader(), await make.reader()
    article = await an_article(owner)
    thread, _answer = await a_solved_thread(make, asker, helper)
    private = await make.thread(helper, audience=await make.audience(helper))

    async def improve(*threads: object, confirmed: bool = False) -> Suggestion:
        return await suggest(
            await make.fresh(helper),
            article,
            base_revision=1,
            title="Better",
            content=CONTENT,
            terms=[],
            threads=threads,  # type: ignore[arg-type]  # threads
            confirmed=confirmed,
        )

    with pytest.raises(WideningNotConfirmed):
        await improve(private)
    suggestion = await improve(thread, private, confirmed=True)
    await approve(owner, suggestion, base_revision=1)
    sources = await ArticleSource.filter(article=article).order_by("thread_id")
    assert {source.thread_id for source in sources} == {thread.id, private.id}
    assert {source.promoted_by_id for source in sources} == {helper.id}


async def test_an_article_is_not_opened_to_others_while_a_suggestion_tells_of_a_case_that_they_may_not_read(
    make: Make,
) -> None:
    owner = await make.reader("Olga Owner")
    await make.reader("Otto Outsider")
    asker, helper = await make.reader(), await make.reader()
    public, _answer = await a_solved_thread(make, asker, helper)
    audience = await make.audience(owner)
    owner = await make.fresh(owner)
    article = await publish(
        owner, await compose("solution", "Jams", CONTENT), audience=audience, sources=[public]
    )
    private = await make.thread(owner, audience=audience)
    suggestion = await suggest(
        owner, article, base_revision=1, title="Better", content=CONTENT, terms=[], threads=[private]
    )
    with pytest.raises(WideningNotConfirmed) as refused:
        await change_audience(owner, article, await everyone())
    assert "Otto Outsider" in [user.name for user in refused.value.gained]
    await withdraw(owner, suggestion)
    await change_audience(owner, article, await everyone())


async def test_a_suggestion_is_seen_by_its_author_and_the_reviewers_alone(
    make: Make, client_of: ClientOf
) -> None:
    owner, lead = await make.reader(), await make.reader(role="lead")
    reader, other = await make.reader(), await make.reader()
    group = await make.group(members=[owner, lead, reader, other])
    audience = await make.audience(groups=[group])
    owner, lead, reader, other = [await make.fresh(one) for one in (owner, lead, reader, other)]
    stranger = await make.reader(role="admin")
    article = await an_article(owner, audience=audience)
    suggestion = await suggested(reader, article, solution="Zirconium.")
    for person, sees in ((owner, True), (lead, True), (reader, True), (other, False), (stranger, False)):
        client = await client_of(person)
        assert await policy.suggestions_visible_to(person).filter(id=suggestion.id).exists() is sees
        for path in (f"/suggestions/{suggestion.id}", f"/api/v1/suggestions/{suggestion.id}"):
            answer = await client.get(path)
            assert (answer.status_code, "Zirconium" in answer.text) == ((200, True) if sees else (404, False))
        seen = [await client.get(f"/api/v1/suggestions?of={of}") for of in ("waiting", "mine")]
        assert any(one.json()["items"] for one in seen) is sees
        page = (await client.get(f"/articles/{article.id}")).text
        assert (f"/suggestions/{suggestion.id}" in page) is sees


async def test_an_edit_through_the_api_becomes_a_suggestion_with_its_address(
    make: Make, client_of: ClientOf
) -> None:
    owner, reader = await make.reader(), await make.reader()
    article = await an_article(owner)
    sent = {"base_revision": 1, "content": {"solution": "Other."}}
    made = await (await client_of(reader)).patch(f"/api/v1/articles/{article.id}", json=sent)
    assert made.status_code == 202
    assert made.headers["location"].endswith(f"/api/v1/suggestions/{made.json()['id']}")
    assert (made.json()["state"], made.json()["content"]["solution"]) == ("open", "Other.")
    client = await client_of(owner)
    path = f"/api/v1/suggestions/{made.json()['id']}"
    approved = await client.put(f"{path}/approval", json={"base_revision": 1})
    assert approved.json()["content"]["solution"] == "Other."
    again = await client.put(f"{path}/refusal", json={"reason": "No."})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "suggestion_decided")
    assert (await client.get(path)).json()["revision"] == 2


async def test_the_pages_lead_from_the_form_to_the_decision(make: Make, client_of: ClientOf) -> None:
    owner, reader = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(owner)
    theirs, ours = await client_of(reader), await client_of(owner)
    form = (await theirs.get(f"/articles/{article.id}/edit")).text
    assert "Suggest a change" in form
    sent = form_of(form) | {"solution": "先把标签卷加热两小时。", "note": "clearer"}
    placed = await theirs.post(f"/articles/{article.id}", data=sent)
    suggestion = await Suggestion.get()
    assert placed.headers["location"] == f"/suggestions/{suggestion.id}"
    assert "clearer" in (await ours.get("/suggestions")).text
    assert f"/suggestions/{suggestion.id}" in (await ours.get(f"/articles/{article.id}")).text
    page = (await ours.get(f"/suggestions/{suggestion.id}")).text
    assert "加热两小时" in page
    refusal = {"_method": "PUT", "reason": " "}
    again = await ours.post(f"/suggestions/{suggestion.id}/refusal", data=refusal)
    assert (again.status_code, 'id="field-reason-error"' in again.text) == (422, True)
    refusal["reason"] = "Please keep the English."
    assert (await ours.post(f"/suggestions/{suggestion.id}/refusal", data=refusal)).status_code == 303
    assert "Please keep the English." in (await theirs.get(f"/suggestions/{suggestion.id}")).text
    assert "Declined" in (await theirs.get("/suggestions?of=mine")).text
    own = form_of((await ours.get(f"/articles/{article.id}/edit")).text) | {"title": "Mine"}
    assert (await ours.post(f"/articles/{article.id}", data=own | {"suggest": "yes"})).status_code == 303
    assert (await Article.get(id=article.id)).title == article.title
    page = (await theirs.get("/suggestions")).text
    assert "Nothing waits for you" in page
