"""All settings of 두루. What differs between installations is read through `env`; nothing else is configurable."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from duru.conf import env, paths
from duru.conf.database.watchdog import WatchedConnection

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.debug()
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.allowed_hosts()
DURU_DEFAULT_TENANT = env.default_tenant()
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "duru.site.urls"
WSGI_APPLICATION = "duru.site.wsgi.application"
AUTH_USER_MODEL = "access.User"

# Ours first, so that our templates win over those of libraries; among ours the lowest floor first (house.md).
INSTALLED_APPS = [
    "duru.blocks.tenancy",
    "duru.blocks.ui",
    "duru.blocks.workbooks",
    "duru.blocks.audit",
    "duru.blocks.access",
    "duru.blocks.programs",
    "duru.blocks.documents",
    "duru.blocks.places",
    "duru.blocks.exchange",
    "duru.blocks.registry",
    "duru.blocks.consent",
    "duru.blocks.linkage",
    "duru.blocks.statistics",
    "duru.blocks.maps",
    "duru.blocks.benefits",
    "duru.blocks.giving",
    "duru.blocks.casework",
    "duru.services.welfare",
    "duru.services.permits",
    "duru.services.participation",
    "duru.services.care",
    "duru.services.changes",
    "duru.services.outreach",
    "duru.services.rights",
    "duru.services.emergency",
    "duru.services.handover",
    "duru.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Looks and denials are committed here, after the tenant's transaction has ended and before the page is sent.
    "duru.blocks.audit.middleware.LookMiddleware",
    "duru.blocks.programs.middleware.ProgramMiddleware",
    "duru.blocks.tenancy.middleware.TenantMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "duru.blocks.access.middleware.ActorMiddleware",
    "duru.blocks.access.guarding.GuardMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duru.blocks.ui.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "duru.blocks.ui.forms.KrdsRenderer"


def _database(url: str) -> dict:
    """Turn a libpq URL into Django's shape. Unknown keys (host of a socket, sslmode …) go to OPTIONS untouched."""
    info = conninfo_to_dict(url)
    return {
        "ENGINE": "duru.conf.database",
        "NAME": info.pop("dbname", "duru"),
        "USER": info.pop("user", ""),
        "PASSWORD": info.pop("password", ""),
        "HOST": info.pop("host", ""),
        "PORT": info.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **info,
            "connect_timeout": 3,
            "options": f"-c statement_timeout={env.statement_timeout_ms()} -c lock_timeout=4000 "
            # What is prepared (`fetch_prepared`) is planned once: planning the counter's question takes longer than answering it.
            "-c idle_in_transaction_session_timeout=300000 -c plan_cache_mode=force_generic_plan",
            "application_name": "duru",
        },
    }


# The owner migrates and backs up (DURU_AS_OWNER=1, set by the command line); everything else serves with little power.
_AS_OWNER = env.as_owner()
DATABASES = {"default": _database(env.owner_database_url() if _AS_OWNER else env.database_url())}
DURU_SERVING_ROLE = conninfo_to_dict(env.database_url()).get("user", "duru_app")
# A new connection per request costs 8-10x (docs/decisions); the pool also gives health checks.
DURU_POOL = {
    "min_size": 1,
    "max_size": env.web_threads(),
    "timeout": 3,
    "max_idle": 300,
    "connection_class": WatchedConnection,
}
if not _AS_OWNER:
    DATABASES["default"]["OPTIONS"]["pool"] = DURU_POOL

PASSWORD_HASHERS = ["duru.conf.hashers.Argon2"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "duru.blocks.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"login": "duru.blocks.access.web.forms.LoginForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administrator
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# A whole office stands behind one address: what is guessed is one account, so that is what is counted closely.
ACCOUNT_RATE_LIMITS = {"login": "1200/m/ip", "login_failed": "100/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "두루"
# Nobody proves an address here, the administrator knows it: two-step login must not wait for a mail that never comes.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {"add_webauthn": "duru.blocks.access.web.forms.AddKeyForm"}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

STATIC_URL = "/static/"
STATICFILES_DIRS = [paths.assets()] if paths.assets().is_dir() else []
STATIC_ROOT = paths.static_root()
MEDIA_ROOT = paths.files()
# Hashed names may be cached for ever; `duru up` collects again when a file changed (docs/decisions/0003). The unhashed
# copies stay: MapLibre asks for its worker by its own name.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "duru.conf.static.CompressedStaticFiles"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

SESSION_ENGINE = "duru.blocks.access.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10  # a working day
DURU_SECOND_FACTOR = env.second_factor()
DURU_IDLE_MINUTES = env.idle_minutes()
DURU_SINGLE_SESSION = env.single_session()
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.https()
# A name that no page of a neighbouring host and none without HTTPS can set.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-duru", "__Host-csrf") if env.https() else ("sessionid", "csrftoken")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if env.https() else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.https()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https() else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger uploads stream to disk
# An upload may hold numbers that nobody here may keep: it has no name on disk until they are cut.
FILE_UPLOAD_HANDLERS = ["duru.blocks.exchange.uploads.NamelessUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

DJANGO_TABLES2_TEMPLATE = "ui/table.html"
FILTERS_EMPTY_CHOICE_LABEL = "전체"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level()},
    # Request lines carry search words, hence personal data: only the status is logged, by granian.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "pyogrio": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
