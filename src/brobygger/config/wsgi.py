"""The WSGI application, served by gunicorn (`script/server`, `script/demo`)."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")

if settings.COMMANDS_ONLY:
    raise ImproperlyConfigured(
        "Set BROBYGGER_SECRET_KEY (at least 32 random characters) and BROBYGGER_ALLOWED_HOSTS to serve real people. "
        "To try Brobygger on this machine start script/demo."
    )
application = get_wsgi_application()
# Read before the first request, so that whoever comes first after a start waits no longer than others.
reverse("web:home")  # Imports every view.
for path in settings.WARM_UP:
    import_string(path)()
# Workers are forked from what is loaded here (`--preload`). What the collector does not look at again stays shared between
# them: a fifth to a quarter less for a server with two workers.
gc.collect()
gc.freeze()
