"""The address that turns mail off. It lies outside any partnership, and needs no sign-in."""

from django.urls import path

from brobygger.discussion.views import notices

app_name = "stop_mail"

urlpatterns = [path("", notices.stop, name="ask")]
