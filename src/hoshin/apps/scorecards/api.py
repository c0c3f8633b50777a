"""The addresses of numbers: metrics, readings, targets."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from django.http import HttpResponse
from ninja import Field, Router, Schema
from ninja import Query as Parameter

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.problems import Problem, Wrong
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.scorecards import actions
from hoshin.apps.scorecards.models import Target
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import reading_json

router = Router(tags=["numbers"])
READ, WRITE = Bearer(Scope(Area.NUMBERS)), Bearer(Scope(Area.NUMBERS, writing=True))


class MetricOut(Schema):
    """What a metric is. Shares run from 0 to 1, times are in hours."""

    key: str
    title: str
    question: str
    formula: str
    unit: str
    better: str
    dated_by: str
    exclusions: str
    counter_metrics: list[str]


class ReadingOut(Schema):
    """A metric's number in one period and scope, or the reason why there is none (then ``amount`` is null)."""

    metric: str
    period: str
    scope: dict[str, str | list[str] | None]
    amount: float | None
    unit: str
    n: int
    low: float | None
    high: float | None
    refusal: str | None
    generation: str
    definition: str


class ReadingsOut(Schema):
    """The readings of one question."""

    readings: list[ReadingOut]


class TargetOut(Schema):
    """Where a metric should be, in its own unit; null where nobody set a target."""

    metric: str
    desk: str
    dimension: str
    value: str
    amount: float | None
    set_by: str | None
    set_at: datetime | None


class TargetIn(Body):
    """Where the metric should be, in its own unit (shares from 0 to 1, times in hours); null removes the target."""

    amount: float | None


class Where(Schema):
    """The scope of a target: empty is all real desks, and the whole of them."""

    desk: str = ""
    dimension: str = ""
    value: str = ""


class Asked(Schema):
    """A question. Days are included; ``where`` is DIMENSION=VALUE and may be repeated."""

    grain: Grain = Grain.MONTH
    by: str | None = None
    across: str | None = None
    first: date | None = None
    last: date | None = None
    where: list[str] = Field(default_factory=list)


@router.get("/metrics", response=list[MetricOut], auth=READ)
def metrics(request: TokenRequest) -> list[MetricOut]:
    """All metrics that can be read, those of your own included."""
    return [_metric(each) for each in definitions.catalogue().metrics.values()]


@router.get("/metrics/{key}", response=MetricOut, auth=READ)
def metric(request: TokenRequest, key: str) -> MetricOut:
    """One metric."""
    return _metric(definitions.catalogue().metric(key))


@router.get("/metrics/{key}/readings", response=ReadingsOut, auth=READ)
def readings(request: TokenRequest, key: str, asked: Annotated[Asked, Parameter()]) -> dict[str, object]:
    """What the metric was: by day, week or month, by up to two dimensions, within filters."""
    question = Query(
        asked.grain, asked.by, asked.first, asked.last, tuple(map(_condition, asked.where)), across=asked.across
    )
    with readers.remembering() as reader:
        reader.check(question)
        return {"readings": [reading_json(each) for each in reader.read([key], question)]}


@router.get("/metrics/{key}/target", response=TargetOut, auth=READ)
def target(request: TokenRequest, key: str, where: Annotated[Where, Parameter()], response: HttpResponse) -> TargetOut:
    """The metric's target in a scope, with the ETag that a change of it names."""
    found = _target(key, where)
    tag(response, found)
    return found


@router.put("/metrics/{key}/target", response=TargetOut, auth=WRITE)
def set_target(
    request: TokenRequest, key: str, where: Annotated[Where, Parameter()], body: TargetIn, response: HttpResponse
) -> TargetOut:
    """Set, change or (with null) remove the target of a metric in a scope. Needs If-Match."""
    require(request.auth.person, Role.LEADER)
    meant = definitions.catalogue().metric(key)
    require_current(request, _target(key, where))
    if meant.unit == "share" and body.amount is not None and not 0 <= body.amount <= 1:
        wrong = Wrong("/amount", "A share runs from 0 to 1: write 0.8 for 80 per cent.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The target cannot be set.", [wrong])
    actions.set_target(
        request.auth.person, key, body.amount, desk=where.desk, dimension=where.dimension, value=where.value
    )
    found = _target(key, where)
    tag(response, found)
    return found


def _metric(found: Metric) -> MetricOut:
    return MetricOut(
        key=found.key,
        title=found.title,
        question=found.question,
        formula=found.formula,
        unit=found.unit,
        better=str(found.direction),
        dated_by=found.dating.words,
        exclusions=found.exclusions,
        counter_metrics=list(found.counter_metrics),
    )


def _condition(text: str) -> tuple[str, str]:
    dimension, sign, value = text.partition("=")
    if not sign or dimension not in DIMENSIONS:
        wrong = Wrong("where", f"'{text}' is not DIMENSION=VALUE with one of {', '.join(DIMENSIONS)}.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The filter cannot be read.", [wrong])
    return dimension, value


def _target(key: str, where: Where) -> TargetOut:
    definitions.catalogue().metric(key)
    if where.dimension and where.dimension not in DIMENSIONS:
        wrong = Wrong("dimension", f"There is no dimension '{where.dimension}': take one of {', '.join(DIMENSIONS)}.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The scope cannot be read.", [wrong])
    if bool(where.dimension) != bool(where.value):
        wrong = Wrong("value", "Name a dimension and a value, or neither.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The scope cannot be read.", [wrong])
    scope = {"desk": where.desk, "dimension": where.dimension, "value": where.value}
    found = Target.objects.select_related("person").filter(metric=key, **scope).first()
    return TargetOut(
        metric=key,
        **scope,
        amount=found.amount if found else None,
        set_by=found.person.name if found and found.person else None,
        set_at=found.at if found else None,
    )
