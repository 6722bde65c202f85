/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clocks were closed by, and the columns that say so: see movement.h. */
#include "sla/backlog_report_internal.h"
#include "report/bars.h"

const char *const movement_name[MOVED_KINDS] = {
	[MOVED_ACCEPTED] = "accepted",	   [MOVED_GIVEN_BACK] = "given back", [MOVED_ANSWERED] = "answered",
	[MOVED_UNANSWERED] = "unanswered", [MOVED_REVERSED] = "reversed",     [MOVED_REOPENED] = "reopened",
};

const char *const movement_left[MOVED_KINDS] = {
	[MOVED_ACCEPTED] = "accepted",	      [MOVED_GIVEN_BACK] = "given back",
	[MOVED_ANSWERED] = "answered",	      [MOVED_UNANSWERED] = "left unanswered",
	[MOVED_REVERSED] = "answered before", [MOVED_REOPENED] = "reopened",
};

static enum movement_kind kind_of(const struct agreement *a, const struct expr *target)
{
	const struct step *step = agreement_step(a, target);

	if (!step)
		return MOVED_ANSWERED;
	return step >= a->stages.at && step < a->stages.at + a->stages.n ? MOVED_ACCEPTED : MOVED_GIVEN_BACK;
}

/* The place of a name among the targets', where it is added if it is new. */
static size_t place_of(struct movement *m, struct str name)
{
	size_t i = 0;

	while (i < m->names && !str_same(m->name[i], name))
		i++;
	if (i == m->names)
		m->name[m->names++] = name;
	return i;
}

void movement_bind(struct movement *m, const struct agreement *a, struct arena *arena)
{
	size_t all = 0;

	for (size_t i = 0; i < a->slas.n; i++)
		all += a->slas.at[i].to.n;
	*m = (struct movement){ .agreement = a };
	m->name = ARENA_ARRAY(arena, all, struct str);
	m->kind = ARENA_ARRAY(arena, a->slas.n, unsigned char *);
	m->shown = ARENA_ARRAY(arena, a->slas.n, struct moved_kinds);
	for (size_t i = 0; i < a->slas.n; i++) {
		const struct sla *s = &a->slas.at[i];
		m->kind[i] = ARENA_ARRAY(arena, s->to.n + 1, unsigned char);
		for (size_t t = 0; t < s->to.n; t++) {
			place_of(m, s->to.at[t]->text);
			m->kind[i][t] = (unsigned char)kind_of(a, s->to.at[t]);
			m->shown[i].is[m->kind[i][t]] = true;
		}
		m->kind[i][s->to.n] = MOVED_ACCEPTED;
	}
	m->target = ARENA_ARRAY(arena, a->slas.n * m->names, size_t);
	for (size_t i = 0; i < a->slas.n * m->names; i++)
		m->target[i] = SIZE_MAX;
	for (size_t i = 0; i < a->slas.n; i++)
		for (size_t t = a->slas.at[i].to.n; t-- > 0;)
			m->target[i * m->names + place_of(m, a->slas.at[i].to.at[t]->text)] = t;
}

uint64_t movement_of(const struct movement *m, size_t clock, const struct backlog_moves *x,
		     enum movement_kind kind)
{
	uint64_t n = 0;

	if (kind == MOVED_UNANSWERED)
		return x->unanswered;
	if (kind == MOVED_REVERSED)
		return x->reversed;
	if (kind == MOVED_REOPENED)
		return x->reopened;
	for (size_t t = 0; t <= m->agreement->slas.at[clock].to.n; t++)
		if (m->kind[clock][t] == kind)
			n += backlog_moves_of(x, MOVE_ANSWERED + t);
	return n;
}

void movement_look(struct movement *m, const struct backlog *b, const struct backlog_plan *p, size_t first)
{
	for (size_t clock = 0; clock < p->clocks->n; clock++)
		for (int kind = 0; kind < MOVED_KINDS; kind++) {
			bool *shown = &m->shown[clock].is[kind];
			for (size_t k = first; p->moves && !*shown && k < p->moments->n; k++) {
				struct backlog_moves x = backlog_moved(b, backlog_groups(b), clock, k);
				*shown = movement_of(m, clock, &x, (enum movement_kind)kind);
			}
		}
}

void movement_sum(const struct movement *m, size_t clock, struct buf *out)
{
	buf_str(out, STR("opening + came in"));
	if (movement_shown(m, clock, MOVED_REOPENED))
		buf_str(out, STR(" + reopened"));
	for (int kind = 0; kind < MOVED_REOPENED; kind++)
		if (movement_shown(m, clock, (enum movement_kind)kind))
			buf_print(out, " - %s", movement_name[kind]);
	buf_str(out, STR(" = closing"));
}

void movement_period(const struct backlog_plan *p, size_t moment, struct buf *out)
{
	const struct moments *m = p->moments;

	period_write(out, m->period, period_of(m->period, m->day[moment]));
}

/* ---- columns ---- */

struct figure column_opening(const struct cell *c)
{
	return figure_count(row_of(c)->moves.opening);
}

struct figure column_came_in(const struct cell *c)
{
	return figure_count(row_of(c)->moves.came_in);
}

struct figure column_closing(const struct cell *c)
{
	return figure_count(row_of(c)->moves.closing);
}

struct figure column_moved(const struct cell *c)
{
	const struct row *r = row_of(c);

	return figure_count(
		movement_of(&view_of(c)->movement, r->clock, &r->moves, (enum movement_kind)c->of));
}

/* By the target of that name; empty where the clock has none. */
struct figure column_answered_by(const struct cell *c)
{
	const struct movement *m = &view_of(c)->movement;
	size_t target = m->target[row_of(c)->clock * m->names + c->i];

	if (target == SIZE_MAX)
		return (struct figure){ 0 };
	return figure_count(backlog_moves_of(&row_of(c)->moves, MOVE_ANSWERED + target));
}

/* By a later stage; empty where no stage answers. */
struct figure column_answered_later(const struct cell *c)
{
	const struct movement *m = &view_of(c)->movement;
	size_t clock = row_of(c)->clock, targets = m->agreement->slas.at[clock].to.n;

	if (!memchr(m->kind[clock], MOVED_ACCEPTED, targets))
		return (struct figure){ 0 };
	return figure_count(backlog_moves_of(&row_of(c)->moves, MOVE_ANSWERED + targets));
}

struct figure column_left_over(const struct cell *c)
{
	const struct backlog_moves *m = &row_of(c)->moves;

	if (!movement_ended(view_of(c)->plan, row_of(c)->moment))
		return (struct figure){ 0 };
	return figure_toned(figure_ratio(m->closing, backlog_on_table(m)),
			    backlog_judge_left_over(c->view, row_of(c)->clock, row_of(c)->moment, m).side > 0
				    ? TONE_BAD
				    : TONE_PLAIN);
}

struct figure column_period(const struct cell *c)
{
	struct buf *text = room_of(c);

	movement_period(view_of(c)->plan, row_of(c)->moment, text);
	return figure_text(buf_view(text));
}

struct figure column_left_over_bar(const struct cell *c)
{
	const struct backlog_moves *m = &row_of(c)->moves;
	struct buf *text = room_of(c);

	if (movement_ended(view_of(c)->plan, row_of(c)->moment) && backlog_on_table(m))
		bar_write(text, (double)m->closing / (double)backlog_on_table(m), 10, view_of(c)->utf8);
	return figure_text(buf_view(text));
}

size_t movement_targets(const void *view)
{
	return ((const struct backlog_view *)view)->movement.names;
}

void movement_target(const void *view, size_t i, struct buf *head)
{
	buf_print(head, "answered_%.*s", STR_ARG(((const struct backlog_view *)view)->movement.name[i]));
}

size_t movement_once(const void *view)
{
	(void)view;
	return 1;
}

void movement_period_word(const void *view, size_t i, struct buf *head)
{
	(void)i;
	buf_str(head, str_from(period_word(((const struct backlog_view *)view)->plan->moments->period)));
}

#define HAS(word, kind)                                                      \
	bool movement_has_##word(const void *view)                           \
	{                                                                    \
		const struct backlog_view *v = view;                         \
                                                                             \
		return movement_shown(&v->movement, v->clock, MOVED_##kind); \
	}
HAS(accepted, ACCEPTED)
HAS(given_back, GIVEN_BACK)
HAS(answered, ANSWERED)
HAS(unanswered, UNANSWERED)
HAS(reversed, REVERSED)
HAS(reopened, REOPENED)

/* ---- over and under the table ---- */

void clock_words(const struct agreement *a, size_t clock, struct buf *out)
{
	const struct sla *s = &a->slas.at[clock];

	buf_print(out, "%.*s: from %.*s to ", STR_ARG(s->name.text), STR_ARG(s->from->text));
	for (size_t i = 0; i < s->to.n; i++)
		buf_print(out, "%s%.*s", i ? " or " : "", STR_ARG(s->to.at[i]->text));
}

/* "opening + came in - accepted - given back = closing", and what is meant by what is shown. */
static void movement_note(const struct backlog_view *v, struct buf *out)
{
	const struct movement *m = &v->movement;
	const char *period = period_word(v->plan->moments->period);
	const struct benchmark *b = agreement_left_over(v->agreement, v->plan->moments->period);

	movement_sum(m, v->clock, out);
	buf_print(out, "; left over: closing, of what was on the table (opening + came in%s)",
		  movement_shown(m, v->clock, MOVED_REOPENED) ? " + reopened" : "");
	if (!movement_ended(v->plan, v->plan->moments->n - 1)) {
		buf_str(out, STR(", empty for "));
		movement_period(v->plan, v->plan->moments->n - 1, out);
		buf_str(out, STR(", which has not ended"));
	}
	if (movement_shown(m, v->clock, MOVED_ACCEPTED))
		buf_print(out, "; accepted: answered by stages");
	if (movement_shown(m, v->clock, MOVED_GIVEN_BACK))
		buf_print(out, "; given back: answered by exits");
	if (movement_shown(m, v->clock, MOVED_UNANSWERED))
		buf_print(out, "; unanswered: left by an exit that is no answer");
	if (b)
		buf_print(out, "; benchmark of what is left over per %s: %.4g%%%s%.*s", period,
			  b->share * 100, b->label.n ? ", " : "", STR_ARG(b->label));
}

void movement_about(const void *view, struct grid *g)
{
	const struct backlog_view *v = view;
	struct buf text = { 0 };

	buf_print(&text, "Backlog by %s", period_word(v->plan->moments->period));
	buf_str(&text, STR("; "));
	clock_words(v->agreement, v->clock, &text);
	grid_title(g, arena_copy(&g->arena, buf_view(&text)).p);
	buf_clear(&text);
	movement_note(v, &text);
	grid_note(g, arena_copy(&g->arena, buf_view(&text)).p);
	buf_release(&text);
}
