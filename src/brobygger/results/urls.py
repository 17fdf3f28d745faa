"""Addresses of måltall, below a partnership."""

from django.urls import path

from brobygger.results.views import reading

app_name = "results"

urlpatterns = [
    path("", reading.indicators, name="indicators"),
    path("<slug:code>/", reading.indicator, name="indicator"),
    path("<slug:code>/aktiviteter/", reading.counted, name="counted"),
]
