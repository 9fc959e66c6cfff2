"""Bearer tokens (RFC 6750): who may use the service. The file has their hashes, never the tokens.

# who     SHA-256 of the token
registry  5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BYTES = 32
_LINE = re.compile(r"(?P<name>[\w.@-]{1,64})\s+(?P<hash>[0-9a-f]{64})", re.ASCII)


class TokenFileError(Exception):
    """The file of the tokens cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Hashes by the names of those who have the tokens."""

    hashes: Mapping[str, str]

    def find(self, token: str) -> str | None:
        """The name of who has a token, None for nobody.

        Takes the same time for every token: a hash of all is compared, each in constant time. A plain hash is
        enough for tokens that are random and long, which those of `new_token` are.
        """
        asked = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
        found = None
        for name, known in self.hashes.items():
            if hmac.compare_digest(asked, known):
                found = name
        return found


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file; TokenFileError for a line that is none, OSError as of a file."""
    hashes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            raise TokenFileError(f"{path}:{number}: a line is a name and the SHA-256 of a token in 64 digits")
        if match["name"] in hashes:
            raise TokenFileError(f'{path}:{number}: the name "{match["name"]}" stands here again')
        hashes[match["name"]] = match["hash"]
    if not hashes:
        raise TokenFileError(f"{path}: there is no token in this file; notegen serve --new-token NAME makes one")
    return Tokens(hashes)


def new_token(name: str) -> tuple[str, str]:
    """A new token, to be told to its holder alone, and its line for the file."""
    if not re.fullmatch(r"[\w.@-]{1,64}", name, re.ASCII):
        raise TokenFileError(f'"{name}" is no name for a token: letters, digits and . @ - _')
    token = secrets.token_urlsafe(_BYTES)
    return token, f"{name} {hashlib.sha256(token.encode()).hexdigest()}"
