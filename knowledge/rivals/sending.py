"""What customers may be sent of a rival: made here, of sendable lines alone, so that no page can send anything else."""

from dataclasses import dataclass
from datetime import date

from hub.i18n import _, ngettext
from knowledge.models import Article, LineSection, LineState, RivalDispute, RivalLine
from knowledge.rivals.ages import oldest_fresh


@dataclass(frozen=True)
class ForCustomers:
    """A plain text without sources or remarks; of the sendable lines, `disputed` and `old` ones are left out of it."""

    text: str
    lines: int
    disputed: int
    old: int

    @property
    def message(self) -> str:
        """What to tell whoever has copied the text."""
        if not self.text:
            return _("Nothing here may be sent to customers.")
        copied = ngettext("%(num)s line copied.", "%(num)s lines copied.", self.lines) % {"num": self.lines}
        return f"{copied} {self.left_out}".strip()

    @property
    def left_out(self) -> str:
        """What was left out, in words; empty when nothing was."""
        kinds = [
            ngettext("%(num)s disputed line", "%(num)s disputed lines", self.disputed)
            % {"num": self.disputed}
            if self.disputed
            else "",
            ngettext("%(num)s old line", "%(num)s old lines", self.old) % {"num": self.old}
            if self.old
            else "",
        ]
        found = _(", ").join(kind for kind in kinds if kind)
        return _("Left out: %(lines)s.") % {"lines": found} if found else ""


async def for_customers(rival: Article) -> ForCustomers:
    """The sendable lines of a rival that the caller has loaded through what its reader may see."""
    sendable = RivalLine.filter(article_id=rival.id, state=LineState.STANDING, sendable=True)
    rows = await sendable.order_by("section", "position", "id").values("id", "section", "text", "observed_on")
    open_disputes = RivalDispute.filter(line_id__in=[row["id"] for row in rows], decision__isnull=True)
    disputed = set(await open_disputes.values_list("line_id", flat=True))
    fresh_from: date = oldest_fresh()
    undisputed = [row for row in rows if row["id"] not in disputed]
    sent = [row for row in undisputed if row["observed_on"] >= fresh_from]
    order = list(LineSection)
    sent.sort(key=lambda row: order.index(row["section"]))
    return ForCustomers(
        text="\n".join(f"• {row['text']}" for row in sent),
        lines=len(sent),
        disputed=len(rows) - len(undisputed),
        old=len(undisputed) - len(sent),
    )
