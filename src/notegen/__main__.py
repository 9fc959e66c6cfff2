"""`python -m notegen` is `notegen`."""

from notegen.cli.main import main

main()
