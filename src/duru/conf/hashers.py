"""Password hashing: argon2id with 19 MiB, t=2, p=1 (OWASP's setting; about 5 logins per CPU second here)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's argon2id with the cost stated above; a changed cost re-hashes at the next login."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
