/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See together.h. */
#include "route/together.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "lead/alike.h"

void together_release(struct together *t)
{
	pairs_release(&t->given);
	pairs_release(&t->rows);
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
		fold_append(&t->key, said);
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

void together_give(struct together *t, uint64_t company, uint32_t rep)
{
	*pairs_number(&t->given, company, rep) = ++t->decisions;
}

void together_row(struct together *t, uint64_t company, uint32_t rep, bool gone)
{
	uint64_t *rows = pairs_number(&t->rows, company, rep);

	if (!gone)
		++*rows;
	else if (*rows)
		--*rows;
}

/* The pair with the highest number, of those the first that came; NULL: none above 0. */
static const struct pair *highest(const struct pairs *p, uint64_t company, bool (*may)(void *ctx, size_t rep),
				  void *ctx)
{
	const struct pair *best = NULL;

	for (const struct pair *x = pairs_first(p, company); x; x = pairs_after(p, x)) {
		bool less = best && (x->number < best->number || (x->number == best->number && x > best));
		if (x->number && !less && may(ctx, x->rep))
			best = x;
	}
	return best;
}

size_t together_owner(const struct together *t, uint64_t company, bool (*may)(void *ctx, size_t rep),
		      void *ctx)
{
	const struct pair *best = highest(&t->given, company, may, ctx);

	if (!best)
		best = highest(&t->rows, company, may, ctx);
	return best ? best->rep : SIZE_MAX;
}
