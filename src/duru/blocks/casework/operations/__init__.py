"""Writes of casework: one deed, one transaction; engine step, rows, history and audit together or not at all."""
