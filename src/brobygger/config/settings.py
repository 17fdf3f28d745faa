"""Django settings. What may differ between places comes from the environment (`config.rules`), the rest is fixed."""

import os
from pathlib import Path

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from brobygger.config.rules import SettingsRefused, database_settings, mail_settings, read_environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BROBYGGER_HOME", PACKAGE.parent.parent))

try:
    _environment = read_environment(os.environ, home=HOME)
    DATABASES = {"default": database_settings(_environment.database_url)}
    _mail = mail_settings(_environment.email_url)
except SettingsRefused as refused:
    raise ImproperlyConfigured(str(refused)) from refused

DEMO = _environment.demo
DEBUG = _environment.debug
COMMANDS_ONLY = _environment.commands_only
# A command signs nothing that outlives it.
SECRET_KEY = _environment.secret_key or get_random_secret_key()
ALLOWED_HOSTS = list(_environment.allowed_hosts)
STATE_FOLDER = _environment.state_folder
SITE_URL = _environment.site_url
AIRTABLE_URL = _environment.airtable_url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "brobygger.designsystem",
    "brobygger.dates",
    "brobygger.tables",
    "brobygger.audit",
    "brobygger.accounts",
    "brobygger.organisations",
    "brobygger.partnerships",
    "brobygger.portfolio",
    "brobygger.people",
    "brobygger.duplicates",
    "brobygger.suggestions",
    "brobygger.discussion",
    "brobygger.webhooks",
    "brobygger.intake",
    "brobygger.contributions",
    "brobygger.results",
    "brobygger.doubts",
    "brobygger.snapshots",
    "brobygger.rounds",
    "brobygger.reports",
    "brobygger.meetings",
    "brobygger.exchange",
    "brobygger.api",
    "brobygger.web",
]

# What each app contributes to a data set, in the order it is loaded (docs/adr/0007).
DATASET_PARTS = [
    "brobygger.intake.dataset.directory.DirectoryPart",
    "brobygger.intake.dataset.partnership.PartnershipPart",
    "brobygger.intake.dataset.activities.ActivitiesPart",
    "brobygger.contributions.dataset.ClaimsPart",
    "brobygger.results.dataset.FrameworkPart",
    "brobygger.results.dataset.ReportedPart",
]

# What apps above the register show on the page of an activity, and those that must know what was written to it.
ACTIVITY_PANELS = [
    "brobygger.people.presenters.panel.panel",
    "brobygger.duplicates.presenters.merging.alike_panel",
    "brobygger.suggestions.presenters.suggestions.panel",
    "brobygger.contributions.presenters.panel.panel",
    "brobygger.discussion.presenters.panel.panel",
    "brobygger.rounds.presenters.panel.panel",
]
ACTIVITY_LISTENERS = [
    "brobygger.people.actions.contacts.responsible_for",
    "brobygger.duplicates.actions.compare.listen",
    "brobygger.discussion.actions.merged.follow_on",
    "brobygger.suggestions.actions.decide.registered",
    "brobygger.rounds.actions.voiding.listen",
    "brobygger.contributions.actions.standing.merged",
]
# Those that must know, in the same transaction, what an indicator means or aims at anew.
FRAMEWORK_LISTENERS = ["brobygger.rounds.actions.redefined.listen"]
# Those that must know which operation on many activities was undone, wherever somebody undid it.
UNDO_LISTENERS = ["brobygger.intake.actions.undo.undone"]
# What is told further down but counted further up: which indicators count an activity in a year.
INDICATORS_COUNTING = "brobygger.results.queries.effect.indicators_counting"
KINDS_COUNTED = "brobygger.results.presenters.kinds.kinds_counted"
# Which years the steering group has adopted, and how a page of figures says so.
YEARS_ADOPTED = "brobygger.rounds.queries.adopted.adopted_years"
YEARS_ADOPTED_VIEW = "brobygger.reports.presenters.years.adopted_view"
# How much the collaboration contributed to activities, and what that is called: a column of lists and exports.
CREDIT_LAYERS = "brobygger.contributions.queries.layers.layers_of"
CREDIT_LABEL = "brobygger.contributions.presenters.words.credit_label"

# What a project lead is asked besides what the year itself asks.
WORKLIST_PARTS = ["brobygger.contributions.presenters.worklist.waiting_in_year"]

# What `brobygger work` does beside the web server: functions that do one thing that waits, and say whether there was one.
BACKGROUND_WORK = [
    "brobygger.intake.actions.work.next_import",
    "brobygger.portfolio.actions.naming.index_next",
    "brobygger.duplicates.actions.compare.compare_next",
    "brobygger.rounds.actions.remind.remind_next",
]
# What is frozen when a year is adopted, in the order it stands in the file (docs/reference/snapshot-file.md): functions of
# a partnership, a year and a moment that give `(path, value)` one after the other.
SNAPSHOT_PARTS = [
    "brobygger.snapshots.queries.structure.partnership",
    "brobygger.snapshots.queries.structure.organisations",
    "brobygger.results.queries.frozen.framework",
    "brobygger.results.queries.frozen.members",
    "brobygger.portfolio.queries.frozen.activities",
    "brobygger.contributions.queries.frozen.claims",
    "brobygger.doubts.queries.frozen.doubts",
    "brobygger.rounds.queries.frozen.rounds",
]
# What somebody who leaves can give to another besides their contacts, and what is erased when its day has passed.
HAND_OVER_PARTS = ["brobygger.discussion.actions.hand_over.FollowsPart"]
FORGETTERS = ["brobygger.people.actions.forget.forget_people", "brobygger.suggestions.actions.receive.forget_senders"]

# What a server reads once and keeps: the glossary and the well-known names of the duplicate finder.
WARM_UP = ["brobygger.duplicates.rules.glossary.shipped", "brobygger.duplicates.rules.aliases.shipped"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "brobygger.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "brobygger.partnerships.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "brobygger.config.urls"
WSGI_APPLICATION = "brobygger.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "brobygger.web.navigation.navigation",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "brobygger.designsystem.templatetags.designsystem",
            ],
        },
    }
]
COTTON_DIR = "cotton"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "web:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Texts in the code are bokmål; nynorsk and English are complete translations (docs/adr/0004).
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
FORMAT_MODULE_PATH = ["brobygger.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = STATE_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "brobygger.designsystem.forms.Renderer"
CACHES = {"default": {"BACKEND": "brobygger.config.memory.Memory", "OPTIONS": {"MAX_ENTRIES": 100}}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
if _environment.production:
    SECURE_SSL_REDIRECT = True
    if os.environ.get("BROBYGGER_BEHIND_TLS_PROXY") == "1":
        # Believed only when somebody has said that a proxy sets it; else anyone could send it.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# So many changes a token may make within a minute.
API_CHANGES_A_MINUTE = 300

# An activity with two hundred participants still fits in its form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_BACKEND = f"django.core.mail.backends.{_mail.backend}.EmailBackend"
EMAIL_FILE_PATH = _mail.folder
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.starttls
EMAIL_USE_SSL = _mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _environment.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
