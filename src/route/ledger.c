/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the ledger remembers, and what it writes: see ledger.h.
 *
 * A lead that was decided about is remembered as 16 bytes: 96 bits of hash for its id (among ten
 * million ids the odds that two share one are below 10^-14), and a number for
 * owner, team and route, of which there are few combinations. They are
 * distinguished as they stand in the file, so that a known one needs no copy.
 */
#include "route/ledger_internal.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "table/writer.h"
#include "time/instant.h"

enum { GROWTH_MOST = 8 };

#define PLAIN	  "lead_id,owner,team,route,pool,at,run"
#define COMPANIES PLAIN ",company"
#define LEDGER	  .name = "a ledger", .records = "decisions", .half = "half a record"

const struct journal_kind ledger_kind = {
	.header = STR(COMPANIES), .columns = LEDGER_COLUMNS, .other = &ledger_kind_plain, LEDGER
};
const struct journal_kind ledger_kind_plain = { .header = STR(PLAIN),
						.columns = LEDGER_COLUMNS - 1,
						.other = &ledger_kind,
						.rewritten = STR(COMPANIES),
						LEDGER };

/* ---- what is remembered ---- */

/* Where the search for a lead begins: they stand in the order of their hashes, each times a number that no
 * writer of ids knows. */
static size_t home(const struct ledger *l, uint64_t low)
{
	return (size_t)((unsigned __int128)(low * l->spread) * l->cap >> 64);
}

/* The slot that has the lead, or the free one where it would go. */
static struct ledger_slot *seek(const struct ledger *l, uint64_t low, uint32_t high)
{
	size_t i = home(l, low);

	while (l->slot[i].given && !(l->slot[i].low == low && l->slot[i].high == high))
		i = i + 1 < l->cap ? i + 1 : 0;
	return &l->slot[i];
}

/* Room for so many leads in at most three quarters of the slots. A table that grows is at once made for those
 * that are expected, if these are not many times what there is: the first guess is by few. */
static void reserve(struct ledger *l, size_t leads)
{
	size_t need = leads + leads / 3 + 1, old_cap = l->cap;
	size_t most = GROWTH_MOST * old_cap, expected = l->expected + l->expected / 2;
	struct ledger_slot *old = l->slot;

	if (need <= old_cap)
		return;
	l->cap = expected < need ? 2 * old_cap : expected < most ? expected : most;
	if (l->cap < need)
		l->cap = need;
	l->slot = mem_new(l->cap * sizeof *l->slot);
	for (size_t i = 0; i < old_cap; i++)
		if (old[i].given)
			*seek(l, old[i].low, old[i].high) = old[i];
	free(old);
}

void ledger_expect(struct ledger *l, double times)
{
	double leads = (double)l->before + (double)(l->leads - l->before) * times;

	l->expected = leads < 1e12 ? (size_t)leads : 0;
}

/* The number of what `text` says in the file. */
static uint32_t number(struct ledger *l, struct str text, struct ledger_given says)
{
	const uint32_t *known = map_find(&l->numbers, text);
	struct arena *a = &l->arena;

	if (known)
		return *known;
	MEM_ROOM(l->given, l->givens, l->given_cap);
	l->given[l->givens] = (struct ledger_given){ arena_copy(a, says.owner), arena_copy(a, says.team),
						     arena_copy(a, says.route) };
	return map_put(&l->numbers, arena_copy(a, text), (uint32_t)l->givens++);
}

static struct ledger_slot slot_of(struct str lead_id, uint32_t given)
{
	struct hash_pair hash = hash_pair(lead_id);

	return (struct ledger_slot){ .low = hash.low, .high = (uint32_t)hash.high, .given = given + 1 };
}

struct ledger_slot ledger_slot(struct ledger *l, struct str lead_id, struct str text,
			       struct ledger_given says)
{
	struct ledger_slot s = slot_of(lead_id, number(l, text, says));

	if (l->cap)
		__builtin_prefetch(&l->slot[home(l, s.low)], 1);
	return s;
}

void ledger_remember(struct ledger *l, struct ledger_slot slot)
{
	reserve(l, l->leads + 1);
	struct ledger_slot *s = seek(l, slot.low, slot.high);
	l->leads += !s->given;
	*s = slot;
}

/* The slot of a lead; NULL: nothing is known of it. */
static struct ledger_slot *find(const struct ledger *l, struct str lead_id)
{
	struct hash_pair hash = hash_pair(lead_id);
	struct ledger_slot *s = l->cap ? seek(l, hash.low, (uint32_t)hash.high) : NULL;

	return s && s->given ? s : NULL;
}

static struct ledger_entry says(const struct ledger *l, const struct ledger_slot *s, struct str lead_id)
{
	const struct ledger_given *g = &l->given[s->given - 1];

	return (struct ledger_entry){ .lead_id = lead_id, g->owner, g->team, g->route };
}

void ledger_ahead(const struct ledger *l, struct str lead_id)
{
	lead_id = str_trim(lead_id);
	if (l->cap)
		__builtin_prefetch(&l->slot[home(l, hash_pair(lead_id).low)], 1);
}

enum ledger_says ledger_find(const struct ledger *l, struct str lead_id, struct ledger_entry *out)
{
	lead_id = str_trim(lead_id);
	const struct ledger_slot *s = find(l, lead_id);
	if (!s)
		return LEDGER_NOTHING;
	*out = says(l, s, lead_id);
	return s->nobody ? LEDGER_NOBODY : s->decided ? LEDGER_DECIDED : LEDGER_GIVEN;
}

bool ledger_meet(struct ledger *l, struct str lead_id, bool open, struct ledger_entry *out)
{
	lead_id = str_trim(lead_id);
	struct ledger_slot *s = find(l, lead_id);
	if (!s)
		return false;
	bool first = open && !s->opened;
	s->met = true;
	s->opened |= open;
	if (first)
		*out = says(l, s, lead_id);
	return first;
}

void ledger_unmet(const struct ledger *l, ledger_fn *each, void *ctx)
{
	for (size_t i = 0; i < l->cap; i++)
		if (l->slot[i].given && !l->slot[i].met) {
			struct ledger_entry e = says(l, &l->slot[i], STR(""));
			each(ctx, &e);
		}
}

/* ---- writing ---- */

static void put_hex(struct buf *b, uint64_t x)
{
	char *p = buf_room(b, 16);

	for (int i = 0; i < 16; i++)
		p[i] = "0123456789abcdef"[x >> (60 - 4 * i) & 15];
	b->n += 16;
}

/* A line behind its lead's id, up to the run. */
static void put_rest(struct buf *b, const struct ledger_entry *e, const struct ledger_given *says)
{
	const struct str cells[] = { says->owner, says->team, says->route };

	buf_clear(b);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		buf_char(b, ',');
		cell_write(b, journal_dialect, cells[i]);
	}
	buf_char(b, ',');
	put_hex(b, e->pool);
	buf_char(b, ',');
	instant_write(b, e->at, zone_utc());
	buf_char(b, ',');
	put_hex(b, e->run);
}

/* The number of what is given now. */
static uint32_t number_of(struct ledger *l, const struct ledger_given *says)
{
	struct buf *b = &l->text;

	buf_clear(b);
	hash_item(b, says->owner);
	hash_item(b, says->team);
	hash_item(b, says->route);
	return number(l, buf_view(b), *says);
}

static bool same_words(const struct ledger_given *a, const struct ledger_given *b)
{
	return str_eq(a->owner, b->owner) && str_eq(a->team, b->team) && str_eq(a->route, b->route);
}

/* The same is given again and again, mostly from the same places in memory: what was made of the last one
 * from there is used again where it says the same. */
static const struct ledger_recent *recent_of(struct ledger *l, const struct ledger_entry *e,
					     const struct ledger_given *says)
{
	uint64_t place = ((uintptr_t)says->owner.p ^ e->pool) * UINT64_C(0x9E3779B97F4A7C15);
	struct ledger_recent *r = &l->recent[place >> 32 & (LEDGER_RECENT - 1)];

	if (r->given && r->pool == e->pool && r->at == e->at && r->run == e->run &&
	    same_words(&l->given[r->given - 1], says))
		return r;
	r->given = number_of(l, says) + 1;
	r->pool = e->pool;
	r->at = e->at;
	r->run = e->run;
	if (l->file.fd >= 0)
		put_rest(&r->rest, e, says);
	return r;
}

static void decide(struct ledger *l, struct ledger_slot slot)
{
	slot.decided = true;
	ledger_remember(l, slot);
}

void ledger_stay(struct ledger *l, struct str lead_id)
{
	find(l, str_trim(lead_id))->decided = true;
}

void ledger_nobody(struct ledger *l, struct str lead_id, struct str route)
{
	struct ledger_given says = { .route = route };
	struct ledger_slot slot = slot_of(str_trim(lead_id), number_of(l, &says));

	slot.nobody = true;
	decide(l, slot);
}

void ledger_add(struct ledger *l, const struct ledger_entry *e)
{
	struct str lead_id = str_trim(e->lead_id);
	struct ledger_given says = { str_trim(e->owner), str_trim(e->team), str_trim(e->route) };
	const struct ledger_recent *r = recent_of(l, e, &says);

	decide(l, slot_of(lead_id, r->given - 1));
	if (l->file.fd < 0)
		return;
	cell_write(&l->file.held, journal_dialect, lead_id);
	buf_str(&l->file.held, buf_view(&r->rest));
	if (l->file.kind == &ledger_kind)
		buf_char(&l->file.held, ',');
	if (l->file.kind == &ledger_kind && e->company)
		put_hex(&l->file.held, e->company);
	buf_str(&l->file.held, l->file.line_end);
}

bool ledger_commit(struct ledger *l)
{
	return journal_commit(&l->file);
}

void ledger_close(struct ledger *l)
{
	journal_release(&l->file);
	free(l->slot);
	free(l->given);
	for (size_t i = 0; i < LEDGER_RECENT; i++)
		buf_release(&l->recent[i].rest);
	map_release(&l->numbers);
	buf_release(&l->text);
	arena_release(&l->arena);
	free(l);
}
