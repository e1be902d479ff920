"""Text: cleaned on the way in, folded for search, shortened for lists and mail."""

from hub.text.cleaning import Line, Prose, scalar
from hub.text.folding import HAN, fold, pad
from hub.text.shortening import excerpt, plain, squeeze

__all__ = ["HAN", "Line", "Prose", "excerpt", "fold", "pad", "plain", "scalar", "squeeze"]
