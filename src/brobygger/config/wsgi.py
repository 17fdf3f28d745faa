"""The WSGI application, served by gunicorn (`script/server`, `script/demo`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")

application = get_wsgi_application()
