"""Addresses of the register."""

from django.urls import path

from brobygger.portfolio.views import bulk, editing, exports, feeds, guidance, lists, reading, sampling

app_name = "portfolio"

urlpatterns = [
    path("", reading.activities, name="activities"),
    path("eksport.csv", reading.export_csv, name="export_csv"),
    path("eksport.json", reading.export_json, name="export_json"),
    path("eksport.xlsx", reading.export_xlsx, name="export_xlsx"),
    path("tetthet/", reading.density, name="density"),
    path("tomt/", reading.gaps, name="gaps"),
    path("ny/", editing.register, name="register"),
    path("forslag/", editing.titles, name="titles"),
    path("papirkurv/", editing.basket, name="basket"),
    path("type/", guidance.kind, name="kind"),
    path("kladder/", editing.keep, name="keep"),
    path("kladder/<int:number>/kast/", editing.throw, name="throw"),
    path("alt/", exports.whole, name="whole"),
    path("alt.xlsx", exports.whole_xlsx, name="whole_xlsx"),
    path("alt.zip", exports.whole_zip, name="whole_zip"),
    path("alt.json", exports.whole_json, name="whole_json"),
    path("utvalg/", sampling.sample, name="sample"),
    path("utvalg.csv", sampling.sample_csv, name="sample_csv"),
    path("kalender/abonnement/", feeds.feeds, name="feeds"),
    path("kalender/abonnement/<int:number>/steng/", feeds.revoke, name="revoke_feed"),
    path("tavle/", lists.board, name="board"),
    path("tidslinje/", lists.timeline, name="timeline"),
    path("kalender/", lists.calendar, name="calendar"),
    path("kart/", lists.places, name="map"),
    path("visninger/", lists.views, name="views"),
    path("visninger/<int:number>/", lists.view, name="view"),
    path("visninger/<int:number>/slett/", lists.delete_view, name="delete_view"),
    path("mange/", bulk.many, name="many"),
    path("endringer/", bulk.change_sets, name="change_sets"),
    path("endringer/<int:number>/angre/", bulk.undo_change_set, name="undo"),
    path("<slug:slug>/", reading.activity, name="activity"),
    path("<slug:slug>/endre/", editing.edit, name="edit"),
    path("<slug:slug>/historikk/", editing.history, name="history"),
    path("<slug:slug>/historikk/<int:number>/", editing.restore, name="restore"),
    path("<slug:slug>/fjern/", editing.remove, name="remove"),
    path("<slug:slug>/hent/", editing.take_back, name="take_back"),
    path("<slug:slug>/uendret/", editing.confirm, name="confirm"),
]
