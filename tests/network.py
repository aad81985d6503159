"""A network of its own for servers of the tests, in which they are cut off at will.

Each host is a network namespace of Linux, and all are joined by a bridge in one more, the hub, from
which readers ask. Nothing of it is seen outside, and it is gone with the processes that hold it.
"""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

NET, PREFIX = "10.77.0", 24
HUB = 1
_WAIT = 0.02


class Host:
    """One host: its address, and what runs a program in its network."""

    def __init__(self, number: int) -> None:
        """Make a network namespace. Raises OSError where that may not be done."""
        self.number = number
        self.address = f"{NET}.{number}"
        ours = Path("/proc/self/ns/net").readlink()
        self._process = subprocess.Popen(
            ["unshare", "--net", "sleep", "infinity"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.net = Path(f"/proc/{self._process.pid}/ns/net")
        while self.net.readlink() == ours:
            if self._process.poll() is not None:
                raise OSError("no network namespace can be made")
            time.sleep(_WAIT)

    @property
    def pid(self) -> int:
        """The process that holds it."""
        return self._process.pid

    @property
    def enter(self) -> Sequence[str]:
        """What stands before a command that is to run there."""
        return ("nsenter", f"--net={self.net}")

    def run(self, *args: str) -> None:
        """Run a command there. Raises OSError where it fails."""
        done = subprocess.run([*self.enter, *args], capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"{' '.join(args)}: {done.stderr.strip()}")

    def remove(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()


class Network:
    """The hub and the hosts around it."""

    def __init__(self, hosts: int) -> None:
        """Make them. Raises OSError where that cannot be done."""
        if not Path("/proc/self/ns/net").exists() or os.getuid() != 0:
            raise OSError("network namespaces need Linux, and root")
        self._all: list[Host] = []
        try:
            self.hub = self._host(HUB)
            self.hub.run("ip", "link", "add", "bridge", "type", "bridge")
            self._bring_up(self.hub, "bridge")
            self.hosts = [self._joined(HUB + 1 + n) for n in range(hosts)]
        except BaseException:
            self.remove()
            raise

    def _host(self, number: int) -> Host:
        self._all.append(Host(number))
        return self._all[-1]

    def _joined(self, number: int) -> Host:
        host = self._host(number)
        pair = ("type", "veth", "peer", "name", "eth", "netns", str(host.pid))
        self.hub.run("ip", "link", "add", _port(host), *pair)
        self.hub.run("ip", "link", "set", _port(host), "master", "bridge", "up")
        self._bring_up(host, "eth")
        return host

    def _bring_up(self, host: Host, device: str) -> None:
        host.run("ip", "address", "add", f"{host.address}/{PREFIX}", "dev", device)
        for name in ("lo", device):
            host.run("ip", "link", "set", name, "up")

    def cut(self, host: Host) -> None:
        """Cut a host off from everybody: what is sent to it, or by it, gets lost."""
        self.hub.run("ip", "link", "set", _port(host), "down")

    def mend(self, host: Host) -> None:
        """Join it again."""
        self.hub.run("ip", "link", "set", _port(host), "up")

    def part(self, *, parted: bool) -> None:
        """Cut all hosts off from each other, while the hub reaches each; or join them again."""
        for host in self.hosts:
            isolated = ("isolated", "on" if parted else "off")
            self.hub.run("ip", "link", "set", _port(host), "type", "bridge_slave", *isolated)

    def remove(self) -> None:
        """Let all of it go."""
        for host in self._all:
            host.remove()


def _port(host: Host) -> str:
    return f"port{host.number}"
