"""The kernel."""

from starlette.convertors import IntegerConvertor, register_url_convertor


class RowIdConvertor(IntegerConvertor):
    """``{id:int}`` in a path, as long as a row can have it: a longer number leads nowhere, like any wrong path."""

    regex = "[0-9]{1,18}"


# Before any package makes its routes.
register_url_convertor("int", RowIdConvertor())
