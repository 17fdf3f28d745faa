"""Addresses of the gallery and of the reader's own choices."""

from django.urls import path

from brobygger.designsystem import views

app_name = "designsystem"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("utseende/", views.set_scheme, name="set_scheme"),
    path("sprak/", views.set_language, name="set_language"),
]
