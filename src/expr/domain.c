/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See domain.h. */
#include "expr/domain.h"

#include "base/word.h"

/* What a byte may mean: no byte of a host's name ends it, and a path, a query or a fragment begins behind it.
 */
enum { ENDS_HOST = 1, BEGINS_PATH = 2, AT = 4, ENDS_ADDRESS = 8, ENDS_SITE = 16 };
static const unsigned char meaning[256] = {
	['\0'] = ENDS_HOST,
	['\t'] = ENDS_HOST,
	['\n'] = ENDS_HOST,
	['\r'] = ENDS_HOST,
	[' '] = ENDS_HOST | ENDS_SITE,
	['"'] = ENDS_HOST | ENDS_SITE,
	['#'] = BEGINS_PATH | ENDS_SITE,
	['\''] = ENDS_HOST,
	['('] = ENDS_HOST,
	[')'] = ENDS_HOST,
	[','] = ENDS_HOST | ENDS_ADDRESS,
	['/'] = ENDS_HOST | BEGINS_PATH | ENDS_SITE,
	[':'] = ENDS_HOST,
	[';'] = ENDS_HOST | ENDS_ADDRESS,
	['<'] = ENDS_HOST | ENDS_SITE,
	['>'] = ENDS_HOST | ENDS_SITE,
	['?'] = ENDS_HOST | BEGINS_PATH | ENDS_SITE,
	['@'] = AT,
	['['] = ENDS_HOST,
	['\\'] = ENDS_HOST | ENDS_SITE,
	[']'] = ENDS_HOST,
	['|'] = ENDS_HOST | ENDS_ADDRESS,
};

static bool means(char c, int what)
{
	return meaning[(unsigned char)c] & what;
}

/* Does one of four bytes? */
static bool means_any(const char *four, int what)
{
	const unsigned char *p = (const unsigned char *)four;

	return (meaning[p[0]] | meaning[p[1]] | meaning[p[2]] | meaning[p[3]]) & what;
}

/* The first byte from there on that means one of these. */
static size_t find(struct str s, size_t from, int what)
{
	while (s.n - from >= 4 && !means_any(s.p + from, what))
		from += 4;
	while (from < s.n && !means(s.p[from], what))
		from++;
	return from;
}

/* The first byte that begins a path, or is an @. */
static size_t find_at(struct str s)
{
	size_t i = 0;

	for (; s.n - i >= 8; i += 8) {
		uint64_t w = word_load(s.p + i);
		uint64_t found = word_has(w, '@') | word_has(w, '/') | word_has(w, '?') | word_has(w, '#');
		if (found)
			return i + (size_t)__builtin_ctzll(found) / 8;
	}
	return find(s, i, BEGINS_PATH | AT);
}

/*
 * The @ of the first of several addresses. Of a@b@c.example it is the last, in quotes there is none, and an
 * address in <...> comes before the name beside it, which may hold an @, too.
 */
static size_t first_at(struct str s, size_t at)
{
	bool found = false, in_host = false, in_brackets = false;

	for (size_t i = 0; i + 1 < s.n && !(found && means(s.p[i], ENDS_ADDRESS)); i++) {
		const char *close = s.p[i] == '"' ? memchr(s.p + i + 1, '"', s.n - i - 1) : NULL;
		if (close)
			i = (size_t)(close - s.p);
		in_brackets = s.p[i] == '<' || (in_brackets && s.p[i] != '>');
		in_host = in_host && !means(s.p[i], ENDS_HOST);
		if (s.p[i] != '@' || means(s.p[i + 1], ENDS_HOST) || (found && !in_host && !in_brackets))
			continue;
		at = i;
		found = in_host = true;
		in_brackets = false;
	}
	return at;
}

static bool has_scheme(struct str s, size_t path)
{
	return path && str_starts(str_slice(s, path - 1, s.n), STR("://"));
}

/* Is what stands before the path a web address, and not the beginning of a name such as a/b@c.example? */
static bool is_web(struct str s, size_t path)
{
	return has_scheme(s, path) || (memchr(s.p, '.', path) && find(s, 0, ENDS_HOST) >= path);
}

static struct str web_host(struct str s, size_t path)
{
	size_t from = 0, end = path;
	bool scheme = has_scheme(s, path);

	if (scheme) {
		from = path + 2;
		end = find(s, from, ENDS_SITE);
		const char *user = memrchr(s.p + from, '@', end - from);
		from = user ? (size_t)(user + 1 - s.p) : from;
	}
	size_t to = find(str_slice(s, 0, end), from, ENDS_HOST);
	if (!scheme && to < end && s.p[to] != ':' && !means(s.p[to], ENDS_ADDRESS))
		return STR_NONE;
	if (to - from > 4 && strncasecmp(s.p + from, "www.", 4) == 0)
		from += 4;
	return str_slice(s, from, to);
}

struct str domain_of(struct str s)
{
	size_t at = find_at(s), path = at;
	bool mail = at < s.n && s.p[at] == '@';

	if (!mail && path < s.n && !is_web(s, path)) {
		at = find(s, path, AT);
		mail = at < s.n;
	}
	size_t end = mail ? find(s, at + 1, ENDS_HOST | AT) : s.n;
	if (end < s.n) { /* there may be several addresses */
		at = first_at(s, at);
		end = find(s, at + 1, ENDS_HOST);
	}
	struct str host = mail ? str_slice(s, at + 1, end) : web_host(s, path);
	while (host.n && host.p[host.n - 1] == '.')
		host.n--;
	return host.n && (mail || memchr(host.p, '.', host.n)) ? host : STR_NONE;
}

struct str domain_part(struct str s)
{
	size_t at = find_at(s);

	return at < s.n && s.p[at] == '@' ? str_slice(s, at + 1, s.n) : STR_NONE;
}

bool domain_part_decides(struct str part)
{
	return part.n && find(part, 0, ENDS_HOST | AT) == part.n;
}
