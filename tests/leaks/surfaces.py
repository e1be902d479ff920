"""Every address of the hub, with the secrets' ids filled in; a new route is covered without being listed."""

from collections.abc import Iterator
from itertools import product

from starlette.applications import Starlette
from starlette.routing import Route

from tests.leaks.world import CANARY, World

# Addresses whose parameters are no ids of secrets.
TOKENS = {"token": ["nothing"], "version": ["1"], "number": ["1", "2"], "revision": ["1", "2"]}


def addresses(app: Starlette, world: World, method: str) -> Iterator[str]:
    """The addresses of every route that takes `method`, for every secret that fits."""
    for route in app.routes:
        if isinstance(route, Route) and method in (route.methods or ()):
            yield from filled(route.path, world)


def filled(path: str, world: World) -> Iterator[str]:
    """A route's path with its parameters replaced by every fitting secret."""
    parts = [values(path, part, world) for part in path.split("/")]
    for chosen in product(*parts):
        yield "/".join(chosen)


def values(path: str, part: str, world: World) -> list[str]:
    if not part.startswith("{"):
        return [part]
    name = part.strip("{}").split(":")[0]
    noun = path[: path.index(part)].rstrip("/").rsplit("/", 1)[-1]
    return by_noun(noun, name, world) or unknown(path, name)


def by_noun(noun: str, name: str, world: World) -> list[str]:
    """What may stand behind a noun in an address, such as the number in ``/threads/7``."""
    threads, posts = [str(world.thread.id)], [str(world.reply.id)]
    secrets = world.secrets
    known = {
        "threads": threads,
        "from-thread": threads,
        "posts": posts,
        "replies": posts,
        "comments": [str(world.comment.id)],
        "answers": posts,
        "articles": [str(one.id) for one in (world.article, world.open_quotation, world.open_case)],
        "rivals": [str(world.secret_rival.rival.id)],
        "cells": [str(world.secret_rival.rival.id)],
        "lines": [str(world.secret_rival.line.id)],
        "disputes": [str(world.secret_rival.dispute.id)],
        "features": [str(world.secret_rival.feature.id)],
        "matrix": [str(world.secret_rival.feature.product_id)],
        "suggestions": [str(world.suggestion.id)],
        "annotations": [str(world.remark.annotation_id)],
        "flags": [str(world.flag.id)],
        "reviews": [str(world.secret_deal.review.id)],
        "gaps": [str(world.secret_deal.gap.id)],
        "hand-over": [world.insider.handle],
        "uses": [str(world.article.id)],
        "files": [str(world.file.uid)],
        "people": [world.insider.handle],
        "spaces": [str(world.space.id)],
        "drafts": [f"reply:{world.thread.id}", "thread:new"],
        "references": ["thread", "article"],
        "thread": [str(world.thread.uid), str(world.thread.id)],
        "defects": [one.reference for one in secrets.reports],
        "sealed": [str(secrets.part.uid)],
        "demands": [str(secrets.demand.uid)],
        "opinions": [str(secrets.opinion.uid)],
        "keys": [str(secrets.key.uid)],
        "teams": [str(secrets.company.team.uid)],
        "reviewers": [str(secrets.company.reviewer.uid)],
        "recoveries": [str(secrets.recovery.uid)],
        "identities": [str(secrets.recovery.uid)],
        "topics": [str(secrets.topic.uid), str(secrets.question.uid)],
    }
    return (
        known.get(noun)
        or TOKENS.get(name)
        or ([str(uid) for uid in world.uids] if name in ("key", "uid") else [])
    )


def unknown(path: str, name: str) -> list[str]:
    """A parameter that no secret fits gets an id that may name anything."""
    return (
        ["1"]
        if name in ("id", "term_id", "user_id", "emoji", "slug", "kind", "facet", "topic", "handle", "term")
        else _fail(path, name)
    )


def _fail(path: str, name: str) -> list[str]:
    raise AssertionError(f"Say in tests/leaks/surfaces.py what {{{name}}} in {path} stands for.")


# What lists, searches and counts take.
QUERIES = [
    "",
    f"q={CANARY}",
    f"title=Title {CANARY}",
    "q=price 3999",
    "q=Ines&thread={thread}",
    "state=answered",
    "tab=mine",
    "tab=unanswered",
    "space={space}",
    "type=thread",
    "type=article",
]
# What the page of one thing takes.
QUERIES_OF_ONE = ["", "since=0", "post=1"]


def queries(address: str, world: World) -> list[str]:
    """Query strings worth trying on an address."""
    parts = address.split("/")
    about_one = any(part.isdigit() or len(part) > 30 or part.startswith("D-") for part in parts)
    chosen = QUERIES_OF_ONE if about_one else QUERIES
    return [query.format(thread=world.thread.id, space=world.space.id) for query in chosen]
