"""From bytes to facts: file types, metadata readers, thumbnails and frames. Never touches a case."""
