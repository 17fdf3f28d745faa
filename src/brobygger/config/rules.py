"""Which combinations of settings are allowed. Pure: takes the environment as a mapping, reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

AIRTABLE = "https://api.airtable.com"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class SettingsRefused(ValueError):
    """The environment asks for something that must not be started; the message says what and what to do."""


@dataclass(frozen=True)
class Environment:
    """The few things that differ between a laptop, a test run and a server."""

    demo: bool
    debug: bool
    secret_key: str
    allowed_hosts: tuple[str, ...]
    database_url: str
    state_folder: Path
    email_url: str
    email_from: str
    site_url: str
    airtable_url: str

    @property
    def production(self) -> bool:
        """Neither demo nor debug: real people's data behind HTTPS."""
        return not self.demo and not self.debug

    @property
    def commands_only(self) -> bool:
        """Nothing was said about serving: commands on this machine work, the server does not start."""
        return not self.secret_key


def read_environment(variables: Mapping[str, str], *, home: Path) -> Environment:
    """Settings out of environment variables.

    Raises SettingsRefused when demo sign-in is asked for together with anything that belongs to production (a secret
    key, a host name others can reach, a database elsewhere), or when production has only one of secret key and host
    names. With neither, only commands run (`Environment.commands_only`).
    """
    demo = variables.get("BROBYGGER_DEMO") == "1"
    debug = variables.get("BROBYGGER_DEBUG") == "1"
    secret_key = variables.get("BROBYGGER_SECRET_KEY", "")
    hosts = tuple(host.strip() for host in variables.get("BROBYGGER_ALLOWED_HOSTS", "").split(",") if host.strip())
    state_folder = Path(variables.get("BROBYGGER_STATE", home / "var"))
    database_url = variables.get(
        "BROBYGGER_DATABASE_URL", f"sqlite:///{quote(str(state_folder / 'brobygger.sqlite3'))}"
    )
    if demo or debug:
        reachable = [host for host in hosts if host not in LOOPBACK_HOSTS]
        what = "BROBYGGER_DEMO" if demo else "BROBYGGER_DEBUG"
        if reachable:
            raise SettingsRefused(
                f"{what}=1 signs people in without a password or shows internals, so it only runs on this machine: "
                f"remove {', '.join(reachable)} from BROBYGGER_ALLOWED_HOSTS, or unset {what}."
            )
        if demo and urlsplit(database_url).hostname not in {None, "", *LOOPBACK_HOSTS, "::1"}:
            raise SettingsRefused(
                "BROBYGGER_DEMO=1 removes and reloads data, so its database must be on this machine: "
                "change BROBYGGER_DATABASE_URL, or unset BROBYGGER_DEMO."
            )
        if demo and secret_key:
            raise SettingsRefused(
                "BROBYGGER_DEMO=1 and BROBYGGER_SECRET_KEY are both set. A secret key belongs to production, "
                "where demo sign-in must not exist: unset one of them."
            )
        hosts = LOOPBACK_HOSTS
        secret_key = secret_key or "only-for-demo-and-development-on-this-machine"
    elif not secret_key and not hosts:
        hosts = LOOPBACK_HOSTS
    else:
        if len(secret_key) < 32:
            raise SettingsRefused("Set BROBYGGER_SECRET_KEY to at least 32 random characters.")
        if not hosts:
            raise SettingsRefused("Set BROBYGGER_ALLOWED_HOSTS to the host names people use, separated by commas.")
    # A demo writes its mail into a folder; elsewhere nothing is sent until somebody says how.
    folder = quote(str(state_folder.absolute() / "mail"))
    return Environment(
        demo,
        debug,
        secret_key,
        hosts,
        database_url,
        state_folder,
        email_url=variables.get("BROBYGGER_EMAIL_URL", f"file://{folder}" if demo or debug else ""),
        email_from=variables.get("BROBYGGER_EMAIL_FROM", f"Brobygger <brobygger@{hosts[0].lstrip('.')}>"),
        site_url=_site_url(variables.get("BROBYGGER_URL", ""), hosts, is_local=demo or debug),
        airtable_url=_airtable_url(variables.get("BROBYGGER_AIRTABLE_URL", AIRTABLE), is_local=demo or debug),
    )


def _airtable_url(told: str, *, is_local: bool) -> str:
    """Where Airtable answers. Tokens are sent there, so only encrypted, or to a stand-in on this machine."""
    parts = urlsplit(told)
    is_stand_in = is_local and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if (parts.scheme == "https" and parts.hostname) or is_stand_in:
        return told.rstrip("/")
    raise SettingsRefused(f"BROBYGGER_AIRTABLE_URL must begin with https://, such as {AIRTABLE}.")


def _site_url(told: str, hosts: tuple[str, ...], *, is_local: bool) -> str:
    """Where people reach the product, for links in what is sent; without a slash at the end."""
    if not told:
        return f"http://{hosts[0]}:8000" if is_local else f"https://{hosts[0].lstrip('.')}"
    if urlsplit(told).scheme not in {"http", "https"} or not urlsplit(told).hostname:
        raise SettingsRefused("BROBYGGER_URL must be an address such as https://bro.example.no.")
    return told.rstrip("/")


@dataclass(frozen=True)
class Mail:
    """How mail leaves: the module of Django that sends it, and what that needs."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_settings(url: str) -> Mail:
    """`smtp://user:password@host:587` (STARTTLS), `smtps://` (TLS from the first byte, port 465), `smtp+plain://` (a
    relay on this machine), `file:///folder`, `console:`; nothing is no mail. Raises SettingsRefused for anything else.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise SettingsRefused("BROBYGGER_EMAIL_URL has a port that is no number.") from error
    if not url:
        return Mail("dummy")
    if parts.scheme == "console":
        return Mail("console")
    if parts.scheme == "file" and parts.path:
        return Mail("filebased", folder=unquote(parts.path))
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname:
        raise SettingsRefused(
            "BROBYGGER_EMAIL_URL must be smtp://, smtps:// or smtp+plain:// with a host, file:///folder, or console:"
        )
    if parts.scheme == "smtp+plain" and parts.hostname not in {*LOOPBACK_HOSTS, "::1"}:
        raise SettingsRefused("smtp+plain:// is for a relay on this machine; use smtp:// or smtps:// for another host.")
    return Mail(
        "smtp",
        host=parts.hostname,
        port=port or {"smtp": 587, "smtps": 465}.get(parts.scheme, 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def database_settings(url: str) -> dict[str, object]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Raises SettingsRefused for any other scheme.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise SettingsRefused("BROBYGGER_DATABASE_URL has a port that is no number.") from error
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # Three slashes and a relative path, four and an absolute one; nothing is memory.
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                # Writers queue instead of failing half-way: take the write lock when the transaction starts.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                    "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            # Such as ?sslmode=verify-full
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise SettingsRefused(f"BROBYGGER_DATABASE_URL must start with sqlite:// or postgresql://, not {parts.scheme}://.")
