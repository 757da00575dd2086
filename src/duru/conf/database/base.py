"""The backend Django loads: every round trip of its PostgreSQL backend is watched."""

from django.db.backends.postgresql import base

from duru.conf.database.watchdog import watchdog


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with `watchdog` around statements, commit and rollback."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(_watched)

    def _commit(self):
        with watchdog.watch(self.connection):
            return super()._commit()

    def _rollback(self):
        with watchdog.watch(self.connection):
            return super()._rollback()

    def is_usable(self):
        with watchdog.watch(self.connection):
            return super().is_usable()


def _watched(execute, sql, params, many, context):
    with watchdog.watch(context["connection"].connection):
        return execute(sql, params, many, context)
