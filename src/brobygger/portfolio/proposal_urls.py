"""Addresses of proposed organisations and units: the register knows where they are used, so the pages are here."""

from django.urls import path

from brobygger.portfolio.views import proposals

app_name = "proposals"

urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("<slug:mark>/<int:number>/godta/", proposals.accept, name="accept"),
    path("<slug:mark>/<int:number>/samme/", proposals.same, name="same"),
]
