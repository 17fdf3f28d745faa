"""Addresses of måltall, below a partnership."""

from django.urls import path

from brobygger.results.views import by_unit, editing, framework_file, quality, reading

app_name = "results"

urlpatterns = [
    path("", reading.indicators, name="indicators"),
    path("nytt/", editing.new, name="new"),
    path("kvalitet/", quality.quality, name="quality"),
    path("rammeverk/", framework_file.upload, name="framework"),
    path("rammeverk.yaml", framework_file.download, name="framework_yaml"),
    path("<slug:code>/", reading.indicator, name="indicator"),
    path("<slug:code>/enheter/", by_unit.by_unit, name="by_unit"),
    path("<slug:code>/enheter/aktiviteter/", by_unit.behind, name="behind"),
    path("<slug:code>/aktiviteter/", reading.counted, name="counted"),
    path("<slug:code>/endre/", editing.define, name="define"),
    path("<slug:code>/mal/", editing.aim, name="aim"),
    path("<slug:code>/avslutt/", editing.end, name="end"),
    path("<slug:code>/versjoner/", editing.versions, name="versions"),
]
