"""What this software promises, and how a test says that it tried.

    @pytest.mark.promise("backup.restored")          # on a test, a class or as pytestmark of a file
    def test_a_clerk_restores_on_a_bare_machine(tally):
        wrong = [case for case in CASES if not restored(case)]
        tally(tried=len(CASES), failed=len(wrong))    # before the assertion, so that a failure is counted too
        assert wrong == []

A marked test that tallies nothing counts as one try; one that fails, breaks or hangs counts as at least one failure.
The big version of a proof is another marked test with `slow` or `nation`, which only `--all` runs.
`./check --promises` runs the marked tests alone and prints promise → tried → failed; `--save` also writes
docs/explanation/promises.md. A promise of `book.py` that nothing tried fails the run. Journeys stay out of it.
"""
