"""Files of agreed formats through the API are those of the screen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.conftest import NOW, Cast
from tests.fixtures.standards import cerif_faults, iati_faults
from tests.integration.api.conftest import Program

from brobygger.partnerships.models import Partnership


def test_figures_as_iati(program_of: Callable[..., Program], cast: Cast, trd3: Partnership) -> None:
    observer = program_of(cast.observer)
    answer = observer.get("/exports/iati", accept="application/xml")
    assert answer["Content-Type"] == "application/xml"
    assert iati_faults(b"".join(answer), today=NOW.date()) == []
    assert observer.get("/exports/iati", accept="application/json").status_code == 406
    trd3.periods.update(framework_slug="")
    assert observer.get("/exports/iati", accept="*/*").status_code == 404


def test_the_register_as_cerif(program_of: Callable[..., Program], cast: Cast) -> None:
    observer = program_of(cast.observer)
    with zipfile.ZipFile(io.BytesIO(b"".join(observer.get("/exports/cerif?type=phd", accept="*/*")))) as packed:
        for name in packed.namelist():
            assert cerif_faults(packed.read(name)) == []
    assert observer.get("/exports/cerif?typ=phd", accept="*/*").status_code == 422
    assert observer.get("/exports/cerif", accept="text/csv").status_code == 406


def test_others_find_nothing(program_of: Callable[..., Program], cast: Cast) -> None:
    other = program_of(cast.other_lead)
    for place in ("iati", "cerif"):
        assert other.get(f"/api/v1/partnerships/trd3/exports/{place}", accept="*/*").status_code == 404
