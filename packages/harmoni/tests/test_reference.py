"""The compiled engine does what the readable one does."""

from models import chain
from twins import assert_twins


def test_chain_is_the_same_event_for_event():
    slow = assert_twins(chain(60), 1, 0)
    assert len(slow.log) > 2000
