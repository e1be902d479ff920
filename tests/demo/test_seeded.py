"""What a hub holds after it was filled with the demo company. Nothing here writes, so it is filled once."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tortoise.expressions import Q

from discussions.models import (
    AcceptedAnswer,
    CaseKind,
    Complaint,
    ComplaintStep,
    Post,
    Reaction,
    ReadMark,
    Revision,
    Satisfaction,
    Space,
    Strategy,
    StrategyVote,
    Thread,
)
from discussions.policy import visible_to
from discussions.queues.escalating import escalate_due
from hub.accounts import passwords
from hub.accounts.models import Role, User
from hub.audiences.models import Group
from hub.database import in_transaction, now
from hub.demo import practice
from hub.demo.founding import PASSWORD, uid_of
from hub.demo.loading import load
from hub.demo.seed import seed
from hub.identity import Reader, load_readers
from hub.vocabulary.models import ExpertGroup, ExpertPerson, Facet
from knowledge import kinds
from knowledge.library.grid import GridFilter, grid
from knowledge.models import (
    Article,
    ArticleSource,
    Confidence,
    Defect,
    DefectState,
    Opinion,
    QuotationAmount,
    Review,
    Suggestion,
    SuggestionState,
    Topic,
)
from knowledge.policy import visible_to as visible_articles
from knowledge.reviews.dashboard import DashboardFilter, count
from knowledge.uses.evidence import evidence_of
from notifications.models import Mail, Notification
from tests.conftest import Deliver, empty_tables


@pytest.fixture(scope="module")
async def _emptied(_connected: None) -> AsyncIterator[None]:
    assert await seed(at=now())
    yield
    await empty_tables()


async def reader(handle: str) -> Reader:
    [found] = await load_readers([(await User.get(handle=handle)).id])
    return found


async def test_everything_in_the_content_is_there() -> None:
    company = load()
    assert await User.all().count() == len(company.people)
    assert await Group.all().count() == len(company.groups)
    assert await Space.all().count() == len(company.spaces)
    assert await Thread.all().count() == len(company.cases) == 33
    articles = [uid_of("article", article.key) for article in company.articles]
    assert await Article.filter(uid__in=articles).count() == len(articles) == 12
    assert await Post.filter(number__gt=1).count() == sum(len(case.replies) for case in company.cases)
    assert await AcceptedAnswer.all().count() == sum(len(case.accepted) for case in company.cases)
    assert await Reaction.all().count() > 300


async def test_won_and_lost_deals_and_cases_fill_the_library_for_everybody() -> None:
    tom = await reader("tom")
    board = await count(tom, DashboardFilter())
    assert board.total.n >= 50
    assert len(board.cells) > 15
    assert board.total.n < await Review.all().count()
    shown = await grid(tom, GridFilter())
    assert shown.total.won >= 7
    assert shown.total.lost >= 5
    assert 0 < shown.gaps < 18
    assert shown.unfiled == 0


async def test_states_and_filing_are_those_of_the_content() -> None:
    for case in load().cases:
        thread = await Thread.get(uid=uid_of("case", case.key)).prefetch_related("terms", "assignee")
        assert bool(thread.locked_at) == bool(case.locked), case.key
        assert bool(thread.hidden_at) == bool(case.hidden), case.key
        assert (thread.assignee and thread.assignee.handle) == (case.claimed and case.claimed.by), case.key
        assert thread.answer_count == len(case.accepted), case.key
        assert len(thread.terms) == len(case.tags) + sum(
            bool(key) for key in (case.product, case.competitor, case.stage, *dict(case.customer).values())
        )
        first = await Post.get(thread=thread, number=1)
        assert await Revision.filter(post=first).count() == 1 + len(case.edits)
    for article in load().articles:
        stored = await Article.get(uid=uid_of("article", article.key))
        assert stored.confidence is article.confidence, article.key
        assert await ArticleSource.filter(article=stored).count() == bool(article.case)
        assert bool(stored.validated_at) == bool(article.verified), article.key
        approved = await Suggestion.filter(article=stored, state=SuggestionState.APPROVED).count()
        assert stored.revision_number >= 1 + len(article.edits) + approved


async def test_nothing_lies_in_the_future_and_the_newest_is_hours_old() -> None:
    newest = await Post.all().order_by("-created_at").first()
    assert newest
    assert timedelta(hours=1) < now() - newest.created_at < timedelta(days=1)
    oldest = await Thread.all().order_by("created_at").first()
    assert oldest
    assert now() - oldest.created_at > timedelta(days=100)


async def test_references_and_mentions_lead_to_what_they_name() -> None:
    for body, html in await Post.filter(deleted_at__isnull=True).values_list("body", "html"):
        assert "{{" not in body
        assert "[[thread:" not in html
    article = await Article.get(uid=uid_of("article", "your-competitor-is-cheaper"))
    assert str(uid_of("case", "tallowin-free-printers")) in article.html


async def test_restricted_things_are_seen_by_their_readers_only() -> None:
    insider, outsider = await reader("malan"), await reader("tom")
    renewal = uid_of("case", "renewal-increase-nine-percent")
    assert await visible_to(insider).filter(uid=renewal).exists()
    assert not await visible_to(outsider).filter(uid=renewal).exists()
    discounts = uid_of("article", "year-end-discount-approval")
    assert await visible_articles(insider).filter(uid=discounts).exists()
    assert not await visible_articles(outsider).filter(uid=discounts).exists()
    assert await visible_to(outsider).count() >= 20


async def test_articles_are_in_every_confidence() -> None:
    assert {article.confidence for article in await Article.all()} == set(Confidence)


async def test_demo_people_can_sign_in() -> None:
    for user in await User.all():
        assert user.active
        assert user.email == f"{user.handle}@northlabel.example"
        assert await passwords.verify(user.password_hash, PASSWORD)


async def test_nobody_is_told(deliver: Deliver) -> None:
    assert await deliver("notifier") > 0
    assert await Notification.all().count() == 0
    assert await Mail.all().count() == 0


async def test_old_cases_are_read_and_recent_ones_new() -> None:
    alex = await reader("alex")
    old = await Thread.get(uid=uid_of("case", "proud-plant-manager"))
    assert await _read_up_to(alex, old) == old.last_number
    recent = await Thread.get(uid=uid_of("case", "hospital-spare-parts-ten-years"))
    assert await _read_up_to(alex, recent) == 0
    live = await Thread.get(uid=uid_of("case", "tallowin-free-printers"))
    assert 1 < await _read_up_to(alex, live) < live.last_number


async def _read_up_to(person: Reader, thread: Thread) -> int:
    mark = await ReadMark.get_or_none(thread=thread, user_id=person.id)
    return mark.last_number if mark else 0


async def test_strategies_are_voted_for_and_one_article_has_enough_evidence_to_tell() -> None:
    everybody, desk = await reader("wuting"), await reader("malan")
    article = await Article.get(uid=uid_of("article", "your-competitor-is-cheaper"))
    of_all, of_the_desk = [await evidence_of(one, article.id) for one in (everybody, desk)]
    assert (of_all.total.won.k, of_all.total.won.n) == (5, 6)
    assert (of_the_desk.total.won.k, of_the_desk.total.won.n) == (5, 7)
    assert not of_all.lines[Facet.PERSONALITY][0].tally.won.few
    assert await Strategy.all().count() == len(practice.load().strategies)
    assert await StrategyVote.all().count() > 30


async def test_experts_are_named_and_complaints_are_at_several_steps() -> None:
    assert await ExpertPerson.all().count() >= 5
    assert await ExpertGroup.all().count() >= 3
    complaints = await Complaint.all()
    assert {one.step for one in complaints} == {
        ComplaintStep.RESPONSIBILITY, ComplaintStep.SOLVED, ComplaintStep.SATISFACTION
    }  # fmt: skip
    assert [one.satisfaction for one in complaints if one.done_at] == [Satisfaction.SATISFIED]


async def test_the_first_look_finds_what_is_overdue() -> None:
    async with in_transaction() as transaction:
        assert await escalate_due() >= 2
        overdue = await Thread.filter(escalated_at__isnull=False).prefetch_related("told")
        told = {thread.kind: {user.handle for user in thread.told} for thread in overdue}
        assert told[CaseKind.COMPLAINT] == {"priya"}
        assert "sunli" in told[CaseKind.QUESTION]
        await transaction.rollback()


async def test_every_kind_of_article_has_examples_and_a_price_has_an_older_version() -> None:
    every = {kind.key for kind in kinds.every()}
    assert {article.kind for article in await Article.all().only("id", "kind")} == every
    assert await Article.filter(supersedes_id__isnull=False).exists()
    assert await QuotationAmount.all().count() == await Article.filter(kind="quotation").count()


async def test_defects_stand_in_every_state_and_no_admin_is_in_a_team() -> None:
    assert {report.state for report in await Defect.filter(sealed=False)} == set(DefectState)
    teams = await Group.filter(Q(product_id__isnull=False) | Q(vendor_liaison=True))
    assert any(team.vendor_liaison for team in teams)
    assert len(teams) > 2
    for team in teams:
        roles = {user.role for user in await User.filter(memberships__group_id=team.id)}
        assert roles
        assert Role.ADMIN not in roles


async def test_teams_ask_and_one_topic_is_open_to_its_readers() -> None:
    found = await Topic.all()
    assert (
        {bool(topic.opened_at) for topic in found}
        == {bool(topic.closed_at) for topic in found}
        == {True, False}
    )
    assert await Opinion.filter(audience_id__isnull=False).exists()
    assert await Opinion.filter(audience_id__isnull=True, topic__opened_at__isnull=False).exists()
    assert await Defect.filter(article_id__isnull=False).exists()
