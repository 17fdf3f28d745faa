"""Every write to the register."""

from brobygger.portfolio.actions.register import RegistrationRefused, register_activities
from brobygger.portfolio.actions.reindex import reindex

__all__ = ["RegistrationRefused", "register_activities", "reindex"]
