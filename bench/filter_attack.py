"""What somebody without the key can read out of the filters of an agency by counting: a frequency attack.

The attacker has the agency's filters `birth`, knows the scheme, and knows how common every name, digit and sex is in the very
population (the worst case). Bits that always come together are taken for one feature, the feature whose frequency is nearest
is taken for its meaning, and every line is given the name of the population that fits its features best.

Source: the idea of Christen, Ranbaduge, Vatsalan, Schnell 2018, "Precise and Fast Cryptanalysis for Bloom Filter Based
Privacy-Preserving Record Linkage", in its simplest form.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from duru.blocks.linkage.blind import encoding
from duru.blocks.linkage.blind.matching import Side
from duru.demo.crowd import Crowd

ALIKE = (0.5, 0.6, 0.7, 0.8, 0.9)  # how surely two columns must come and go together to be one feature: all are tried


@dataclass(frozen=True, slots=True)
class Tried:
    """What the attack got: shares of lines whose name, and of clusters whose feature, was told rightly."""

    n_clusters: int
    features: float
    features_by_chance: float
    names: float
    names_by_guessing: float


def attack(crowd: Crowd, lines: Side, key: bytes) -> Tried:
    """Attack the lines' filters and return the best try; the key is used only to say how much was right."""
    return max((_attack(crowd, lines, key, alike) for alike in ALIKE), key=lambda tried: tried.names)


def _attack(crowd: Crowd, lines: Side, key: bytes, alike: float) -> Tried:
    bits = np.unpackbits(lines.bits["birth"], axis=1).astype(np.float32)
    seen = bits.sum(1) > 0
    bits = bits[seen]
    people = [encoding.fields_of(**row) for row in crowd.register.select(("name", "birth", "sex")).to_pylist()]
    common = Counter(feature for fields in people for feature in features_of(fields))
    clusters = _clusters(bits, alike)
    shares = np.array([bits[:, columns].min(1).mean() for columns in clusters])
    meaning = _meanings(shares, {feature: n / len(people) for feature, n in common.items()})
    right = [
        set(columns) <= set(encoding.bits_of(feature, key)) for columns, feature in zip(clusters, meaning, strict=True)
    ]
    names = Counter(fields.name for fields in people)
    told = _names(bits, clusters, meaning, names)
    truth = [encoding.fields_of(name=name).name for name in np.array(crowd.records["name"].to_pylist(), object)[seen]]
    commonest = names.most_common(1)[0][0]
    return Tried(
        len(clusters),
        float(np.mean(right)) if right else 0.0,
        1 / max(len(common), 1),
        float(np.mean([one == other for one, other in zip(told, truth, strict=True)])),
        float(np.mean([name == commonest for name in truth])),
    )


def features_of(fields: encoding.Fields) -> set[str]:
    """Return the features of the filter `birth`, as the scheme has them."""
    return {feature for feature, _ in encoding.features(fields).get("birth", ())}


def _clusters(bits: np.ndarray, least: float) -> list[np.ndarray]:
    used = np.flatnonzero((bits.mean(0) > 0.005) & (bits.mean(0) < 0.995))
    alike = np.corrcoef(bits[:, used].T) >= least
    free, found = np.ones(len(used), bool), []
    for at in range(len(used)):
        group = np.flatnonzero(alike[at] & free)
        if free[at] and len(group) >= 3:
            found.append(used[group])
            free[group] = False
    return found


def _meanings(shares: np.ndarray, common: dict[str, float]) -> list[str]:
    """Give every cluster the feature of the nearest frequency that is still free, the commonest first."""
    free, found = dict(common), [""] * len(shares)
    for at in np.argsort(-shares):
        found[at] = min(free, key=lambda feature: abs(free[feature] - shares[at]))
        del free[found[at]]
    return found


def _names(bits: np.ndarray, clusters: list[np.ndarray], meaning: list[str], names: Counter) -> list[str]:
    """Return for every line the name whose features fit the clusters best; the commonest where several do."""
    kept = [(columns, feature) for columns, feature in zip(clusters, meaning, strict=True) if feature.startswith("n")]
    commonest = names.most_common(1)[0][0]
    if not kept:
        return [commonest] * len(bits)
    has = np.stack([bits[:, columns].min(1) for columns, _ in kept], axis=1)
    listed = [name for name, _ in names.most_common()]
    wanted = np.array(
        [[feature in features for _, feature in kept] for features in map(features_of, map(_named, listed))], np.float32
    )
    fit = has @ wanted.T - 0.5 * ((1 - has) @ wanted.T) - 0.5 * (has @ (1 - wanted).T)
    return [listed[at] for at in fit.argmax(1)]


def _named(name: str) -> encoding.Fields:
    return encoding.Fields(name, "0", "", "", "")
