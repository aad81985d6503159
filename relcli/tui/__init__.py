"""The full screen of `relcli browse`, by textual, which is an extra of this package."""
