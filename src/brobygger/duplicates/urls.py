"""Addresses of what is alike, below a partnership."""

from django.urls import path

from brobygger.duplicates.views import merging, pairs, registering

app_name = "duplicates"

urlpatterns = [
    path("", pairs.queue, name="queue"),
    path("ligner/", registering.alike, name="alike"),
    path("bli-med/", registering.join, name="join"),
    path("par/", pairs.propose, name="propose"),
    path("<int:number>/", pairs.pair, name="pair"),
    path("<int:number>/sla-sammen/", merging.merge, name="merge"),
    path("skill/<slug:slug>/", merging.part, name="part"),
]
