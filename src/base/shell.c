/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See shell.h. Within single quotes only the quote itself means something: it ends them, stands escaped, and
 * they begin again. */
#include "base/shell.h"

#include <ctype.h>
#include <string.h>

static bool is_plain(struct str word)
{
	bool plain = word.n > 0;

	for (size_t i = 0; i < word.n; i++)
		plain = plain && word.p[i] &&
			(isalnum((unsigned char)word.p[i]) || strchr("_-./:=,+@%", word.p[i]));
	return plain;
}

void shell_word(struct buf *line, struct str word)
{
	if (line->n)
		buf_char(line, ' ');
	if (is_plain(word)) {
		buf_str(line, word);
		return;
	}
	buf_char(line, '\'');
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\'')
			buf_str(line, STR("'\\''"));
		else
			buf_char(line, word.p[i]);
	buf_char(line, '\'');
}
