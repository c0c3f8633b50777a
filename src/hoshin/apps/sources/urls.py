"""Addresses of imports, files, mappings and runs."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.sources.pages import imports, mapping, runs

app_name = "sources"
urlpatterns = [
    path("data/", require_GET(imports.imports), name="imports"),
    path("data/import/", imports.bring_in, name="bring-in"),
    path("data/import/<int:upload_id>/", mapping.mapping, name="mapping"),
    path("data/import/<int:upload_id>/discard/", require_POST(imports.discard), name="discard"),
    path("data/runs/<int:run_id>/", require_GET(runs.run), name="run"),
    path("data/runs/<int:run_id>/rejected.csv", require_GET(runs.rejected), name="rejected"),
    path("data/mappings/", require_POST(imports.add_mapping), name="add-mapping"),
    path("data/mappings/<int:mapping_id>.toml", require_GET(imports.mapping_file), name="mapping-file"),
    path("data/mappings/<int:mapping_id>/delete/", require_POST(imports.delete_mapping), name="delete-mapping"),
]
