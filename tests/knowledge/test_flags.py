"""Readers say what is wrong with an article, those who answer for it answer, and the reader sees it."""

import pytest

from hub.accounts.models import User
from hub.database import new_uid
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from knowledge import policy
from knowledge.articles import change_audience, change_confidence
from knowledge.errors import FlaggedAlready, FlagResolved
from knowledge.flags import flag, resolve
from knowledge.flags.queries import find_flag, flags_of, open_flags
from knowledge.models import Article, Confidence, Flag, FlagReason
from knowledge.verification.due import Reason, queue
from knowledge.verification.planning import plan
from notifications.models import Kind, Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article
from tests.statements import counted

OUTDATED = FlagReason.OUTDATED


async def told() -> list[tuple[int, str, str]]:
    rows = Notification.all().order_by("id").values_list("user_id", "kind", "reason")
    return [(user, Kind(kind).value, reason) for user, kind, reason in await rows]


async def test_a_flag_becomes_a_task_and_its_answer_a_decision(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    article = await an_article(ann)
    await plan(ann, article, verifier=await User.get(id=bo.id), every=6)
    await deliver()
    await Notification.all().delete()
    raised = await flag(cy, article, OUTDATED, "The new rolls need no warming.")
    await deliver("notifier")
    assert await told() == [(ann.id, "task", "flagged"), (bo.id, "task", "flagged")]
    assert [entry.reasons for entry in await queue(bo)] == [[Reason.FLAGGED]]
    await resolve(bo, raised, "Right, it says so now.")
    await deliver("notifier")
    assert (await told())[2:] == [(cy.id, "decision", "flag_answered")]
    assert await queue(bo) == []
    [own] = (await flags_of(cy, await Article.get(id=article.id))).own
    assert (own.answer, own.resolved_by_id) == ("Right, it says so now.", bo.id)


@pytest.mark.parametrize("role", ["owner", "verifier", "lead", "author", "reader", "outsider"])
async def test_who_sees_a_flag_and_who_answers_it(make: Make, role: str) -> None:
    people = {name: await make.reader(name) for name in ("owner", "verifier", "author", "reader", "outsider")}
    people["lead"] = await make.reader("lead", role="lead")
    audience = await make.audience(*(one for name, one in people.items() if name != "outsider"))
    owner = await make.fresh(people["owner"])
    article = await an_article(owner, audience=audience)
    article = await plan(owner, article, verifier=await User.get(id=people["verifier"].id), every=6)
    raised = await flag(await make.fresh(people["author"]), article, FlagReason.WRONG)
    who = await make.fresh(people[role])
    sees = role in ("owner", "verifier", "lead", "author")
    assert await policy.flags_visible_to(who).exists() is sees
    assert (await open_flags(who) == {article.id: 1}) is sees
    if sees:
        assert (await find_flag(who, raised.id)).id == raised.id
    else:
        with pytest.raises(NotFound):
            await find_flag(who, raised.id)
    if role in ("owner", "verifier", "lead"):
        assert (await resolve(who, raised, "No.")).resolved_by_id == who.id
    else:
        with pytest.raises(NotFound if role == "outsider" else Forbidden):
            await resolve(who, raised, "No.")


async def test_who_cannot_read_the_article_any_more_sees_their_flag_no_more(
    make: Make, deliver: Deliver
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    raised = await flag(bo, article, FlagReason.WRONG)
    private = await make.audience(ann)
    ann = await make.fresh(ann)
    await change_audience(ann, article, private)
    await resolve(ann, raised, "No.")
    await deliver("notifier")
    assert not await policy.flags_visible_to(bo).exists()
    assert not await Notification.filter(user_id=bo.id).exists()


async def test_a_flag_is_raised_once_and_answered_once(make: Make) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    uid = new_uid()
    first = await flag(bo, article, OUTDATED, "Old.", uid=uid)
    assert (await flag(bo, article, OUTDATED, "Old.", uid=uid)).id == first.id
    for other in (
        flag(bo, article, OUTDATED, "Older.", uid=uid),
        flag(ann, article, OUTDATED, "Old.", uid=uid),
    ):
        with pytest.raises(UidTaken):
            await other
    with pytest.raises(FlaggedAlready):
        await flag(bo, article, FlagReason.WRONG)
    with pytest.raises(InvalidInput):
        await flag(ann, article, FlagReason.OTHER)
    await resolve(ann, first, "Changed.")
    assert (await resolve(ann, first, "Changed.")).answer == "Changed."
    with pytest.raises(FlagResolved):
        await resolve(await make.reader("Lead", role="lead"), first, "Not at all.")
    await change_confidence(ann, article, Confidence.ARCHIVED)
    with pytest.raises(Forbidden):
        await flag(bo, article, FlagReason.WRONG)
    assert await Flag.all().count() == 1


async def test_flagging_and_answering_without_javascript(make: Make, client_of: ClientOf) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    article = await an_article(ann)
    reading, owning, looking = await client_of(bo), await client_of(ann), await client_of(cy)
    here = f"/articles/{article.id}"
    assert f"{here}/flags/new" in (await reading.get(here)).text
    assert (await reading.get(f"{here}/flags/new")).status_code == 200
    refused = await reading.post(f"{here}/flags", data={"reason": "nonsense", "words": "It <b>tears</b>."})
    assert refused.status_code == 422
    assert "It &lt;b&gt;tears&lt;/b&gt;." in refused.text
    assert (await reading.post(f"{here}/flags", data={"reason": "other", "words": " "})).status_code == 422
    sent = await reading.post(f"{here}/flags", data={"reason": "unclear", "words": "Which roll?"})
    assert sent.status_code == 303
    raised = await Flag.get()
    assert "Nobody has answered yet." in (await reading.get(here)).text
    assert "Which roll?" not in (await looking.get(here)).text
    assert (await looking.get(f"/flags/{raised.id}")).status_code == 404
    page = (await owning.get(here)).text
    assert "Which roll?" in page
    assert f"{here}/edit?flag={raised.id}" in page
    empty = await owning.post(f"/flags/{raised.id}/answer", data={"_method": "PUT", "answer": " "})
    assert empty.status_code == 422
    again = await reading.post(f"/flags/{raised.id}/answer", data={"_method": "PUT", "answer": "Mine."})
    assert again.status_code == 403
    done = await owning.post(f"/flags/{raised.id}/answer", data={"_method": "PUT", "answer": "The first."})
    assert done.status_code == 303
    assert "The first." in (await reading.get(here)).text
    assert "Which roll?" not in (await owning.get(here)).text
    late = await owning.post(f"/flags/{raised.id}/answer", data={"_method": "PUT", "answer": "The second."})
    assert late.status_code == 409
    assert "The first." in late.text


async def test_fixing_begins_with_the_reason_and_answers_the_flag(make: Make, client_of: ClientOf) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    article = await an_article(ann)
    raised = await flag(bo, article, OUTDATED, "The new rolls\nneed no warming.")
    owning, reading = await client_of(ann), await client_of(bo)
    form = (await owning.get(f"/articles/{article.id}/edit?flag={raised.id}")).text
    assert 'value="Out of date: The new rolls need no warming."' in form
    assert f'name="flag" value="{raised.id}"' in form
    sent = {
        "_method": "PUT", "flag": str(raised.id), "base_revision": "1", "title": article.title, **CONTENT,
        "solution": "Wait.", "note": "No warming any more",
    }  # fmt: skip
    assert (await owning.post(f"/articles/{article.id}", data=sent)).status_code == 303
    assert (await Flag.get()).answer == "No warming any more"
    own = await reading.get(f"/articles/{article.id}/edit?reason=wrong&words={'It tears. ' * 40}")
    assert 'value="Wrong: It tears.' in own.text
    other = await an_article(ann, title="Other")
    assert 'name="flag"' not in (await owning.get(f"/articles/{other.id}/edit?flag={raised.id}")).text
    assert (await reading.get(f"/articles/{article.id}/edit?flag=999")).status_code == 404


async def test_a_fix_that_is_suggested_answers_the_flag_when_it_is_approved(
    make: Make, client_of: ClientOf
) -> None:
    ann, bo, lead = await make.reader("Ann"), await make.reader("Bo"), await make.reader(role="lead")
    article = await an_article(ann)
    raised = await flag(bo, article, OUTDATED)
    owning, leading = await client_of(ann), await client_of(lead)
    sent = {
        "_method": "PUT", "flag": str(raised.id), "base_revision": "1", "title": article.title, **CONTENT,
        "solution": "Wait.", "note": "No warming any more", "suggest": "yes",
    }  # fmt: skip
    suggested = await owning.post(f"/articles/{article.id}", data=sent)
    assert (await Flag.get()).resolved_at is None
    approved = await leading.post(
        f"{suggested.headers['location']}/approval", data={"_method": "PUT", "base_revision": "1"}
    )
    assert approved.status_code == 303
    answered = await Flag.get()
    assert (answered.answer, answered.resolved_by_id) == ("No warming any more", lead.id)


async def test_the_page_of_an_article_asks_the_same_however_many_flags_there_are(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader("Ann")
    article = await an_article(ann)
    client = await client_of(ann)

    async def statements() -> int:
        with counted() as asked:
            await client.get(f"/articles/{article.id}")
        return len(asked)

    await flag(await make.reader(), article, OUTDATED)
    await statements()
    few = await statements()
    for _number in range(4):
        await flag(await make.reader(), article, OUTDATED)
    assert await statements() <= few


async def test_the_api_flags_and_answers(make: Make, client_of: ClientOf) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    article = await an_article(ann)
    owning, reading, other = await client_of(ann), await client_of(bo), await client_of(cy)
    path = f"/api/v1/articles/{article.id}/flags"
    uid = str(new_uid())
    made = await reading.post(path, json={"uid": uid, "reason": "unclear", "words": "Which roll?"})
    assert made.status_code == 201
    again = await reading.post(path, json={"uid": uid, "reason": "unclear", "words": "Which roll?"})
    assert again.json()["id"] == made.json()["id"]
    assert (await reading.post(path, json={"reason": "wrong"})).json()["error"]["code"] == "flagged_already"
    one = f"/api/v1/flags/{made.json()['id']}"
    assert [len((await client.get(path)).json()["items"]) for client in (owning, reading, other)] == [1, 1, 0]
    assert (await other.get(one)).status_code == 404
    assert (await reading.put(f"{one}/answer", json={"answer": "Mine."})).status_code == 403
    answered = await owning.put(f"{one}/answer", json={"answer": "The first."})
    assert answered.json()["answer"] == (await reading.get(one)).json()["answer"] == "The first."
