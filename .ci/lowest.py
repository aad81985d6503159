"""Print the lowest versions that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
wanted = [
    *project["dependencies"],
    *(line for name in extras if name != "dev" for line in extras[name]),
]
for line in wanted:
    name, floor = re.match(r"([\w.-]+)>=([\w.]+)", line).groups()
    print(f"{name}=={floor}")
