"""What the kernel's tests share."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Reproducible everywhere, and not failing because a neighbour made the machine slow.
settings.register_profile("kernel", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kernel")


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 22)


def shared_data() -> Path | None:
    """Find the folder of public data beside the repository, None on a machine without it."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("DURU_SHARED_DATA", beside))
    return folder if folder.is_dir() else None
