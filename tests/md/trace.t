#!/usr/bin/env python3
"""What blocks show of recorded runs: trace.md has them, made from the records of tests/site/timelines, to be
looked at. And what they show, and in which lane, is the same on the site (_plugins/article/trace.rb): of those
records, and of runs that are made up.

`./trace.t --update` writes trace.md, to be read before it is believed. SEED=N repeats a run, COUNT=N makes it longer.
"""

import json
import os
import random
import re
import subprocess
import sys

import md

PAGE = md.Path(__file__).with_name("trace.md")
RECORDS = md.ROOT / "tests/site/timelines/_data/snippets"
BLOCK = re.compile(r"(<!-- snip (\w+) (\S+)(.*?) -->\n```text\n)(.*?)(```\n<!-- /snip -->\n)", re.S)

# Reads pairs of an opener and a trace as JSON, and writes for each the place and lane of each event that is shown, and
# the numbers of frames.
SITE = """
require "json"
require "./_plugins/article/directive"
require "./_plugins/article/trace"

puts(JSON.parse($stdin.read).map do |opener, trace|
  directive = Article::Directive.opener(opener)
  shown = Article::Trace.new(trace, directive.kind, directive.chosen)
  places = trace["events"].each_with_index.to_h.compare_by_identity
  trace["events"].each_with_index { |event, at| places[event] = at }
  [shown.events.map { |event| [places[event], shown.at(event)&.name.to_s] }, shown.frames.map { |frame| frame["leaves"] }].to_json
end)
"""

HEAD = {"snippet": "a", "inputs": {}, "environment": {"kernel": "", "compiler": "", "libc": ""}, "compile": [], "processes": []}
CHOICES = ["", "only=server", "only=alice", "only=server,router", "calls=accept,read", "calls=setsockopt", "on=lan", "on=lo,wan",
           "only=alice calls=read on=lan"]
TAKES = {"calls": ("only", "calls"), "packets": ("only", "on"), "timeline": ("only", "calls", "on")}


def of_site(pairs):
    done = subprocess.run([md.ROOT / "tools/bundle", "exec", "ruby", "-e", SITE], cwd=md.ROOT, check=True, input=json.dumps(pairs),
                          stdout=subprocess.PIPE, text=True, encoding="utf-8")
    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    return [([tuple(event) for event in events], frames) for events, frames in answers]


def of_snip(driver, opener, trace):
    """The text that snip shows, and the events."""
    return driver.view(f"{opener}\n<!-- /snip -->\n".encode(), json.dumps({**HEAD, "trace": trace}).encode())


def record(name):
    return json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))


def event(rnd, names, hosts, frames):
    """An event made up at random, but with the keys of its kind."""
    by, host = rnd.choice(names), rnd.choice(hosts)
    at = {"host": host} if host else {}
    ends = [f"10.0.0.{rnd.randrange(3)}:{rnd.choice([80, '<port>', 8080])}" for _ in range(2)]
    on = rnd.choice(["lan", "wan", "lo"])
    name = rnd.choice(["bind", "accept", "read", "setsockopt", "open", "futex", "getsockname", "fork", "send", "what"])
    number = frames[0] = frames[0] + 1
    past = rnd.randrange(1, number + 1)
    return rnd.choice([
        {"by": by, "start": ""}, {"by": by, "exec": "./a"}, {"by": by, "signal": "USR1"}, {"by": by, "end": "exit 0"},
        {"by": by, "call": name, "args": f"3, {ends[0]}"}, {"by": by, "call": name, "args": rnd.choice(["", "한글"]), "result": "0"},
        {"by": by, "returns": name, "args": "3", "result": "-1 EINTR"},
        {**at, "leaves": number, "on": on, "from": ends[0], "to": ends[1], "is": rnd.choice(["TCP", "UDP"]), "flags": "PSH, ACK",
         "text": "seq 1, ack 5", **rnd.choice([{}, {"data": "안녕하세요, 거기 누구 없소"}])},
        {**at, "arrives": past, "on": on}, {**at, "arrives": past, "on": on, "text": "wrong checksum"}, {**at, "lost": past, "on": on},
        {**at, "by": by, "state": "LISTEN", "from": ends[0]}, {**at, "by": by, "state": "ESTABLISHED", "from": ends[0], "to": ends[1]},
        {**at, "state": "SYN_RECV", "from": ends[0], "to": ends[1], "unread": 3}, {**at, "counter": "NoPorts", "count": 1},
        {"time": "40 ms"}, {"by": by, "time": ""},
    ])


def made_up(rnd):
    """A trace made up at random: on one host without a name, or on several."""
    hosts = rnd.choice([[None], ["server", "alice"], ["server", "alice", "router", "bob"]])
    names = ["server", "server.2", "alice", "bob"][:rnd.randrange(1, 5)]
    processes = [{"name": name, "process": name.split(".")[0], **({"host": rnd.choice(hosts)} if hosts[0] else {})} for name in names]
    events, step, frames = [], 1, [0]
    for _ in range(rnd.randrange(1, rnd.choice([20, 60, 300]))):
        step += rnd.choice([0, 0, 1])
        events.append({"step": step, **event(rnd, names, hosts, frames), **rnd.choice([{}, {}, {"free": True}])})
    return {"processes": processes, "events": events}


def openers():
    """Each kind with each choice that it can take."""
    return [f"<!-- snip {kind} a{' ' * bool(words)}{words} -->" for kind, takes in TAKES.items() for words in CHOICES
            if all(word.split("=")[0] in takes for word in words.split())]


def same(tap, driver, name, pairs):
    """Holds that site and snip show the same of PAIRS of an opener and a trace."""
    wrong = []
    for (opener, trace), (site, frames) in zip(pairs, of_site(pairs), strict=True):
        text, snip = of_snip(driver, opener, trace)
        listed = [int(number) for number in re.findall(r"^ *(\d+)  ", text, re.M)]
        if opener.startswith("<!-- snip packets") and not text.startswith("[") and listed != frames:
            wrong.append(f"{opener} of {json.dumps(trace, ensure_ascii=False)}:\n  the site lists {frames}\n  snip {listed}")
        if site != snip:
            wrong.append(f"{opener} of {json.dumps(trace, ensure_ascii=False)}:\n  the site {site}\n  snip {snip}")
        elif not snip and text and not trace.get("omitted"):
            wrong.append(f"{opener} of {json.dumps(trace, ensure_ascii=False)}: nothing is shown, but `{text}`")
    tap.ok(not wrong, f"{name}: {len(pairs)} views show the same on the site", "\n".join(wrong))


def main():
    tap, driver = md.Tap(), md.Driver()
    page = PAGE.read_text(encoding="utf-8")
    found = BLOCK.findall(page)
    new = BLOCK.sub(lambda m: m[1] + of_snip(driver, m[1].split("\n")[0], record(m[3])["trace"])[0] + m[6], page)
    if sys.argv[1:] == ["--update"]:
        PAGE.write_text(new, encoding="utf-8")
    tap.ok(len(found) > 10 and new == page, "the blocks of trace.md are what snip makes of the records",
           "\n".join(f"{a!r}\n{b!r}" for a, b in zip(page.split("\n"), new.split("\n")) if a != b))
    told = [line for line in page.split("\n") if len(line) > 100 and "│" in line]
    tap.ok(not told, "no column is over 100 columns wide", "\n".join(told))
    traces = [json.loads(path.read_text(encoding="utf-8"))["trace"] for path in sorted(RECORDS.glob("*/*.json"))]
    same(tap, driver, "records", [(opener, trace) for trace in traces for opener in openers()])
    seed = os.environ.get("SEED", "20261130")
    rnd = random.Random(int(seed))
    same(tap, driver, f"made up, SEED={seed}",
         [(rnd.choice(openers()), made_up(rnd)) for _ in range(int(os.environ.get("COUNT", "800")))])
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
