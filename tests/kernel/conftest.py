"""What the kernel's tests share."""

from datetime import date

import pytest


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 22)
