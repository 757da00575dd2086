"""What a job costs, told phase by phase."""

import subprocess
import sys
import time

import psutil

from duru.site.meter import Meter


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_words_before_the_colon_name_the_phases():
    with Meter().running() as meter:
        for word in ("파일 받기: 하나.csv", "파일 받기: 둘.csv", "사람 잇기", "사람 잇기: 기록 읽기", "점검"):
            meter.tell(word)
    assert [phase.name for phase in meter.phases] == ["파일 받기", "사람 잇기", "점검"]


def test_seconds_go_to_the_phase_in_which_they_were_spent():
    with Meter().running() as meter:
        meter.tell("일")
        burn(0.3)
        meter.tell("쉼")
        time.sleep(0.3)
    work, rest = meter.phases
    assert work.cpu_seconds > rest.cpu_seconds
    assert rest.seconds > rest.cpu_seconds
    assert meter.total().seconds == work.seconds + rest.seconds


def test_memory_of_children_counts_and_the_peak_stays_with_its_phase():
    with Meter().running() as meter:
        meter.tell("혼자")
        meter.tell("함께")
        code = (
            "import sys; held = bytearray(200 << 20); held[::4096] = held[::4096]; print(flush=True); sys.stdin.read()"
        )
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            meter.tell("다시 혼자")  # looks once more before the phase changes
            child.stdin.close()
    alone, together, _ = meter.phases
    assert together.python_mib >= alone.python_mib + 150
    assert meter.total().python_mib == max(phase.python_mib for phase in meter.phases)


def test_a_server_that_is_not_ours_is_not_guessed_at():
    with Meter().running() as meter:
        meter.tell("일")
    assert meter.phases[0].database_mib is None
    assert meter.phases[0].peak_mib == meter.phases[0].python_mib > 0


def test_both_sides_are_added_at_one_moment():
    with Meter(psutil.Process().pid).running() as meter:  # our own process stands for the server
        meter.tell("일")
        meter.tell("끝냄")
    first = meter.phases[0]
    assert first.database_mib is not None
    assert first.peak_mib >= first.python_mib + first.database_mib - 1


def test_a_server_that_is_gone_weighs_nothing():
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    with Meter(child.pid).running() as meter:
        meter.tell("일")
    assert meter.phases[0].database_mib == 0


def test_nothing_told_is_nothing_measured():
    with Meter().running() as meter:
        pass
    assert (meter.phases, meter.total().seconds, meter.total().peak_mib) == ([], 0.0, 0)
