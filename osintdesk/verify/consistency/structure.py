"""What the form of the file says: its name against its content, what is appended, marks of generators, credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from osintdesk.core.i18n import N_, _
from osintdesk.core.readings import Fact
from osintdesk.verify.consistency.subject import INFO, LOOK, STRONG, Check, Subject
from osintdesk.verify.consistency.tables import traces_of

Found = Iterator[tuple[str, str, Sequence[Fact]]]

_EXTENSIONS = {
    "jpeg": {"jpg", "jpeg", "jpe", "jfif", "thm", "mpo", "insp"},
    "png": {"png", "apng"},
    "gif": {"gif"},
    "webp": {"webp"},
    "heic": {"heic", "heif", "hif"},
    "heif": {"heic", "heif", "hif", "avif"},
    "avif": {"avif", "heif", "heic"},
    "tiff": {
        "tif",
        "tiff",
        "nef",
        "dng",
        "srw",
        "arw",
        "pef",
        "3fr",
        "iiq",
        "raw",
        "cr2",
        "erf",
        "mef",
        "mos",
        "dcr",
        "kdc",
        "orf",
        "crw",
    },
    "bmp": {"bmp", "dib"},
    "psd": {"psd", "psb"},
    "mp4": {"mp4", "m4v", "mov", "insv", "lrv", "360", "avif", "heic", "m4a", "mp4v", "f4v", "3gp", "cr3"},
    "mov": {"mov", "qt", "mp4", "insv", "m4v"},
    "m4v": {"m4v", "mp4", "mov"},
    "3gp": {"3gp", "3g2", "mp4"},
    "mkv": {"mkv", "mka", "mks", "webm"},
    "webm": {"webm", "mkv"},
    "avi": {"avi", "divx"},
    "mp3": {"mp3", "mpga"},
    "wav": {"wav", "wave", "bwf"},
    "m4a": {"m4a", "mp4", "m4b", "aac"},
    "pdf": {"pdf"},
}
_MEDIA = frozenset().union(*_EXTENSIONS.values())
_DISGUISED = frozenset({"zip", "exe", "elf", "html", "svg", "text", "unknown", "rtf"})

_GENERATED = (
    "trainedalgorithmicmedia",
    "compositewithtrainedalgorithmicmedia",
    "algorithmicmedia",
    "compositesynthetic",
    "algorithmicallyenhanced",
)
_GENERATORS = re.compile(
    r"midjourney|stable.?diffusion|dall.?e\b|adobe firefly|comfyui|automatic1111|novelai|leonardo\.ai|ideogram|"
    r"made with google ai|\bimagen\b|gpt-?4o|openai|bing image creator|runway(ml)?\b|\bsora\b|pika labs|flux\.1|"
    r"invokeai|dreamstudio|fooocus|playground ai",
    re.IGNORECASE,
)


def _extension(subject: Subject) -> Found:
    ending = subject.name.rpartition(".")[2].lower() if "." in subject.name else ""
    if not ending or ending not in _MEDIA:
        return
    fitting = _EXTENSIONS.get(subject.format)
    if (fitting is not None and ending not in fitting) or subject.format in _DISGUISED:
        text = _("The file's name ends in .{ending}, its content is {format}.")
        yield LOOK, text.format(ending=ending, format=subject.format), ()


def _trailing(subject: Subject) -> Found:
    kind, size = subject.first("trailing_kind"), subject.first("trailing_data")
    if kind is None or size is None or not kind.value.startswith(("unknown", "another")):
        return
    text = _("{size} bytes follow the end of the file's own format: {kind}.")
    yield LOOK, text.format(size=size.value, kind=kind.value), (size, kind)


def _generated(subject: Subject) -> Found:
    for fact in subject.all("digital_source_type"):
        if fact.value.rpartition("/")[2].lower() in _GENERATED:
            text = _("The file states its source as {source}: made or altered by an algorithm.")
            light = "enhanced" in fact.value.lower()
            yield (LOOK if light else STRONG), text.format(source=fact.value.rpartition("/")[2]), (fact,)
            return
    for fact in subject.all("generator_text"):
        text = _("The file carries the parameters of an image generator: {text}.")
        yield STRONG, text.format(text=fact.value[:120]), (fact,)
        return
    for fact in subject.all("software", "xmp_creator_tool", "iptc_credit", "description", "comment", "c2pa_generator"):
        if _GENERATORS.search(fact.value):
            yield LOOK, _("The file names an image generator: {text}.").format(text=fact.value[:120]), (fact,)
            return


def _credentials(subject: Subject) -> Found:
    present = subject.first("c2pa", "c2pa_intact")
    if present is None:
        return
    intact, trusted, signer = subject.first("c2pa_intact"), subject.value("c2pa_trusted"), subject.value("c2pa_signer")
    if intact is None:
        yield INFO, _("Content Credentials are present and could not be checked."), (present,)
    elif intact.value.startswith("yes"):
        text = _("Content Credentials are present and intact. Signer: {signer}. Trusted: {trusted}.")
        yield INFO, text.format(signer=signer or _("not named"), trusted=trusted), (present, intact)
    else:
        broken = "Hash.mismatch" in intact.value
        text = _("Content Credentials are present and do not fit the file ({codes}).")
        yield (STRONG if broken else LOOK), text.format(codes=intact.value.removeprefix("no: ")), (present, intact)


def _remote(subject: Subject) -> Found:
    fact = subject.first("c2pa_remote")
    if fact is not None:
        text = _("The file names an address for Content Credentials kept elsewhere ({address}). It was not fetched.")
        yield INFO, text.format(address=fact.value[:200]), (fact,)


def _table(subject: Subject) -> Found:
    fact = subject.first("jpeg_quality")
    if fact is not None and subject.all("make") and subject.all("maker_note"):
        text = _("The quantisation table is that of the common JPEG library at quality {quality}.")
        yield INFO, text.format(quality=fact.value), (fact,)


def platform_traces(subject: Subject) -> Iterator[tuple[str, str, str, tuple[Fact, ...]]]:
    """Every declared trace that fits: code, severity, sentence, facts."""
    for trace, facts in traces_of(subject):
        text = _("Consistent with {platform}: {why} (as of {dated}).")
        yield trace.code, INFO, text.format(platform=trace.platform, why=trace.why, dated=trace.dated), facts


STRUCTURE_CHECKS = (
    Check(
        "EXTENSION_MISMATCH",
        N_("Does the name fit the content?"),
        N_("Platforms and programs often name a converted picture as before."),
        _extension,
    ),
    Check(
        "TRAILING_DATA",
        N_("Does anything follow the end of the file?"),
        N_("Some cameras, programs and services append data of their own."),
        _trailing,
    ),
    Check(
        "AI_GENERATED_MARK",
        N_("Does the file call itself generated?"),
        N_("A light use of a generative tool for retouching sets the same mark."),
        _generated,
    ),
    Check(
        "C2PA_STATE",
        N_("What do Content Credentials say?"),
        N_("Services change files without renewing the credentials. Intact ones say who signed, not what is true."),
        _credentials,
    ),
    Check(
        "C2PA_REMOTE",
        N_("Are Content Credentials kept elsewhere?"),
        N_("Publishers keep large manifests on their servers."),
        _remote,
    ),
    Check(
        "QTABLE_STANDARD",
        N_("Are the quantisation tables a library's?"),
        N_("Half of all camera files in a test collection had them."),
        _table,
    ),
)
