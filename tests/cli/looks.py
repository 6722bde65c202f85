# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Looks at pages in Chromium, by looks.js: looks.py light|dark|print WIDTH,... PAGE... prints what is wrong.
import html
import json
import os
import re
import subprocess
import sys
import tempfile

how, widths, files = sys.argv[1], [int(w) for w in sys.argv[2].split(",")], sys.argv[3:]


def page(file):
    text = open(file, encoding="utf-8").read()
    if how == "print":  # the screen shows what the paper does
        text = re.sub(r"@media screen[^{]*{", "@media not all{", text).replace("@media print{", "@media all{")
    return [os.path.basename(file), text]


here = os.path.dirname(os.path.abspath(__file__))
data = json.dumps([page(f) for f in files]).replace("<", "\\u003c")
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/all.html", "w", encoding="utf-8") as out:
        out.write('<!DOCTYPE html><meta charset="utf-8"><body><script>')
        out.write(open(here + "/looks.js", encoding="utf-8").read())
        out.write(
            f"look_at({data}, {widths}, {json.dumps(how == 'dark')})"
            ".catch(e => document.querySelector('#found').textContent += 'failed: ' + e.stack)"
            ".finally(() => { document.title = 'done'; document.querySelector('iframe').remove(); });</script>"
        )
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder + "/user",
               "--window-size=1400,1000", "--hide-scrollbars", "--virtual-time-budget=1000000", "--dump-dom",
               "--blink-settings=preferredColorScheme=" + ("0" if how == "dark" else "1"), folder + "/all.html"]  # fmt: skip
    dom = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=500).stdout.decode("utf-8")
found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
words = html.unescape(found.group(1)) if found else "the browser showed nothing\n"
last = f"looked at {len(files) * len(widths)}\n"
if words.endswith(last):
    words = words[: -len(last)]
else:
    words += f"it ended before it {last}"
sys.stdout.write(words)
sys.exit(bool(words))
