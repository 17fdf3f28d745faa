"""Addresses of files for other systems, under a partnership."""

from django.urls import path

from brobygger.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.formats, name="formats"),
    path("iati.xml", views.iati, name="iati"),
    path("cerif.zip", views.cerif, name="cerif"),
]
