"""The HTTP API, one module per address (SYNC, « On the wire »). A route asks and answers: no rule here."""
