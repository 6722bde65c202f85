/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a filled sheet. What is refused is reported. A row that has a mistake gives no entry, and a
 * row without one says what it is; an entry is about the lead of its row, whose ref and id are not
 * contradicted; it has what its decision needs, and no day that has passed; a lead that may be meant was
 * wanted; and once it is recorded, the same row says nothing new.
 *
 * The first byte says what is known of dates and numbers, and whether an owner and a reason may be anything.
 */
#include "sheet.h"

#include "review/filled.h"
#include "review/ref.h"

enum { LEADS = 5, ASKS = 2 };

static const struct str ids[LEADS] = { STR("101234567890"), STR("00123"), STR("123"), STR("A-7"),
				       STR("4711") };
static const struct str names[LEADS] = { STR("Ann Öztürk"), STR("Cas"), STR("Dee"), STR("Eva Ruß"), STR("") };
static const struct str asks[ASKS] = { STR("budget"), STR("due") };
static const struct str answers[ASKS] = { STR("14000"), STR("") };
static struct str owners[] = { STR("Mehmet Yılmaz"), STR("Jürgen Groß"), STR("Tom") };
static struct str reasons[] = { STR("Not now"), STR("Öffentliche Hand") };

enum { NOW = 1793451600 }; /* 2026-10-31 09:00 UTC */

static int64_t days_ago(int days)
{
	return instant_of((NOW - days * INT64_C(86400)) * SECOND_US);
}

/* The leads; 4711 was handed over on a date. */
static void make_leads(struct filled_lead *lead, struct arena *arena)
{
	for (size_t i = 0; i < LEADS; i++) {
		int64_t at = days_ago((int)i * 7 + 1);
		struct buf word = { 0 };
		if (i == LEADS - 1)
			at = day_date(instant_day(at, zone_utc()), zone_utc());
		uint64_t ref = ref_of(ids[i], at, zone_utc());
		ref_write(&word, ref, REF_LEAST);
		lead[i] = (struct filled_lead){ .ref = ref,
						.id = ids[i],
						.at = at,
						.word = arena_copy(arena, buf_view(&word)),
						.name = names[i],
						.owner = STR("Tom"),
						.answer = answers };
		buf_release(&word);
	}
}

static void check_row(const struct filled *f, const struct filled_row *r, const struct filled_lead *lead)
{
	struct str ref = filled_cell(f, r, FILLED_REF), id = filled_cell(f, r, FILLED_ID);
	uint64_t low, high;

	check(filled_wants(f, lead->ref, lead->id), "it was wanted");
	check(!ref.n || (ref_range(ref, &low, &high) && lead->ref >= low && lead->ref < high),
	      "the ref decides");
	check(!id.n || filled_id_fits(id, lead->id) != ID_OTHER, "the id doesn't contradict");
	check(ref.n || str_eq(id, lead->id), "without a ref the id is exact");
}

static void check_entry(const struct filled_lead *lead, const struct entry *e, const struct judging *j)
{
	bool decides = e->decision != DECISION_ANSWER;

	check(str_eq(e->lead_id, lead->id) && e->handed_over == lead->at, "it is about this lead");
	check(decides || e->answers.n || e->note.n, "it says something");
	check(answers_good(e->answers), "its answers can be read");
	check(e->until == INSTANT_NONE ||
		      (instant_is_date(e->until) &&
		       instant_day(e->until, zone_utc()) >= instant_day(j->at, zone_utc())),
	      "its day has not passed");
	check(e->decision != DECISION_LATER || e->until != INSTANT_NONE, "later has its day");
	check((e->decision == DECISION_RETURN) == (e->exit.n > 0), "a return has its exit");
	check(decides || (!e->owner.n && !e->reason.n && e->until == INSTANT_NONE), "an answer is only that");
	check(instant_compare(j->at, e->handed_over, zone_utc()) >= 0, "it isn't before the hand-over");
}

static void judge(struct filled *f, const struct filled_lead *lead, const struct judging *j)
{
	for (size_t i = 0; i < f->n; i++) {
		struct entry e, again;
		const struct filled_row *r = &f->row[i];
		enum judged judged = filled_judge(f, i, lead, j, NULL, &e);
		check((judged == JUDGED_MISTAKE) == (r->says && r->mistake.n > 0),
		      "a row with a mistake is that, and has words");
		if (judged != JUDGED_ENTRY)
			continue;
		check(r->lead < LEADS, "it is about a lead");
		check_row(f, r, &lead[r->lead]);
		check_entry(&lead[r->lead], &e, j);
		const struct entry *entries[] = { &e };
		struct ruling ruling = { .entry = entries,
					 .n = 1,
					 .last = e.decision == DECISION_ANSWER ? NULL : &e,
					 .answers = e.answers,
					 .note = e.note };
		check(filled_judge(f, i, lead, j, &ruling, &again) == JUDGED_KNOWN, "recorded, it is known");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = input_whole(data, size);
	unsigned how = input_byte(&bytes);
	static struct step exits[] = { { .name.text = STR("recycled") },
				       { .name.text = STR("disqualified") } };
	struct agreement agreement = { .exits = { exits, 2, 2 } };
	struct word words[] = { { .text = reasons[0] }, { .text = reasons[1] } };
	struct give_back way = { .reasons = { words, 2, 2 } };
	struct way_back back[] = { { 0, how & 1 ? NULL : &way }, { 1, NULL } };
	size_t reason_back[] = { 0, 0 };
	struct terms terms = { .agreement = &agreement, .back = back, .nback = 2, .any_reason = true };
	struct time_style style = { .zone = zone_utc(),
				    .dates = how >> 3 & 1 ? DATES_DAY_FIRST : DATES_UNSAID };
	struct diags diags = { .tool = "fuzz" };
	struct judging j = { .terms = &terms,
			     .times = &style,
			     .decimal = how & 4 ? ',' : '.',
			     .at = instant_of(NOW * SECOND_US),
			     .by = STR("me"),
			     .diags = &diags };
	struct filled_lead lead[LEADS];
	struct filled f;

	if (!(how & 1))
		terms.reason = reasons, terms.nreasons = 2, terms.reason_back = reason_back;
	if (how & 2)
		terms.owner = owners, terms.nowners = 3;
	bool good = filled_read(&f, "filled.csv", bytes, asks, ASKS, NULL, &diags);
	check(good == !diags.errors, "what is refused is reported");
	if (good) {
		make_leads(lead, &f.arena);
		filled_place(&f, lead, LEADS, "leads.csv", zone_utc());
		filled_learn(&f, lead, j.at, zone_utc());
		judge(&f, lead, &j);
	}
	check(good == !diags.errors, "judging reports nothing but notes");
	filled_release(&f);
	diags_release(&diags);
	return 0;
}
