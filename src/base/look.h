/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How output is to look: its format, and what the reader's screen can do. */
#ifndef BASE_LOOK_H
#define BASE_LOOK_H

#include "base/buf.h"

enum format { FORMAT_CSV, FORMAT_TSV, FORMAT_TABLE, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_HTML };

struct look {
	int width; /* columns of the terminal; 0: no limit */
	bool color, utf8;
	char delimiter; /* of csv; 0: a comma */
};

#endif
