"""One headless Chromium for all tests: it is told what to do through a pipe, by the DevTools protocol."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from select import select
from time import monotonic
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 180  # seconds; on a busy machine a browser is slow to begin
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

# What a page is asked about how it came up; set before anything of the page itself runs.
WATCH = """globalThis.shifts = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) globalThis.shifts += one.value })
  .observe({type: "layout-shift", buffered: true})"""
PAINTED = """new Promise((done) => {
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => painted() ? done(painted().startTime) : setTimeout(look, 10);
  look();
})"""


class Tab:
    """A page in the browser; ``told`` holds every event since it was opened."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.told: list[dict[str, Any]] = []
        self.target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.ask("Target.attachToTarget", targetId=self.target, flatten=True)
        self.session = attached["sessionId"]
        browser.tabs[self.session] = self
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.ask(method, self.session, **parameters)

    def open(self, address: str) -> None:
        """Goes to ``address`` and waits until all of it is there."""
        self.told.clear()
        self.ask("Page.navigate", url=address)
        while not self.named("Page.loadEventFired"):
            self.browser.hear()

    def named(self, event: str) -> list[dict[str, Any]]:
        """What the events of this name said."""
        return [told["params"] for told in self.told if told["method"] == event]

    def width(self, pixels: int, height: int = 800, *, phone: bool = False) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )

    def media(self, kind: str = "", **features: str) -> None:
        """'print', or features: ``prefers_color_scheme="dark"``."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.ask("Emulation.setEmulatedMedia", media=kind, features=wanted)

    def value(self, expression: str) -> Any:
        """What the expression comes to, a promise waited for. Raises RuntimeError if it throws."""
        found = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, timeout=60_000
        )
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def close(self) -> None:
        self.browser.ask("Target.closeTarget", targetId=self.target)
        del self.browser.tabs[self.session]


class Browser:
    """Commands go in and answers come out as JSON, each ended by a zero byte."""

    def __init__(self, profile: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser reads 3 and writes 4: high numbers of ours cannot be in the way.
        reads, writes = (fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (theirs_in, theirs_out))
        command = [str(CHROMIUM), *QUIET, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{reads} 4>&{writes}', "-", *command],
            pass_fds=(reads, writes),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in (theirs_in, theirs_out, reads, writes):
            os.close(one)
        self.into, self.out = ours_out, ours_in
        self.waiting = b""
        self.asked = 0
        self.answers: dict[int, dict[str, Any]] = {}
        self.tabs: dict[str, Tab] = {}

    def ask(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The answer to a command. Raises RuntimeError when it is refused, TimeoutError without one."""
        self.asked += 1
        message = {"id": self.asked, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        number = self.asked
        while number not in self.answers:
            self.hear()
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return dict(answer["result"])

    def hear(self) -> None:
        """Takes in the next message: an answer, or an event of a tab."""
        until = monotonic() + PATIENCE
        while b"\0" not in self.waiting:
            ready, _, _ = select([self.out], [], [], max(until - monotonic(), 0))
            more = os.read(self.out, 1 << 20) if ready else b""
            if not more:
                raise TimeoutError("chromium says nothing")
            self.waiting += more
        raw, self.waiting = self.waiting.split(b"\0", 1)
        message = json.loads(raw)
        if "id" in message:
            self.answers[message["id"]] = message
        elif tab := self.tabs.get(message.get("sessionId", "")):
            tab.told.append(message)

    def close(self) -> None:
        for one in (self.into, self.out):
            os.close(one)
        self.process.terminate()
        self.process.wait(PATIENCE)
