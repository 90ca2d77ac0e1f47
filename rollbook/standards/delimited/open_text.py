"""Text over a binary stream that stays open: whoever opened the stream closes it."""

from __future__ import annotations

import io


class OpenText(io.TextIOWrapper):
    """A text wrapper whose end does not close the stream beneath, as the standard one's does."""

    def close(self) -> None:
        return None
