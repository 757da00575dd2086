"""`duru link`: link two files of people, or group one, without an installation of 두루 behind it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

_STEPS = {"read": "읽고 다듬기", "train": "모형 배우기", "link": "견주기", "cluster": "묶기", "write": "적기"}
What = Annotated[
    list[str],
    typer.Argument(
        metavar="왼쪽 [오른쪽]",
        help="CSV나 Parquet 파일 둘(잇기) 또는 하나(--dedupe). 또는: explain 왼쪽 오른쪽 왼쪽번호 오른쪽번호",
    ),
]


def link(
    what: What,
    out: Annotated[Path | None, typer.Option(help="결과 파일(.csv 또는 .parquet)")] = None,
    addresses: Annotated[
        Path | None, typer.Option(help="주소 사전: building_id,gu,road,building_no,dong,jibun")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="모형 JSON(두루 또는 Splink 형식). 없으면 두루 기본 모형")] = None,
    threshold: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="이 확률부터 적습니다. 없으면 0.5")] = None,
    train: Annotated[bool, typer.Option("--train", help="이 파일들로 모형의 숫자를 먼저 배웁니다.")] = False,
    save_model: Annotated[Path | None, typer.Option(help="쓴 모형을 이 파일에 적습니다.")] = None,
    every: Annotated[bool, typer.Option("--all", help="가장 알맞은 하나가 아니라 모든 후보를 적습니다.")] = False,
    dedupe: Annotated[bool, typer.Option("--dedupe", help="파일 하나 안에서 같은 사람끼리 묶습니다.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """사람 목록 둘을 잇거나(왼쪽 줄마다 오른쪽의 같은 사람) 하나를 묶습니다. 데이터베이스도 설정도 쓰지 않습니다."""
    import duru.blocks.linkage.files_api as linkage  # slow import: DuckDB and Arrow

    speaker = Speaker(as_json=as_json)
    today = datetime.now(ZoneInfo("Asia/Seoul")).date()
    try:
        buildings = linkage.read_buildings(_existing(addresses)) if addresses else None
        spec = linkage.read_model(_existing(model).read_text(encoding="utf-8-sig")) if model else None
        if what[0] == "explain":
            _explain(linkage, speaker, what[1:], today, buildings, spec)
            return
        _check_arguments(what, out, dedupe=dedupe, every=every)
        paths = [_existing(Path(path)) for path in what]
        with speaker.progress("사람 잇기") as advance:
            steps = list(_STEPS)

            def report(step: str) -> None:
                advance(steps.index(step), len(steps), _STEPS[step])

            if dedupe:
                outcome = linkage.dedupe_table(
                    linkage.read_records(paths[0]), today=today, buildings=buildings, model=spec, retrain=train, threshold=threshold, report=report
                )  # fmt: skip
            else:
                outcome = linkage.link_files(
                    *paths, today=today, buildings=buildings, model=spec, retrain=train, every=every, report=report,
                    threshold=0.5 if threshold is None else threshold,
                )  # fmt: skip
            advance(1, 1)
    except linkage.FileRefused as refused:
        raise CommandError(ExitCode.REFUSED, str(refused)) from refused
    except (linkage.ModelError, UnicodeDecodeError) as refused:
        raise CommandError(ExitCode.REFUSED, f"{model}: {refused}") from refused
    assert out is not None
    try:
        linkage.write_table(outcome.table, out)
        if save_model:
            save_model.write_text(outcome.model.to_json(), encoding="utf-8")
    except OSError as error:
        raise CommandError(ExitCode.FAILED, f"{error.filename}에 적지 못했습니다: {error.strerror}") from error
    n = outcome.table.num_rows
    if dedupe:
        n_groups = len(set(outcome.table["cluster_id"].to_pylist()))
        speaker.say(f"{out}: 기록 {n:,}개를 사람 {n_groups:,}명으로 묶었습니다.")
        speaker.result(out=str(out), records=n, clusters=n_groups, model=outcome.model.name)
    else:
        speaker.say(f"{out}: {outcome.n_left:,}줄을 {outcome.n_right:,}줄과 견주어 {n:,}줄을 적었습니다.")
        speaker.result(out=str(out), left=outcome.n_left, right=outcome.n_right, links=n, model=outcome.model.name)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{path} 파일이 없습니다.")
    return path


def _check_arguments(what: list[str], out: Path | None, *, dedupe: bool, every: bool) -> None:
    if len(what) != (1 if dedupe else 2):
        wanted = "--dedupe에는 파일 하나만" if dedupe else "왼쪽과 오른쪽 파일 둘을"
        raise CommandError(ExitCode.USAGE, f"{wanted} 적어 주세요: duru link 왼쪽.csv 오른쪽.csv --out 결과.csv")
    if out is None:
        raise CommandError(ExitCode.USAGE, "결과를 적을 파일을 --out으로 알려 주세요.")
    if dedupe and every:
        raise CommandError(ExitCode.USAGE, "--all은 두 파일을 이을 때만 씁니다.")


def _explain(linkage, speaker: Speaker, what: list[str], today, buildings, spec) -> None:
    if len(what) != 4:
        raise CommandError(ExitCode.USAGE, "duru link explain 왼쪽.csv 오른쪽.csv 왼쪽번호 오른쪽번호 로 적어 주세요.")
    left, right = (linkage.read_records(_existing(Path(path))) for path in what[:2])
    try:
        found = linkage.explain_pair(left, right, what[2], what[3], today=today, buildings=buildings, model=spec)
    except KeyError as missing:
        raise CommandError(ExitCode.NOT_FOUND, f"record_id가 {missing.args[0]}인 줄이 없습니다.") from missing
    rows = [
        [label, one, other, words, "" if bits is None else linkage.signed(bits)]
        for label, one, other, words, bits in found.lines
    ]
    speaker.table(f"{what[2]} – {what[3]}", ["항목", "왼쪽", "오른쪽", "결과", "무게(비트)"], rows)
    speaker.say(
        f"합 {linkage.signed(found.weight)}비트, 이 둘만 견준 확률 {found.probability:.4f}. {found.limit}".strip()
    )
    fields = [
        {"field": label, "left": one, "right": other, "outcome": words, "bits": bits}
        for label, one, other, words, bits in found.lines
    ]
    speaker.result(fields=fields, match_weight=found.weight, probability=found.probability, limit=found.limit)


# The application of a process that links files and nothing else; the callback keeps `link` a command of `duru`.
alone = typer.Typer(name="duru", add_completion=False, pretty_exceptions_enable=False)
alone.callback()(lambda: None)
alone.command("link")(link)
