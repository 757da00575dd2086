"""The shell's own pages: home, health, errors."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from duru.blocks.access.api import logged_in, public_page
from duru.blocks.tenancy.api import readonly_view


@logged_in
@readonly_view
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")


@public_page("상태만 답하고 자료를 담지 않음")
def health(request: HttpRequest) -> JsonResponse:
    """Answer without the database: the process is alive."""
    return JsonResponse({"status": "ok"})


@public_page("오류 안내")
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/400.html", status=400)


@public_page("오류 안내")
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/403.html", {"reason": str(exception)}, status=403)


@public_page("오류 안내")
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/404.html", status=404)


@public_page("오류 안내")
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/500.html", status=500)


@public_page("오류 안내")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "ui/errors/403_csrf.html", status=403)
