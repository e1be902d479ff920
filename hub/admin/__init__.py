"""Administration: for admins only; for everybody else these pages do not exist.

A package above the kernel adds its own page with `register_section`, serves it with `admin_of` and `render_admin`,
and says with `register_audience_use` where it points at audiences.
"""

from hub.admin.frame import admin_of, form_page_admin, refused_admin, register_section, render_admin, row_of
from hub.admin.uses import register_audience_use

__all__ = [
    "admin_of",
    "form_page_admin",
    "refused_admin",
    "register_audience_use",
    "register_section",
    "render_admin",
    "row_of",
]
