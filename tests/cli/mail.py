# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Is a mail what programs that show mail can show? mail.py MAIL [PAGE]: the page of the same report.
import html.parser
import re
import sys

TAGS = {
    "html": {"lang"},
    "head": set(),
    "meta": {"http-equiv", "content", "name"},
    "title": set(),
    "body": {"bgcolor", "style"},
    "table": {"role", "width", "align", "cellpadding", "cellspacing", "border", "bgcolor", "style"},
    "tr": {"valign"},
    "td": {"width", "height", "align", "valign", "bgcolor", "style", "colspan", "nowrap"},
    "th": {"align", "style"},
    "br": set(),
}
STYLES = {
    "margin", "padding", "padding-top", "width", "max-width", "font", "font-family", "font-size", "font-weight",
    "line-height", "color", "border-bottom", "word-break",
}  # fmt: skip
MOST_BYTES, MOST_ROWS = 90 * 1024, 20


class Mail(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.text = [], [], ""
        self.tables, self.lists, self.outer = [], [], 0
        self.inside = self.colored = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in TAGS:
            self.wrong.append("tag " + tag)
            return
        for name, value in attrs.items():
            if name not in TAGS[tag]:
                self.wrong.append(f"attribute {tag} {name}")
            if name == "style":
                for part in filter(None, value.split(";")):
                    if part.split(":")[0].strip() not in STYLES:
                        self.wrong.append("style " + part)
        if tag == "table":
            self.outer += not self.tables and attrs.get("width") == "640"
            self.tables.append({"rows": 0, "data": attrs.get("role") != "presentation"})
        if tag == "tr":
            self.tables[-1]["rows"] += 1
        if tag in ("td", "th"):
            self.colored = "bgcolor" in attrs
        self.inside |= tag == "body"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("end of " + tag)
        if tag == "table":
            table = self.tables.pop()
            if table["data"] and table["rows"] - 1 > MOST_ROWS:
                self.wrong.append(f"a table of {table['rows'] - 1} rows")
        if tag in ("td", "th"):
            self.colored = False

    def handle_data(self, data):
        if self.inside:
            self.text += data
            if self.colored and data.replace("\xa0", "").strip():
                self.wrong.append("text on a color: " + data)


raw = open(sys.argv[1], "rb").read()
mail = Mail()
mail.feed(raw.decode("utf-8"))
mail.close()
words = " ".join(mail.text.split())
if mail.open:
    mail.wrong.append("left open: " + str(mail.open))
if len(raw) > MOST_BYTES:
    mail.wrong.append(f"{len(raw)} bytes")
if mail.outer != 1:
    mail.wrong.append(f"{mail.outer} tables of 640")
if re.search(rb"https?:|url\(|@import|src=|href", raw):
    mail.wrong.append("something to fetch")
if len(sys.argv) > 2:
    page = open(sys.argv[2], encoding="utf-8").read()
    said = re.search(r'<p class="answer">(.*?)</p>', page, re.S)
    if said:
        answer = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", said.group(1))).split())
        if not words.startswith(answer[:100]):
            mail.wrong.append(f"begins with '{words[:100]}', not with '{answer}'")
for wrong in sorted(set(mail.wrong)):
    print(wrong)
sys.exit(bool(mail.wrong))
