"""What a text tells of people and deals: found with exact places, and masked. Pure functions, no database.

Names, phone numbers, e-mail addresses, amounts of money, numbers of identity papers and accounts, in English and
Chinese, in Markdown as it is written.
"""

from hub.redaction.copied import Source
from hub.redaction.finding import Directory, find
from hub.redaction.hits import Hit, Sensitive, masked

__all__ = ["Directory", "Hit", "Sensitive", "Source", "find", "masked"]
