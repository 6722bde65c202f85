/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a score is made of: reasons are the rules' points rounded down, and the missing units go to the
 * largest fractions, so that they add up to the score exactly.
 */
#include "lead/score_internal.h"

#include "base/block.h"
#include "base/number.h"
#include "expr/run.h"

/* Rounds each rule's points down to whole ones, then gives what is missing to the largest fractions, ties in
 * order. */
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
		points[i] -= ((points[i] % MILLION) + MILLION) % MILLION;
}

/* Writes each rule's share of a score, which is whole, in millionths. Returns what the range of the score
 * adds to them, in points. */
static int64_t shares_of(const struct bound_score *s, struct frame *f, int64_t *points)
{
	int64_t sum = score_add_points(s, f, points);

	if (!s->whole)
		share_out(points, s->said->nrules, sum);
	return score_ranged(s->said, sum) - sum;
}

static const char *ending_of(int64_t added)
{
	return added < 0 ? " cap" : " floor";
}

void scoring_reasons(const struct scoring *s, struct frame *f, reason_fn *fn, void *ctx)
{
	int64_t *points = tally_of(f)->points;

	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct score *said = s->scores[i].said;
		int64_t added = shares_of(&s->scores[i], f, points);
		for (size_t r = 0; r < said->nrules; r++)
			if (points[r])
				fn(ctx, said->rules[r].label, "", points[r] / MILLION);
		if (added)
			fn(ctx, said->name.text, ending_of(added), added);
	}
}

static const struct str between = { "; ", 2 };

static void add_reason(struct buf *out, struct str label, const char *ending, int64_t points)
{
	buf_str(out, between);
	buf_str(out, label);
	buf_str(out, str_from(ending));
	buf_str(out, points < 0 ? STR(" ") : STR(" +"));
	number_write_whole(out, points);
}

/* Most rules give all of their points or nothing. */
static void add_reasons(const struct bound_score *s, const int64_t *points, struct buf *out)
{
	for (size_t i = 0; i < s->said->nrules; i++) {
		const struct bound_rule *r = &s->rules[i];
		if (!points[i])
			continue;
		if (points[i] == r->points) {
			blocks_copy(buf_room(out, r->reason.n + BLOCK), r->reason.p, r->reason.n);
			out->n += r->reason.n;
		} else {
			add_reason(out, s->said->rules[i].label, "", points[i] / MILLION);
		}
	}
}

/* The reasons of one lead, by what its rules gave, of all scores one behind the other, TALLY_ROWS apart. */
static struct str word_reasons(const struct scoring *s, struct tally *tally, const int64_t *each)
{
	struct buf *out = &tally->text;

	buf_clear(out);
	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct bound_score *b = &s->scores[i];
		int64_t sum = 0;
		for (size_t k = 0; k < b->said->nrules; k++, each += TALLY_ROWS)
			sum += tally->points[k] = *each;
		sum = score_whole(sum);
		if (!b->whole)
			share_out(tally->points, b->said->nrules, sum);
		add_reasons(b, tally->points, out);
		int64_t added = score_ranged(b->said, sum) - sum;
		if (added)
			add_reason(out, b->said->name.text, ending_of(added), added);
	}
	struct str text = buf_view(out);
	return str_slice(text, text.n ? between.n : 0, text.n);
}

void score_work_reasons(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;
	struct tally *tally = tally_of(r->frame);

	if (ask.n == 1 && tally->no_lead) {
		out.text[*ask.row] = STR_NONE;
		return;
	}
	while (ask.n) {
		struct asked some = { ask.row, ask.n < TALLY_ROWS ? ask.n : TALLY_ROWS };
		int64_t *each = tally->each;
		for (size_t i = 0; i < s->agreement->scores.n; i++) {
			score_add_each(&s->scores[i], r, some, each);
			each += s->scores[i].said->nrules * TALLY_ROWS;
		}
		for (size_t i = 0; i < some.n; i++) {
			struct str text = word_reasons(s, tally, tally->each + i);
			out.text[some.row[i]] = r->n == 1 ? text : rows_keep_text(r->frame, text);
		}
		ask = (struct asked){ ask.row + some.n, ask.n - some.n };
	}
}

void score_word_reason(struct program *p, const struct rule *said, struct bound_rule *r)
{
	struct buf text = { 0 };

	add_reason(&text, said->label, "", r->points / MILLION);
	size_t n = text.n;
	memset(buf_room(&text, BLOCK), 0, BLOCK);
	text.n += BLOCK;
	r->reason = (struct str){ arena_copy(&p->arena, buf_view(&text)).p, n };
	buf_release(&text);
}
