/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a part of a funnel. What is read is written, read again and written as the same bytes, and can
 * be reported; all else is refused with a word. AGREEMENT stands for the fingerprint of the agreement, so
 * that the corpus outlives a change of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agreement/read.h"
#include "funnel/funnel_page.h"
#include "funnel/funnel_report.h"
#include "funnel/part.h"
#include "stat/stat.h"
#include "table/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char statements[] = "stage inquiry at a\nstage mql at b\nstage won when c = yes at d value e\n"
				 "exit recycled at f\nexit lost at g\nbenchmark inquiry to mql 13%\n";

static void must(bool holds)
{
	if (!holds)
		abort();
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

static bool read_part(struct parts *p, const struct agreement *a, struct str bytes)
{
	const char *path = file_of(bytes);
	struct source_options options = { .delimiter = ',' };
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "fuzz" };
	bool good = source_open(&s, &path, 1, &options, &d);
	int got = 0;

	*p = (struct parts){ 0 };
	if (good) {
		good = parts_open(p, a, s.header.name, s.header.n, &path, 1);
		while (good && (got = source_next(&s, &b)) > 0)
			for (size_t i = 0; i < b.marks.nrow && good; i++) {
				struct record r = batch_record(&b, i);
				good = part_read_row(&p->in, &r);
			}
		good = good && got == 0 && parts_close(p);
		must(good != (p->in.error.n || s.error.p));
		for (size_t i = 0; good && i < p->in.grouping.n; i++) /* the heads are the source's */
			p->in.grouping.item[i].head = arena_copy(&p->in.arena, p->in.grouping.item[i].head);
	}
	source_close(&s);
	batch_release(&b);
	diags_release(&d);
	return good;
}

static void report(struct parts *p)
{
	struct grid plain = { 0 }, *pictures;
	struct buf page = { 0 };
	size_t n;

	funnel_counter.settle(p->funnel);
	struct funnel_view v = { .funnel = p->funnel,
				 .plan = &p->plan,
				 .now = p->in.now,
				 .zone = zone_utc(),
				 .z = Z95,
				 .utf8 = true };
	funnel_limit(p->funnel, 2);
	report_heads(&funnel_report, &v, &plain);
	report_rows(&funnel_report, &v, &plain);
	pictures = funnel_grids(&v, &n);
	funnel_page(&v, &page);
	grid_release(&plain);
	for (size_t i = 0; i < n; i++)
		grid_release(&pictures[i]);
	free(pictures);
	buf_release(&page);
}

static void put_fingerprint(struct buf *out, const struct agreement *a, struct str bytes)
{
	const char *at;

	while (bytes.n && (at = memmem(bytes.p, bytes.n, "AGREEMENT", 9))) {
		buf_add(out, bytes.p, (size_t)(at - bytes.p));
		buf_print(out, "%016" PRIx64, agreement_fingerprint(a, false));
		bytes = str_slice(bytes, (size_t)(at - bytes.p) + 9, bytes.n);
	}
	buf_str(out, bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str layer = STR_NONE;
	struct agreement a;
	struct diags d = { .tool = "fuzz" };
	struct buf bytes = { 0 }, once = { 0 }, again = { 0 };
	struct parts p;

	layer = str_from(statements);
	agreement_read(&a, NULL, &layer, 1, &d);
	must(!d.errors);
	put_fingerprint(&bytes, &a, (struct str){ (const char *)data, size });
	bool good = read_part(&p, &a, buf_view(&bytes));
	if (good)
		part_write(p.funnel, p.in.now, &once), report(&p);
	parts_release(&p);
	if (good) {
		must(read_part(&p, &a, buf_view(&once)));
		part_write(p.funnel, p.in.now, &again);
		must(str_eq(buf_view(&once), buf_view(&again)));
		parts_release(&p);
	}
	buf_release(&bytes);
	buf_release(&once);
	buf_release(&again);
	diags_release(&d);
	agreement_release(&a);
	return 0;
}
