"""`notegen doctor`: what this machine lacks."""

import click

from notegen.cli.exits import DONE, ENGINE
from notegen.cli.voice import Voice, voiced


@click.command(short_help="Tell what this machine lacks, and the command that mends it.")
@voiced
def doctor(voice: Voice) -> int:
    """Tell what this machine has, what is missing, and the command that mends it.

    Exit code 3 when something is missing without which nothing prints.
    """
    from notegen.doctor import examine

    findings = examine()
    for finding in findings:
        if not (voice.quiet and finding.good):
            mark = "ok     " if finding.good else "missing"
            click.echo(f"{mark}  {finding.what}" + (f"\n         {finding.mend}" if finding.mend else ""))
    return ENGINE if any(finding.needed and not finding.good for finding in findings) else DONE
