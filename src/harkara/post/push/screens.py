"""What a browser asks and sends: JSON, without cookie or account. Whoever knows the address and the secret of a subscription is
its browser.

No form of another site can send this type of content, and no script of another site may (there is no CORS); so no token is
needed.
"""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from harkara.post.errors import Absent, PostError, Refused
from harkara.post.push import actions
from harkara.post.push.actions.subscribe import Choices, known

log = logging.getLogger(__name__)

STATUS: Final[dict[type[PostError], int]] = {Absent: 404}

Said = dict[str, Any]
View = Callable[[Said], HttpResponse]


def answered(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A view of what a browser sent, whose refusals are sentences."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        try:
            if not settings.HARKARA_PUSH_PUBLIC_KEY:
                raise Absent("not_here")
            return _bare(view(_said(request)))
        except (OperationalError, InterfaceError):
            log.exception("the readers' database does not answer")
            response = _refusal(str(PostError("not_now")), 503)
            response["retry-after"] = "30"
            return response
        except RequestDataTooBig:
            return _refusal(str(Refused("no_choices")), 413)
        except PostError as error:
            return _refusal(str(error), STATUS.get(type(error), 400))

    return asked


@answered
@sensitive_variables()
def subscribe(said: Said) -> HttpResponse:
    """Subscribes a browser, or changes what it wants; says what that is now."""
    endpoint, p256dh, auth = _where(said)
    choices = Choices.of(said["choices"]) if said.get("choices") is not None else None
    former = said.get("former", "")
    row = actions.subscribe(endpoint, p256dh, auth, choices, former if isinstance(former, str) else "")
    made = actions.chosen(row)
    return JsonResponse(made.told() if made else {})


@answered
@sensitive_variables()
def mine(said: Said) -> HttpResponse:
    """What a browser wants to hear of."""
    endpoint, _p256dh, auth = _where(said)
    made = actions.chosen(known(endpoint, auth))
    return JsonResponse(made.told() if made else {})


@answered
@sensitive_variables()
def leave(said: Said) -> HttpResponse:
    """Forgets a browser."""
    endpoint, _p256dh, auth = _where(said)
    actions.leave(endpoint, auth)
    return HttpResponse(status=204)


def _said(request: HttpRequest) -> Said:
    """What the body says. Raises ``Refused`` for what no page of ours sends."""
    kind = request.content_type or ""
    origin = request.headers.get("origin", settings.HARKARA_ORIGIN)
    site = request.headers.get("sec-fetch-site", "same-origin")
    if kind != "application/json" or origin != settings.HARKARA_ORIGIN or site != "same-origin":
        raise Refused("from_elsewhere")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused("no_choices") from error
    if not isinstance(said, dict):
        raise Refused("no_choices")
    return said


def _where(said: Said) -> tuple[str, str, str]:
    """Address, public key and secret, as a browser says them (``PushSubscription.toJSON``)."""
    subscription = said.get("subscription")
    subscription = subscription if isinstance(subscription, dict) else {}
    keys = subscription.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    found = (subscription.get("endpoint"), keys.get("p256dh"), keys.get("auth"))
    if not all(isinstance(one, str) and one for one in found):
        raise Refused("no_keys")
    endpoint, p256dh, auth = (str(one) for one in found)
    return endpoint, p256dh.rstrip("=")[:100], auth.rstrip("=")[:30]


def _refusal(sentence: str, status: int) -> HttpResponse:
    return _bare(JsonResponse({"trouble": sentence}, status=status, json_dumps_params={"ensure_ascii": False}))


def _bare(response: HttpResponse) -> HttpResponse:
    response["cache-control"] = "private, no-store"
    response["x-robots-tag"] = "noindex"
    return response
