"""The compiled engine does what the readable one does, event for event, in any model."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from harmoni.engine import columns as c
from models import chain
from random_models import models
from twins import assert_twins

met: Counter[str] = Counter()
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_chain_is_the_same_event_for_event():
    slow = assert_twins(chain(60), 1, 0)
    assert len(slow.log) > 2000


@settings(max_examples=250, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(models())
def test_any_model_is_the_same_event_for_event(model):
    slow = assert_twins(model, 11, 3)
    met.update(c.LOG_NAMES[line[1]] for line in slow.log)
    if model.census:
        # A run that is to be steady begins with them too.
        assert_twins(replace(model, horizon=replace(model.horizon, begin="steady", warm_up_days=7)), 11, 3)


def test_every_kind_of_event_was_met():
    """The random models reach what they are there for; runs after the test above."""
    assert set(met) == set(c.LOG_NAMES)
    assert min(met.values()) >= 5
