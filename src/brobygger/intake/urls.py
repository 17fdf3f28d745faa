"""Addresses of the imports of a partnership."""

from django.urls import path

from brobygger.intake.views import begin, run

app_name = "intake"

urlpatterns = [
    path("", begin.imports, name="list"),
    path("ny/", begin.upload, name="upload"),
    path("airtable/", begin.airtable, name="airtable"),
    path("<int:number>/", run.show, name="show"),
    path("<int:number>/framdrift/", run.progress, name="progress"),
    path("<int:number>/kolonner/", run.columns, name="columns"),
    path("<int:number>/ark/", run.sheet, name="sheet"),
    path("<int:number>/valg/", run.choices, name="choices"),
    path("<int:number>/importer/", run.bring, name="bring"),
    path("<int:number>/igjen/", run.again, name="again"),
    path("<int:number>/angre/", run.undo, name="undo"),
    path("<int:number>/kast/", run.throw, name="throw"),
    path("<int:number>/rapport/", run.report, name="report"),
]
