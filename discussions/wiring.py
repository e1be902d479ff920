from discussions.references import resolve_threads, visible_post_ids
from hub import references
from hub.admin.frame import register_section
from hub.admin.uses import register_audience_use
from hub.files.attaching import register_parent
from hub.i18n import N_
from hub.vocabulary.filing import register_filing


def register() -> None:
    """Hand the package's parts to the kernel's registries."""
    references.register("thread", resolve_threads)
    register_parent("post", visible_post_ids)
    register_filing("thread_term", "term_id", "thread_id")
    register_filing("term_watch", "term_id", "user_id")
    register_section(N_("Spaces"), "/admin/spaces")
    register_audience_use(N_("Spaces"), "space")
    register_audience_use(N_("Cases"), "thread")
