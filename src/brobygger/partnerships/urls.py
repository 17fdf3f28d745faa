"""Addresses of what the partnership is apart from its activities."""

from django.urls import path

from brobygger.partnerships import views

app_name = "partnerships"

urlpatterns = [path("", views.about, name="about")]
