/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of the decisions, and what counts of it: see decisions.h. A ruling is worked out anew
 * from all entries about its hand-over, whenever one of them comes or goes. */
#include "base/casefold.h"
#include "base/mem.h"
#include "review/decisions_internal.h"
#include "time/instant.h"

/* ---- what is remembered ---- */

static struct about *find_about(const struct decisions *d, struct str lead_id, int64_t handed_over)
{
	struct id_room room;
	const uint32_t *newest = map_find(&d->leads, id_key(lead_id, &room));

	for (uint32_t i = newest ? *newest : 0; i; i = d->about[i - 1].before)
		if (d->about[i - 1].handed_over == handed_over)
			return &d->about[i - 1];
	return NULL;
}

static struct about *make_about(struct decisions *d, struct str lead_id, int64_t handed_over)
{
	struct id_room room;
	uint32_t *newest = map_find(&d->leads, id_key(lead_id, &room));

	MEM_ROOM(d->about, d->nabouts, d->about_cap);
	struct about *a = &d->about[d->nabouts++];
	*a = (struct about){ .lead_id = lead_id, .handed_over = handed_over, .before = newest ? *newest : 0 };
	if (newest)
		*newest = (uint32_t)d->nabouts;
	else
		map_put(&d->leads, id_key_kept(lead_id, &d->arena), (uint32_t)d->nabouts);
	return a;
}

static struct entry copy_of(struct arena *arena, const struct entry *e)
{
	struct entry copy = *e;
	struct str *const texts[] = { &copy.by,	   &copy.lead_id, &copy.exit, &copy.reason,
				      &copy.owner, &copy.answers, &copy.note };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = texts[i]->n ? arena_copy(arena, *texts[i]) : STR("");
	copy.undone = false;
	return copy;
}

void decisions_remember(struct decisions *d, const struct entry *e)
{
	struct kept_entry *k = ARENA_NEW(&d->arena, struct kept_entry);

	k->entry = copy_of(&d->arena, e);
	k->person = fold_number(&d->persons, &d->arena, k->entry.by, &d->text);
	struct about *a = find_about(d, k->entry.lead_id, e->handed_over);
	if (!a)
		a = make_about(d, k->entry.lead_id, e->handed_over);
	k->about = (uint32_t)(a - d->about);
	MEM_ROOM(d->kept, d->n, d->cap);
	d->kept[d->n++] = k;
	MEM_ROOM(a->entry, a->n, a->cap);
	a->entry[a->n++] = &k->entry;
	a->stale = true;
}

/* ---- what counts ---- */

/* The last of the first n entries that the person can take back. */
static struct kept_entry *undoable(const struct about *a, size_t n, uint32_t person)
{
	while (n--) {
		struct kept_entry *k = (struct kept_entry *)a->entry[n];
		if (k->person == person && k->entry.decision != DECISION_UNDO && !k->entry.undone)
			return k;
	}
	return NULL;
}

static void undo(struct about *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct kept_entry *k = (struct kept_entry *)a->entry[i], *undone;
		k->entry.undone = false;
		if (k->entry.decision == DECISION_UNDO && (undone = undoable(a, i, k->person)))
			undone->entry.undone = true;
	}
}

static bool counts(const struct entry *e)
{
	return !e->undone && e->decision != DECISION_UNDO;
}

/* Is the column answered by an entry from `first` on? */
static bool answered_later(const struct about *a, size_t first, struct str column, struct buf *scratch)
{
	for (size_t i = first; i < a->n; i++)
		if (counts(a->entry[i]) && answer_find(a->entry[i]->answers, column, scratch).p)
			return true;
	return false;
}

static struct str merged_answers(struct decisions *d, const struct about *a)
{
	struct str column, value, all = STR("");
	struct buf out = { 0 }, scratch = { 0 }, other = { 0 };

	for (size_t i = 0; i < a->n; i++) {
		struct str rest = a->entry[i]->answers;
		while (counts(a->entry[i]) && answer_next(&rest, &column, &value, &scratch))
			if (!answered_later(a, i + 1, column, &other))
				answer_write(&out, column, value);
	}
	if (out.n)
		all = arena_copy(&d->arena, buf_view(&out));
	buf_release(&out);
	buf_release(&scratch);
	buf_release(&other);
	return all;
}

static bool decides(const struct entry *e)
{
	return counts(e) && e->decision != DECISION_ANSWER;
}

static void rule(struct decisions *d, struct about *a)
{
	struct ruling *r = &a->ruling;

	a->stale = false;
	undo(a);
	*r = (struct ruling){ .entry = a->entry, .n = a->n, .note = STR("") };
	for (size_t i = 0; i < a->n; i++) {
		const struct entry *e = a->entry[i];
		if (decides(e))
			r->last = e;
		if (counts(e) && e->note.n)
			r->note = e->note;
	}
	r->answers = merged_answers(d, a);
}

static void rule_if_stale(struct decisions *d, struct about *a)
{
	if (a->stale)
		rule(d, a);
}

void decisions_rule(struct decisions *d, size_t first)
{
	for (size_t i = first; i < d->n; i++)
		rule_if_stale(d, &d->about[d->kept[i]->about]);
}

void decisions_recall(struct decisions *d, size_t n)
{
	size_t before = d->n;

	while (d->n > n) {
		struct about *a = &d->about[d->kept[--d->n]->about];
		a->n--;
		a->stale = true;
	}
	for (size_t i = n; i < before; i++)
		rule_if_stale(d, &d->about[d->kept[i]->about]);
}

const struct ruling *decisions_find(const struct decisions *d, struct str lead_id, int64_t handed_over)
{
	const struct about *a = find_about(d, str_trim(lead_id), handed_over);

	return a && a->n ? &a->ruling : NULL;
}

size_t decisions_of_other(const struct decisions *d, struct str lead_id, int64_t handed_over)
{
	struct id_room room;
	const uint32_t *newest = map_find(&d->leads, id_key(str_trim(lead_id), &room));
	size_t n = 0;

	for (uint32_t i = newest ? *newest : 0; i; i = d->about[i - 1].before) {
		const struct about *a = &d->about[i - 1];
		n += a->handed_over != handed_over && a->ruling.last;
	}
	return n;
}

void decisions_each(const struct decisions *d, ruling_fn *fn, void *ctx)
{
	for (size_t i = 0; i < d->nabouts; i++)
		if (d->about[i].n)
			fn(ctx, d->about[i].lead_id, d->about[i].handed_over, &d->about[i].ruling);
}

const struct entry *decisions_last_by(const struct decisions *d, struct str by)
{
	struct buf folded = { 0 };
	const struct entry *last = NULL;

	fold_key_append(&folded, str_trim(by));
	const uint32_t *person = map_find(&d->persons, buf_view(&folded));
	for (size_t i = d->n; person && !last && i--;)
		if (d->kept[i]->person == *person && counts(&d->kept[i]->entry))
			last = &d->kept[i]->entry;
	buf_release(&folded);
	return last;
}

enum table_state decisions_table(const struct ruling *r, int64_t now, const struct zone *zone)
{
	const struct entry *last = r ? r->last : NULL;

	if (!last)
		return TABLE_WAITS;
	if (last->decision == DECISION_ACCEPT)
		return TABLE_ACCEPTED;
	bool come = last->until != INSTANT_NONE && instant_day(now, zone) >= instant_day(last->until, zone);
	if (last->decision == DECISION_LATER)
		return come ? TABLE_WAITS : TABLE_PUT_OFF;
	return come ? TABLE_BACK : TABLE_RETURNED;
}
