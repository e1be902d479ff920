"""Bringing reports in from a bug tracker: states and dates are kept, twice is once, and nobody is told."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from hub.cli.importing.defects import Defects
from hub.cli.importing.lines import read_lines
from hub.cli.importing.running import Tally, run
from hub.errors import InvalidInput
from hub.vocabulary.models import Facet
from knowledge.models import Defect, DefectState, Origin, Severity
from notifications.models import Notification
from tests.conftest import Deliver
from tests.factories import Make
from tests.knowledge.defects.factories import a_team

LINE = {
    "id": "sm-1",
    "title": "Ribbon tears",
    "body": "At low speed.",
    "severity": "P1",
    "status": "RESOLVED",
    "resolution": "FIXED",
    "created": "2020-01-02 17:14:21+00:00",
    "resolved": "2020-11-01 20:04:54+00:00",
    "version": None,
}


async def brought(product: str, *lines: dict[str, Any]) -> tuple[Tally, list[str]]:
    file = BytesIO("\n".join(map(json.dumps, lines)).encode())
    bad: list[str] = []
    tally = await run(
        Defects(product, Origin.OWN),
        read_lines(file),
        dry_run=False,
        bad=lambda number, reason: bad.append(f"{number}: {reason}"),
        progress=lambda size: None,
    )
    return tally, bad


async def test_states_and_dates_are_kept_and_a_second_run_adds_nothing(make: Make, deliver: Deliver) -> None:
    team = await a_team(make, await make.reader())
    ends = {
        "FIXED": DefectState.FIXED,
        "DUPLICATE": DefectState.DUPLICATE,
        "WORKSFORME": DefectState.DECLINED,
        "": DefectState.NEW,
    }
    lines = [LINE | {"id": f"sm-{end}", "resolution": end} for end in ends]
    first, bad = await brought(team.product.key, *lines, LINE | {"id": "long", "title": "Tears " * 60})
    assert bad == []
    assert (first.seen["reports"], first.made["reports"]) == (5, 5)
    reports = await Defect.filter(title="Ribbon tears").order_by("id")
    assert [report.state for report in reports] == list(ends.values())
    assert reports[0].severity is Severity.CRITICAL
    assert reports[0].created_at == datetime(2020, 1, 2, 17, 14, 21, tzinfo=UTC)
    assert reports[0].decided_at == datetime(2020, 11, 1, 20, 4, 54, tzinfo=UTC)
    assert reports[3].decided_at is None
    again, _bad = await brought(team.product.key, *lines)
    assert (again.seen["reports"], again.made["reports"]) == (4, 0)
    _other, [refused] = await brought(team.product.key, lines[0] | {"body": "Other words."})
    assert refused.startswith("1: ")
    assert await deliver("notifier") > 0
    assert not await Notification.exists()


async def test_nothing_is_brought_in_for_a_product_that_nobody_answers_for(make: Make) -> None:
    product = await make.term(Facet.PRODUCT)
    with pytest.raises(InvalidInput):
        await Defects(product.key, Origin.OWN).check()
    _tally, [refused] = await brought(product.key, LINE)
    assert refused.startswith("1: product: ")
    assert not await Defect.exists()
