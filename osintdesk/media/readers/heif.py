"""Pictures in boxes: the items of HEIF and AVIF, JPEG XL, JPEG 2000."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from osintdesk.media.readers.bmff import BoxReader, Reader
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import attempt, decoded
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Cut, Window
from osintdesk.media.readers.xmp import read_xmp

_MAX_ITEMS = 4000
_MAX_EXTENT = 8 << 20


@dataclass(slots=True)
class _Item:
    number: int
    kind: str
    name: str = ""
    content: str = ""
    extents: list[tuple[int, int, int]] = field(default_factory=list)


def _keep(name: str) -> BoxReader:
    def keep(reader: Reader, body: Window, path: str) -> None:
        reader.items.setdefault(name, body)
        reader.items.setdefault(f"{name}:path", body)

    return keep


def finish_heif(reader: Reader, prefix: str) -> None:
    """With all boxes known: size of the primary picture, its EXIF and XMP items."""
    if "iinf" not in reader.items:
        return
    items = _items(reader.items["iinf"])
    if "iloc" in reader.items:
        attempt(reader.findings, "item locations", lambda: _locate(reader.items["iloc"], items))
    path = f"{prefix}/meta" if prefix else "meta"
    primary = _primary(reader)
    reader.findings.add("PrimaryItem", primary, f"{path}/pitm")
    kinds = [item.kind for item in items.values()]
    reader.findings.add(
        "ItemTypes", " ".join(f"{kinds.count(kind)}×{kind}" for kind in dict.fromkeys(kinds)), f"{path}/iinf"
    )
    attempt(reader.findings, "primary picture", lambda: _dimensions(reader, primary, path))
    for item in list(items.values())[:_MAX_ITEMS]:
        attempt(reader.findings, f"{item.kind} item", partial(_content, reader, item, path))


def _items(box: Window) -> dict[int, _Item]:
    version = box.u8(0)
    count, at = (box.u16(4), 6) if version == 0 else (box.u32(4), 8)
    found: dict[int, _Item] = {}
    for _entry in range(min(count, _MAX_ITEMS)):
        if at + 8 > len(box):
            break
        size = box.u32(at)
        if size < 8:
            break
        item = _entry_of(box.part(at + 8, size - 8))
        if item is not None:
            found[item.number] = item
        at += size
    return found


def _entry_of(entry: Window) -> _Item | None:
    """`infe` versions 2 and 3."""
    version = entry.u8(0)
    if version < 2:
        return None
    number, at = (entry.u16(4), 8) if version == 2 else (entry.u32(4), 10)
    kind = decoded(entry.take(at, 4))
    texts = entry.some(at + 4, 400).split(b"\x00")
    return _Item(number, kind, decoded(texts[0]), decoded(texts[1]) if len(texts) > 1 else "")


def _locate(box: Window, items: dict[int, _Item]) -> None:
    """`iloc` versions 0–2: (construction method, offset, length) of every extent."""
    version, sizes = box.u8(0), box.u16(4)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    count, at = (box.u16(6), 8) if version < 2 else (box.u32(6), 10)
    for _item in range(min(count, _MAX_ITEMS)):
        number, at = (box.u16(at), at + 2) if version < 2 else (box.u32(at), at + 4)
        method = 0
        if version:
            method, at = box.u16(at) & 15, at + 2
        at += 2
        base, at = _sized(box, at, base_size)
        extents, at = box.u16(at), at + 2
        for _extent in range(min(extents, 1000)):
            at += index_size if version else 0
            offset, at = _sized(box, at, offset_size)
            length, at = _sized(box, at, length_size)
            if number in items:
                items[number].extents.append((method, base + offset, length))


def _sized(box: Window, at: int, size: int) -> tuple[int, int]:
    return (int.from_bytes(box.take(at, size), "big") if size else 0), at + size


def _primary(reader: Reader) -> int:
    box = reader.items.get("pitm")
    if box is None:
        return 1
    return box.u16(4) if box.u8(0) == 0 else box.u32(4)


def _dimensions(reader: Reader, primary: int, path: str) -> None:
    """Width and height of the primary picture by its `ispe` property, its turns by `irot` and `imir`."""
    properties = _properties(reader.items["ipco"])
    wanted = _associated(reader.items["ipma"], primary)
    for number in wanted:
        if not 1 <= number <= len(properties):
            continue
        kind, body = properties[number - 1]
        place = f"{path}/iprp/ipco/{decoded(kind)}"
        if kind == b"ispe":
            reader.findings.add("ImageWidth", body.u32(4), place, offset=body.offset(4))
            reader.findings.add("ImageHeight", body.u32(8), place, offset=body.offset(8))
        elif kind == b"irot":
            reader.findings.add("Rotation", -90 * (body.u8(0) & 3) % 360, place, offset=body.offset(0))
        elif kind == b"imir":
            reader.findings.add("Mirror", body.u8(0) & 1, place, offset=body.offset(0))
        elif kind == b"colr":
            from osintdesk.media.readers.quicktime import READERS as MOVIE

            MOVIE[b"colr"](reader, body, place)


def _properties(box: Window) -> list[tuple[bytes, Window]]:
    found: list[tuple[bytes, Window]] = []
    at = 0
    while at + 8 <= len(box) and len(found) < 2000:
        size = box.u32(at)
        if size < 8:
            break
        found.append((box.take(at + 4, 4), box.part(at + 8, size - 8)))
        at += size
    return found


def _associated(box: Window, wanted: int) -> list[int]:
    """Numbers of the properties that belong to item `wanted`."""
    version, wide = box.u8(0), box.u8(3) & 1
    at = 8
    for _item in range(min(box.u32(4), _MAX_ITEMS)):
        number, at = (box.u16(at), at + 2) if version < 1 else (box.u32(at), at + 4)
        count, at = box.u8(at), at + 1
        step = 2 if wide else 1
        if number == wanted:
            return [box.u16(at + 2 * n) & 0x7FFF if wide else box.u8(at + n) & 0x7F for n in range(count)]
        at += step * count
    return []


def _content(reader: Reader, item: _Item, path: str) -> None:
    """EXIF and XMP that are items of their own."""
    if item.kind == "Exif":
        body = _joined(reader, item)
        read_tiff(body.part(4 + body.u32(0)), reader.findings, f"{path}/Exif[{item.number}]")
    elif item.kind == "mime" and "rdf" in item.content:
        body = _joined(reader, item)
        read_xmp(body.all(), reader.findings, f"{path}/XMP[{item.number}]", offset=body.offset(0))
    elif item.kind == "uri " or item.kind == "mime":
        reader.findings.add("Item", item.content or item.name, f"{path}/{item.kind.strip()}[{item.number}]")


def _joined(reader: Reader, item: _Item) -> Window:
    """The bytes of an item: in the file, or in the `idat` box."""
    parts = []
    for method, offset, length in item.extents[:64]:
        source = reader.items.get("idat") if method == 1 else reader.root
        if source is None or method > 1:
            raise Cut("unsupported construction")
        parts.append(source.part(offset, min(length or _MAX_EXTENT, _MAX_EXTENT)))
    if not parts:
        raise Cut("no extents")
    if len(parts) == 1:
        return parts[0]
    from osintdesk.media.readers.window import unpacked

    return unpacked(b"".join(part.all() for part in parts))


def _property_container(reader: Reader, body: Window, path: str) -> None:
    reader.items.setdefault("ipco", body)


def _exif_box(reader: Reader, body: Window, path: str) -> None:
    """JPEG XL: four bytes of offset, then TIFF."""
    read_tiff(body.part(4 + body.u32(0)), reader.findings, path)


def _xml_box(reader: Reader, body: Window, path: str) -> None:
    text = body.all(1 << 20)
    if b"rdf" in text.lower():
        read_xmp(text, reader.findings, f"{path}/XMP", offset=body.offset(0))
    else:
        reader.findings.add("XML", decoded(text[:4000]), path, offset=body.offset(0))


def _brotli_box(reader: Reader, body: Window, path: str) -> None:
    reader.findings.add(
        "CompressedBox", f"{decoded(body.take(0, 4))}, {len(body)} bytes, brotli", path, offset=body.offset(0)
    )


def _codestream(reader: Reader, body: Window, path: str) -> None:
    reader.codestream.append(body.some(4 if path.endswith("jxlp") else 0, 64))


def _jumbf_box(reader: Reader, body: Window, path: str) -> None:
    note_jumbf(body, reader.findings, path)


def _jp2_header(reader: Reader, body: Window, path: str) -> None:
    reader.findings.add("ImageHeight", body.u32(0), path, offset=body.offset(0))
    reader.findings.add("ImageWidth", body.u32(4), path, offset=body.offset(4))


def finish_jxl(reader: Reader, prefix: str) -> None:
    """Size of a JPEG XL picture, whose codestream may be split over boxes."""
    if reader.codestream:
        size = jxl_size(b"".join(reader.codestream))
        if size:
            for name, value in zip(("ImageWidth", "ImageHeight"), size, strict=True):
                reader.findings.add(name, value, f"{prefix}/jxlc" if prefix else "jxlc")


_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def jxl_size(stream: bytes) -> tuple[int, int] | None:
    """Width and height from the size header (ISO/IEC 18181-1 annex D.2), bits counted from the lowest."""
    if stream[:2] != b"\xff\x0a":
        return None
    bits, place = int.from_bytes(stream[2:34], "little"), 0

    def take(count: int) -> int:
        nonlocal place
        value = bits >> place & ((1 << count) - 1)
        place += count
        return value

    def dimension(small: int) -> int:
        return 8 * (take(5) + 1) if small else 1 + take((9, 13, 18, 30)[take(2)])

    small = take(1)
    height = dimension(small)
    ratio = take(3)
    if not ratio:
        return dimension(small), height
    top, bottom = _RATIOS[ratio]
    return height * top // bottom, height


READERS: dict[bytes, BoxReader] = {
    b"pitm": _keep("pitm"),
    b"iinf": _keep("iinf"),
    b"iloc": _keep("iloc"),
    b"idat": _keep("idat"),
    b"ipma": _keep("ipma"),
    b"ipco": _property_container,
    b"Exif": _exif_box,
    b"xml ": _xml_box,
    b"brob": _brotli_box,
    b"jxlc": _codestream,
    b"jxlp": _codestream,
    b"jumb": _jumbf_box,
    b"jp2c": lambda reader, body, path: None,
    b"ihdr": _jp2_header,
}
