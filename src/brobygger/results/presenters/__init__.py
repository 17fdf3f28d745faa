"""Figures in words and as pages show them."""

from brobygger.results.presenters.words import (
    basis_label,
    difference_sentence,
    how_sentences,
    in_language,
    judgement_label,
    jump_sentence,
    level_label,
    number,
    reason_sentence,
    target_kind_label,
    target_sentence,
    verdict_label,
    year_label,
)

__all__ = [
    "basis_label",
    "difference_sentence",
    "how_sentences",
    "in_language",
    "judgement_label",
    "jump_sentence",
    "level_label",
    "number",
    "reason_sentence",
    "target_kind_label",
    "target_sentence",
    "verdict_label",
    "year_label",
]
