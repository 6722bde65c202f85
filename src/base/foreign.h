/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that aren't what they are taken for: a workbook, an archive, a web page, another encoding. They are
 * recognized by their first bytes, and the words say which command makes them readable. A header that merely
 * begins with such a byte (`[Email],Name`, `<b>,x`, `PK,Name`) is a header.
 */
#ifndef BASE_FOREIGN_H
#define BASE_FOREIGN_H

#include "base/str.h"

/* Have enough bytes been read for foreign_bytes to judge them? At the end of a file it judges what there is.
 */
bool foreign_settled(struct str head);

/* What is wrong with a file that begins so, in words; NULL: nothing. It looks at most at the first line and
 * the first FOREIGN_LOOK bytes, after any byte order marks. */
enum { FOREIGN_LOOK = 512 };
const char *foreign_bytes(struct str head);

/* The same of its first line that isn't blank: text, but JSON, HTML or XML. */
const char *foreign_line(struct str line);

/* Both, of a whole file. */
const char *foreign_file(struct str text);

#endif
