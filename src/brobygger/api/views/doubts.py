"""What should be looked at before a year is adopted, and answers to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.doubts import DoubtAnswerIn, DoubtList
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.doubts.actions import ChangedMeanwhile
from brobygger.doubts.actions import answer as keep_answer
from brobygger.doubts.permissions import may_answer
from brobygger.doubts.presenters import doubt_view
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.doubts.rules.kinds import Answer, seen_in
from brobygger.results.queries.frameworks import figures_of

router = Router(tags=["Doubts"])


@router.get("/doubts", **reading({200: DoubtList}))
def list_doubts(request: Request, partnership: Slug) -> HttpResponse:
    """Every doubt there is today, with its evidence in words and the newest answer."""
    return answer({"items": _told(request)})


@router.post("/doubts/answers", **writing({200: DoubtList}, may=may_answer, takes_key=True, conflicts=True))
def answer_doubts(request: Request, partnership: Slug, told: DoubtAnswerIn) -> HttpResponse:
    """Say the same to some doubts: to all of them, or, when one has changed since you read it, to none."""
    found = {each.doubt.key: each.doubt for each in doubts_of(request.scope.partnership, today=timezone.localdate())}
    seen = [read for text in told.seen if (read := seen_in(text, found))]
    if len(seen) != len(told.seen):
        raise Refusal(Fault.NOT_FOUND)
    try:
        keep_answer(
            partnership=request.scope.partnership,
            seen=seen,
            answer=Answer(told.answer),
            words=told.words,
            by=actor_of(request),
            now=timezone.now(),
        )
    except ChangedMeanwhile as meanwhile:
        raise Refusal(Fault.STANDS_IN_THE_WAY) from meanwhile
    keys = {each.doubt.key for each in seen}
    return answer({"items": [each for each in _told(request) if each["key"] in keys]})


def _told(request: Request) -> list[dict[str, Any]]:
    partnership, today = request.scope.partnership, timezone.localdate()
    figures = figures_of(partnership, today=today)
    items = []
    for each in doubts_of(partnership, today=today):
        view = doubt_view(partnership, each, figures)
        said = {"answer": each.answer.answer, "words": each.answer.words} if each.answer else {}
        items.append(
            {
                "key": view.key,
                "kind": each.doubt.kind.value,
                "subject": view.subject,
                "title": view.sentence,
                "evidence": list(view.evidence),
                "open": view.is_open,
                "seen": view.seen,
                "answer": {**said, "said": view.answer.said, "holds": each.holds} if view.answer else None,
            }
        )
    return items
