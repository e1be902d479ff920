"""A product team and its reports, for tests: who reads what is wrong with a product, and who does not."""

from dataclasses import dataclass

from discussions.models import Thread
from hub.audiences import operations as audiences
from hub.audiences.models import Group
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.defects import entries, widening
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Defect, DefectEntry, EntryKind
from tests.factories import Make
from tests.knowledge.defects.factories import Team, a_defect, a_sealed_defect, a_team


@dataclass
class Company:
    """A team of two reviewers, somebody who reports, and everybody who is kept out.

    `widened` reads what a report was opened to; `former` was in the team when it all happened.
    """

    make: Make
    answering: Team
    reviewer: Reader
    second: Reader
    reporter: Reader
    stranger: Reader
    admin: Reader
    widened: Reader
    former: Reader

    @classmethod
    async def of(cls, make: Make) -> "Company":
        """Founded anew for each test."""
        names = ("Rita", "Rob", "Otto", "Sam", "Wanda", "Fay")
        reviewer, second, reporter, stranger, widened, former = [await make.reader(name) for name in names]
        team = await a_team(make, reviewer, second, former, name="Z300")
        admin = await make.reader("Ada", role="admin")
        company = cls(make, team, reviewer, second, reporter, stranger, admin, widened, former)
        await company.refresh()
        return company

    async def refresh(self) -> None:
        """Let everybody be who they are by now."""
        for name in ("reviewer", "second", "reporter", "stranger", "admin", "widened", "former"):
            setattr(self, name, await self.make.fresh(getattr(self, name)))

    @property
    def team(self) -> Group:
        return self.answering.group

    @property
    def product(self) -> Term:
        return self.answering.product

    async def report(
        self,
        title: str = "Ribbon tears",
        body: str = "It tears every morning.",
        *,
        by: Reader | None = None,
        thread: Thread | None = None,
        said: str = "",
    ) -> Defect:
        return await a_defect(
            by or self.reporter, self.answering, title=title, body=body, said=said, thread=thread
        )

    async def sealed(self, *, by: Reader | None = None) -> Defect:
        """A report of whose words the server has none."""
        return await a_sealed_defect(by or self.reporter, self.answering)

    async def widen(self, defect: Defect) -> Defect:
        """Open a report to `widened`."""

        async def opened(confirmed: str) -> Defect:
            return await widening.open_to(
                self.reviewer,
                defect,
                group_ids=[],
                user_ids=[self.widened.id],
                confirmed=confirmed,
                version=defect.version,
            )

        try:
            await opened("")
        except WideningNotConfirmed as asked:
            defect = await opened(asked.agreement)
        await self.refresh()
        return defect

    async def note(self, defect: Defect, body: str, *, by: Reader | None = None) -> DefectEntry:
        return await entries.write(by or self.reviewer, defect, EntryKind.NOTE, body)

    async def reply(self, defect: Defect, body: str, *, by: Reader | None = None) -> DefectEntry:
        return await entries.write(by or self.reviewer, defect, EntryKind.REPLY, body)

    async def dismiss(self) -> None:
        """`former` leaves the team."""
        await audiences.set_members(None, self.team, [self.reviewer.id, self.second.id])
        await self.refresh()

    @property
    def kept_out(self) -> dict[str, Reader]:
        """Those who must never learn of a report that was not opened to anybody, once `former` has left."""
        return {name: getattr(self, name) for name in ("stranger", "admin", "widened", "former")}
