"""`duru up`: database, tables, static files, web and worker, and back."""

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from duru.conf import assets, env, paths, postgres, schema
from duru.site.cli.demo import People, Seed, find_outcome, run_in_child, show, show_accounts
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker
from duru.site.cli.supervisor import Child, DatabaseKeeper, Supervisor, last_error

PORTS_TRIED = 10
FIRST_PAGE_SECONDS = 90.0

Once = Annotated[bool, typer.Option("--once", help="준비만 하고 화면은 열지 않습니다.")]


def up(
    once: Once = False,
    demo: Annotated[bool, typer.Option("--demo", help="지어낸 해오름구를 만들고 본업무를 돌린 뒤 켭니다.")] = False,
    people: People = None,
    seed: Seed = None,
    as_json: JsonFlag = False,
) -> None:
    """두루를 켭니다: 데이터베이스, 표, 화면, 작업 처리. Ctrl-C로 켠 것을 모두 끕니다."""
    speaker = Speaker(as_json=as_json)
    if wrong := env.check_all():
        raise CommandError(ExitCode.SETTINGS, "\n".join(wrong))
    paths.make_folders()
    with _stopped_like_ctrl_c():
        if once:
            with postgres.running() as info:
                _prepare(speaker, info)
                facts = _demo_outcome(speaker, info, people, seed) if demo else {}
            speaker.result(url=None, demo=facts or None)
            return
        with _sole_server() as claim:
            if claim is None:
                told = paths.home() / "run" / "up.json"
                if not told.exists():
                    raise CommandError(ExitCode.REFUSED, "두루가 지금 켜지는 중입니다. 잠시 뒤 다시 하십시오.")
                running = json.loads(told.read_text())
                speaker.say(f"두루가 이미 켜져 있습니다: {running['url']} (프로세스 {running['pid']})")
                speaker.result(already_running=True, **running)
                return
            port = _free_port()
            with postgres.running() as info:
                _prepare(speaker, info)
                facts = _demo_outcome(speaker, info, people, seed) if demo else {}
                _serve(speaker, claim, port, facts, embedded=info.embedded)


@contextmanager
def _stopped_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end this command as Ctrl-C does, so that what it started is stopped."""
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(speaker: Speaker, info: postgres.ClusterInfo) -> None:
    """Bring tables, front-end and static files to this release; nothing when they are."""
    if not schema.is_current(info.owner_url):
        with speaker.step("데이터베이스의 표를 준비합니다"):
            schema.bring_up_to_date(info)
    if not assets.is_current():
        with speaker.step("화면용 꾸러미를 설치합니다"):
            assets.install(speaker.say)
    wanted = _static_stamp()
    stamp = paths.static_root() / ".stamp"
    if not stamp.exists() or stamp.read_text() != wanted:
        with speaker.step("화면 파일을 모읍니다"):
            _collect_static()
        stamp.write_text(wanted)


def _demo_outcome(speaker: Speaker, info: postgres.ClusterInfo, people: int | None, seed: int | None) -> dict[str, Any]:
    """Return what the main job came to in the demo district; runs it when this database has not seen it."""
    facts = find_outcome(info, people=people, seed=seed)
    if facts is None:
        speaker.say("지어낸 해오름구를 만들고 본업무를 돌립니다")
        facts = run_in_child(people=people, seed=seed)
    show(speaker, facts)
    return facts


def _serve(speaker: Speaker, claim: TextIO, port: int, demo_facts: dict[str, Any], *, embedded: bool) -> None:
    host = env.bind()
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"
    _tell(claim, {"url": url, "pid": os.getpid()})
    supervisor = Supervisor(_children(host, port), speaker.say, _keeper() if embedded else None)
    web_log = supervisor.children[0].log
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.ask_to_stop)

    deadline = time.monotonic() + FIRST_PAGE_SECONDS

    def first_page_answers() -> bool:
        if not _answers(url + "health"):
            if time.monotonic() > deadline:
                raise CommandError(
                    ExitCode.FAILED,
                    f"첫 화면이 {FIRST_PAGE_SECONDS:.0f}초 동안 열리지 않아 끕니다. {last_error(web_log)} 기록: {web_log}",
                )
            return False
        if demo_facts:
            show_accounts(speaker, demo_facts)
        speaker.say(f"두루가 켜졌습니다: {url}\nCtrl-C를 누르면 모두 끕니다.")
        speaker.result(url=url, pid=os.getpid())
        sys.stdout.flush()
        return True

    try:
        supervisor.start()
        supervisor.watch(first_page_answers)
    finally:
        speaker.say("두루를 끕니다.")
        supervisor.stop()


def _children(host: str, port: int) -> list[Child]:
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "duru.conf.settings", "PYTHONUNBUFFERED": "1"}
    environ.pop("DURU_AS_OWNER", None)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", "1", "--blocking-threads", str(env.web_threads()), "duru.site.wsgi:application"]
    worker = [sys.executable, "-m", "duru.site.worker"]
    return [
        Child("화면", web, paths.log() / "web.log", environ),
        Child("작업", worker, paths.log() / "worker.log", environ),
        Child("파수", [sys.executable, "-m", "duru.site.watch"], paths.log() / "watch.log", environ),
    ]


def _keeper() -> DatabaseKeeper:
    return DatabaseKeeper(is_gone=lambda: postgres.status().pid is None, start=postgres.ensure_running)


@contextmanager
def _sole_server() -> Iterator[TextIO | None]:
    """Claim to be the one server of this home; yields None when another holds the claim. A kill frees it."""
    folder = paths.home() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("a") as claim:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield claim


def _tell(claim: TextIO, facts: dict[str, object]) -> None:
    Path(claim.name).with_name("up.json").write_text(json.dumps(facts))


def _free_port() -> int:
    """Return the port to listen on: the one that is set, or the first free one from the default upwards."""
    wanted = env.port()
    given = env.is_given("DURU_PORT")
    for port in range(wanted, wanted + (1 if given else PORTS_TRIED)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((env.bind(), port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CommandError(
        ExitCode.PORT_BUSY,
        f"포트 {wanted}번을 다른 프로그램이 쓰고 있습니다. 다른 번호로 켜십시오: DURU_PORT={wanted + 80} ./run",
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=0.5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _static_stamp() -> str:
    """Return a stamp of every static file's place, size and time; reading them all would take longer."""
    digest = hashlib.sha256()
    package = paths.source_root() / "src" / "duru"
    for folder in (paths.assets(), *sorted(package.rglob("static"))):
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _collect_static() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "django", "collectstatic", "--no-input", "--clear", "-v", "0"]
    command += ["--ignore", "PretendardGOV-*.ttf"]  # for letters as PDF, read where npm put them; no page asks for them
    done = subprocess.run(
        command,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "duru.conf.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CommandError(ExitCode.FAILED, f"화면 파일을 모으지 못했습니다.\n{done.stderr.strip()[-2000:]}")


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt
