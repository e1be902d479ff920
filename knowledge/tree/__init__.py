"""Articles below articles. What somebody may not see is skipped: what stands below it is never out of reach."""

from knowledge.tree.moving import move
from knowledge.tree.queries import Branch, branch_of, children_of, path_of

__all__ = ["Branch", "branch_of", "children_of", "move", "path_of"]
