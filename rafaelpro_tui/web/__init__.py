"""The app in a browser, for this machine alone (extra `[web]`)."""
