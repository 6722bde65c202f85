/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row says of its name and of the parts of keys, and what is kept of that. */
#include "same/same_internal.h"

#include "base/casefold.h"

struct str name_said(const struct same_plan *p, struct frame *f, struct buf *out)
{
	struct str whole = p->name ? code_text(p->name, f) : STR_NONE;

	buf_clear(out);
	if (whole.p) {
		buf_str(out, whole);
		return buf_view(out);
	}
	struct str first = p->first_name ? code_text(p->first_name, f) : STR_NONE;
	struct str last = p->last_name ? code_text(p->last_name, f) : STR_NONE;
	buf_str(out, first);
	if (first.n && last.n)
		buf_char(out, ' ');
	buf_str(out, last);
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
		fold_append(key, said);
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
