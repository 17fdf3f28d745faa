"""Addresses of what the parties say, below a partnership."""

from django.urls import path

from brobygger.contributions.views import agreement, claims, worklist

app_name = "contributions"

urlpatterns = [
    path("bidrag/", agreement.overview, name="agreement"),
    path("bidrag/liste/", agreement.behind, name="behind"),
    path("bidrag/uten-vurdering/", worklist.unanswered, name="unanswered"),
    path("bidrag/svar/", worklist.answer, name="answer"),
    path("aktiviteter/<slug:slug>/bidrag/", claims.activity, name="activity"),
]
