"""Children are restarted with growing waits and all of them are stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from duru.conf.postgres import ClusterError
from duru.site.cli import supervisor as module
from duru.site.cli.supervisor import Child, DatabaseKeeper, Supervisor

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(module, "FIRST_WAIT_SECONDS", 0.1)
    monkeypatch.setattr(module, "LONGEST_WAIT_SECONDS", 0.4)


def child(tmp_path, code, name="작업"):
    return Child(name, [sys.executable, "-c", code], tmp_path / "log" / "child.log", dict(os.environ), wait_seconds=0.1)


def watch_for(supervisor, until, seconds=15):
    """Watch until the condition holds; fails the test when it never does."""
    deadline = time.monotonic() + seconds

    def look():
        if until() or time.monotonic() > deadline:
            supervisor.ask_to_stop()
        return False

    supervisor.start()
    supervisor.watch(look)
    supervisor.stop()
    assert until()


def test_a_crashed_child_is_started_again_with_growing_waits(tmp_path):
    said = []
    crashing = child(tmp_path, "raise SystemExit(3)")
    watch_for(Supervisor([crashing], said.append), lambda: crashing.n_restarts >= 3)
    assert "종료 코드 3" in said[0]
    assert crashing.wait_seconds == 0.4, "doubled up to the longest wait"


def test_what_a_crashed_child_said_last_is_told(tmp_path):
    said = []
    crashing = child(tmp_path, "raise ValueError('표에 행 보안이 꺼져 있습니다')")
    watch_for(Supervisor([crashing], said.append), lambda: bool(said))
    assert "ValueError: 표에 행 보안이 꺼져 있습니다" in said[0]


def test_a_killed_child_is_started_again_and_its_neighbour_left_alone(tmp_path):
    first, second = (child(tmp_path, "import time; time.sleep(60)", name) for name in ("화면", "작업"))
    supervisor = Supervisor([first, second], lambda text: None)
    supervisor.start()
    neighbour = second.process.pid
    os.kill(first.process.pid, signal.SIGKILL)
    # `start` would launch them anew: only the watching is wanted here.
    timer = threading.Timer(10, supervisor.ask_to_stop)
    timer.start()
    supervisor.watch(lambda: first.n_restarts == 1 and (supervisor.ask_to_stop() or True))
    timer.cancel()
    assert (first.n_restarts, second.n_restarts, second.process.pid) == (1, 0, neighbour)
    supervisor.stop()


def test_stop_ends_every_child_even_one_that_ignores_sigterm(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "STOP_PATIENCE_SECONDS", 1.0)
    deaf_code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    deaf, polite = child(tmp_path, deaf_code), child(tmp_path, "import time; time.sleep(60)")
    supervisor = Supervisor([deaf, polite], lambda text: None)
    supervisor.start()
    while "deaf" not in deaf.log.read_text():
        time.sleep(0.05)
    supervisor.stop()
    assert [each.process.poll() is not None for each in (deaf, polite)] == [True, True]


def test_children_of_a_supervisor_killed_with_9_end_too(tmp_path):
    code = f"""
import os, sys, time
from pathlib import Path
from duru.conf.postgres import ClusterError
from duru.site.cli.supervisor import Child, DatabaseKeeper, Supervisor
child = Child("작업", [sys.executable, "-c", "import time; time.sleep(60)"], Path({str(tmp_path)!r}) / "x.log", dict(os.environ))
supervisor = Supervisor([child], print)
supervisor.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    grandchild = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone, _ = psutil.wait_procs([grandchild], timeout=10)
    assert gone == [grandchild] or grandchild.status() == psutil.STATUS_ZOMBIE


def test_what_a_killed_child_left_running_is_ended_before_it_starts_again(tmp_path):
    code = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True); sys.stdin.read()"
    web = child(tmp_path, code + "; import time; time.sleep(60)", "화면")
    supervisor = Supervisor([web], lambda text: None)
    supervisor.start()
    while not (said := web.log.read_text()).endswith("\n"):
        time.sleep(0.05)
    left = psutil.Process(int(said))
    os.kill(web.process.pid, signal.SIGKILL)
    timer = threading.Timer(10, supervisor.ask_to_stop)
    timer.start()
    supervisor.watch(lambda: web.n_restarts == 1 and (supervisor.ask_to_stop() or True))
    timer.cancel()
    gone, _ = psutil.wait_procs([left], timeout=10)
    assert gone == [left] or left.status() == psutil.STATUS_ZOMBIE
    supervisor.stop()


def test_a_database_that_is_gone_is_started_again_and_a_living_one_is_not(tmp_path):
    said, running = [], [True, False, True]
    keeper = DatabaseKeeper(is_gone=lambda: not running[0], start=lambda: running.pop(0))
    keeper.look_after(1.0, said.append)
    assert (keeper.n_restarts, said) == (0, [])
    running.pop(0)
    keeper.look_after(2.0, said.append)
    assert (keeper.n_restarts, len(said)) == (1, 2)
    keeper.look_after(3.0, said.append)
    assert keeper.n_restarts == 1


def test_a_database_that_does_not_start_is_tried_again_with_growing_waits(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_WAIT_SECONDS", 4.0)
    said = []

    def refuse():
        raise ClusterError("디스크가 가득 찼습니다.")

    keeper = DatabaseKeeper(is_gone=lambda: True, start=refuse, wait_seconds=1.0)
    waits = []
    for _ in range(4):
        now = time.monotonic()
        keeper.due_at = 0.0
        keeper.look_after(now, said.append)
        waits.append(round(keeper.due_at - time.monotonic()))
    assert waits == [1, 2, 4, 4]
    assert "디스크가 가득 찼습니다. 1초 뒤 다시 켭니다." in said
