/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How output is to look: its format, and what the reader's screen can do. */
#ifndef BASE_LOOK_H
#define BASE_LOOK_H

#include "base/buf.h"

/*
 * A format is one row of this list: its name in C, the word that asks for it, and what it can do. How it is
 * written is form_WORD, in a file of report/. AND is what stands between two rows.
 */
/* clang-format off */
#define FOR_FORMATS(ROW, AND)                              \
	    ROW(CSV, csv, .cells = true, .plain = true)    \
	AND ROW(TSV, tsv, .cells = true, .plain = true)    \
	AND ROW(TABLE, table)                              \
	AND ROW(JSON, json, .plain = true, .frame = true)  \
	AND ROW(JSONL, jsonl, .plain = true)               \
	AND ROW(MARKDOWN, markdown)                    \
	AND ROW(HTML, html, .frame = true)
/* clang-format on */

#define FORMAT_NAME(name, ...) FORMAT_##name,
enum format { FOR_FORMATS(FORMAT_NAME, ) FORMATS };

#define FORMAT_WORD(name, word, ...) #word
#define FORMAT_WORDS		     FOR_FORMATS(FORMAT_WORD, " ")

/* What a format can do; how it is written is report/'s. */
struct format_kind {
	bool cells; /* rows of cells between delimiters, which go out as they came */
	bool plain; /* for programs: one flat report, numbers as they are */
	bool frame; /* something stands around the rows, also where there are none */
};
extern const struct format_kind format_kinds[FORMATS];

struct look {
	int width; /* columns of a table; 0: no limit */
	bool color, utf8;
	char delimiter;	 /* of csv; 0: a comma */
	char decimal;	 /* of csv and tsv; 0: a point */
	struct str mark; /* what a report was made from, at the head of markdown and html; n 0: nothing */
};

#endif
