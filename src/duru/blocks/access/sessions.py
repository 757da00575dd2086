"""Sessions in the database, found by a statement the server has planned: every request begins with it."""

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

_FIND = b"SELECT session_data, expire_date FROM django_session WHERE session_key = $1 AND expire_date > $2"


class SessionStore(db.SessionStore):
    """Django's, but for how a session is read."""

    def _get_session_from_db(self):
        for data, until in connection.fetch_prepared(_FIND, [self.session_key, timezone.now()]):
            return self.model(session_key=self.session_key, session_data=data, expire_date=until)
        self._session_key = None
        return None
