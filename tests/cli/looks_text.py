# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Do browsers for text show what pages say? looks_text.py PAGE... prints what w3m and lynx don't show, or should not.
import html
import re
import subprocess
import sys

BROWSERS = ["w3m", "-dump", "-T", "text/html", "-cols", "200"], ["lynx", "-dump", "-nolist", "-width=200"]


def bare(text):
    return re.sub(r"\s+", "", html.unescape(text).replace("\u2011", "-"))


wrong = False
for page in sys.argv[1:]:
    raw = open(page, encoding="utf-8").read()
    answer = re.findall(r'<p class="answer">(.*?)</p>', raw, re.S)
    pictures = re.findall(r'<p class="aside" aria-hidden="true">(.*?)</p>', raw, re.S)
    folded = re.findall(r"<details>.*?<tbody>.*?<t[hd][^>]*>([^<]+)<", raw, re.S)
    labels = re.findall(r"<text[^>]*>(.*?)</text>", raw)
    others = bare(re.sub(r"<[^>]*>", "", re.sub(r"<svg.*?</svg>", "", raw, flags=re.S)))
    assert len(pictures) * 2 == raw.count("<svg ")
    for browser in BROWSERS:
        shown = bare(subprocess.run(browser + [page], stdout=subprocess.PIPE).stdout.decode("utf-8"))
        for words in answer + pictures + folded:
            if bare(words) not in shown:
                print(f"{browser[0]}, {page}: isn't shown: {words[:200]}")
                wrong = True
        if len(labels) > 5 and bare("".join(labels[:5])) in shown and bare("".join(labels[:5])) not in others:
            print(f"{browser[0]}, {page}: the labels of a picture are shown")
            wrong = True
sys.exit(wrong)
