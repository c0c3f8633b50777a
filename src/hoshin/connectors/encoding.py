"""Which encoding a text file has, and its text as UTF-8 whatever it has."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from hoshin.connectors.content import Content, Source, opened
from hoshin.connectors.errors import FileRefused

BLOCK = 8 * 2**20
"""Bytes read at a time."""
LONGEST_LINE = 16 * 2**20
"""Bytes of one physical line above which a file is no table of text: a bound on memory, whatever a .gz unpacks to."""

MARRED = re.compile("[\0\ud800-\udfff]")
"""What stands in a text for a NUL or for bytes that the encoding does not know."""

# Western letters, quotation marks and signs as they come in tickets. What else stands in a file that is not UTF-8 is
# more likely a damaged byte than text.
_WESTERN = frozenset("äöüÄÖÜßéèêëàâîïôûùçÉÈÊÀÂÎÔÛÇñÑ¿¡áíóúÁÍÓÚåÅæÆøØãõìòÕœŒ€‘’‚“”„–—…•°§£«»®™©·²³½¼µ´×\u00a0")


def detect_encoding(content: Content) -> str:
    """The encoding of the whole file: by its byte order mark, else UTF-8, else cp1252.

    A file is UTF-8 with damaged rows, not cp1252, where most lines beyond ASCII are UTF-8, or where what is not UTF-8
    would not be Western text either. Raises FileRefused where the file cannot be unpacked.
    """
    if content.sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.sample.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if _is_all_utf8(content):
        return "utf-8"
    good = bad = western = 0
    with opened(content) as source:
        for block in lines(iter(lambda: source.read(BLOCK), b""), content.name):
            if block.isascii():
                continue
            if _is_utf8(block):
                good += 1
                continue
            for line in block.split(b"\n"):
                if line.isascii():
                    continue
                if _is_utf8(line):
                    good += 1
                else:
                    bad += 1
                    western += _is_western(line)
    return "cp1252" if bad > good and western * 10 >= bad * 9 else "utf-8"


def _is_all_utf8(content: Content) -> bool:
    """Whether the whole file is UTF-8, as most are: nothing has to be told line by line then."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(content) as source:
        try:
            while block := source.read(BLOCK):
                # What is ASCII need not be decoded, where no letter was begun before it.
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_western(line: bytes) -> bool:
    try:
        text = line.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(c.isascii() or c in _WESTERN for c in text)


def utf8_lines(source: Source, encoding: str, returns: bool, name: str) -> Iterator[bytes]:
    """The file's text as UTF-8 in blocks of whole lines, each with its line end, without byte order mark.

    ``returns`` means that lines end with a carriage return alone (old Mac). Bytes that the encoding does not know are
    not valid UTF-8 in the result either, so that their row can be told. Raises FileRefused.
    """
    blocks = _utf8(source, encoding, name)
    first = True
    for block in lines((b.replace(b"\r", b"\n") for b in blocks) if returns else blocks, name):
        yield block.removeprefix(codecs.BOM_UTF8) if first else block
        first = False


def _utf8(source: Source, encoding: str, name: str) -> Iterator[bytes]:
    plain = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")
    errors = "surrogatepass" if "16" in encoding or "32" in encoding else "surrogateescape"
    decoder = None if plain else codecs.getincrementaldecoder(encoding)(errors)
    while block := source.read(BLOCK):
        try:
            yield decoder.decode(block).encode("utf-8", "surrogatepass") if decoder else block
        except UnicodeError as error:
            raise FileRefused(f"{name} isn't {encoding} text ({error}). Name its encoding in the mapping.") from error


def lines(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """``blocks`` cut anew, so that each ends with a line. Raises FileRefused where a line is beyond all bounds."""
    rest = b""
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
        if len(rest) > LONGEST_LINE:
            bound = LONGEST_LINE // 2**20
            raise FileRefused(f"{name} holds a line of more than {bound} MB: it is not a table. Export it again.")
    if rest:
        yield rest + b"\n"
