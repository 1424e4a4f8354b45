"""Settings of the plain Wagtail site. ``RIVAL_HOME``: its folder; ``RIVAL_CACHE``: where its Redis listens, if it has one."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("RIVAL_HOME", "."))
CACHE = os.environ.get("RIVAL_CACHE", "")

SECRET_KEY = "a bench on one machine has no secrets"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.rivals.wagtail_site.urls"
WSGI_APPLICATION = "bench.rivals.wagtail_site.wsgi.application"
LANGUAGE_CODE = "bn"
TIME_ZONE = "Asia/Dhaka"
USE_TZ = True
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAIL_SITE_NAME = "খবর"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "wagtail.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"},
    }
}
MIGRATION_MODULES = {"rival": "rival_migrations"}  # written in its folder when the site is
INSTALLED_APPS = [
    "bench.rivals.wagtail_site.apps.NewsConfig",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    *(["django.middleware.cache.UpdateCacheMiddleware"] if CACHE else []),
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    *(["django.middleware.cache.FetchFromCacheMiddleware"] if CACHE else []),
]
if CACHE:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE}}
    CACHE_MIDDLEWARE_SECONDS = 600
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]
