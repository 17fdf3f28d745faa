"""Addresses of the directory."""

from django.urls import path

from brobygger.organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.tree, name="tree"),
    path("navn/", views.names, name="names"),
    path("<slug:slug>/", views.party, name="party"),
]
