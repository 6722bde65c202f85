/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See together.h. */
#include "route/together.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "expr/run.h"
#include "lead/alike.h"

/* An item's value: whose leads they are, and 1; whether any was given; and the number of the latest decision
 * that gave one, or else how many rows. */
enum { NUMBER_AT = 32 };
#define WAS_GIVEN (UINT64_C(1) << 31)
#define ROWS_MOST ((UINT64_C(1) << 24) - 1) /* more are not counted */

void together_release(struct together *t)
{
	keyed_release(&t->owners);
	buf_release(&t->key);
	buf_release(&t->text);
}

/* Appends what leads of one company have in common; false: this one has nothing in common with any. */
static bool add_common(struct together *t, enum together_by by, struct str said)
{
	switch (by) {
	case TOGETHER_COMPANY:
		return alike_company(&t->key, said) == ALIKE_GOOD;
	case TOGETHER_DOMAIN:
		return alike_domain(&t->key, said) == ALIKE_GOOD;
	case TOGETHER_VALUE:
		fold_key_append(&t->key, said);
	}
	return said.n;
}

/* The key begins with its kind: the company acme and the domain acme are two. */
uint64_t together_company(struct together *t, const struct shared_by *by, struct frame *f)
{
	buf_clear(&t->text);
	buf_clear(&t->key);
	buf_char(&t->key, (char)('0' + by->by));
	if (!code_show(by->code, f, &t->text) || !add_common(t, by->by, str_trim(buf_view(&t->text))))
		return 0;
	uint64_t company = hash_text(buf_view(&t->key), 0);
	return company ? company : 1;
}

void together_foresee(const struct shared_by *by, struct rows *r, struct asked leads)
{
	code_shown_values(by->code, r, leads, rows_room(r));
	rows_room_back(r);
}

static size_t rep_of(const struct keyed_item *x)
{
	return (uint32_t)(x->value & (WAS_GIVEN - 1)) - 1;
}

/* Of two the higher one comes first; 0: nothing. */
static uint64_t rank_of(const struct keyed_item *x)
{
	return (x->value & WAS_GIVEN) << 1 | x->value >> NUMBER_AT;
}

static struct keyed_item *item_of(struct together *t, uint64_t company, uint32_t rep)
{
	keyed_room(&t->owners);
	uint64_t key = keyed_key(&t->owners, company);
	struct keyed_item *x = keyed_seek(&t->owners, key);
	while (x->value && x->key == key && rep_of(x) != rep)
		x++;
	if (x->value && x->key == key)
		return x;
	return keyed_add(&t->owners, x, (struct keyed_item){ key, rep + UINT64_C(1) });
}

static void set_number(struct keyed_item *x, uint64_t number, uint64_t given)
{
	x->value = number << NUMBER_AT | given | (rep_of(x) + 1);
}

void together_give(struct together *t, uint64_t company, uint32_t rep)
{
	set_number(item_of(t, company, rep), ++t->decisions, WAS_GIVEN);
}

/* Of whom a lead was given to, rows say nothing more. */
void together_row(struct together *t, uint64_t company, uint32_t rep, bool gone)
{
	struct keyed_item *x = item_of(t, company, rep);
	uint64_t rows = x->value >> NUMBER_AT;

	if (!(x->value & WAS_GIVEN))
		set_number(x, gone ? rows - (rows > 0) : rows + (rows < ROWS_MOST), 0);
}

size_t together_owner(const struct together *t, uint64_t company, bool (*may)(void *ctx, size_t rep),
		      void *ctx)
{
	uint64_t key = keyed_key(&t->owners, company);
	const struct keyed_item *best = NULL;

	if (!t->owners.n)
		return SIZE_MAX;
	for (const struct keyed_item *x = keyed_seek(&t->owners, key); x->value && x->key == key; x++)
		if (rank_of(x) > (best ? rank_of(best) : 0) && may(ctx, rep_of(x)))
			best = x; /* of two alike the first */
	return best ? rep_of(best) : SIZE_MAX;
}
