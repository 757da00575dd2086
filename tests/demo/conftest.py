"""One small district for all tests of this folder, built once."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from duru.demo.build import AS_OF, build, create_world
from duru.demo.world import World

PEOPLE, SEED = 4000, 11


class Built:
    """A built district on disk, with readers for its truth."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.summary = build(out, people=PEOPLE, seed=SEED)
        self.manifest = json.loads((out / "files" / "manifest.json").read_text(encoding="utf-8"))

    def truth(self, name: str) -> list[dict[str, str]]:
        with (self.out / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def files(self) -> list[tuple[dict, dict]]:
        return [(org, file) for org in self.manifest["organisations"] for file in org["files"]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="session")
def world() -> World:
    return create_world(n_people=PEOPLE, seed=SEED, as_of=AS_OF, progress=lambda step, share: None)


@pytest.fixture(scope="session")
def as_of() -> date:
    return AS_OF
