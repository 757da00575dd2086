"""What can go wrong with the embedded PostgreSQL."""


class ClusterError(RuntimeError):
    """The embedded PostgreSQL cannot be prepared, started or reached; the text is Korean and says what to do."""
