"""The API for machines: JSON over HTTP, described at /api/openapi.json."""
