/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is who. Key by key the rows of each value are looked up, and those that it joins become one group; at
 * the end the groups are the leads. How a value's rows are joined:
 *
 *   names nobody     they are not, and the value is listed
 *   named key        rows whose names agree (domain with name)
 *   any other        not at all, if the value is under too many names; else rows whose names share a word,
 *                    or all of them with `any name`. Rows without a name belong to the people of the value if
 *                    that is one, and else to each other.
 *
 * Without `apart` the order makes no difference to who is one. With it the rows of a value come to camps, in
 * their order: a row joins the first of the camps that it isn't apart from, or begins one.
 *
 * Beside the groups, which are a forest with short ways, the joins themselves are kept as another, in which
 * each row points to one that it agrees with. When two groups become one, the smaller one's way from the row
 * that is joined up to its first is turned round.
 */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "same/same_internal.h"

enum { NOBODY = UINT32_MAX, AHEAD = 32, MANY_CAMPS = 8 };

/* Rows that one value joins, among `rows`, where nothing keeps them apart. */
struct joint {
	struct str key; /* what the value is, for the order */
	size_t from, n;
};

struct joining {
	struct same_count *c;
	struct sameness *s;
	const struct same_plan *p;
	uint32_t *parent, *size; /* of groups */
	struct values values;	 /* of the key at hand */
	struct crowd crowd;
	uint32_t *at; /* by name: the row, or the joint, that stands for its person */
	size_t at_cap;

	/* With `apart` */
	struct joint *joint;
	size_t njoints, joints_cap;
	uint32_t *rows;
	size_t nrows, rows_cap;
	struct camps {
		uint32_t *row; /* the first of each */
		size_t n, cap;
		uint32_t *open; /* those that lack one of the values, of the first `known` */
		size_t nopen, open_cap, known;
		struct map full; /* the others, by their values */
	} camps;

	/* With a map */
	uint32_t *keyed;     /* the parents of groups as they would be by the keys alone */
	uint32_t *own;	     /* of each row, the first of its kept id; NOBODY: it has none */
	struct sides *sides; /* of groups; NULL: nothing is parted */
};

/* ---- groups ---- */

static uint32_t find_in(uint32_t *parent, uint32_t row)
{
	while (parent[row] != row) {
		parent[row] = parent[parent[row]];
		row = parent[row];
	}
	return row;
}

static uint32_t find(struct joining *j, uint32_t row)
{
	return find_in(j->parent, row);
}

/* Makes `row` the first of its tree of joins. */
static void turn_round(struct same_row *rows, uint32_t row)
{
	uint32_t to = row;
	uint16_t key = KEY_NONE;

	for (uint32_t at = row;;) {
		struct same_row *r = &rows[at];
		uint32_t next = r->to;
		uint16_t next_key = r->key;
		r->to = to;
		r->key = key;
		if (next == at)
			return;
		to = at;
		key = next_key;
		at = next;
	}
}

/* What a group that takes another in is apart from. */
static void take_in(struct joining *j, uint32_t into, uint32_t from)
{
	for (size_t i = 0; i < j->p->napart; i++) {
		struct hash_pair *h = &slip_hash(j->p, j->c->slip[into])[j->p->nkeys + i];
		if (hash_missing(*h))
			*h = slip_hash(j->p, j->c->slip[from])[j->p->nkeys + i];
	}
	if (j->sides && j->sides[into].parted == NOBODY)
		j->sides[into].parted = j->sides[from].parted;
	if (j->sides)
		j->sides[into].other |= j->sides[from].other;
}

static void join(struct joining *j, uint32_t a, uint32_t b, uint16_t key)
{
	uint32_t of_a = find(j, a), of_b = find(j, b);

	if (j->keyed && key != KEY_MAP)
		j->keyed[find_in(j->keyed, b)] = find_in(j->keyed, a);
	if (of_a == of_b)
		return;
	if (j->size[of_a] < j->size[of_b] || (j->size[of_a] == j->size[of_b] && a > b)) {
		uint32_t row = a, of = of_a;
		a = b, of_a = of_b;
		b = row, of_b = of;
	}
	turn_round(j->s->row, b);
	j->s->row[b].to = a;
	j->s->row[b].key = key;
	j->parent[of_b] = of_a;
	j->size[of_a] += j->size[of_b];
	take_in(j, of_a, of_b);
}

static struct same_spared *spare(struct joining *j, const struct bound_key *k, uint32_t row)
{
	struct sameness *s = j->s;

	MEM_ROOM(s->spared, s->nspared, s->spared_cap);
	struct same_spared *spared = &s->spared[s->nspared++];
	*spared = (struct same_spared){ .key = k->which, .row = row };
	return spared;
}

/* ---- the rows of one value ---- */

/* What stands for the person of each name; NOBODY: nothing yet. */
static uint32_t *clear_places(struct joining *j)
{
	size_t n = j->crowd.naliases + 1; /* the last: of the rows without a name */

	if (j->at_cap < n)
		j->at = mem_resize_array(j->at, mem_grown(&j->at_cap, n), sizeof *j->at);
	for (size_t i = 0; i < n; i++)
		j->at[i] = NOBODY;
	return j->at;
}

/* The place of a row's person; NOBODY: the key doesn't join it. */
static uint32_t person_of(struct joining *j, const struct bound_key *k, size_t i, bool one)
{
	struct crowd *w = &j->crowd;
	uint32_t name = w->name[i];

	if (k->named)
		return name == NAMELESS ? NOBODY : crowd_person(w, name);
	if (one)
		return 0;
	return name == NAMELESS ? (uint32_t)w->naliases : crowd_person(w, name);
}

/* Rows whose name may be that of several people of the value. */
static void count_vague(struct joining *j, size_t key)
{
	const struct crowd *w = &j->crowd;
	struct same_vague *v = &j->s->vague[key];

	for (size_t i = 0; i < w->n; i++)
		if (w->name[i] != NAMELESS && w->alias[w->name[i]].several &&
		    (!v->several++ || w->row[i] < v->row))
			v->row = w->row[i];
}

/* Each to the first of its person; a named key, to the first of the same name, and names as they agree. */
static void join_rows(struct joining *j, const struct bound_key *k, bool one)
{
	struct crowd *w = &j->crowd;
	uint32_t *at = clear_places(j);

	for (size_t i = 0; i < w->n; i++) {
		uint32_t who = person_of(j, k, i, one);
		if (who == NOBODY)
			continue;
		if (k->named)
			who = w->name[i];
		if (at[who] == NOBODY)
			at[who] = w->row[i];
		else
			join(j, at[who], w->row[i], k->which);
	}
	for (uint32_t i = 0; k->named && i < w->naliases; i++)
		if (w->alias[i].with != i)
			join(j, at[w->alias[i].with], at[i], k->which);
}

/* The same, put down for later: with what is apart the order counts. */
static void add_joints(struct joining *j, const struct bound_key *k, bool one)
{
	struct crowd *w = &j->crowd;
	uint32_t *at = clear_places(j);
	size_t first = j->njoints, key = (size_t)(k - j->p->key);

	for (size_t i = 0; i < w->n; i++) {
		uint32_t who = person_of(j, k, i, one);
		if (who == NOBODY)
			continue;
		if (at[who] == NOBODY) {
			MEM_ROOM(j->joint, j->njoints, j->joints_cap);
			j->joint[j->njoints] = (struct joint){ .from = 0 };
			at[who] = (uint32_t)j->njoints++;
		}
		struct joint *joint = &j->joint[at[who]];
		struct str bytes = slip_key(j->c->slip[w->row[i]], key);
		if (!joint->n++ || str_compare(bytes, joint->key) < 0)
			joint->key = bytes;
	}
	for (size_t i = first; i < j->njoints; i++) {
		j->joint[i].from = j->nrows;
		j->nrows += j->joint[i].n;
		j->joint[i].n = 0;
	}
	if (j->rows_cap < j->nrows)
		j->rows = mem_resize_array(j->rows, mem_grown(&j->rows_cap, j->nrows), sizeof *j->rows);
	for (size_t i = 0; i < w->n; i++) {
		uint32_t who = person_of(j, k, i, one);
		if (who == NOBODY)
			continue;
		struct joint *joint = &j->joint[at[who]];
		j->rows[joint->from + joint->n++] = w->row[i];
	}
}

static void take_value(struct joining *j, const struct bound_key *k, const uint32_t *row, size_t n)
{
	size_t key = (size_t)(k - j->p->key);
	struct crowd *w = &j->crowd;
	int64_t most = j->p->same->most_names;
	bool one = k->any_name;

	if (hash_nobody(slip_hash(j->p, j->c->slip[*row])[key])) {
		struct same_spared *s = spare(j, k, *row);
		s->why = SPARED_NOBODY;
		s->rows = (uint32_t)n;
		s->value = look_value(j->c, *row, key, true);
		return;
	}
	crowd_read(w, row, n, j->c->slip);
	if (k->named) {
		crowd_agree(w, k->nparts > 1);
		count_vague(j, key);
	} else {
		size_t names = crowd_different(w, (size_t)most);
		if (names > (size_t)most) {
			struct same_spared *s = spare(j, k, *row);
			s->why = SPARED_NAMES;
			s->rows = (uint32_t)n;
			s->names = (uint32_t)names;
			s->value = look_value(j->c, *row, key, false);
			return;
		}
		one = one || crowd_share(w) <= 1;
	}
	(j->p->keeps_apart ? add_joints : join_rows)(j, k, one);
}

/* All values that several rows have. */
static void take_values(struct joining *j, const struct bound_key *k)
{
	const struct values *v = &j->values;
	size_t fetched = 0;

	for (size_t i = 0, end; i < v->nlisted; i = end) {
		end = values_end(v, i);
		for (; fetched < v->nlisted && fetched < end + AHEAD; fetched++) {
			__builtin_prefetch(j->c->slip[v->listed[fetched]]);
			__builtin_prefetch(&j->s->row[v->listed[fetched]]);
		}
		take_value(j, k, &v->listed[i], end - i);
	}
}

/* ---- apart ---- */

/* The first column in which two groups differ, or APART_MAP; SIZE_MAX: none. */
static size_t apart_in(struct joining *j, uint32_t a, uint32_t b)
{
	uint32_t of_a = find(j, a), of_b = find(j, b);
	const struct hash_pair *x = slip_hash(j->p, j->c->slip[of_a]) + j->p->nkeys,
			       *y = slip_hash(j->p, j->c->slip[of_b]) + j->p->nkeys;

	if (j->sides && of_a != of_b &&
	    (parted_from(&j->sides[of_a], &j->sides[of_b]) || parted_from(&j->sides[of_b], &j->sides[of_a])))
		return APART_MAP;
	for (size_t i = 0; i < j->p->napart; i++)
		if (!hash_missing(x[i]) && !hash_missing(y[i]) && memcmp(&x[i], &y[i], sizeof *x) != 0)
			return i;
	return SIZE_MAX;
}

/* All that a group is kept apart by; nothing, if it lacks one of these. */
static struct str apart_values(struct joining *j, uint32_t row)
{
	const struct hash_pair *x = slip_hash(j->p, j->c->slip[find(j, row)]) + j->p->nkeys;

	for (size_t i = 0; i < j->p->napart; i++)
		if (hash_missing(x[i]))
			return STR_NONE;
	return (struct str){ (const char *)x, j->p->napart * sizeof *x };
}

/* The first camp that a row isn't apart from, which is its own if it is in one; SIZE_MAX: none. */
static size_t find_camp(struct joining *j, uint32_t row)
{
	struct camps *c = &j->camps;

	for (size_t i = 0; i < c->n; i++)
		if (apart_in(j, c->row[i], row) == SIZE_MAX)
			return i;
	return SIZE_MAX;
}

/* The same among many, for a row that has all values: a camp that has them, too, has the same. What a camp
 * has it keeps, so only those that lacked one have to be looked at. */
static size_t find_camp_by(struct joining *j, uint32_t row, struct str values)
{
	struct camps *c = &j->camps;
	size_t found = SIZE_MAX, still = 0;

	for (; c->known < c->n; c->known++) {
		MEM_ROOM(c->open, c->nopen, c->open_cap);
		c->open[c->nopen++] = (uint32_t)c->known;
	}
	for (size_t i = 0; i < c->nopen; i++) {
		uint32_t camp = c->open[i];
		struct str has = apart_values(j, c->row[camp]);
		if (has.p) {
			map_put(&c->full, has, camp);
			continue;
		}
		c->open[still++] = camp;
		if (found == SIZE_MAX && apart_in(j, c->row[camp], row) == SIZE_MAX)
			found = camp;
	}
	c->nopen = still;
	const uint32_t *same = map_find(&c->full, values);
	return same && *same < found ? *same : found;
}

static void begin_camp(struct joining *j, const struct bound_key *k, uint32_t row)
{
	struct camps *c = &j->camps;

	if (c->n) {
		struct same_spared *s = spare(j, k, row);
		s->why = SPARED_APART;
		s->to = *c->row;
		s->apart = apart_in(j, *c->row, row);
		s->value = look_value(j->c, row, (size_t)(k - j->p->key), false);
	}
	MEM_ROOM(c->row, c->n, c->cap);
	c->row[c->n++] = row;
}

static void join_apart(struct joining *j, const struct bound_key *k, const struct joint *joint)
{
	struct camps *c = &j->camps;

	c->n = c->nopen = c->known = 0;
	for (size_t i = 0; i < joint->n; i++) {
		uint32_t row = j->rows[joint->from + i];
		struct str values = c->n < MANY_CAMPS || j->sides ? STR_NONE : apart_values(j, row);
		size_t camp = values.p ? find_camp_by(j, row, values) : find_camp(j, row);
		if (camp == SIZE_MAX)
			begin_camp(j, k, row);
		else
			join(j, c->row[camp], row, k->which);
	}
	map_release(&c->full);
	c->full = (struct map){ 0 };
}

static int by_key(const void *a, const void *b)
{
	const struct joint *x = a, *y = b;
	int order = str_compare(x->key, y->key);

	return order ? order : x->from < y->from ? -1 : x->from > y->from;
}

static void take_joints(struct joining *j, const struct bound_key *k)
{
	if (j->njoints)
		qsort(j->joint, j->njoints, sizeof *j->joint, by_key);
	for (size_t i = 0; i < j->njoints; i++)
		join_apart(j, k, &j->joint[i]);
	j->njoints = j->nrows = 0;
}

/* ---- by the map of ids ---- */

/* Before any key, so that what the map joins is what the keys are kept apart by. */
static void join_ids(struct joining *j)
{
	size_t n = j->c->n;

	j->own = same_own_rows(j->c);
	j->sides = same_sides(j->c, j->own);
	j->keyed = mem_resize_array(NULL, n + 1, sizeof *j->keyed);
	for (uint32_t i = 0; i < n; i++)
		j->keyed[i] = i;
	for (uint32_t i = 0; i < n; i++)
		if (j->own[i] != NOBODY && j->own[i] != i)
			join(j, j->own[i], i, KEY_MAP);
}

/* Leads that the keys alone would not have made one. */
static void count_by_map(struct joining *j)
{
	struct sameness *s = j->s;

	for (size_t i = 0; i < s->leads; i++) {
		uint32_t row = s->first[i], one = find_in(j->keyed, row);
		while (row != NOBODY && find_in(j->keyed, row) == one)
			row = s->row[row].next;
		if (row != NOBODY && !s->by_map++)
			s->by_map_lead = (uint32_t)i;
	}
}

/* ---- the whole ---- */

static void begin(struct joining *j, struct same_count *c)
{
	size_t n = c->n;
	struct same_row *row = mem_resize_array(NULL, n + 1, sizeof *row);

	*j = (struct joining){ .c = c, .s = &c->found, .p = c->plan };
	values_init(&j->values, n);
	j->parent = mem_resize_array(NULL, n + 1, sizeof *j->parent);
	j->size = mem_resize_array(NULL, n + 1, sizeof *j->size);
	for (uint32_t i = 0; i < n; i++) {
		row[i] = (struct same_row){ .to = i, .key = KEY_NONE, .system = c->slip[i]->system };
		j->parent[i] = i;
		j->size[i] = 1;
	}
	c->found.row = row;
	c->found.rows = n;
}

/* Leads are numbered as they appear, and their first rows are what joins lead to. */
static void number(struct joining *j)
{
	struct sameness *s = j->s;
	uint32_t *lead = j->size, *last = j->values.listed; /* which are needed no more */

	for (uint32_t i = 0; i < s->rows; i++)
		s->leads += j->parent[i] == i;
	s->first = mem_resize_array(NULL, s->leads + 1, sizeof *s->first);
	s->size = mem_resize_array(NULL, s->leads + 1, sizeof *s->size);
	memset(lead, 0xff, s->rows * sizeof *lead);
	s->leads = 0;
	for (uint32_t i = 0; i < s->rows; i++) {
		uint32_t group = find(j, i);
		struct same_row *r = &s->row[i];
		r->next = NOBODY;
		if (lead[group] == NOBODY) {
			r->lead = lead[group] = (uint32_t)s->leads++;
			s->first[r->lead] = i;
			s->size[r->lead] = 1;
			turn_round(s->row, i);
		} else {
			r->lead = lead[group];
			s->row[last[r->lead]].next = i;
			s->size[r->lead]++;
		}
		last[r->lead] = i;
	}
}

void same_join(struct same_count *c)
{
	struct joining j;

	begin(&j, c);
	if (c->id)
		join_ids(&j);
	for (size_t i = 0; i < c->plan->nkeys; i++) {
		const struct bound_key *k = &c->plan->key[i];
		values_find(&j.values, c, i);
		take_values(&j, k);
		if (c->plan->keeps_apart)
			take_joints(&j, k);
	}
	number(&j);
	if (c->id)
		count_by_map(&j);
	free(j.keyed);
	free(j.own);
	free(j.sides);
	free(j.parent);
	free(j.size);
	values_release(&j.values);
	free(j.at);
	free(j.joint);
	free(j.rows);
	free(j.camps.row);
	free(j.camps.open);
	crowd_release(&j.crowd);
}
