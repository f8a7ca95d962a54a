"""The small, pure core: nouns, verbs, rules, store and exchange; it never imports the user interface."""
