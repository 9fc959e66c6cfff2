"""The service keeps to its own OpenAPI document, whatever it is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings, strategies
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from notegen.web.service.app import create_service
from notegen.web.service.bodies import PDF, WORD, ZIP
from notegen.web.service.settings import Settings
from services import Server, start

# What is a record, and what an old note, no schema of OpenAPI says; the service answers to any text.
BEYOND_SCHEMAS: list[Any] = [negative_data_rejection, positive_data_acceptance]
for media_type in (PDF, WORD, ZIP):
    schemathesis.openapi.media_type(media_type, strategies.binary(min_size=1))
documented = schemathesis.openapi.from_dict(create_service(Settings()).openapi())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with start("--workers", "2") as running:
        yield running


@pytest.mark.slow
@documented.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_request_gets_an_answer_that_is_documented(case: schemathesis.Case[Any], server: Server) -> None:
    with requests.Session() as session:
        case.call_and_validate(server.address, session, timeout=60, excluded_checks=BEYOND_SCHEMAS)
