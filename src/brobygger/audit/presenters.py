"""Events as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.audit.models import Event


def sentence(event: Event) -> str:
    """«Lasting av datasett registrerte aktiviteten.»"""
    return _verb(event.verb) % {"who": event.by_label}


def _verb(verb: str) -> str:
    return {
        "registered": _("%(who)s registrerte dette."),
        "loaded": _("%(who)s la inn dette fra et datasett."),
        "removed": _("%(who)s fjernet dette."),
        "restored": _("%(who)s tok tilbake en tidligere versjon."),
        "brought_back": _("%(who)s hentet dette opp av papirkurven."),
        "asked_to_merge": _("%(who)s sa ja til å slå dette sammen med en annen registrering."),
        "merged": _("%(who)s slo dette sammen med en annen registrering."),
        "unmerged": _("%(who)s skilte dette fra registreringen det var slått sammen med."),
        "joined": _("%(who)s sluttet seg til registreringen."),
        "confirmed": _("%(who)s bekreftet at ingenting er endret."),
        "unconfirmed": _("%(who)s tok tilbake bekreftelsen av at ingenting er endret."),
    }.get(verb, _("%(who)s endret dette."))
