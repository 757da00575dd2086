"""Generate the invented district 해오름구 (시험자료): map, people, agency files and, aside, the known truth."""

from duru.demo.build import AS_OF, DEFAULT_PEOPLE, SEED, DemoSummary, build

__all__ = ["AS_OF", "DEFAULT_PEOPLE", "SEED", "DemoSummary", "build"]
