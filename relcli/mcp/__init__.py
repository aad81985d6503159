"""Answers for assistants, by the SDK of the Model Context Protocol, an extra of this package."""
