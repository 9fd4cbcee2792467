"""The steps, evidence, assessments and reviews of the example case, as plain tables."""

from __future__ import annotations

from osintdesk.app.demo.footage import OLD, ORIGINAL, REFERENCE, REPOST, STILL
from osintdesk.app.demo.story import CROSSING, FOOTAGE, JETS, STRIKE, TODAY, VERIFIED_BY_BBC, Fields

# Each step: the file it is on, and its fields. "redo" takes the place of the step before it.
STEPS: tuple[tuple[str, Fields], ...] = (
    (
        ORIGINAL,
        {
            "pillar": "provenance",
            "question": "When was it first seen online?",
            "method": "earliest-sighting",
            "tool": "reverse image search by hand",
            "parameters": {"engines": ["three engines, key frames 0, 52, 100"]},
            "result": "supports",
            "finding": "The first known post is at 18:52 UTC on 6 August; nothing earlier was found with three engines.",
            "confidence": "moderate",
            "not_after": "2024-08-06T18:52:00Z",
        },
    ),
    (
        ORIGINAL,
        {
            "pillar": "source",
            "question": "Did the uploader film it?",
            "method": "contact-uploader",
            "tool": "by hand",
            "result": "nothing found",
            "finding": "Two messages to the channel, no answer. Whether it filmed the clip is not known.",
            "confidence": "low",
        },
    ),
    (
        ORIGINAL,
        {
            "pillar": "date",
            "question": "What does the clock in the file say?",
            "method": "metadata-review",
            "tool": "OSINT Desk",
            "result": "supports",
            "finding": "The container says 17:29:31 UTC on 6 August. It is a setting that anybody can write.",
            "confidence": "low",
        },
    ),
    (
        ORIGINAL,
        {
            "pillar": "date",
            "question": "When does the light fit?",
            "method": "sun-position",
            "method_version": "1",
            "tool": "by hand, from a table of twilight",
            "parameters": {"place": "51.19, 35.27", "sun_elevation": "-2.1° to -4.8°"},
            "result": "supports",
            "finding": "The brightness behind the ridge is consistent with the sun 2.1° to 4.8° below the horizon.",
            "confidence": "moderate",
            "not_before": "2024-08-06T17:26:00Z",
            "not_after": "2024-08-06T17:46:00Z",
        },
    ),
    (
        ORIGINAL,
        {
            "pillar": "location",
            "question": "Where was the camera?",
            "method": "landmark-match",
            "tool": "by eye",
            "result": "inconclusive",
            "finding": "A water tower and a bend of the road; many villages have both.",
            "confidence": "low",
        },
    ),
    (
        ORIGINAL,
        {
            "redo": True,
            "pillar": "location",
            "question": "Where was the camera?",
            "method": "landmark-match",
            "tool": "match panel with EX-0005",
            "parameters": {"pairs": 5, "matching": 4, "uncertain": 1, "contradicting": 0},
            "result": "supports",
            "finding": "Tower, bend of the road and three roofs stand as on the reference picture; one roof is uncertain.",
            "confidence": "moderate",
            "latitude": "51.19",
            "longitude": "35.27",
            "radius_m": 1000,
        },
    ),
    (
        ORIGINAL,
        {
            "pillar": "content",
            "question": "What is shown?",
            "method": "content-description",
            "tool": "by eye, frame by frame",
            "result": "supports",
            "finding": "Two jets with swept wings pass low from right to left; two plumes lean to the right. No weapon "
            "release, no impact is to be seen. The type of the jets is not established.",
            "confidence": "high",
        },
    ),
    (
        REPOST,
        {
            "pillar": "provenance",
            "question": "Is it a copy of other footage?",
            "method": "near-duplicate",
            "tool": "OSINT Desk",
            "result": "supports",
            "finding": "It is part of EX-0001, mirrored and cropped, with a caption; posted 28 minutes later.",
            "confidence": "high",
            "not_after": "2024-08-06T19:20:00Z",
        },
    ),
    (
        STILL,
        {
            "pillar": "provenance",
            "question": "Is it a copy of other footage?",
            "method": "near-duplicate",
            "tool": "OSINT Desk",
            "result": "supports",
            "finding": "It shows the same moment as EX-0001 at about 2.1 seconds.",
            "confidence": "high",
        },
    ),
    (
        OLD,
        {
            "pillar": "date",
            "question": "Was it taken on 6 August 2024?",
            "method": "metadata-review",
            "tool": "OSINT Desk",
            "result": "contradicts",
            "finding": "The camera's clock says 14 July 2022, 12:05 (UTC+3); the light is that of noon, not of evening.",
            "confidence": "moderate",
            "not_after": "2022-07-14T09:06:00Z",
        },
    ),
    (
        OLD,
        {
            "pillar": "location",
            "question": "Is it the village of EX-0001?",
            "method": "landmark-match",
            "tool": "by eye",
            "result": "contradicts",
            "finding": "No water tower, other ridges, other roofs. Where it was taken is not known.",
            "confidence": "moderate",
        },
    ),
)

# Claim, part, file, stance, strength, note.
EVIDENCE: tuple[tuple[str, str, str, str, str, str], ...] = (
    (FOOTAGE, "what", ORIGINAL, "supports", "strong", "Two jets are to be seen."),
    (FOOTAGE, "where", ORIGINAL, "supports", "weak", "Four of five features match; the radius is 1 km."),
    (FOOTAGE, "where", REFERENCE, "supports", "weak", "The reference picture of the match."),
    (FOOTAGE, "when", ORIGINAL, "supports", "weak", "Light and first sighting leave 20 minutes."),
    (FOOTAGE, "what", REPOST, "neutral", "", "A copy adds no evidence of its own."),
    (STRIKE, "what", ORIGINAL, "neutral", "", "No release and no impact are to be seen; the smoke stands before."),
    (TODAY, "when", OLD, "contradicts", "strong", "The camera's clock is two years earlier; the light is noon."),
    (TODAY, "where", OLD, "contradicts", "weak", "No landmark in common with EX-0001."),
    (VERIFIED_BY_BBC, "what", ORIGINAL, "neutral", "", "Whether the BBC saw this clip is not known."),
)

# Subject (file, claim or incident name), status, confidence, likelihood, reasoning, open questions.
ASSESSMENTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        ORIGINAL,
        "partly verified",
        "moderate",
        "",
        "The footage shows two jets over the village near Sudzha, in the evening of 6 August 2024. What caused the smoke, "
        "whose jets they are and who filmed are not established.",
        "Who filmed? What burned? Which type of aircraft?",
    ),
    (REPOST, "misattributed", "high", "", "A mirrored, cropped copy of EX-0001 offered as new footage.", ""),
    (
        OLD,
        "misattributed",
        "moderate",
        "",
        "A picture of another day, and probably of another place, offered as the same event.",
        "Where was it taken?",
    ),
    (FOOTAGE, "partly verified", "moderate", "likely", "What, where and when are carried by EX-0001.", ""),
    (
        JETS,
        "partly verified",
        "moderate",
        "likely",
        "That jets flew low over the village near Sudzha on the evening of 6 August 2024 is carried by EX-0001. Whose they "
        "were, and what caused the smoke, is not established.",
        "Who flew? What burned?",
    ),
    (
        CROSSING,
        "unverified",
        "",
        "",
        "Only statements by the parties; no footage in this case shows the crossing.",
        "Is there footage of it that can be placed and dated?",
    ),
    (STRIKE, "unverified", "low", "", "Nothing in the footage shows a strike; nothing excludes one before it.", ""),
    (TODAY, "contradicted", "moderate", "", "The picture is older than the event.", ""),
)

REVIEW_AGREES = "I matched the tower and the road again and came to the same place."
REVIEW_ASKS = "The two plumes could be one behind the other. Can a second camera be found?"
DISMISSAL = "Normal for this file: the program that wrote the example clip names itself."
