"""Rows that many tests begin with: made once through the operations, then put back as they were."""

import copy
from collections.abc import Awaitable, Callable
from typing import TypeVar

from hub.database import connection, in_transaction

Made = TypeVar("Made")

_KEEP = """
DO $$ DECLARE found record; filled boolean; BEGIN
    CREATE SCHEMA {name};
    CREATE TABLE {name}.sequences AS
        SELECT sequencename, last_value FROM pg_sequences
        WHERE schemaname = 'public' AND sequencename NOT LIKE 'tortoise_%' AND last_value IS NOT NULL;
    FOR found IN
        SELECT quote_ident(relname) AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'tortoise_%'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%s)', found.name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE {name}.%s AS TABLE public.%s', found.name, found.name);
        END IF;
    END LOOP;
END $$
"""
_PUT_BACK = """
DO $$ DECLARE found record; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR found IN
        SELECT quote_ident(relname) AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = '{name}'::regnamespace AND relname <> 'sequences'
    LOOP
        EXECUTE format('INSERT INTO public.%s SELECT * FROM {name}.%s', found.name, found.name);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, last_value) FROM {name}.sequences;
END $$
"""

_made: dict[str, object] = {}


async def begin_with(name: str, build: Callable[[], Awaitable[Made]]) -> Made:
    """What `build` makes in empty tables, with its rows; from the second time on as a copy of the first."""
    if name in _made:
        async with in_transaction():
            await connection().execute_script(_PUT_BACK.format(name=name))
    else:
        _made[name] = await build()
        await connection().execute_script(_KEEP.format(name=name))
    return copy.deepcopy(_made[name])  # type: ignore[return-value]  # it is what `build` made
