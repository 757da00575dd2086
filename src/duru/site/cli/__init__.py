"""The command line `duru`. Every command speaks Korean, takes `--json` and ends with a documented exit code."""

import sys
from collections.abc import Sequence

from duru.site.cli.exit_codes import NOT_THE_OWNER, ExitCode
from duru.site.cli.output import CommandError, Speaker

__all__ = ["ExitCode", "main", "run"]


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors a person can mend become one Korean sentence."""
    speaker = Speaker(as_json="--json" in arguments)
    if arguments and arguments[0] == "link":
        # Linkage of files stands alone: it starts without Django and without a database driver.
        from duru.site.cli.link import alone as app

        mendable: dict[type[Exception], tuple[ExitCode, str]] = {PermissionError: NOT_THE_OWNER}
    else:
        from duru.site.cli.application import MENDABLE as mendable
        from duru.site.cli.application import app
    try:
        app(list(arguments))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.FAILED
    except CommandError as error:
        speaker.failure(error.code, error.message)
        return error.code
    except tuple(mendable) as error:
        code, prefix = next(found for kind, found in mendable.items() if isinstance(error, kind))
        speaker.failure(code, f"{prefix}{error}")
        return code
    return ExitCode.OK
