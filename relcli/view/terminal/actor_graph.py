"""Who appears with whom, as a tree: what `graph` draws."""

from collections import defaultdict

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from relcli.model.date_words import years_words
from relcli.model.stats import NetworkLink, NetworkNode, PlainNetwork
from relcli.view.numbers import counted
from relcli.view.terminal.console import HEADING, QUIET, plain

BAR, MARK = 10, "━"
INDENT = 4  # columns a level
MOST_DRAWN = 10_000  # branches: nobody reads more, and four levels of 40 actors are two million


def draw(console: Console, network: PlainNetwork, most: int) -> None:
    """Draw a tree for each root; at most so many stand below each other, 0 for all."""
    roots = network["roots"][: most or None]
    drawn = _Drawn(console.width, network, most)
    for root in roots:
        console.print(drawn.tree(root))
    if left := len(network["roots"]) - len(roots):
        console.print(Text(f"and {counted(left, 'more actor')}; --limit 0 shows all", QUIET))


class _Drawn:
    """The network as it is drawn."""

    def __init__(self, width: int, network: PlainNetwork, most: int) -> None:
        self.width = width
        self.depth = network["depth"]
        self.most = most
        self.named = len(network["roots"]) == 1  # of one actor, one wants to know which cards
        self.nodes: dict[str, NetworkNode] = {node["id"]: node for node in network["nodes"]}
        self.links: defaultdict[str, dict[str, NetworkLink]] = defaultdict(dict)
        for link in network["links"]:  # those with most cards first
            self.links[link["source"]][link["target"]] = link
            self.links[link["target"]][link["source"]] = link
        self.strongest = max((link["cards"] for link in network["links"]), default=1)
        self.digits = len(str(self.strongest))
        self.drawn = 0

    def tree(self, root: str) -> Tree:
        """Return the tree of a root."""
        node = self.nodes[root]
        heading = plain(node["name"], HEADING)
        others = counted(node["neighbours"], "other")
        heading.append(f"  {counted(node['cards'], 'card')}, with {others}", QUIET)
        tree = Tree(heading, guide_style=QUIET)
        self._grow(tree, (root,))
        return tree

    def _grow(self, tree: Tree, path: tuple[str, ...]) -> None:
        """Add those beside the last actor of a path, but none that is on it already."""
        beside = [other for other in self.links[path[-1]] if other not in path]
        shown = beside[: self.most or None][: max(0, MOST_DRAWN - self.drawn)]
        self.drawn += len(shown)
        for other in shown:
            link = self.links[path[-1]][other]
            branch = tree.add(self._label(other, link, len(path)))
            if len(path) < self.depth:
                self._grow(branch, (*path, other))
        met = sum(other in self.links[path[-1]] for other in path)
        left = self.nodes[path[-1]]["neighbours"] - met - len(shown)
        if left:
            tree.add(Text(f"and {left} more", QUIET))

    def _label(self, other: str, link: NetworkLink, level: int) -> Text:
        """Return how many cards two actors share, when, and on the first level which these are."""
        bar = MARK * max(1, round(BAR * link["cards"] / self.strongest))
        number = f" {link['cards']:>{self.digits}}  "
        name = plain(self.nodes[other]["name"])
        label = Text.assemble((f"{bar:<{BAR}}", QUIET), number, name)
        if years := _years(link):
            label.append(f"  {years}", QUIET)
        left = BAR + len(number)
        ids = _first_ids(link["ids"], self.width - INDENT * level - left)
        if self.named and level == 1 and ids:
            label.append("\n" + " " * left).append_text(plain(ids, QUIET))
        return label


def _years(link: NetworkLink) -> str:
    if link["first"] is None or link["last"] is None:
        return ""
    return years_words(link["first"], link["last"])


def _first_ids(ids: list[str], room: int) -> str:
    """Return as many ids as one line has room for, and how many more there are."""
    listed = ""
    for number in range(len(ids), 0, -1):
        left = f" and {len(ids) - number} more" if number < len(ids) else ""
        listed = f"{', '.join(ids[:number])}{left}"
        if len(listed) <= room:
            return listed
    return ""
