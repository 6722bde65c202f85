/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which leads are on a sheet, and in which groups: see handout.h. */
#include "review/handout.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "lead/note.h"
#include "review/when.h"

/* ---- who is on it ---- */

static void leave_out_again(struct handout *s, const struct seat *seat)
{
	uint64_t row = seat->order + 1;

	if (!s->again++ || row < s->again_first)
		s->again_first = row;
}

/* Counts what isn't. */
static bool is_on(struct handout *s, const struct seat *seat)
{
	const struct decisions *d = s->decisions;

	if (!seat->on_table)
		return false;
	if (seat->again) {
		leave_out_again(s, seat);
		return false;
	}
	switch (d ? decisions_table(decisions_find(d, seat->id, seat->at), s->now, s->handing->zone)
		  : TABLE_WAITS) {
	case TABLE_ACCEPTED:
		s->accepted++;
		return false;
	case TABLE_RETURNED:
		s->returned++;
		return false;
	case TABLE_PUT_OFF:
		s->put_off++;
		return false;
	case TABLE_BACK:
		s->back++;
		return true;
	default:
		return true;
	}
}

/* ---- groups ---- */

/* A spelling, and how many rows have it. */
struct spelling {
	struct str text;
	size_t rows;
};

/* That of most rows; of several the first by its bytes. */
static struct str usual_spelling(const struct handout *s, const struct handout_group *g)
{
	struct map seen = { 0 };
	struct spelling *spelling = mem_new((g->to - g->from) * sizeof *spelling), *best = spelling;
	size_t n = 0;

	for (size_t i = g->from; i < g->to; i++) {
		uint32_t k = map_put(&seen, s->seat[i]->by, (uint32_t)n);
		if (k == n)
			spelling[n++].text = s->seat[i]->by;
		spelling[k].rows++;
	}
	for (struct spelling *k = spelling; k < spelling + n; k++)
		if (k->rows > best->rows || (k->rows == best->rows && str_compare(k->text, best->text) < 0))
			best = k;
	struct str usual = best->text;
	free(spelling);
	map_release(&seen);
	return usual;
}

/* Seats of a group are neighbors. */
static void find_groups(struct handout *s)
{
	struct buf folded = { 0 }, before = { 0 };
	size_t cap = 0;

	for (size_t i = 0; i < s->n; i++) {
		buf_clear(&folded);
		fold_key_append(&folded, s->seat[i]->by);
		if (i && str_eq(buf_view(&folded), buf_view(&before))) {
			s->group[s->groups - 1].to++;
			continue;
		}
		MEM_ROOM(s->group, s->groups, cap);
		s->group[s->groups++] = (struct handout_group){ .from = i, .to = i + 1 };
		buf_clear(&before);
		buf_str(&before, buf_view(&folded));
	}
	for (size_t g = 0; g < s->groups; g++)
		s->group[g].name = usual_spelling(s, &s->group[g]);
	buf_release(&folded);
	buf_release(&before);
}

void handout_fill(struct handout *s, const struct meeting *m)
{
	size_t n;
	const struct seat *seat = meeting_seats(m, &n);

	s->refs = meeting_refs(m);
	s->seat = mem_new((n + 1) * sizeof *s->seat);
	for (size_t i = 0; i < n; i++)
		if (is_on(s, &seat[i])) {
			s->dated |= seat[i].at != INSTANT_NONE;
			s->seat[s->n++] = &seat[i];
		}
	find_groups(s);
}

void handout_release(struct handout *s)
{
	free(s->seat);
	free(s->group);
}

/* ---- what is said of it ---- */

static void note(struct diags *diags, struct buf *b)
{
	if (b->n)
		diag_note(diags, "%.*s", STR_ARG(buf_view(b)));
	buf_clear(b);
}

void handout_say(const struct handout *s, const struct meeting *m, struct diags *diags)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)s->n);
	buf_str(&b, s->n == 1 ? STR(" lead") : STR(" leads"));
	if (s->picked)
		buf_str(&b, s->n == 1 ? STR(" is on the sheet, of ") : STR(" are on the sheet, of "));
	else
		buf_str(&b, s->n == 1 ? STR(" waits for an answer, of ") : STR(" wait for an answer, of "));
	number_write_grouped(&b, (int64_t)meeting_handed(m));
	buf_str(&b, STR(" handed over"));
	note(diags, &b);
	count_add(&b, s->accepted, "accepted", "accepted");
	count_add(&b, s->returned, "returned", "returned");
	count_add(&b, s->put_off, "put off", "put off");
	if (b.n)
		buf_str(&b, STR(", so not on the sheet"));
	note(diags, &b);
	count_say(diags, s->back, "is back: it was returned until a day that has come",
		  "are back: they were returned until a day that has come");
	if (!s->decisions)
		diag_note(diags, "what earlier meetings decided is not known; add -s FILE to leave that out");
	count_add(&b, s->again, "row repeats a hand-over that is on the sheet, and is left out",
		  "rows repeat hand-overs that are on the sheet, and are left out");
	if (s->again)
		buf_print(&b, ", first row %" PRIu64 " of the input", s->again_first);
	note(diags, &b);
	count_say(
		diags, meeting_nameless(m),
		"lead without an id of its own is not on the sheet, as nothing can be decided about it",
		"leads without ids of their own are not on the sheet, as nothing can be decided about them");
	buf_release(&b);
}

/* ---- what its faces share ---- */

const struct card *handout_card(const struct handout *s, size_t seat)
{
	return cards_read(s->cards, s->frame(s->ctx, seat));
}

struct str handout_group_name(const struct handout *s, const struct handout_group *g, struct arena *arena)
{
	return g->name.n || !s->by ? g->name : arena_print(arena, "(no %s)", s->by);
}

void handout_ref(const struct handout *s, const struct seat *seat, struct buf *out)
{
	ref_write(out, seat->ref, refs_letters(s->refs, seat->ref));
}

void handout_day(struct buf *out, int64_t at, bool clock, int64_t now, const struct zone *zone)
{
	if (at == INSTANT_NONE)
		return;
	int64_t today = instant_day(now, zone);
	if (clock)
		moment_show(out, at, today, zone);
	else
		day_show(out, instant_day(at, zone), today);
}

void handout_late(struct buf *out, int64_t late)
{
	int64_t days = late / DAY_US, hours = late / HOUR_US;

	if (days)
		buf_print(out, "%" PRId64 " %s late", days, days == 1 ? "day" : "days");
	else if (hours)
		buf_print(out, "%" PRId64 " h late", hours);
	else if (late > 0)
		buf_str(out, STR("just late"));
}
