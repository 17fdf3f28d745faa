"""A model that is written is the same model when it is read."""

import math
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings

from harmoni import examples
from harmoni.distributions import Exponential, Mixture
from harmoni.model import files, write
from harmoni.model.load import load
from random_models import models


def read(model):
    texts = {name: text.encode() for name, text in write.as_files(model, "One note.\nAnother.").items()}
    found, _, problems = files.read_parts(texts)
    assert problems == []
    return found


def assert_same(ours, theirs):
    """Equal, with weights of mixtures to the last digit but one: they are divided by their sum when read."""
    for field in fields(ours):
        if field.name != "stays":
            assert getattr(ours, field.name) == getattr(theirs, field.name), field.name
    for mine, other in zip(ours.stays, theirs.stays, strict=True):
        if isinstance(mine.distribution, Mixture):
            pairs = zip(mine.distribution.parts, other.distribution.parts, strict=True)
            assert all(math.isclose(a[0], b[0], rel_tol=1e-12) and a[1] == b[1] for a, b in pairs)
        else:
            assert mine == other


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(models())
def test_any_model_survives(model):
    named = replace(
        model,
        title='A «title» with "quotes" and \\',
        units=tuple(replace(unit, name=unit.name or unit.id) for unit in model.units),
        needs=tuple(sorted(model.needs, key=lambda need: [unit.id for unit in model.units].index(need.unit))),
        horizon=replace(model.horizon, warm_up_days=model.horizon.warm_up_days),
    )
    # A route without a rule has no alternative; days and factors of it mean nothing.
    plain = {"alternative": "", "days": 0.0, "share": 1.0, "stay_factor": 1.0, "hours_factor": 1.0}
    routes = tuple(replace(route, **plain) if route.rule == "probability" else route for route in named.routes)
    named = replace(named, routes=routes)
    assert_same(named, read(named))


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_examples_survive(name):
    model, _ = load(examples.folder(name))
    assert_same(model, read(model))


def test_a_folder_is_whole_or_not_there(tmp_path):
    model, _ = load(examples.folder("small"))
    write.folder(model, tmp_path / "mine", others={"scenarios/a.toml": b"x = 1\n"})
    assert (tmp_path / "mine/scenarios/a.toml").read_bytes() == b"x = 1\n"
    with pytest.raises(FileExistsError):
        write.folder(model, tmp_path / "mine")
    nested = Mixture(((0.5, Mixture(((1.0, Exponential(1)),))), (0.5, Exponential(2))))
    broken = replace(model, stays=(replace(model.stays[0], distribution=nested),))
    with pytest.raises(ValueError, match="cannot be written"):
        write.folder(broken, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]
