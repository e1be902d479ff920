"""One real, valid call for every operation, in a small hub where each has something to work on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from starlette.datastructures import UploadFile

from discussions import replies, strategies
from discussions.complaints.stepping import Claim, take_step
from discussions.complaints.steps import ORDER
from discussions.models import Post, Space, StrategyComment, Thread
from discussions.threads import post_thread
from hub.audiences.models import Audience
from hub.files.models import File
from hub.files.operations import upload
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge import comments, gaps, promotion, reviews
from knowledge.amounts import Offer, put_amounts
from knowledge.articles import compose, publish
from knowledge.flags import flag
from knowledge.gaps.subjects import Subject
from knowledge.models import (
    AnnotationComment,
    Article,
    Flag,
    FlagReason,
    Gap,
    GapKind,
    MainReason,
    MatrixFeature,
    Outcome,
    ReasonSource,
    Review,
    RivalDispute,
    RivalLine,
    Suggestion,
)
from knowledge.rivals.disputes import dispute as dispute_line
from knowledge.rivals.lines import write_line
from knowledge.rivals.matrix import add_feature
from knowledge.rivals.naming import new_rival
from knowledge.rivals.wording import Wording
from knowledge.suggestions import suggest
from notifications.models import Notification
from tests.api import defects, sealed, sealing, topics
from tests.api.call import Call
from tests.conftest import Deliver
from tests.factories import Make

PRICE = {
    "version": "1",
    "currency": "EUR",
    "region": "DACH",
    "valid_from": "2026-01-01",
    "lines": [{"item": "LP-480", "amount": "3999.50", "unit": "piece"}],
}
QUOTATION = {"quoted_on": "2026-02-03", "occasion": "Twenty printers."}
LINE = {"section": "say", "text": "They are late.", "observed_on": "2026-01-02", "certainty": "likely"}
REVIEW = {"outcome": "won", "reason": "price", "reason_source": "rep", "lesson": "Ask.", "product": "T80"}
DEAL = reviews.Deal(
    Outcome.LOST, {}, MainReason.TIMING, ReasonSource.BUYER, "Call earlier.", date(2026, 1, 2)
)
UID = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b10"


@dataclass(frozen=True)
class World:
    """What there is. Only `ann` can read it: `closed` is the audience of everything but `open_space`."""

    ann: Reader
    other: Reader
    closed: Audience
    open_space: Space
    thread: Thread
    solved: Thread
    reply: Post
    strategy: Post
    comment: StrategyComment
    article: Article
    price: Article
    quotation: Article
    suggestion: Suggestion
    flag: Flag
    remark: AnnotationComment
    file: File
    note: Notification
    term: Term
    rival: Article
    line: RivalLine
    dispute: RivalDispute
    feature: MatrixFeature
    complaint: Thread
    review: Review
    gap: Gap
    reported: defects.Reported
    sealed: sealed.Sealed
    sealing: sealing.Sealing
    asked: topics.Asked


async def build(make: Make, deliver: Deliver) -> World:
    """A case with a reply, a solved one that has become an article, a file, and a notification."""
    ann = await make.reader("Ann", role="lead")
    other = await make.reader("Otto")
    open_space = await make.space()
    closed = await make.audience(ann)
    group = await defects.a_product_team(make, ann)
    ann = await make.fresh(ann)
    space = await make.space("Closed", closed)
    term = await make.term(Facet.TAG, "Winter")
    thread = await make.thread(ann, "It stops", f"@{ann.handle} look", space=space, terms=[term])
    reply = await make.reply(ann, thread)
    solved = await make.thread(ann, "It jams", space=space)
    await make.answer(ann, solved, await make.reply(ann, solved))
    helper = await make.reader("Hal")
    strategy = await replies.post_reply(helper, solved.id, "Shake it.", strategy="Shake", imported=True)
    comment = await strategies.comment(ann, strategy, "Gently.")
    article = await promotion.promote(ann, solved)
    remark = await comments.annotate(ann, article, "solution-p1", "Is this so?")
    suggestion = await suggest(
        ann, article, base_revision=1, title="It jams again", content=article.content, terms=[]
    )
    raised = await flag(ann, article, FlagReason.UNCLEAR, "Which roll?")
    price = await publish(ann, await compose("price", "Prices", PRICE), audience=closed)
    quotation = await publish(
        ann, await compose("quotation", "Offer", {**QUOTATION, "approver": ann.handle}), audience=closed
    )
    await put_amounts(ann, quotation, Offer("EUR", Decimal(7)), audience=closed, base_number=0)
    sent = UploadFile(BytesIO(b"a note"), filename="note.txt", size=6)
    note = await Notification.create(
        user_id=ann.id,
        event_id=1,
        kind="reply",
        actor_id=ann.id,
        topic=f"thread:{thread.id}",
        thread_id=thread.id,
        post_id=reply.id,
        created_at=reply.created_at,
    )
    file = await upload(ann, sent)
    competitor = await make.term(Facet.COMPETITOR, "Velatag")
    rival = await new_rival(ann, competitor, "They print.", audience=closed)
    wording = Wording.model_validate(LINE)
    line = await write_line(ann, rival, wording)
    dispute = await dispute_line(ann, line, "Wrong", revision=1)
    product = await make.term(Facet.PRODUCT, "T80")
    feature = await add_feature(ann, product, "Speed")
    return World(
        ann,
        other,
        closed,
        open_space,
        thread,
        solved,
        reply,
        strategy,
        comment,
        article,
        price,
        quotation,
        suggestion,
        raised,
        remark,
        file,
        note,
        term,
        rival,
        line,
        dispute,
        feature,
        await complaint(ann, space),
        await reviews.file(ann, DEAL, audience=closed),
        await gaps.assign(ann, Subject(GapKind.FLAGGED, article_id=article.id), ann),
        await defects.report(ann, group, product),
        await sealed.seal(await make.fresh(ann), group, product),
        await sealing.build(make, ann),
        await topics.ask(await make.fresh(ann), group, product, closed),
    )


async def complaint(author: Reader, space: Space) -> Thread:
    """One whose customer has just been asked."""
    claim = Claim("Acme", "A discount")
    thread = await post_thread(author, space=space, title="It is late", body="A week.", claim=claim)
    for step in ORDER[1:]:
        await take_step(author, thread, step)
    return thread


# By operation: how to call it in a world.
CALLS: dict[str, Callable[[World], Call]] = {
    "accounts_show_me": lambda w: Call(),
    "accounts_change_me": lambda w: Call(json={"job_title": "Support", "theme": "dark"}),
    "files_create": lambda w: Call(files={"file": ("photo.txt", b"words", "text/plain")}),
    "files_download": lambda w: Call({"uid": w.file.uid}),
    "discussions_threads_create": lambda w: Call(
        json={
            "uid": UID,
            "space": w.thread.space_id,
            "title": "New",
            "body": "B",
            "tags": ["winter"],
            "customer": {},
            "stage": None,
            "tried": "All",
        }
    ),
    "discussions_threads_index": lambda w: Call(query={"tag": w.term.key, "state": "answered", "limit": 1}),
    "discussions_threads_show": lambda w: Call({"id": w.solved.id}),
    "discussions_threads_update": lambda w: Call({"id": w.thread.id}, json={"title": "It stops again"}),
    "discussions_threads_watch": lambda w: Call({"id": w.thread.id}, json={"level": "muted"}),
    "discussions_watching_show_thread": lambda w: Call({"id": w.thread.id}),
    "discussions_watching_show_space": lambda w: Call({"space": str(w.thread.space_id)}),
    "discussions_watching_put_space": lambda w: Call(
        {"space": str(w.thread.space_id)}, json={"level": "first_post"}
    ),
    "discussions_watching_delete_space": lambda w: Call({"space": "Closed"}),
    "discussions_watching_show_term": lambda w: Call({"facet": "tag", "term": w.term.key}),
    "discussions_watching_put_term": lambda w: Call(
        {"facet": "tag", "term": "Winter"}, json={"level": "watching"}
    ),
    "discussions_watching_delete_term": lambda w: Call({"facet": "tag", "term": str(w.term.id)}),
    "discussions_watching_index": lambda w: Call(query={"of": "threads", "level": "watching", "limit": 1}),
    "discussions_threads_unwatch": lambda w: Call({"id": w.thread.id}),
    "discussions_posts_index": lambda w: Call({"id": w.thread.id}, {"limit": 1}),
    "discussions_posts_create": lambda w: Call({"id": w.thread.id}, json={"uid": UID, "body": "R"}),
    "discussions_posts_accept": lambda w: Call({"id": w.thread.id, "reply_id": w.reply.id}),
    "discussions_posts_withdraw": lambda w: Call({"id": w.thread.id, "reply_id": w.reply.id}),
    "discussions_posts_show": lambda w: Call({"id": w.reply.id}),
    "discussions_posts_update": lambda w: Call({"id": w.reply.id}, json={"body": "E", "base_revision": 1}),
    "discussions_posts_delete": lambda w: Call({"id": w.reply.id}),
    "discussions_posts_react": lambda w: Call({"id": w.reply.id, "kind": "thanks"}),
    "discussions_posts_unreact": lambda w: Call({"id": w.reply.id, "kind": "thanks"}),
    "discussions_strategies_index": lambda w: Call({"id": w.thread.id}),
    "discussions_strategies_put": lambda w: Call({"id": w.reply.id}, json={"title": "Ask first"}),
    "discussions_strategies_delete": lambda w: Call({"id": w.reply.id}),
    "discussions_strategies_vote": lambda w: Call({"id": w.strategy.id}),
    "discussions_strategies_unvote": lambda w: Call({"id": w.strategy.id}),
    "discussions_strategies_comments": lambda w: Call({"id": w.strategy.id}),
    "discussions_strategies_comment": lambda w: Call(
        {"id": w.strategy.id}, json={"uid": UID, "body": "Yes."}
    ),
    "discussions_strategies_delete_comment": lambda w: Call(
        {"id": w.strategy.id, "comment_id": w.comment.id}
    ),
    "vocabulary_experts_of_term": lambda w: Call({"facet": "tag", "term": w.term.key}),
    "vocabulary_put_experts_of_term": lambda w: Call(
        {"facet": "tag", "term": w.term.key}, json={"people": [w.ann.handle], "groups": []}
    ),
    "discussions_complaints_index": lambda w: Call(query={"stand": "open", "limit": 1}),
    "discussions_complaints_show": lambda w: Call({"id": w.complaint.id}),
    "discussions_complaints_step": lambda w: Call(
        {"id": w.complaint.id}, json={"uid": UID, "step": "solved", "note": "Not yet.", "base": 5}
    ),
    "discussions_complaints_conclusion": lambda w: Call(
        {"id": w.complaint.id}, json={"uid": UID, "satisfaction": "partly"}
    ),
    "discussions_outcomes_show": lambda w: Call({"id": w.solved.id}),
    "discussions_outcomes_put": lambda w: Call({"id": w.solved.id}, json={"worked": "partly", "deal": "won"}),
    "knowledge_uses_index": lambda w: Call({"id": w.solved.id}),
    "knowledge_uses_create": lambda w: Call({"id": w.thread.id}, json={"article": w.article.id}),
    "knowledge_uses_delete": lambda w: Call({"id": w.thread.id, "article_id": w.article.id}),
    "knowledge_uses_evidence": lambda w: Call({"id": w.article.id}),
    "knowledge_promotion_show": lambda w: Call({"id": w.solved.id}, {"kind": "faq"}),
    "knowledge_promotion_queue_index": lambda w: Call(query={"state": "mine", "sort": "oldest"}),
    "knowledge_promotion_queue_months": lambda w: Call(),
    "knowledge_promotion_queue_assign": lambda w: Call({"id": w.solved.id}, json={"assignee": w.ann.handle}),
    "knowledge_promotion_queue_unassign": lambda w: Call({"id": w.solved.id}),
    "knowledge_promotion_queue_dismiss": lambda w: Call({"id": w.solved.id}, json={"reason": "Too special"}),
    "knowledge_promotion_queue_reopen": lambda w: Call({"id": w.solved.id}),
    "knowledge_promotion_create": lambda w: Call({"id": w.solved.id}, json={"uid": UID, "another": True}),
    "knowledge_articles_index": lambda w: Call(query={"confidence": "not_validated"}),
    "knowledge_articles_create": lambda w: Call(
        json={"uid": UID, "title": "A", "content": {"solution": "S"}, "audience": w.closed.id}
    ),
    "knowledge_articles_show": lambda w: Call({"id": w.article.id}),
    "knowledge_articles_revisions": lambda w: Call({"id": w.article.id}),
    "knowledge_articles_restore": lambda w: Call(
        {"id": w.article.id}, json={"revision": 1, "base_revision": 1}
    ),
    "knowledge_articles_put_confidence": lambda w: Call(
        {"id": w.article.id}, json={"confidence": "validated"}
    ),
    "knowledge_articles_put_audience": lambda w: Call({"id": w.article.id}, json={"audience": w.closed.id}),
    "knowledge_articles_put_owner": lambda w: Call({"id": w.article.id}, json={"owner": w.ann.handle}),
    "knowledge_structure_every_kind": lambda w: Call(),
    "knowledge_structure_amounts": lambda w: Call({"id": w.quotation.id}),
    "knowledge_structure_put": lambda w: Call(
        {"id": w.quotation.id},
        json={"currency": "CNY", "amount": "1,250.50", "people": [w.ann.handle], "base_number": 1},
    ),
    "knowledge_structure_new_version": lambda w: Call(
        {"id": w.price.id},
        json={"title": "Prices", "content": {**PRICE, "version": "2", "valid_from": "2026-07-01"}},
    ),
    "knowledge_structure_put_parent": lambda w: Call({"id": w.article.id}, json={"parent": w.price.id}),
    "knowledge_rivals_cards_index": lambda w: Call(query={"limit": 1}),
    "knowledge_rivals_cards_show": lambda w: Call({"id": w.rival.id}),
    "knowledge_rivals_cards_customer_text": lambda w: Call({"id": w.rival.id}),
    "knowledge_rivals_cards_create_line": lambda w: Call({"id": w.rival.id}, json=LINE | {"uid": UID}),
    "knowledge_rivals_cards_update_line": lambda w: Call(
        {"id": w.rival.id, "line": w.line.id}, json=LINE | {"text": "Later.", "base_revision": 1}
    ),
    "knowledge_rivals_cards_put_state": lambda w: Call(
        {"id": w.rival.id, "line": w.line.id}, json={"state": "withdrawn", "words": "Over."}
    ),
    "knowledge_rivals_cards_create_dispute": lambda w: Call(
        {"id": w.rival.id, "line": w.line.id}, json={"uid": UID, "reason": "No.", "revision": 1}
    ),
    "knowledge_rivals_cards_put_decision": lambda w: Call(
        {"id": w.rival.id, "dispute": w.dispute.id},
        json={
            "decision": "corrected",
            "words": "Yes.",
            "wording": LINE | {"text": "They are on time."},
            "base_revision": 1,
        },
    ),
    "knowledge_rivals_comparison_show_matrix": lambda w: Call({"product": w.feature.product_id}),
    "knowledge_rivals_comparison_put_cell": lambda w: Call(
        {"feature": w.feature.id, "id": w.rival.id}, json={"value": "Slow", "observed_on": "2026-01-02"}
    ),
    "knowledge_rivals_comparison_show_market": lambda w: Call(),
    "knowledge_rivals_comparison_enter": lambda w: Call(
        {"id": w.rival.id}, json={"region": "East", "year": 2026, "share": 12.5, "source": "Study"}
    ),
    "knowledge_comments_index": lambda w: Call({"id": w.article.id}, {"resolved": False}),
    "knowledge_comments_create": lambda w: Call(
        {"id": w.article.id},
        json={"uid": UID, "anchor": "solution-p1", "quote": "Clean", "body": "Why?"},
    ),
    "knowledge_comments_create_comment": lambda w: Call(
        {"id": w.remark.annotation_id}, json={"uid": UID, "body": "Because."}
    ),
    "knowledge_comments_delete_comment": lambda w: Call(
        {"id": w.remark.annotation_id, "comment_id": w.remark.id}
    ),
    "knowledge_comments_put_resolution": lambda w: Call({"id": w.remark.annotation_id}),
    "knowledge_comments_delete_resolution": lambda w: Call({"id": w.remark.annotation_id}),
    "knowledge_verification_due": lambda w: Call(query={"whose": "all"}),
    "knowledge_verification_verify": lambda w: Call({"id": w.article.id}, json={"revision": 1}),
    "knowledge_verification_put_plan": lambda w: Call(
        {"id": w.article.id}, json={"verifier": w.ann.handle, "every": 30, "unit": "days"}
    ),
    "knowledge_verification_create_hand_over": lambda w: Call(
        json={"giver": w.ann.handle, "taker": w.other.handle}
    ),
    "knowledge_flags_index": lambda w: Call({"id": w.article.id}, {"limit": 1}),
    "knowledge_flags_create": lambda w: Call({"id": w.price.id}, json={"uid": UID, "reason": "wrong"}),
    "knowledge_flags_show": lambda w: Call({"id": w.flag.id}),
    "knowledge_flags_put_answer": lambda w: Call({"id": w.flag.id}, json={"answer": "The first."}),
    "knowledge_reviews_index": lambda w: Call(query={"outcome": "lost", "since": "year", "limit": 1}),
    "knowledge_reviews_create": lambda w: Call(json=REVIEW | {"uid": UID, "audience": w.closed.id}),
    "knowledge_reviews_tally": lambda w: Call(query={"rows": "product", "columns": "stage"}),
    "knowledge_reviews_show": lambda w: Call({"id": w.review.id}),
    "knowledge_reviews_replace": lambda w: Call({"id": w.review.id}, json=REVIEW | {"base_version": 1}),
    "knowledge_reviews_withdraw": lambda w: Call({"id": w.review.id}),
    "knowledge_reviews_restore": lambda w: Call({"id": w.review.id}),
    "knowledge_gaps_index": lambda w: Call(),
    "knowledge_gaps_create": lambda w: Call(json={"subject": f"stale:{w.article.id}"}),
    "knowledge_gaps_delete": lambda w: Call({"id": w.gap.id}),
    "knowledge_gaps_finish": lambda w: Call({"id": w.gap.id}),
    "knowledge_gaps_reopen": lambda w: Call({"id": w.gap.id}),
    "knowledge_library_show": lambda w: Call(query={"rows": "product", "columns": "stage"}),
    "knowledge_suggestions_index": lambda w: Call(query={"of": "mine", "article": w.article.id, "limit": 1}),
    "knowledge_suggestions_show": lambda w: Call({"id": w.suggestion.id}),
    "knowledge_suggestions_create": lambda w: Call(
        {"id": w.article.id}, json={"uid": UID, "base_revision": 1, "title": "Better", "note": "clearer"}
    ),
    "knowledge_suggestions_update": lambda w: Call(
        {"id": w.article.id}, json={"uid": UID, "base_revision": 1, "title": "Better"}
    ),
    "knowledge_suggestions_put_approval": lambda w: Call(
        {"id": w.suggestion.id}, json={"base_revision": 1, "title": "Better still"}
    ),
    "knowledge_suggestions_put_refusal": lambda w: Call(
        {"id": w.suggestion.id}, json={"reason": "It is right as it is."}
    ),
    "knowledge_suggestions_put_withdrawal": lambda w: Call({"id": w.suggestion.id}),
    "search_find": lambda w: Call(query={"q": "stops", "limit": 1}),
    "notifications_index": lambda w: Call(query={"unread": True}),
    "notifications_mark_all_read": lambda w: Call(),
    "notifications_mark_read": lambda w: Call({"id": w.note.id}),
    "notifications_preferences_show": lambda w: Call(),
    "notifications_preferences_change": lambda w: Call(
        json={"timings": {"reply": "daily"}, "quiet_from": "22:00", "quiet_to": "07:00", "digest_hour": 9}
    ),
    "notifications_since_show": lambda w: Call(query={"limit": 5}),
    "notifications_since_end": lambda w: Call(),
    "description_show": lambda w: Call(),
}


def _about_reports(call: Callable[[defects.Reported], Call]) -> Callable[[World], Call]:
    return lambda world: call(world.reported)


CALLS |= {operation: _about_reports(call) for operation, call in defects.CALLS.items()}


def _about_sealed(call: Callable[[sealed.Sealed], Call]) -> Callable[[World], Call]:
    return lambda world: call(world.sealed)


CALLS |= {operation: _about_sealed(call) for operation, call in sealed.CALLS.items()}


def _about_topics(call: Callable[[topics.Asked], Call]) -> Callable[[World], Call]:
    return lambda world: call(world.asked)


CALLS |= {operation: _about_topics(call) for operation, call in topics.CALLS.items()}


def _about_keys(call: Callable[[sealing.Sealing], Call]) -> Callable[[World], Call]:
    return lambda world: call(world.sealing)


CALLS |= {operation: _about_keys(call) for operation, call in sealing.CALLS.items()}
