/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of the lead room share: an agreement and leads, given as text, bound and ready to be asked. */
#ifndef TESTS_LEAD_H
#define TESTS_LEAD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "agreement/read.h"
#include "base/mem.h"
#include "figures/counter.h"
#include "lead/score.h"
#include "table/batch.h"
#include "table/source.h"

/* The text as a file for whoever wants to open one; closed by the next call. */
static inline const char *lead_file(const char *text)
{
	static int fd = -1;
	static char path[32];

	if (fd >= 0)
		close(fd);
	fd = memfd_create("agreement", 0);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	snprintf(path, sizeof path, "/dev/fd/%d", fd);
	return path;
}

struct leads {
	struct diags diags;
	struct agreement agreement;
	struct program program;
	struct names *names;
	struct scoring *scoring;
	struct str header[64];
	size_t columns;
	struct batch batch;
	struct frame frame;
	struct tally tally;
};

/* `csv`: a header of plain names, and rows. Mistakes in the agreement fail the test. Bind, then lead_begin.
 */
static inline void leads_init(struct leads *l, const char *agreement, const char *csv, const char *now)
{
	const char *end = strchr(csv, '\n'), *p = csv;
	int64_t t;

	*l = (struct leads){ .diags = { .tool = "test" } };
	agreement_read(&l->agreement, lead_file(agreement), NULL, 0, &l->diags);
	for (; p < end; l->columns++) {
		const char *comma = memchr(p, ',', (size_t)(end - p));
		size_t n = (size_t)((comma ? comma : end) - p);
		l->header[l->columns] = (struct str){ p, n };
		p += n + 1;
	}
	l->names = names_new(&l->agreement, l->header, l->columns, &l->program, &l->diags);
	l->scoring = scoring_define(l->names, true);
	assert_int_equal(instant_read(str_from(now), &l->program.times, &t), TIME_READ);
	l->program.now = instant_of(instant_us(t));
	l->batch.len = strlen(end + 1);
	memcpy(batch_room(&l->batch, 0, l->batch.len), end + 1, l->batch.len);
	batch_scan(&l->batch, (struct dialect){ .delimiter = ',' }, l->columns);
}

static inline const struct code *leads_bind(struct leads *l, const char *name)
{
	struct expr *e = ARENA_NEW(&l->program.arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = l->agreement.text };
	return program_bind(&l->program, e, TYPE_NONE, NULL);
}

/* After all is bound. */
static inline void leads_begin(struct leads *l)
{
	if (l->diags.errors)
		fail_msg("%.*s", STR_ARG(buf_view(&l->diags.out)));
	frame_init(&l->frame, &l->program);
	tally_init(&l->tally, &l->agreement);
	l->frame.user = &l->tally;
}

/* The lead of row i, until the next. The record is the caller's. */
static inline struct frame *leads_at(struct leads *l, size_t i, struct record *r)
{
	*r = batch_record(&l->batch, i);
	frame_record(&l->frame, r);
	return &l->frame;
}

/* A counter counts the lead at hand. */
static inline void leads_count(const struct counter_kind *kind, void *counter, struct frame *f)
{
	static const uint16_t first[1];

	kind->count(counter, &f->rows, (struct asked){ first, tally_of(f)->no_lead ? 0 : 1 });
}

static inline void leads_release(struct leads *l)
{
	frame_release(&l->frame);
	tally_release(&l->tally);
	names_free(l->names);
	program_release(&l->program);
	agreement_release(&l->agreement);
	batch_release(&l->batch);
	diags_release(&l->diags);
}

#endif
