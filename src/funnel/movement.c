/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts what moved: see movement.h. A lead stands still between its events, so it is looked at only at the
 * moments behind them. What moved is kept as numbers, each of a group, a moment, a stage and a way to move,
 * and how often it was met: memory grows with what happens, not with groups or moments.
 */
#include "funnel/movement.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "expr/run.h"
#include "base/sort.h"

/* So many leads that moved alike. */
struct met {
	int64_t key; /* first, as they are sorted by it */
	uint64_t n;
};

struct stage_moves {
	const struct stage_moves_plan *plan;
	size_t stages, ways; /* without the last stage; came, back, on and the exits */
	struct groups *groups;
	struct met *met; /* sorted by group and moment; after settling by moment and group in report order */
	size_t n, cap;
	uint64_t *undated; /* per stage, then per exit: leads that have it at an unknown time */
	uint64_t unplaced; /* leads that have reached no stage at a known time */
	uint32_t *order;
	size_t named;
	size_t first; /* the first moment that is shown */
	bool *seen;   /* per stage and way, in a period that is shown */
	bool *kept;   /* of the groups; NULL: all are */
};

bool stage_moves_bind(struct stage_moves_plan *p, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct diags *diags = names_diags(n);

	p->agreement = a;
	if (a->stages.n == 1)
		diag_error(diags,
			   "%s: the agreement has one stage, and --movement is of the stages before the "
			   "last",
			   a->text->name);
	bool good = pipeline_bind(&p->pipeline, n);
	return pipeline_dated(&p->pipeline, a, 0, "--movement", diags) && good && a->stages.n > 1;
}

/* ---- what was met ---- */

/* Of equal numbers one is left, with their sum. */
static void sum_up(struct met *met, size_t *n)
{
	size_t kept = 0;

	sort_by_first(met, *n, sizeof *met);
	for (size_t i = 0; i < *n; i++)
		if (kept && met[kept - 1].key == met[i].key)
			met[kept - 1].n += met[i].n;
		else
			met[kept++] = met[i];
	*n = kept;
}

static void add_met(struct stage_moves *s, int64_t key, uint64_t n)
{
	if (s->n == s->cap) {
		sum_up(s->met, &s->n);
		if (s->n > s->cap / 2 || !s->cap)
			s->met =
				mem_resize_array(s->met, mem_grown(&s->cap, 2 * s->cap + 16), sizeof *s->met);
	}
	s->met[s->n++] = (struct met){ key, n };
}

/* Numbers that sort by the first, then the second, then stage and way. */
static int64_t key_of(const struct stage_moves *s, size_t first, size_t second, size_t seconds, size_t what)
{
	return (int64_t)((first * seconds + second) * (s->stages * s->ways) + what);
}

static void *stage_moves_new(const void *plan)
{
	const struct stage_moves_plan *p = plan;
	struct stage_moves *s = mem_new(sizeof *s);

	s->plan = p;
	s->stages = p->pipeline.nstages - 1;
	s->ways = STAGE_LEFT + p->pipeline.nexits;
	s->groups = groups_new(p->grouping);
	s->undated = mem_new((p->pipeline.nstages + p->pipeline.nexits) * sizeof *s->undated);
	s->seen = mem_new(s->stages * s->ways * sizeof *s->seen);
	return s;
}

static void stage_moves_free(void *self)
{
	struct stage_moves *s = self;

	free(s->met);
	free(s->undated);
	free(s->order);
	free(s->kept);
	free(s->seen);
	groups_free(s->groups);
	free(s);
}

/* ---- a lead ---- */

/* On its way through the moments. */
struct walk {
	struct stage_moves *s;
	struct frame *f;
	size_t group, moment;
};

/* At a stage from 1 on; what goes on from the last one, or comes there, is not of interest. */
static void met(const struct walk *w, size_t stage, size_t way)
{
	struct stage_moves *s = w->s;

	if (stage <= s->stages)
		add_met(s, key_of(s, w->group, w->moment, s->plan->moments.n, (stage - 1) * s->ways + way),
			1);
}

/* Was there a moment after the first standing, up to the second, at which no exit held? */
static bool came_back(const struct walk *w, struct standing was, const struct standing *now)
{
	while (was.next <= now->moment) {
		was = pipeline_at(&w->s->plan->pipeline, w->f, was.next);
		if (was.exit == SIZE_MAX)
			return true;
	}
	return false;
}

static void stay(const struct walk *w, const struct standing *was, const struct standing *now)
{
	bool back = was->exit != SIZE_MAX &&
		    (now->exit == SIZE_MAX || (now->exit != was->exit && came_back(w, *was, now)));

	if (back)
		met(w, now->depth, STAGE_BACK);
	if (now->exit != SIZE_MAX && (back || was->exit == SIZE_MAX))
		met(w, now->depth, STAGE_LEFT + now->exit);
}

static void advance(const struct walk *w, const struct standing *was, const struct standing *now)
{
	if (was->depth && was->exit != SIZE_MAX)
		met(w, was->depth, STAGE_BACK);
	if (was->depth)
		met(w, was->depth, STAGE_ON);
	for (size_t stage = was->depth + 1; stage < now->depth; stage++) {
		met(w, stage, STAGE_CAME);
		met(w, stage, STAGE_ON);
	}
	met(w, now->depth, STAGE_CAME);
	if (now->exit != SIZE_MAX)
		met(w, now->depth, STAGE_LEFT + now->exit);
}

static void count_undated(struct stage_moves *s, const struct sign *sign)
{
	for (size_t i = 0; i < s->plan->pipeline.nstages + s->plan->pipeline.nexits; i++)
		s->undated[i] += sign[i].at == SIGN_UNDATED;
}

/* Has it been anywhere, at a known time? */
static bool is_placed(struct stage_moves *s, struct rows *lane, size_t row, const struct journey *j)
{
	struct standing room;

	if (!j->now[row].depth)
		return false;
	count_undated(s, &j->sign[row * j->steps]);
	bool placed = pipeline_stand_dated(&s->plan->pipeline, lane, row, &room)->depth;
	s->unplaced += !placed;
	return placed;
}

static void count_lead(struct stage_moves *s, struct frame *f, size_t group)
{
	const struct moments *m = &s->plan->moments;
	struct standing was = { .exit = SIZE_MAX };
	struct walk w = { s, f, group, 0 };

	while (w.moment < m->n) {
		struct standing now = pipeline_at(&s->plan->pipeline, f, m->at[w.moment]);
		if (now.depth > was.depth)
			advance(&w, &was, &now);
		else if (now.depth)
			stay(&w, &was, &now);
		was = now;
		w.moment = now.next == INT64_MAX ? m->n : moments_from(m, now.next);
	}
}

static void stage_moves_count(void *self, struct rows *lane, struct asked leads)
{
	struct stage_moves *s = self;
	const struct journey *j = pipeline_stand_rows(&s->plan->pipeline, lane, leads);
	uint32_t *group = (uint32_t *)rows_room(lane).flag;
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;

	for (size_t i = 0; i < leads.n; i++) {
		list[n] = leads.row[i];
		n += is_placed(s, lane, leads.row[i], j);
	}
	groups_of_rows(s->groups, lane, (struct asked){ list, n }, group);
	for (size_t i = 0; i < n; i++)
		count_lead(s, rows_at(lane, list[i]), group[list[i]]);
	rows_room_back(lane);
	rows_room_back(lane);
}

static size_t stage_moves_held(const void *self)
{
	return groups_count(((const struct stage_moves *)self)->groups);
}

static void stage_moves_merge(void *self, void *other)
{
	struct stage_moves *into = self, *from = other;
	const int64_t each = key_of(into, 1, 0, into->plan->moments.n, 0);
	uint32_t *number = mem_new(groups_count(from->groups) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	for (size_t i = 0; i < from->n; i++) {
		int64_t key = from->met[i].key;
		add_met(into, number[key / each] * each + key % each, from->met[i].n);
	}
	for (size_t i = 0; i < into->plan->pipeline.nstages + into->plan->pipeline.nexits; i++)
		into->undated[i] += from->undated[i];
	into->unplaced += from->unplaced;
	free(number);
}

/* ---- settled ---- */

/* By moment and group, as the rows of a report come; and all leads. */
static void order_rows(struct stage_moves *s)
{
	const struct stage_moves_plan *p = s->plan;
	const size_t groups = groups_count(s->groups), kinds = s->stages * s->ways, n = s->n;
	uint32_t *place = mem_new((groups + 1) * sizeof *place);
	struct met *of_groups = s->met;

	for (size_t i = 0; i <= s->named; i++)
		place[s->order[i]] = (uint32_t)i;
	s->met = NULL;
	s->n = s->cap = 0;
	for (size_t i = 0; i < n; i++) {
		size_t key = (size_t)of_groups[i].key, what = key % kinds;
		size_t moment = key / kinds % p->moments.n, group = place[key / kinds / p->moments.n];
		add_met(s, key_of(s, moment, group, s->named + 1, what), of_groups[i].n);
		if (group < s->named)
			add_met(s, key_of(s, moment, s->named, s->named + 1, what), of_groups[i].n);
		if (!p->since || moment)
			s->seen[what] = true;
	}
	sum_up(s->met, &s->n);
	free(of_groups);
	free(place);
}

static void stage_moves_settle(void *self)
{
	struct stage_moves *s = self;

	s->order = groups_rows(s->groups, &s->named);
	order_rows(s);
	s->first = s->plan->moments.n - 1;
	if (s->plan->since)
		s->first = 1;
	else if (s->n)
		s->first = (size_t)(s->met[0].key / key_of(s, 1, 0, s->named + 1, 0));
}

size_t stage_moves_groups(const struct stage_moves *s)
{
	return s->named;
}

size_t stage_moves_keep(struct stage_moves *s, size_t most)
{
	size_t n;

	s->kept = groups_largest(s->groups, s->order, s->named, most, &n);
	return n;
}

bool stage_moves_kept(const struct stage_moves *s, size_t group)
{
	return !s->kept || s->kept[group];
}

struct str stage_moves_group(const struct stage_moves *s, size_t group, size_t item)
{
	return group == s->named ? STR("(all)") : groups_shown(s->groups, s->order[group], item);
}

size_t stage_moves_first(const struct stage_moves *s)
{
	return s->first;
}

bool stage_moves_seen(const struct stage_moves *s, size_t stage, size_t move)
{
	return s->seen[stage * s->ways + move];
}

/* Reads what was met at the place of the row. */
static void read_row(const struct stage_moves *s, struct stage_movement *m)
{
	int64_t from = key_of(s, m->moment, m->group, s->named + 1, m->stage * s->ways);
	uint64_t *there = &m->there[m->group * s->stages + m->stage];

	memset(m->moves, 0, s->ways * sizeof *m->moves);
	for (; m->next < s->n && s->met[m->next].key < from + (int64_t)s->ways; m->next++)
		m->moves[s->met[m->next].key - from] += s->met[m->next].n;
	m->start = *there;
	m->end = m->start + m->moves[STAGE_CAME] + m->moves[STAGE_BACK];
	for (size_t way = STAGE_ON; way < s->ways; way++)
		m->end -= m->moves[way];
	*there = m->end;
}

bool stage_moves_next(const struct stage_moves *s, struct stage_movement *m)
{
	do {
		if (!m->moves) {
			m->moves = mem_new(s->ways * sizeof *m->moves);
			m->there = mem_new((s->named + 1) * s->stages * sizeof *m->there);
		} else if (++m->stage == s->stages) {
			m->stage = 0;
			if (++m->group > s->named) {
				m->group = 0;
				m->moment++;
			}
		}
		if (m->moment >= s->plan->moments.n)
			return false;
		read_row(s, m);
	} while (m->moment < s->first);
	return true;
}

void stage_movement_release(struct stage_movement *m)
{
	free(m->moves);
	free(m->there);
	*m = (struct stage_movement){ 0 };
}

static void stage_moves_say(const void *self, struct diags *diags)
{
	const struct stage_moves *s = self;
	const struct agreement *a = s->plan->agreement;

	timeless_tell(diags, a, s->undated, "where it holds at an unknown time, taken as not reached yet",
		      "where it holds at an unknown time, taken as not left yet");
	tally_say(diags, s->unplaced, "that reached no stage at a known time, in no count", STR(""));
}

/* In a part the numbers of groups are their places in it. */
static void met_state(struct stage_moves *s, struct partial *p, const uint32_t *group, size_t n)
{
	const int64_t each = key_of(s, 1, 0, s->plan->moments.n, 0);
	uint32_t *place = mem_new((groups_count(s->groups) + 1) * sizeof *place);

	for (size_t i = 0; i < n; i++)
		place[group[i]] = (uint32_t)i;
	for (size_t i = 0; i < s->n && !p->reads; i++)
		s->met[i].key = place[s->met[i].key / each] * each + s->met[i].key % each;
	sum_up(s->met, &s->n);
	for (size_t i = 0; part_more(p, "moved", STR(""), i < s->n); i++) {
		struct met x = p->reads ? (struct met){ 0 } : s->met[i];
		int64_t at[] = { x.key / each, x.key % each };
		part_numbers(p, "moved", STR(""), at, 2, &x.n);
		if (!p->reads)
			continue;
		if (!part_check(p, !p->error.n && at[0] >= 0 && at[0] < (int64_t)n && at[1] >= 0 &&
					   at[1] < each))
			break;
		add_met(s, group[at[0]] * each + at[1], x.n);
	}
	free(place);
}

static void stage_moves_state(void *self, struct partial *p)
{
	struct stage_moves *s = self;
	const struct agreement *a = s->plan->agreement;
	size_t n;

	uint32_t *group = part_groups(p, "group", s->groups, &n);
	met_state(s, p, group, n);
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		part_count(p, "undated", agreement_step_name(a, i), &s->undated[i]);
	part_count(p, "unplaced", STR(""), &s->unplaced);
	free(group);
}

const struct counter_kind stage_moves_counter = {
	.name = "movement",
	.new = stage_moves_new,
	.free = stage_moves_free,
	.count = stage_moves_count,
	.groups = stage_moves_held,
	.merge = stage_moves_merge,
	.settle = stage_moves_settle,
	.report = stage_moves_say,
	.state = stage_moves_state,
};
