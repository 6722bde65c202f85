/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row says of its name and of the parts of keys, and what is kept of that. */
#include "same/same_internal.h"

#include "base/casefold.h"

/* Adds a word or more, if there is any. */
static void add_words(struct buf *out, const struct code *of, struct frame *f)
{
	struct str words = of ? code_text(of, f) : STR_NONE;

	if (out->n && words.n)
		buf_char(out, ' ');
	buf_str(out, words);
}

/* A column `Name` may be of a company or a deal, so the parts of a name come first; but not before a field
 * that the agreement calls so. */
struct str name_said(const struct same_plan *p, struct frame *f, struct buf *out)
{
	buf_clear(out);
	if (p->own_name)
		add_words(out, p->name, f);
	if (!out->n) {
		add_words(out, p->first_name, f);
		add_words(out, p->last_name, f);
	}
	if (!out->n)
		add_words(out, p->name, f);
	return buf_view(out);
}

struct str part_seen(const struct bound_part *part, struct str said)
{
	const char *at = part->said->of == SAME_DOMAIN && said.n ? memrchr(said.p, '@', said.n) : NULL;

	return at ? str_slice(said, (size_t)(at + 1 - said.p), said.n) : said;
}

struct str part_said(const struct same_plan *p, const struct bound_part *part, struct frame *f,
		     struct buf *out)
{
	if (!part->code) {
		struct str name = name_said(p, f, out);
		return name.n ? name : STR_NONE;
	}
	if (part->type == TYPE_TEXT)
		return code_text(part->code, f);
	buf_clear(out);
	return code_show(part->code, f, out) ? buf_view(out) : STR_NONE;
}

enum alike part_alike(const struct same_plan *p, const struct bound_part *part, struct frame *f,
		      struct str said, struct buf *key)
{
	const struct same_part *s = part->said;

	switch (s->of) {
	case SAME_EMAIL:
		return alike_email(key, said, s->dots, s->tags);
	case SAME_DOMAIN:
		return alike_domain(key, said);
	case SAME_PHONE:
		return alike_phone(key, said, p->country ? code_text(p->country, f) : STR_NONE);
	case SAME_COMPANY:
		return alike_company(key, said);
	case SAME_NAME:
		return alike_name(key, said);
	default:
		fold_key_append(key, said);
		return ALIKE_GOOD;
	}
}

struct str slip_key(const struct slip *c, size_t key)
{
	struct str bytes = slip_bytes(c);
	const char *at = bytes.p + bytes.n;
	uint32_t n;

	for (memcpy(&n, at, sizeof n); key--; memcpy(&n, at, sizeof n))
		at += sizeof n + n;
	return (struct str){ at + sizeof n, n };
}
