"""The address of a calendar feed. It lies outside any partnership, and needs no sign-in."""

from django.urls import path

from brobygger.portfolio.views import feeds

app_name = "calendar_feed"

urlpatterns = [path("<str:token>.ics", feeds.read, name="read")]
