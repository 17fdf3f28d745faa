"""Addresses of the directory."""

from django.urls import path

from brobygger.organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.tree, name="tree"),
    path("<slug:slug>/", views.party, name="party"),
]
