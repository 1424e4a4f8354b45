"""The composition root's settings, read from the environment. Nothing in the house imports this package.

``docs/reference/settings.md`` describes each variable.
"""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from harkara import logbook
from harkara.settings import environment, nodes, post
from harkara.stand import roles

HARKARA_HOME = environment.folder("HARKARA_HOME", Path("var"))
HARKARA_RACK = environment.folder("HARKARA_RACK", HARKARA_HOME / "rack")
HARKARA_VOUCHER_DAYS = environment.number("HARKARA_VOUCHER_DAYS", 90, least=0, most=36_500)
HARKARA_ARCHIVE = environment.folder("HARKARA_ARCHIVE", HARKARA_HOME / "archive")
HARKARA_ARCHIVE_ENGINE = environment.choice("HARKARA_ARCHIVE_ENGINE", ("tantivy", "sqlite", "postgres", "opensearch"))
HARKARA_ARCHIVE_URL = environment.archive_server("HARKARA_ARCHIVE_URL", HARKARA_ARCHIVE_ENGINE)
HARKARA_SEARCH_RATE = environment.number("HARKARA_SEARCH_RATE", 60, least=1, most=100_000)
HARKARA_SEARCH_BURST = environment.number("HARKARA_SEARCH_BURST", 30, least=1, most=100_000)
HARKARA_LOCAL_HOSTS = environment.hosts("HARKARA_LOCAL_HOSTS")
HARKARA_PROXIES = environment.networks("HARKARA_PROXIES", "127.0.0.0/8, ::1")
HARKARA_PRESS_URL = environment.socket_or_address("HARKARA_PRESS_URL", f"unix:{HARKARA_HOME / 'press.sock'}")
HARKARA_PRESS_REST = environment.number("HARKARA_PRESS_REST", 0, least=0, most=10)
HARKARA_DROPS = environment.folder("HARKARA_DROPS", HARKARA_HOME / "drops")
HARKARA_NETRC = environment.file("HARKARA_NETRC", HARKARA_HOME / "netrc")
HARKARA_SHARE_SECRETS = environment.file("HARKARA_SHARE_SECRETS", HARKARA_HOME / "share-secrets")
HARKARA_ORIGIN = environment.origin("HARKARA_ORIGIN", "http://localhost:8000")
HARKARA_DESK_ORIGIN = environment.desk_origin("HARKARA_DESK_ORIGIN", HARKARA_ORIGIN)
HARKARA_ZONE = environment.zone("HARKARA_ZONE", "Asia/Dhaka")
HARKARA_HUB = environment.address("HARKARA_HUB")
HARKARA_INDEXNOW_KEY = environment.indexnow_key("HARKARA_INDEXNOW_KEY")
HARKARA_INDEXNOW_URL = environment.address("HARKARA_INDEXNOW_URL", "https://api.indexnow.org/indexnow")


HARKARA_CLASSIFIER = environment.dotted("HARKARA_CLASSIFIER")
HARKARA_ROLE = environment.choice("HARKARA_ROLE", (*roles.ROLES, *roles.FORMER))
HARKARA_ROLE = roles.FORMER.get(HARKARA_ROLE, HARKARA_ROLE)
_is_readers_side = HARKARA_ROLE == roles.STAND
HARKARA_DISPATCH = nodes.place("HARKARA_DISPATCH", environment.text("HARKARA_DISPATCH"))
HARKARA_DISPATCH_KEY = nodes.key("HARKARA_DISPATCH_KEY", environment.text("HARKARA_DISPATCH_KEY"))
HARKARA_FOLLOWS = environment.text("HARKARA_FOLLOWS") and environment.origin("HARKARA_FOLLOWS", "")
HARKARA_EDGE = nodes.edge("HARKARA_EDGE", environment.text("HARKARA_EDGE"))
HARKARA_EDGE_TOKEN = environment.text("HARKARA_EDGE_TOKEN")
HARKARA_EDGE_SECONDS = environment.number("HARKARA_EDGE_SECONDS", 3600, least=1, most=31_536_000)
HARKARA_WAKE = nodes.wake("HARKARA_WAKE", environment.text("HARKARA_WAKE"))
HARKARA_PUSH_KEY = environment.secret("HARKARA_PUSH_KEY")
HARKARA_PUSH_PUBLIC_KEY = post.public_key("HARKARA_PUSH_PUBLIC_KEY", environment.text("HARKARA_PUSH_PUBLIC_KEY"))
HARKARA_PUSH_CONTACT = post.contact("HARKARA_PUSH_CONTACT", environment.text("HARKARA_PUSH_CONTACT"), HARKARA_ORIGIN)
HARKARA_PUSH_SERVICES = post.services("HARKARA_PUSH_SERVICES", environment.text("HARKARA_PUSH_SERVICES", post.SERVICES))
HARKARA_PUSH_MOST = environment.number("HARKARA_PUSH_MOST", 5, least=1, most=50)
HARKARA_PUSH_PROCESSES = environment.number("HARKARA_PUSH_PROCESSES", 1, least=1, most=64)
HARKARA_PUSH_LINES = environment.number("HARKARA_PUSH_LINES", 16, least=1, most=256)


def _secret_key() -> str:
    """The key of sessions and signatures: the environment's, or one made once and kept in the home folder. The readers' side
    has one of its own, and never reads the newsroom's.
    """
    file = "readers-key" if _is_readers_side else "secret-key"
    given = environment.secret("HARKARA_READERS_KEY") if _is_readers_side else environment.secret("HARKARA_SECRET_KEY")
    if given:
        return given
    if HARKARA_ROLE in (roles.PRESS, roles.WIRE):
        return secrets.token_urlsafe(50)  # they sign nothing that outlives them, and open no seal
    kept = HARKARA_HOME / file
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_name(f"{file}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            kept.hardlink_to(fresh)  # the first of two starts at once wins; the other reads its key
        fresh.unlink()
    return kept.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [] if _is_readers_side else environment.secrets("HARKARA_FORMER_SECRET_KEYS")
DEBUG = environment.flag("HARKARA_DEBUG")
_host = urlsplit(HARKARA_ORIGIN).hostname or "localhost"
_asked_at = HARKARA_ORIGIN if _is_readers_side else HARKARA_DESK_ORIGIN  # where Django answers: of the two hosts one
ALLOWED_HOSTS = [urlsplit(_asked_at).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [_asked_at]

INSTALLED_APPS = [
    "harkara.people.apps.PeopleConfig",
    "harkara.rack.apps.RackConfig",
    "harkara.rack.outbox.apps.OutboxConfig",
    "harkara.comments.apps.CommentsConfig",
    "harkara.readings.apps.ReadingsConfig",
    "harkara.post.apps.PostConfig",
    "harkara.desk.apps.DeskConfig",
    "harkara.press.apps.PressConfig",
    "harkara.wire.apps.WireConfig",
    "wagtail.users",
    "harkara.desk.apps.SnippetsConfig",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "harkara.desk.screens.policy.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "harkara.people.presence.Presence",
    "harkara.desk.screens.language.SpeakingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "harkara.desk.screens.doorkeeper.Doorkeeper",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "harkara.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"wagtailadmin_tags": "harkara.desk.screens.wagtail_tags"},  # the same, kept where they may be
        },
    },
]
FORM_RENDERER = "harkara.desk.screens.controls.Controls"
SILENCED_SYSTEM_CHECKS = [
    "templates.W003",  # two libraries of one name: ours takes the place of Wagtail's, above
    # That other hosts of the domain, and browsers before their first visit, want TLS is the paper's to say: HARKARA_HSTS.
    "security.W005",
    "security.W019",  # who was signed out signs in again in a frame of the editor; the policy's frame-ancestors says so too
    "security.W021",
]

DATABASES = {
    "default": {} if _is_readers_side else nodes.bounded(environment.database("HARKARA_DATABASE", HARKARA_HOME)),
    "readers": {}
    if HARKARA_ROLE == roles.WIRE
    else nodes.bounded(environment.database("HARKARA_READERS_DATABASE", HARKARA_HOME, "readers")),
}
DATABASE_ROUTERS = ["harkara.rack.outbox.sides.Sides"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "harkara.desk.screens.badge.Badge",
    "django.contrib.auth.backends.ModelBackend",  # sessions of earlier versions name it
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "harkara.people.passwords.Length"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

MFA_ADAPTER = "harkara.people.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
HARKARA_SECOND_FACTOR = True
"""Whether acts that readers see need a second factor. A constant of the house; only the tests' settings differ."""

LANGUAGE_CODE = "bn"
LANGUAGES = [("bn", "বাংলা"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[1] / "desk" / "locale_of_wagtail"]  # before Wagtail's and Django's own Bangla
FORMAT_MODULE_PATH = ["harkara.desk.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = HARKARA_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = HARKARA_HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = HARKARA_HOME / "media"

_mail = environment.mail("HARKARA_MAIL_URL")
EMAIL_HOST = _mail.host  # empty: nothing is sent, links are copied by hand
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.starts_tls
EMAIL_USE_SSL = _mail.is_tls
EMAIL_TIMEOUT = 10
WAGTAIL_PASSWORD_RESET_ENABLED = bool(EMAIL_HOST)
DEFAULT_FROM_EMAIL = environment.sender("HARKARA_MAIL_FROM", f"harkara@{_host}")
HARKARA_LETTERS_FROM = environment.letters_from("HARKARA_LETTERS_FROM")  # empty: no letters
HARKARA_LETTERS_RETURN = environment.bare_address("HARKARA_LETTERS_RETURN")
HARKARA_LETTERS_MAILBOX = environment.mailbox("HARKARA_LETTERS_MAILBOX")
HARKARA_LETTERS_BATCH = environment.number("HARKARA_LETTERS_BATCH", 100, least=20, most=1000)
HARKARA_LETTERS_PAUSE = environment.number("HARKARA_LETTERS_PAUSE", 0, least=0, most=600_000)
HARKARA_LETTERS_DAY = environment.number("HARKARA_LETTERS_DAY", 0, least=0, most=100_000_000)
HARKARA_LETTERS_LINE = environment.number("HARKARA_LETTERS_LINE", 200, least=1, most=100_000)

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # who was signed out signs in again in a frame of the editor, without leaving it
SECURE_REFERRER_POLICY = "same-origin"  # no other site learns which draft somebody was reading
_tls = HARKARA_ORIGIN.startswith("https://")
_behind_tls = environment.flag("HARKARA_BEHIND_TLS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_tls else None
SECURE_SSL_REDIRECT = _tls and _behind_tls
SECURE_REDIRECT_EXEMPT = [r"^desk/readyz$"]  # asked from inside, without TLS
HARKARA_HSTS = environment.choice("HARKARA_HSTS", ("host", "subdomains", "preload", "none"))
_hsts = _tls and HARKARA_HSTS != "none"
SECURE_HSTS_SECONDS = 63_072_000 if _hsts else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = _hsts and HARKARA_HSTS != "host"
SECURE_HSTS_PRELOAD = _hsts and HARKARA_HSTS == "preload"
# A cookie of this name is the host's alone, comes by TLS alone, and no other host of the domain can set it (RFC 6265bis, 4.1.3).
_own = "__Host-" if _tls else ""
SESSION_ENGINE = "harkara.people.sittings"
HARKARA_SESSION_IDLE_HOURS = environment.number("HARKARA_SESSION_IDLE_HOURS", 12, least=1, most=720)
HARKARA_SESSION_DAYS = environment.number("HARKARA_SESSION_DAYS", 14, least=1, most=90)
SESSION_COOKIE_AGE = HARKARA_SESSION_DAYS * 86_400
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"{_own}sessionid",
    f"{_own}csrftoken",
    f"{_own}django_language",
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _tls
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "harkara.desk.screens.sentences.Storage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor sends a field for every block

WAGTAIL_SITE_NAME = "হরকরা"
WAGTAILADMIN_BASE_URL = HARKARA_DESK_ORIGIN
WAGTAILIMAGES_IMAGE_MODEL = "desk.Picture"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "harkara.desk.screens.writing.RichText"}}  # decision 12
WAGTAILIMAGES_IMAGE_FORM_BASE = "harkara.desk.screens.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a file of somebody's is saved, not shown
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the account screen has its own field for it, which asks for the password
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin asks nobody outside
WAGTAIL_WORKFLOW_ENABLED = False  # decision 11: the stages are the desk's own
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [HARKARA_ZONE]  # one clock for the paper; with one zone nobody is asked
WAGTAILADMIN_LOGIN_URL = "/desk/login/"
WAGTAILADMIN_USER_LOGIN_FORM = "harkara.desk.screens.account.SignInForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "harkara.desk.darkroom.finding"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

HARKARA_SLOW_QUERIES = environment.number("HARKARA_SLOW_QUERIES", 0, least=0, most=600_000)
HARKARA_METRICS = environment.metrics("HARKARA_METRICS")
environment.metrics_token("HARKARA_METRICS_TOKEN", HARKARA_METRICS)
LOGGING = logbook.configuration(
    environment.level("HARKARA_LOG", "INFO"), environment.choice("HARKARA_LOG_FORMAT", logbook.FORMATS)
)

if _is_readers_side:
    # A process that answers readers: no desk, no Wagtail, no account of staff, nothing of the newsroom's to lose.
    INSTALLED_APPS = [
        "harkara.rack.apps.RackConfig",
        "harkara.rack.outbox.apps.OutboxConfig",
        "harkara.comments.apps.CommentsConfig",
        "harkara.readings.apps.ReadingsConfig",
        "harkara.post.apps.PostConfig",
    ]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "harkara.post.letters.tickets.Tickets",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    ROOT_URLCONF = "harkara.readers"
    TEMPLATES = []
    LOCALE_PATHS = []
    FORMAT_MODULE_PATH = []
    FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
    AUTH_USER_MODEL = "auth.User"
    AUTHENTICATION_BACKENDS = []
    X_FRAME_OPTIONS = "DENY"
    APPEND_SLASH = False
    CSRF_COOKIE_NAME = "__Secure-reader_form" if _tls else "reader_form"
    CSRF_COOKIE_PATH = "/comment/"
    CSRF_COOKIE_HTTPONLY = True
    CSRF_FAILURE_VIEW = "harkara.readers.stale"
    SECURE_REFERRER_POLICY = "same-origin"
    MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
    SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"  # never opened
    DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
    DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    FILE_UPLOAD_HANDLERS: list[str] = []
    if not EMAIL_HOST:
        EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        EMAIL_FILE_PATH = HARKARA_HOME / "letters"  # a paper that is tried out: the codes lie there

environment.known("HARKARA_BACKUP_PASSPHRASE")  # read by who keeps and brings back, before any setting is
environment.known("HARKARA_SECRET_KEY", "HARKARA_FORMER_SECRET_KEYS", "HARKARA_READERS_KEY", "HARKARA_DATABASE")
environment.refuse_slips()
HARKARA_STRANGE = environment.strange()
"""Names that begin like ours and are none, for the doctor."""
