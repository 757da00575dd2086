"""A linked register with its mentions, kept so that a day's records are linked without comparing anybody else again.

What a full run counts is held: frequencies of names, phones and homes of many, small buildings, keys that too many share, and the
model. With the same of these a full run gives the same links and groups.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pa_parquet

from duru.blocks.linkage.engine.coded.best import best_rows
from duru.blocks.linkage.engine.coded.clusters import Edges, anchors_of, edges_among, grouped
from duru.blocks.linkage.engine.coded.encode import encode, encode_more
from duru.blocks.linkage.engine.coded.keys import Keys, ordered_keys
from duru.blocks.linkage.engine.coded.pairs import compared, find_best_pairs, find_pairs, worth_of
from duru.blocks.linkage.engine.coded.sides import Coded, Side, cells_of
from duru.blocks.linkage.engine.model import ModelSpec, model_from_json

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Index:
    """One state of the linked mentions; `add` gives the next one.

    Attributes:
        coded: Left the register with `left_keys`, right all mentions so far.
        mention_keys: The mentions by key, a part for the first run and one for each later addition.
        rest_keys: The mentions without an anchor by the keys of a right side, in the same parts; their rows are mentions.
        anchor: Per mention the left row it stands with by itself, -1 for none.
        edges: Between mentions, as `clusters.grouped` takes them.
    """

    coded: Coded
    mention_keys: tuple[Keys, ...]
    rest_keys: tuple[Keys, ...]
    anchor: np.ndarray
    edges: Edges

    def groups(self) -> np.ndarray:
        """Return for every mention its anchor's left row, or the number of left rows + the smallest mention of its group."""
        return grouped(len(self.coded.left), self.anchor, self.edges)

    def add(self, connection: duckdb.DuckDBPyConnection, frame: pa.Table) -> tuple[Index, pa.Table]:
        """Link further mentions, a frame as `columns.prepare` makes it.

        Returns:
            The next state, and of the new mentions what `best_rows` gives (right counts from the first new one).
        """
        coded, new = encode_more(self.coded, frame)
        model, n_old, n_left = coded.model, len(coded.right), len(coded.left)
        coming = replace(coded, right=new)
        best = best_rows(model, coming, find_best_pairs(connection, model, coming))
        anchor = anchors_of(best, len(new))
        rest = np.flatnonzero(anchor < 0)
        everybody = coded.right.followed_by(new)
        shared = self.mention_keys[0].shared
        new_keys = ordered_keys(model, new, shared=shared)
        edges = self.edges
        # Whoever is new and has no anchor, beside everybody; then everybody new beside those who had none before.
        of_new = _rows_later(new_keys, n_old)
        for keys in (*self.mention_keys, of_new):
            among = replace(coded, left=everybody, right=new.take(rest), left_keys=keys)
            edges += edges_among(among, find_pairs(connection, model, among), n_old + rest, n_left)
        pairs = [
            _swapped(keys, at, new_keys) for keys in self.rest_keys for at in range(len(model.blocking))
        ]  # fmt: skip
        key = np.unique(np.concatenate(pairs))
        among = replace(coded, left=new, left_keys=None)
        found = compared(connection, model, among, key, worth_of(model))
        edges += edges_among(among, found, np.arange(n_old), n_left, first_left=n_old)
        after = Index(
            replace(coded, right=everybody),
            (*self.mention_keys, of_new),
            (*self.rest_keys, _rest_keys(model, new, rest, n_old)),
            np.concatenate([self.anchor, anchor]),
            edges,
        )
        return after, best

    def save(self, folder: Path) -> None:
        """Write this state into a folder, made when it is missing: numbers, texts and the model."""
        folder.mkdir(parents=True, exist_ok=True)
        coded = self.coded
        kept = {name: getattr(coded, name) for name in _NUMBERS} | {"anchor": self.anchor}
        kept |= {f"left.{name}": values for name, values in coded.left.columns.items()}
        kept |= {f"right.{name}": values for name, values in coded.right.columns.items()}
        kept |= {f"edges.{field.name}": getattr(self.edges, field.name) for field in fields(Edges)}
        for name, parts in (("left", (coded.left_keys,)), ("mention", self.mention_keys), ("rest", self.rest_keys)):
            for at, keys in enumerate(parts):
                for field in fields(Keys):
                    for rule, values in enumerate(getattr(keys, field.name)):
                        kept[f"keys.{name}.{at}.{field.name}.{rule}"] = values
        np.savez(folder / "numbers.npz", **kept)
        for column, values in coded.texts.items():
            pa_parquet.write_table(pa.table({"value": values}), folder / f"{column}.parquet")
        (folder / "model.json").write_text(coded.model.to_json(), encoding="utf-8")
        about = {"n_counted": coded.n_counted, "n_parts": len(self.mention_keys)}
        (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def build_index(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, *, register: pa.Table, mentions: pa.Table
) -> Index:
    """Link mentions to a register and among themselves, and keep what the next ones need; frames of `columns.prepare`."""
    coded = encode(model, register, mentions)
    coded = replace(coded, left_keys=ordered_keys(model, coded.left))
    anchor = anchors_of(best_rows(model, coded, find_best_pairs(connection, model, coded)), len(coded.right))
    rest = np.flatnonzero(anchor < 0)
    mention_keys = ordered_keys(model, coded.right)
    among = replace(coded, left=coded.right, right=coded.right.take(rest), left_keys=mention_keys)
    edges = edges_among(among, find_pairs(connection, model, among), rest, len(coded.left))
    return Index(coded, (mention_keys,), (_rest_keys(model, coded.right, rest, 0),), anchor, edges)


def load_index(folder: Path) -> Index:
    """Read a state that `Index.save` wrote."""
    model = model_from_json((folder / "model.json").read_text(encoding="utf-8"))
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    with np.load(folder / "numbers.npz") as kept:
        numbers = {name: kept[name] for name in kept.files}

    def under(prefix: str) -> dict[str, np.ndarray]:
        return {name.removeprefix(prefix): values for name, values in numbers.items() if name.startswith(prefix)}

    def keys(name: str) -> Keys:
        return Keys(*(
            tuple(numbers[f"keys.{name}.{field.name}.{rule}"] for rule in range(len(model.blocking))) for field in fields(Keys)
        ))  # fmt: skip

    texts = {
        path.stem: pa_parquet.read_table(path)["value"].combine_chunks() for path in sorted(folder.glob("*.parquet"))
    }
    coded = Coded(
        model=model, cells=cells_of(model), left=Side(under("left.")), right=Side(under("right.")), texts=texts,
        n_counted=about["n_counted"], left_keys=keys("left.0"), **{name: numbers[name] for name in _NUMBERS},
    )  # fmt: skip
    parts = range(about["n_parts"])
    return Index(
        coded, tuple(keys(f"mention.{at}") for at in parts), tuple(keys(f"rest.{at}") for at in parts),
        numbers["anchor"], Edges(**under("edges.")),
    )  # fmt: skip


# What of `Coded` is plain numbers.
_NUMBERS = (
    "name_mask", "name_length", "syllables", "small", "name_counts", "roman_counts", "shared_phones", "shared_homes",
)  # fmt: skip


def _rest_keys(model: ModelSpec, side: Side, rest: np.ndarray, first: int) -> Keys:
    """Return the keys of some rows of a side as a right side; their rows count from `first`. Nobody is left out for being many."""
    nobody = tuple(np.zeros(0, np.int64) for _ in model.blocking)
    keys = ordered_keys(model, side.take(rest), shared=nobody, of_right=True)
    return replace(keys, rows=tuple((first + rest[rows]).astype(np.int32) for rows in keys.rows))


def _rows_later(keys: Keys, first: int) -> Keys:
    return replace(keys, rows=tuple(rows + np.int32(first) for rows in keys.rows))


def _swapped(rest: Keys, at: int, new: Keys) -> np.ndarray:
    """Return pairs of one rule as mention without anchor << 32 | new row."""
    right, left = rest.pairs(at, new.keys[at], new.rows[at])
    return right.astype(np.int64) << 32 | left
