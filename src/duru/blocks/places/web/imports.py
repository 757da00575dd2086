"""Taking files in on screen: upload, look at the counts, then keep. Only the administrator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.places.land_import import import_land
from duru.blocks.places.operations import import_boundaries, import_buildings, import_facilities
from duru.blocks.places.reports import ImportReport
from duru.blocks.places.web.forms import ImportForm
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.kernel.ids import new_public_id

_KEY = "duru_places_import"
_CRUMBS = [("시설", "/places/")]
_WORDS = {"boundaries": "행정동 경계", "buildings": "건물", "facilities": "시설", "land": "토지 층의 도형"}


@needs("places.import")
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        _forget(request)
        token = new_public_id()
        file = answers["file"]
        suffixes = "".join(Path(file.name).suffixes[-2:]).lower()
        stored = _store(f"places/{request.tenant.id}/{token}{suffixes}", file)
        request.session[_KEY] = {
            "token": token,
            "stored": stored,
            "name": Path(file.name).name,
            **{key: answers[key] for key in ("what", "source", "prefix", "kind", "layer", "only_here")},
            "valid_from": answers["valid_from"].isoformat() if answers["valid_from"] else "",
        }
        return redirect("places:preview", token)
    return render_page(
        request,
        "places/import_upload.html",
        {"form": form},
        title="장소 자료 올리기",
        lead="먼저 몇 줄이 들어가고 왜 빠지는지 보여 드리고, 그다음에 넣습니다.",
        breadcrumbs=[*_CRUMBS, ("자료 올리기", "")],
    )


@needs("places.import")
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    asked = request.session.get(_KEY)
    if not asked or asked["token"] != token:
        raise Http404("올린 파일이 없습니다. 다시 올려 주세요.")
    if request.POST.get("do") == "cancel":
        _forget(request)
        messages.info(request, "올린 파일을 지웠습니다. 아무것도 바뀌지 않았습니다.")
        return redirect("places:import")
    report, refusal = None, ""
    try:
        report = _run(request, asked, is_preview=request.method == "GET")
    except Refused as refused:
        refusal = refused.message
    if report is not None and request.method == "POST":
        _forget(request)
        messages.success(
            request,
            f"{_WORDS[asked['what']]} {report.n_new:,}건을 새로 넣고 {report.n_changed:,}건을 고쳤습니다. "
            f"그대로인 것 {report.n_same:,}건, 거절한 줄 {report.n_refused:,}줄.",
        )
        return redirect("places:status" if asked["what"] != "facilities" else "places:facilities")
    return render_page(
        request,
        "places/import_preview.html",
        {"asked": asked, "what": _WORDS[asked["what"]], "report": report, "refusal": refusal},
        title="미리보기",
        lead=asked["name"],
        breadcrumbs=[*_CRUMBS, ("자료 올리기", "/places/import/"), ("미리보기", "")],
    )


def _store(name: str, file: UploadedFile) -> str:
    """Copy an upload in blocks: uploads have no name on disk, so that nothing stays behind, and cannot be moved."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        for block in file.chunks(1 << 20):
            target.write(block)
    return name


def _run(request: HttpRequest, asked: dict, *, is_preview: bool) -> ImportReport:
    path = Path(default_storage.path(asked["stored"]))
    by = request.actor
    match asked["what"]:
        case "boundaries":
            return import_boundaries(
                path,
                by=by,
                valid_from=date.fromisoformat(asked["valid_from"]),
                source=asked["source"],
                code_prefix=asked["prefix"],
                is_preview=is_preview,
            )
        case "buildings":
            return import_buildings(path, by=by, sgg_prefix=asked["prefix"], is_preview=is_preview)
        case "land":
            return import_land(
                path,
                by=by,
                as_of=date.fromisoformat(asked["valid_from"]),
                layer=asked["layer"],
                source=asked["source"],
                is_preview=is_preview,
            )
    return import_facilities(
        path, by=by, kind=asked["kind"], source=asked["source"], only_here=asked["only_here"], is_preview=is_preview
    )


def _forget(request: HttpRequest) -> None:
    """Delete the uploaded copy: it is needed until the answer only."""
    asked = request.session.pop(_KEY, None)
    if asked:
        default_storage.delete(asked["stored"])
