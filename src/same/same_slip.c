/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row says of its name and of the parts of keys, and what is kept of that. */
#include "same/same_internal.h"

#include "base/casefold.h"

struct str name_joined(struct str first, struct str last, struct buf *out)
{
	if (!first.n || !last.n)
		return first.n ? first : last;
	buf_clear(out);
	buf_str(out, first);
	buf_char(out, ' ');
	buf_str(out, last);
	return buf_view(out);
}

struct str part_seen(const struct bound_part *part, struct str said)
{
	const char *at = part->said->of == SAME_DOMAIN && said.n ? memrchr(said.p, '@', said.n) : NULL;

	return at ? str_slice(said, (size_t)(at + 1 - said.p), said.n) : said;
}

enum alike part_alike(const struct bound_part *part, struct str said, struct str country, struct buf *key)
{
	const struct same_part *s = part->said;

	switch (s->of) {
	case SAME_EMAIL:
		return alike_email(key, said, s->dots, s->tags);
	case SAME_DOMAIN:
		return alike_domain(key, said);
	case SAME_PHONE:
		return alike_phone(key, said, country);
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
