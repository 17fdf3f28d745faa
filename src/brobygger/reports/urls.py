"""Addresses of reports, under a partnership."""

from django.urls import path

from brobygger.reports import views

app_name = "reports"
urlpatterns = [
    path("maltall.pdf", views.figures_pdf, name="figures_pdf"),
]
