"""Addresses of meetings, below a partnership."""

from django.urls import path

from brobygger.meetings.views import cases, meetings

app_name = "meetings"

urlpatterns = [
    path("", meetings.index, name="list"),
    path("ny/", meetings.plan, name="plan"),
    path("<slug:slug>/", meetings.show, name="show"),
    path("<slug:slug>/papir.pdf", meetings.paper, name="paper"),
    path("<slug:slug>/endre/", meetings.change, name="change"),
    path("<slug:slug>/fjern/", meetings.remove, name="remove"),
    path("<slug:slug>/holdt/", meetings.hold, name="hold"),
    path("<slug:slug>/gjenapne/", meetings.reopen, name="reopen"),
    path("<slug:slug>/saker/ny/", cases.add, name="add_case"),
    path("<slug:slug>/saker/<int:number>/endre/", cases.change, name="change_case"),
    path("<slug:slug>/saker/<int:number>/ta-av/", cases.remove, name="remove_case"),
    path("<slug:slug>/saker/<int:number>/vedtak/", cases.decide, name="decide"),
    path("<slug:slug>/saker/<int:number>/fulgt-opp/", cases.follow, name="follow"),
]
