/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as folds, over a history with ties, rows without a time and rows without a lead. What must hold
 * then: two threads that share the rows make the same of them as one; and where the rows of a lead stand
 * together, writing each lead at its end makes the same as keeping them all. The input's first byte turns
 * rows about.
 */
#include "input.h"

#include "agreement/read.h"
#include "base/mem.h"
#include "expr/run.h"
#include "fold/fold.h"
#include "table/batch.h"
#include "table/source.h"

static const char *const header[] = { "lead", "at", "field", "old", "new", "amount", "due", "attributes" };
enum { COLUMNS = sizeof header / sizeof *header, ROWS = 90, LEADS = 7 };

static bool put(void *ctx, struct buf *piece)
{
	buf_str(ctx, buf_view(piece));
	buf_clear(piece);
	return true;
}

/* A history; `grouped`: the rows of a lead stand together. */
static void write_rows(struct buf *out, unsigned seed, bool grouped)
{
	static const char *const fields[] = { "Status", "Owner", "", "Status" };
	static const char *const words[] = { "MQL", "Working", "Ann", "", "working" };

	for (unsigned i = 0; i < ROWS; i++) {
		unsigned lead = grouped ? i / 13 : i * 5 % LEADS, k = i * 37 + seed;
		bool keyless = k % 29 == 3;
		buf_print(out, keyless ? "," : "lead-that-has-a-long-name-%u,", lead);
		if (k % 11 == 5)
			buf_str(out, k % 2 ? STR("soon,") : STR(","));
		else
			buf_print(out, k % 7 ? "2026-01-%02u %02u:00," : "2026-01-%02u,", 1 + k % 20, k % 5);
		buf_print(out, "%s,%s,%s,", fields[k % 4], words[k % 5], words[k / 3 % 5]);
		buf_print(out, k % 3 ? "%u.5," : ",", k % 100);
		buf_print(out, k % 4 ? "2026-01-%02u," : ",", 5 + k % 9);
		buf_print(out, "\"{\"\"a\"\": \"\"%u\"\"}\"\n", k % 3);
	}
}

/* What comes out: of so many threads, each of which has every so-manyth run of rows. */
static struct buf fold_rows(const struct fold *fold, struct names *n, struct program *p,
			    const struct batch *b, bool grouped, size_t threads)
{
	const struct counter_kind *kind = grouped ? &fold_grouped_counter : &fold_counter;
	struct buf out = { 0 };
	struct fold_plan *plan = fold_bind(fold, n, grouped);
	void *counter[2] = { 0 }; /* there is at least one thread, which a compiler can't know */
	struct frame f;

	check(plan, "what was bound once can be bound again");
	fold_begin(plan,
		   (struct rows_form){
			   .dialect = { .delimiter = ',' }, .end = STR("\n"), .put = put, .ctx = &out });
	frame_init(&f, p);
	for (size_t i = 0; i < threads; i++)
		counter[i] = kind->new (plan);
	for (size_t i = 0; i < b->marks.nrow && !f.error.n; i++) {
		static const uint16_t first[1];
		struct rows rows = {
			.batch = b, .first = i, .n = 1, .frame = &f, .record = batch_record(b, i)
		};
		frame_record(&f, &rows.record);
		kind->count(counter[i / 3 % threads], &rows, (struct asked){ first, 1 });
	}
	for (size_t i = 1; i < threads; i++)
		kind->merge(counter[0], counter[i]);
	kind->settle(counter[0]);
	check(fold_finish(plan, (int)threads), "the rows are written");
	for (size_t i = 0; i < threads; i++)
		kind->free(counter[i]);
	if (f.error.n) /* as a pattern that takes too long ends a run */
		out.n = 0;
	frame_release(&f);
	fold_free(plan);
	return out;
}

static void check_fold(const struct fold *fold, struct names *n, struct program *p, unsigned seed)
{
	for (int grouped = 0; grouped < 2; grouped++) {
		struct batch b = { .file = "history.csv", .first_line = 2 };
		struct buf rows = { 0 };
		write_rows(&rows, seed, grouped);
		b.len = rows.n;
		memcpy(batch_room(&b, 0, b.len), rows.p, rows.n);
		batch_scan(&b, (struct dialect){ .delimiter = ',' }, COLUMNS);
		struct buf one = fold_rows(fold, n, p, &b, false, 1);
		struct buf other = fold_rows(fold, n, p, &b, grouped, grouped ? 1 : 2);
		/* by another expression than the lead the rows may not stand together: that ends the run */
		check(!one.n || !other.n || str_eq(buf_view(&one), buf_view(&other)),
		      grouped ? "grouped rows give the same" : "two threads make the same as one");
		buf_release(&one);
		buf_release(&other);
		buf_release(&rows);
		batch_release(&b);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = input_whole(data, size), names[COLUMNS];
	struct diags diags = { .tool = "fuzz" };
	struct program p = { 0 };
	struct agreement a;

	unsigned char seed = input_byte(&rest);
	if (size > 5000 || memmem(rest.p, rest.n, "\"/", 2) || memmem(rest.p, rest.n, "..", 2))
		return 0; /* no files but those beside */
	agreement_read(&a, NULL, &rest, 1, &diags);
	if (!diags.errors && a.folds.n) {
		for (size_t i = 0; i < COLUMNS; i++)
			names[i] = str_from(header[i]);
		struct names *n = names_new(&a, names, COLUMNS, &p, &diags);
		p.now = instant_of(INT64_C(1769000000000000)); /* January 2026 */
		for (size_t i = 0; i < a.folds.n && i < 4; i++) {
			struct fold_plan *plan = fold_bind(&a.folds.at[i], n, false);
			fold_free(plan);
			if (plan && !diags.errors)
				check_fold(&a.folds.at[i], n, &p, seed);
		}
		names_free(n);
		program_release(&p);
	}
	agreement_release(&a);
	diags_release(&diags);
	return 0;
}
