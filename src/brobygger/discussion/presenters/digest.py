"""Mail about what is new: as plain text, and the same as simple HTML. In the reader's own language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from brobygger.discussion.actions.digests import Digest
from brobygger.discussion.presenters.news import NewsGroup, news_groups

_SIGNED_FOR = "discussion.stop-mail"


@dataclass(frozen=True)
class MailPart:
    """What is new in one partnership."""

    name: str
    groups: Sequence[NewsGroup]
    more: bool
    url: str
    settings_url: str


@dataclass(frozen=True)
class Mail:
    """A mail that is ready to be sent. `stop_url` turns it off with one click, without signing in."""

    to: str
    subject: str
    text: str
    html: str
    stop_url: str


def mail(digest: Digest, *, site: str) -> Mail:
    """A digest as mail; `site` is where people reach the product."""
    language = digest.parts[0][0].language
    with override(language):
        parts = [
            MailPart(
                name=reader.membership.partnership.name,
                groups=news_groups(found.news, reader.membership.partnership.slug),
                more=found.more,
                url=site + _address("discussion:notices", reader.membership.partnership.slug),
                settings_url=site + _address("discussion:wishes", reader.membership.partnership.slug),
            )
            for reader, found in digest.parts
        ]
        stop_url = f"{site}{reverse('stop_mail:ask')}?t={stop_token(digest.user.pk)}"
        count = sum(len(part.groups) for part in parts)
        subject = ngettext("Nytt i %(where)s: %(count)s sak", "Nytt i %(where)s: %(count)s saker", count) % {
            "where": ", ".join(part.name for part in parts),
            "count": count,
        }
        context = {"parts": parts, "site": site, "stop_url": stop_url, "subject": subject, "language": language}
        return Mail(
            digest.user.mail_address,
            " ".join(subject.split()),
            _text(parts, site, stop_url),
            render_to_string("discussion/digest.html", context),
            stop_url,
        )


def stop_token(user_id: int) -> str:
    """What a link carries that turns a user's mail off. It never runs out: old mail must be able to be stopped too."""
    return Signer(salt=_SIGNED_FOR).sign(str(user_id))


def user_of_token(token: str) -> int | None:
    """Whose mail a link turns off; None when we did not make it."""
    try:
        return int(Signer(salt=_SIGNED_FOR).unsign(token))
    except (BadSignature, ValueError):
        return None


def _text(parts: Sequence[MailPart], site: str, stop_url: str) -> str:
    lines: list[str] = []
    for part in parts:
        lines += [part.name, "=" * len(part.name), ""]
        for group in part.groups:
            lines.append(group.title)
            for line in group.lines:
                lines.append("- " + (f"{line.text} ({line.when})" if line.when else line.text))
                lines += [f"  «{' '.join(line.quote.split())}»"] if line.quote else []
                lines += [f"  {site}{line.url}"] if line.url else []
            lines.append("")
        if part.more:
            lines += [_("Det er mer enn dette. Se alt på siden med varsler."), ""]
        lines += [f"{_('Alle varsler')}: {part.url}", f"{_('Velg hva du får e-post om')}: {part.settings_url}", ""]
    return "\n".join([*lines, f"{_('Ikke send meg flere slike')}: {stop_url}", ""])


def _address(view: str, partnership: str) -> str:
    return reverse(view, kwargs={"partnership": partnership})
