"""Addresses of the other names of one organisation or unit: the register knows where they are used."""

from django.urls import path

from brobygger.portfolio.views import aliases

app_name = "aliases"

urlpatterns = [
    path("", aliases.aliases, name="aliases"),
    path("<int:number>/", aliases.change, name="change"),
    path("<int:number>/ta-bort/", aliases.remove, name="remove"),
]
