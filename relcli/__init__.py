"""relcli: look up curated facts, each with its date, its sources and how sure it is."""

__version__ = "0.1.0"
