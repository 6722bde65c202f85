/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept rows, one at a time and in any order: see filter.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/command.h"
#include "table/batch.h"

struct kept_reader {
	struct filter *filter;
	struct worker worker;
	struct batch batch;
};

struct kept_reader *filter_kept_open(struct filter *f)
{
	struct kept_reader *k = mem_new(sizeof *k);

	k->filter = f;
	worker_init(&k->worker, f);
	return k;
}

struct frame *filter_kept_at(struct kept_reader *k, struct str row)
{
	struct batch *b = &k->batch;

	memcpy(batch_room(b, 0, row.n), row.p, row.n);
	b->len = row.n;
	batch_scan(b, k->filter->source.dialect, k->filter->source.header.n);
	look_at_batch(NULL, b);
	worker_row(&k->worker, b, 0);
	return &k->worker.frame[0];
}

bool filter_kept_close(struct kept_reader *k)
{
	struct str error = buf_view(&k->worker.frame[0].error);
	bool good = !error.n;

	if (!good)
		diag_error(&k->filter->diags, "%.*s", STR_ARG(error));
	batch_release(&k->batch);
	worker_release(&k->worker);
	free(k);
	return good;
}
