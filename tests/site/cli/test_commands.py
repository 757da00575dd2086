"""Commands end with documented exit codes and, on request, one JSON object; those that start Django run in a process."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from duru.site.cli import run
from duru.site.cli.exit_codes import ExitCode
from tests.database import ROOT
from tests.site.cli.conftest import duru

pytestmark = pytest.mark.db


@pytest.fixture
def here(environ, monkeypatch, capsys):
    """Run a command that starts no Django in this process: quicker; returns what `duru` returns."""

    def run_here(*arguments, **changes):
        for name, value in (environ | changes).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run_here


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_exit_codes_are_distinct_and_explained():
    assert len({int(code) for code in ExitCode}) == len(ExitCode)
    assert all(code.meaning.endswith((".", ")")) for code in ExitCode)


def test_an_unknown_command_is_a_usage_error(here):
    code, _, said = here("fly")
    assert code == ExitCode.USAGE
    assert "fly" in said


def test_a_wrong_setting_is_told_in_korean_with_its_own_code(here):
    code, _, said = here("up", "--once", **{"DURU_PORT": "팔천"})
    assert code == ExitCode.SETTINGS
    assert "DURU_PORT='팔천'은(는) 쓸 수 없는 값입니다" in said


def test_an_unreachable_database_has_its_own_code(here):
    nowhere = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"
    code, said, _ = here("up", "--once", "--json", **{"DURU_DATABASE_URL": nowhere, "DURU_OWNER_DATABASE_URL": nowhere})
    assert code == ExitCode.DATABASE
    assert json.loads(said)["ok"] is False


def test_doctor_finds_nothing_wrong_with_the_database_and_says_so_in_json(here):
    code, said, _ = here("doctor", "--json")
    findings = {each["name"]: each for each in json.loads(said)["findings"]}
    for name in ("PostgreSQL", "서비스 역할", "데이터베이스 글자", "이름 찾기", "표"):
        assert findings[name]["state"] == "good", findings[name]
    assert findings["PDF"]["state"] != "bad", "letters still go as HWPX"
    assert code == (ExitCode.DOCTOR if any(each["state"] == "bad" for each in findings.values()) else ExitCode.OK)


def test_doctor_calls_a_serving_role_with_too_much_power_by_name(here, environ):
    code, said, _ = here("doctor", "--json", DURU_DATABASE_URL=environ["DURU_OWNER_DATABASE_URL"])
    findings = {each["name"]: each for each in json.loads(said)["findings"]}
    assert (code, findings["서비스 역할"]["state"]) == (ExitCode.DOCTOR, "bad")


def test_doctor_says_that_the_packaged_pg_dump_cannot_back_up_a_server_that_demands_tls(here, environ):
    # On a Unix socket libpq leaves sslmode aside, so that the rest of the look goes on.
    asking = {name: f"{environ[name]}&sslmode=require" for name in ("DURU_DATABASE_URL", "DURU_OWNER_DATABASE_URL")}
    code, said, _ = here("doctor", "--json", **asking)
    findings = {each["name"]: each for each in json.loads(said)["findings"]}
    assert findings["암호화 연결"]["state"] == "good", "psycopg brings a libpq with TLS"
    assert (code, findings["백업 도구"]["state"]) == (ExitCode.DOCTOR, "bad")
    assert "TLS를 못 해" in findings["백업 도구"]["seen"]
    assert "DURU_PG_BIN" in findings["백업 도구"]["remedy"]


def test_a_tenant_and_its_first_user_are_added_once(environ):
    for _ in range(2):
        code, said, _ = duru("tenant", "add", "시험구", "--code", "9999900000", "--json", environ=environ)
        assert (code, json.loads(said)["name"]) == (ExitCode.OK, "시험구")
    options = ["--name", "김관리", "--organisation", "시험구청", "--organisation-kind", "gu_office", "--role", "admin"]
    code, said, _ = duru("user", "add", "admin@example.org", *options, "--json", environ=environ)
    assert code == ExitCode.OK
    assert len(json.loads(said)["password"]) >= 12
    code, said, _ = duru("user", "add", "admin@example.org", *options, "--json", environ=environ)
    assert (code, json.loads(said)["password"]) == (ExitCode.OK, None)


def test_a_code_that_is_no_region_code_is_refused(here):
    code, _, said = here("tenant", "add", "시험구", "--code", "123")
    assert (code, "숫자 10자리" in said) == (ExitCode.REFUSED, True)


def test_a_user_without_a_local_government_is_not_found(environ):
    code, _, said = duru(
        "user", "add", "a@example.org", "--name", "가", "--organisation", "나", "--role", "admin", environ=environ
    )
    assert (code, "먼저 duru tenant add" in said) == (ExitCode.NOT_FOUND, True)


def test_backup_and_restore_ask_for_a_passphrase_file_without_a_terminal(here, tmp_path):
    code, _, said = here("backup", str(tmp_path / "one.backup"))
    assert (code, "--passphrase-file" in said) == (ExitCode.USAGE, True)


def test_a_short_passphrase_is_refused(here, tmp_path):
    (tmp_path / "words").write_text("짧음\n")
    code, _, _ = here("backup", str(tmp_path / "one.backup"), "--passphrase-file", str(tmp_path / "words"))
    assert code == ExitCode.REFUSED


def test_a_damaged_backup_has_its_own_code(here, tmp_path):
    (tmp_path / "words").write_text("열두 글자가 넘는 암호\n")
    words = ["--passphrase-file", str(tmp_path / "words")]
    target = tmp_path / "one.backup"
    code, said, _ = here("backup", str(target), *words, "--json")
    assert (code, json.loads(said)["bytes"]) == (ExitCode.OK, target.stat().st_size)
    content = bytearray(target.read_bytes())
    content[-1] ^= 1
    target.write_bytes(content)
    code, said, _ = here("restore", str(target), *words, "--yes", "--json")
    assert (code, json.loads(said)["ok"]) == (ExitCode.DAMAGED, False)


def test_up_serves_says_so_once_and_ctrl_c_stops_everything(environ):
    port = free_port()
    environ |= {"DURU_PORT": str(port)}
    command = [sys.executable, "-c", "from duru.site.cli import main; main()", "up", "--json"]
    with subprocess.Popen(
        command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as up:
        try:
            facts = json.loads(up.stdout.readline())
            assert facts["url"] == f"http://127.0.0.1:{port}/"
            with urllib.request.urlopen(facts["url"] + "health", timeout=10) as answer:
                assert json.load(answer) == {"status": "ok"}
            code, said, _ = duru("up", "--json", environ=environ)
            again = json.loads(said)
            assert (code, again["already_running"], again["pid"]) == (ExitCode.OK, True, up.pid)
            up.send_signal(signal.SIGINT)
            assert up.wait(30) == ExitCode.OK
        finally:
            up.kill()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # only a listener is in the way, no old connection
        probe.bind(("127.0.0.1", port))


def test_a_busy_port_that_was_asked_for_is_an_error(environ):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, said = duru("up", environ=environ | {"DURU_PORT": str(taken.getsockname()[1])})
    assert (code, "다른 프로그램이 쓰고 있습니다" in said) == (ExitCode.PORT_BUSY, True)


def test_manage_passes_its_arguments_to_django(environ):
    code, said, _ = duru("manage", "showmigrations", "tenancy", "--plan", environ=environ)
    assert code == ExitCode.OK
    assert "[X]  tenancy." in said
