"""Whether the times in a file agree with each other, with its name, with its devices and with what is claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from osintdesk.core.i18n import N_, _
from osintdesk.core.readings import Fact
from osintdesk.verify.consistency.moments import EAST, Moment, span, utc_moment, zone_between, zone_text
from osintdesk.verify.consistency.places import places_of, zone_at
from osintdesk.verify.consistency.subject import INFO, LOOK, STRONG, Check, Subject
from osintdesk.verify.consistency.tables import file_name_times, known_devices, names_library_muxer

Found = Iterator[tuple[str, str, Sequence[Fact]]]

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_SHOT = timedelta(minutes=2)
_EPOCHS = {
    (1904, 1, 1): N_("the zero of QuickTime clocks"),
    (1970, 1, 1): N_("the zero of Unix clocks"),
    (1980, 1, 1): N_("the zero of DOS clocks"),
    (2000, 1, 1): N_("the first date of many camera clocks"),
    (2001, 1, 1): N_("the zero of Apple's and Matroska's clocks"),
}


def _gps_times(subject: Subject) -> list[tuple[Fact, Moment]]:
    found = [(fact, utc_moment(fact.value)) for fact in subject.all("gps_date_time")]
    return [(fact, moment) for fact, moment in found if moment is not None]


def _exif_against_gps(subject: Subject) -> Found:
    for fact, local in subject.captured[:1]:
        for gps_fact, gps in _gps_times(subject)[:1]:
            instant = gps.local.replace(tzinfo=UTC)
            zone = zone_between(local.local, instant)
            if zone is None:
                gap = span(local.local - gps.local)
                text = _(
                    "Camera clock ({local}) and satellite time ({gps} UTC) are {gap} apart; no time zone explains it."
                )
                yield LOOK, text.format(local=local.local, gps=gps.local, gap=gap), (fact, gps_fact)
            elif local.offset is not None and abs(local.offset - zone) > _SHOT:
                text = _("The stated zone is {stated}, but camera and satellite time are {actual} apart.")
                yield LOOK, text.format(stated=zone_text(local.offset), actual=zone_text(zone)), (fact, gps_fact)


def stated_zone(subject: Subject) -> tuple[timedelta, Fact] | None:
    """The zone of the camera's clock: as stated, or as the satellites' time implies."""
    for fact, local in subject.captured[:1]:
        if local.offset is not None:
            return local.offset, subject.first("offset_time_original") or fact
        for gps_fact, gps in _gps_times(subject)[:1]:
            zone = zone_between(local.local, gps.local.replace(tzinfo=UTC))
            if zone is not None:
                return zone, gps_fact
    for fact, created in subject.moments("creation_date"):
        if created.offset is not None:
            return created.offset, fact
    return None


def _zone_against_place(subject: Subject) -> Found:
    stated, places = stated_zone(subject), places_of(subject)
    when = next((moment for _fact, moment in [*subject.captured, *subject.moments("creation_date")]), None)
    if stated is None or not places or when is None:
        return
    zone, fact = stated
    name, real = zone_at(places[0].latitude, places[0].longitude, when.local)
    if real is not None and abs(zone - real) > _HOUR + 5 * _MINUTE:
        text = _("The clock ran in {stated}; at the recorded place ({name}) it was {real} then.")
        yield LOOK, text.format(stated=zone_text(zone), name=name, real=zone_text(real)), (fact, *places[0].facts)


def _name_against_exif(subject: Subject) -> Found:
    captured = subject.captured[:1]
    for named in file_name_times(subject.name):
        for fact, local in captured:
            problem = named.conflict(local, tolerance=_SHOT)
            if problem is not None:
                text = _("The file's name says {named}, its EXIF says {exif}: {gap} apart.")
                words = text.format(named=named.shown(), exif=local.shown(), gap=span(problem))
                yield (INFO if _whole_zone(problem) else LOOK), words, (fact,)
        return


def _whole_zone(gap: timedelta) -> bool:
    """Whether a difference of zones would explain a gap."""
    reference = datetime(2000, 1, 2, tzinfo=UTC)
    return zone_between((reference + gap).replace(tzinfo=None), reference) is not None


def _container_times(subject: Subject) -> list[tuple[Fact, Moment]]:
    """Times that are in UTC by definition, the unset ones left out."""
    found = [(fact, utc_moment(fact.value)) for fact in subject.all("media_create_date")]
    if not found and subject.format in {"mkv", "webm"}:
        found = [(fact, utc_moment(fact.value)) for fact in subject.all("date_time_original")]
    return [(fact, moment) for fact, moment in found if moment is not None and moment.local.year > 1904]


def _name_against_container(subject: Subject) -> Found:
    length = _length(subject)
    for named in file_name_times(subject.name):
        for fact, written in _container_times(subject)[:1]:
            if written.local.year <= 1970:
                continue
            problem = named.conflict(written, tolerance=5 * _MINUTE + length)
            if problem is not None:
                text = _("The file's name says {named}, its container says {written}: {gap} apart.")
                yield LOOK, text.format(named=named.shown(), written=written.shown(), gap=span(problem)), (fact,)
        return


def _all_times(subject: Subject) -> list[tuple[Fact, Moment]]:
    return [
        *subject.captured,
        *subject.moments("creation_date", "xmp_date_time_original"),
        *_container_times(subject),
        *_gps_times(subject),
    ]


def _after_posted(subject: Subject) -> Found:
    if subject.posted_at is None:
        return
    for fact, moment in _all_times(subject):
        late = moment.earliest - subject.posted_at
        if late > 5 * _MINUTE:
            # Some cameras write local time where UTC belongs: a movie header has to be later than any zone explains.
            enough = EAST if fact.name == "media_create_date" else _HOUR
            exact = moment.offset is not None and late > enough
            text = _("The file says it was taken at {taken}, {gap} or more after the stated posting ({posted} UTC).")
            words = text.format(
                taken=moment.shown(), gap=span(late), posted=f"{subject.posted_at.astimezone(UTC):%Y-%m-%d %H:%M}"
            )
            yield (STRONG if exact else LOOK), words, (fact,)
            return


def _future(subject: Subject) -> Found:
    for fact, moment in _all_times(subject):
        ahead = moment.earliest - subject.seen_at
        if ahead > 5 * _MINUTE:
            text = _("The file says it was taken at {taken}, which was still to come when the file was looked at.")
            yield LOOK, text.format(taken=moment.shown()), (fact,)
            return


def _before_device(subject: Subject) -> Found:
    taken = next((pair for pair in _all_times(subject) if pair[1].local.year > 1980), None)
    if taken is None:
        return
    for device in known_devices(subject.value("make"), subject.value("model"), subject.value("software")):
        if taken[1].latest.date() < device.released:
            text = _("The file says it was taken at {taken}; {name} came out on {released} (source: {source}).")
            words = text.format(
                taken=taken[1].shown(), name=device.name, released=device.released, source=device.source
            )
            named = subject.first("software" if device.firmware else "model")
            yield LOOK, words, tuple(fact for fact in (taken[0], named) if fact)


def _default_clock(subject: Subject) -> Found:
    for fact, moment in subject.moments("date_time_original", "create_date", "media_create_date", "creation_date"):
        epoch = _EPOCHS.get((moment.local.year, moment.local.month, moment.local.day))
        first_minute = (moment.local.month, moment.local.day) == (
            1,
            1,
        ) and moment.local.hour == moment.local.minute == 0
        if epoch and (moment.local.hour < 1 or moment.local.year < 1990):
            text = _("The time {time} is {epoch}: the clock was probably never set.")
            yield INFO, text.format(time=moment.shown(), epoch=_(epoch)), (fact,)
            return
        if first_minute:
            text = _("The time {time} is the first minute of a year, where cameras start that were never set.")
            yield INFO, text.format(time=moment.shown()), (fact,)
            return
    for fact in subject.all("date_time_original", "create_date", "media_create_date"):
        unset = set(fact.value) <= set("0: ")
        muxed = fact.name == "media_create_date" and _muxer_writes_no_time(subject)
        if unset and not muxed:
            yield (
                INFO,
                _("The creation time stands at zero: the clock was never set, or the time was removed."),
                (fact,),
            )
            return


def _muxer_writes_no_time(subject: Subject) -> bool:
    """Programs that write zero unless told otherwise say nothing about a camera's clock."""
    return any(names_library_muxer(fact.value) for fact in subject.all("software", "muxing_app"))


def _modified_after(subject: Subject) -> Found:
    for fact, taken in subject.captured[:1]:
        for other, changed in subject.moments("modify_date")[:1]:
            later = changed.local - taken.local
            if later > _MINUTE:
                text = _("The file was last changed {gap} after it was taken ({changed}).")
                yield INFO, text.format(gap=span(later), changed=changed.local), (fact, other)


def _xmp_against_exif(subject: Subject) -> Found:
    captured = subject.captured[:1]
    for fact, taken in captured:
        names = ("xmp_date_time_original", "photoshop_date_created", "xmp_create_date", "iptc_date_created")
        for other, written in subject.moments(*names):
            gap = _gap(taken, written)
            if abs(gap) > _MINUTE:
                text = _("EXIF says {exif}, {place} says {other}: {gap} apart.")
                words = text.format(exif=taken.shown(), place=_what(other), other=written.shown(), gap=span(gap))
                yield (INFO if _whole_zone(gap) else LOOK), words, (fact, other)
                return


def _gap(one: Moment, two: Moment) -> timedelta:
    """By instants where both zones are known, by days where one is a bare date, else as the clocks show it."""
    if one.day_only or two.day_only:
        return timedelta(days=(two.local.date() - one.local.date()).days)
    if one.utc is not None and two.utc is not None:
        return two.utc - one.utc
    return two.local - one.local


def _what(fact: Fact) -> str:
    return {
        "xmp_create_date": "xmp:CreateDate",
        "photoshop_date_created": "photoshop:DateCreated",
        "iptc_date_created": "IPTC",
        "xmp_date_time_original": "exif:DateTimeOriginal (XMP)",
    }.get(fact.name, fact.name)


def _length(subject: Subject) -> timedelta:
    """How long the recording lasts; a stated length beyond a day or below nothing is not believed."""
    return timedelta(seconds=min(max(subject.number("duration") or 0.0, 0.0), 86400.0))


def _keys_against_header(subject: Subject) -> Found:
    """Cameras write the header's time at the beginning or at the end of a recording."""
    for fact, created in subject.moments("creation_date")[:1]:
        for other, header in _container_times(subject)[:1]:
            if created.utc is None or header.local.year <= 1970:
                continue
            gap = header.local.replace(tzinfo=UTC) - created.utc
            if abs(gap) > _SHOT + _length(subject):
                text = _("The recording time ({created}) and the movie header ({header} UTC) are {gap} apart.")
                words = text.format(created=created.shown(), header=header.local, gap=span(gap))
                yield (INFO if _whole_zone(gap) else LOOK), words, (fact, other)


def _header_against_tracks(subject: Subject) -> Found:
    for fact, header in _container_times(subject)[:1]:
        for other in subject.all("track_create_date"):
            track = utc_moment(other.value)
            if track is None or track.local.year <= 1970 or fact.name != "media_create_date":
                continue
            gap = track.local - header.local
            if abs(gap) > _MINUTE + _length(subject):
                text = _("The movie header says {header} UTC, a track says {track} UTC: {gap} apart.")
                yield LOOK, text.format(header=header.local, track=track.local, gap=span(gap)), (fact, other)
                return


def _no_creation_time(subject: Subject) -> Found:
    if subject.kind not in {"video", "audio"} or subject.format in {"mp3", "wav", "flac", "ogg", "opus", "aac"}:
        return
    if any(fact for fact, _moment in _container_times(subject)) or subject.moments(
        "creation_date", "date_time_original"
    ):
        return
    if subject.format in {"mp4", "mov", "m4v", "3gp", "m4a", "mkv", "webm", "avi"}:
        yield INFO, _("The container states no creation time."), tuple(subject.all("media_create_date")[:1])


_PLATFORMS = N_("Messengers and platforms remove it; so do editing and conversion programs.")
_CLOCKS = N_("A camera clock that was set wrongly, to home time, or not switched to summer time.")

TIME_CHECKS = (
    Check("TIME_EXIF_VS_GPS", N_("Do camera clock and satellite time fit one zone?"), _CLOCKS, _exif_against_gps),
    Check(
        "TZ_VS_LONGITUDE",
        N_("Does the clock's zone fit the place?"),
        N_("A camera left at home time while travelling."),
        _zone_against_place,
    ),
    Check(
        "TIME_FILENAME_VS_EXIF",
        N_("Does the name fit the EXIF time?"),
        N_("The file was renamed, or the name was given when it was saved."),
        _name_against_exif,
    ),
    Check(
        "TIME_FILENAME_VS_CONTAINER",
        N_("Does the name fit the container's time?"),
        N_("The file was renamed or copied, or the container keeps the time of export."),
        _name_against_container,
    ),
    Check("TIME_AFTER_POSTED", N_("Was it taken before it was posted?"), _CLOCKS, _after_posted),
    Check("TIME_FUTURE", N_("Does the time lie in the future?"), _CLOCKS, _future),
    Check("TIME_BEFORE_DEVICE", N_("Did the device exist then?"), _CLOCKS, _before_device),
    Check(
        "TIME_DEFAULT_CLOCK",
        N_("Is the time the default of an unset clock?"),
        N_("A battery that ran out, a phone without network, or a program that writes no time."),
        _default_clock,
    ),
    Check(
        "TIME_MODIFIED_AFTER",
        N_("Was the file changed after it was taken?"),
        N_("Rotating, rating, renaming or importing into a picture library is enough."),
        _modified_after,
    ),
    Check(
        "TIME_XMP_VS_EXIF",
        N_("Do XMP, IPTC and EXIF tell one time?"),
        N_("A corrected camera clock, another zone, or the time of scanning or editing."),
        _xmp_against_exif,
    ),
    Check(
        "TIME_QT_CREATIONDATE_VS_MVHD",
        N_("Do recording time and movie header agree?"),
        N_("An export or a trim writes a new header; some cameras write local time there."),
        _keys_against_header,
    ),
    Check(
        "TIME_MVHD_VS_TRACK",
        N_("Do movie header and tracks agree?"),
        N_("Editing programs write some of these times anew."),
        _header_against_tracks,
    ),
    Check("NO_CREATION_TIME", N_("Does the container state a time?"), _PLATFORMS, _no_creation_time),
)
