"""Addresses for those outside. They name no `partnership`: whoever asks is no member, and is not asked to sign in."""

from django.urls import path

from brobygger.suggestions.views import outside

app_name = "tips"

urlpatterns = [
    path("", outside.form, name="form"),
    path("takk/", outside.thanks, name="thanks"),
    path("hos/<str:token>/", outside.form, name="partner"),
    path("hos/<str:token>/takk/", outside.thanks, name="partner_thanks"),
]
