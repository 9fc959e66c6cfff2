"""`python -m notegen` is `notegen`."""

from notegen.cli import main

main()
