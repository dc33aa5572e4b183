"""A headless Chromium, spoken to by its DevTools protocol over a pair of pipes.

    with Browser() as browser:
        page = browser.open("http://127.0.0.1:8000/", width=320)
        page.eval("document.title")
        page.requests          # every URL the page asked for

Pipes (--remote-debugging-pipe) need no port and no package besides Debian's
chromium: messages are JSON, each ended by a NUL.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile


def find():
    """The browser's program, or None where there is none."""
    return shutil.which("chromium")


class BrowserError(Exception):
    pass


class Browser:
    PATIENCE = 60  # seconds; only to end a hang, nothing is measured by it
    FLAGS = [
        "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
    ]

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="chromium-")
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()

        command = [find(), *self.FLAGS, f"--user-data-dir={self.profile}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")

        # The protocol wants descriptors 3 and 4. Move ours out of their way first.
        def place():
            reader, writer = os.dup2(to_read, 203), os.dup2(to_write, 204)
            os.dup2(reader, 3)
            os.dup2(writer, 4)

        self.process = subprocess.Popen(
            command, preexec_fn=place, close_fds=False, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.buffer = b""
        self.serial = 0
        self.events = []
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(timeout=20)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self):
        while b"\0" not in self.buffer:
            if not select.select([self.from_browser], [], [], self.PATIENCE)[0]:
                raise BrowserError(f"chromium said nothing for {self.PATIENCE} s")
            data = os.read(self.from_browser, 1 << 16)
            if not data:
                raise BrowserError("chromium has gone")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, params=None, session=None):
        """Call a method and return its result; events that come meanwhile are kept."""
        self.serial += 1
        message = {"id": self.serial, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to_browser, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.serial:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method, session):
        """Wait for an event, which may have come already."""
        while True:
            for event in self.events:
                if event.get("method") == method and event.get("sessionId") == session:
                    return event["params"]
            self.events.append(self.receive())

    def open(self, url, width=1280, height=900, scheme="light"):
        return Page(self, url, width, height, scheme)


class Page:
    def __init__(self, browser, url, width, height, scheme):
        self.browser = browser
        self.target = browser.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = browser.call(
            "Target.attachToTarget", {"targetId": self.target, "flatten": True})["sessionId"]
        browser.events.clear()
        self.call("Page.enable")
        self.call("Network.enable")
        self.call("Runtime.enable")
        self.call("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.call("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        answer = self.call("Page.navigate", {"url": url})
        if "errorText" in answer:
            raise BrowserError(f"{url}: {answer['errorText']}")
        browser.wait("Page.loadEventFired", self.session)

    def call(self, method, params=None):
        return self.browser.call(method, params, self.session)

    def eval(self, expression):
        answer = self.call("Runtime.evaluate", {
            "expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def seen(self, method):
        return [event["params"] for event in self.browser.events
                if event.get("method") == method and event.get("sessionId") == self.session]

    @property
    def requests(self):
        return [params["request"]["url"] for params in self.seen("Network.requestWillBeSent")]

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", {"captureBeyondViewport": True})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", {"targetId": self.target})
