"""Which language a page is in."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware

_PLAIN_NORWEGIAN = re.compile(r"(?<![\w-])no(?![\w])", re.IGNORECASE)


class LanguageMiddleware(LocaleMiddleware):
    """The reader's own choice, else the browser's wish, else bokmål.

    Many browsers ask for plain Norwegian, «no», which Django knows no texts in; those readers mean bokmål.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Let «no» mean «nb» before the language is chosen."""
        wanted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        if wanted:
            request.META["HTTP_ACCEPT_LANGUAGE"] = _PLAIN_NORWEGIAN.sub("nb", wanted)
        super().process_request(request)
