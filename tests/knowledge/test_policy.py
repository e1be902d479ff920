"""Who may do what with articles and threads: one table for each noun."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from discussions.models import Thread
from hub.database import new_uid
from hub.identity import Reader
from knowledge import policy
from knowledge.models import Article, Confidence

pytestmark = pytest.mark.pure

MEMBER = Reader(
    id=1,
    uid=new_uid(),
    name="Ann",
    handle="ann",
    email=None,
    role="member",
    locale="en",
    timezone="UTC",
    theme="auto",
    group_ids=frozenset(),
    audience_ids=frozenset({7}),
)
PEOPLE = {
    "member": MEMBER,
    "author": replace(MEMBER, id=2),
    "owner": replace(MEMBER, id=3),
    "verifier": replace(MEMBER, id=6),
    "lead": replace(MEMBER, id=4, role="lead"),
    "admin": replace(MEMBER, id=5, role="admin"),
}


def article(confidence: Confidence) -> Article:
    return Article(audience_id=7, author_id=2, owner_id=3, verifier_id=6, confidence=confidence)


@pytest.mark.parametrize(
    ("who", "edits", "stewards"),
    [
        ("member", False, False),
        ("author", False, False),
        ("verifier", True, False),
        ("owner", True, True),
        ("lead", True, True),
        ("admin", True, True),
    ],
)
def test_who_may_edit_who_may_only_suggest_and_who_stewards(who: str, edits: bool, stewards: bool) -> None:
    reader = PEOPLE[who]
    for confidence in Confidence:
        assert policy.may_edit(reader, article(confidence)) is edits
        assert policy.may_review(reader, article(confidence)) is edits
        assert policy.may_steward(reader, article(confidence)) is stewards
        archived = confidence is Confidence.ARCHIVED
        assert policy.may_suggest(reader, article(confidence)) is (edits or not archived)
    assert not policy.may_suggest(replace(reader, audience_ids=frozenset()), article(Confidence.VALIDATED))


@pytest.mark.parametrize("who", PEOPLE)
def test_whoever_may_read_a_thread_may_promote_it_unless_it_is_hidden(who: str) -> None:
    reader = PEOPLE[who]
    assert policy.may_promote(reader, Thread(audience_id=7))
    assert not policy.may_promote(reader, Thread(audience_id=8))
    assert not policy.may_promote(reader, Thread(audience_id=7, hidden_at=datetime.now(UTC)))
