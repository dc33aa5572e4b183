"""What the tests of the site share: TAP, copies of the site, reading HTML."""

import glob
import hashlib
import html.parser
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(ROOT, "tests/site/fixtures")
# What a site is made of; posts and records come from the fixtures.
PARTS = ["_config.yml", "_data", "_includes", "_layouts", "_pages", "_plugins", "assets"]
# The repository's own articles with all that belongs to them.
ARTICLES = ["_posts", "_data/snippets", "snippets"]
# What tells of them, and is wrong without them.
TELLING = ["_data/claims.yml", "_pages/socket-basics.md"]

_count = 0
_failed = False


def ok(good, name, *details):
    """Prints one test line, and the DETAILS of one that failed."""
    global _count, _failed
    _count += 1
    _failed |= not good
    print(f"{'ok' if good else 'not ok'} {_count} - {name}", flush=True)
    if not good:
        for detail in details:
            for line in str(detail).splitlines():
                print(f"#   {line}", flush=True)
    return good


def equal(got, expected, name):
    return ok(got == expected, name, f"got:      {got!r}", f"expected: {expected!r}")


def has(text, part, name):
    return ok(part in text, name, f"lacking: {part}", "in:", text)


def lacks(text, part, name):
    return ok(part not in text, name, f"holding: {part}", "in:", text)


def run(test):
    """Runs the function TEST, prints the plan and ends."""
    try:
        test()
    except Exception:
        ok(False, "the test runs to its end", traceback.format_exc())
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)


def skip_all(reason):
    """Ends the test because it cannot run here; a CI must be able to run it."""
    if os.environ.get("CI"):
        print(f"1..1\nnot ok 1 - {reason}")
        sys.exit(1)
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def bundle(*args, groups="test", strict=False):
    """Runs a program of the bundle; GROUPS are those left out. Most posts of tests show what no snip has written: it is
    marked on their pages; a STRICT build stops."""
    return subprocess.run(
        [os.path.join(ROOT, "tools/bundle"), "exec", *args], cwd=ROOT, stdin=subprocess.DEVNULL,
        env=dict(os.environ, BUNDLE_WITHOUT=groups, JEKYLL_ENV="production", NO_COLOR="1",
                                                    FAULTS="" if strict else "show"),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")


class Site:
    """A copy of the site in a folder of its own, gone with the `with` block."""

    def __init__(self, fixtures=True, config="", articles=False):
        self.folder = tempfile.mkdtemp(prefix="site-")
        for part in PARTS:
            source = os.path.join(ROOT, part)
            if os.path.isdir(source):
                shutil.copytree(source, self.path(part),
                                ignore=lambda at, _: ["snippets"] if at.endswith("_data") else [])
            else:
                shutil.copy(source, self.path(part))
        font = os.path.join(ROOT, "node_modules/d2coding")
        if os.path.isdir(font):
            os.mkdir(self.path("node_modules"))
            os.symlink(font, self.path("node_modules/d2coding"))
        if articles:
            for part in ARTICLES:
                shutil.copytree(os.path.join(ROOT, part), self.path(part), dirs_exist_ok=True)
        else:
            for part in TELLING:
                os.remove(self.path(part))
        if fixtures:
            shutil.copytree(FIXTURES, self.folder, dirs_exist_ok=True)
        if config:
            self.edit("_config.yml", lambda text: text + config)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def edit(self, name, change):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            text = file.read()
        changed = change(text)
        if changed == text:
            # An edit that misses its target would let a test pass for nothing.
            raise ValueError(f"{name}: the edit changes nothing")
        self.write(name, changed)

    def build(self, ruby=(), strict=False):
        """Runs Jekyll; returns status and output. RUBY: options of the interpreter. STRICT: as bundle()."""
        command = ["ruby", *ruby, "-S", "jekyll"] if ruby else ["jekyll"]
        done = bundle(*command, "build", "--source", self.folder, "--destination", self.path("_site"), strict=strict)
        return done.returncode, done.stdout

    def built(self):
        """Builds, which must succeed, and returns self."""
        status, output = self.build()
        if status:
            raise RuntimeError(f"jekyll build failed:\n{output}")
        return self

    def pages(self):
        """The paths of all pages that were built, below _site."""
        found = glob.glob(self.path("_site/**/*.html"), recursive=True)
        return sorted(os.path.relpath(path, self.path("_site")) for path in found)

    def page(self, url):
        path = self.path("_site", url.lstrip("/"))
        with open(os.path.join(path, "index.html") if url.endswith("/") else path, encoding="utf-8") as file:
            return file.read()

    def digests(self):
        """Every file of the built site, with a digest of its bytes."""
        found = {}
        for at, _, names in os.walk(self.path("_site")):
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.path("_site"))] = hashlib.sha256(file.read()).hexdigest()
        return found


class Element:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent = tag, dict(attrs), parent
        self.children = []

    @property
    def text(self):
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def walk(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag=None, **attrs):
        """The elements below with this tag and these attributes (`cls`: among the classes)."""
        return [e for e in self.walk() if tag in (None, e.tag) and all(
            value in (e.attrs.get("class") or "").split() if key == "cls" else e.attrs.get(key) == value
            for key, value in attrs.items())]

    def one(self, tag=None, **attrs):
        found = self.all(tag, **attrs)
        if len(found) != 1:
            raise LookupError(f"{len(found)} elements are {tag or '*'} {attrs}")
        return found[0]


class Reader(html.parser.HTMLParser):
    """Reads HTML strictly: what is opened must be closed, in order."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", [], None)
        self.faults = []
        self.comments = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.at)
        self.at.children.append(element)
        if tag not in self.VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, attrs, self.at))

    def handle_endtag(self, tag):
        if self.at.tag != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> where <{self.at.tag}> is open")
        else:
            self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def handle_comment(self, data):
        self.comments.append(data)


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    if reader.at is not reader.root:
        reader.faults.append(f"<{reader.at.tag}> is not closed")
    return reader
