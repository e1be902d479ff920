"""Who may do what: role by action."""

from uuid import UUID

import pytest

from discussions import policy
from discussions.models import Post, Space, Thread
from hub.database import now
from hub.identity import Reader

pytestmark = pytest.mark.pure

ASKER, REPLIER, MEMBER, LEAD, ADMIN = range(1, 6)
ROLES = {ASKER: "member", REPLIER: "member", MEMBER: "member", LEAD: "lead", ADMIN: "admin"}


def person(id_: int) -> Reader:
    return Reader(
        id=id_,
        uid=UUID(int=id_),
        name=f"Person {id_}",
        handle=f"person{id_}",
        email=None,
        role=ROLES[id_],
        locale="en",
        timezone="UTC",
        theme="auto",
        group_ids=frozenset(),
        audience_ids=frozenset({7}),
    )


def thread(*, locked: bool = False, assignee_id: int | None = None) -> Thread:
    return Thread(
        author_id=ASKER,
        audience_id=7,
        space_id=1,
        title="Case",
        locked_at=now() if locked else None,
        assignee_id=assignee_id,
        created_at=now(),
        active_at=now(),
        digest="",
    )


def post(number: int, author_id: int, *, deleted: bool = False) -> Post:
    return Post(
        number=number,
        author_id=author_id,
        thread_id=1,
        body="",
        html="",
        version=1,
        digest="",
        created_at=now(),
        deleted_at=now() if deleted else None,
    )


def allowed(action: str, reader: Reader) -> bool:
    decisions = {
        "reply": lambda: policy.may_reply(reader, thread()),
        "reply to locked": lambda: policy.may_reply(reader, thread(locked=True)),
        "edit case": lambda: policy.may_edit(reader, post(1, ASKER)),
        "edit reply": lambda: policy.may_edit(reader, post(2, REPLIER)),
        "edit deleted reply": lambda: policy.may_edit(reader, post(2, REPLIER, deleted=True)),
        "delete case": lambda: policy.may_delete(reader, post(1, ASKER)),
        "delete reply": lambda: policy.may_delete(reader, post(2, REPLIER)),
        "read history": lambda: policy.may_read_history(reader, post(2, REPLIER)),
        "read history of deleted": lambda: policy.may_read_history(reader, post(2, REPLIER, deleted=True)),
        "accept": lambda: policy.may_accept(reader, thread()),
        "accept as an expert": lambda: policy.may_accept(reader, thread(), expert=True),
        "moderate": lambda: policy.may_moderate(reader),
        "claim": lambda: policy.may_assign(reader, thread(), reader.id),
        "assign another": lambda: policy.may_assign(reader, thread(), 99),
        "give back own": lambda: policy.may_assign(reader, thread(assignee_id=reader.id), None),
        "take from another": lambda: policy.may_assign(reader, thread(assignee_id=99), None),
        "choose readers": lambda: policy.may_choose_audience(reader, thread()),
        "manage spaces": lambda: policy.may_manage_spaces(reader),
        "post in own space": lambda: policy.may_post(reader, Space(audience_id=7)),
        "post in foreign space": lambda: policy.may_post(reader, Space(audience_id=8)),
        "post in archived space": lambda: policy.may_post(reader, Space(audience_id=7, archived_at=now())),
    }
    return decisions[action]()


EVERYBODY = {ASKER, REPLIER, MEMBER, LEAD, ADMIN}
LEADS = {LEAD, ADMIN}

WHO_MAY = {
    "reply": EVERYBODY,
    "reply to locked": LEADS,
    "edit case": {ASKER} | LEADS,
    "edit reply": {REPLIER} | LEADS,
    "edit deleted reply": set[int](),
    "delete case": set[int](),
    "delete reply": {REPLIER} | LEADS,
    "read history": EVERYBODY,
    "read history of deleted": LEADS,
    "accept": {ASKER} | LEADS,
    "accept as an expert": EVERYBODY,
    "moderate": LEADS,
    "claim": EVERYBODY,
    "assign another": LEADS,
    "give back own": EVERYBODY,
    "take from another": LEADS,
    "choose readers": {ASKER} | LEADS,
    "manage spaces": {ADMIN},
    "post in own space": EVERYBODY,
    "post in foreign space": set[int](),
    "post in archived space": set[int](),
}


@pytest.mark.parametrize("action", WHO_MAY)
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_role_decides_on_action(action: str, who: int) -> None:
    assert allowed(action, person(who)) is (who in WHO_MAY[action])
