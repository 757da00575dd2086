"""The largest real memory a process has had."""

from pathlib import Path


def peak_mib() -> float:
    """Return the peak of this process in MiB.

    Not from getrusage: that counts what the parent held when it started us.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM in /proc/self/status")
