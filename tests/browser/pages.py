"""Every page of the product, for the checks that hold on all of them. A new page is added here."""

PAGES = {
    "oversikt": "/trd3/",
    "maltall": "/trd3/maltall/",
    "indikator": "/trd3/maltall/research-applications-granted/",
    "indikator-kvalitativ": "/trd3/maltall/national-model/",
    "indikator-avviklet": "/trd3/maltall/newsletter-subscribers/",
    "talt": "/trd3/maltall/master-theses/aktiviteter/?aar=uten",
    "aktiviteter": "/trd3/aktiviteter/",
    "aktiviteter-sok": "/trd3/aktiviteter/?q=ISS&type=master_thesis",
    "aktiviteter-ingen": "/trd3/aktiviteter/?q=zzyzx",
    "aktivitet": "/trd3/aktiviteter/climagen/",
    "aktivitet-ny": "/trd3/aktiviteter/ny/",
    "aktivitet-endre": "/trd3/aktiviteter/climagen/endre/",
    "aktivitet-historikk": "/trd3/aktiviteter/climagen/historikk/",
    "aktivitet-kast": "/trd3/aktiviteter/climagen/fjern/",
    "papirkurv": "/trd3/aktiviteter/papirkurv/",
    "samtale": "/trd3/aktiviteter/climagen/samtale/",
    "varsler": "/trd3/varsler/",
    "varsler-innstillinger": "/trd3/varsler/innstillinger/",
    "webhooks": "/trd3/webhooks/",
    "tetthet": "/trd3/aktiviteter/tetthet/",
    "tomt": "/trd3/aktiviteter/tomt/",
    "organisasjoner": "/trd3/organisasjoner/",
    "enhet": "/trd3/organisasjoner/ntnu-mh/",
    "samarbeidet": "/trd3/samarbeidet/",
    "komponenter": "/komponenter/",
    "finnes-ikke": "/trd3/aktiviteter/finnes-ikke/",
}
# The same pages with names, titles and numbers that are hard to show.
NASTY_PAGES = {
    "fjordby-oversikt": "/fjordby/",
    "fjordby-maltall": "/fjordby/maltall/",
    "fjordby-aktiviteter": "/fjordby/aktiviteter/?sorter=tittel",
    "fjordby-tetthet": "/fjordby/aktiviteter/tetthet/",
    "fjordby-organisasjoner": "/fjordby/organisasjoner/",
    "fjordby-samarbeidet": "/fjordby/samarbeidet/",
}
