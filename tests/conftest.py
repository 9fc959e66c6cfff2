"""What every test may ask for."""

from verapdf import validate_or_skip as validate_or_skip
