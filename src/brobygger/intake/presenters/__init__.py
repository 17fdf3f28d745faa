"""Data sets and imports in words."""

from brobygger.intake.presenters.problems import problem_line, problem_sentence

__all__ = ["problem_line", "problem_sentence"]
