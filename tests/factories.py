"""Makes what tests need, through the packages' own operations."""

from collections.abc import Iterable
from itertools import count

from discussions import answers, replies, spaces, threads
from discussions.models import AcceptedAnswer, Post, Space, Thread
from hub.accounts.models import Role, User
from hub.audiences import operations as audiences
from hub.audiences.models import Audience, Group
from hub.identity import Reader, load_readers
from hub.vocabulary import kept
from hub.vocabulary.models import Facet, Term

# argon2id of "correct horse battery"; hashing anew for each person would take most of a test's time.
PASSWORD = "correct horse battery"


class Make:
    """One for each test; names count up so that nothing collides."""

    def __init__(self) -> None:
        self._numbers = count(1)

    async def user(
        self,
        name: str = "",
        *,
        role: str = "member",
        locale: str = "en",
        handle: str = "",
        active: bool = True,
    ) -> User:
        number = next(self._numbers)
        name = name or f"Person {number}"
        return await User.create(
            name=name,
            handle=handle or f"person{number}",
            email=f"person{number}@example.com",
            role=Role(role),
            locale=locale,
            active=active,
        )

    async def reader(self, name: str = "", **given: str) -> Reader:
        """A new person as a reader, with what they may read at this moment."""
        await audiences.everyone()
        user = await self.user(name, **given)  # type: ignore[arg-type]  # the strings are user()'s
        return await self.fresh(user)

    async def fresh(self, person: Reader | User) -> Reader:
        """The reader as they are now, after groups or audiences changed."""
        [reader] = await load_readers([person.id])
        return reader

    async def group(self, name: str = "", members: Iterable[Reader | User] = ()) -> Group:
        number = next(self._numbers)
        group = await audiences.create_group(None, handle=f"group{number}", name=name or f"Group {number}")
        await audiences.set_members(None, group, [member.id for member in members])
        return group

    async def audience(self, *people: Reader | User, groups: Iterable[Group] = ()) -> Audience:
        return await audiences.named(
            None,
            f"Audience {next(self._numbers)}",
            group_ids=[group.id for group in groups],
            user_ids=[person.id for person in people],
        )

    async def space(self, name: str = "", audience: Audience | None = None) -> Space:
        number = next(self._numbers)
        return await spaces.create(
            None,
            name=name or f"Space {number}",
            slug=f"space-{number}",
            description="",
            audience=audience or await audiences.everyone(),
        )

    async def term(self, facet: Facet = Facet.TAG, name: str = "", nicknames: Iterable[str] = ()) -> Term:
        number = next(self._numbers)
        name = name or f"Term {number}"
        kept.forget()
        return await Term.create(
            facet=facet, key=f"term-{number}", name_en=name, name_zh=f"词{number}", nicknames=list(nicknames)
        )

    async def thread(
        self,
        author: Reader,
        title: str = "The printer stops",
        body: str = "It stops after ten labels.",
        *,
        space: Space | None = None,
        audience: Audience | None = None,
        terms: Iterable[Term] = (),
    ) -> Thread:
        return await threads.post_thread(
            author,
            space=space or await self.space(),
            title=title,
            body=body,
            audience=audience,
            terms=list(terms),
        )

    async def reply(self, author: Reader, thread: Thread, body: str = "Clean the print head.") -> Post:
        return await replies.post_reply(author, thread.id, body)

    async def answer(self, actor: Reader, thread: Thread, post: Post) -> AcceptedAnswer:
        return await answers.accept(actor, thread, post)
