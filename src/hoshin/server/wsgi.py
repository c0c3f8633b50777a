"""What the web server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from hoshin.metrics.registry import METRICS
from hoshin.pipeline.answers import code

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
application = get_wsgi_application()

# Worked out before the first request, and once for all processes that are forked from this one.
code()
get_resolver().url_patterns  # noqa: B018
for metric in METRICS.values():
    metric.digest  # noqa: B018

# What is there now stays as long as the server: looking through it for rubbish would hold up a request now and then.
gc.collect()
gc.freeze()
