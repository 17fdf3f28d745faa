"""Addresses outside any partnership."""

from django.urls import path

from brobygger.designsystem.views import set_language
from brobygger.web import views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", set_language, name="set_language"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
