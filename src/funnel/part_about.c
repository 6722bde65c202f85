/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What parts say about themselves, a row each, which decides whether they go together: see part.h. */
#include <inttypes.h>
#include <stdarg.h>

#include "agreement/read.h"
#include "funnel/part_internal.h"

const char *const part_heads[CELLS] = { "part", "name", "n", "value", "detail" };
const char *const order_words[ORDERS] = { "size", "bytes", "number", "place" };

static const char *const period_words[] = { "day", "week", "month", "quarter", "year" };
enum { PERIODS = sizeof period_words / sizeof *period_words };

size_t word_of(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_from(words[i])))
			return i;
	return SIZE_MAX;
}

bool parts_wrong(struct parts *p, const char *format, ...)
{
	const struct batch *b = p->record->batch;
	struct arena words = { 0 };
	va_list args;

	va_start(args, format);
	struct str said = arena_vprint(&words, format, args);
	va_end(args);
	buf_print(&p->error, "%s:%llu: %.*s", b->file, (unsigned long long)batch_line(b, p->record->index),
		  STR_ARG(said));
	arena_release(&words);
	return false;
}

static void write_version(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)s, (void)now;
	buf_char(out, '1');
}

static bool read_version(struct parts *p, struct str detail)
{
	return str_eq(detail, STR("1")) ||
	       parts_wrong(p, "a part of version %.*s, which this leadfunnel can't read; make it anew",
			   STR_ARG(brief(detail)));
}

static void put_agreement(struct buf *out, const struct agreement *a)
{
	buf_print(out, "%016" PRIx64, agreement_fingerprint(a, false));
}

static void write_agreement(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)now;
	put_agreement(out, s->plan->agreement);
}

static bool read_agreement(struct parts *p, struct str detail)
{
	struct buf ours = { 0 };

	put_agreement(&ours, p->plan.agreement);
	bool same = str_eq(detail, buf_view(&ours));
	buf_release(&ours);
	return same ||
	       parts_wrong(p,
			   "a part of another agreement than %s; name its own with -a, or make it anew "
			   "with this one",
			   p->plan.agreement->text->name);
}

static void write_exact(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)now;
	buf_str(out, s->plan->grouping->exact ? STR("yes") : STR("no"));
}

static bool read_exact(struct parts *p, struct str detail)
{
	p->grouping.exact = str_eq(detail, STR("yes"));
	return p->grouping.exact || str_eq(detail, STR("no")) ||
	       parts_wrong(p, "'%.*s' is neither yes nor no", STR_ARG(brief(detail)));
}

static void write_cohort(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)now;
	if (s->plan->cohorts)
		buf_str(out, str_from(period_words[s->plan->cohorts->period]));
}

static bool read_cohort(struct parts *p, struct str detail)
{
	size_t i = word_of(detail, period_words, PERIODS);

	p->cohorts = detail.n;
	if (p->cohorts && (i == SIZE_MAX || !p->grouping.n))
		return parts_wrong(p, "'%.*s' is no period of these groups", STR_ARG(brief(detail)));
	p->cohort = p->cohorts ? (enum period)i : PERIOD_DAY;
	if (p->cohorts)
		p->grouping.item[0].period = &p->cohort;
	return true;
}

static void write_from(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)now;
	buf_str(out, s->plan->agreement->stages.at[s->plan->from].name.text);
}

static bool read_from(struct parts *p, struct str detail)
{
	p->plan.from = agreement_stage(p->plan.agreement, detail);
	return p->plan.from != SIZE_MAX || parts_wrong(p, "there is no stage '%.*s'", STR_ARG(brief(detail)));
}

static void write_window(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)now;
	if (s->plan->window)
		span_write(out, s->plan->window);
}

static bool read_window(struct parts *p, struct str detail)
{
	return !detail.n || (span_read(detail, '.', &p->plan.window) && p->plan.window > 0) ||
	       parts_wrong(p, "'%.*s' is no span", STR_ARG(brief(detail)));
}

static void write_now(struct buf *out, const struct funnel *s, int64_t now)
{
	(void)s;
	instant_write(out, now, zone_utc());
}

static bool read_now(struct parts *p, struct str detail)
{
	struct time_style utc = { zone_utc(), DATES_UNSAID };
	int64_t now;

	if (instant_read(detail, &utc, &now) != TIME_READ)
		return parts_wrong(p, "'%.*s' is no time", STR_ARG(brief(detail)));
	if (p->now == INSTANT_NONE || now > p->now)
		p->now = now;
	if (p->oldest == INSTANT_NONE || now < p->oldest)
		p->oldest = now;
	return true;
}

const struct about abouts[ABOUTS] = {
	{ "version", write_version, read_version, true },
	{ "agreement", write_agreement, read_agreement, true },
	{ "exact", write_exact, read_exact, false },
	{ "cohort", write_cohort, read_cohort, false },
	{ "from", write_from, read_from, false },
	{ "window", write_window, read_window, false },
	{ "now", write_now, read_now, true },
};
