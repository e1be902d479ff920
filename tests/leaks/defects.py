"""Reports, notes, demands, topics and opinions that each carry a canary of their own, and who may meet which."""

import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal

import pyrage
from starlette.datastructures import Headers, UploadFile

from hub.audiences.operations import everyone
from hub.database import new_uid, now
from hub.files.models import File
from hub.files.operations import upload
from hub.files.routes import describe
from hub.identity import Reader
from knowledge.defects import deciding, merging
from knowledge.defects.demanding import Wish
from knowledge.defects.reporting import Words, report
from knowledge.defects.sealed import parts
from knowledge.defects.sealed import reporting as sealing
from knowledge.defects.topics import giving, publishing
from knowledge.models import (
    Defect,
    Demand,
    Opinion,
    Recovery,
    SealedPart,
    SealingIdentity,
    TeamKey,
    Topic,
    Weight,
)
from tests.defects import Company
from tests.factories import Make

REPORT = "zqxreport"
FILE = "zqxfile"
REPLY = "zqxreply"
REASON = "zqxreason"
DEMAND = "zqxdemand"
NOTE = "zqxnote"
OTHER = "zqxother"
TOPIC = "zqxtopic"
OPINION = "zqxopinion"
SEALED = "zqxsealed"

OF_THE_REPORT = {REPORT, FILE, REPLY}
EVERYTHING = OF_THE_REPORT | {REASON, DEMAND, NOTE, OTHER, TOPIC, OPINION}
"""Each words of another thing; nobody ever gets those of a sealed report from the hub."""


@dataclass(frozen=True)
class Secrets:
    """`main` was reported by the company's reporter and opened to `widened`; `other` is the stranger's, and merged into
    it; `declined` is the reporter's, too. `question` can be read by all, the opinion on it cannot.
    """

    company: Company
    lead: Reader
    colleague: Reader
    main: Defect
    other: Defect
    declined: Defect
    sealed: Defect
    key: TeamKey
    part: SealedPart
    recovery: Recovery
    demand: Demand
    file: File
    topic: Topic
    question: Topic
    opinion: Opinion

    @property
    def reports(self) -> list[Defect]:
        return [self.main, self.other, self.declined, self.sealed]

    @property
    def people(self) -> dict[str, tuple[Reader | None, set[str]]]:
        """Everybody with the canaries that they may meet."""
        company = self.company
        return {
            "reviewer": (company.reviewer, EVERYTHING),
            "reporter": (company.reporter, OF_THE_REPORT | {REASON, DEMAND, OPINION}),
            "widened": (company.widened, OF_THE_REPORT),
            "colleague": (self.colleague, {OTHER}),
            "member": (company.stranger, set()),
            "former": (company.former, set()),
            "lead": (self.lead, set()),
            "admin": (company.admin, set()),
            "guest": (None, set()),
        }


async def build(make: Make) -> Secrets:
    """Everything that people write about defects, with a secret in it."""
    company = await Company.of(make)
    colleague, lead = await make.reader("Olga Other"), await make.reader("Leo Lead", role="lead")
    reporter, reviewer = company.reporter, company.reviewer
    file = await secret_file(reporter)
    thread = await make.thread(reporter, "A public case of a ribbon")
    main = await report(
        reporter,
        company.answering.filing(product_version="7.1"),
        Words(f"Title {REPORT}", f"It is {REPORT}. {describe(file).markdown}", f"They say {REPORT}."),
        thread=thread,
        wish=Wish(f"Customer {DEMAND}", Weight.BREAKER, Decimal("91827.36"), "EUR", f"Wants {DEMAND}."),
    )
    await company.note(main, f"A note on {NOTE}.")
    await company.reply(main, f"A reply with {REPLY}.")
    other = await company.report(f"Title {OTHER}", f"It is {OTHER}.", by=colleague, said=f"Says {OTHER}.")
    other = await merging.merge(reviewer, other, main.reference, version=other.version)
    declined = await company.report("A report that is refused", by=reporter)
    declined = await deciding.decline(reviewer, declined, f"Because of {REASON}.", version=declined.version)
    main = await company.widen(await Defect.get(id=main.id))
    main = await deciding.accept(company.reviewer, main, version=main.version)
    key, sealed, part = await sealed_report(company)
    words = publishing.Words(f"Topic {TOPIC}", f"What about {TOPIC}?")
    team_alone = await make.audience(groups=[company.team])
    await company.refresh()
    topic = await publishing.publish(company.reviewer, company.team, words, audience=team_alone)
    words = publishing.Words("A public question", "What do you think?")
    question = await publishing.publish(company.reviewer, company.team, words, audience=await everyone())
    opinion = await giving.give(reporter, question, f"I think {OPINION}.", told=None)
    await company.dismiss()
    return Secrets(
        company,
        lead,
        colleague,
        main,
        other,
        declined,
        sealed,
        key,
        part,
        await recovery_of(key, company.second),
        await Demand.get(defect=main),
        file,
        topic,
        question,
        opinion,
    )


async def sealed_report(company: Company) -> tuple[TeamKey, Defect, SealedPart]:
    """A report that a browser sealed with age."""
    identity = pyrage.x25519.Identity.generate()
    key = await TeamKey.create(
        team=company.team,
        generation=1,
        recipient=str(identity.to_public()),
        recovery_recipient="age1",
        recovery_wrapped="",
        author_id=company.reviewer.id,
        created_at=now(),
    )
    content = pyrage.encrypt(f"Title {SEALED}".encode(), [identity.to_public()])
    words = parts.Words(new_uid(), content)
    defect = await sealing.report(company.reporter, new_uid(), company.answering.filing(), key.uid, words)
    return key, defect, await SealedPart.get(defect=defect, digest=hashlib.sha256(content).hexdigest())


async def recovery_of(key: TeamKey, asker: Reader) -> Recovery:
    """Somebody of the team who lost their own key."""
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    identity = await SealingIdentity.create(user_id=asker.id, recipient=recipient, created_at=now())
    return await Recovery.create(
        key=key, identity=identity, reason="I forgot my passphrase.", created_at=now()
    )


async def secret_file(owner: Reader) -> File:
    """A text file whose name and content carry a canary."""
    content = f"{FILE} inside\n".encode()
    headers = Headers({"content-type": "text/plain"})
    sent = UploadFile(io.BytesIO(content), size=len(content), filename=f"{FILE}.txt", headers=headers)
    return await upload(owner, sent)
