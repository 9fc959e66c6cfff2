"""Finished PDFs, bytes in and bytes out: files attached and taken out, facts read, differences found."""

from notegen.finishing.attachments import File as File
from notegen.finishing.attachments import attach as attach
from notegen.finishing.attachments import extract as extract
from notegen.finishing.differences import Difference as Difference
from notegen.finishing.differences import find_differences as find_differences
from notegen.finishing.inspect import Bookmark as Bookmark
from notegen.finishing.inspect import Facts as Facts
from notegen.finishing.inspect import inspect as inspect
from notegen.finishing.survey import Survey as Survey
from notegen.finishing.survey import survey as survey
