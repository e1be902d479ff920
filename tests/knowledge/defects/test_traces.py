"""What numbers and times give away of reports that somebody may not read, and of what a team does among itself."""

import base64
import re
from datetime import timedelta

from hub.database import now
from hub.identity import Reader
from knowledge.defects import entries, handling
from knowledge.models import EntryKind
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.defects.factories import a_defect, a_reviewed_product


async def test_pages_of_a_list_do_not_tell_how_much_there_is_of_others_between(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    at = now()
    mine = [await a_defect(rep, team, at=at) for _report in range(3)]
    for body in ("One", "Two", "Three"):
        await entries.write(reviewer, mine[0], EntryKind.REPLY, body, at=at)
    lists: dict[Reader, tuple[tuple[str, dict[str, str]], ...]] = {
        rep: (("/defects", {}), (f"/defects/{mine[0].reference}/entries", {})),
        reviewer: (("/defects/triage", {}), ("/defects/triage", {"sort": "demand"})),
    }
    for reader, paths in lists.items():
        client = await client_of(reader)
        for path, query in paths:
            seen: list[str] = []
            cursor = ""
            while cursor is not None:
                params = query | {"limit": "1"} | ({"cursor": cursor} if cursor else {})
                page = (await client.get(f"/api/v1{path}", params=params)).json()
                seen += [item["uid"] for item in page["items"]]
                cursor = page["next_cursor"]
                if cursor:
                    place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
                    *_, last = re.findall(r"[^\[\], ]+", place)
                    assert last == f'"{seen[-1]}"', f"{path} tells the number of a row: {place}"
            assert len(seen) == len(set(seen)) == 3


async def test_whoever_reported_cannot_tell_when_the_team_notes_puts_off_or_assigns(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team, at=now() - timedelta(days=2))
    client = await client_of(rep)
    paths = ("/defects", f"/api/v1/defects/{defect.reference}", "/api/v1/defects")

    async def told() -> list[str]:
        # Pages name themselves anew every time.
        pages = [(await client.get(path)).text for path in paths]
        return [re.sub(r'(nonce|csrf[\w-]*|content|value)="[^"]*"', "", page) for page in pages]

    before = await told()
    await entries.write(reviewer, defect, EntryKind.NOTE, "Theirs again.")
    await handling.assign(reviewer, defect, reviewer.id, version=1)
    await handling.snooze(reviewer, defect, now() + timedelta(days=3), version=2)
    assert await told() == before
