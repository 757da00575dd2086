"""Command line of the generator: python -m duru.demo --people 2000 --out var/demo-sample."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from duru.demo.build import AS_OF, DEFAULT_PEOPLE, SEED, build


def main(arguments: list[str] | None = None) -> int:
    """Build the district as the arguments say and print the counts."""
    parser = argparse.ArgumentParser(prog="duru.demo", description="지어낸 해오름구(시험자료)를 만듭니다.")
    parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE, help="주민 수 (1,000 이상)")
    parser.add_argument("--seed", type=int, default=SEED, help="난수 씨앗")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="기준일 YYYY-MM-DD")
    parser.add_argument("--out", type=Path, default=Path("var/demo"), help="쓸 폴더")
    chosen = parser.parse_args(arguments)
    summary = build(chosen.out, people=chosen.people, seed=chosen.seed, as_of=chosen.as_of,
                    progress=lambda step, share: sys.stderr.write(f"\r{share:4.0%} {step:<30}"))  # fmt: skip
    sys.stderr.write("\n")
    sys.stdout.write("".join(f"{key}: {value}\n" for key, value in asdict(summary).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
