"""What the kernel's tests share."""

from datetime import date

import pytest
from hypothesis import HealthCheck, settings

# Reproducible everywhere, and not failing because a neighbour made the machine slow.
settings.register_profile("kernel", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kernel")


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 22)
