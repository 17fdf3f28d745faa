"""Addresses of reorganising one organisation or unit: the register knows what names it, so the pages are here."""

from django.urls import path

from brobygger.portfolio.views import reorganising

app_name = "reorganising"

urlpatterns = [
    path("", reorganising.choose, name="choose"),
    path("<int:number>/angre/", reorganising.undo, name="undo"),
    path("<slug:how>/", reorganising.write, name="write"),
]
