"""Addresses of the reporting year, below a partnership."""

from django.urls import path

from brobygger.rounds.views import adoption, disputes, review, rounds, worklist

app_name = "rounds"

urlpatterns = [
    path("", rounds.rounds, name="list"),
    path("ny/", rounds.open_one, name="open"),
    path("<int:year>/", rounds.status, name="status"),
    path("<int:year>/flytt/", rounds.move, name="move"),
    path("<int:year>/avlys/", rounds.cancel, name="cancel"),
    path("<int:year>/arbeidsliste/<slug:area>/", worklist.worklist, name="worklist"),
    path("<int:year>/arbeidsliste/<slug:area>/bekreft/", worklist.confirm_some, name="confirm"),
    path("<int:year>/arbeidsliste/<slug:area>/forklar/", worklist.explain_one, name="explain"),
    path("<int:year>/arbeidsliste/<slug:area>/tall/<slug:code>/", worklist.value, name="value"),
    path("<int:year>/arbeidsliste/<slug:area>/ingenting/", worklist.nothing, name="nothing"),
    path("<int:year>/arbeidsliste/<slug:area>/lever/", worklist.hand_in, name="submit"),
    path("<int:year>/gjennomgang/", review.reviews, name="reviews"),
    path("<int:year>/gjennomgang/godkjenn/", review.approve_some, name="approve_some"),
    path("<int:year>/gjennomgang/<slug:area>/", review.review, name="review"),
    path("<int:year>/gjennomgang/<slug:area>/godkjenn/", review.approve_one, name="approve"),
    path("<int:year>/gjennomgang/<slug:area>/trekk/", review.undo_one, name="undo_approval"),
    path("<int:year>/gjennomgang/<slug:area>/send-tilbake/", review.return_one, name="return"),
    path("<int:year>/vedtak/", adoption.adoption, name="adoption"),
    path("<int:year>/vedtak/gjor-om/", adoption.undo, name="undo_adoption"),
    path("<int:year>/uenigheter/", disputes.disputes, name="disputes"),
    path("<int:year>/uenigheter/<int:number>/avgjor/", disputes.settle_one, name="settle"),
]
