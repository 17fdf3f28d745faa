"""Addresses of reports, under a partnership."""

from django.urls import path

from brobygger.reports import views

app_name = "reports"
urlpatterns = [
    path("maltall.pdf", views.figures_pdf, name="figures_pdf"),
    path("maltall-<int:year>.pdf", views.year_pdf, name="year_pdf"),
    path("vedtatt-<int:number>.pdf", views.snapshot_pdf, name="snapshot_pdf"),
]
