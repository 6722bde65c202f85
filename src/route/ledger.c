/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the ledger remembers, and what it writes: see ledger.h.
 *
 * A lead that was decided about is remembered as 16 bytes (see known.h): 96 bits for its id, and a number for
 * owner, team and route, of which there are few combinations. An id of up to 8 bytes is in the bits, of a
 * longer one they are a hash: among ten million the odds that two share one are below 10^-14. Owner, team and
 * route are distinguished as they stand in the file, so that a known one needs no copy.
 */
#include "route/ledger_internal.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/word.h"
#include "table/writer.h"
#include "time/instant.h"

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

/* A short id is mixed with the secret, and stays one of its own. */
static struct known_key key_of(const struct ledger *l, struct str lead_id)
{
	if (lead_id.n <= sizeof(uint64_t)) {
		const uint64_t word = word_short(lead_id) * l->leads.multiple;
		return known_key(&l->leads, word ^ word >> 32, lead_id.n);
	}
	struct hash_pair hash = id_hash_pair(lead_id);

	return known_key(&l->leads, hash.low, hash.high);
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

static uint64_t value_of(uint32_t given)
{
	return (uint64_t)(given + 1) << GIVEN_AT;
}

struct ledger_item ledger_item(struct ledger *l, struct str lead_id, struct str text,
			       struct ledger_given says)
{
	return (struct ledger_item){ ledger_key(l, lead_id), value_of(number(l, text, says)) };
}

void ledger_remember(struct ledger *l, struct ledger_item item)
{
	size_t place = known_place(&l->leads, item.key);

	l->leads.at[place].value = item.key.more | item.value;
}

static bool is_decided(const struct known_lead *x)
{
	return x->value >> GIVEN_AT;
}

/* NULL: nothing is known of it. */
static struct known_lead *find(const struct ledger *l, struct known_key key)
{
	struct known_lead *x = known_find(&l->leads, key);

	return x && is_decided(x) ? x : NULL;
}

static struct ledger_entry says(const struct ledger *l, const struct known_lead *lead)
{
	const uint64_t number = lead->value >> GIVEN_AT & ((1 << GIVEN_BITS) - 1);
	const struct ledger_given *g = &l->given[number - 1];

	return (struct ledger_entry){ .owner = g->owner, .team = g->team, .route = g->route };
}

struct known_key ledger_key(const struct ledger *l, struct str lead_id)
{
	struct known_key key = key_of(l, lead_id);

	known_ahead(&l->leads, key);
	return key;
}

bool ledger_is_new(struct ledger *l, struct known_key key, size_t *place)
{
	const size_t before = l->leads.n;

	*place = known_place(&l->leads, key);
	return *place == before;
}

enum ledger_says ledger_find_at(const struct ledger *l, size_t place, struct ledger_entry *out)
{
	const struct known_lead *p = &l->leads.at[place];

	if (!is_decided(p))
		return LEDGER_NOTHING;
	*out = says(l, p);
	return p->value & LEDGER_TO_NONE  ? LEDGER_NOBODY
	       : p->value & LEDGER_BY_RUN ? LEDGER_DECIDED
					  : LEDGER_GIVEN;
}

enum ledger_says ledger_find(const struct ledger *l, struct str lead_id, struct ledger_entry *out)
{
	const struct known_lead *p = known_find(&l->leads, key_of(l, str_trim(lead_id)));

	return p ? ledger_find_at(l, (size_t)(p - l->leads.at), out) : LEDGER_NOTHING;
}

bool ledger_meet(struct ledger *l, struct str lead_id, bool open, struct ledger_entry *out)
{
	struct known_lead *p = find(l, key_of(l, str_trim(lead_id)));

	if (!p)
		return false;
	bool first = open && !(p->value & LEDGER_OPENED);
	p->value |= LEDGER_MET | (open ? LEDGER_OPENED : 0);
	if (first)
		*out = says(l, p);
	return first;
}

void ledger_unmet(const struct ledger *l, ledger_fn *each, void *ctx)
{
	for (const struct known_lead *p = l->leads.at; p < l->leads.at + l->leads.n; p++)
		if (!(p->value & LEDGER_MET)) {
			struct ledger_entry e = says(l, p);
			each(ctx, &e);
		}
}

void ledger_each_given(const struct ledger *l, ledger_fn *each, void *ctx)
{
	for (const struct ledger_given *g = l->given; g < l->given + l->givens; g++)
		each(ctx, &(struct ledger_entry){ .owner = g->owner, .team = g->team, .route = g->route });
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

static bool is_recent(const struct ledger *l, const struct ledger_recent *r, const struct ledger_entry *e,
		      bool lasts)
{
	if (!r->given || r->pool != e->pool || r->at != e->at || r->run != e->run)
		return false;
	if (lasts && r->from.owner.p)
		return r->from.owner.p == e->owner.p && r->from.team.p == e->team.p &&
		       r->from.route.p == e->route.p;
	struct ledger_given says = { str_trim(e->owner), str_trim(e->team), str_trim(e->route) };
	return same_words(&l->given[r->given - 1], &says);
}

/* The same is given again and again, mostly from the same places in memory: what was made of the last one
 * from there is used again where it says the same. */
static const struct ledger_recent *recent_of(struct ledger *l, const struct ledger_entry *e, bool lasts)
{
	uint64_t place = ((uintptr_t)e->owner.p ^ e->pool) * UINT64_C(0x9E3779B97F4A7C15);
	struct ledger_recent *r = &l->recent[place >> 32 & (LEDGER_RECENT - 1)];

	if (is_recent(l, r, e, lasts))
		return r;
	struct ledger_given says = { str_trim(e->owner), str_trim(e->team), str_trim(e->route) };
	r->from = lasts ? (struct ledger_given){ e->owner, e->team, e->route } : (struct ledger_given){ 0 };
	r->given = number_of(l, &says) + 1;
	r->pool = e->pool;
	r->at = e->at;
	r->run = e->run;
	if (l->file.fd >= 0)
		put_rest(&r->rest, e, &says);
	return r;
}

void ledger_stay(struct ledger *l, struct str lead_id)
{
	find(l, key_of(l, str_trim(lead_id)))->value |= LEDGER_BY_RUN;
}

static void decide(struct ledger *l, struct str lead_id, uint32_t given, uint64_t how)
{
	ledger_remember(l, (struct ledger_item){ key_of(l, lead_id), value_of(given) | LEDGER_BY_RUN | how });
}

void ledger_nobody(struct ledger *l, struct str lead_id, struct str route)
{
	struct ledger_given says = { .route = route };

	decide(l, str_trim(lead_id), number_of(l, &says), LEDGER_TO_NONE);
}

static void hold_line(struct ledger *l, const struct ledger_entry *e, const struct ledger_recent *r)
{
	if (l->file.fd < 0)
		return;
	struct str id = str_trim(e->lead_id);
	l->pointed += number_may_spoil(id) && number_is_pointed(id);
	cell_write(&l->file.held, journal_dialect, id);
	buf_str(&l->file.held, buf_view(&r->rest));
	if (l->file.kind == &ledger_kind)
		buf_char(&l->file.held, ',');
	if (l->file.kind == &ledger_kind && e->company)
		put_hex(&l->file.held, e->company);
	buf_str(&l->file.held, l->file.line_end);
}

void ledger_add(struct ledger *l, const struct ledger_entry *e)
{
	const struct ledger_recent *r = recent_of(l, e, false);

	decide(l, str_trim(e->lead_id), r->given - 1, 0);
	hold_line(l, e, r);
}

uint32_t ledger_hold(struct ledger *l, const struct ledger_entry *e, bool lasts)
{
	const struct ledger_recent *r = recent_of(l, e, lasts);

	hold_line(l, e, r);
	return r->given;
}

void ledger_add_held(struct ledger *l, size_t place, uint32_t given)
{
	l->leads.at[place].value |= value_of(given - 1) | LEDGER_BY_RUN;
}

void ledger_add_new(struct ledger *l, const struct ledger_entry *e, size_t place, bool lasts)
{
	ledger_add_held(l, place, ledger_hold(l, e, lasts));
}

uint64_t ledger_pointed(const struct ledger *l)
{
	return l->pointed;
}

size_t ledger_held(const struct ledger *l)
{
	return l->file.held.n;
}

void ledger_unhold(struct ledger *l, size_t held)
{
	l->file.held.n = held;
}

bool ledger_commit(struct ledger *l)
{
	return journal_commit(&l->file);
}

void ledger_close(struct ledger *l)
{
	journal_release(&l->file);
	known_release(&l->leads);
	free(l->given);
	for (size_t i = 0; l->file.path && i < LEDGER_RECENT; i++) /* without a file none has a rest */
		buf_release(&l->recent[i].rest);
	map_release(&l->numbers);
	buf_release(&l->text);
	arena_release(&l->arena);
	free(l);
}
