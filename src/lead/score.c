/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points are counted in whole millionths, so that sums do not depend on order: a rule gives points × fading,
 * fading = 2^(−age ÷ half-life), age never below 0. The sum is rounded half away from zero to the score;
 * reasons are the rules' points rounded down, and the missing units go to the largest fractions, so that they
 * add up to the score exactly.
 */
#include "lead/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "lead/conditions.h"
#include "expr/run.h"

#define MILLION	    INT64_C(1000000)
#define POINTS_MOST (INT64_C(1000000000000) * MILLION) /* of a rule and of a score */
#define SUM_MOST    (4 * POINTS_MOST) /* of a sum that can take POINTS_MOST more, and SUM_MOST more */

struct bound_rule {
	const struct code *when, *per; /* NULL: not said */
	int64_t points, most;	       /* in millionths; most over POINTS_MOST: no limit */
};

struct bound_score {
	const struct score *said;
	size_t index; /* in the agreement */
	const struct code *since;
	size_t left; /* computed once per record: what decay leaves of a point */
	struct bound_rule *rules;
};

/* Every grade there can be, as a lead's letters joined: the last statement's letter changes fastest. */
struct bound_grades {
	size_t n; /* of joined */
	const struct code **of;
	struct str *joined;
};

struct scoring {
	const struct agreement *agreement;
	struct bound_score *scores;
	size_t *computed; /* of each score */
	struct bound_grades grades;
	struct conditions mql;
};

enum { DEFINE_SCORE = 1 << 20, DEFINE_GRADE, DEFINE_MQL, DEFINE_REASONS };

/* x ÷ 10⁶, rounded half away from zero. */
static int64_t whole(int64_t x)
{
	return (x + (x < 0 ? -MILLION / 2 : MILLION / 2)) / MILLION;
}

/* What is left of a point after the time since `since`; 1 where that is missing. */
static void work_fading(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bound_score *s = ctx;
	struct frame *f = r->frame;
	const struct zone *zone = f->program->times.zone;
	const int64_t *since = code_values(s->since, r, ask, rows_room(r)).time;

	EACH_ROW(row, ask, {
		int64_t age = 0;
		if (since[row] == INSTANT_NONE) {
			tally_of(f)->not_faded[s->index]++;
		} else {
			tally_event(f, since[row]);
			age = instant_minus(f->now, since[row], zone);
		}
		out.number[row] = age <= 0 ? 1 : exp2(-(double)age / (double)s->said->half_life);
	});
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

static int64_t add_points(const struct bound_score *s, struct frame *f, int64_t *each)
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
		return whole(sum);
	too_many(s, f);
	return 0;
}

int64_t scoring_points(const struct scoring *s, size_t i, struct frame *f, int64_t *points)
{
	return add_points(&s->scores[i], f, points);
}

static int64_t ranged(const struct score *s, int64_t x)
{
	if (!s->ranged)
		return x;
	return x < s->low ? s->low : x > s->high ? s->high : x;
}

/* ---- the points of many rows ---- */

/* What a score gives the rows asked so far. */
struct sums {
	const struct bound_score *score;
	struct rows *rows;
	struct asked ask;
	int64_t *of;
	bool *beyond;
};

/* Adds points, of those rows that have any, after decay. */
static void add_faded(struct sums *s, struct asked ask, const int64_t *points)
{
	uint16_t *list = rows_room(s->rows).row;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += points[ask.row[i]] != 0;
	}
	ask = (struct asked){ list, n };
	const double *left = computed_values(s->score->left, s->rows, ask).number;
	EACH_ROW(row, ask, s->of[row] += llround((double)points[row] * left[row]));
	rows_room_back(s->rows);
}

static void add_rule_per(struct sums *s, const struct bound_rule *r, struct asked ask)
{
	const double *times = code_values(r->per, s->rows, ask, rows_room(s->rows)).number;
	int64_t *points = rows_room(s->rows).time;

	EACH_ROW(row, ask, {
		points[row] = points_per(r, times[row]);
		if (is_beyond(points[row], s->of[row])) {
			s->beyond[row] = true;
			points[row] = 0;
		}
	});
	if (s->score->since)
		add_faded(s, ask, points);
	else
		EACH_ROW(row, ask, s->of[row] += points[row]);
	rows_room_back(s->rows);
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
	} else if (s->score->since) {
		int64_t *points = rows_room(s->rows).time;
		EACH_ROW(row, ask, points[row] = holds && !holds[row] ? 0 : r->points);
		add_faded(s, ask, points);
		rows_room_back(s->rows);
	} else if (holds) {
		int64_t *of = s->of, points = r->points;
		EACH_ROW(row, ask, of[row] += points & -(int64_t)holds[row]);
	} else {
		EACH_ROW(row, ask, s->of[row] += r->points);
	}
	if (r->when)
		rows_room_back(s->rows);
}

static void work_score(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bound_score *b = ctx;
	struct sums s = { b, r, ask, rows_room(r).time, rows_room(r).flag };

	if (tally_of(r->frame)->no_lead) {
		vector_none(TYPE_NUMBER, ask, out);
	} else if (ask.n == 1) {
		struct frame *f = rows_at(r, *ask.row);
		out.number[*ask.row] = (double)ranged(b->said, add_points(b, f, NULL));
	} else {
		EACH_ROW(row, ask, s.of[row] = 0; s.beyond[row] = false);
		for (size_t i = 0; i < b->said->nrules; i++)
			add_rule(&s, &b->rules[i]);
		EACH_ROW(row, ask, {
			int64_t sum = s.of[row];
			if (s.beyond[row] || sum > POINTS_MOST || sum < -POINTS_MOST)
				too_many(b, rows_at(r, row));
			out.number[row] = (double)ranged(b->said, whole(sum));
		});
	}
	rows_room_back(r);
	rows_room_back(r);
}

static void work_sum(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;

	if (tally_of(r->frame)->no_lead) {
		vector_none(TYPE_NUMBER, ask, out);
		return;
	}
	EACH_ROW(row, ask, out.number[row] = 0);
	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const double *score = computed_values(s->computed[i], r, ask).number;
		EACH_ROW(row, ask, out.number[row] += score[row]);
	}
}

/* The first cut that the score is not below; the last has none. */
static inline int64_t cut_of(const struct grade *g, double score)
{
	int64_t cut = (int64_t)g->ncuts - 1;

	for (int64_t i = cut; i-- > 0;)
		cut = score >= (double)g->cuts[i].from ? i : cut;
	return cut;
}

size_t scoring_grade(const struct scoring *s, struct frame *f)
{
	size_t which = 0;

	for (size_t i = 0; i < s->agreement->grades.n; i++) {
		const struct grade *g = &s->agreement->grades.at[i];
		which = which * g->ncuts + (size_t)cut_of(g, code_number(s->grades.of[i], f));
	}
	return which;
}

size_t scoring_grades(const struct scoring *s)
{
	return s->grades.n;
}

struct str scoring_grade_name(const struct scoring *s, size_t grade)
{
	return s->grades.joined[grade];
}

static void work_grade(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;
	int64_t *which = rows_room(r).time;

	if (tally_of(r->frame)->no_lead) {
		vector_none(TYPE_TEXT, ask, out);
	} else {
		EACH_ROW(row, ask, which[row] = 0);
		for (size_t i = 0; i < s->agreement->grades.n; i++) {
			const struct grade *g = &s->agreement->grades.at[i];
			const double *score = code_values(s->grades.of[i], r, ask, rows_room(r)).number;
			EACH_ROW(row, ask,
				 which[row] = which[row] * (int64_t)g->ncuts + cut_of(g, score[row]));
			rows_room_back(r);
		}
		EACH_ROW(row, ask, out.text[row] = s->grades.joined[which[row]]);
	}
	rows_room_back(r);
}

static void work_mql(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;

	if (tally_of(r->frame)->no_lead)
		vector_none(TYPE_FLAG, ask, out);
	else
		conditions_any(&s->mql, r, ask, out.flag);
}

/* Rounds each rule's points down, then gives what is missing to the largest fractions, ties in order. */
static void share_out(int64_t *points, size_t n, int64_t sum)
{
	for (size_t i = 0; i < n; i++) {
		int64_t down = points[i] / MILLION - (points[i] % MILLION < 0);
		sum -= down;
	}
	while (sum > 0) {
		size_t best = n;
		int64_t most = 0;
		for (size_t i = 0; i < n; i++) {
			int64_t fraction = ((points[i] % MILLION) + MILLION) % MILLION;
			if (fraction > most)
				most = fraction, best = i;
		}
		if (best == n)
			break;
		points[best] += MILLION - most;
		sum--;
	}
	for (size_t i = 0; i < n; i++)
		points[i] = points[i] / MILLION - (points[i] % MILLION < 0);
}

void scoring_reasons(const struct scoring *s, struct frame *f, reason_fn *fn, void *ctx)
{
	int64_t *points = tally_of(f)->points;

	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct score *said = &s->agreement->scores.at[i];
		int64_t sum = add_points(&s->scores[i], f, points), in_range = ranged(said, sum);
		share_out(points, said->nrules, sum);
		for (size_t r = 0; r < said->nrules; r++)
			if (points[r])
				fn(ctx, said->rules[r].label, "", points[r]);
		if (sum != in_range)
			fn(ctx, said->name.text, sum > in_range ? " cap" : " floor", in_range - sum);
	}
}

static void add_reason(void *ctx, struct str label, const char *ending, int64_t points)
{
	struct buf *out = ctx;

	if (out->n)
		buf_str(out, STR("; "));
	buf_str(out, label);
	buf_str(out, str_from(ending));
	buf_str(out, points < 0 ? STR(" ") : STR(" +"));
	number_write_whole(out, points);
}

static union value reasons_of(const void *ctx, struct frame *f)
{
	struct tally *tally = tally_of(f);

	if (tally->no_lead)
		return value_none(TYPE_TEXT);
	buf_clear(&tally->text);
	scoring_reasons(ctx, f, add_reason, &tally->text);
	return (union value){ .text = buf_view(&tally->text) };
}

COMPUTE_ROWS(work_reasons, text, reasons_of)

/* ---- binding ---- */

static bool bind_rule(struct program *p, const struct rule *said, struct bound_rule *r)
{
	r->points = llround(said->points * (double)MILLION);
	r->most = isnan(said->most) ? POINTS_MOST + 1 : (int64_t)said->most * MILLION;
	if (said->when)
		r->when = program_bind(p, said->when, TYPE_FLAG, NULL);
	if (said->per)
		r->per = program_bind(p, said->per, TYPE_NUMBER, NULL);
	return (!said->when || r->when) && (!said->per || r->per);
}

/* The names in a score's rules: how many there are, and how many have no column to read. */
struct read_names {
	struct names *names;
	size_t all, absent;
};

static void count_name(void *ctx, const struct expr *name)
{
	struct read_names *r = ctx;

	r->all++;
	r->absent += names_absent(r->names, name, false);
}

/* A score that can only be 0 deserves a note before someone trusts it. */
static void tell_if_blind(const struct score *said, struct names *n)
{
	struct read_names r = { .names = n };

	for (size_t i = 0; i < said->nrules; i++) {
		if (said->rules[i].when)
			expr_names(said->rules[i].when, count_name, &r);
		if (said->rules[i].per)
			expr_names(said->rules[i].per, count_name, &r);
	}
	if (r.all && r.absent == r.all && names_columns(n))
		diag_note(names_diags(n),
			  "score %.*s: this input has no column for any of its rules; --fields shows what is "
			  "missing",
			  STR_ARG(said->name.text));
}

static size_t bind_score(struct scoring *s, size_t i, struct names *n)
{
	struct program *p = names_program(n);
	const struct score *said = &s->agreement->scores.at[i];
	struct bound_score *b = &s->scores[i];
	bool good = true;

	*b = (struct bound_score){ .said = said, .index = i };
	b->rules = ARENA_ARRAY(&p->arena, said->nrules, struct bound_rule);
	if (said->since) {
		good = (b->since = program_bind(p, said->since, TYPE_TIME, NULL));
		b->left = program_compute(p, TYPE_NUMBER, said->name.text, work_fading, b);
	}
	int64_t fixed = 0;
	for (size_t r = 0; r < said->nrules; r++) {
		good = bind_rule(p, &said->rules[r], &b->rules[r]) && good;
		if (!said->rules[r].per && fixed <= SUM_MOST)
			fixed += llabs(b->rules[r].points);
	}
	if (fixed > SUM_MOST) {
		diag_at(names_diags(n), said->name.where, said->name.span,
			"the rules of this score give over 4,000,000,000,000 points together");
		good = false;
	}
	if (!good)
		return SIZE_MAX;
	tell_if_blind(said, n);
	return program_compute(p, TYPE_NUMBER, said->name.text, work_score, b);
}

bool scoring_bind(struct scoring *s, struct names *n)
{
	bool good = true;

	for (size_t i = 0; i < s->agreement->scores.n; i++)
		good = (s->computed[i] = names_computed(n, s->agreement->scores.at[i].name.text)) !=
			       SIZE_MAX &&
		       good;
	return good;
}

/* The names are known even where an earlier tool has computed the grades. */
static void name_grades(struct scoring *s, struct names *n)
{
	const struct agreement *a = s->agreement;
	struct arena *arena = &names_program(n)->arena;
	size_t all = 1;

	for (size_t i = 0; i < a->grades.n; i++) {
		all *= a->grades.at[i].ncuts;
		if (all <= 1 << 16)
			continue;
		diag_at(names_diags(n), a->grades.at[i].of->where, a->grades.at[i].of->span,
			"there are more than 65,536 grades with this one");
		return;
	}
	s->grades.n = all;
	s->grades.joined = ARENA_ARRAY(arena, all, struct str);
	for (size_t which = 0; which < all; which++) {
		struct str joined = STR("");
		size_t rest = which;
		for (size_t i = a->grades.n; i-- > 0; rest /= a->grades.at[i].ncuts) {
			struct str letter = a->grades.at[i].cuts[rest % a->grades.at[i].ncuts].letter;
			joined = arena_print(arena, "%.*s%.*s", STR_ARG(letter), STR_ARG(joined));
		}
		s->grades.joined[which] = joined;
	}
}

static bool bind_grades(struct scoring *s, struct names *n)
{
	const struct agreement *a = s->agreement;
	struct program *p = names_program(n);
	bool good = true;

	s->grades.of = ARENA_ARRAY(&p->arena, a->grades.n, const struct code *);
	for (size_t i = 0; i < a->grades.n; i++) {
		s->grades.of[i] = program_bind(p, a->grades.at[i].of, TYPE_NUMBER, NULL);
		good = s->grades.of[i] && good;
	}
	return good;
}

static size_t bind_define(void *ctx, size_t which, struct names *n)
{
	struct scoring *s = ctx;
	struct program *p = names_program(n);

	switch (which) {
	case DEFINE_SCORE:
		return scoring_bind(s, n) ? program_compute(p, TYPE_NUMBER, STR("score"), work_sum, s)
					  : SIZE_MAX;
	case DEFINE_GRADE:
		return bind_grades(s, n) ? program_compute(p, TYPE_TEXT, STR("grade"), work_grade, s)
					 : SIZE_MAX;
	case DEFINE_MQL:
		return conditions_bind(&s->mql, s->agreement->mql.at, s->agreement->mql.n, p)
			       ? program_compute(p, TYPE_FLAG, STR("mql"), work_mql, s)
			       : SIZE_MAX;
	case DEFINE_REASONS:
		return scoring_bind(s, n) ? program_compute(p, TYPE_TEXT, STR("reasons"), work_reasons, s)
					  : SIZE_MAX;
	default:
		return bind_score(s, which, n);
	}
}

struct scoring *scoring_define(struct names *n, bool own)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	struct scoring *s = ARENA_NEW(arena, struct scoring);

	s->agreement = a;
	s->scores = ARENA_ARRAY(arena, a->scores.n, struct bound_score);
	s->computed = ARENA_ARRAY(arena, a->scores.n, size_t);
	for (size_t i = 0; i < a->scores.n; i++)
		names_define(n, a->scores.at[i].name.text, TYPE_NUMBER, own, bind_define, s, i);
	names_define(n, STR("score"), TYPE_NUMBER, own, bind_define, s, DEFINE_SCORE);
	if (a->grades.n) {
		name_grades(s, n);
		names_define(n, STR("grade"), TYPE_TEXT, own, bind_define, s, DEFINE_GRADE);
	}
	if (a->mql.n)
		names_define(n, STR("mql"), TYPE_FLAG, own, bind_define, s, DEFINE_MQL);
	if (own)
		names_define(n, STR("reasons"), TYPE_TEXT, own, bind_define, s, DEFINE_REASONS);
	return s;
}
