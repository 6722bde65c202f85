/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement, place by place: see walk.h. What is at the offsets is copied, whatever its type. */
#include "agreement/walk.h"

#include "agreement/statement.h"

static const void *pointer_at(const void *item, size_t offset)
{
	const void *p;

	memcpy(&p, (const char *)item + offset, sizeof p);
	return p;
}

static size_t count_at(const void *item, size_t offset)
{
	size_t n;

	memcpy(&n, (const char *)item + offset, sizeof n);
	return n;
}

size_t statement_count(const struct statement *s, const struct agreement *a)
{
	return s->each ? count_at(a, s->n) : 0;
}

const void *statement_at(const struct statement *s, const struct agreement *a, size_t i)
{
	return (const char *)pointer_at(a, s->at) + i * s->each;
}

size_t statement_find(const struct statement *s, const struct agreement *a, struct str name)
{
	return agreement_find(a, s->named, name);
}

struct candidates statement_names(const struct statement *s, const struct agreement *a)
{
	return (struct candidates){ pointer_at(a, s->at), statement_count(s, a), s->each,
				    offsetof(struct word, text), false };
}

void statement_move(const struct statement *s, struct agreement *a, size_t from, size_t to)
{
	char *list;

	memcpy(&list, (const char *)a + s->at, sizeof list);
	if (from != to)
		memcpy(list + to * s->each, list + from * s->each, s->each);
}

void statement_cut(const struct statement *s, struct agreement *a, size_t n)
{
	memcpy((char *)a + s->n, &n, sizeof n);
}

static bool walk(const struct place *in, const struct part *part, const void *item, visit_fn *visit,
		 void *ctx)
{
	for (; part->role != ROLE_END; part++) {
		struct place place = { .in = in->in, .said = in->said, .part = part };
		if (part->role == ROLE_LIST) {
			const char *each = pointer_at(item, part->at);
			for (size_t n = count_at(item, part->n); n--; each += part->each)
				if (!walk(in, part->parts, each, visit, ctx))
					return false;
			continue;
		}
		if (part->role == ROLE_REFERS)
			place.word = (const void *)((const char *)item + part->at);
		else
			place.expr = pointer_at(item, part->at);
		bool says = place.expr || (place.word && place.word->text.p);
		if (says && !visit(ctx, &place))
			return false;
	}
	return true;
}

bool statement_walk(const struct statement *s, const struct agreement *a, size_t i, visit_fn *visit,
		    void *ctx)
{
	struct place place = { .in = s };

	if (!s->parts)
		return true;
	place.said = statement_at(s, a, i);
	return walk(&place, s->parts, place.said, visit, ctx);
}
