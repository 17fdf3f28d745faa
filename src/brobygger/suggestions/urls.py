"""Addresses of suggestions for coordinators, below a partnership."""

from django.urls import path

from brobygger.suggestions.views import inbox, links

app_name = "suggestions"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("skjema/", links.forms, name="forms"),
    path("skjema/apne/", links.open_public, name="open"),
    path("skjema/<int:number>/paa-av/", links.switch, name="switch"),
    path("skjema/<int:number>/ny-lenke/", links.renew, name="renew"),
    path("<int:number>/", inbox.suggestion, name="suggestion"),
    path("<int:number>/ta/", inbox.take_up, name="take"),
    path("<int:number>/avsla/", inbox.say_no, name="decline"),
    path("<int:number>/kjent/", inbox.is_known, name="known"),
    path("<int:number>/legg-tilbake/", inbox.put_back, name="put_back"),
]
