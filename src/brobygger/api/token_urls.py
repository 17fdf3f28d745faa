"""Addresses of a member's tokens, below a partnership."""

from django.urls import path

from brobygger.api.views import tokens

app_name = "tokens"

urlpatterns = [
    path("", tokens.tokens, name="list"),
    path("<int:number>/trekk-tilbake/", tokens.revoke, name="revoke"),
]
