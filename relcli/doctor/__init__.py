"""What relcli runs on: what is wrong there, and the cure."""
