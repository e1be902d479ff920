"""Keys as browsers make them, made with pyrage: another implementation of the same format."""

import json
from dataclasses import dataclass
from uuid import UUID

import pyrage

from hub.audiences.models import Group
from hub.database import new_uid
from hub.identity import Reader
from knowledge.sealing.identities import Locks, make_identity
from knowledge.sealing.keys import Locked, NewKey

PASSPHRASE = "eleven wild geese"
# A passphrase costs a second or more on purpose. These were locked with a work factor of 8 by the library's own tool.
IDENTITIES = [
    (
        "AGE-SECRET-KEY-1XQEWTN6TWW3UQEGVN0J97RDTCKNX0D5MG5WE83VY5YACYNNKTTTSDLZWHD",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBkYTJRcVFMdk1vWnNNbXQyL2dISmVBIDgKOFhwcm4yR2ZGSVhOSWlTZFEr"
        "Wk8wWUlGUmM1S01BWVd3eVM1RjIvTTNqOAotLS0gTTl0V3UxSFRRRWxiMkN2SlJiTURFSDBHYTVzNkRyTEZsUlJpcEhxbmtTWQqK"
        "XRALjusniqCLzra1rrny+sJ94UHSkQqFEhargFG//DrntfOz8wWbECyY2D6zYdUZpk7Xn9nN9y0LRQ/j4XIPOcTnyFK8biRfB9JVLfNDaG8FUF4wr9pPvXETTKy6iqXwgD7ebK/sIEyr",
    ),
    (
        "AGE-SECRET-KEY-1QSDZ62NJXN5KTCDFLJ3X52SS7PGQ6H0T7UVLX88GLULT4EAPVXXS5S5PH8",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA4WTVlOE1HY2xuT0pYZWsrN01ITXJRIDgKRkRUNkZMREMxS1pidFVtNnNT"
        "WjRSQWRwTEdCaSsrbWE5djVEODc2VXhpWQotLS0gcytod2t3RUlaOUpLS2JEY3pvVE40cU5aeEJrQWJLYjhlU3pnWmE2Y1ZEcwqe"
        "J9znYkwK7Rn5cTgV4csiMJRqJLdXm1bAmmuPnQHxeVkxKsflm3Isgjg1Fns+guqCdbQH3ySjW5qS0Yio/aLozNY1gTf/kxOSiPamFfhoHZSGu9/LDAWGLd2nDVgXhufruzE/w3n94FuL",
    ),
    (
        "AGE-SECRET-KEY-1R7C6NZKMZK9W863MX6DJFM9H2M4R74ZKPEY9CUYMJT5N2RNAVS2Q7WAN4N",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCArbktYNEx1WUJmWGhrOG1HQXk4Q3pBIDgKWmYvK2hKSXVDQ1FDSkFFNUlu"
        "NmhmeUV1R083UXpPMkZTNkJSc2d6U1RJOAotLS0gOFVFSHRDM0cwbE82VG83OGpXWWZFRTMyL3pHWWdVR0Q4cnZEb0tPY0t2QQo1"
        "oI1pMIgcC1pCW9BBXFetM3ZwtmyTqynGv6AMR5uW9tO/QmnatOJQZ+2xfhJRPEuhmCFjdq75pwGEspeavedMGQ7WayNInsuwh2ABiFkweS95FZIWJfDc34xwybJuK0z7NBcoTqdjr4R0",
    ),
    (
        "AGE-SECRET-KEY-1T78GA7ZYERJK784FF7MQG3YXQ22W93JRS5T0JAM6APHA8MRYREHSHGY3JD",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAvUUxBYlJwNCtDOEVYTWlBZm4vQUhBIDgKaW9OZkppNTJISXNlcENCWDhT"
        "cyt6RjQzaUJxaVZpUExFNlB3L2M0UVcyYwotLS0galBaV0tPV0hFNFVNcm0wQXpvWUYrWU5yZWUxNUhHQVQyRldtdXh1OWtIWQqw"
        "jKRENUTdfEIojUhwI2mp1e0FDAzEUY8WxNuVEazKaAllOLCMT/etB/m0tnhocNXL5a8E/HvPEvzzloMH5PuNW0090YhLFe8Sp71zaYjRHPCBFH8mfHfI+c4ELSrMXqGU+L8oo6c5twDG",
    ),
    (
        "AGE-SECRET-KEY-19FQAWSSAYFMT45PGCYUHJKX67P3FCVXS5Z4G4EUWY3MH6QWCD7NQ3ANP9X",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBMdG5nZG5rdG82dzhHRWxMQ1Y5L09nIDgKajdtMXI0dEhTc0luMzdjQUNG"
        "emZhRnZUZllDc2lTdHRjNDJ2M3ZPeG8rawotLS0gVDA1K2lEdEJLZm9PWVZmY3kxMGI0MForZWFmWUdBaDRqSUgwOENaQUZ1dwqC"
        "NQgR6ewhVuk8waDlPkMFRsPKFZdmMqGNwW+mHUG6beYWtZz2LVddb+e8DNUKxtZNl9SOedptpDoCCurt0mi8qLEwC0XsYzo33KF8Jmz+B28c9gd9hJUlEH9McI3ZCWLzdZJPhLkLKvPM",
    ),
    (
        "AGE-SECRET-KEY-1DR9LP73SPW2WPZLV3VMLLZM60S294EE4NLEQNFLAU6L0UNEH6VCSW45PXX",
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBlOXVXbWowenZUSWEwOXVNUHJQeG1RIDgKYUs3VGVlZjNJOWhHMS9HZzdi"
        "QW1QZWRiajdEbk5zeEQ4UERxdjhuaGI3VQotLS0gR0VqV3lvbysySkVZeVBNcUdLZ1ArMWh6dmlRSE5PU0dyNU9WdzNnTVYvdwry"
        "gEC8FK7jvJbfKZUoOaOSPfGKxLxTXjZQNk/bORRMk0sWovx7OyzNp6EjdqxGTc+Px16K35SHS28Y881oLSO/oYQ4UUWJDT3R948y83QG5qkrrQKIvjP/rOD6sS4vf74GgHZoVNPIuXwA",
    ),
]


@dataclass(frozen=True)
class Own:
    """Somebody's key, of which the test knows the private half."""

    reader: Reader
    secret: pyrage.x25519.Identity
    uid: UUID

    @property
    def recipient(self) -> str:
        return str(self.secret.to_public())

    def open(self, wrapped: str) -> dict[str, object]:
        """A document that was locked to this key."""
        opened: dict[str, object] = json.loads(pyrage.decrypt(wrapped.encode(), [self.secret]))
        return opened


async def an_identity(reader: Reader, number: int) -> Own:
    """The identity with this number as that of `reader`; PASSPHRASE unlocks it."""
    secret, content = IDENTITIES[number]
    lines = [content[place : place + 64] for place in range(0, len(content), 64)]
    locked = "\n".join(["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----", ""])
    return await _kept(reader, pyrage.x25519.Identity.from_str(secret), locked)


async def another_identity(reader: Reader) -> Own:
    """A new identity that nobody ever unlocks."""
    return await _kept(reader, pyrage.x25519.Identity.generate(), "locked")


async def _kept(reader: Reader, secret: pyrage.x25519.Identity, locked: str) -> Own:
    own = Own(reader, secret, new_uid())
    await make_identity(reader, own.uid, own.recipient, Locks(passphrase_wrapped=locked))
    return own


def wrapped(document: object, recipient: str) -> str:
    """A document locked to one recipient."""
    to = pyrage.x25519.Recipient.from_str(recipient)
    armoured: bytes = pyrage.encrypt(json.dumps(document).encode(), [to], armored=True)
    return armoured.decode()


def new_key(
    team: Group, holders: list[Own], keepers: list[Own], *, generation: int = 1
) -> tuple[pyrage.x25519.Identity, NewKey]:
    """A team's key as a browser makes it, but for the shares, which hold nothing."""
    secret, spare = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    recipient, recovery = str(secret.to_public()), str(spare.to_public())
    document = {
        "v": 1,
        "team": str(team.uid),
        "generation": generation,
        "key": str(secret),
        "recipient": recipient,
        "reviewers": [{"user": str(one.reader.uid), "recipient": one.recipient} for one in holders],
        "recovery": recovery,
    }
    share = {"v": 1, "team": str(team.uid), "recovery": recovery, "share": ""}
    return secret, NewKey(
        uid=new_uid(),
        generation=generation,
        recipient=recipient,
        recovery_recipient=recovery,
        recovery_wrapped=wrapped(document, recovery),
        grants=[Locked(one.recipient, wrapped(document, one.recipient)) for one in holders],
        shares=[Locked(one.recipient, wrapped(share, one.recipient)) for one in keepers],
    )
