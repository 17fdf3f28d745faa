"""All addresses. Each app owns its part; what belongs to one partnership lies under its slug."""

from django.urls import include, path

urlpatterns = [
    path("", include("brobygger.web.urls")),
    path("", include("brobygger.accounts.urls")),
    path("varsler/av/", include("brobygger.discussion.stop_urls")),
    path("komponenter/", include("brobygger.designsystem.urls")),
    path("kalender/", include("brobygger.portfolio.feed_urls")),
    path("api/", include("brobygger.api.urls")),
    path("<slug:partnership>/", include("brobygger.web.partnership_urls")),
    path("<slug:partnership>/aktiviteter/", include("brobygger.portfolio.urls")),
    path("<slug:partnership>/", include("brobygger.people.urls")),
    path("<slug:partnership>/", include("brobygger.discussion.urls")),
    path("<slug:partnership>/", include("brobygger.contributions.urls")),
    path("<slug:partnership>/duplikater/", include("brobygger.duplicates.urls")),
    path("<slug:to>/tips/", include("brobygger.suggestions.outside_urls")),
    path("<slug:partnership>/forslag/", include("brobygger.suggestions.urls")),
    path("<slug:partnership>/webhooks/", include("brobygger.webhooks.urls")),
    path("<slug:partnership>/import/", include("brobygger.intake.urls")),
    path("<slug:partnership>/organisasjoner/foreslatte/", include("brobygger.portfolio.proposal_urls")),
    path("<slug:partnership>/organisasjoner/<slug:slug>/navn/", include("brobygger.portfolio.alias_urls")),
    path("<slug:partnership>/organisasjoner/<slug:slug>/omorganisere/", include("brobygger.portfolio.reorganise_urls")),
    path("<slug:partnership>/tilganger/", include("brobygger.api.token_urls")),
    path("<slug:partnership>/organisasjoner/", include("brobygger.organisations.urls")),
    path("<slug:partnership>/samarbeidet/", include("brobygger.partnerships.urls")),
    path("<slug:partnership>/maltall/", include("brobygger.results.urls")),
    path("<slug:partnership>/tvil/", include("brobygger.doubts.urls")),
    path("<slug:partnership>/vedtatt/", include("brobygger.snapshots.urls")),
    path("<slug:partnership>/aret/", include("brobygger.rounds.urls")),
    path("<slug:partnership>/rapporter/", include("brobygger.reports.urls")),
    path("<slug:partnership>/moter/", include("brobygger.meetings.urls")),
    path("<slug:partnership>/utveksling/", include("brobygger.exchange.urls")),
]

handler400 = "brobygger.web.views.bad_request"
handler403 = "brobygger.web.views.permission_denied"
handler404 = "brobygger.web.views.not_found"
handler500 = "brobygger.web.views.server_error"
