"""What Django answers. The paper itself is served by the stand; only the newsroom stands behind it."""

from django.conf import settings
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve
from wagtail.admin import urls as wagtail_admin
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtail_documents

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/documents/", include(wagtail_documents)),
    path("desk/", include(wagtail_admin)),
    # Originals keep what a camera wrote into them (where it stood, for one): only the newsroom sees them.
    path("media/<path:path>", require_admin_access(serve), {"document_root": settings.MEDIA_ROOT}),
    # The newsroom's own styles and scripts, found where they lie; a larger paper lets nginx serve STATIC_ROOT.
    path("static/<path:path>", serve_static, {"insecure": True}),
]
