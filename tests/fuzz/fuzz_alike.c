/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any texts as what rows of one lead have in common. The key of a key is itself; case and spaces around make
 * no difference; nothing is appended but by what is good, and no byte below a space; whether names agree or
 * share a word, both say alike.
 *
 * The first byte separates the texts, the second has the options: a value, a country, another name.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "input.h"
#include "lead/alike.h"

enum { DOTS = 1, TAGS = 2 };

struct world {
	struct str country;
	unsigned options;
};

typedef enum alike key_fn(struct buf *key, struct str s, const struct world *w);

static enum alike email(struct buf *key, struct str s, const struct world *w)
{
	return alike_email(key, s, w->options & DOTS, w->options & TAGS);
}

static enum alike domain(struct buf *key, struct str s, const struct world *w)
{
	(void)w;
	return alike_domain(key, s);
}

static enum alike phone(struct buf *key, struct str s, const struct world *w)
{
	return alike_phone(key, s, w->country);
}

static enum alike company(struct buf *key, struct str s, const struct world *w)
{
	(void)w;
	return alike_company(key, s);
}

static enum alike name(struct buf *key, struct str s, const struct world *w)
{
	(void)w;
	return alike_name(key, s);
}

/* The key alone, after checking what holds for every key. */
static enum alike key_of(key_fn *of, struct buf *key, struct str s, const struct world *w)
{
	buf_clear(key);
	buf_str(key, STR("before"));
	enum alike is = of(key, s, w);
	check(str_starts(buf_view(key), STR("before")), "what was there stays");
	size_t n = key->n - strlen("before");
	check((is == ALIKE_GOOD) == (n > 0), "only what is good has a key");
	memmove(key->p, key->p + strlen("before"), n);
	key->n = n;
	for (size_t i = 0; i < n; i++)
		check((unsigned char)key->p[i] >= ' ', "no byte is below a space");
	return is;
}

/* Spaces around it, but none beside DEL, which str_trim leaves at an end where nothing else is to be done. */
static void append_loud(struct buf *to, struct str s)
{
	bool bare = s.n && (s.p[0] == '\x7F' || s.p[s.n - 1] == '\x7F');

	buf_clear(to);
	if (!bare)
		buf_str(to, STR(" \t"));
	for (size_t i = 0; i < s.n; i++)
		buf_char(to, (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]));
	if (!bare)
		buf_str(to, STR("\r\n "));
}

static void check_key(key_fn *of, struct str s, const struct world *w)
{
	static struct buf key, again, loud;
	enum alike is = key_of(of, &key, s, w);

	append_loud(&loud, s);
	check(key_of(of, &again, buf_view(&loud), w) == is, "case and spaces around change nothing");
	check(str_eq(buf_view(&again), buf_view(&key)), "nor the key");
	if (is != ALIKE_GOOD || !utf8_valid(s)) /* bytes that stood apart may become a letter */
		return;
	is = key_of(of, &again, buf_view(&key), w);
	/* Of X Corp. the form alone says that x is a company, of anna@google.com the @ that it is no page
	 * there, of p.ost the dot that it is somebody. */
	if (is == ALIKE_NOBODY && (of == company || of == domain || (of == email && w->options & DOTS)))
		return;
	check(is == ALIKE_GOOD, "a key has a key");
	check(str_eq(buf_view(&again), buf_view(&key)), "which is itself");
}

static bool has_shared_word(struct str name)
{
	return !names_share(name, STR("\x7F\x7F"));
}

static void check_names(struct str s, struct str t)
{
	static struct buf a, b;
	struct world w = { .options = 0 };

	key_of(name, &a, s, &w);
	key_of(name, &b, t, &w);
	struct str x = buf_view(&a), y = buf_view(&b);
	check(names_agree(x, y) == names_agree(y, x), "both agree");
	check(names_share(x, y) == names_share(y, x), "both share a word");
	check(!names_agree(x, y) || names_share(x, y), "what agrees shares a word");
	check(names_agree(x, x) || !has_shared_word(x), "a name with a whole word agrees with itself");
	check(names_share(x, x), "any shares a word with itself");
	check(names_share(x, STR("")), "none has no word to share");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static key_fn *const keys[] = { email, domain, phone, company, name };
	struct str rest = input_whole(data, size);
	char separator = (char)input_byte(&rest);
	struct world w = { .options = input_byte(&rest) };
	struct str value = input_text(&rest, separator);

	w.country = input_text(&rest, separator);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		check_key(keys[i], value, &w);
	check_names(value, rest);
	return 0;
}
