"""Video, as the rest of the program uses it: exact frames, samples for comparing, key-frame strips, stream facts."""

from __future__ import annotations

from osintdesk.media.frames import FrameIndex, FrameSource, Picture
from osintdesk.media.sampling import StreamFacts, key_frame_strip, poster, probe, sample_frames

__all__ = ["FrameIndex", "FrameSource", "Picture", "StreamFacts", "key_frame_strip", "poster", "probe", "sample_frames"]
