/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The funnel for people, as pictures of bars: see funnel_report.h.
 *
 * One funnel has a bar for each stage and under it, on a screen, what happens before the next: how many wait,
 * and where the others went. Groups stand side by side, so that a stage is compared along its line, as many
 * as fit and then the next band; what doesn't fit is in one table below.
 */
#include "base/mem.h"
#include "base/number.h"
#include "funnel/funnel_report.h"
#include "funnel/reasons_report.h"
#include "figures/share.h"
#include "report/bars.h"
#include "report/glyph.h"

enum {
	BAR = 24, /* where nothing limits it */
	BAR_LEAST = 7,
	BAR_MOST = 60,
	NAME_MOST = 22, /* a longer name doesn't make a group's block wider */
	UNLIMITED = 120 /* the columns of a band where there is no screen to fill */
};

/* Color alone doesn't reach everyone, and is lost on paper. */
static const struct verdict_sign {
	const char *word, *sign, *ascii;
} signs[] = {
	{ "over", "▲", "^" },
	{ "at", "≈", "~" },
	{ "under", "▼", "v" },
	{ "maturing", "…", "?" },
};
enum { SIGNS = sizeof signs / sizeof *signs };

/* Which sign a verdict has; SIGNS: none. */
static size_t sign_of(struct verdict verdict)
{
	size_t i = 0;

	while (i < SIGNS && (!verdict.benchmark || strcmp(signs[i].word, verdict.word) != 0))
		i++;
	return i;
}

static const char *sign_text(size_t i, bool utf8)
{
	return i == SIGNS ? "" : utf8 ? signs[i].sign : signs[i].ascii;
}

static enum tone tone_of(struct verdict verdict)
{
	return verdict.side < 0 ? TONE_BAD : verdict.side > 0 ? TONE_GOOD : TONE_PLAIN;
}

/* Has any step a benchmark? */
static bool held_to_any(const struct agreement *a)
{
	for (size_t i = 0; i < a->benchmarks.n; i++)
		if (a->benchmarks.at[i].what == BENCHMARK_STEP)
			return true;
	return false;
}

static struct str stage_name(const struct funnel_view *v, size_t stage)
{
	return v->plan->agreement->stages.at[stage].name.text;
}

static uint64_t first_of(const struct funnel_view *v, size_t group)
{
	return funnel_at(v->funnel, group, 0).reached;
}

/* ---- cells ---- */

static void put_empty(struct grid *g, size_t n)
{
	while (n-- > 0)
		grid_cell(g, STR(""));
}

static void put_dim(struct grid *g, struct str text)
{
	grid_cell(g, text);
	grid_tone(g, TONE_DIM);
}

static void put_bar(struct grid *g, uint64_t k, uint64_t most, int width, bool utf8)
{
	struct buf b = { 0 };

	bar_write(&b, most ? (double)k / (double)most : 0, width, utf8);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_days(struct grid *g, const struct funnel_row *r)
{
	struct buf b = { 0 };

	if (r->recorded && r->x.median != INT64_MIN)
		number_write_fixed(&b, (r->x.median + 5) / 10, 1);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* Nobody is faint. */
static void put_count(struct grid *g, uint64_t n)
{
	share_count(g, n);
	grid_tone(g, n ? TONE_PLAIN : TONE_DIM);
}

static void put_waiting(struct grid *g, const struct funnel_row *r)
{
	if (r->stage + 1 < r->view->plan->pipeline.nstages)
		put_count(g, r->x.waiting);
	else
		grid_cell(g, STR(""));
}

/* "→ 24 lost" */
static void write_leak(struct buf *b, const struct funnel_row *r, size_t exit)
{
	buf_str(b, r->view->utf8 ? STR("→ ") : STR("-> "));
	number_write_grouped(b, (int64_t)r->x.left_by[exit]);
	buf_print(b, " %.*s", STR_ARG(r->view->plan->agreement->exits.at[exit].name.text));
}

static void put_leaks(struct grid *g, const struct funnel_row *r)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < r->view->plan->pipeline.nexits; i++)
		if (r->x.left_by[i]) {
			buf_str(&b, b.n ? STR("  ") : STR(""));
			write_leak(&b, r, i);
		}
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* "▲ over 60%", of what, if not of the stage before, and why there is no verdict. */
static void write_verdict(struct buf *out, const struct funnel_row *r, const struct verdict *v)
{
	size_t sign = sign_of(*v), from = agreement_stage(r->view->plan->agreement, v->benchmark->from.text);
	bool before = from + 1 == r->stage;

	buf_print(out, "%s%s%s%s%s%.4g%%%s%.*s", out->n ? ", " : "", sign_text(sign, r->view->utf8),
		  sign == SIGNS ? "" : " ", v->word, *v->word ? " " : "", v->benchmark->share * 100,
		  before ? "" : " of ", STR_ARG(before ? STR("") : v->benchmark->from.text));
	if (*v->word || v->why == WHY_UNSEEN) /* that is said where its bar would be */
		return;
	buf_str(out, STR(": "));
	verdict_why(v, out);
}

static void put_benchmarks(struct grid *g, const struct funnel_row *r)
{
	struct buf b = { 0 };
	struct verdict v;

	for (size_t i = 0; (v = funnel_judge(r, i)).benchmark; i++)
		write_verdict(&b, r, &v);
	grid_cell(g, buf_view(&b));
	grid_tone(g, tone_of(funnel_judge(r, 0)));
	buf_release(&b);
}

/* ---- one funnel ---- */

/* A row that is a text under the bar. */
static void put_text(struct grid *g, struct buf *b)
{
	put_empty(g, 2);
	put_dim(g, buf_view(b));
	put_empty(g, g->columns - 3);
	buf_clear(b);
}

/* How many wait and where the others went, in as many rows as needed. */
static void put_between(struct grid *g, const struct funnel_row *r, int room)
{
	struct buf line = { 0 }, piece = { 0 };
	size_t exits = r->view->plan->pipeline.nexits;

	if (r->x.waiting) {
		number_write_grouped(&line, (int64_t)r->x.waiting);
		buf_str(&line, STR(" waiting"));
	}
	for (size_t i = 0; i < exits; i++) {
		if (!r->x.left_by[i])
			continue;
		buf_clear(&piece);
		write_leak(&piece, r, i);
		if (line.n && text_width(buf_view(&line)) + 2 + text_width(buf_view(&piece)) > room)
			put_text(g, &line);
		buf_str(&line, line.n ? STR("  ") : STR(""));
		buf_str(&line, buf_view(&piece));
	}
	if (line.n)
		put_text(g, &line);
	buf_release(&line);
	buf_release(&piece);
}

/* What a lead cost, and its return. */
static void put_costs(struct grid *g, const struct funnel_row *r)
{
	static const enum cost shown[] = { COST_PER_REACHED, VALUE_PER_COST };

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct buf b = { 0 };
		struct figure x = funnel_cost_of(r, shown[i], 2);
		if (x.is != FIGURE_NONE)
			number_write_quotient(&b, number_quotient(x.k, x.n, x.places), true);
		grid_cell(g, buf_view(&b));
		buf_release(&b);
	}
}

static void cost_columns(const struct funnel_view *v, struct grid *g)
{
	if (!v->plan->spend)
		return;
	grid_column(g, "cost per lead", ALIGN_RIGHT, true);
	grid_column(g, "return", ALIGN_RIGHT, true);
}

static void put_stage(struct grid *g, const struct funnel_row *r, int bar)
{
	const struct funnel_view *v = r->view;

	grid_cell(g, stage_name(v, r->stage));
	share_count(g, r->x.reached);
	if (r->recorded)
		put_bar(g, r->x.reached, r->first, bar, v->utf8);
	else
		put_dim(g, STR("not recorded"));
	share_ratio(g, r->x.reached, r->recorded ? r->previous : 0);
	share_ratio(g, r->x.reached, r->recorded ? r->first : 0);
	put_days(g, r);
	if (!v->width) {
		put_waiting(g, r);
		put_leaks(g, r);
	}
	if (held_to_any(v->plan->agreement))
		put_benchmarks(g, r);
	if (v->plan->spend)
		put_costs(g, r);
}

/* Bars of that many columns; the text between them takes at most `room`. */
static void fill_one(const struct funnel_view *v, struct grid *g, int bar, int room)
{
	grid_column(g, "stage", ALIGN_LEFT, false);
	grid_column(g, "reached", ALIGN_RIGHT, true);
	grid_picture(g, "");
	grid_room(g, bar);
	grid_column(g, "step", ALIGN_RIGHT, true);
	grid_column(g, "in all", ALIGN_RIGHT, true);
	grid_column(g, "median days", ALIGN_RIGHT, true);
	if (!v->width) {
		grid_column(g, "waiting", ALIGN_RIGHT, true);
		grid_column(g, "left", ALIGN_LEFT, false);
	}
	if (held_to_any(v->plan->agreement)) {
		grid_column(g, "benchmark", ALIGN_LEFT, false);
		g->column[g->columns - 1].prose = true;
		g->column[g->columns - 1].least = 18; /* "▲ over 35% of mql" */
	}
	cost_columns(v, g);
	for (size_t i = 0; i < v->plan->pipeline.nstages; i++) {
		struct funnel_row r = funnel_row(v, funnel_groups(v->funnel), i);
		put_stage(g, &r, bar);
		if (v->width)
			put_between(g, &r, room);
	}
}

static int within(int x, int least, int most)
{
	return x < least ? least : x > most ? most : x;
}

/* Laid out once to measure the rest, and then with bars that fill the remaining width. */
static void picture_one(const struct funnel_view *v, struct grid *g)
{
	if (!v->width) {
		fill_one(v, g, BAR, 0);
		return;
	}
	fill_one(v, g, BAR_LEAST, v->width);
	int rest = grid_measure(g, v->utf8) - BAR_LEAST;
	int room = v->width - g->column[0].width - g->column[1].width - 2 * GRID_GAP;
	grid_release(g);
	fill_one(v, g, within(v->width - rest, BAR_LEAST, BAR_MOST), room);
}

/* ---- groups beside each other ---- */

struct bands {
	const struct funnel_view *view;
	size_t groups, per;	  /* with all leads; in a band */
	int bar, step, block;	  /* columns: of a bar, a step's share, all of a group */
	uint64_t most;		  /* of the largest group, which has the longest bar */
	unsigned char has[SIGNS]; /* the verdicts there are */
};

static struct str shown(struct str cell)
{
	return cell.n ? cell : STR(GROUP_NONE);
}

/* "DE, Partner" */
static void write_name(struct buf *b, const struct funnel_view *v, size_t group)
{
	size_t items = group == funnel_groups(v->funnel) ? 1 : v->plan->grouping->n;

	for (size_t i = 0; i < items; i++) {
		buf_str(b, i ? STR(", ") : STR(""));
		buf_str(b, shown(funnel_called(v, group, i)));
	}
}

static int longest_name(const struct funnel_view *v)
{
	struct buf b = { 0 };
	int most = 0;

	for (size_t group = 0; group < funnel_groups(v->funnel); group++) {
		buf_clear(&b);
		write_name(&b, v, group);
		int width = text_shown_width(buf_view(&b), v->utf8);
		most = width > most ? width : most;
	}
	buf_release(&b);
	return most < NAME_MOST ? most : NAME_MOST;
}

/* All leads, and `(other)`, have their own scale, or they would make the groups small. */
static bool sums(const struct bands *b, size_t group)
{
	return group + 1 + funnel_folded(b->view->funnel) >= b->groups;
}

/* Which verdicts there are, and how large the largest group is. */
static void look_through(struct bands *b)
{
	const struct funnel_view *v = b->view;

	for (size_t group = 0; group < b->groups; group++) {
		for (size_t i = 0; i < v->plan->pipeline.nstages; i++) {
			struct funnel_row r = funnel_row(v, group, i);
			size_t sign = sign_of(funnel_judge(&r, 0));
			if (sign < SIGNS)
				b->has[sign] = 1;
		}
		if (!sums(b, group) && first_of(v, group) > b->most)
			b->most = first_of(v, group);
	}
}

static int digits(uint64_t n)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)n);
	int width = (int)b.n;
	buf_release(&b);
	return width;
}

/* All groups get the same width, and all bands about as many groups. The counts of sums are longer. */
static struct bands bands_of(const struct funnel_view *v)
{
	struct bands b = { .view = v, .groups = funnel_groups(v->funnel) + 1 };
	int stage = 5, room = v->width ? v->width : UNLIMITED;

	look_through(&b);
	for (size_t i = 0; i < v->plan->pipeline.nstages; i++)
		stage = within(text_shown_width(stage_name(v, i), v->utf8), stage, INT32_MAX);
	b.step = memchr(b.has, 1, SIGNS) ? 7 : 5; /* "▲ 68.6%" */
	int figures = digits(b.most) + b.step + 2 * GRID_GAP;
	int least = within(longest_name(v), figures + BAR_LEAST, INT32_MAX) + GRID_GAP;
	room -= stage + (1 + funnel_folded(v->funnel)) * (digits(first_of(v, b.groups - 1)) - digits(b.most));
	int fit = within(room / least, 1, INT32_MAX), per = 1;
	while (per < fit && (b.groups - 1) / (size_t)per > (b.groups - 1) / (size_t)fit)
		per++;
	b.per = (size_t)per;
	b.bar = within(room / per - GRID_GAP - figures, BAR_LEAST, BAR_MOST);
	b.block = b.bar + figures;
	return b;
}

/* A group's name stands over its bar, and over the figures behind. */
static void head_group(const struct bands *b, struct grid *g, size_t group)
{
	struct buf name = { 0 }, head = { 0 };

	write_name(&name, b->view, group);
	if (b->view->width)
		text_cut(&head, buf_view(&name), b->block, b->view->utf8);
	else
		buf_str(&head, buf_view(&name));
	buf_char(&head, '\0');
	grid_picture(g, head.p);
	grid_room(g, b->bar);
	grid_column(g, "", ALIGN_RIGHT, true);
	grid_room(g, digits(sums(b, group) ? first_of(b->view, group) : b->most));
	grid_column(g, "", ALIGN_RIGHT, true);
	grid_room(g, b->step);
	buf_release(&name);
	buf_release(&head);
}

static void put_block(const struct bands *b, struct grid *g, size_t group, size_t stage)
{
	struct funnel_row r = funnel_row(b->view, group, stage);
	struct verdict verdict = funnel_judge(&r, 0);
	bool rated = funnel_rated(&r);
	struct buf step = { 0 };

	put_bar(g, r.x.reached, sums(b, group) ? r.first : b->most, b->bar, b->view->utf8);
	grid_tone(g, sums(b, group) ? TONE_DIM : TONE_PLAIN);
	share_count(g, r.x.reached);
	if (rated && sign_of(verdict) < SIGNS)
		buf_print(&step, "%s ", sign_text(sign_of(verdict), b->view->utf8));
	if (rated) {
		bool whole = r.x.reached * 2000 >= r.previous * 1999; /* 100%, which is no wider than 99.9% */
		number_write_ratio(&step, r.x.reached * 100, r.previous, whole ? 0 : 1);
		buf_char(&step, '%');
	}
	grid_cell(g, buf_view(&step));
	grid_tone(g, tone_of(verdict));
	buf_release(&step);
}

static void put_band(const struct bands *b, struct grid *g, size_t from, size_t to)
{
	const struct funnel_view *v = b->view;

	grid_column(g, "stage", ALIGN_LEFT, false);
	for (size_t group = from; group < to; group++)
		head_group(b, g, group);
	for (size_t i = 0; i < v->plan->pipeline.nstages; i++) {
		grid_cell(g, stage_name(v, i));
		if (!funnel_recorded(v->funnel, i)) {
			put_dim(g, STR("not recorded"));
			put_empty(g, g->columns - 2);
			continue;
		}
		for (size_t group = from; group < to; group++)
			put_block(b, g, group, i);
	}
}

static void title_bands(const struct bands *b, struct grid *g)
{
	const struct grouping *by = b->view->plan->grouping;
	struct buf s = { 0 };

	buf_str(&s, STR("By "));
	for (size_t i = 0; i < by->n; i++) {
		buf_str(&s, i ? STR(", ") : STR(""));
		buf_str(&s, by->item[i].head);
	}
	buf_str(&s, STR(": leads, share of the stage before; "));
	buf_str(&s, funnel_folded(b->view->funnel) ? STR("(other), (all) not to scale")
						   : STR("(all) not to scale"));
	buf_char(&s, '\0');
	grid_title(g, s.p);
	buf_release(&s);
}

/* "▲ over, ▼ under: mql to sal 60%" */
static void note_bands(const struct bands *b, struct grid *g)
{
	const struct agreement *a = b->view->plan->agreement;
	const char *between = "";
	struct buf s = { 0 };

	for (size_t i = 0; i < SIGNS; i++)
		if (b->has[i]) {
			buf_print(&s, "%s%s %s", between, sign_text(i, b->view->utf8), signs[i].word);
			between = ", ";
		}
	if (!s.n)
		return;
	between = ": ";
	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *x = &a->benchmarks.at[i];
		if (x->what != BENCHMARK_STEP)
			continue;
		buf_print(&s, "%s%.*s to %.*s %.4g%%", between, STR_ARG(x->from.text), STR_ARG(x->to.text),
			  x->share * 100);
		between = ", ";
	}
	buf_char(&s, '\0');
	grid_note(g, s.p);
	buf_release(&s);
}

/* ---- what has no room there ---- */

static void put_rest(struct grid *g, const struct funnel_view *v, size_t group, size_t stage)
{
	struct funnel_row r = funnel_row(v, group, stage);

	for (size_t i = 0; i < v->plan->grouping->n; i++)
		grid_cell(g, stage ? STR("") : shown(funnel_called(v, group, i)));
	grid_cell(g, stage_name(v, stage));
	if (r.recorded)
		share_ratio(g, r.x.reached, r.first);
	else
		grid_cell(g, STR(""));
	put_days(g, &r);
	put_waiting(g, &r);
	for (size_t i = 0; i < v->plan->pipeline.nexits; i++)
		put_count(g, r.x.left_by[i]);
	if (v->plan->spend)
		put_costs(g, &r);
}

static void picture_rest(const struct funnel_view *v, struct grid *g)
{
	const struct agreement *a = v->plan->agreement;

	grid_title(g, "In all, median days, waiting, and left");
	grouping_heads(v->plan->grouping, g);
	for (size_t i = 0; i < g->columns; i++)
		g->column[i].least = 14;
	grid_column(g, "stage", ALIGN_LEFT, false);
	grid_column(g, "in all", ALIGN_RIGHT, true);
	size_t key = g->columns;
	grid_column(g, "days", ALIGN_RIGHT, true);
	grid_column(g, "waiting", ALIGN_RIGHT, true);
	for (size_t i = 0; i < a->exits.n; i++)
		grid_column(g,
			    arena_print(&g->arena, "%s %.*s", v->utf8 ? "→" : "->",
					STR_ARG(a->exits.at[i].name.text))
				    .p,
			    ALIGN_RIGHT, true);
	size_t exits = g->columns;
	cost_columns(v, g);
	for (size_t i = key; i < g->columns; i++)
		g->column[i].weight = i >= exits - a->exits.n && i < exits ? WEIGHT_EXPLAINS : WEIGHT_ANSWERS;
	for (size_t group = 0; group <= funnel_groups(v->funnel); group++)
		for (size_t i = 0; i < v->plan->pipeline.nstages; i++)
			put_rest(g, v, group, i);
}

struct grid *funnel_pictures(const struct funnel_view *v, size_t *n)
{
	struct bands b = { .view = v, .groups = 1, .per = 1 };

	if (funnel_groups(v->funnel))
		b = bands_of(v);
	size_t bands = (b.groups - 1) / b.per + 1;
	struct grid *grid = mem_new((bands + 2) * sizeof *grid);
	*n = bands;
	if (!funnel_groups(v->funnel)) {
		picture_one(v, grid);
	} else {
		for (size_t i = 0; i < bands; i++)
			put_band(&b, &grid[i], i * b.per, i + 1 < bands ? (i + 1) * b.per : b.groups);
		title_bands(&b, &grid[0]);
		note_bands(&b, &grid[bands - 1]);
		picture_rest(v, &grid[(*n)++]);
	}
	return grid;
}

struct grid *funnel_grids(const struct funnel_view *v, size_t *n)
{
	struct grid *grid = funnel_pictures(v, n); /* which has room for one more */

	*n += reasons_brief(v->funnel, v->plan, &grid[*n]);
	return grid;
}
