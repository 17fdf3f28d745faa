"""Addresses of the register."""

from django.urls import path

from brobygger.portfolio import views

app_name = "portfolio"

urlpatterns = [
    path("", views.activities, name="activities"),
    path("eksport.csv", views.export_csv, name="export_csv"),
    path("eksport.xlsx", views.export_xlsx, name="export_xlsx"),
    path("tetthet/", views.density, name="density"),
    path("tomt/", views.gaps, name="gaps"),
    path("<slug:slug>/", views.activity, name="activity"),
]
