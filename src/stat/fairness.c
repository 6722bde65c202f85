/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit: see fairness.h. */
#include "stat/fairness.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "stat/stat.h"

/* Those who could have had a lead, each with a chance: people, then their teams. Teams are numbered after the
 * people. */
struct set {
	uint32_t *who;
	double *chance;
	size_t people, n;
	uint64_t leads;
};

struct fairness {
	size_t people, all; /* with their teams */
	const uint32_t *team;
	struct due *due; /* of all */
	double *ahead;	 /* likewise: got − due, as it is now */
	struct set *set;
	size_t nsets, cap;
	struct map known; /* sets, by their people and weights */
	struct arena arena;
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
	free(s->set);
	free(s->ahead);
	free(s->due);
	free(s);
}

/* ---- leads ---- */

static void add_chance(struct set *x, size_t from, uint32_t who, double chance)
{
	size_t i = from;

	while (i < x->n && x->who[i] != who)
		i++;
	if (i == x->n) {
		x->who[x->n] = who;
		x->chance[x->n++] = 0;
	}
	x->chance[i] += chance;
}

static struct set new_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n)
{
	size_t most = n + (s->all - s->people < n ? s->all - s->people : n);
	struct set x = { ARENA_ARRAY(&s->arena, most, uint32_t), ARENA_ARRAY(&s->arena, most, double), n, n,
			 0 };
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)weight[i];
	for (size_t i = 0; i < n; i++) {
		x.who[i] = who[i];
		x.chance[i] = (double)weight[i] / sum;
	}
	for (size_t i = 0; i < n; i++)
		if (team_of(s, who[i]) != FAIRNESS_NOBODY)
			add_chance(&x, n, team_of(s, who[i]), x.chance[i]);
	return x;
}

size_t fairness_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n)
{
	struct buf key = { 0 };

	buf_add(&key, (const char *)who, n * sizeof *who);
	buf_add(&key, (const char *)weight, n * sizeof *weight);
	const uint32_t *known = map_find(&s->known, buf_view(&key));
	size_t number = known ? *known : s->nsets;
	if (!known) {
		MEM_ROOM(s->set, s->nsets, s->cap);
		s->set[s->nsets++] = new_set(s, who, weight, n);
		map_put(&s->known, arena_copy(&s->arena, buf_view(&key)), (uint32_t)number);
	}
	buf_release(&key);
	return number;
}

static void take_lead(struct fairness *s, uint32_t who)
{
	s->due[who].got++;
	s->ahead[who]++;
}

void fairness_count(struct fairness *s, size_t set, uint32_t got, uint64_t row)
{
	struct set *x = &s->set[set];

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

/* ---- leads of which only the owners are known ---- */

/* Who is there at a row: in the order of their numbers, so that the same people are the same set. */
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

/* What two people share: Σ p·q over the leads that both could have had. Kept once, at the lower number's row.
 */
static double *shared(double *of, size_t people, size_t a, size_t b)
{
	return a < b ? &of[a * people + b] : &of[b * people + a];
}

static void share_all(const struct fairness *s, double *between)
{
	for (size_t n = 0; n < s->nsets; n++) {
		const struct set *x = &s->set[n];
		for (size_t i = 0; i < x->n; i++) {
			double chance = (double)x->leads * x->chance[i];
			s->due[x->who[i]].due += chance;
			for (size_t k = 0; i < x->people && k < i; k++)
				*shared(between, s->people, x->who[i], x->who[k]) += chance * x->chance[k];
		}
	}
}

/* What those from `from` to `to` deviate by, and who by more than chance explains, of so many who are looked
 * at: Bonferroni. */
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

/* Of people and teams: the sum of what they share with those outside. */
static void judge_parts(struct fairness *s, double *between)
{
	double *variance = mem_new((s->all + 1) * sizeof *variance);

	for (uint32_t i = 0; i < s->people; i++)
		for (uint32_t k = 0; k < i; k++) {
			uint32_t a = team_of(s, i), b = team_of(s, k);
			double part = *shared(between, s->people, i, k);
			variance[i] += part;
			variance[k] += part;
			if (a != b && a != FAIRNESS_NOBODY)
				variance[a] += part;
			if (a != b && b != FAIRNESS_NOBODY)
				variance[b] += part;
		}
	judge_each(s, variance, 0, s->people);
	judge_each(s, variance, s->people, s->all);
	free(variance);
}

/* Takes out one after the other; `off` is what each got beyond what was due. */
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
	double *between = mem_new((s->people * s->people + 1) * sizeof *between);

	share_all(s, between);
	judge_parts(s, between);
	for (size_t i = 0; i < s->people; i++) {
		s->ahead[i] = (double)s->due[i].got - s->due[i].due;
		if (fabs(s->due[i].worst) > fabs(s->due[t.farthest].worst) + noise)
			t.farthest = i;
	}
	judge_all(&t, between, s->ahead, s->people);
	free(between);
	if (!t.df)
		t.chi_square = NAN;
	t.p = t.df ? chi_square_tail(t.chi_square, t.df) : NAN;
	*due = s->due;
	return t;
}
