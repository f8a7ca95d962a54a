"""One module per screen of the guide; a screen arranges widgets and talks to the Desk."""
