/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a score is made of: reasons are the rules' points rounded down, and the missing units go to the
 * largest fractions, so that they add up to the score exactly.
 */
#include "lead/score_internal.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/number.h"
#include "expr/run.h"

/* Rounds what each rule gave down to whole points, then gives what is missing to the largest fractions, ties
 * in order. */
static void share_out(struct rule_gave *of, size_t n, int64_t sum)
{
	for (size_t i = 0; i < n; i++)
		sum -= of[i].points / MILLION - (of[i].points % MILLION < 0);
	while (sum > 0) {
		size_t best = n;
		int64_t most = 0;
		for (size_t i = 0; i < n; i++) {
			int64_t fraction = ((of[i].points % MILLION) + MILLION) % MILLION;
			if (fraction > most)
				most = fraction, best = i;
		}
		if (best == n)
			break;
		of[best].points += MILLION - most;
		sum--;
	}
	for (size_t i = 0; i < n; i++)
		of[i].points -= ((of[i].points % MILLION) + MILLION) % MILLION;
}

/* Each rule's share of a score, which is whole, of the k-th row that was looked at; returns how many have
 * one. *added: what the range of the score adds to them, in points. */
static inline size_t shares_of(const struct scoring *s, size_t i, struct rows *r, size_t k,
			       struct rule_gave *of, int64_t *added)
{
	const struct bound_score *b = &s->scores[i];
	size_t n = scoring_given(s, i, r, k, of);
	int64_t sum = 0;

	for (size_t g = 0; g < n; g++)
		sum += of[g].points;
	sum = score_whole(sum);
	if (!b->whole)
		share_out(of, n, sum);
	*added = score_ranged(b->said, sum) - sum;
	return n;
}

static const char *ending_of(int64_t added)
{
	return added < 0 ? " cap" : " floor";
}

void scoring_look_all(const struct scoring *s, struct rows *r, struct asked ask)
{
	for (size_t i = 0; i < s->agreement->scores.n; i++)
		scoring_look(s, i, r, ask);
}

void scoring_reasons(const struct scoring *s, struct rows *r, size_t k, reason_fn *fn, void *ctx)
{
	struct rule_gave *of = tally_of(r->frame)->given;
	int64_t added;

	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct score *said = s->scores[i].said;
		size_t n = shares_of(s, i, r, k, of, &added);
		for (size_t g = 0; g < n; g++)
			if (of[g].points)
				fn(ctx, said->rules[of[g].rule].label, "", of[g].points / MILLION);
		if (added)
			fn(ctx, said->name.text, ending_of(added), added);
	}
}

static const struct str between = { "; ", 2 };

enum { NUMBER_ROOM = 24, ENDING_ROOM = 48 /* bytes of points; of what is said behind a score's name, too */ };

static void add_reason(struct buf *out, struct str label, const char *ending, int64_t points)
{
	buf_str(out, between);
	buf_str(out, label);
	buf_str(out, str_from(ending));
	buf_str(out, points < 0 ? STR(" ") : STR(" +"));
	number_write_whole(out, points);
}

static char *put_reason(char *to, struct buf *scratch, struct str label, const char *ending, int64_t points)
{
	buf_clear(scratch);
	add_reason(scratch, label, ending, points);
	memcpy(to, scratch->p, scratch->n);
	return to + scratch->n;
}

/* Most points have up to two digits. */
static inline char *put_points(char *to, struct buf *scratch, int64_t points)
{
	if (points < 100) {
		*to = (char)('0' + points / 10);
		to += points >= 10;
		*to = (char)('0' + points % 10);
		return to + 1;
	}
	buf_clear(scratch);
	number_write_whole(scratch, points);
	memcpy(to, scratch->p, scratch->n);
	return to + scratch->n;
}

/* Most rules give all of their points or nothing; what others give differs in the number. */
static inline char *put_given(char *to, struct buf *scratch, const struct bound_score *b,
			      const struct rule_gave *g)
{
	const struct bound_rule *r = &b->rules[g->rule];
	bool all = g->points == r->points;
	size_t n = all ? r->reason.n : r->stem;

	if (!all && (g->points / MILLION < 0) != (r->points / MILLION < 0))
		return put_reason(to, scratch, b->said->rules[g->rule].label, "", g->points / MILLION);
	memcpy(to, r->reason.p, BLOCK);
	if (n > BLOCK)
		blocks_copy(to, r->reason.p, n);
	return all ? to + n : put_points(to + n, scratch, llabs(g->points / MILLION));
}

/* The reasons of a score, of the k-th row that was looked at. */
static char *put_reasons(char *to, const struct scoring *s, size_t i, struct rows *r, size_t k)
{
	const struct bound_score *b = &s->scores[i];
	struct tally *tally = tally_of(r->frame);
	int64_t sum = 0, added;

	if (b->whole) {
		struct looked l = score_looked(s, i, r->frame, k);
		struct rule_gave g;
		while (looked_next(&l, &g)) {
			sum += g.points;
			to = put_given(to, &tally->text, b, &g);
		}
		sum = score_whole(sum);
		added = score_ranged(b->said, sum) - sum;
	} else {
		size_t n = shares_of(s, i, r, k, tally->given, &added);
		for (size_t g = 0; g < n; g++)
			if (tally->given[g].points)
				to = put_given(to, &tally->text, b, &tally->given[g]);
	}
	return added ? put_reason(to, &tally->text, b->said->name.text, ending_of(added), added) : to;
}

static struct str word_reasons(const struct scoring *s, struct rows *r, size_t k, size_t longest)
{
	char *from = rows_keep_room(r->frame, longest), *to = from;

	for (size_t i = 0; i < s->agreement->scores.n; i++)
		to = put_reasons(to, s, i, r, k);
	rows_keep_end(r->frame, to + BLOCK);
	return str_slice((struct str){ from, (size_t)(to - from) }, to > from ? between.n : 0,
			 (size_t)(to - from));
}

void score_work_reasons(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;
	size_t longest = BLOCK;

	if (tally_no_lead(r, TYPE_TEXT, ask, out))
		return;
	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		computed_values(s->computed[i], r, ask); /* of all at once */
		longest += s->scores[i].longest;
	}
	while (ask.n) {
		struct asked some = { ask.row, ask.n < TALLY_ROWS ? ask.n : TALLY_ROWS };
		for (size_t i = 0; i < s->agreement->scores.n; i++)
			scoring_look(s, i, r, some);
		for (size_t i = 0; i < some.n; i++)
			out.text[some.row[i]] = word_reasons(s, r, i, longest);
		ask = (struct asked){ ask.row + some.n, ask.n - some.n };
	}
}

size_t score_longest(const struct bound_score *b)
{
	size_t n = b->said->name.text.n + ENDING_ROOM;

	for (size_t k = 0; k < b->said->nrules; k++)
		n += b->rules[k].reason.n + NUMBER_ROOM;
	return n + BLOCK;
}

void score_word_reason(struct program *p, const struct rule *said, struct bound_rule *r)
{
	struct buf text = { 0 };

	add_reason(&text, said->label, "", r->points / MILLION);
	size_t n = text.n;
	for (r->stem = n; text.p[r->stem - 1] >= '0' && text.p[r->stem - 1] <= '9';)
		r->stem--;
	memset(buf_room(&text, BLOCK), 0, BLOCK);
	text.n += BLOCK;
	r->reason = (struct str){ arena_copy(&p->arena, buf_view(&text)).p, n };
	buf_release(&text);
}
