"""Addresses of måltall, below a partnership."""

from django.urls import path

from brobygger.results import views

app_name = "results"

urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("<slug:code>/", views.indicator, name="indicator"),
    path("<slug:code>/aktiviteter/", views.counted, name="counted"),
]
