# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints pages in Chromium, on A4 and Letter, and reads the PDFs: looks_paper.py PAGE... prints what is wrong.
# One browser prints all of them. It is told what to do by its DevTools protocol: JSON that ends in a zero byte,
# on file descriptors 3 and 4.
import base64
import collections
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4)}  # mm
HAIR = 1.0  # points
POINT = 25.4 / 72  # mm


class Browser:
    def __init__(self, folder):
        (read, self.out), (self.into, write) = os.pipe(), os.pipe()
        ours = [os.dup(read), os.dup(write)]  # neither is 3 or 4 while these are taken

        def hand_over():
            for ends, fd in zip([os.dup(fd) for fd in ours], (3, 4)):
                os.dup2(ends, fd)

        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder,
                   "--remote-debugging-pipe", "about:blank"]  # fmt: skip
        self.process = subprocess.Popen(command, preexec_fn=hand_over, close_fds=False, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        for fd in [read, write, *ours]:
            os.close(fd)
        self.got, self.n, self.to = b"", 0, {}
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.to = {"sessionId": self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        self.call("Page.enable")

    def message(self):
        while b"\0" not in self.got:
            more = os.read(self.into, 1 << 20)
            if not more:
                sys.exit("the browser ended")
            self.got += more
        text, self.got = self.got.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **params):
        self.n += 1
        data = json.dumps({"id": self.n, "method": method, "params": params, **self.to}).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data) :]
        while (answer := self.message()).get("id") != self.n:
            pass
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, file):
        self.call("Page.navigate", url="file://" + os.path.abspath(file))
        while self.message().get("method") != "Page.loadEventFired":
            pass

    def dark(self, is_dark):
        scheme = "dark" if is_dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def pdf(self, paper):
        wide, high = (side / 25.4 for side in PAPERS[paper])
        return base64.b64decode(self.call("Page.printToPDF", paperWidth=wide, paperHeight=high)["data"])

    def close(self):
        self.call("Browser.close")
        self.process.wait()


class Page(html.parser.HTMLParser):
    """Its headings, and of its tables the head and the first cell of each row."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.tables, self.into, self.margin = [], [], None, 0
        self.margin = float(re.search(r"@page ?{[^}]*?margin: ?(?:[\d.]+mm )?([\d.]+)mm", text).group(1))
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        shape = dict(attrs).get("class") or ""
        if tag == "table":
            self.tables.append({"head": [], "keys": []})
        elif tag == "tr":
            self.first = True
        elif tag in ("h1", "h2", "h3", "summary", "figcaption") and "aside" not in shape:
            self.headings.append("")
            self.into = self.headings
        elif tag == "th" and dict(attrs).get("scope") == "col" and "far" not in shape:
            self.tables[-1]["head"].append("")
            self.into = self.tables[-1]["head"]
        elif tag in ("th", "td") and self.first:
            self.first = False
            if dict(attrs).get("scope") != "col" and self.tables:
                self.tables[-1]["keys"].append("")
                self.into = self.tables[-1]["keys"]
        elif tag == "br" and self.into:
            self.into[-1] += " "

    def handle_endtag(self, tag):
        if tag not in ("br", "code", "span", "b", "i", "em"):
            self.into = None

    def handle_data(self, text):
        if self.into:
            self.into[-1] += text


def words_of(pdf):
    """Of each sheet of paper its width, height and words, each with its left, top, right and bottom."""
    out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()
    for sheet in re.findall(r"<page (.*?)</page>", out, re.S):
        box = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', sheet)
        size = re.match(r'width="(.*?)" height="(.*?)"', sheet)
        yield float(size[1]), float(size[2]), [(*map(float, b[:4]), html.unescape(b[4])) for b in box]


def squeezed(words):
    return re.sub(r"\s+", "", words)


def pieces(text):
    """What no line is broken within."""
    return [p for p in re.findall(r"[^\s-]*-+|[^\s-]+", text) if p]


def look(name, page, sheets, say):
    texts, margin = [], page.margin / POINT
    heads = [squeezed("".join(t["head"])) for t in page.tables if t["keys"]]
    alone = [squeezed(h) for h in page.headings] + heads
    for n, (wide, high, words) in enumerate(sheets, 1):
        inside = [w for w in words if margin - HAIR < w[1] and w[3] < high - margin + HAIR]
        for x, y, right, bottom, word in words:
            if x < margin - HAIR or right > wide - margin + HAIR or y < 0 or bottom > high:
                say(f"{name}, sheet {n}: leaves the paper's margins: {word}")
        texts.append("\n".join(w[4] for w in words))
        last = max((w[3] for w in inside), default=0)
        line = squeezed("".join(w[4] for w in inside if w[3] > last - 2))
        if len(line) > 2 and any(a.endswith(line) for a in alone):
            say(f"{name}, sheet {n}: a heading at the end: {line}")
    whole = "\n".join(texts)
    wanted = collections.Counter(p for t in page.tables for key in t["keys"] for p in pieces(key))
    for piece, n in wanted.items():
        if whole.count(piece) < n:
            say(f"{name}: {n} rows have it, paper has {whole.count(piece)}: {piece}")
    for table in page.tables:
        tells = [p for key in table["keys"] for p in pieces(key) if len(p) > 5 and whole.count(p) == 1]
        for n, text in enumerate(texts, 1):
            if any(piece in text for piece in tells):
                for piece in {p for head in table["head"] for p in pieces(head)}:
                    if piece not in text:
                        say(f"{name}, sheet {n}: a table without its head: {piece}")


def gray(pdf):
    """The first sheet, small and gray."""
    command = ["pdftoppm", "-r", "24", "-l", "1", "-gray", "-"]
    return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout


found = []
with tempfile.TemporaryDirectory() as folder:
    browser = Browser(folder)
    for file in sys.argv[1:]:
        name, page = os.path.basename(file), Page(open(file, encoding="utf-8").read())
        browser.open(file)
        for paper in PAPERS:
            pdf = browser.pdf(paper)
            look(f"{name} on {paper}", page, list(words_of(pdf)), found.append)
        if file == sys.argv[1]:  # all pages have its style
            browser.dark(True)
            if gray(browser.pdf(paper)) != gray(pdf):
                found.append(f"{name}: printed in the dark it is dark")
            browser.dark(False)
    browser.close()
print("\n".join(dict.fromkeys(found)), end="\n" if found else "")
sys.exit(bool(found))
