"""Facts as a finished document, in the active language."""

from brobygger.reports.presenters.document import figures_report

__all__ = ["figures_report"]
