"""All addresses. Each app owns its prefix."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from duru.site import views
from duru.site.demo import views as try_views
from duru.site.endpoints import api
from duru.site.watch import views as watch_views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("favicon.ico", views.icon),
    path("metrics", watch_views.metrics, name="metrics"),
    path("status/", include("duru.site.watch.urls")),
    path("try/", try_views.choose, name="try"),
    path("try/<slug:key>", try_views.become, name="try-as"),
    # Before the library's own: passwords are never sent by mail, and an address is the administrator's to change.
    path("account/forgotten", views.forgotten, name="forgotten"),
    re_path(r"^account/password/reset/", RedirectView.as_view(pattern_name="forgotten")),
    path("account/email/", RedirectView.as_view(pattern_name="access:account")),
    path("api/", api.urls),
    path("account/", include("allauth.urls")),
    path("ui/", include("duru.blocks.ui.web.urls")),
    path("audit/", include("duru.site.audit_pages.urls")),
    path("access/", include("duru.blocks.access.web.urls")),
    path("programs/", include("duru.blocks.programs.web.urls")),
    path("documents/", include("duru.blocks.documents.web.urls")),
    path("places/", include("duru.blocks.places.web.urls")),
    path("intake/", include("duru.blocks.exchange.web.urls")),
    path("people/", include("duru.blocks.registry.web.urls")),
    path("consent/", include("duru.blocks.consent.web.urls")),
    path("maps/", include("duru.blocks.maps.web.urls")),
    path("links/", include("duru.blocks.linkage.web.urls")),
    path("statistics/", include("duru.blocks.statistics.web.urls")),
    path("benefits/", include("duru.blocks.benefits.web.urls")),
    path("door/", include("duru.blocks.giving.web.urls")),
    path("cases/", include("duru.blocks.casework.web.urls")),
    path("welfare/", include("duru.services.welfare.web.urls")),
    path("rights/", include("duru.services.rights.web.urls")),
    path("emergency/", include("duru.services.emergency.web.urls")),
    path("permits/", include("duru.services.permits.web.urls")),
    path("proposals/", include("duru.services.participation.web.urls")),
    path("care/", include("duru.services.care.web.urls")),
    path("changes/", include("duru.services.changes.web.urls")),
    path("handovers/", include("duru.services.handover.web.urls")),
    path("outreach/", include("duru.services.outreach.web.urls")),
]

handler400 = "duru.site.views.bad_request"
handler403 = "duru.site.views.forbidden"
handler404 = "duru.site.views.not_found"
handler500 = "duru.site.views.server_error"
