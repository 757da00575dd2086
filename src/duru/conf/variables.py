"""The list of every `DURU_*` variable, as data.

A house test compares it with `.env.example`, `duru doctor` explains it and `docs/reference/settings.md` is printed
from it. `duru.conf.env` reads them.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["VARIABLES", "Kind", "Variable"]


class Kind(StrEnum):
    """How the text of a variable is read."""

    TEXT = "글"
    FLAG = "예/아니오"
    NUMBER = "정수"
    ITEMS = "쉼표로 나눈 목록"
    PATH = "경로"
    URL = "데이터베이스 주소"
    CHOICE = "고르기"


@dataclass(frozen=True, slots=True)
class Variable:
    """One `DURU_*` variable: its kind, default and what it is for.

    `default` is the text used when the variable is absent or empty; None means that there is no value then
    (`meaning` says what happens). `secret` values are never printed.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DURU_HOME",
        Kind.PATH,
        "설치 상태(데이터베이스, 올린 파일, 비밀값, 기록)를 두는 폴더. 비우면 소스 폴더의 var/.",
        "/srv/duru",
    ),
    Variable(
        "DURU_DATABASE_URL",
        Kind.URL,
        "서비스용 데이터베이스 주소(권한이 작은 역할). 비우면 내장 PostgreSQL을 씁니다.",
        "postgresql://duru_app:비밀번호@db.example:5432/duru",
        secret=True,
    ),
    Variable(
        "DURU_OWNER_DATABASE_URL",
        Kind.URL,
        "표를 만들고 백업하는 소유자 역할의 주소. DURU_DATABASE_URL을 쓸 때만 필요합니다.",
        "postgresql://duru_owner:비밀번호@db.example:5432/duru",
        secret=True,
    ),
    Variable(
        "DURU_AS_OWNER",
        Kind.FLAG,
        "소유자 역할로 연결합니다. 마이그레이션 명령이 스스로 켜며 손으로 켤 일은 없습니다.",
        "0",
        default="0",
    ),
    Variable(
        "DURU_PG_BIN",
        Kind.PATH,
        "내장 PostgreSQL이 쓸 실행 파일 폴더(initdb, postgres, pg_ctl이 있는 곳). 비우면 설치된 꾸러미를 씁니다.",
        "/usr/lib/postgresql/15/bin",
    ),
    Variable(
        "DURU_SECRET_KEY",
        Kind.TEXT,
        "세션과 서명에 쓰는 비밀값(50자 이상). 비우면 var/secrets/에 만들어 둡니다.",
        "무작위-글자-50자-이상",
        secret=True,
    ),
    Variable("DURU_DEBUG", Kind.FLAG, "개발용 오류 화면을 켭니다. 운영에서는 켜지 마십시오.", "0", default="0"),
    Variable(
        "DURU_HOSTS",
        Kind.ITEMS,
        "이 서버로 들어올 수 있는 주소 이름.",
        "duru.gu.example,localhost",
        default=".localhost,127.0.0.1,[::1]",
    ),
    Variable(
        "DURU_HTTPS",
        Kind.FLAG,
        "HTTPS 뒤에서 돕니다. 켜면 쿠키를 HTTPS로만 보내고 HSTS를 켭니다.",
        "1",
        default="0",
    ),
    Variable("DURU_BIND", Kind.TEXT, "웹 서버가 듣는 주소.", "0.0.0.0", default="127.0.0.1"),
    Variable(
        "DURU_PORT",
        Kind.NUMBER,
        "웹 서버가 듣는 포트. 0이면 비어 있는 아무 포트.",
        "8000",
        default="8000",
        least=0,
        most=65535,
    ),
    Variable(
        "DURU_WEB_THREADS",
        Kind.NUMBER,
        "웹 프로세스의 스레드 수. 데이터베이스 연결 수도 이만큼 늘어납니다.",
        "8",
        default="8",
        least=1,
        most=64,
    ),
    Variable(
        "DURU_WORKER_CONCURRENCY",
        Kind.NUMBER,
        "작업 프로세스가 한꺼번에 처리하는 작업 수.",
        "2",
        default="2",
        least=1,
        most=32,
    ),
    Variable(
        "DURU_LOG_LEVEL",
        Kind.CHOICE,
        "기록을 남기는 정도.",
        "INFO",
        default="INFO",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Variable(
        "DURU_DEFAULT_TENANT",
        Kind.TEXT,
        "접속한 주소 이름으로 가릴 수 없을 때 여는 자치단체의 행정표준코드. 자치단체가 하나면 비워 둡니다.",
        "1100000000",
    ),
    Variable(
        "DURU_SECOND_FACTOR",
        Kind.FLAG,
        "로그인한 모든 계정(기록전용 빼고)에 2단계 인증(앱이나 패스키)을 요구합니다. 시험자료 자치단체에서는 묻지 않습니다.",
        "1",
        default="1",
    ),
    Variable(
        "DURU_IDLE_MINUTES",
        Kind.NUMBER,
        "이만큼(분) 쓰지 않은 접속은 끝냅니다. 다음 화면에서 다시 로그인합니다.",
        "30",
        default="30",
        least=1,
        most=600,
    ),
    Variable(
        "DURU_SINGLE_SESSION",
        Kind.FLAG,
        "한 계정은 한 곳에서만 씁니다. 다른 곳에서 로그인하면 먼저 연 접속이 끝납니다.",
        "0",
        default="0",
    ),
    Variable(
        "DURU_STATEMENT_TIMEOUT_MS",
        Kind.NUMBER,
        "질의 하나를 기다리는 시간(밀리초). 넘으면 화면에 알리고 그만둡니다.",
        "15000",
        default="15000",
        least=100,
        most=3_600_000,
    ),
    Variable("DURU_ALL", Kind.FLAG, "검사할 때 오래 걸리는 시험(slow, nation)까지 돌립니다.", "0", default="0"),
    Variable(
        "DURU_FAULT",
        Kind.TEXT,
        "시험용: 적은 곳(파일 경로면 그 파일의 줄마다 한 곳)에 이르면 프로세스가 그 자리에서 죽습니다. 운영에서는 적지 마십시오.",
        "exchange.after_batch:3",
    ),
    Variable(
        "DURU_CLAMD",
        Kind.TEXT,
        "올린 서류를 검사할 clamd의 주소(이름:포트 또는 소켓 경로). 비우면 검사하지 않고 화면에 '검사 안 함'이라 적습니다.",
        "/run/clamav/clamd.ctl",
    ),
    Variable(
        "DURU_CHECKPOINT_DIR",
        Kind.PATH,
        "접속기록의 확인점(1분마다 서명한 글)을 더 적어 둘 폴더. 데이터베이스를 고칠 수 있는 사람이 손댈 수 없는 다른 기계의 공유 폴더가 좋습니다. 비우면 설치 폴더의 checkpoints/.",
        "/mnt/감사담당관/두루-확인점",
    ),
    Variable(
        "DURU_SMTP_URL",
        Kind.TEXT,
        "통지문을 보낼 전자우편 서버(smtp:// 또는 STARTTLS는 smtp+tls://, 처음부터 TLS는 smtps://). 비우면 보내지 않고 모의로만 적습니다.",
        "smtp+tls://이름:비밀번호@mail.example:587",
        secret=True,
    ),
    Variable(
        "DURU_MAIL_FROM",
        Kind.TEXT,
        "통지문을 보내는 전자우편 주소.",
        "두루 <no-reply@haeoreum.example>",
        "두루 <no-reply@duru.example>",
    ),
    Variable(
        "DURU_SMS_FOLDER",
        Kind.TEXT,
        "신청인에게 보낼 문자를 적어 두는 폴더(절대 경로). 기관의 문자 발송 시스템이 하루 한 파일(CSV, CP949)을 읽어 갑니다. 비우면 모의로만 적습니다.",
        "/srv/duru/sms",
    ),
    Variable(
        "DURU_ALARM_MAILS",
        Kind.ITEMS,
        "시스템에 문제가 생기면 알릴 사람들의 전자우편(쉼표로 나눔). 누군가 확인할 때까지 5분마다 다시 알립니다. DURU_SMTP_URL이 있어야 갑니다.",
        "정보통신과@gu.example,당직@gu.example",
        default="",
    ),
    Variable(
        "DURU_ALARM_PHONES",
        Kind.ITEMS,
        "전자우편에 아무도 답하지 않거나 보내지 못했을 때 문자로 알릴 전화번호(숫자만, 쉼표로 나눔). DURU_SMS_FOLDER가 있어야 갑니다.",
        "01012345678",
        default="",
    ),
    Variable(
        "DURU_BACKUP_DIR",
        Kind.PATH,
        "밤 2시마다 백업을 만들어 두고 되살려 볼 폴더. 다른 기계의 공유 폴더가 좋습니다. 먼저 duru backup-key로 열쇠를 만듭니다. 비우면 밤 백업을 하지 않습니다.",
        "/mnt/백업/두루",
    ),
    Variable(
        "DURU_METRICS_TOKEN",
        Kind.TEXT,
        "감시 프로그램(Prometheus)이 /metrics를 읽을 때 보이는 비밀값(Authorization: Bearer). 비우면 /metrics가 없습니다.",
        "무작위-글자-32자-이상",
        secret=True,
    ),
)
