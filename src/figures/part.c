/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What parts of every kind say about themselves, which decides whether they go together: see part.h. */
#include <inttypes.h>
#include <stdarg.h>

#include "agreement/read.h"
#include "figures/part_internal.h"

const char *const part_heads[PART_CELLS] = { "part", "name", "n", "value", "detail" };
const char *const part_orders[PART_ORDERS] = { "size", "bytes", "number", "place" };

size_t part_word(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_from(words[i])))
			return i;
	return SIZE_MAX;
}

bool part_wrong(struct part_reader *r, const char *format, ...)
{
	const struct batch *b = r->record->batch;
	struct arena words = { 0 };
	va_list args;

	va_start(args, format);
	struct str said = arena_vprint(&words, format, args);
	va_end(args);
	buf_print(&r->error, "%s:%llu: %.*s", b->file, (unsigned long long)batch_line(b, r->record->index),
		  STR_ARG(said));
	arena_release(&words);
	return false;
}

static void write_version(const struct part_writer *w, struct buf *out)
{
	(void)w;
	buf_char(out, '2');
}

static bool read_version(struct part_reader *r, struct str detail)
{
	return str_eq(detail, STR("2")) ||
	       part_wrong(r, "a partial of version %.*s, which this %s can't read; make it anew",
			  STR_ARG(part_brief(detail)), r->kind->tool);
}

const struct part_about part_version = { "version", write_version, read_version, true };

static void put_agreement(struct buf *out, const struct agreement *a)
{
	buf_print(out, "%016" PRIx64, agreement_fingerprint(a, false));
}

static void write_agreement(const struct part_writer *w, struct buf *out)
{
	put_agreement(out, w->agreement);
}

static bool read_agreement(struct part_reader *r, struct str detail)
{
	struct buf ours = { 0 };

	put_agreement(&ours, r->agreement);
	bool same = str_eq(detail, buf_view(&ours));
	buf_release(&ours);
	return same ||
	       part_wrong(r,
			  "a partial of another agreement than %s; name its own with -a, or make it anew "
			  "with this one",
			  r->agreement->text->name);
}

const struct part_about part_agreement = { "agreement", write_agreement, read_agreement, true };

static void write_exact(const struct part_writer *w, struct buf *out)
{
	buf_str(out, w->grouping->exact ? STR("yes") : STR("no"));
}

static bool read_exact(struct part_reader *r, struct str detail)
{
	r->grouping.exact = str_eq(detail, STR("yes"));
	return r->grouping.exact || str_eq(detail, STR("no")) ||
	       part_wrong(r, "'%.*s' is neither yes nor no", STR_ARG(part_brief(detail)));
}

const struct part_about part_exact = { "exact", write_exact, read_exact, false };

static void write_now(const struct part_writer *w, struct buf *out)
{
	instant_write(out, w->now, zone_utc());
}

static bool read_now(struct part_reader *r, struct str detail)
{
	struct time_style utc = { .zone = zone_utc() };
	int64_t now;

	if (instant_read(detail, &utc, &now) != TIME_READ)
		return part_wrong(r, "'%.*s' is not a time", STR_ARG(part_brief(detail)));
	if (r->now == INSTANT_NONE || now > r->now)
		r->now = now;
	if (r->oldest == INSTANT_NONE || now < r->oldest)
		r->oldest = now;
	return true;
}

const struct part_about part_now = { "now", write_now, read_now, true };
