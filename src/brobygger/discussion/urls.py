"""Addresses of discussions and notices, below a partnership."""

from django.urls import path

from brobygger.discussion.views import comments, notices

app_name = "discussion"

urlpatterns = [
    path("varsler/", notices.notices, name="notices"),
    path("varsler/lest/", notices.read, name="read"),
    path("varsler/innstillinger/", notices.wishes, name="wishes"),
    path("varsler/folk/", comments.people, name="people"),
    path("aktiviteter/<slug:slug>/samtale/", comments.thread, name="thread"),
    path("aktiviteter/<slug:slug>/folg/", comments.follow, name="follow"),
    path("kommentarer/<int:number>/", comments.reword, name="reword"),
    path("kommentarer/<int:number>/svar/", comments.answer, name="answer"),
    path("kommentarer/<int:number>/slett/", comments.delete, name="delete"),
    path("kommentarer/<int:number>/skjul/", comments.hide, name="hide"),
]
