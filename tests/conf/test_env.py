"""Every `DURU_*` variable is read in one place, typed, with a Korean message when it is wrong."""

import stat

import pytest

from duru.conf import env, paths
from duru.conf.variables import VARIABLES, Kind

pytestmark = pytest.mark.unit


def test_an_empty_variable_counts_as_absent():
    assert env.number("DURU_PORT", {"DURU_PORT": "  "}) == 8000


@pytest.mark.parametrize("word", ["1", "true", "YES", "on", "예"])
def test_flag_words_for_yes(word):
    assert env.flag("DURU_HTTPS", {"DURU_HTTPS": word}) is True


@pytest.mark.parametrize("word", ["0", "False", "no", "off", "아니오"])
def test_flag_words_for_no(word):
    assert env.flag("DURU_HTTPS", {"DURU_HTTPS": word}) is False


def test_items_are_stripped_and_empty_ones_dropped():
    assert env.items("DURU_HOSTS", {"DURU_HOSTS": " a.example , ,b.example,"}) == ["a.example", "b.example"]


def test_choice_ignores_case():
    assert env.choice("DURU_LOG_LEVEL", {"DURU_LOG_LEVEL": "warning"}) == "WARNING"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DURU_PORT", "팔천", "0에서 65535 사이의 정수"),
        ("DURU_PORT", "-1", "0에서 65535 사이의 정수"),
        ("DURU_PORT", "65536", "0에서 65535 사이의 정수"),
        ("DURU_HTTPS", "maybe", "1 또는 0"),
        ("DURU_LOG_LEVEL", "LOUD", "DEBUG / INFO / WARNING / ERROR"),
        ("DURU_HOME", "var/duru", "절대 경로"),
        ("DURU_DATABASE_URL", "mysql://u:p@h/d", "postgresql://로 시작하는 주소"),
    ],
)
def test_a_wrong_value_names_the_variable_and_what_to_write(name, value, says):
    (message,) = env.check_all({name: value})
    assert message.startswith(name)
    assert says in message


def test_a_secret_value_is_never_repeated_in_a_message():
    (message,) = env.check_all({"DURU_DATABASE_URL": "mysql://duru:hunter2@db/duru"})
    assert "hunter2" not in message


def test_a_misspelt_name_is_reported():
    assert env.check_all({"DURU_PROT": "80", "PATH": "/bin"}) == [
        "DURU_PROT: 두루가 모르는 설정 이름입니다. 철자를 확인하십시오(.env.example)."
    ]


def test_a_missing_value_without_default_says_what_it_is_for():
    with pytest.raises(env.EnvError, match=r"^DURU_DATABASE_URL이\(가\) 비어 있습니다"):
        env.text("DURU_DATABASE_URL", {})


def test_the_owner_is_asked_for_when_only_the_serving_role_is_given(monkeypatch):
    monkeypatch.setenv("DURU_DATABASE_URL", "postgresql://app@db/duru")
    monkeypatch.delenv("DURU_OWNER_DATABASE_URL", raising=False)
    assert env.database_url() == "postgresql://app@db/duru"
    with pytest.raises(env.EnvError, match="DURU_OWNER_DATABASE_URL도 적어야"):
        env.owner_database_url()


def test_the_embedded_url_names_a_password_file_and_holds_no_password(monkeypatch, tmp_path):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    monkeypatch.delenv("DURU_DATABASE_URL", raising=False)
    assert env.database_url().startswith("postgresql://duru_app@/duru?host=")
    assert env.database_url().endswith("duru_app.pgpass")


def test_the_secret_key_is_made_once_and_private(monkeypatch, tmp_path):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    first = env.secret_key()
    assert env.secret_key() == first
    assert len(first) >= 50
    kept = paths.secrets() / "django.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_short_secret_key_is_refused(monkeypatch):
    monkeypatch.setenv("DURU_SECRET_KEY", "짧은열쇠")
    with pytest.raises(env.EnvError, match="50자 이상"):
        env.secret_key()


def test_every_variable_explains_itself_and_its_default_can_be_read():
    for known in VARIABLES:
        assert known.meaning.endswith((".", "다"))
        assert known.example
        assert known.name.startswith("DURU_")
        if known.kind is Kind.CHOICE:
            assert known.default in known.choices
    assert env.check_all({each.name: each.default for each in VARIABLES if each.default is not None}) == []
