"""Addresses of the API, and of the page about it."""

from django.urls import path

from brobygger.api.views import about, service

app_name = "api"

urlpatterns = [path("", about.about, name="about"), *service.urlpatterns()]
