/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any text as an expression: parsed, bound against a small schema, dumped and
 * run on a few rows. The text is also lexed as an agreement would be. After a
 * newline of its own the input may say the row: "a=5|title=vp".
 */
#include <stddef.h>
#include <stdint.h>

#include "../unit/expr_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void lex(struct world *w, const struct text *text)
{
	struct diags unsaid = { .tool = "" };
	struct parser p;
	size_t steps = 0;

	parser_init(&p, text, &w->arena, &unsaid);
	for (; p.token.kind != TOKEN_END; parser_next(&p))
		if (p.token.span.at + p.token.span.n > text->body.n || ++steps > text->body.n + 1)
			abort();
	parser_init(&p, text, &w->arena, &unsaid);
	while (p.token.kind != TOKEN_END) {
		if (!expr_parse(&p) || p.token.kind != TOKEN_LINE)
			parser_resync(&p);
		parser_next(&p);
	}
	diags_release(&unsaid);
}

static void run(struct world *w, const struct code *c, const char *row)
{
	static const char *const rows[] = {
		"",
		"a=5|b=null|title=VP, Sales|employees=1,200|created_at=2026-01-31 09:00|need=y|timeline=3",
		"a=\xFFx|b=2026-01-31|title=\xC3\xA4|email=a@b.c|employees=tbd|created_at=3/4/2026|tags=a;b"
	};
	struct buf out = { 0 };
	struct frame f;

	program_dump(&w->program, c, &out);
	frame_init(&f, &w->program);
	for (size_t i = 0; i < 4; i++) {
		buf_clear(&out);
		frame_record(&f, world_record(w, i < 3 ? rows[i] : row));
		bool some = code_show(c, &f, &out);
		if (!some && out.n)
			abort();
		struct buf again = { 0 };
		if (code_show(c, &f, &again) != some || !str_eq(buf_view(&out), buf_view(&again)))
			abort();
		buf_release(&again);
	}
	frame_tell(&f, &w->diags);
	frame_release(&f);
	world_rows(w, (const char *const[]){ rows[0], rows[1], rows[2], row, rows[1], row }, 6);
	if (!world_runs_alike(w, c, 1) || !world_runs_alike(w, c, 2))
		abort();
	buf_release(&out);
}

static bool is_short(void *ctx, struct str words)
{
	(void)ctx;
	return words.n < 8;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *words = (const char *)data, *end = size ? memchr(words, '\x1E', size) : NULL;
	struct text text = { .name = "x",
			     .folder = "/nowhere",
			     .body = { words, end ? (size_t)(end - words) : size } };
	char row[256] = "";
	struct world w;

	if (end) {
		size_t n = size - text.body.n - 1, most = sizeof row - 1;
		memcpy(row, end + 1, n < most ? n : most);
		for (char *c = row; *c; c++)
			if (*c == '"' || *c == '\n' || *c == '\r')
				*c = '_';
	}
	world_init(&w);
	lex(&w, &text);
	struct expr *e = expr_parse_text(&text, &w.arena, &w.diags), **list;
	if (!e && !w.diags.errors)
		abort(); /* refused, and not told why */
	if (e) {
		unsigned before = w.diags.errors;
		enum type type = TYPE_NONE;
		expr_source(e, &w.arena);
		const struct code *c = program_bind(&w.program, e, TYPE_NONE, &type);
		if ((c == NULL) != (w.diags.errors > before || e->mended) || (c && type != code_type(c)))
			abort();
		if (c)
			run(&w, c, row);
		unsigned errors = w.diags.errors;
		bool wrong = !c;
		c = program_bind(&w.program, e, TYPE_FLAG, NULL);
		if (wrong ? c || w.diags.errors > errors : !c && w.diags.errors == errors)
			abort(); /* a mistake is reported, and once */
		if (c)
			run(&w, c, row);
	}
	expr_parse_list(&text, &w.arena, &w.diags, NULL, NULL, &list);
	expr_parse_list(&text, &w.arena, &w.diags, is_short, NULL, &list);
	world_release(&w);
	return 0;
}
