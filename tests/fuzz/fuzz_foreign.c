/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the beginning of a file. As soon as enough of them are there to judge what it is, more change
 * nothing; a byte order mark changes nothing; and the delimiter that a header says is in it.
 */
#include "input.h"

#include "base/buf.h"
#include "base/cell.h"
#include "base/foreign.h"

static void check_delimiter(struct str text)
{
	struct header_look look = { .n = 0 };
	bool tie;
	struct str line = header_line(&look, text, false);
	char c = likeliest_delimiter(line, &tie);

	check(line.p == text.p && line.n + look.ended <= text.n, "a header's line is in the text");
	check(!c || memchr(line.p, c, line.n), "a delimiter stands in the header");
	check(!tie || (c && c != ','), "a comma has no equal");
	size_t n = separator_line(text, &c);
	check(!n || text.p[n - 1] == '\n', "a line that says the delimiter ends");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = input_whole(data, size);
	struct buf marked = { 0 };
	size_t n = 0;

	while (n < all.n && !foreign_settled(str_slice(all, 0, n)))
		n++;
	const char *words = foreign_bytes(all);
	check(foreign_bytes(str_slice(all, 0, n)) == words, "what is settled is settled");
	check(!words || foreign_file(all) == words, "bytes come first");
	buf_str(&marked, STR(BYTE_ORDER_MARK));
	buf_str(&marked, all);
	check(foreign_file(buf_view(&marked)) == foreign_file(all), "a byte order mark changes nothing");
	buf_release(&marked);
	check_delimiter(all);
	return 0;
}
