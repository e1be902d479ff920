"""What the API does with keys: a team whose key Ann holds, recoveries of it, and a valid call for every operation."""

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from hub.accounts.models import Role, User
from hub.audiences.models import Group
from hub.database import new_uid
from hub.identity import Reader
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.parts import Words
from knowledge.models import Recovery, SealedPart, SealingIdentity, TeamKey
from knowledge.sealing.keys import NewKey, make_key
from knowledge.sealing.recovering import ask, give_share
from tests.api.call import Call
from tests.api.sealed import CIPHERTEXT, OTHER
from tests.factories import Make
from tests.knowledge.defects.factories import a_team
from tests.knowledge.sealing.keys import an_identity, another_identity, new_key, wrapped

UID = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b10"


@dataclass(frozen=True)
class Sealing:
    """Ann holds the key of a team, Ben does not. `asked` waits for her share; what she asked for herself is `granted`.

    `next` would be the team's next key, `shared` the present one with Ben; `left` is sealed to the former one.
    """

    ann: SealingIdentity
    ben: Reader
    group: Group
    former: TeamKey
    key: TeamKey
    next: NewKey
    shared: NewKey
    left: SealedPart
    asked: Recovery
    granted: Recovery


async def build(make: Make, ann: Reader) -> Sealing:
    """What the calls are about; it makes Ann an admin."""
    await User.filter(id=ann.id).update(role=Role.ADMIN)
    ben = await make.reader("Ben")
    team = await a_team(make, ann, ben)
    ann, ben = await make.fresh(ann), await make.fresh(ben)
    admins = [await make.reader(name, role="admin") for name in ("Yan", "Zoe")]
    mine, bens = await an_identity(ann, 0), await another_identity(ben)
    keepers = [mine, *[await another_identity(admin) for admin in admins]]
    former = await make_key(ann, team.group, new_key(team.group, [mine], keepers)[1])
    part = new_uid()
    await reporting.report(ben, new_uid(), team.filing(), former.uid, Words(part, CIPHERTEXT))
    key = await make_key(ann, team.group, new_key(team.group, [mine], keepers, generation=2)[1])
    granted = await ask(ann, key, new_uid(), "I forgot mine.")
    for admin in admins:
        await give_share(admin, granted, wrapped({}, mine.recipient))
    return Sealing(
        ann=await SealingIdentity.get(uid=mine.uid),
        ben=ben,
        group=team.group,
        former=former,
        key=key,
        next=new_key(team.group, [mine], keepers, generation=3)[1],
        shared=new_key(team.group, [mine, bens], keepers)[1],
        left=await SealedPart.get(uid=part),
        asked=await ask(ben, key, new_uid(), "Ann is on holiday."),
        granted=granted,
    )


def _locked(recipient: str) -> dict[str, str]:
    return {"recipient": recipient, "wrapped": wrapped({}, recipient)}


def _next(key: NewKey) -> dict[str, Any]:
    return asdict(key) | {"uid": UID}


def _reseal(s: Sealing) -> Call:
    content = base64.b64encode(OTHER).decode()
    part = {"uid": str(s.left.uid), "was": s.left.digest, "content": content}
    return Call({"uid": s.group.uid}, json={"key": str(s.key.uid), "parts": [part]})


CALLS: dict[str, Callable[[Sealing], Call]] = {
    "knowledge_sealing_identities_show": lambda s: Call(),
    "knowledge_sealing_identities_create": lambda s: Call(
        json={
            "uid": UID,
            "recipient": s.next.recipient,
            "passphrase_wrapped": s.ann.passphrase_wrapped,
            "passkey_wrapped": None,
        }
    ),
    "knowledge_sealing_identities_change": lambda s: Call(
        {"uid": s.ann.uid}, json={"passphrase_wrapped": s.ann.passphrase_wrapped}
    ),
    "knowledge_sealing_team_keys_show": lambda s: Call({"uid": s.group.uid}),
    "knowledge_sealing_team_keys_create": lambda s: Call({"uid": s.group.uid}, json=_next(s.next)),
    "knowledge_sealing_team_keys_grant": lambda s: Call(
        {"uid": s.key.uid},
        json={"before": [s.ann.recipient], "grants": [asdict(one) for one in s.shared.grants]},
    ),
    "knowledge_sealing_team_keys_take_away": lambda s: Call({"uid": s.group.uid, "user": str(s.ben.uid)}),
    "knowledge_sealing_team_keys_leftovers": lambda s: Call({"uid": s.group.uid}),
    "knowledge_sealing_team_keys_reseal": _reseal,
    "knowledge_sealing_recoveries_index": lambda s: Call(query={"limit": 1}),
    "knowledge_sealing_recoveries_show": lambda s: Call({"uid": s.granted.uid}),
    "knowledge_sealing_recoveries_create": lambda s: Call(
        {"uid": s.former.uid}, json={"uid": UID, "reason": "I forgot mine."}
    ),
    "knowledge_sealing_recoveries_lend": lambda s: Call(
        {"uid": s.asked.uid}, json={"wrapped": wrapped({}, s.shared.grants[1].recipient)}
    ),
    "knowledge_sealing_recoveries_complete": lambda s: Call(
        {"uid": s.granted.uid}, json={"grants": [_locked(s.ann.recipient)]}
    ),
    "knowledge_sealing_recoveries_close": lambda s: Call({"uid": s.asked.uid}),
}
