/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit: see fairness.h. */
#include "stat/fairness.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "stat/stat.h"

/* The people who could have had a lead, each with a probability, then their teams. Teams are numbered after
 * the people. */
struct set {
	struct hash_pair key; /* of its people and weights */
	uint32_t *who;
	double *chance;
	size_t people, n;
	uint64_t leads;
};

/* Bytes of sets that are kept beside what people share, before they are added to that and forgotten. */
enum { SETS_MOST = 16 << 20 };

struct fairness {
	size_t people, all; /* with their teams */
	const uint32_t *team;
	struct due *due; /* of all */
	double *ahead;	 /* likewise: got − due, as it is now */
	double *by_rule; /* likewise: how much more is due if leads by a rule are due to whom they went */
	double *between; /* what two people share: see shared() */
	struct set **set;
	size_t nsets, cap, bytes;
	struct map known;  /* sets, by their keys */
	uint32_t *team_at; /* room for new_set: of each team its place in the set and 1; 0: none */
	struct arena arena;
	struct buf key;
	uint64_t leads;
};

static const double noise = 1e-6; /* of a lead: less than that is only how sums of doubles are rounded */

struct fairness *fairness_new(size_t people, const uint32_t *team, size_t teams)
{
	struct fairness *s = mem_new(sizeof *s);

	s->people = people;
	s->all = people + teams;
	s->team = teams ? team : NULL;
	s->due = mem_new((s->all + 1) * sizeof *s->due);
	s->ahead = mem_new((s->all + 1) * sizeof *s->ahead);
	s->by_rule = mem_new((s->all + 1) * sizeof *s->by_rule);
	s->between = mem_new((people * people + 1) * sizeof *s->between);
	s->team_at = mem_new((teams + 1) * sizeof *s->team_at);
	return s;
}

/* Its number among all; FAIRNESS_NOBODY: none. */
static uint32_t team_of(const struct fairness *s, uint32_t person)
{
	bool none = !s->team || s->team[person] == FAIRNESS_NOBODY;

	return none ? FAIRNESS_NOBODY : (uint32_t)s->people + s->team[person];
}

void fairness_free(struct fairness *s)
{
	map_release(&s->known);
	arena_release(&s->arena);
	buf_release(&s->key);
	free(s->team_at);
	free(s->between);
	free(s->set);
	free(s->ahead);
	free(s->by_rule);
	free(s->due);
	free(s);
}

/* ---- leads ---- */

/* What two people share: Σ p·q over the leads that both could have had. Kept once, at the lower number's row.
 */
static double *shared(double *of, size_t people, size_t a, size_t b)
{
	return a < b ? &of[a * people + b] : &of[b * people + a];
}

/* Adds what the sets say, and forgets them. */
static void share_all(struct fairness *s)
{
	for (size_t n = 0; n < s->nsets; n++) {
		const struct set *x = s->set[n];
		for (size_t i = 0; i < x->n; i++) {
			double chance = (double)x->leads * x->chance[i];
			s->due[x->who[i]].due += chance;
			for (size_t k = 0; i < x->people && k < i; k++)
				*shared(s->between, s->people, x->who[i], x->who[k]) += chance * x->chance[k];
		}
	}
	arena_release(&s->arena);
	map_release(&s->known);
	s->nsets = s->bytes = 0;
}

static void add_teams(struct fairness *s, struct set *x)
{
	for (size_t i = 0; i < x->people; i++) {
		uint32_t team = team_of(s, x->who[i]);
		if (team == FAIRNESS_NOBODY)
			continue;
		uint32_t *at = &s->team_at[team - s->people];
		if (!*at) {
			x->who[x->n++] = team;
			*at = (uint32_t)x->n;
		}
		x->chance[*at - 1] += x->chance[i];
	}
	for (size_t i = x->people; i < x->n; i++)
		s->team_at[x->who[i] - s->people] = 0;
}

static struct set *new_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n)
{
	size_t teams = s->all - s->people, most = n + (teams < n ? teams : n);
	struct set *x = ARENA_NEW(&s->arena, struct set);
	double sum = 0;

	x->who = ARENA_ARRAY(&s->arena, most, uint32_t);
	x->chance = ARENA_ARRAY(&s->arena, most, double);
	x->people = x->n = n;
	for (size_t i = 0; i < n; i++)
		sum += (double)weight[i];
	for (size_t i = 0; i < n; i++) {
		x->who[i] = who[i];
		x->chance[i] = (double)weight[i] / sum;
	}
	add_teams(s, x);
	s->bytes += sizeof *x + most * (sizeof *x->who + sizeof *x->chance);
	return x;
}

size_t fairness_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n)
{
	buf_clear(&s->key);
	buf_add(&s->key, (const char *)who, n * sizeof *who);
	buf_add(&s->key, (const char *)weight, n * sizeof *weight);
	struct hash_pair key = hash_pair(buf_view(&s->key));
	const uint32_t *known = map_find(&s->known, (struct str){ (const char *)&key, sizeof key });
	if (known)
		return *known;
	if (s->bytes > SETS_MOST + s->people * s->people * sizeof *s->between)
		share_all(s);
	MEM_ROOM(s->set, s->nsets, s->cap);
	struct set *x = s->set[s->nsets] = new_set(s, who, weight, n);
	x->key = key;
	return map_put(&s->known, (struct str){ (const char *)&x->key, sizeof key }, (uint32_t)s->nsets++);
}

static void take_lead(struct fairness *s, uint32_t who)
{
	s->due[who].got++;
	s->ahead[who]++;
}

void fairness_count(struct fairness *s, size_t set, uint32_t got, uint64_t row)
{
	struct set *x = s->set[set];

	x->leads++;
	s->leads++;
	take_lead(s, got);
	if (team_of(s, got) != FAIRNESS_NOBODY)
		take_lead(s, team_of(s, got));
	for (size_t i = 0; i < x->n; i++) {
		uint32_t who = x->who[i];
		s->ahead[who] -= x->chance[i];
		if (fabs(s->ahead[who]) > fabs(s->due[who].worst) + noise) {
			s->due[who].worst = s->ahead[who];
			s->due[who].worst_at = row;
		}
	}
}

void fairness_by_rule(struct fairness *s, size_t set, uint32_t got)
{
	const struct set *x = s->set[set];

	for (size_t i = 0; i < x->n; i++)
		s->by_rule[x->who[i]] -= x->chance[i];
	s->by_rule[got]++;
	if (team_of(s, got) != FAIRNESS_NOBODY)
		s->by_rule[team_of(s, got)]++;
}

/* ---- leads of which only the owners are known ---- */

/* The people who are present at a row, in the order of their numbers, so that the same people are the same
 * set. */
struct present {
	uint32_t *who;
	int64_t *weight;
	size_t n;
};

static void come(struct present *p, uint32_t who, int64_t weight)
{
	size_t i = p->n++;

	for (; i && p->who[i - 1] > who; i--) {
		p->who[i] = p->who[i - 1];
		p->weight[i] = p->weight[i - 1];
	}
	p->who[i] = who;
	p->weight[i] = weight;
}

static void go(struct present *p, uint32_t who)
{
	size_t i = 0;

	while (p->who[i] != who)
		i++;
	for (p->n--; i < p->n; i++) {
		p->who[i] = p->who[i + 1];
		p->weight[i] = p->weight[i + 1];
	}
}

void fairness_history(struct fairness *s, const uint32_t *got, size_t rows, const int64_t *weight)
{
	size_t *last = mem_new((s->people + 1) * sizeof *last), set = SIZE_MAX;
	struct present p = { mem_new((s->people + 1) * sizeof *p.who),
			     mem_new((s->people + 1) * sizeof *p.weight), 0 };

	for (size_t i = 0; i < rows; i++)
		if (got[i] != FAIRNESS_NOBODY)
			last[got[i]] = i;
	for (size_t i = 0; i < rows; i++) {
		uint32_t who = got[i];
		if (who == FAIRNESS_NOBODY)
			continue;
		if (!s->due[who].got) {
			come(&p, who, weight[who]);
			set = SIZE_MAX;
		}
		if (set == SIZE_MAX)
			set = fairness_set(s, p.who, p.weight, p.n);
		fairness_count(s, set, who, i + 1);
		if (last[who] == i) {
			go(&p, who);
			set = SIZE_MAX;
		}
	}
	free(p.who);
	free(p.weight);
	free(last);
}

/* ---- the test ---- */

/* How far those from `from` to `to` deviate, and who deviates by more than chance explains, given how many
 * are tested: Bonferroni. */
static void judge_each(struct fairness *s, const double *variance, size_t from, size_t to)
{
	size_t judged = 0;

	for (size_t i = from; i < to; i++) {
		struct due *d = &s->due[i];
		d->z = variance[i] > 0 ? ((double)d->got - d->due) / sqrt(variance[i]) : NAN;
		judged += variance[i] > 0;
	}
	double most = judged ? normal_quantile(1 - 0.05 / (2 * (double)judged)) : 0;
	for (size_t i = from; i < to; i++) {
		struct due *d = &s->due[i];
		double off = (double)d->got - d->due;
		if (fabs(d->z) > most && fabs(off) >= 1 - noise)
			d->favoured = off > 0 ? 1 : -1;
	}
}

/* What is due, given what went by a rule: the point between that is nearest to what people got. */
static void settle_rule(struct fairness *s, const double *variance)
{
	double along = 0, length = 0;

	for (size_t i = 0; i < s->people; i++) {
		if (!(variance[i] > 0))
			continue;
		along += ((double)s->due[i].got - s->due[i].due) * s->by_rule[i] / variance[i];
		length += s->by_rule[i] * s->by_rule[i] / variance[i];
	}
	double part = length > 0 ? fmax(0, fmin(1, along / length)) : 0;
	for (size_t i = 0; i < s->all; i++)
		s->due[i].due += part * s->by_rule[i];
}

/* Of people and teams: the sum of what they share with those outside. */
static void judge_parts(struct fairness *s)
{
	double *variance = mem_new((s->all + 1) * sizeof *variance);

	for (uint32_t i = 0; i < s->people; i++)
		for (uint32_t k = 0; k < i; k++) {
			uint32_t a = team_of(s, i), b = team_of(s, k);
			double part = *shared(s->between, s->people, i, k);
			variance[i] += part;
			variance[k] += part;
			if (a != b && a != FAIRNESS_NOBODY)
				variance[a] += part;
			if (a != b && b != FAIRNESS_NOBODY)
				variance[b] += part;
		}
	settle_rule(s, variance);
	judge_each(s, variance, 0, s->people);
	judge_each(s, variance, s->people, s->all);
	free(variance);
}

/* Eliminates one person after the other; `off` is what each got beyond what was due. */
static void judge_all(struct fairness_test *t, double *between, double *off, size_t people)
{
	for (size_t i = 0; i < people; i++) {
		const double *bound = &between[i * people];
		double sum = 0;
		for (size_t k = i + 1; k < people; k++)
			sum += bound[k];
		if (!(sum > 0))
			continue;
		t->df++;
		t->chi_square += off[i] * off[i] / sum;
		for (size_t k = i + 1; k < people; k++) {
			double part = bound[k] / sum;
			if (!(part > 0))
				continue;
			off[k] += off[i] * part;
			for (size_t j = k + 1; j < people; j++)
				between[k * people + j] += part * bound[j];
		}
	}
}

struct fairness_test fairness_settle(struct fairness *s, const struct due **due)
{
	struct fairness_test t = { .leads = s->leads };

	share_all(s);
	judge_parts(s);
	for (size_t i = 0; i < s->people; i++) {
		s->ahead[i] = (double)s->due[i].got - s->due[i].due;
		if (fabs(s->due[i].worst) > fabs(s->due[t.farthest].worst) + noise)
			t.farthest = i;
	}
	judge_all(&t, s->between, s->ahead, s->people);
	if (!t.df)
		t.chi_square = NAN;
	t.p = t.df ? chi_square_tail(t.chi_square, t.df) : NAN;
	*due = s->due;
	return t;
}
