/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of decisions is read. It is good only if it is as a run would have written it, but for quotes: a
 * time that a spreadsheet has made its own has lost its zone, and a decision that somebody has typed may lack
 * what belongs to it.
 */
#include "review/decisions_internal.h"
#include "time/instant.h"

static const struct str column_name[DECISION_COLUMNS] = {
	STR("at"),     STR("by"),    STR("lead_id"), STR("handed_over"), STR("decision"), STR("exit"),
	STR("reason"), STR("owner"), STR("until"),   STR("answers"),	 STR("note"),
};

const struct str decision_name[DECISIONS] = { STR("accept"), STR("return"), STR("later"), STR("answer"),
					      STR("undo") };

#define BIT(column) (1u << COLUMN_##column)
#define SAYS	    (BIT(ANSWERS) | BIT(NOTE))

/* A reason and answers that were forgotten are empty, so nobody has to have them. */
const struct decision_uses decision_uses[DECISIONS] = {
	[DECISION_ACCEPT] = { .may = BIT(OWNER) | SAYS },
	[DECISION_RETURN] = { .may = BIT(EXIT) | BIT(REASON) | BIT(UNTIL) | SAYS, .must = BIT(EXIT) },
	[DECISION_LATER] = { .may = BIT(UNTIL) | SAYS, .must = BIT(UNTIL) },
	[DECISION_ANSWER] = { .may = SAYS },
	[DECISION_UNDO] = { .may = BIT(NOTE) },
};

/* ---- times ---- */

static bool is_iso_date(struct str s)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof form - 1; i++)
		if (i >= s.n || (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i]))
			return false;
	return true;
}

/* 2026-03-02T09:00:00Z */
static bool read_moment(struct str s, int64_t *out)
{
	const struct time_style style = { .zone = zone_utc() };
	enum { DATE = sizeof "2026-03-02" - 1 };

	return is_iso_date(s) && s.n > DATE && s.p[DATE] == 'T' && str_ends(s, STR("Z")) &&
	       instant_read(s, &style, out) == TIME_READ;
}

/* 2026-03-02 */
static bool read_date(struct str s, const struct zone *zone, int64_t *out)
{
	const struct time_style style = { .zone = zone };

	return is_iso_date(s) && instant_read(s, &style, out) == TIME_READ && instant_is_date(*out);
}

/* ---- a line ---- */

static struct str judge_times(struct decisions *d, const struct str *cell)
{
	struct entry *e = &d->read;
	struct str at = cell[COLUMN_AT], handed = cell[COLUMN_HANDED_OVER], until = cell[COLUMN_UNTIL];

	if (!read_moment(at, &e->at))
		return arena_print(&d->arena, "at '%.*s' is not a time such as 2026-10-31T14:02:40Z",
				   STR_ARG(at));
	e->handed_over = e->until = INSTANT_NONE;
	if (handed.n && !read_date(handed, d->zone, &e->handed_over) && !read_moment(handed, &e->handed_over))
		return arena_print(&d->arena,
				   "handed_over '%.*s' is neither a date such as 2026-10-10 nor a time such "
				   "as 2026-10-10T21:52:00Z",
				   STR_ARG(handed));
	if (until.n && !read_date(until, d->zone, &e->until))
		return arena_print(&d->arena, "until '%.*s' is not a date such as 2027-01-01",
				   STR_ARG(until));
	return STR_NONE;
}

static bool read_decision(struct str word, enum decision_word *out)
{
	for (*out = 0; *out < DECISIONS; (*out)++)
		if (str_eq(word, decision_name[*out]))
			return true;
	return false;
}

/* What it has to have, and what it has no use for. */
static struct str judge_uses(struct decisions *d, const struct str *cell)
{
	struct str decision = cell[COLUMN_DECISION];
	struct decision_uses uses = decision_uses[d->read.decision];

	for (size_t c = COLUMN_DECISION + 1; c < DECISION_COLUMNS; c++) {
		if (!cell[c].n && uses.must >> c & 1)
			return arena_print(&d->arena, "the decision '%.*s' without %.*s", STR_ARG(decision),
					   STR_ARG(column_name[c]));
		if (cell[c].n && !(uses.may >> c & 1))
			return arena_print(&d->arena, "the decision '%.*s' has no use for %.*s '%.*s'",
					   STR_ARG(decision), STR_ARG(column_name[c]), STR_ARG(cell[c]));
	}
	if (!answers_good(cell[COLUMN_ANSWERS]))
		return arena_print(&d->arena,
				   "answers '%.*s' can't be read; they are written as budget=20000; need=yes",
				   STR_ARG(cell[COLUMN_ANSWERS]));
	return STR_NONE;
}

static struct str judge_cells(struct decisions *d, const struct str *cell)
{
	struct entry *e = &d->read;

	if (!cell[COLUMN_BY].n)
		return STR("by is empty, so nobody has signed it");
	if (!cell[COLUMN_LEAD_ID].n)
		return STR("no lead_id");
	struct str why = judge_times(d, cell);
	if (why.p)
		return why;
	if (!read_decision(cell[COLUMN_DECISION], &e->decision))
		return arena_print(&d->arena,
				   "the decision '%.*s' is none of accept, return, later, answer and undo",
				   STR_ARG(cell[COLUMN_DECISION]));
	return judge_uses(d, cell);
}

struct str decisions_judge(struct decisions *d, const struct record *rec)
{
	struct entry *e = &d->read;
	struct str cell[DECISION_COLUMNS];

	if (rec->cells != DECISION_COLUMNS)
		return arena_print(&d->arena, "%zu cell%s where decisions have %d", rec->cells,
				   rec->cells == 1 ? "" : "s", DECISION_COLUMNS);
	for (size_t c = 0; c < DECISION_COLUMNS; c++)
		cell[c] = text_unguarded(record_text(rec, c, &d->cell[c]));
	e->by = cell[COLUMN_BY];
	e->lead_id = cell[COLUMN_LEAD_ID];
	e->exit = cell[COLUMN_EXIT];
	e->reason = cell[COLUMN_REASON];
	e->owner = cell[COLUMN_OWNER];
	e->answers = cell[COLUMN_ANSWERS];
	e->note = cell[COLUMN_NOTE];
	return judge_cells(d, cell);
}
