/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See status.h. Each thread notes its leads; merged and in the order of the input, each hand-over is counted
 * once. */
#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/mem.h"
#include "expr/run.h"
#include "review/status_internal.h"
#include "time/instant.h"

enum outcome { ACCEPTED, RETURNED, LATER, LEFT, BACK };

/* A hand-over of the run at hand. */
struct judged {
	const struct ruling *ruling; /* NULL: nothing is decided */
	enum outcome outcome;
};

struct status_item {
	uint64_t ref, order;
	const struct entry *last; /* NULL: nobody has decided */
	enum outcome outcome;
	struct str owner;
};

static void *status_new(const void *plan)
{
	struct status *s = mem_new(sizeof *s);

	s->plan = plan;
	return s;
}

static void status_free(void *self)
{
	struct status *s = self;

	for (size_t i = 0; i < STATUS_PARTS; i++) {
		free(s->part[i].line);
		map_release(&s->part[i].names);
	}
	free(s->item);
	free(s->is);
	free(s->judged);
	refs_release(&s->refs);
	refs_release(&s->ids);
	map_release(&s->owners);
	arena_release(&s->arena);
	buf_release(&s->text);
	free(s);
}

/* ---- leads ---- */

/* The same text once. */
static struct str keep_owner(struct status *s, struct str owner)
{
	const uint32_t *found = map_find(&s->owners, owner);

	if (!owner.n)
		return STR("");
	if (found)
		return s->item[*found].owner;
	owner = arena_copy(&s->arena, owner);
	map_put(&s->owners, owner, (uint32_t)s->n);
	return owner;
}

static void keep(struct status *s, struct status_item item)
{
	item.owner = keep_owner(s, item.owner);
	MEM_ROOM(s->item, s->n, s->cap);
	s->item[s->n++] = item;
}

/* False: the meeting isn't about it. */
static bool judge(const struct status_plan *p, const struct hand_over *h, const struct ruling *r,
		  enum outcome *out)
{
	switch (decisions_table(r, p->now, p->handing->zone)) {
	case TABLE_WAITS:
		*out = LEFT;
		return h->waits;
	case TABLE_PUT_OFF:
		*out = LATER;
		return h->waits;
	case TABLE_ACCEPTED:
		*out = ACCEPTED;
		return true;
	case TABLE_RETURNED:
		*out = RETURNED;
		return true;
	case TABLE_BACK:
		*out = h->answer == SIZE_MAX ? BACK : RETURNED; /* as on a sheet */
		return true;
	}
	return false;
}

/* Decisions are about this lead, though maybe about no hand-over that it has. */
static void meet(struct status *s, struct str id)
{
	refs_add(&s->ids, id_hash(id, 0));
}

/* The leads that aren't handed over may have been. */
static void meet_others(struct status *s, struct rows *r, struct asked leads, struct asked handed)
{
	const struct status_plan *p = s->plan;
	const struct str *said = handing_ids(p->handing, r, leads, rows_room(r));

	for (size_t i = 0, k = 0; said && i < leads.n; i++) {
		if (k < handed.n && handed.row[k] == leads.row[i]) {
			k++;
			continue;
		}
		struct str id = handing_id(p->handing, said[leads.row[i]]);
		if (id.n && decisions_of_other(p->decisions, id, INT64_MAX))
			meet(s, id);
	}
	rows_room_back(r);
}

/* The hand-overs that -w keeps; decisions about any of them are met. */
static struct asked meet_handed(struct status *s, struct rows *r, struct asked handed, uint16_t *list)
{
	const struct status_plan *p = s->plan;

	for (size_t i = 0; i < handed.n; i++) {
		const struct hand_over *h = &s->is[handed.row[i]];
		const struct ruling *ruling = decisions_find(p->decisions, h->id, h->at);
		s->judged[handed.row[i]].ruling = ruling;
		if (ruling && ruling->last)
			refs_add(&s->refs, h->ref);
		if (decisions_of_other(p->decisions, h->id, h->at))
			meet(s, h->id);
	}
	if (!p->where)
		return handed;
	const bool *keeps = code_values(p->where, r, handed, rows_room(r)).flag;
	handed = asked_where(handed, keeps, true, list);
	rows_room_back(r);
	return handed;
}

/* Those that the meeting is about. */
static struct asked judge_rows(struct status *s, struct asked handed, uint16_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < handed.n; i++) {
		const uint16_t row = handed.row[i];
		struct judged *j = &s->judged[row];
		list[n] = row;
		n += judge(s->plan, &s->is[row], j->ruling, &j->outcome);
	}
	return (struct asked){ list, n };
}

/* Whoever accepted with an owner gave it that one. */
static bool names_owner(const struct judged *j)
{
	return j->outcome == ACCEPTED && j->ruling && j->ruling->last && j->ruling->last->owner.n;
}

static void keep_rows(struct status *s, struct rows *r, struct asked about)
{
	const struct code *owner = s->plan->owner;
	struct asked rest = { rows_room(r).row, 0 };
	union vector owners = rows_room(r);
	uint16_t *list = (uint16_t *)rest.row;

	for (size_t i = 0; i < about.n; i++) {
		list[rest.n] = about.row[i];
		rest.n += owner && !names_owner(&s->judged[about.row[i]]);
	}
	if (rest.n)
		owners = code_shown_values(owner, r, rest, owners);
	for (size_t i = 0; i < about.n; i++) {
		const uint16_t row = about.row[i];
		const struct judged *j = &s->judged[row];
		const struct entry *last = j->ruling ? j->ruling->last : NULL;
		struct status_item item = {
			.ref = s->is[row].ref,
			.order = r->batch->first_row + r->first + row,
			.last = last,
			.outcome = j->outcome,
		};
		buf_clear(&s->text);
		if (names_owner(j))
			item.owner = last->owner;
		else if (owner && code_shown(owner, r->frame, owners, row, &s->text))
			item.owner = str_trim(buf_view(&s->text));
		keep(s, item);
	}
	rows_room_back(r);
	rows_room_back(r);
}

static void status_count(void *self, struct rows *lane, struct asked leads)
{
	struct status *s = self;
	uint16_t *list[3] = { rows_room(lane).row, rows_room(lane).row, rows_room(lane).row };

	if (!s->is) {
		s->is = mem_resize_array(NULL, RUN_MOST, sizeof *s->is);
		s->judged = mem_resize_array(NULL, RUN_MOST, sizeof *s->judged);
	}
	struct asked handed = handing_rows(s->plan->handing, lane, leads, s->is, list[0], &s->nameless);
	meet_others(s, lane, leads, handed);
	keep_rows(s, lane, judge_rows(s, meet_handed(s, lane, handed, list[1]), list[2]));
	for (size_t i = 0; i < 3; i++)
		rows_room_back(lane);
}

static void status_merge(void *into, void *from)
{
	struct status *a = into, *b = from;

	for (size_t i = 0; i < b->n; i++)
		keep(a, b->item[i]);
	b->n = 0;
	refs_merge(&a->refs, &b->refs);
	refs_merge(&a->ids, &b->ids);
	a->nameless += b->nameless;
}

/* ---- lines ---- */

static struct status_line *line_of(struct status *s, enum status_part part, struct str name)
{
	struct status_lines *l = &s->part[part];
	uint32_t number = fold_number(&l->names, &s->arena, name, &s->text);

	if (number == l->n) {
		MEM_ROOM(l->line, l->n, l->cap);
		l->line[l->n++] = (struct status_line){
			.name = name, .returned = ARENA_ARRAY(&s->arena, s->plan->exits + 1, uint64_t)
		};
	}
	struct status_line *line = &l->line[number];
	if (str_compare(name, line->name) < 0) /* of several spellings the first by its bytes */
		line->name = name;
	return line;
}

static size_t exit_number(const struct status_plan *p, struct str exit)
{
	size_t i = 0;

	while (i < p->exits && !str_eq(p->exit[i], exit))
		i++;
	return i;
}

static void add(struct status *s, struct status_line *l, const struct status_item *item)
{
	static const enum status_count counts[] = { [ACCEPTED] = STATUS_ACCEPTED,
						    [LATER] = STATUS_LATER,
						    [LEFT] = STATUS_LEFT,
						    [BACK] = STATUS_LEFT };

	if (item->outcome == RETURNED)
		l->returned[exit_number(s->plan, item->last->exit)]++;
	else
		l->count[counts[item->outcome]]++;
	l->count[STATUS_BACK] += item->outcome == BACK;
}

static int by_order(const void *a, const void *b)
{
	const struct status_item *x = a, *y = b;

	if (x->ref != y->ref)
		return x->ref < y->ref ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Decisions about no hand-over of the input. */
static void look_for(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct status *s = ctx;

	if (!r->last || refs_has(&s->refs, ref_of(lead_id, handed_over, s->plan->handing->zone)))
		return;
	bool there = refs_has(&s->ids, id_hash(lead_id, 0));
	enum status_count count = there ? STATUS_EARLIER : STATUS_ABSENT;
	if (!there && !s->absent.p)
		s->absent = lead_id;
	s->all.count[count]++;
	line_of(s, STATUS_REVIEWERS, r->last->by)->count[count]++;
}

uint64_t status_returned(const struct status *s, const struct status_line *l)
{
	uint64_t n = 0;

	for (size_t i = 0; i <= s->plan->exits; i++)
		n += l->returned[i];
	return n;
}

uint64_t status_leads(const struct status *s, const struct status_line *l)
{
	return l->count[STATUS_ACCEPTED] + status_returned(s, l) + l->count[STATUS_LATER] +
	       l->count[STATUS_LEFT];
}

/* The most leads first, and nobody last. */
static int by_leads(const void *a, const void *b, void *s)
{
	const struct status_line *x = a, *y = b;
	uint64_t m = status_leads(s, x), n = status_leads(s, y);

	if (!x->name.n != !y->name.n)
		return x->name.n ? -1 : 1;
	if (m != n)
		return m > n ? -1 : 1;
	return str_compare(x->name, y->name);
}

static void status_settle(void *self)
{
	struct status *s = self;

	refs_settle(&s->refs);
	refs_settle(&s->ids);
	if (s->n)
		qsort(s->item, s->n, sizeof *s->item, by_order);
	s->all = (struct status_line){ .name = STR("(all)"),
				       .returned = ARENA_ARRAY(&s->arena, s->plan->exits + 1, uint64_t) };
	for (size_t i = 0; i < s->n; i++) {
		const struct status_item *item = &s->item[i];
		if (i && item->ref == item[-1].ref)
			continue; /* another row of this hand-over */
		add(s, &s->all, item);
		add(s, line_of(s, STATUS_OWNERS, item->owner), item);
		add(s, line_of(s, STATUS_REVIEWERS, item->last ? item->last->by : STR("")), item);
	}
	decisions_each(s->plan->decisions, look_for, s);
	for (size_t i = 0; i < STATUS_PARTS; i++)
		if (s->part[i].n)
			qsort_r(s->part[i].line, s->part[i].n, sizeof *s->part[i].line, by_leads, s);
}

const struct counter_kind status_counter = {
	.name = "status",
	.new = status_new,
	.free = status_free,
	.count = status_count,
	.merge = status_merge,
	.settle = status_settle,
};

/* ---- asking ---- */

struct found_exits {
	struct str *exit;
	size_t n, cap;
};

static void find_exit(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct found_exits *f = ctx;

	(void)lead_id, (void)handed_over;
	if (!r->last || r->last->decision != DECISION_RETURN)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->exit[i], r->last->exit))
			return;
	MEM_ROOM(f->exit, f->n, f->cap);
	f->exit[f->n++] = r->last->exit;
}

void status_exits(struct status_plan *p, const struct str *named, size_t n, struct arena *arena)
{
	struct found_exits f = { 0 };

	for (size_t i = 0; i < n; i++) {
		MEM_ROOM(f.exit, f.n, f.cap);
		f.exit[f.n++] = named[i];
	}
	decisions_each(p->decisions, find_exit, &f);
	struct str *exit = ARENA_ARRAY(arena, f.n, struct str);
	for (size_t i = 0; i < f.n; i++)
		exit[i] = f.exit[i];
	p->exit = exit;
	p->exits = f.n;
	free(f.exit);
}

uint64_t status_absent(const struct status *s, struct str *first)
{
	*first = s->absent;
	return s->all.count[STATUS_ABSENT];
}

uint64_t status_earlier(const struct status *s)
{
	return s->all.count[STATUS_EARLIER];
}

uint64_t status_nameless(const struct status *s)
{
	return s->nameless;
}
