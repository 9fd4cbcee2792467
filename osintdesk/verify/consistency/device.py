"""Whether what the file says of its device fits its maker note, its thumbnail, its size and its encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from osintdesk.core.i18n import N_, _
from osintdesk.core.readings import Fact
from osintdesk.verify.consistency.subject import INFO, LOOK, STRONG, Check, Subject
from osintdesk.verify.consistency.tables import editor_named, is_phone_screen, names_library_muxer

Found = Iterator[tuple[str, str, Sequence[Fact]]]

_WRITE_NOTES = (
    "canon",
    "nikon",
    "apple",
    "sony",
    "olympus",
    "om digital",
    "fujifilm",
    "panasonic",
    "pentax",
    "casio",
    "ricoh",
    "sigma",
    "leica",
)
_PICTURES = frozenset({"jpeg", "heic", "heif"})
_DISTANCE, _FAR = 10, 20
_SHAPES = 0.09

# Makers that built cameras for others, so that one's note in the other's camera is as it should be.
_SHARED = (
    {"olympus", "om system", "om digital", "minolta", "epson", "konica minolta", "agfa", "rollei", "skanhex", "sanyo"},
    {"panasonic", "leica"},
    {"pentax", "asahi", "ricoh", "samsung", "hoya", "rollei", "kodak", "hewlett-packard", "hp"},
    {"fujifilm", "general electric", "ge", "leica", "nikon"},
    {"konica", "minolta", "konica minolta", "sony"},
    {"sony", "hasselblad", "konica"},
    {"kodak", "eastman", "minolta"},
    {"sanyo", "olympus", "nikon", "epson", "casio"},
)


# Notes that a camera program writes on phones of any make.
_ON_MANY = frozenset({"Google"})


def _note_missing(subject: Subject) -> Found:
    make = subject.first("make")
    if make is None or subject.format not in _PICTURES or subject.all("maker_note"):
        return
    if any(make.value.lower().startswith(name) for name in _WRITE_NOTES) and subject.first(
        "date_time_original", "exif_width"
    ):
        yield INFO, _("{make} cameras write a maker note; this file has none.").format(make=make.value), (make,)


def _note_of_another(subject: Subject) -> Found:
    for make in subject.all("make")[:1]:
        for note in subject.all("maker_note_maker")[:1]:
            if note.value not in _ON_MANY and not _related(make.value.lower(), note.value.lower()):
                text = _("The maker note is {note}'s, the file says it was made by {make}.")
                known = any(make.value.lower().startswith(name) for name in _WRITE_NOTES)
                yield (STRONG if known else LOOK), text.format(note=note.value, make=make.value), (make, note)


def _related(make: str, note: str) -> bool:
    if not make.split() or note in make or make.split()[0] in note:
        return True
    return any(note in group and any(name in make for name in group) for group in _SHARED)


def _thumbnail(subject: Subject) -> Found:
    distance = subject.number("thumbnail_distance")
    shapes = _shapes(subject)
    fact = subject.first("thumbnail_distance")
    if distance is None or fact is None:
        return
    if distance > _DISTANCE:
        text = _("The embedded thumbnail shows something else than the picture ({distance:.0f} of 64 bits differ).")
        yield (STRONG if distance > _FAR else LOOK), text.format(distance=distance), (fact,)
    elif shapes and abs(shapes[0] / shapes[1] - 1) > _SHAPES:
        text = _("The embedded thumbnail has another shape than the picture ({one:.2f} against {two:.2f}).")
        yield LOOK, text.format(one=shapes[0], two=shapes[1]), (fact,)


def _shapes(subject: Subject) -> tuple[float, float] | None:
    one, _word, two = subject.value("thumbnail_shape").partition(" against ")
    try:
        return float(one), float(two)
    except ValueError:
        return None


def _dimensions(subject: Subject) -> Found:
    stated = (subject.number("exif_width"), subject.number("exif_height"))
    stored = (subject.number("width"), subject.number("height"))
    if (
        None in stated
        or None in stored
        or subject.kind != "image"
        or subject.format not in {"jpeg", "heic", "heif", "webp", "png", "avif"}
    ):
        return
    if stated not in (stored, stored[::-1]):
        text = _("EXIF says {w:.0f} × {h:.0f} pixels, the picture has {x:.0f} × {y:.0f}.")
        words = text.format(w=stated[0], h=stated[1], x=stored[0], y=stored[1])
        yield INFO, words, subject.all("exif_width", "exif_height", "width", "height")[:4]


def _orientation(subject: Subject) -> Found:
    width, height = subject.number("width") or 0, subject.number("height") or 0
    fact = subject.first("orientation")
    if fact is not None and fact.value in {"5", "6", "7", "8"} and height > width > 0 and subject.format == "jpeg":
        yield INFO, _("The picture is stored upright and still says that it is to be turned."), (fact,)


def _screenshot(subject: Subject) -> Found:
    comment = next(
        (fact for fact in subject.all("user_comment", "description") if fact.value.strip().lower() == "screenshot"),
        None,
    )
    if comment:
        yield INFO, _("The file calls itself a screenshot."), (comment,)
    elif (
        subject.format == "png"
        and not subject.all("make", "model")
        and is_phone_screen(subject.number("width"), subject.number("height"))
    ):
        yield (
            INFO,
            _("A PNG of a phone's screen size without camera data: consistent with a screenshot."),
            subject.all("width", "height")[:2],
        )


def _no_exif(subject: Subject) -> Found:
    named = subject.name.lower().endswith((".jpg", ".jpeg", ".heic", ".heif"))
    if subject.kind == "image" and (subject.format in _PICTURES or named) and not subject.all("exif_block"):
        yield INFO, _("The file carries no EXIF."), ()


def _encoder(subject: Subject) -> Found:
    for fact in subject.all("software", "muxing_app", "compressor_name", "encoder_settings"):
        if subject.kind in {"video", "audio"} and names_library_muxer(fact.value):
            text = _("The file was written by {encoder}, the library of FFmpeg and of many programs and services.")
            yield INFO, text.format(encoder=fact.value[:60]), (fact,)
            return
    handlers = [fact for fact in subject.all("handler") if fact.value in {"VideoHandler", "SoundHandler"}]
    if handlers:
        text = _("The tracks are named as FFmpeg's library names them ({names}).")
        yield INFO, text.format(names=", ".join(fact.value for fact in handlers)), handlers


def _encoder_against_device(subject: Subject) -> Found:
    make = subject.first("make")
    if make is None or subject.kind != "video":
        return
    for fact in subject.all("software", "muxing_app", "compressor_name", "encoder_settings"):
        if names_library_muxer(fact.value):
            text = _("The file says it comes from {make}, but was written by {encoder}, which no {make} camera uses.")
            yield LOOK, text.format(make=make.value, encoder=fact.value[:60]), (make, fact)
            return


def _editor(subject: Subject) -> Found:
    seen: set[str] = set()
    for fact in subject.all("software", "xmp_creator_tool", "photoshop_version", "xmp_history", "compressor_name"):
        editor = editor_named(fact.value)
        if editor and editor not in seen:
            seen.add(editor)
            yield LOOK, _("The file names the program {editor}.").format(editor=editor), (fact,)


def _history(subject: Subject) -> Found:
    steps = subject.all("xmp_history")
    if steps:
        text = _("XMP lists how the file came about: {steps}.")
        yield INFO, text.format(steps="; ".join(fact.value for fact in steps[:8])), steps[:8]


def _ids(subject: Subject) -> Found:
    document, original = subject.first("xmp_document_id"), subject.first("xmp_original_document_id")
    if document and original and document.value != original.value:
        yield INFO, _("XMP says that the file was derived from another document."), (document, original)


def _duration(subject: Subject) -> Found:
    picture, sound = subject.number("video_track_duration"), subject.number("audio_track_duration")
    if picture and sound and abs(picture - sound) > 0.5:
        text = _("The picture lasts {picture:.1f} s, the sound {sound:.1f} s.")
        facts = subject.all("video_track_duration", "audio_track_duration")[:2]
        yield INFO, text.format(picture=picture, sound=sound), facts


def _edits(subject: Subject) -> Found:
    for fact in subject.all("edit_list"):
        if len(fact.value.split()) > 2:
            yield INFO, _("A track plays several pieces of what is stored (an edit list)."), (fact,)
            return


_RESAVED = N_("Passing through an editor, a library or a messenger is common and need not change what is shown.")

DEVICE_CHECKS = (
    Check(
        "NO_EXIF",
        N_("Is there any EXIF?"),
        N_("Platforms, messengers and screenshots remove it. Its absence is normal."),
        _no_exif,
    ),
    Check(
        "MAKERNOTE_MISSING",
        N_("Is the maker's own block there?"),
        N_("Many programs drop it when they save."),
        _note_missing,
    ),
    Check(
        "MAKERNOTE_VS_MAKE",
        N_("Is the maker note of the stated maker?"),
        N_("A camera built by one maker for another, or tags copied from another picture."),
        _note_of_another,
    ),
    Check(
        "THUMBNAIL_MISMATCH",
        N_("Does the thumbnail show the picture?"),
        N_("A program that saved the picture and kept the old thumbnail after cropping."),
        _thumbnail,
    ),
    Check(
        "DIMENSION_MISMATCH",
        N_("Does the stated size fit?"),
        N_("The picture was resized or cropped by a program that kept the old tags."),
        _dimensions,
    ),
    Check(
        "ORIENTATION",
        N_("Does the orientation fit the stored picture?"),
        N_("A program turned the picture and left the tag."),
        _orientation,
    ),
    Check(
        "SCREENSHOT", N_("Is it a screenshot?"), N_("Screenshots of posts are a common way to keep them."), _screenshot
    ),
    Check("ENCODER_LAVF", N_("Which program wrote the container?"), _RESAVED, _encoder),
    Check(
        "ENCODER_VS_DEVICE",
        N_("Does the writer fit the device?"),
        N_("A conversion or a re-mux that kept the tags."),
        _encoder_against_device,
    ),
    Check("SOFTWARE_EDITOR", N_("Does an editing program name itself?"), _RESAVED, _editor),
    Check("XMP_HISTORY", N_("Is there a history of edits?"), _RESAVED, _history),
    Check("XMP_DERIVED", N_("Is it derived from another document?"), _RESAVED, _ids),
    Check(
        "AV_DURATION_MISMATCH",
        N_("Do picture and sound last equally long?"),
        N_("A recording or an export that was cut off, or sound that started late."),
        _duration,
    ),
    Check(
        "EDIT_LIST",
        N_("Is all that is stored also played?"),
        N_("Cameras and trims without re-encoding write edit lists."),
        _edits,
    ),
)
