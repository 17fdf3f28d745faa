"""The sign-in form, before it asks anybody."""

from __future__ import annotations

from brobygger.accounts.forms import SignInForm


def test_empty_form_says_what_is_missing() -> None:
    """Each field by itself; nothing is asked of the database."""
    form = SignInForm(data={"username": "", "password": ""})
    assert not form.is_valid()
    assert set(form.errors) == {"username", "password"}


def test_labels_and_completion() -> None:
    """Password managers recognise both fields, and a password keeps its spaces."""
    form = SignInForm()
    assert [str(field.label) for field in form] == ["Brukernavn", "Passord"]
    assert form.fields["username"].widget.attrs["autocomplete"] == "username"
    assert form.fields["password"].widget.attrs["autocomplete"] == "current-password"
    assert form.fields["password"].strip is False  # type: ignore[attr-defined]
    assert "autofocus" not in form.fields["username"].widget.attrs
