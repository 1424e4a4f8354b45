"""What Django answers. The paper itself is served by the stand; only the newsroom stands behind it."""

from django.conf import settings
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtail_admin
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtail_documents

from harkara.desk.screens import invited, language, phone, proof_links, ready, signin

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/documents/", include(wagtail_documents)),
    *signin.urls,
    invited.urls,
    proof_links.outside,
    phone.urls,
    language.urls,
    ready.urls,
    # Wagtail's own screens for users and groups know neither remits nor the last administrator.
    re_path(r"^desk/(?:users|groups)/", RedirectView.as_view(pattern_name="desk_staff:list")),
    # Its report of all that was done is not for whoever has some right: the log is.
    re_path(r"^desk/reports/site-history/", RedirectView.as_view(pattern_name="desk_log:list")),
    path("desk/", include(wagtail_admin)),
    # Originals keep what a camera wrote into them (where it stood, for one): only the newsroom sees them.
    path("media/<path:path>", require_admin_access(serve), {"document_root": settings.MEDIA_ROOT}),
    # The newsroom's own styles and scripts, found where they lie; a larger paper lets nginx serve STATIC_ROOT.
    path("static/<path:path>", serve_static, {"insecure": True}),
]
