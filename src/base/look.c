/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each format can do: see look.h. */
#include "base/look.h"

const struct format_kind format_kinds[FORMATS] = {
	[FORMAT_CSV] = { .rows = true, .cells = true, .plain = true },
	[FORMAT_TSV] = { .rows = true, .cells = true, .plain = true },
	[FORMAT_TABLE] = { .rows = true },
	[FORMAT_JSON] = { .rows = true, .plain = true, .frame = true },
	[FORMAT_JSONL] = { .rows = true, .plain = true },
	[FORMAT_MARKDOWN] = { .rows = true },
	[FORMAT_HTML] = { .frame = true },
};
