"""What a fact is. Nothing here knows YAML, SQL, rich or Typer."""
