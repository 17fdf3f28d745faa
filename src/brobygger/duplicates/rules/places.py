"""Places by which otherwise like titles differ: districts of the larger cities, and municipalities."""

from __future__ import annotations

# Trondheim is left out: nearly everything here happens there.
_NAMES = """
saupstad kolstad heimdal lade lilleby moholt strindheim ranheim charlottenlund byåsen ila ilsvika nyhavna brattøra svartlamon
tiller byneset østbyen midtbyen lerkendal persaunet nardo sluppen tempe rosenborg bakklandet møllenberg risvollan flatåsen
kattem romolslia stavset munkvoll hallset kystad sjetnan jakobsli angelltrøa leangen ladehalvøya dragvoll gløshaugen kalvskinnet
klæbu nidarvoll buran lademoen singsaker
grünerløkka grorud stovner alna furuset tøyen gamlebyen nordstrand frogner bjerke sagene fyllingsdalen laksevåg åsane
arna fana loddefjord bergenhus årstad hillevåg madla hundvåg
oslo bergen stavanger kristiansand tromsø bodø drammen fredrikstad sarpsborg sandnes ålesund molde kristiansund levanger verdal
steinkjer namsos stjørdal malvik melhus skaun orkland oppdal røros hitra frøya ørland inderøy snåsa røyrvik gjøvik
hamar lillehammer kongsvinger elverum tønsberg sandefjord larvik skien porsgrunn arendal grimstad haugesund karmøy kongsberg
ringerike lillestrøm asker bærum ullensaker lørenskog moss halden harstad narvik alta hammerfest vadsø kirkenes mosjøen
rana sortland førde florø voss odda stord askøy øygarden
norrköping tampere göteborg malmö uppsala umeå östersund stockholm københavn aarhus odense aalborg helsinki
"""
PLACES: dict[str, str] = {name: name for name in _NAMES.split()} | {
    "gothenburg": "göteborg",
    "copenhagen": "københavn",
}
PLACES |= {name.replace("ö", "ø").replace("ä", "æ"): name for name in PLACES.values()}
