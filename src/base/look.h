/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How output is to look: its format, and what the reader's screen can do. */
#ifndef BASE_LOOK_H
#define BASE_LOOK_H

#include "base/buf.h"

/* Those for rows first: the others are for reports alone. */
enum format {
	FORMAT_CSV,
	FORMAT_TSV,
	FORMAT_TABLE,
	FORMAT_JSON,
	FORMAT_JSONL,
	FORMAT_MARKDOWN,
	FORMAT_HTML,
	FORMATS
};
#define ROW_FORMATS    "csv tsv table json jsonl markdown"
#define REPORT_FORMATS ROW_FORMATS " html"

/* What a format can do; how it is written is report/'s. */
struct format_kind {
	bool rows;  /* also of a stream of rows, not of reports alone */
	bool cells; /* rows of cells between delimiters, which go out as they came */
	bool plain; /* for programs: one flat report, numbers as they are */
	bool frame; /* something stands around the rows, also where there are none */
};
extern const struct format_kind format_kinds[FORMATS];

struct look {
	int width; /* columns of the terminal; 0: no limit */
	bool color, utf8;
	char delimiter; /* of csv; 0: a comma */
};

#endif
