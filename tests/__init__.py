"""Tests mirror `src/duru`; `settings`, `database` and `conftest` are what they stand on."""
