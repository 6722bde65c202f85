/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of reasons as tables of columns: see reasons_report.h. */
#include "funnel/reasons_report.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/units.h"
#include "figures/group_figure.h"
#include "figures/page.h"
#include "figures/share.h"
#include "funnel/funnel_internal.h"
#include "report/bars.h"

/* ---- the counter ---- */

const struct reasons *funnel_reasons(const struct funnel *s)
{
	return s->reasons;
}

/* The exits that leads left by, of which the agreement names no reason, or the input has none. */
static void say_unknown(const struct funnel *s, bool lacking, const char *why, struct diags *diags)
{
	const struct step *exit = s->plan->agreement->exits.at;
	const struct exit_reasons *said = &s->plan->reasons->said;
	struct buf names = { 0 };

	for (size_t i = 0; i < s->exits; i++)
		if ((lacking ? said->lacking[i] : !said->of[i]) && funnel_exit_at(s, s->named, i).left)
			buf_print(&names, "%s%.*s", names.n ? ", " : "", STR_ARG(exit[i].name.text));
	if (names.n)
		diag_note(diags, "%.*s: %s, so all who left are " REASON_NONE_GIVEN,
			  STR_ARG(buf_view(&names)), why);
	buf_release(&names);
}

static void say(const void *self, struct diags *diags)
{
	const struct funnel *s = self;

	say_unknown(s, false, "the agreement names no 'reason'", diags);
	say_unknown(s, true, "the input has no column for the 'reason'", diags);
	if (!reasons_lines(s->reasons))
		diag_note(diags, "no lead has left, so there is no reason to report");
	funnel_say_leads(s, diags);
	reasons_say(s->reasons, diags);
}

const struct counter_kind reasons_counter = {
	.name = "reasons",
	.new = funnel_new,
	.free = funnel_free,
	.count = funnel_count,
	.groups = funnel_held,
	.merge = funnel_merge,
	.settle = funnel_settle,
	.report = say,
	.state = funnel_state,
};

/* ---- rows ---- */

struct row {
	size_t next; /* behind the row's line */
	const struct reason_line *line, *before;
	uint64_t reached;
	struct buf bar;
};

static const struct reasons_view *view_of(const struct cell *c)
{
	return c->view;
}

static bool next_line(const void *view, void *row)
{
	const struct reasons_view *v = view;
	const struct reasons *s = funnel_reasons(v->funnel);
	struct row *r = row;

	r->before = r->line;
	do {
		if (r->next == reasons_lines(s))
			return false;
		r->line = reasons_line(s, r->next++);
	} while (v->exit != SIZE_MAX && r->line->exit != v->exit);
	r->reached = funnel_at(v->funnel, r->line->group, r->line->stage).reached;
	return true;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->bar);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct reason_line *line_at(const struct cell *c)
{
	return at(c)->line;
}

/* ---- figures ---- */

static const struct figure none;

static struct figure exit_name(const struct cell *c)
{
	return figure_text(view_of(c)->plan->agreement->exits.at[line_at(c)->exit].name.text);
}

static struct figure stage(const struct cell *c)
{
	return figure_text(view_of(c)->plan->agreement->stages.at[line_at(c)->stage].name.text);
}

static struct str group_name(const struct reasons_view *v, const struct reason_line *line, size_t item)
{
	return line->group == funnel_groups(v->funnel) ? STR("(all)")
						       : funnel_group(v->funnel, line->group, item);
}

static struct figure group(const struct cell *c)
{
	return grouping_figure(view_of(c)->plan->grouping, c->i, group_name(view_of(c), line_at(c), c->i));
}

static struct figure reason(const struct cell *c)
{
	return figure_toned(figure_text(line_at(c)->reason),
			    line_at(c)->kind == REASON_NAMED ? TONE_PLAIN : TONE_DIM);
}

static struct figure leads(const struct cell *c)
{
	return figure_count(line_at(c)->leads);
}

static struct figure share_of_exit(const struct cell *c)
{
	return figure_ratio(line_at(c)->leads, line_at(c)->of);
}

static struct figure share_of_reached(const struct cell *c)
{
	return figure_ratio(line_at(c)->leads, at(c)->reached);
}

static struct interval ends(const struct cell *c)
{
	return wilson(line_at(c)->leads, at(c)->reached, Z95);
}

enum { LOW, HIGH };
static struct figure end(const struct cell *c)
{
	return figure_share(c->of == LOW ? ends(c).low : ends(c).high);
}

static struct figure both_ends(const struct cell *c)
{
	return figure_ends(ends(c).low, ends(c).high);
}

enum { MEDIAN, P90 };
static int64_t hundredths(const struct cell *c)
{
	return c->of == MEDIAN ? line_at(c)->days.median : line_at(c)->days.p90;
}

static struct figure days(const struct cell *c)
{
	return hundredths(c) == INT64_MIN ? none : figure_fixed(hundredths(c), 2);
}

/* One decimal is enough for people. */
static struct figure short_days(const struct cell *c)
{
	return hundredths(c) == INT64_MIN ? none : figure_fixed((hundredths(c) + 5) / 10, 1);
}

/* Where no lead has a value, 0 would be a wrong number. */
static bool has_value(const struct reason_line *line)
{
	return line->valued && !line->mixed;
}

static struct figure value(const struct cell *c)
{
	return has_value(line_at(c)) ? figure_quotient(line_at(c)->value, 1000000, 2) : none;
}

static struct figure whole_value(const struct cell *c)
{
	struct quotient q = number_quotient(line_at(c)->value, 1000000, 0);

	return has_value(line_at(c)) ? figure_fixed(q.minus ? -(__int128)q.whole : (__int128)q.whole, 0)
				     : none;
}

/* ---- for people: what is as in the line above is not repeated ---- */

static bool same_stage(const struct row *r)
{
	return r->before && r->before->exit == r->line->exit && r->before->stage == r->line->stage;
}

static struct figure stage_once(const struct cell *c)
{
	return same_stage(at(c)) ? none : stage(c);
}

static struct figure group_once(const struct cell *c)
{
	if (same_stage(at(c)) && at(c)->before->group == line_at(c)->group)
		return none;
	return grouping_shown(group(c));
}

static struct figure bar(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->bar;

	buf_clear(b);
	bar_write(b, (double)line_at(c)->leads / (double)line_at(c)->of, 8, view_of(c)->utf8);
	return figure_text(buf_view(b));
}

/* ---- columns ---- */

static size_t items(const void *view)
{
	return ((const struct reasons_view *)view)->plan->grouping->n;
}

static void item_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, ((const struct reasons_view *)view)->plan->grouping->item[i].head);
}

static bool has_values(const void *view)
{
	return ((const struct reasons_view *)view)->valued;
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE .kind = COLUMN_NUMBER, .unit = "share"
#define DAYS  .kind = COLUMN_NUMBER, .unit = "days"
#define MONEY .kind = COLUMN_NUMBER, .unit = "money"

static const struct column columns[] = {
	{ COLUMN("exit", exit_name), .definition = "the exit that leads left by" },
	{ COLUMN("stage", stage), .definition = "the stage that they left from, the last one they reached" },
	{ .figure = group,
	  .repeats = items,
	  .heads = item_head,
	  .definition = "the group, by what --by names; (all) is all leads" },
	{ COLUMN("reason", reason),
	  .definition = "why; (none given) where the cell is empty, (other) beyond --limit" },
	{ COLUMN("leads", leads), LEADS, .definition = "leads that left for this reason" },
	{ COLUMN("share_of_exit", share_of_exit), SHARE,
	  .definition = "of the leads of this group that left from the stage by the exit" },
	{ COLUMN("share_of_reached", share_of_reached), SHARE,
	  .definition = "of the leads of this group that reached the stage" },
	{ COLUMN("low95", end), .of = LOW, SHARE,
	  .definition = "the low end of the 95% interval of share_of_reached" },
	{ COLUMN("high95", end), .of = HIGH, SHARE, .definition = "the high end" },
	{ COLUMN("median_days", days), .of = MEDIAN, DAYS,
	  .definition = "half of them left no later after they had reached the stage" },
	{ COLUMN("p90_days", days), .of = P90, DAYS, .definition = "nine of ten left no later" },
	{ COLUMN("value", value), MONEY,
	  .definition = "the sum of the value of the last stage over these leads" },
};
static const struct column table_columns[] = {
	{ COLUMN("stage", stage_once) },
	{ .figure = group_once, .repeats = items, .heads = item_head, .least = 12 },
	{ COLUMN("reason", reason), .least = 20 },
	{ COLUMN("leads", leads), LEADS },
	{ COLUMN("share", share_of_exit), SHARE },
	{ COLUMN("", bar), .kind = COLUMN_PICTURE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("of stage", share_of_reached), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("95%", both_ends), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("median d", short_days), .of = MEDIAN, DAYS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("p90 d", short_days), .of = P90, DAYS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("value", whole_value), MONEY, .there = has_values, .weight = WEIGHT_EXPLAINS },
};

const struct report reasons_report = REPORT(columns, struct row, next_line, release);
static const struct report table = REPORT(table_columns, struct row, next_line, release);

/* ---- tables ---- */

/* Is the value of any lead known that left by the exit? */
static bool any_value(const struct reasons *s, size_t exit)
{
	for (size_t i = 0; i < reasons_lines(s); i++)
		if (reasons_line(s, i)->exit == exit && reasons_line(s, i)->valued)
			return true;
	return false;
}

struct grid *reasons_tables(const struct reasons_view *v, size_t *n)
{
	const struct agreement *a = v->plan->agreement;
	struct grid *grid = mem_new((a->exits.n + 1) * sizeof *grid);
	struct reasons_view one = *v;

	*n = 0;
	for (one.exit = 0; one.exit < a->exits.n; one.exit++) {
		uint64_t left = funnel_exit_at(v->funnel, funnel_groups(v->funnel), one.exit).left;
		struct grid *g = &grid[*n];
		if (!left)
			continue;
		one.valued = any_value(funnel_reasons(v->funnel), one.exit);
		grid_title(g, arena_print(&g->arena, "Why they left: %.*s, %.*s %s",
					  STR_ARG(a->exits.at[one.exit].name.text),
					  STR_ARG(page_count(&g->arena, left)), left == 1 ? "lead" : "leads")
				      .p);
		report_fill(&table, &one, v->utf8, g);
		++*n;
	}
	if (*n) {
		grid_note(&grid[*n - 1],
			  "share: of the leads that left from the stage by this exit; of stage: of all that "
			  "reached it, with the 95% interval; days from the stage to the exit");
	} else {
		grid_title(&grid[0], "Why they left: nobody has left");
		report_heads(&table, v, &grid[(*n)++]);
	}
	return grid;
}

/* ---- beside the funnel ---- */

bool reasons_brief(const struct funnel *s, const struct funnel_plan *p, struct grid *g)
{
	const struct agreement *a = p->agreement;
	struct buf words = { 0 };

	for (size_t i = 0; s->reasons && i < a->exits.n; i++) {
		struct commonest c = reasons_commonest(s->reasons, i);
		if (!c.n)
			continue;
		if (!g->columns) {
			grid_title(g, "Why they left: the commonest reasons");
			grid_column(g, "exit", ALIGN_LEFT, false);
			grid_column(g, "left", ALIGN_RIGHT, true);
			grid_column(g, "reasons", ALIGN_LEFT, false);
			g->column[g->columns - 1].prose = true;
		}
		grid_cell(g, a->exits.at[i].name.text);
		share_count(g, c.left);
		buf_clear(&words);
		commonest_write(&words, &c);
		grid_cell(g, buf_view(&words));
	}
	buf_release(&words);
	return g->columns;
}
