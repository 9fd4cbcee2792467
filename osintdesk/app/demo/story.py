"""What is recorded in the example case: sources, claims, sightings, steps and assessments, as plain tables.

The claims and who made them are those reported on 6 and 7 August 2024. Everything about the footage (accounts, posts,
findings) is invented for the example, as its pictures are generated; accounts are named “example”.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from osintdesk.app.demo.footage import OLD, ORIGINAL, REFERENCE, REPOST, STILL
from osintdesk.core.domain import Json

ANALYST, REVIEWER = "A. Kaya (example)", "M. Orel (example)"
Fields = dict[str, Json]

CASE: Fields = {
    "reference": "EXAMPLE-2024-08",
    "purpose": "Show how footage is verified in OSINT Desk. All pictures are generated; nothing here is a finding.",
    "scope": "Footage of low-flying jets over the Kursk region on Tuesday 6 August 2024.",
    "time_zone": "Europe/Moscow",
    "example": True,
}
CASE_TITLE = "Low-flying jets over the Kursk region (example)"

JETS, CROSSING = "jets", "crossing"
INCIDENTS: dict[str, Fields] = {
    JETS: {
        "title": "Two jets fly low over a village in the Kursk region while smoke rises",
        "description": "Footage posted on the evening of Tuesday 6 August 2024. Who flew, and what caused the smoke, is "
        "not established.",
        "work_status": "in progress",
    },
    CROSSING: {
        "title": "Reported crossing of the border near Sudzha",
        "description": "Only statements by the parties so far; no footage in this case shows it.",
        "work_status": "help needed",
    },
}
PLACES: dict[str, Fields] = {
    JETS: {
        "name": "Village near Sudzha",
        "local_name": "Суджа",
        "latitude": "51.19",
        "longitude": "35.27",
        "precision": "locality",
        "radius_m": 1000,
        "bearing": "285",
        "bearing_error": "8",
        "view_angle": "62",
        "note": "From the water tower and the bend of the road on the reference picture.",
    },
    CROSSING: {
        "name": "Sudzha",
        "local_name": "Суджа",
        "latitude": "51.191",
        "longitude": "35.271",
        "precision": "settlement",
        "note": "Officials named the town, about 10 km from the front line.",
    },
}
INTERVALS: dict[str, Fields] = {
    JETS: {
        "not_before": "2024-08-06T20:26:00+03:00",
        "not_after": "2024-08-06T20:46:00+03:00",
        "zone": "Europe/Moscow",
        "basis": "inferred",
        "note": "Light in the sky, with the clock in the file inside these bounds.",
    },
    CROSSING: {
        "not_before": "2024-08-06T00:00:00+03:00",
        "not_after": "2024-08-06T23:59:00+03:00",
        "zone": "Europe/Moscow",
        "basis": "stated by a person",
    },
}

_PARTY = "A party to the conflict; nothing in this case allows a judgement."
SOURCES: dict[str, Fields] = {
    "channel-a": {
        "name": "Channel A (example)",
        "platform": "Telegram",
        "url": "https://example.org/channel-a",
        "reliability": "F",
        "reliability_reason": "First seen in this case; no earlier posts to compare with.",
    },
    "channel-b": {
        "name": "Канал Б (example)",
        "platform": "Telegram",
        "url": "https://example.org/channel-b",
        "reliability": "E",
        "reliability_reason": "Posts others' footage without naming it; mirrored this clip.",
    },
    "account-c": {"name": "قناة ج (example)", "platform": "X", "url": "https://example.org/account-c"},
    "bbc": {
        "name": "BBC",
        "kind": "organisation",
        "reliability": "B",
        "reliability_reason": "A newsroom with a verification desk; how this footage was verified is not described.",
    },
    "officials": {
        "name": "Russian officials",
        "kind": "organisation",
        "reliability": "F",
        "reliability_reason": _PARTY,
    },
    "moscow": {"name": "Moscow", "kind": "organisation", "reliability": "F", "reliability_reason": _PARTY},
    "smirnov": {
        "name": "Alexei Smirnov, acting governor of the Kursk region",
        "kind": "person",
        "reliability": "F",
        "reliability_reason": _PARTY,
    },
    "kyiv": {"name": "Kyiv", "kind": "organisation", "reliability": "F", "reliability_reason": _PARTY},
    "seleznyov": {
        "name": "Col. Vladislav Seleznyov, to Nexta",
        "kind": "person",
        "reliability": "F",
        "reliability_reason": "An estimate given in an interview; its basis is not stated.",
    },
}

FOOTAGE, VERIFIED_BY_BBC, STRIKE, TODAY = "footage", "bbc", "strike", "today"
CLAIMS: dict[str, Fields] = {
    VERIFIED_BY_BBC: {
        "statement": "Footage posted online and verified by the BBC showed fighter jets flying low over the region on "
        "Tuesday, with smoke rising from the ground.",
        "source": "bbc",
        "incident": JETS,
        "what": "Fighter jets flew low; smoke rose from the ground",
        "where": "Kursk region",
        "when": "Tuesday 6 August 2024",
        "third_party": True,
        "note": "Somebody else's verification: recorded as a claim, not as our verdict.",
    },
    FOOTAGE: {
        "statement": "Jets over the Kursk region on 6 August",
        "source": "channel-a",
        "incident": JETS,
        "said_at": "2024-08-06T21:52:00+03:00",
        "url": "https://example.org/channel-a/101",
        "what": "Two jets fly low over a village",
        "where": "Kursk region, near Sudzha",
        "when": "6 August 2024, evening",
    },
    STRIKE: {
        "statement": "The smoke is from a strike by these jets",
        "source": "channel-b",
        "incident": JETS,
        "said_at": "2024-08-06T22:20:00+03:00",
        "url": "https://example.org/channel-b/77",
        "what": "The jets struck the ground",
        "why": "An air strike",
    },
    TODAY: {
        "statement": "Smoke over Kursk today",
        "source": "account-c",
        "incident": JETS,
        "said_at": "2024-08-07T00:44:00+03:00",
        "url": "https://example.org/account-c/5",
        "what": "Smoke over fields",
        "where": "Kursk region",
        "when": "6 August 2024",
    },
    "crossed": {
        "statement": "Around 300 troops with 11 tanks and more than 20 armoured vehicles crossed the border near Sudzha, "
        "10 km from the front line.",
        "source": "officials",
        "incident": CROSSING,
        "what": "About 300 troops, 11 tanks, more than 20 armoured vehicles crossed",
        "where": "Near Sudzha",
        "when": "6 August 2024",
    },
    "wounded": {
        "statement": "24 people were wounded, six of them children.",
        "source": "moscow",
        "incident": CROSSING,
        "what": "24 wounded, six of them children",
    },
    "moved": {
        "statement": "Several thousand people have been moved out of the area.",
        "source": "smirnov",
        "incident": CROSSING,
        "what": "Several thousand people moved out",
        "where": "Border districts of the Kursk region",
    },
    "silence": {
        "statement": "Kyiv had not commented.",
        "source": "kyiv",
        "incident": CROSSING,
        "what": "No statement by Kyiv when the report was written",
        "note": "The absence of a statement, as reported; it says nothing on what happened.",
    },
    "troops": {
        "statement": "An estimated 75,000 Russian troops were near the border.",
        "source": "seleznyov",
        "incident": CROSSING,
        "what": "About 75,000 Russian troops",
        "where": "Near the border",
    },
}


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the example: how it is described, attached and where it was seen."""

    file: str
    title: str
    description: str
    role: str
    sighting: Fields = field(default_factory=dict)
    tags: tuple[str, ...] = ()


ITEMS: tuple[Item, ...] = (
    Item(
        ORIGINAL,
        "Two jets pass over a village at dusk",
        "Two dark jets cross from right to left, low above hills; two columns of smoke stand left of the middle. Houses "
        "with lit windows, a water tower on the right. No people to be seen.",
        "shows the event",
        {
            "url": "https://example.org/channel-a/101",
            "platform": "Telegram",
            "source": "channel-a",
            "source_role": "uploader",
            "posted_at": "2024-08-06T18:52:00Z",
            "posted_basis": "platform",
            "captured_at": "2024-08-12T08:14:00Z",
            "captured_by": ANALYST,
            "captured_how": "downloaded in the browser",
            "caption": "Курская область, вечер 6 августа",
        },
        ("jets", "smoke"),
    ),
    Item(
        REPOST,
        "The same clip, mirrored, with a caption",
        "As EX-0001 but mirrored, cut closer and with words at the lower edge.",
        "shows the event",
        {
            "url": "https://example.org/channel-b/77",
            "platform": "Telegram",
            "source": "channel-b",
            "source_role": "re-poster",
            "posted_at": "2024-08-06T22:20:00+03:00",
            "posted_basis": "platform",
            "caption": "КУРСК СЕЙЧАС",
        },
        ("jets", "repost"),
    ),
    Item(
        STILL,
        "A still of the clip, as a messenger passed it on",
        "One picture of the jets above the village.",
        "shows the event",
        {
            "platform": "WhatsApp",
            "posted_at": "2024-08-06T22:15:04-00:00",
            "posted_basis": "inferred",
            "note": "Time from the file name; its zone is not known.",
        },
        ("jets",),
    ),
    Item(
        OLD,
        "Smoke over fields at noon, offered as the same event",
        "One column of dark smoke above yellow fields and red roofs, in daylight. No jets.",
        "context",
        {
            "url": "https://example.org/account-c/5",
            "platform": "X",
            "source": "account-c",
            "source_role": "uploader",
            "posted_at": "2024-08-06T21:44:00Z",
            "posted_basis": "platform",
            "caption": "دخان فوق كورسك اليوم — 库尔斯克上空的烟雾",
        },
        ("smoke", "misattributed"),
    ),
    Item(
        REFERENCE,
        "Reference picture from above",
        "Roads, fields, roofs and a round tank east of a bend.",
        "reference",
        {},
        ("reference",),
    ),
)
