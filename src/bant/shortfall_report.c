/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A BANT review's counts as reports: see shortfall.h. */
#include "bant/shortfall_internal.h"

/* A count and its total, as a line shows them. */
struct line {
	const char *part; /* for programs */
	struct str name;
	uint64_t leads, of;
	const struct answers *answers; /* of a criterion; NULL: it is about something else */
};

/* Walks the lines of the parts that a report has. */
struct row {
	size_t at; /* the line's place among all of them */
	struct line line;
};

enum { ANSWERS = 3, KINDS = 3 }; /* yes, no, unknown; one short, of these unknown, of these no */

static struct line answer_line(const struct shortfall *s, size_t i)
{
	static const char *const parts[ANSWERS] = { "yes", "no", "unknown" };
	const struct answers *c = &s->criterion[i / ANSWERS];
	const uint64_t counts[ANSWERS] = { c->yes, c->no, c->unknown };

	return (struct line){ parts[i % ANSWERS], s->plan->agreement->criteria.at[i / ANSWERS].name.text,
			      counts[i % ANSWERS], s->leads, c };
}

/* How many criteria are yes, from all of them down; then the verdicts. */
static struct line count_line(const struct shortfall *s, size_t i)
{
	size_t n = s->plan->agreement->criteria.n;

	if (i <= n)
		return (struct line){ "criteria", s->plan->count_name[n - i], s->by_count[n - i], s->leads,
				      NULL };
	return i == n + 1 ? (struct line){ "verdict", STR("SQL"), s->sql, s->leads, NULL }
			  : (struct line){ "verdict", STR("one short of SQL"), s->one_short, s->leads, NULL };
}

static size_t count_lines(const struct shortfall *s)
{
	return s->plan->agreement->criteria.n + 1 + (s->plan->sql != SIZE_MAX ? 2 : 0);
}

static struct line short_line(const struct shortfall *s, size_t i)
{
	static const char *const parts[KINDS] = { "one short", "one short, unknown", "one short, no" };
	size_t which = s->order[i / KINDS];
	const struct answers *c = &s->criterion[which];
	const uint64_t counts[KINDS] = { c->short_unknown + c->short_no, c->short_unknown, c->short_no };

	return (struct line){ parts[i % KINDS], s->plan->agreement->criteria.at[which].name.text,
			      counts[i % KINDS], s->one_short, c };
}

static bool next_plain(const void *view, void *row)
{
	const struct shortfall *s = view;
	struct row *r = row;
	size_t n = s->plan->agreement->criteria.n, i = r->at++, counts = count_lines(s);

	if (i < n * ANSWERS)
		r->line = answer_line(s, i);
	else if ((i -= n * ANSWERS) < counts)
		r->line = count_line(s, i);
	else if (s->plan->sql != SIZE_MAX && (i -= counts) < n * KINDS)
		r->line = short_line(s, i);
	else
		return false;
	return true;
}

static bool next_answers(const void *view, void *row)
{
	const struct shortfall *s = view;
	struct row *r = row;

	if (r->at == s->plan->agreement->criteria.n)
		return false;
	r->line = answer_line(s, r->at++ * ANSWERS);
	return true;
}

static bool next_count(const void *view, void *row)
{
	struct row *r = row;

	if (r->at == count_lines(view))
		return false;
	r->line = count_line(view, r->at++);
	return true;
}

static bool next_short(const void *view, void *row)
{
	const struct shortfall *s = view;
	struct row *r = row;

	if (r->at == s->plan->agreement->criteria.n)
		return false;
	r->line = short_line(s, r->at++ * KINDS);
	return true;
}

static const struct line *line_at(const struct cell *c)
{
	return &((const struct row *)c->row)->line;
}

static struct figure part(const struct cell *c)
{
	return figure_text(str_from(line_at(c)->part));
}

static struct figure name(const struct cell *c)
{
	return figure_text(line_at(c)->name);
}

static struct figure leads(const struct cell *c)
{
	return figure_count(line_at(c)->leads);
}

static struct figure share(const struct cell *c)
{
	return figure_ratio(line_at(c)->leads, line_at(c)->of);
}

/* One of a criterion's counts, and its share. */
enum { YES, NO, UNKNOWN, SHORT_UNKNOWN, SHORT_NO };
static struct figure answer(const struct cell *c)
{
	const struct answers *a = line_at(c)->answers;
	const uint64_t counts[] = { a->yes, a->no, a->unknown, a->short_unknown, a->short_no };

	return figure_count(counts[c->of]);
}

static struct figure answer_share(const struct cell *c)
{
	return figure_ratio((uint64_t)answer(c).k, line_at(c)->of);
}

static const struct column plain_columns[] = {
	{ .head = "part",
	  .figure = part,
	  .definition = "what the row is about: an answer, how many criteria are yes, the verdict, or what "
			"is missing" },
	{ .head = "name",
	  .figure = name,
	  .definition = "the criterion, the number of criteria, or the verdict" },
	{ .head = "leads",
	  .figure = leads,
	  .kind = COLUMN_NUMBER,
	  .unit = "leads",
	  .definition = "how many leads" },
	{ .head = "share",
	  .figure = share,
	  .kind = COLUMN_NUMBER,
	  .unit = "share",
	  .definition = "their share of all leads, or of those one short of SQL" },
};
static const struct column answer_columns[] = {
	{ .head = "criterion", .figure = name },
	{ .head = "yes", .figure = answer, .of = YES, .kind = COLUMN_NUMBER },
	{ .head = "", .figure = answer_share, .of = YES, .kind = COLUMN_NUMBER },
	{ .head = "no", .figure = answer, .of = NO, .kind = COLUMN_NUMBER },
	{ .head = "", .figure = answer_share, .of = NO, .kind = COLUMN_NUMBER },
	{ .head = "unknown", .figure = answer, .of = UNKNOWN, .kind = COLUMN_NUMBER },
	{ .head = "", .figure = answer_share, .of = UNKNOWN, .kind = COLUMN_NUMBER },
};
static const struct column count_columns[] = {
	{ .head = "", .figure = name },
	{ .head = "leads", .figure = leads, .kind = COLUMN_NUMBER },
	{ .head = "share", .figure = share, .kind = COLUMN_NUMBER },
};
static const struct column short_columns[] = {
	{ .head = "missing", .figure = name },
	{ .head = "leads", .figure = leads, .kind = COLUMN_NUMBER },
	{ .head = "share", .figure = share, .kind = COLUMN_NUMBER },
	{ .head = "to ask", .figure = answer, .of = SHORT_UNKNOWN, .kind = COLUMN_NUMBER },
	{ .head = "said no", .figure = answer, .of = SHORT_NO, .kind = COLUMN_NUMBER },
};

const struct report shortfall_report = REPORT(plain_columns, struct row, next_plain, NULL);
static const struct report answer_table = REPORT(answer_columns, struct row, next_answers, NULL);
static const struct report count_table = REPORT(count_columns, struct row, next_count, NULL);
static const struct report short_table = REPORT(short_columns, struct row, next_short, NULL);

size_t shortfall_tables(const struct shortfall *s, struct grid *grids)
{
	grid_title(&grids[0], "Criteria");
	report_fill(&answer_table, s, true, &grids[0]);
	grid_title(&grids[1], "Leads");
	report_fill(&count_table, s, true, &grids[1]);
	if (s->plan->sql == SIZE_MAX)
		return 2;
	grid_title(&grids[2], "What keeps leads one short of SQL");
	report_fill(&short_table, s, true, &grids[2]);
	return 3;
}
