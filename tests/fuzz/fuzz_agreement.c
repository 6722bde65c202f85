/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as statements over the built-in agreement: read, bound to an export, and, if that went well, run
 * over some leads. What must hold then: a score equals the sum of its reasons. On paper, what it says is
 * never markup.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "agreement/office.h"
#include "agreement/read.h"
#include "lead/bant.h"
#include "lead/clock.h"
#include "lead/score.h"
#include "lead/stage.h"
#include "paper/paper.h"
#include "table/batch.h"
#include "table/source.h"

#include "../unit/well_formed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const header[] = { "email",	    "title", "Lead Source", "employees",
				      "created_at", "notes", "a",	    "b" };
enum { COLUMNS = sizeof header / sizeof *header };
static const char rows[] = "ann@acme.example,VP Sales,Web,1200,2026-01-05,called,1,x\n"
			   "bob@b.example,,Partner,many,3/4/2026,,-7,\xff\n"
			   ",,,,,,,\n"
			   "\"c@d.example\",\"say \"\"hi\"\"\",null,\"1,200\",2026-02-30,n/a,1e9,yes\n";

static int64_t sum_of(struct str reasons)
{
	int64_t sum = 0;

	for (size_t i = 1; i < reasons.n; i++)
		if (reasons.p[i - 1] == ' ' && (reasons.p[i] == '+' || reasons.p[i] == '-'))
			if (i + 1 < reasons.n && reasons.p[i + 1] >= '0' && reasons.p[i + 1] <= '9')
				sum += strtoll(reasons.p + i, NULL, 10);
	return sum;
}

struct bound {
	const struct code *code[8];
	struct pipeline pipeline;
	const struct clocks *clocks; /* NULL: a mistake */
	bool plain;		     /* no label of a rule looks like points */
};

static void on_paper(const struct agreement *a)
{
	struct diags unsaid = { .tool = "fuzz" };
	struct buf page = { 0 };

	if (paper_write(a, FORMAT_HTML, &page, &unsaid)) {
		buf_char(&page, '\0');
		if (ill_formed(page.p))
			abort();
		buf_clear(&page);
		paper_write(a, FORMAT_MARKDOWN, &page, &unsaid);
	}
	buf_release(&page);
	diags_release(&unsaid);
}

static const struct code *bind(struct program *p, const struct agreement *a, const char *name)
{
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = a->text };
	return program_bind(p, e, TYPE_NONE, NULL);
}

static bool labels_plain(const struct agreement *a)
{
	for (size_t i = 0; i < a->scores.n; i++)
		for (size_t r = 0; r < a->scores.at[i].nrules; r++) {
			struct str label = a->scores.at[i].rules[r].label;
			for (size_t k = 0; k < label.n; k++)
				if (label.p[k] == '+' || label.p[k] == '-' || !label.p[k])
					return false;
		}
	return true;
}

/* A reading goes on as it says: at the last moment for which it holds it is the same. The moments are the
 * last microseconds of days. */
static void follow(const struct clocks *clocks, size_t i, struct frame *f, int64_t now)
{
	const struct reading *r = clock_now(clocks, i, f);
	int64_t settled =
		clock_read_rows(clocks, i, f->run, (struct asked){ &f->run->at, 1 })[f->run->at].settled;

	for (int64_t day = 0; day < 400; day += 7) {
		int64_t moment = day_last(instant_day(now, clocks->zone) - 1 - day, clocks->zone), last;
		struct reading then = clock_then(clocks, i, f, moment);
		if (then.until < moment || (moment >= settled && then.status != r->status))
			abort();
		last = then.until < instant_after(now, -DAY_US) ? then.until
								: instant_after(now, -DAY_US - 1);
		if (last != day_last(instant_day(last, clocks->zone), clocks->zone))
			last = day_last(instant_day(last, clocks->zone) - 1, clocks->zone);
		if (last >= moment && clock_then(clocks, i, f, last).status != then.status)
			abort();
	}
}

static void run(struct program *p, const struct agreement *a, const struct bound *b)
{
	struct batch batch = { .len = sizeof rows - 1, .file = "leads.csv", .first_line = 2 };
	struct frame f;
	struct tally tally;
	struct buf shown = { 0 };

	memcpy(batch_room(&batch, 0, batch.len), rows, batch.len);
	batch_scan(&batch, (struct dialect){ .delimiter = ',' }, COLUMNS);
	frame_init(&f, p);
	tally_init(&tally, a);
	f.user = &tally;
	for (size_t i = 0; i < batch.marks.nrow && !f.error.n; i++) {
		struct record r = batch_record(&batch, i);
		frame_record(&f, &r);
		for (size_t c = 0; c < 8 && b->code[c]; c++)
			code_show(b->code[c], &f, &shown);
		pipeline_stand(&b->pipeline, &f);
		for (size_t c = 0; b->clocks && c < b->clocks->n; c++)
			follow(b->clocks, c, &f, p->now);
		if (b->plain && !f.error.n &&
		    sum_of(code_text(b->code[1], &f)) != (int64_t)code_number(b->code[0], &f))
			abort();
	}
	batch_release(&batch);
	buf_release(&shown);
	frame_release(&f);
	tally_release(&tally);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const wanted[] = { "score", "reasons", "grade", "mql", "bant", "sql" };
	struct str text = { (const char *)data, size }, names[COLUMNS];
	struct diags diags = { .tool = "fuzz" };
	struct agreement a;
	struct program p = { 0 };
	struct bound b = { 0 };

	if (size > 20000 || (size && memmem(data, size, "/", 1))) /* no files but those beside */
		return 0;
	agreement_read(&a, NULL, &text, 1, &diags);
	if (!diags.errors) {
		for (size_t i = 0; i < COLUMNS; i++)
			names[i] = str_from(header[i]);
		struct names *n = names_new(&a, names, COLUMNS, &p, &diags);
		struct offices *offices = offices_define(n);
		scoring_define(n, true);
		bant_define(n, true);
		struct clocks *clocks = clocks_define(n, offices, true);
		p.now = instant_of(INT64_C(1793404800000000));
		for (size_t i = 0; i < 6; i++)
			b.code[i] = bind(&p, &a, wanted[i]);
		b.plain = labels_plain(&a);
		bool good = pipeline_bind(&b.pipeline, n);
		b.clocks = clocks_bind(clocks);
		if (good && !diags.errors)
			run(&p, &a, &b);
		on_paper(&a);
		names_free(n);
		program_release(&p);
	}
	agreement_release(&a);
	diags_release(&diags);
	return 0;
}
