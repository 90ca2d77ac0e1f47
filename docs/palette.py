"""Makes a screenshot small: 8-bit RGB PNG in, PNG with at most 256 colours out. Needs no picture library."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def reduced(png: bytes) -> bytes:
    """The same picture with a palette; colours beyond it become the nearest one in it."""
    pixels = _pixels(png)
    height, width, _ = pixels.shape
    places, palette = _by_palette(pixels.reshape(-1, 3))
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = places.reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _by_palette(colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel its place in the palette, and the palette: the most frequent colours, coarsened until they fit."""
    found, places, counts = np.unique(_as_numbers(colours), return_inverse=True, return_counts=True)
    kept = np.sort(found[np.argsort(-counts, kind="stable")[:COLOURS]])
    palette = _as_colours(kept)
    everything = _as_colours(found).astype(np.int32)
    nearest = np.empty(len(found), np.uint8)
    for start in range(0, len(found), 4096):  # a few megabytes at a time
        part = everything[start : start + 4096, None, :] - palette[None, :, :].astype(np.int32)
        nearest[start : start + 4096] = (part**2).sum(axis=2).argmin(axis=1)
    return nearest[places.ravel()], palette


def _as_numbers(colours: np.ndarray) -> np.ndarray:
    wide = colours.astype(np.uint32)
    return wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]


def _as_colours(numbers: np.ndarray) -> np.ndarray:
    return np.stack([numbers >> 16 & 255, numbers >> 8 & 255, numbers & 255], axis=1).astype(np.uint8)


def _pixels(png: bytes) -> np.ndarray:
    """Height, width, three channels; a browser writes 8-bit RGB or RGBA, not interlaced."""
    parts = dict(_joined(png))
    width, height, depth, kind, *_, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError("not the PNG of a screenshot")
    channels = 3 if kind == 2 else 4
    raw = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width * channels + 1)
    return _unfiltered(raw, channels).reshape(height, width, channels)[:, :, :3]


def _joined(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place, data = len(SIGNATURE), b""
    while place < len(png):
        (length,), kind = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        content = png[place + 8 : place + 8 + length]
        if kind == b"IDAT":
            data += content
        else:
            yield kind, content
        place += length + 12
    yield b"IDAT", data


def _unfiltered(raw: np.ndarray, step: int) -> np.ndarray:
    """The rows as they were before PNG's five filters (specification, section 9)."""
    rows = np.zeros((raw.shape[0], raw.shape[1] - 1), np.uint8)
    above = np.zeros(rows.shape[1], np.uint8)
    for place, line in enumerate(raw):
        kind, now = line[0], line[1:]
        if kind == 0:
            rows[place] = now
        elif kind == 2:
            rows[place] = now + above
        elif kind == 1:
            rows[place] = np.cumsum(now.reshape(-1, step), axis=0, dtype=np.uint8).ravel()
        else:
            rows[place] = _one_by_one(int(kind), now, above, step)
        above = rows[place]
    return rows


def _one_by_one(kind: int, now: np.ndarray, above: np.ndarray, step: int) -> np.ndarray:
    made, up = bytearray(now.tobytes()), above.tobytes()
    for place in range(len(made)):
        left = made[place - step] if place >= step else 0
        corner = up[place - step] if place >= step else 0
        guess = (left + up[place]) // 2 if kind == 3 else _paeth(left, up[place], corner)
        made[place] = (made[place] + guess) & 255
    return np.frombuffer(bytes(made), np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
