"""`duru up` as it is, but what died is started again after a tenth of a second: a test kills more often than fate.

DURU_HOME=… python -m tests.faults.house
"""

import sys

from duru.site import cli
from duru.site.cli import supervisor

if __name__ == "__main__":
    supervisor.FIRST_WAIT_SECONDS = supervisor.DATABASE_LOOK_SECONDS = 0.1
    supervisor.CALM_SECONDS = 0.0  # never wait longer than the first time
    sys.exit(cli.run(["up", "--json"]))
