"""What the serving role may do, set after every migrate from `tables.py`: one place, safe to repeat."""

from django.conf import settings
from django.db import connections

from duru.blocks.tenancy import tables
from duru.blocks.tenancy.errors import TooMuchPower


def grant_after_migrate(sender, using="default", **kwargs) -> None:
    """Grant when the whole migrate is done; the signal comes once per app, the last one counts, repeats are harmless."""
    if sender.label == "tenancy":
        apply_grants(using)


def apply_grants(using: str = "default") -> None:
    """Give the serving role exactly what `tables.py` says. Runs as the owner; does nothing for any other role."""
    role = settings.DURU_SERVING_ROLE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        current, exists = cursor.fetchone()
        if current == role or not exists:
            return
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        existing = {name for (name,) in cursor.fetchall()}
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        # TEMPORARY: bulk intake copies into a temporary table first (COPY is refused on protected tables).
        cursor.execute("SELECT current_database()")
        cursor.execute(f'GRANT CONNECT, TEMPORARY ON DATABASE "{cursor.fetchone()[0]}" TO "{role}"')
        for privileges, names in (
            ("SELECT, INSERT, UPDATE, DELETE", tables.TENANT | tables.TWO_PARTY | tables.PLATFORM),
            ("SELECT, INSERT", tables.APPEND_ONLY),
            ("SELECT", tables.NATIONAL),
        ):
            if present := sorted(names & existing):
                quoted = ", ".join(f'"{name}"' for name in present)
                cursor.execute(f'REVOKE ALL ON {quoted} FROM "{role}"')
                cursor.execute(f'GRANT {privileges} ON {quoted} TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        # Our own only: an extension in the same schema (pg_stat_statements) has functions that are not ours to give.
        cursor.execute(
            "SELECT string_agg(oid::regprocedure::text, ', ') FROM pg_proc "
            "WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole"
        )
        if functions := cursor.fetchone()[0]:
            cursor.execute(f'GRANT EXECUTE ON FUNCTION {functions} TO "{role}"')


def check_serving_role(using: str = "default") -> None:
    """Refuse to serve with a role that could step over the wall.

    Raises:
        TooMuchPower: the role is superuser, bypasses row security, or owns a tenant table; or a tenant table has no
            row security. The message says in Korean what to do.
    """
    walled = sorted(tables.TENANT | tables.APPEND_ONLY | tables.TWO_PARTY)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, is_super, bypasses = cursor.fetchone()
        if is_super or bypasses:
            raise TooMuchPower(
                f"데이터베이스 역할 '{role}'은(는) 자치단체 사이의 벽을 넘을 수 있어 서비스를 시작하지 않습니다. "
                "DURU_DATABASE_URL에는 슈퍼유저가 아니고 BYPASSRLS가 없는 역할을 적으세요."
            )
        cursor.execute(
            "SELECT relname, pg_has_role(current_user, relowner, 'MEMBER'), relrowsecurity FROM pg_class "
            "WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace",
            [walled],
        )
        for name, owns, protected in cursor.fetchall():
            if owns:
                raise TooMuchPower(
                    f"데이터베이스 역할 '{role}'이(가) 표 '{name}'의 소유자라서 서비스를 시작하지 않습니다. "
                    "소유 역할은 DURU_OWNER_DATABASE_URL에, 서비스 역할은 DURU_DATABASE_URL에 따로 적으세요."
                )
            if not protected:
                raise TooMuchPower(f"표 '{name}'에 행 보안이 꺼져 있습니다. 'duru up'을 다시 실행해 정비하세요.")
