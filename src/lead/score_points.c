/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points are counted in whole millionths, so that sums do not depend on order: a rule gives points × fading,
 * fading = 2^(−age ÷ half-life), age never below 0. The sum is rounded half away from zero to the score.
 */
#include "lead/score_internal.h"

#include <math.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "expr/run.h"

/* What is left of a point after a time. */
static double left_after(const struct bound_score *s, const struct frame *f, int64_t since)
{
	int64_t age = instant_minus(f->now, since, f->program->times.zone);

	return age <= 0 ? 1 : exp2(-(double)age / (double)s->said->half_life);
}

/* The score's places of what is remembered: leads are active on few days. */
static struct faded *faded_places(const struct bound_score *s, struct tally *t)
{
	size_t scores = s->scoring->agreement->scores.n;

	if (!t->faded)
		t->faded = mem_new((scores << FADED_BITS) * sizeof *t->faded);
	return t->faded + (s->index << FADED_BITS);
}

/* What is left of a point after the time since `since`; 1 where that is missing. */
void score_work_fading(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bound_score *s = ctx;
	struct frame *f = r->frame;
	struct tally *tally = tally_of(f);
	struct faded *faded = faded_places(s, tally);
	const int64_t *since = code_values(s->since, r, ask, rows_room(r)).time;
	const int64_t now = f->now;
	int64_t newest = tally->newest;
	uint64_t missing = 0;

	EACH_ROW(row, ask, {
		int64_t t = since[row];
		struct faded *known = &faded[(uint64_t)t * UINT64_C(0x9E3779B97F4A7C15) >> (64 - FADED_BITS)];
		double left = 1;
		if (t == INSTANT_NONE) {
			missing++;
		} else {
			newest = t > newest && t <= now ? t : newest;
			if (known->since != t || known->now != now || !(known->left > 0))
				*known = (struct faded){ t, now, left_after(s, f, t) };
			left = known->left;
		}
		out.number[row] = left;
	});
	tally->newest = newest;
	tally->not_faded[s->index] += missing;
	rows_room_back(r);
}

/* `per` counts whole units; the limit applies before decay. In millionths. */
static int64_t points_per(const struct bound_rule *r, double times)
{
	double most = (double)r->most;

	if (!(times >= 1))
		return 0;
	double points = (double)r->points * (times < 1e15 ? (double)(int64_t)times : times);
	return points > most ? r->most : points < -most ? -r->most : (int64_t)points;
}

static void too_many(const struct bound_score *s, struct frame *f)
{
	frame_fail(
		f,
		"score %.*s: its rules give the lead over 1,000,000,000,000 points; say 'at most N points' "
		"behind 'per', or correct the cell",
		STR_ARG(s->said->name.text));
}

/* Is there no room for what a rule gives by `per`, beside the sum so far? */
static bool is_beyond(int64_t points, int64_t sum)
{
	return points > POINTS_MOST || points < -POINTS_MOST || sum > SUM_MOST || sum < -SUM_MOST;
}

int64_t score_add_points(const struct bound_score *s, struct frame *f, int64_t *each)
{
	const struct bound_rule *end = s->rules + s->said->nrules;
	int64_t sum = 0;
	bool beyond = false;

	for (const struct bound_rule *r = s->rules; r < end; r++) {
		bool holds = !r->when || code_flag(r->when, f);
		int64_t points =
			r->points & -(int64_t)holds; /* no branch: which rules hold can't be foreseen */
		if (r->per) {
			points = holds ? points_per(r, code_number(r->per, f)) : 0;
			if (is_beyond(points, sum)) {
				beyond = true;
				points = 0;
			}
		}
		if (points && s->since)
			points = llround((double)points * frame_computed(f, s->left).number);
		sum += points; /* can't overflow: all rules without `per` give up to SUM_MOST */
		if (each)
			*each++ = points;
	}
	if (!beyond && sum <= POINTS_MOST && sum >= -POINTS_MOST)
		return score_whole(sum);
	too_many(s, f);
	return 0;
}

/* ---- the points of many rows ---- */

/* What a score gives the rows asked so far. A rule that gives very much by `per` may need the sum that it is
 * added to, in the order of the rules: such rows are added up one by one. */
struct sums {
	const struct bound_score *score;
	struct rows *rows;
	struct asked ask;
	int64_t *of; /* in grains */
	bool *far;
	bool any_far;
};

/* What decay leaves of points, of those rows that have any, which are listed. */
static struct asked fade(struct sums *s, struct asked ask, int64_t *points, uint16_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		uint16_t row = ask.row[i];
		list[n] = row;
		n += points[row] != 0;
	}
	ask = (struct asked){ list, n };
	const double *left = computed_values(s->score->left, s->rows, ask).number;
	EACH_ROW(row, ask, points[row] = llround((double)points[row] * left[row]));
	return ask;
}

static void add_faded(struct sums *s, struct asked ask, int64_t *points)
{
	uint16_t *list = rows_room(s->rows).row;

	ask = fade(s, ask, points, list);
	EACH_ROW(row, ask, s->of[row] += points[row]);
	rows_room_back(s->rows);
}

/* points_per() in grains, where these are few at the most: half the width, so that twice as many are counted
 * at once. */
CPU_LOOP void give_few_body(const double *restrict times, int32_t each, int32_t most, struct asked ask,
			    int64_t *restrict points)
{
	const double enough = most, by = fabs((double)each), sign = each < 0 ? -1 : 1;

	EACH_ROW(row, ask, {
		double n = times[row] > 0 ? times[row] : 0; /* also of NaN */
		n = enough < n ? enough : n;
		n = (double)(int32_t)n * by;
		n = enough < n ? enough : n;
		points[row] = (int32_t)(n * sign);
	});
}
CPU_BOTH(void, give_few,
	 (const double *restrict times, int32_t each, int32_t most, struct asked ask,
	  int64_t *restrict points),
	 (times, each, most, ask, points))

/* points_per() in grains, of usual numbers. */
static void give_per(struct sums *s, const struct bound_rule *r, struct asked ask, int64_t *points)
{
	const double *times = code_values(r->per, s->rows, ask, rows_room(s->rows)).number;
	int64_t grain = s->score->grain, per_most = s->score->per_most / grain, grains = r->points / grain;
	double each = (double)grains, most = (double)r->most / (double)grain;
	bool *far = s->far, any = false;

	double few = per_most < INT32_MAX ? (double)per_most : INT32_MAX;

	if (r->points && most >= 0 && most <= few && fabs(each) <= INT32_MAX && grain == MILLION) {
		give_few(times, (int32_t)each, (int32_t)most, ask, points);
		rows_room_back(s->rows);
		return;
	}
	EACH_ROW(row, ask, {
		double n = times[row] >= 1 ? times[row] : 0; /* also of NaN */
		double given = each * (double)(int64_t)(n < 1e15 ? n : 1e15);
		given = most < given ? most : given;
		given = -most > given ? -most : given;
		points[row] = (int64_t)given;
		bool is = (n >= 1e15) | (points[row] > per_most) | (points[row] < -per_most);
		far[row] |= is;
		any |= is;
	});
	s->any_far |= any;
	rows_room_back(s->rows);
}

CPU_LOOP void add_all_body(const int64_t *points, struct asked ask, int64_t *sum)
{
	EACH_ROW(row, ask, sum[row] += points[row]);
}
CPU_BOTH(void, add_all, (const int64_t *points, struct asked ask, int64_t *sum), (points, ask, sum))

static void add_rule_per(struct sums *s, const struct bound_rule *r, struct asked ask)
{
	int64_t *points = rows_room(s->rows).time;

	give_per(s, r, ask, points);
	if (s->score->since)
		add_faded(s, ask, points);
	else
		add_all(points, ask, s->of);
	rows_room_back(s->rows);
}

static void add_rule(struct sums *s, const struct bound_rule *r)
{
	struct asked ask = s->ask;
	const bool *holds = NULL;

	if (r->when)
		holds = code_values(r->when, s->rows, ask, rows_room(s->rows)).flag;
	if (r->per) {
		uint16_t *list = rows_room(s->rows).row;
		add_rule_per(s, r, holds ? asked_where(ask, holds, true, list) : ask);
		rows_room_back(s->rows);
	} else {
		int64_t *points = rows_room(s->rows).time;
		EACH_ROW(row, ask, points[row] = holds && !holds[row] ? 0 : r->points);
		add_faded(s, ask, points);
		rows_room_back(s->rows);
	}
	if (r->when)
		rows_room_back(s->rows);
}

/* The marks of a score's rules, of each row of the run: for each RULE_BITS rules as many words as the run has
 * rows. */
static int64_t *marks_of(const struct bound_score *b, const struct rows *r)
{
	const struct score *all = b->scoring->agreement->scores.at;
	struct tally *t = tally_of(r->frame);

	tally_rule_room(t, b->scoring->agreement);
	int64_t *marks = t->marks;
	for (size_t k = 0; k < b->index; k++)
		marks += score_words(&all[k]) * r->n;
	return marks;
}

/* What the rules that don't vary give, and the marks of all, if these may be asked. */
static void add_rules(struct sums *s)
{
	const struct bound_score *b = s->score;

	if (!b->scoring->looks) {
		points_add(b->points, s->rows, s->ask, s->of, NULL);
		return;
	}
	int64_t *marks = marks_of(b, s->rows);
	for (size_t w = 0; w < b->nmarked; w++, marks += s->rows->n) {
		EACH_ROW(row, s->ask, marks[row] = 0);
		points_add(b->marked[w], s->rows, s->ask, s->of, marks);
	}
}

static double score_one(const struct bound_score *s, struct frame *f)
{
	return (double)score_ranged(s->said, score_add_points(s, f, NULL));
}

static void scores_many(const struct bound_score *b, struct rows *r, struct asked ask, double *score)
{
	struct sums s = { b, r, ask, rows_room(r).time, rows_room(r).flag, b->beyond };
	bool millionths = b->grain == 1;

	EACH_ROW(row, ask, s.of[row] = 0; s.far[row] = b->beyond);
	add_rules(&s);
	for (size_t i = 0; i < b->said->nrules; i++)
		if (b->since || b->rules[i].per)
			add_rule(&s, &b->rules[i]);
	EACH_ROW(row, ask, {
		int64_t sum = millionths ? score_whole(s.of[row]) : s.of[row];
		score[row] = (double)score_ranged(b->said, sum);
	});
	for (size_t i = 0; i < ask.n && s.any_far; i++)
		if (s.far[ask.row[i]])
			score[ask.row[i]] = score_one(b, rows_at(r, ask.row[i]));
	rows_room_back(r);
	rows_room_back(r);
}

/* ---- what each rule gave ---- */

/* What a rule that varies gave those rows for which it holds. */
static void look_at_rule(struct sums *s, const struct bound_rule *rule, const int64_t *holds, int64_t bit,
			 int64_t *each)
{
	const struct bound_score *b = s->score;
	int64_t *points = rows_room(s->rows).time;
	uint16_t *list = rows_room(s->rows).row;
	struct asked which = { list, 0 };

	EACH_ROW(row, s->ask, {
		points[row] = 0;
		list[which.n] = (uint16_t)row;
		which.n += (holds[row] & bit) != 0;
	});
	if (rule->per)
		give_per(s, rule, which, points);
	else
		EACH_ROW(row, which, points[row] = rule->points / b->grain);
	if (b->since)
		fade(s, which, points, list);
	for (size_t i = 0; i < s->ask.n; i++)
		each[i] = points[s->ask.row[i]] * b->grain;
	rows_room_back(s->rows);
	rows_room_back(s->rows);
}

static void look_at_rules(struct sums *s, int64_t *bits, int64_t *each)
{
	const struct bound_score *b = s->score;
	const int64_t *marks = marks_of(b, s->rows);
	const size_t n = s->rows->n;

	for (size_t w = 0; w < b->nmarked; w++)
		for (size_t i = 0; i < s->ask.n; i++)
			bits[w * TALLY_ROWS + i] = marks[w * n + s->ask.row[i]];
	for (size_t k = 0; k < b->said->nrules; k++)
		if (score_varies(b, &b->rules[k]))
			look_at_rule(s, &b->rules[k], marks + k / RULE_BITS * n, INT64_C(1) << k % RULE_BITS,
				     each + k * TALLY_ROWS);
}

/* The same of one row, rule after rule. */
static void look_at_row(const struct bound_score *b, struct frame *f, int64_t *bits, int64_t *each)
{
	int64_t *points = tally_of(f)->points;

	score_add_points(b, f, points);
	for (size_t w = 0; w < b->nmarked; w++)
		bits[w * TALLY_ROWS] = 0;
	for (size_t k = 0; k < b->said->nrules; k++) {
		bits[k / RULE_BITS * TALLY_ROWS] |= (int64_t)(points[k] != 0) << k % RULE_BITS;
		each[k * TALLY_ROWS] = points[k];
	}
}

/* Where the tally has room for what is said of a score. */
static void room_of(const struct scoring *s, size_t i, struct tally *t, int64_t **bits, int64_t **each)
{
	*bits = t->bits;
	*each = t->each;
	for (size_t k = 0; k < i; k++) {
		*bits += s->scores[k].nmarked * TALLY_ROWS;
		*each += s->scores[k].said->nrules * TALLY_ROWS;
	}
}

void scoring_look(const struct scoring *s, size_t i, struct rows *r, struct asked ask)
{
	const struct bound_score *b = &s->scores[i];
	struct sums sums = { b, r, ask, NULL, rows_room(r).flag, b->beyond };
	int64_t *bits, *each;

	if (r->n > 1)
		computed_values(s->computed[i], r, ask); /* and the marks */
	tally_rule_room(tally_of(r->frame), s->agreement);
	room_of(s, i, tally_of(r->frame), &bits, &each);
	EACH_ROW(row, ask, sums.far[row] = b->beyond || r->n == 1);
	if (r->n > 1)
		look_at_rules(&sums, bits, each);
	for (size_t k = 0; k < ask.n && (sums.any_far || r->n == 1); k++)
		if (sums.far[ask.row[k]])
			look_at_row(b, rows_at(r, ask.row[k]), bits + k, each + k);
	rows_room_back(r);
}

struct looked score_looked(const struct scoring *s, size_t i, struct frame *f, size_t k)
{
	int64_t *bits, *each;

	room_of(s, i, tally_of(f), &bits, &each);
	return (struct looked){ .score = &s->scores[i],
				.bits = bits + k,
				.each = each + k,
				.left = s->scores[i].nmarked ? (uint64_t)bits[k] : 0 };
}

size_t scoring_given(const struct scoring *s, size_t i, struct rows *r, size_t k, struct rule_gave *out)
{
	struct looked l = score_looked(s, i, r->frame, k);
	size_t n = 0;

	while (looked_next(&l, &out[n]))
		n++;
	return n;
}

/* Of a run of one row the rules are asked in their order, so that of several faults the first is reported. */
void score_work(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bound_score *s = ctx;

	if (tally_no_lead(r, TYPE_NUMBER, ask, out))
		return;
	if (r->n == 1)
		out.number[0] = score_one(s, r->frame);
	else
		scores_many(s, r, ask, out.number);
}
