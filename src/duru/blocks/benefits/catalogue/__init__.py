"""Word and programme tables that ship with the package, as an official can read them (CSV, UTF-8)."""
