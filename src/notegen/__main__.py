"""How the program begins: `notegen`, and `python -m notegen`."""

import os


def main() -> None:
    """Load the program and run it; one that is stopped while it loads says so, as it does later."""
    try:
        from notegen.cli.main import main as run

        run()
    except KeyboardInterrupt:
        os.write(2, b"\nerror: stopped\n")
        os._exit(130)


if __name__ == "__main__":
    main()
