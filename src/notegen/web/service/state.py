"""What the routes of one service share."""

import logging
from dataclasses import dataclass

from fastapi import Request

from notegen.series.processes.jobs import Failed, Reason
from notegen.web.service.desk import Desk
from notegen.web.service.jobs import SeriesJobs
from notegen.web.service.journal import Numbers
from notegen.web.service.settings import Settings

logger = logging.getLogger("notegen.service.faults")


@dataclass(frozen=True, slots=True)
class State:
    """Settings, workers, numbers, and series on their way."""

    settings: Settings
    desk: Desk
    numbers: Numbers
    series: SeriesJobs

    def report_fault(self, failed: Failed) -> None:
        """Tell who runs the service of a fault of notegen's own; a traceback quotes no record."""
        if failed.reason is Reason.FAULT:
            logger.error("%s", failed.message)


def state_of(request: Request) -> State:
    """The state of the service that a request came to."""
    state: State = request.app.state.service
    return state
