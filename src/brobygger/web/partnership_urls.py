"""The overview, at the root of a partnership."""

from django.urls import path

from brobygger.web import views

app_name = "overview"

urlpatterns = [path("", views.overview, name="show")]
