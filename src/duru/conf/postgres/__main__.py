"""`python -m duru.conf.postgres up|down|status`: the embedded cluster without the rest of 두루, for developers."""

import sys

from duru.conf.postgres import ClusterError, ensure_running, status, stop


def main(arguments: list[str]) -> int:
    """Run one verb and return the exit code."""
    verb = arguments[0] if arguments else "status"
    if verb == "up":
        info = ensure_running()
        print(f"DURU_DATABASE_URL={info.app_url}")
        print(f"DURU_OWNER_DATABASE_URL={info.owner_url}")
        print(f"PostgreSQL {info.version}, {'켰습니다' if info.started_by_us else '이미 켜져 있습니다'}")
    elif verb == "down":
        print("껐습니다" if stop() else "켜져 있지 않습니다")
    elif verb == "status":
        print(status())
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ClusterError as error:
        sys.exit(str(error))
