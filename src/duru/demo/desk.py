"""Lay out what one organisation sends: titles, header, rows, totals, several sheets, the same file twice.

Every written row is logged with the true person behind it; the log goes to the truth folder, never into a file.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import numpy as np

from duru.demo import words
from duru.demo.agencies import Organisation
from duru.demo.damage import EPOCH, MIXED, TIERS, Damage, TypedPeople, Typist, fake_rrn
from duru.demo.sheets import Table, write_csv, write_xlsx
from duru.demo.world import World

_GROUPS = {"대상자": ("no", "member", "name", "birth", "sex", "rrn", "phone", "dong", "address")}


@dataclass
class RowLog:
    """True origin of every data row: file, sheet, row number, dataset, person, fact number, reason if spoiled, first writing."""

    lines: list[tuple[str, str, int, str, int, int, str, int]] = field(default_factory=list)
    manifest: list[dict[str, object]] = field(default_factory=list)
    n_files: int = 0


@dataclass
class Desk:
    """One organisation's desk, from which its files go out."""

    world: World
    out: Path
    number: int
    org: Organisation
    log: RowLog
    damage: Mapping[int, Damage] | None = None
    files: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = f"{self.number:02d}_{self.org.name.replace(' ', '_').replace('(주)', '')}"
        (self.out / self.folder).mkdir(parents=True, exist_ok=True)
        look = self.org.look
        self.rng = np.random.default_rng([self.world.seed, 20, self.number])
        self.excel = look.kind == "xlsx"

    def typist(self, damage: Damage | None = None) -> Typist:
        """Return somebody who types for this organisation, with its tier's damage unless told otherwise."""
        world, look = self.world, self.org.look
        rates = damage or {**TIERS, **(self.damage or {})}[self.org.tier]
        wide = self.excel or look.encoding != "cp949"
        return Typist(world.people, world.buildings, world.dwellings, world.district.dong_names, rates, look.dates, wide,
                      self.excel, self.rng)  # fmt: skip

    def person_columns(self, typed: TypedPeople, persons: np.ndarray) -> dict[str, Sequence[object]]:
        """Return the person columns of a file by key, with the resident numbers some agencies unlawfully keep."""
        columns: dict[str, Sequence[object]] = {
            "name": typed.name, "birth": typed.birth, "sex": typed.sex, "phone": typed.phone, "address": typed.address,
            "dong": typed.dong,
        }  # fmt: skip
        if self.org.look.numbered:
            columns["member"] = [f"{self.number:02d}-{(int(p) * 7919 + self.number) % 1_000_003:06d}" for p in persons]
        if self.org.look.rrn:
            people = self.world.people
            columns["rrn"] = [
                fake_rrn(EPOCH + timedelta(days=int(people.birth[p])), bool(people.sex[p]), self.rng)
                if self.rng.random() < 0.7 else "" for p in persons
            ]  # fmt: skip
        return columns

    def send(self, dataset: str, title: str, name: str, keys: tuple[str, ...], columns: Mapping[str, Sequence[object]],
             persons: np.ndarray, facts: np.ndarray, spoiled: Sequence[str], months: np.ndarray | None = None,
             repeated: np.ndarray | None = None, plain: bool = False) -> None:  # fmt: skip
        """Write one file of a dataset and log its rows.

        Args:
            keys: columns in order; those of `columns` that are not named are left out.
            months: sheet key per row (YYYYMM) when the organisation keeps a sheet a month.
            repeated: True for rows that an earlier file of the same organisation already held.
            plain: no titles, groups or totals, whatever the organisation's habits.
        """
        look = self.org.look
        keys = tuple(key for key in keys if key in columns or key == "no")
        again = repeated if repeated is not None else np.zeros(len(persons), dtype=bool)
        parts = [("", np.arange(len(persons)))]
        if months is not None and self.excel and look.by_month:
            parts = [(f"{m // 100}년 {m % 100}월", np.flatnonzero(months == m)) for m in np.unique(months).tolist()]
        suffix = ".xlsx" if self.excel else ".csv"
        path = f"{self.folder}/{name}{suffix}"
        tables: list[Table] = []
        chosen = [columns[key] for key in keys if key != "no"]
        for sheet, at in parts:
            index = at.tolist()
            numbers: list[Sequence[object]] = [range(1, len(index) + 1)] if "no" in keys else []
            picked = chosen if len(index) == len(persons) else [[column[i] for i in index] for column in chosen]
            rows = list(zip(*numbers, *picked, strict=True))
            table = Table(sheet or "명단", words.header(look.words, keys), rows)
            if not plain:
                self._dress(table, title, keys, columns, index)
            first = table.first_row
            tag = table.sheet if self.excel else ""
            self.log.lines.extend(
                (path, tag, first + row, dataset, int(persons[i]), int(facts[i]), spoiled[i], int(again[i]))
                for row, i in enumerate(index)
            )
            tables.append(table)
        if self.excel:
            guide = (
                "작성 요령 (시험자료)",
                "1. 대상자별로 한 줄씩 적습니다.",
                "2. 이 파일의 사람은 모두 지어낸 사람입니다.",
            )
            cover = [_cover(title, tables)] if look.cover and not plain else []
            write_xlsx(
                self.out / path, [*cover, *tables], guide if look.merged or look.by_month else (), self.world.as_of
            )
        else:
            write_csv(self.out / path, tables[0], look.encoding)
        self.files.append({"dataset": dataset, "path": path, "note": ""})

    def _dress(self, table: Table, title: str, keys: tuple[str, ...], columns: Mapping[str, Sequence[object]],
               index: list[int]) -> None:  # fmt: skip
        look, as_of = self.org.look, self.world.as_of
        above = [
            f"{title} (시험자료)",
            f"기관명: {self.org.name}   작성일: {as_of:%Y.%m.%d}",
            "",
            "※ 이름과 주소는 모두 지어낸 것입니다.",
        ]
        table.titles = above[: look.titles]
        if look.titles > 2:
            table.notes = ["", "※ 시험자료입니다. 담당자 확인 후 제출함."]
        if look.merged:
            left = sum(key in _GROUPS["대상자"] for key in keys)
            table.groups = [("대상자", left), ("지원 내역", len(keys) - left)]
        if look.totals and "won" in keys and index:
            total: list[object] = ["" for _ in keys]
            total[0], total[1] = "합계", f"{len(index)}건"
            values = [columns["won"][i] for i in index]
            if all(isinstance(value, int) for value in values):
                total[keys.index("won")] = sum(value for value in values if isinstance(value, int))
            table.total = total

    def send_again(self, note: str = "같은 파일을 두 번 보냄") -> None:
        """Send the last file once more under another name, byte for byte."""
        last = self.files[-1]
        source = self.out / last["path"]
        path = f"{self.folder}/{source.stem}(최종){source.suffix}"
        shutil.copyfile(source, self.out / path)
        self.files.append({"dataset": last["dataset"], "path": path, "note": note})
        copied = [(path, *line[1:7], 1) for line in self.log.lines if line[0] == last["path"]]
        self.log.lines.extend(copied)

    def close(self) -> None:
        """Enter the organisation and its files in the manifest."""
        org = self.org
        self.log.n_files += len(self.files)
        self.log.manifest.append({
            "number": self.number, "organisation": org.name, "folder": self.folder, "kind": org.kind, "is_public": org.is_public,
            "may_hold_rrn": org.may_hold_rrn, "files": self.files,
        })  # fmt: skip

    def money(self, won: np.ndarray) -> list[object]:
        """Write amounts the organisation's way: bare numbers, or with commas and 원 in the sloppier lists."""
        style = int(self.rng.integers(3)) if self.org.tier > 1 and not self.org.look.totals else 0
        if style == 0:
            return [int(value) for value in won.tolist()]
        return [f"{value:,}" + ("원" if style == 2 else "") for value in won.tolist()]

    def write_days(self, typist: Typist, day: np.ndarray) -> list[object]:
        """Write days since 1970-01-01 in the organisation's date style; negative days stay empty."""
        if typist.dates == MIXED:
            return [typist.write_day(value) if value >= 0 else "" for value in day.tolist()]
        cache: dict[int, object] = {-1: ""}
        return [cache[v] if v in cache else cache.setdefault(v, typist.write_day(v)) for v in day.tolist()]


def _cover(title: str, tables: Sequence[Table]) -> Table:
    """Return the sheet of sums that some put first: it looks like a list and is none."""
    rows = [[table.sheet, len(table.rows), "건"] for table in tables]
    return Table(
        "총괄표",
        ["구분", "인원", "단위"],
        rows,
        [f"{title} 총괄 (시험자료)"],
        total=["계", sum(len(t.rows) for t in tables), "건"],
    )
