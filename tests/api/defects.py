"""What the API does with reports of defects: what there is to work on, and a valid call for every operation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hub.audiences.models import Group
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.defects import demanding, reporting
from knowledge.defects.filing import Filing
from knowledge.models import Defect, DefectKind, Demand, Origin, Severity, Weight
from tests.api.call import Call
from tests.factories import Make

UID = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b10"
REPORT = {
    "kind": "technical",
    "product": "T80",
    "severity": "high",
    "title": "It tears",
    "body": "At *low* speed.",
}
WISH = {"customer": "Acme", "weight": "breaker", "value": "12000", "currency": "EUR"}


@dataclass(frozen=True)
class Reported:
    """A report of somebody in its own team, with a customer's demand, and another one."""

    defect: Defect
    demand: Demand
    other: Defect


async def a_product_team(make: Make, member: Reader) -> Group:
    """The vendor liaison, of one; it becomes the team of a product in `report`. Read the member afresh afterwards."""
    group = await make.group("Printing", [member])
    await Group.filter(id=group.id).update(vendor_liaison=True)
    return group


async def report(reader: Reader, group: Group, product: Term) -> Reported:
    """What the calls are about."""
    await Group.filter(id=group.id).update(product_id=product.id)
    filing = Filing(product, Origin.OWN, DefectKind.TECHNICAL, Severity.HIGH)
    defect = await reporting.report(reader, filing, reporting.Words("It jams", "Every morning."))
    demand = await demanding.give(reader, defect, demanding.Wish("Acme", Weight.USEFUL))
    other = await reporting.report(reader, filing, reporting.Words("It jams again", "At noon."))
    return Reported(defect, demand, other)


CALLS: dict[str, Callable[[Reported], Call]] = {
    "knowledge_defects_reports_index": lambda r: Call(query={"tab": "mine", "limit": 1}),
    "knowledge_defects_reports_create": lambda r: Call(json=REPORT | {"uid": UID, "demand": WISH}),
    "knowledge_defects_reports_readers": lambda r: Call(query={"product": "T80", "origin": "resold"}),
    "knowledge_defects_reports_show": lambda r: Call({"reference": r.defect.reference}),
    "search_duplicates": lambda r: Call({"reference": r.defect.reference}),
    "knowledge_defects_reports_create_demand": lambda r: Call(
        {"reference": r.defect.reference}, json=WISH | {"uid": UID}
    ),
    "knowledge_defects_reports_delete_demand": lambda r: Call(
        {"reference": r.defect.reference, "uid": r.demand.uid}
    ),
    "knowledge_defects_reviewing_index": lambda r: Call(query={"state": "all", "sort": "demand", "limit": 1}),
    "knowledge_defects_reviewing_demand": lambda r: Call(query={"sort": "customers"}),
    "knowledge_defects_reviewing_accept": lambda r: _deciding(r),
    "knowledge_defects_reviewing_decline": lambda r: _deciding(r, reason="It is meant so."),
    "knowledge_defects_reviewing_fix": lambda r: _deciding(r, fixed_in="2.4"),
    "knowledge_defects_reviewing_reopen": lambda r: _deciding(r),
    "knowledge_defects_reviewing_put_main": lambda r: _deciding(r, main=r.other.reference),
    "knowledge_defects_reviewing_snooze": lambda r: _deciding(
        r, until=f"{now() + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"
    ),
    "knowledge_defects_reviewing_wake": lambda r: Call(
        {"reference": r.defect.reference}, query={"version": 1}
    ),
    "knowledge_defects_reviewing_assign": lambda r: _deciding(r, assignee=None),
    "knowledge_defects_reviewing_put_filing": lambda r: _deciding(
        r, kind="market", product="T80", severity="low"
    ),
    "knowledge_defects_reviewing_put_readers": lambda r: _deciding(r, people=[]),
    "knowledge_defects_entries_entries": lambda r: Call(
        {"reference": r.defect.reference}, query={"limit": 1}
    ),
    "knowledge_defects_entries_create_entry": lambda r: Call(
        {"reference": r.defect.reference}, json={"kind": "note", "body": "Look at the head.", "uid": UID}
    ),
    "knowledge_defects_entries_looks": lambda r: Call(
        {"reference": r.defect.reference}, query={"act": "viewed"}
    ),
}


def _deciding(reported: Reported, **said: object) -> Call:
    return Call({"reference": reported.defect.reference}, json={"version": 1, **said})
