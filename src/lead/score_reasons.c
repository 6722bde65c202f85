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

void scoring_reasons(const struct scoring *s, struct frame *f, reason_fn *fn, void *ctx)
{
	struct rule_gave *of = tally_of(f)->given;
	const uint16_t row = f->run->at;
	int64_t added;

	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct score *said = s->scores[i].said;
		scoring_look(s, i, f->run, (struct asked){ &row, 1 });
		size_t n = shares_of(s, i, f->run, 0, of, &added);
		for (size_t g = 0; g < n; g++)
			if (of[g].points)
				fn(ctx, said->rules[of[g].rule].label, "", of[g].points / MILLION);
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

/* Most rules give all of their points or nothing; what others give differs in the number. */
static void add_given(struct buf *out, const struct bound_score *b, const struct rule_gave *g)
{
	const struct bound_rule *r = &b->rules[g->rule];
	bool all = g->points == r->points;
	int64_t points = g->points / MILLION;

	if (!all && (points < 0) != (r->points / MILLION < 0)) {
		add_reason(out, b->said->rules[g->rule].label, "", points);
		return;
	}
	size_t n = all ? r->reason.n : r->stem;
	char *to = buf_room(out, n + BLOCK);
	if (n <= BLOCK)
		memcpy(to, r->reason.p, BLOCK);
	else
		blocks_copy(to, r->reason.p, n);
	out->n += n;
	if (!all)
		number_write_whole(out, points < 0 ? -points : points);
}

/* The reasons of the k-th row that was looked at. */
static struct str word_reasons(const struct scoring *s, struct rows *r, size_t k)
{
	struct tally *tally = tally_of(r->frame);
	struct buf *out = &tally->text;
	int64_t added;

	buf_clear(out);
	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const struct bound_score *b = &s->scores[i];
		size_t n = shares_of(s, i, r, k, tally->given, &added);
		for (size_t g = 0; g < n; g++)
			if (tally->given[g].points)
				add_given(out, b, &tally->given[g]);
		if (added)
			add_reason(out, b->said->name.text, ending_of(added), added);
	}
	struct str text = buf_view(out);
	return str_slice(text, text.n ? between.n : 0, text.n);
}

void score_work_reasons(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;

	if (tally_no_lead(r, TYPE_TEXT, ask, out))
		return;
	for (size_t i = 0; i < s->agreement->scores.n;
	     i++) /* so that the texts of their columns have slots */
		computed_values(s->computed[i], r, ask);
	while (ask.n) {
		struct asked some = { ask.row, ask.n < TALLY_ROWS ? ask.n : TALLY_ROWS };
		for (size_t i = 0; i < s->agreement->scores.n; i++)
			scoring_look(s, i, r, some);
		for (size_t i = 0; i < some.n; i++) {
			struct str text = word_reasons(s, r, i);
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
	for (r->stem = n; text.p[r->stem - 1] >= '0' && text.p[r->stem - 1] <= '9';)
		r->stem--;
	memset(buf_room(&text, BLOCK), 0, BLOCK);
	text.n += BLOCK;
	r->reason = (struct str){ arena_copy(&p->arena, buf_view(&text)).p, n };
	buf_release(&text);
}
