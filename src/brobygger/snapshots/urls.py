"""Addresses of what was adopted, below a partnership."""

from django.urls import path

from brobygger.snapshots.views import errata, reading

app_name = "snapshots"

urlpatterns = [
    path("", reading.index, name="list"),
    path("paa-dato/", reading.on_date, name="on_date"),
    path("<int:number>/", reading.snapshot, name="show"),
    path("<int:number>/fil/", reading.file, name="file"),
    path("<int:number>/tall/<slug:code>/", reading.members, name="members"),
    path("<int:number>/rettelser/", errata.errata, name="errata"),
    path("<int:number>/rettelser/ny/", errata.correct, name="correct"),
]
