/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See together.h. */
#include "route/together.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "lead/alike.h"

#define ROWS_MOST ((UINT64_C(1) << ROWS_BITS) - 1) /* more are not counted */
enum { ROWS_BITS = 24 };

void together_release(struct together *t)
{
	pairs_release(&t->owners);
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
	uint64_t *number = pairs_number(&t->owners, company, rep);

	*number = ++t->decisions << ROWS_BITS | (*number & ROWS_MOST);
}

void together_row(struct together *t, uint64_t company, uint32_t rep, bool gone)
{
	uint64_t *number = pairs_number(&t->owners, company, rep), rows = *number & ROWS_MOST;

	if (gone)
		*number -= rows > 0;
	else
		*number += rows < ROWS_MOST;
}

size_t together_owner(const struct together *t, uint64_t company, bool (*may)(void *ctx, size_t rep),
		      void *ctx)
{
	const struct pair *best = NULL;

	for (const struct pair *x = pairs_first(&t->owners, company); x; x = pairs_after(&t->owners, x)) {
		bool less = best && (x->number < best->number || (x->number == best->number && x > best));
		if (x->number && !less && may(ctx, x->rep))
			best = x;
	}
	return best ? best->rep : SIZE_MAX;
}
