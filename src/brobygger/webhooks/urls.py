"""Addresses of the webhooks of a partnership."""

from django.urls import path

from brobygger.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("", views.webhooks, name="list"),
    path("<int:number>/nokkel/", views.renew, name="renew"),
    path("<int:number>/bryter/", views.switch, name="switch"),
    path("<int:number>/ta-bort/", views.remove, name="remove"),
]
