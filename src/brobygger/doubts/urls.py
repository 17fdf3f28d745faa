"""Addresses of doubts, below a partnership."""

from django.urls import path

from brobygger.doubts import views

app_name = "doubts"

urlpatterns = [
    path("", views.doubts, name="doubts"),
    path("alle/<slug:kind>/", views.group, name="group"),
    path("<str:key>/", views.doubt, name="doubt"),
]
