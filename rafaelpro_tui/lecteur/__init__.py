"""`--lecteur`: the main job as lines, questions and numbered choices, for screen readers and plain terminals."""
