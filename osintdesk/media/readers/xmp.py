"""XMP packets: every property with its namespace prefix, wherever the packet was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from osintdesk.media.readers.findings import Findings

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_PACKET = 4 << 20
_MAX_DEPTH = 24
_MAX_PROPERTIES = 2000

# Prefixes that investigators know, by namespace; other namespaces keep the prefix that the packet gives them.
_PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xap/1.0/g/img/": "xmpGImg",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://ns.google.com/photos/1.0/container/item/": "Item",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/image/": "GImage",
    "http://ns.google.com/photos/1.0/depthmap/": "GDepth",
    "http://www.dji.com/drone-dji/1.0/": "drone-dji",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.2/": "MP",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
_DECLARED = re.compile(r'xmlns:([\w.-]{1,40})\s*=\s*["\']([^"\']{1,300})["\']')


def read_xmp(packet: bytes, findings: Findings, path: str, *, offset: int | None = None) -> None:
    """Every property of the packet as `prefix:Name`; structures as `prefix:Name/prefix:Part`, lists numbered."""
    text = packet_text(packet)
    if len(text) > _MAX_PACKET:
        findings.problem("The XMP packet is too large to be read; only its plain properties were looked for.")
        return _by_pattern(text[:_MAX_PACKET], findings, path, offset)
    prefixes = {uri: prefix for prefix, uri in _DECLARED.findall(text)} | _PREFIXES
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        findings.problem(f"The XMP packet is not well-formed XML ({type(error).__name__}).")
        return _by_pattern(text, findings, path, offset)
    toolkit = root.get("{adobe:ns:meta/}xmptk")
    if toolkit:
        findings.add("XMPToolkit", toolkit, path, offset=offset)
    for count, (name, value) in enumerate(_properties(root, prefixes)):
        if count >= _MAX_PROPERTIES:
            findings.problem("The XMP packet holds more properties than are taken in.")
            break
        findings.add(name, value, path, offset=offset)
    return None


def packet_text(packet: bytes) -> str:
    """The packet as text without its wrapper; UTF-8, UTF-16 or Latin-1."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if packet.startswith(mark):
            return _trimmed(packet.decode(encoding, "replace"))
    try:
        return _trimmed(packet.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _trimmed(packet.decode("latin-1"))


def _trimmed(text: str) -> str:
    start = next(
        (text.find(mark) for mark in ("<x:xmpmeta", "<x:xapmeta", "<rdf:RDF", "<xmp:xmpmeta") if mark in text), 0
    )
    text = text[start:]
    end = text.rfind(">")
    wrapper = text.rfind("<?xpacket", 0, end + 1)
    return (text[:wrapper] if wrapper > 0 else text[: end + 1]).strip("\x00 \r\n\t")


def _properties(root: Element, prefixes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Of every description that stands directly below an `rdf:RDF`; deeper ones are values of structures."""
    tops = [root] if root.tag == _RDF + "RDF" else list(root.iter(_RDF + "RDF"))
    for description in [child for top in tops for child in top] if tops else [root]:
        yield from _of(description, "", prefixes, 0)


def _of(element: Element, above: str, prefixes: dict[str, str], depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        return
    for attribute, value in element.attrib.items():
        if attribute.startswith("{") and not attribute.startswith((_RDF, "{http://www.w3.org/XML")):
            yield above + _named(attribute, prefixes), value
    for child in element:
        yield from _value(child, above + _named(child.tag, prefixes), prefixes, depth + 1)


def _value(element: Element, name: str, prefixes: dict[str, str], depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        return
    listed = next((child for child in element if child.tag in (_RDF + "Seq", _RDF + "Bag", _RDF + "Alt")), None)
    if listed is not None:
        yield from _list(listed, name, prefixes, depth)
    elif len(element) == 1 and element[0].tag == _RDF + "Description":
        yield from _of(element[0], name + "/", prefixes, depth)
    elif len(element) or _has_parts(element):
        yield from _of(element, name + "/", prefixes, depth)
    else:
        resource = element.get(_RDF + "resource")
        yield name, (element.text or "").strip() or resource or ""


def _has_parts(element: Element) -> bool:
    outer = (_RDF, "{http://www.w3.org/XML")
    return any(key.startswith("{") and not key.startswith(outer) for key in element.attrib)


def _list(listed: Element, name: str, prefixes: dict[str, str], depth: int) -> Iterator[tuple[str, str]]:
    items = [child for child in listed if child.tag == _RDF + "li"]
    plain = [item for item in items if not len(item) and not _has_parts(item)]
    if len(plain) == len(items):
        language = {item.get(_LANGUAGE) for item in items}
        if listed.tag == _RDF + "Alt" and len(items) > 1 and len(language) > 1:
            for item in items:
                yield f"{name}[{item.get(_LANGUAGE)}]", (item.text or "").strip()
            return
        yield name, ", ".join((item.text or "").strip() for item in items)
        return
    for number, item in enumerate(items):
        yield from _value(item, f"{name}[{number}]", prefixes, depth + 1)


def _named(tag: str, prefixes: dict[str, str]) -> str:
    if not tag.startswith("{"):
        return tag
    uri, _brace, local = tag[1:].partition("}")
    return f"{prefixes.get(uri, 'ns')}:{local}"


_ELEMENT = re.compile(
    r"<((?:xmp|xap|xmpMM|xapMM|photoshop|dc|tiff|exif|dcterms|Iptc4xmpExt):\w{1,60})"
    r"(?: [^<>]{0,300})?>([^<>]{1,2000})</"
)
_ATTRIBUTE = re.compile(
    r"\s((?:xmp|xap|xmpMM|xapMM|photoshop|dc|tiff|exif|dcterms|Iptc4xmpExt):\w{1,60})\s*=\s*\"([^\"<>]{0,2000})\""
)


def _by_pattern(text: str, findings: Findings, path: str, offset: int | None) -> None:
    """Plain properties of a packet that is not XML any more: cut off, or damaged on the way."""
    for pattern in (_ELEMENT, _ATTRIBUTE):
        for number, found in enumerate(pattern.finditer(text)):
            if number >= 200:
                break
            name = found[1].replace("xapMM:", "xmpMM:").replace("xap:", "xmp:")
            findings.add(name, found[2].strip(), path, offset=offset)
