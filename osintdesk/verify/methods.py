"""Verification methods, declared once: the form, the caption in the report and the list on the command line follow.

Methods by hand have guidance and limits; what a method bounds (time, place) says which fields its form asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from osintdesk.core.i18n import N_
from osintdesk.core.words import Pillar

Kind = Literal["text", "long", "number", "choice", "address", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that the examiner states; numbers have a unit and a range."""

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to examine: its question, what it asks for, what it can bound, and what it cannot tell."""

    name: str
    title: str
    pillar: Pillar
    question: str
    icon: str
    version: str = "1"
    guidance: str = ""
    limits: str = ""
    parameters: tuple[Parameter, ...] = ()
    bounds_time: bool = False
    bounds_place: bool = False


_ENGINES = Parameter(name="engines", label=N_("Engines and what each found"), kind="long")
_SEARCHED_AT = Parameter(name="searched_at", label=N_("Searched at"), kind="time")
_ADDRESS = Parameter(name="address", label=N_("Address"), kind="address")
_COMPARED = Parameter(name="compared_with", label=N_("Compared with"), hint=N_("exhibit, archive or map"))

METHODS: tuple[Method, ...] = (
    Method(
        name="reverse-image-search", title=N_("Reverse image search"), pillar=Pillar.PROVENANCE, icon="reverse_search",
        question=N_("Was it published before?"), parameters=(_ENGINES, _SEARCHED_AT), bounds_time=True,
        guidance=N_("Search several engines with several frames, mirrored ones too. Note what each one found."),
        limits=N_("Nothing found does not mean that it is new: engines see a small part of what is published."),
    ),
    Method(
        name="earliest-sighting", title=N_("Earliest sighting"), pillar=Pillar.DATE, icon="earliest",
        question=N_("When was it first seen online?"), parameters=(_ADDRESS, _SEARCHED_AT), bounds_time=True,
        guidance=N_("The earliest post bounds the time from above: it was filmed not after this moment."),
        limits=N_("An earlier post may have been deleted or may never have been indexed."),
    ),
    Method(
        name="original-obtained", title=N_("Original file obtained"), pillar=Pillar.PROVENANCE, icon="original_missing",
        question=N_("Is this the original file?"),
        parameters=(Parameter(name="from_whom", label=N_("Obtained from")), Parameter(name="how", label=N_("How"))),
        guidance=N_("Ask the person who filmed for the file as the camera wrote it, not for a forwarded copy."),
        limits=N_("A file can be changed before it is handed over; metadata can be written by anybody."),
    ),
    Method(
        name="near-duplicate", title=N_("Copies compared"), pillar=Pillar.PROVENANCE, icon="compare",
        question=N_("Which copy is closest to the original?"), parameters=(_COMPARED,),
        guidance=N_("Compare size, quality, crop, length and overlays of all copies that are known."),
        limits=N_("The best copy that is known need not be the original."),
    ),
    Method(
        name="source-assessment", title=N_("Source assessment"), pillar=Pillar.SOURCE, icon="source",
        question=N_("Who is the source, and what did it publish before?"),
        parameters=(_ADDRESS, Parameter(name="history", label=N_("What it published before"), kind="long")),
        guidance=N_("Look at the age of the account, its place, its language, its earlier posts and its contacts."),
        limits=N_("Accounts are sold, taken over and imitated."),
    ),
    Method(
        name="contact-uploader", title=N_("Contact with the uploader"), pillar=Pillar.SOURCE, icon="contact",
        question=N_("What does the uploader say?"),
        parameters=(
            Parameter(name="channel", label=N_("Channel")),
            Parameter(name="asked", label=N_("Asked"), kind="long"),
            Parameter(name="answered", label=N_("Answered"), kind="long"),
            Parameter(name="consent", label=N_("Consent to use"),
                      choices=(N_("given"), N_("refused"), N_("not asked")), kind="choice"),
        ),
        guidance=N_("Ask who filmed, where, when and with which device. Do not put the person at risk."),
        limits=N_("People err and may have reasons not to tell the truth."),
    ),
    Method(
        name="weather", title=N_("Weather look-up"), pillar=Pillar.DATE, icon="weather",
        question=N_("Does the weather fit the record?"),
        parameters=(
            Parameter(name="station", label=N_("Station or record")),
            Parameter(name="recorded", label=N_("Recorded there"), kind="long"),
            Parameter(name="shown", label=N_("Shown in the footage"), kind="long"),
        ),
        bounds_time=True,
        guidance=N_("Compare cloud, rain, wind and snow with the record of the nearest station."),
        limits=N_("Weather repeats; the station may be far away."),
    ),
    Method(
        name="sun-position", title=N_("Sun and shadow"), pillar=Pillar.DATE, icon="sun",
        question=N_("When does the light fit?"),
        parameters=(
            Parameter(name="azimuth", label=N_("Shadow points to"), kind="number", unit="°", low=0, high=360),
            Parameter(name="azimuth_error", label=N_("Its error"), kind="number", unit="°", low=0, high=90),
            Parameter(name="ratio", label=N_("Shadow length ÷ height"), kind="number", low=0, high=100),
            Parameter(name="ratio_error", label=N_("Error of the ratio"), kind="number", low=0, high=100),
        ),
        bounds_time=True,
        guidance=N_("Measure with an honest error. Where two moments of the day fit, keep both until one is excluded."),
        limits=N_("Slopes, leaning objects and wide lenses turn and stretch shadows."),
    ),
    Method(
        name="clock-visible", title=N_("Clock or screen visible"), pillar=Pillar.DATE, icon="clock",
        question=N_("Which time does a clock in the footage show?"), bounds_time=True,
        parameters=(Parameter(name="shown", label=N_("Shown")),),
        guidance=N_("Name the frame. Check the zone of the clock and whether it runs right."),
        limits=N_("Clocks run wrong, stand still, or are set on purpose."),
    ),
    Method(
        name="known-event", title=N_("Event or construction"), pillar=Pillar.DATE, icon="landmark",
        question=N_("Which dated change is visible?"), parameters=(_COMPARED,), bounds_time=True,
        guidance=N_("A building that stood from then on gives “not before”; one that is gone gives “not after”."),
        limits=N_("Imagery is often dated to a month, not to a day."),
    ),
    Method(
        name="landmark-match", title=N_("Landmark match"), pillar=Pillar.LOCATION, icon="map_panel",
        question=N_("Which place is shown?"), parameters=(_COMPARED,), bounds_place=True,
        guidance=N_("Match several independent features; look for what contradicts as hard as for what matches."),
        limits=N_("Serial buildings and repaired roads look alike; reference imagery may be older."),
    ),
    Method(
        name="skyline", title=N_("Skyline or terrain"), pillar=Pillar.LOCATION, icon="role_context",
        question=N_("From where does the horizon look like this?"), parameters=(_COMPARED,), bounds_place=True,
        guidance=N_("Compare the line of hills with a terrain model from the supposed place."),
        limits=N_("Flat land gives little; haze hides what is far."),
    ),
    Method(
        name="signs-language", title=N_("Signs and language"), pillar=Pillar.LOCATION, icon="language_sign",
        question=N_("What do signs, plates and voices say on the place?"), bounds_place=True,
        parameters=(Parameter(name="seen", label=N_("Seen or heard"), kind="long"),),
        guidance=N_("Write down names, telephone codes, number plates and dialect, each with its frame."),
        limits=N_("Signs and plates travel; languages cross borders."),
    ),
    Method(
        name="comparison", title=N_("Comparison with other footage"), pillar=Pillar.CONTENT, icon="compare",
        question=N_("Does other footage show the same?"), parameters=(_COMPARED,), bounds_time=True, bounds_place=True,
        guidance=N_("Name the other exhibit and what both show. Check first that one is not a copy of the other."),
        limits=N_("Copies of one recording are one source, however many there are."),
    ),
    Method(
        name="content-description", title=N_("Description of the content"), pillar=Pillar.CONTENT, icon="caption",
        question=N_("What is shown?"),
        guidance=N_("Say what is seen and heard, second by second, without saying yet what it means."),
        limits=N_("What lies outside the picture, before and after it, is not shown."),
    ),
    Method(
        name="equipment", title=N_("Vehicle, aircraft or uniform"), pillar=Pillar.CONTENT, icon="aircraft",
        question=N_("Which type is shown?"),
        parameters=(Parameter(name="features", label=N_("Features that tell"), kind="long"), _COMPARED),
        guidance=N_("List the features that tell the type from its neighbours, with the frame of each."),
        limits=N_("Both sides of a war may use the same types."),
    ),
    Method(
        name="audio", title=N_("Sound"), pillar=Pillar.CONTENT, icon="audio_analysis",
        question=N_("Does the sound belong to the picture?"),
        parameters=(Parameter(name="heard", label=N_("Heard"), kind="long"),),
        guidance=N_("Compare the delay between flash and bang with the distance; look for cuts in the sound."),
        limits=N_("Platforms change sound; tracks are replaced easily."),
    ),
    Method(
        name="motivation", title=N_("Purpose of the publication"), pillar=Pillar.MOTIVATION, icon="pillar_motivation",
        question=N_("Why was it published?"),
        parameters=(Parameter(name="context", label=N_("Context"), kind="long"),),
        guidance=N_("Who gains from it, what stands beside it, which words are put to it?"),
        limits=N_("A purpose says nothing on whether the footage is genuine."),
    ),
    Method(
        name="corroboration", title=N_("Independent sources"), pillar=Pillar.SOURCE, icon="contradiction",
        question=N_("Do independent sources say the same?"),
        parameters=(Parameter(name="sources", label=N_("Sources, and why they are independent"), kind="long"),),
        guidance=N_("Two accounts that quote a third are one source."),
        limits=N_("Independence can seldom be shown to the end."),
    ),
    Method(
        name="metadata-review", title=N_("Metadata review"), pillar=Pillar.TECHNICAL, icon="metadata",
        question=N_("Is what the file says about itself consistent?"), bounds_time=True, bounds_place=True,
        guidance=N_("Compare times, device, software and place in the file with what is claimed."),
        limits=N_("Platforms remove and rewrite metadata; its absence is normal after an upload."),
    ),
    Method(
        name="metadata-consistency", title=N_("Metadata consistency"), pillar=Pillar.TECHNICAL, icon="metadata",
        question=N_("Is what the file says consistent?"),
        guidance=N_("An observation of the program that a person accepted as a step."),
        limits=N_("An inconsistency often has an innocent explanation."),
    ),
    Method(
        name="edit-review", title=N_("Cuts and edits"), pillar=Pillar.TECHNICAL, icon="clip",
        question=N_("Was it cut, sped up or overlaid?"),
        parameters=(Parameter(name="places", label=N_("Places in the footage"), kind="long"),),
        guidance=N_("Step through frame by frame at jumps; note time, frame and what changes."),
        limits=N_("A cut is not a manipulation of what is shown."),
    ),
    Method(
        name="forensics", title=N_("Image forensics"), pillar=Pillar.TECHNICAL, icon="forensics",
        question=N_("Do the pixels show traces of editing?"),
        parameters=(Parameter(name="filter", label=N_("View and its parameters")),),
        guidance=N_("Keep the view as a derivative, with its parameters."),
        limits=N_("A view shows differences, never their reason; re-encoding by platforms makes most of them."),
    ),
)  # fmt: skip


@cache
def _by_name() -> dict[str, Method]:
    return {method.name: method for method in METHODS}


def method_named(name: str) -> Method | None:
    """The declared method, None for a method in somebody's own words."""
    return _by_name().get(name)


def methods_for(pillar: str) -> list[Method]:
    """The methods of one pillar, in the order in which they are offered."""
    return [method for method in METHODS if method.pillar == pillar]
