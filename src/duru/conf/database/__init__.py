"""Django's PostgreSQL backend with a watchdog, so that a frozen database costs a page a message and not a thread."""
