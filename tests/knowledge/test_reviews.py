"""Win/loss reviews: filed in seven fields, corrected by their authors, counted for those who may read them."""

import re
from datetime import timedelta
from typing import Any

import pytest

from hub.audiences import operations as audiences
from hub.database import new_uid, now
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.vocabulary import operations as vocabulary
from hub.vocabulary.models import Facet, Term
from knowledge import reviews
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Outcome, ReasonSource, Review, ReviewRevision
from knowledge.reviews.errors import StaleReview
from knowledge.reviews.listing import ReviewFilter, list_reviews
from knowledge.reviews.queries import find_review, tallies, tally
from knowledge.reviews.tallies import Tally
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import a_deal, a_review

FORM = {
    "outcome": "lost",
    "reason": "price",
    "reason_words": "Eight percent cheaper",
    "reason_source": "buyer",
    "lesson": "Bring the table of concessions to the first meeting.",
}


async def filed_under(make: Make) -> dict[str, str]:
    """A term of each facet that a review needs, as a form names it."""
    names = {"customer.personality": Facet.PERSONALITY, "stage": Facet.STAGE, "product": Facet.PRODUCT}
    return {name: (await make.term(facet)).key for name, facet in names.items()}


async def test_a_review_filed_twice_is_one_review(make: Make) -> None:
    rep, other = await make.reader(), await make.reader()
    everyone, uid = await audiences.everyone(), new_uid()
    first = await reviews.file(rep, a_deal(), audience=everyone, uid=uid)
    assert (await reviews.file(rep, a_deal(), audience=everyone, uid=uid)).id == first.id
    for actor, deal in ((rep, a_deal(lesson="Other words.")), (other, a_deal())):
        with pytest.raises(UidTaken):
            await reviews.file(actor, deal, audience=everyone, uid=uid)
    assert await Review.all().count() == 1


async def test_its_author_and_leads_correct_a_review_and_nobody_overwrites_unseen(make: Make) -> None:
    rep, lead, other = await make.reader(), await make.reader(role="lead"), await make.reader()
    review = await a_review(rep)
    with pytest.raises(Forbidden):
        await reviews.correct(other, review, a_deal(Outcome.WON), base_version=1)
    await reviews.correct(lead, review, a_deal(Outcome.WON), base_version=1)
    with pytest.raises(StaleReview):
        await reviews.correct(rep, review, a_deal(Outcome.LOST), base_version=1)
    assert (await find_review(other, review.id)).outcome is Outcome.WON
    assert [one.state["outcome"] for one in await ReviewRevision.all().order_by("number")] == ["lost", "won"]


async def test_a_withdrawn_review_counts_nowhere_and_can_come_back(make: Make) -> None:
    rep, other = await make.reader(), await make.reader()
    rival = await make.term(Facet.COMPETITOR)
    review = await a_review(rep, terms=[rival])
    assert await tally(other, rival.id) == Tally(lost=1)
    await reviews.withdraw(rep, review)
    assert await tally(rep, rival.id) == Tally()
    assert (await list_reviews(rep, ReviewFilter())).reviews == []
    with pytest.raises(NotFound):
        await find_review(other, review.id)
    await reviews.restore(rep, await find_review(rep, review.id))
    assert await tally(other, rival.id) == Tally(lost=1)


async def test_a_review_of_a_limited_case_reaches_no_more_people_without_a_yes(make: Make) -> None:
    rep, other = await make.reader(), await make.reader()
    few = await make.audience(rep)
    rep = await make.fresh(rep)
    thread = await make.thread(rep, audience=few)
    everyone = await audiences.everyone()
    with pytest.raises(WideningNotConfirmed) as refusal:
        await reviews.file(rep, a_deal(), audience=everyone, thread=thread)
    assert [person.id for person in refusal.value.gained] == [other.id]
    review = await reviews.file(rep, a_deal(), audience=few, thread=thread)
    with pytest.raises(WideningNotConfirmed):
        await reviews.correct(rep, review, a_deal(), base_version=1, audience=everyone)
    await reviews.correct(rep, review, a_deal(), base_version=1, audience=everyone, confirmed=True)
    assert (await find_review(other, review.id)).id == review.id


async def test_a_yes_to_more_readers_holds_for_those_who_were_named(make: Make, client_of: ClientOf) -> None:
    rep, other = await make.reader(), await make.reader("Otto")
    thread = await make.thread(await make.fresh(rep), audience=await make.audience(rep))
    everyone = await audiences.everyone()
    client = await client_of(await make.fresh(rep))
    sent = FORM | await filed_under(make) | {"thread": str(thread.id), "audience": str(everyone.id)}
    asked = await client.post("/reviews", data=sent)
    assert (asked.status_code, "Otto" in asked.text) == (409, True)
    yes = agreement_in(asked.text)
    joined = await make.reader("Joanna")
    again = await client.post("/reviews", data=sent | {"confirmed": yes})
    assert (again.status_code, "Joanna" in again.text) == (409, True)
    done = await client.post("/reviews", data=sent | {"confirmed": agreement_in(again.text)})
    assert done.status_code == 303
    for reader in (other, joined):
        assert (await list_reviews(reader, ReviewFilter())).reviews


def agreement_in(page: str) -> str:
    found = re.search(r'name="confirmed" value="(\w+)"', page)
    assert found
    return found[1]


async def test_merged_competitors_keep_every_review(make: Make) -> None:
    rep = await make.reader()
    gone, kept = await make.term(Facet.COMPETITOR), await make.term(Facet.COMPETITOR)
    await a_review(rep, terms=[gone])
    await a_review(rep, Outcome.WON, terms=[kept])
    await vocabulary.merge(None, gone, kept)
    assert await tallies(rep, [gone.id, kept.id]) == {gone.id: Tally(), kept.id: Tally(1, 1)}


async def test_a_review_is_filed_from_the_page_in_one_form(make: Make, client_of: ClientOf) -> None:
    rep = await make.reader()
    client = await client_of(rep)
    under = await filed_under(make)
    page = await client.get(f"/reviews/new?product={under['product']}")
    assert re.search(f'<option value="{under["product"]}"[^>]* selected>', page.text)
    sent = await client.post("/reviews", data=FORM | under)
    assert sent.status_code == 303
    shown = await client.get(sent.headers["location"])
    assert "Bring the table of concessions" in shown.text
    assert "Eight percent cheaper" in shown.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "perhaps"),
        ("outcome", ""),
        ("reason", "weather"),
        ("lesson", " "),
        ("stage", ""),
        ("product", "no such thing"),
        ("decided_on", "2025-02-30"),
        ("decided_on", "9999-01-01"),
        ("audience", "77"),
        ("thread", "77"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    make: Make, client_of: ClientOf, field: str, value: str
) -> None:
    client = await client_of(await make.reader())
    refusal = await client.post("/reviews", data=FORM | await filed_under(make) | {field: value})
    assert refusal.status_code == 422
    assert f'href="#field-{field}"' in refusal.text
    assert "Eight percent cheaper" in refusal.text
    assert await Review.all().count() == 0


async def test_a_review_of_a_case_is_filled_in_and_read_by_the_readers_of_the_case(
    make: Make, client_of: ClientOf
) -> None:
    rep = await make.reader()
    few = await make.audience(rep)
    rep = await make.fresh(rep)
    under = await filed_under(make)
    product = await Term.get(key=under["product"])
    thread = await make.thread(rep, "They *think* about it", audience=few, terms=[product])
    client = await client_of(rep)
    form = await client.get(f"/reviews/new?thread={thread.id}")
    assert re.search(f'<option value="{product.key}"[^>]* selected>', form.text)
    assert "They *think* about it" in form.text
    sent = await client.post("/reviews", data=FORM | under | {"thread": str(thread.id)})
    review = await Review.get(id=int(sent.headers["location"].rsplit("/", 1)[1].split("?")[0]))
    assert (review.thread_id, review.audience_id) == (thread.id, few.id)
    stranger = await client_of(await make.reader())
    assert (await stranger.get(f"/reviews/{review.id}")).status_code == 404
    assert thread.title not in (await stranger.get(f"/reviews/new?thread={thread.id}")).text


async def test_a_correction_from_the_page_is_told_in_words(make: Make, client_of: ClientOf) -> None:
    rep = await make.reader()
    client = await client_of(rep)
    under = await filed_under(make)
    place = (await client.post("/reviews", data=FORM | under)).headers["location"].split("?")[0]
    form = await client.get(f"{place}/edit")
    assert 'name="base_version" value="1"' in form.text
    changed = FORM | under | {"outcome": "won", "_method": "PUT", "base_version": "1"}
    assert (await client.post(place, data=changed)).status_code == 303
    shown = (await client.get(place)).text
    assert "<del>Lost</del>" in shown
    assert "<ins>Won</ins>" in shown
    again = await client.post(place, data=changed)
    assert again.status_code == 409
    assert "Somebody else corrected" in again.text


async def test_the_list_is_filtered_by_every_field_and_by_time(make: Make) -> None:
    rep, other = await make.reader(), await make.reader()
    rival, shrewd = await make.term(Facet.COMPETITOR), await make.term(Facet.PERSONALITY)
    old = await a_review(rep, Outcome.WON, terms=[shrewd], decided_on=now().date() - timedelta(days=400))
    new = await a_review(other, terms=[rival], source=ReasonSource.ASSUMPTION)

    async def found(**wanted: Any) -> list[int]:
        listed = await list_reviews(rep, ReviewFilter.model_validate(wanted))
        return [review.id for review in listed.reviews]

    assert await found() == [new.id, old.id]
    assert await found(since="year") == [new.id]
    assert await found(competitor=rival.name_en) == [new.id]
    assert await found(uncontested=True) == [old.id]
    assert await found(personality=shrewd.key, outcome="won") == [old.id]
    assert await found(source="assumption", reason="price") == [new.id]
    assert await found(author=rep.handle) == [old.id]
    tag = await make.term(Facet.TAG)
    assert await found(tag=[tag.key]) == []
    with pytest.raises(InvalidInput):
        await found(stage="sometime")


async def test_the_api_files_lists_corrects_and_withdraws(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    under = await filed_under(make)
    body: dict[str, Any] = {**FORM, "stage": under["stage"], "product": under["product"]}
    body["customer"] = {"personality": under["customer.personality"]}
    made = (await client.post("/api/v1/reviews", json=body)).json()
    assert (made["outcome"], made["product"], made["version"]) == ("lost", under["product"], 1)
    place = f"/api/v1/reviews/{made['id']}"
    correction = body | {"outcome": "won", "base_version": 1}
    assert (await client.put(place, json=correction)).json()["outcome"] == "won"
    stale = await client.put(place, json=correction)
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale_review")
    report = (await client.get("/api/v1/reviews/tally?rows=product&columns=stage")).json()
    assert report["cells"] == [
        {
            "row": under["product"],
            "column": under["stage"],
            "won": 1,
            "lost": 0,
            "undecided": 0,
            "n": 1,
            "rate": None,
        }
    ]
    assert (await client.put(f"{place}/withdrawal")).json()["withdrawn"] is True
    assert (await client.get("/api/v1/reviews")).json()["items"] == []
    assert (await client.delete(f"{place}/withdrawal")).json()["withdrawn"] is False
    wrong = await client.post("/api/v1/reviews", json=body | {"reason": "weather"})
    assert wrong.status_code == 422
    assert "reason" in wrong.json()["error"]["fields"]


@pytest.mark.parametrize(("won", "lost", "rate"), [(2, 2, None), (3, 2, 60), (0, 5, 0), (1, 2, None)])
def test_a_share_is_told_of_five_decided_deals_or_more(won: int, lost: int, rate: int | None) -> None:
    assert Tally(won, lost, undecided=9).rate == rate
    assert Tally(won, lost, undecided=9).n == won + lost + 9
