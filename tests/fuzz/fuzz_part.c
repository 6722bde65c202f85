/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any rows as the counts of a part. The first byte says of which report; the rest is the rows of its
 * counters, to which the fuzzer adds what stands before them and a right sum, which it could never guess.
 * What is read is written, read again and written as the same bytes, merged and settled; all else is refused
 * with a word.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agreement/office.h"
#include "agreement/read.h"
#include "bant/shortfall.h"
#include "base/mem.h"
#include "figures/best.h"
#include "figures/part.h"
#include "funnel/eventual.h"
#include "funnel/funnel.h"
#include "funnel/movement.h"
#include "funnel/promises.h"
#include "funnel/yoy.h"
#include "lead/bant.h"
#include "lead/clock.h"
#include "lead/position.h"
#include "lead/score.h"
#include "lookback/lookback.h"
#include "score/summary.h"
#include "sla/backlog.h"
#include "table/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char statements[] =
	"stage inquiry at a\nstage mql at b\nstage won at d value e\nexit recycled at f reason g\nexit lost "
	"at h\n"
	"handover mql to won\nscore fit 0..10\n +5 when country = \"DE\" \"home\"\ngrade fit A from 5, else "
	"B\n"
	"mql when score >= 5\nsla answer from mql to won or recycled within 2 hours\npromise 10 mql per "
	"month\n"
	"promise inquiry to mql at least 50% within 30 days per month\n"
	"promise 300 value of won per quarter\nbant budget yes when e >= 100 no when e < 10\n"
	"sql when bant >= 1\n";
static const char *const columns[] = { "id", "country", "a", "b", "d", "e", "f", "g", "h" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* All that is bound, once. */
static struct bound {
	struct agreement agreement;
	struct program program;
	struct names *names;
	struct diags diags;
	struct grouping by;
	struct moments moments, now;
	struct funnel_plan funnel;
	struct reasons_plan reasons;
	struct summary_plan summary;
	struct backlog_plan backlog, trend;
	struct stage_moves_plan moves;
	struct eventual_plan eventual;
	struct yoy_plan yoy;
	struct promises_plan promises;
	struct lookback_plan lookback, months;
	struct shortfall_plan shortfall;
	struct best_plan best;
} bound;

static const struct kind {
	const struct counter_kind *counter;
	const void *plan;
} kinds[] = {
	{ &funnel_counter, &bound.funnel },
	{ &summary_counter, &bound.summary },
	{ &backlog_counter, &bound.backlog },
	{ &backlog_counter, &bound.trend },
	{ &stage_moves_counter, &bound.moves },
	{ &eventual_counter, &bound.eventual },
	{ &yoy_counter, &bound.yoy },
	{ &promises_counter, &bound.promises },
	{ &lookback_counter, &bound.lookback },
	{ &lookback_counter, &bound.months },
	{ &shortfall_counter, &bound.shortfall },
	{ &best_counter, &bound.best },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static struct asked rank(const struct best_plan *p, struct rows *r, struct asked leads, double *key,
			 uint16_t *list)
{
	(void)p, (void)r, (void)leads, (void)key;
	return (struct asked){ list, 0 };
}

static void bind_reports(struct bound *b, const struct str *head, struct offices *offices,
			 struct scoring *scoring, struct clocks *clocks)
{
	const struct agreement *a = &b->agreement;

	must(grouping_bind(&b->by, b->names, "country", false) && funnel_bind(&b->funnel, b->names));
	b->funnel.grouping = &b->by;
	must(exit_reasons_bind(&b->reasons.said, b->names, false));
	b->reasons.whole = true;
	b->reasons.value = &b->funnel.value[a->stages.n - 1];
	b->funnel.reasons = &b->reasons;
	must(summary_bind(&b->summary, b->names, scoring) && summary_bind_reasons(&b->summary, b->names));
	moments_now(&b->now, b->program.now, zone_utc(), &b->program.arena);
	moments_new(&b->moments, PERIOD_MONTH, b->program.now - instant_of(400 * DAY_US), b->program.now,
		    zone_utc(), &b->program.arena);
	must(clocks_bind(clocks) && b->moments.n > 2);
	b->backlog = (struct backlog_plan){ .clocks = clocks, .grouping = &b->by, .moments = &b->now };
	b->trend = (struct backlog_plan){
		.clocks = clocks, .grouping = &b->by, .moments = &b->moments, .trend = true, .moves = true
	};
	must(stage_moves_bind(&b->moves, b->names) && eventual_bind(&b->eventual, b->names));
	b->moves.moments = b->moments;
	b->moves.grouping = b->eventual.grouping = &b->by;
	must(yoy_bind(&b->yoy, b->names, PERIOD_YEAR, 0, &b->diags));
	must(promises_bind(&b->promises, b->names, offices, &b->by, NULL, true));
	must(lookback_bind(&b->lookback, b->names, head, "country,e", false));
	b->months = b->lookback;
	b->months.months = true;
	must(shortfall_bind(&b->shortfall, b->names));
	b->best = (struct best_plan){ .wanted = 2, .nkeys = 2, .rank = rank, .by_bytes = true };
}

static void bind(struct bound *b)
{
	struct str layer = str_from(statements), *head = mem_new(COLUMNS * sizeof *head);

	b->diags.tool = "fuzz";
	agreement_read(&b->agreement, NULL, &layer, 1, &b->diags);
	for (size_t i = 0; i < COLUMNS; i++)
		head[i] = str_from(columns[i]);
	b->names = names_new(&b->agreement, head, COLUMNS, &b->program, &b->diags);
	b->program.now = instant_of(INT64_C(1790000000) * 1000000);
	struct offices *offices = offices_define(b->names);
	struct scoring *scoring = scoring_define(b->names, true);
	bant_define(b->names, true);
	struct clocks *clocks = clocks_define(b->names, offices, false);
	positions_define(b->names, false);
	if (b->diags.errors)
		fprintf(stderr, "%.*s", STR_ARG(buf_view(&b->diags.out)));
	must(!b->diags.errors);
	bind_reports(b, head, offices, scoring, clocks);
	if (b->diags.errors)
		fprintf(stderr, "%.*s", STR_ARG(buf_view(&b->diags.out)));
	must(!b->diags.errors);
}

/* A file of these bytes, by its path. */
static const char *file_of(struct str bytes)
{
	static int fd = -1;
	static char path[64];

	if (fd < 0) {
		fd = memfd_create("fuzz", 0);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	must(fd >= 0 && ftruncate(fd, 0) == 0);
	must(pwrite(fd, bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
	return path;
}

/* Copies rows as they are into a part, whose sum is then right. False: they are no table. */
static bool seal(struct str rows, struct buf *out)
{
	struct source_options options = { .delimiter = ',' };
	struct diags d = { .tool = "fuzz" };
	struct buf bytes = { 0 }, cell[PART_CELLS] = { 0 };
	struct source s;
	struct batch b = { 0 };
	struct partial p;
	int got = -1;

	buf_str(&bytes, STR("part,name,n,value,detail\n"));
	buf_str(&bytes, rows);
	const char *path = file_of(buf_view(&bytes));
	part_begin(&p, out);
	if (source_open(&s, &path, 1, &options, &d))
		while ((got = source_next(&s, &b)) > 0)
			for (size_t i = 0; i < b.marks.nrow; i++) {
				struct record r = batch_record(&b, i);
				struct str text[PART_CELLS];
				for (size_t k = 0; k < PART_CELLS; k++)
					text[k] = record_text(&r, k, &cell[k]);
				part_put_cells(&p, text);
			}
	part_end(&p);
	part_release(&p);
	source_close(&s);
	batch_release(&b);
	buf_release(&bytes);
	for (size_t k = 0; k < PART_CELLS; k++)
		buf_release(&cell[k]);
	diags_release(&d);
	return got == 0;
}

static void *read_counts(const struct kind *k, struct str bytes)
{
	void *counter = k->counter->new (k->plan);
	struct partial p;
	bool good = part_load(&p, file_of(bytes), "fuzz");

	if (good) {
		k->counter->state(counter, &p);
		good = part_close(&p);
	}
	must(good != (p.error.n > 0));
	part_release(&p);
	if (!good)
		k->counter->free(counter);
	return good ? counter : NULL;
}

static void write_counts(const struct kind *k, void *counter, struct buf *out)
{
	struct partial p;

	part_begin(&p, out);
	k->counter->state(counter, &p);
	part_end(&p);
	part_release(&p);
	k->counter->free(counter);
}

static void settle(const struct kind *k, struct str bytes)
{
	void *all = k->counter->new (k->plan);

	for (int i = 0; i < 2; i++) {
		void *one = read_counts(k, bytes);
		must(one);
		k->counter->merge(all, one);
		k->counter->free(one);
	}
	if (k->counter->settle)
		k->counter->settle(all);
	k->counter->free(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = { 0 }, once = { 0 }, again = { 0 };
	void *counter = NULL;

	if (!bound.names)
		bind(&bound);
	const struct kind *k = &kinds[size ? data[0] % KINDS : 0];
	if (seal((struct str){ (const char *)data + !!size, size - !!size }, &bytes))
		counter = read_counts(k, buf_view(&bytes));
	if (counter) {
		write_counts(k, counter, &once);
		counter = read_counts(k, buf_view(&once));
		must(counter);
		write_counts(k, counter, &again);
		must(str_eq(buf_view(&once), buf_view(&again)));
		settle(k, buf_view(&once));
	}
	buf_release(&bytes);
	buf_release(&once);
	buf_release(&again);
	return 0;
}
