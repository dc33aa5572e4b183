#!/usr/bin/env python3
"""What is published is valid: HTML by vnu, the feeds by what Atom asks; downloads are the files they claim to be."""

import glob
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

from blog import ROOT, Site, equal, ok, read, run, skip_all

ATOM = "{http://www.w3.org/2005/Atom}"
VNU = os.path.join(ROOT, "node_modules/vnu-jar/build/dist/vnu.jar")


def vnu(folder, pages):
    done = subprocess.run(
        ["java", "-jar", VNU, "--stdout", "--errors-only", *pages],
        cwd=folder, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [line for line in done.stdout.splitlines() if line]


def test_html(site):
    pages = site.pages()
    equal(vnu(site.path("_site"), pages), [], f"vnu finds no error in {len(pages)} pages")
    with open(site.path("_site", pages[0]), encoding="utf-8") as file:
        text = file.read()
    site.write("planted/index.html", text.replace("<main", "<p><div></p><main", 1))
    ok(vnu(site.path("planted"), ["index.html"]), "and sees an error that is planted")


def faults_of_feed(path, origin):
    """What a feed lacks that RFC 4287 asks, or that a reader far from the site cannot follow."""
    feed = ElementTree.parse(path).getroot()
    faults = [] if feed.tag == ATOM + "feed" else ["the root is no feed"]
    entries = feed.findall(ATOM + "entry")
    for element in [feed, *entries]:
        for part in ["id", "title", "updated"]:
            found = element.findall(ATOM + part)
            if len(found) != 1 or not (found[0].text or "").strip():
                faults.append(f"{element.findtext(ATOM + 'title')}: {len(found)} {part}")
        for stamp in element.findall(ATOM + "updated") + element.findall(ATOM + "published"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", stamp.text or ""):
                faults.append(f"not a time: {stamp.text}")
    ids = [e.findtext(ATOM + "id") for e in [feed, *entries]]
    faults += [f"an id stands twice: {i}" for i in set(ids) if ids.count(i) > 1]
    if feed.find(ATOM + "author") is None:
        faults += [f"{e.findtext(ATOM + 'title')}: no author" for e in entries if e.find(ATOM + "author") is None]
    links = [link.get("href") for link in feed.iter(ATOM + "link")]
    faults += [f"a link is not absolute: {link}" for link in links if not link.startswith(origin)]
    for entry in entries:
        content = entry.find(ATOM + "content")
        if content is None:
            faults.append(f"{entry.findtext(ATOM + 'title')}: no content")
            continue
        for element in read(content.text or "").root.walk():
            for name in ["href", "src"]:
                target = element.attrs.get(name)
                if target is not None and not re.match(r"(https?|mailto):", target):
                    faults.append(f"{entry.findtext(ATOM + 'title')}: a relative {name}: {target}")
            if element.tag in ("script", "button", "dialog"):
                faults.append(f"{entry.findtext(ATOM + 'title')}: a {element.tag}")
    return faults


def test_feeds(site):
    feeds = sorted(glob.glob(site.path("_site/**/feed.xml"), recursive=True))
    ok(feeds, "there is a feed")
    for path in feeds:
        name = os.path.relpath(path, site.path("_site"))
        equal(faults_of_feed(path, "http://localhost:4000/"), [], f"{name}: valid Atom that reads well elsewhere")
    with open(feeds[0], encoding="utf-8") as file:
        text = file.read()
    site.write("planted.xml", re.sub(r"<id>[^<]*</id>", "", text, count=1).replace("href=&quot;http", "href=&quot;/http"))
    ok(faults_of_feed(site.path("planted.xml"), "http://localhost:4000/"), "a feed with faults is seen")


def test_downloads(site):
    """A figure's "raw file" is the file of snippets/, byte for byte; packets are made of the record (capture.t), archives
    are built and run (archive.t)."""
    named, wrong = set(), []
    for page in site.pages():
        named |= set(re.findall(r'href="/(snippets/[^"#?]+)(?<!\.pcap)(?<!\.tar\.gz)"', site.page(page)))
    for name in sorted(named):
        published, own = site.path("_site", name), site.path(name)
        if not os.path.isfile(published) or not os.path.isfile(own):
            wrong.append(f"{name}: not there")
            continue
        with open(published, "rb") as one, open(own, "rb") as other:
            if one.read() != other.read():
                wrong.append(f"{name}: differs")
    ok(named, "pages offer downloads")
    equal(wrong, [], f"each of {len(named)} downloads is its file")


def test_index(site):
    """`make serve` renders again and again; the search index is made before that."""
    site.write("_site/pagefind/pagefind.js", "index")
    site.built()
    ok(os.path.exists(site.path("_site/pagefind/pagefind.js")), "rendering again keeps the search index")


def test():
    with Site(articles=True) as site:
        site.built()
        test_html(site)
        test_feeds(site)
        test_downloads(site)
        test_index(site)


if not shutil.which("java") or not os.path.exists(VNU):
    skip_all("java or vnu is missing: tools/setup test installs them")
run(test)
