"""Looking at footage: canvas, pictures, exact frames, transport, strip and tools."""
