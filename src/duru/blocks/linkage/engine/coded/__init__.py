"""The batch path: the model's tests over whole numbers, a block of pairs at a time.

`engine.catalogue` writes the tests over text, for PostgreSQL and as the reference. Here every distinct value has a code (equal text, equal
code; 0 for nothing), DuckDB joins the blocking keys, and numpy compares millions of pairs without touching a letter, except where a
distance is needed. A test holds both to the same candidates and the same levels.
"""
