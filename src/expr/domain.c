/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See domain.h. */
#include "expr/domain.h"

/* What ends a host: no byte of a name is among them. */
static const bool ends_host[256] = {
	['\0'] = true, [' '] = true,  ['\t'] = true, ['<'] = true,  ['>'] = true,  [','] = true, [';'] = true,
	['"'] = true,  ['\''] = true, ['('] = true,  [')'] = true,  ['?'] = true,  ['/'] = true, [':'] = true,
	['\\'] = true, ['['] = true,  [']'] = true,  ['\n'] = true, ['\r'] = true, ['|'] = true,
};

static size_t host_end(struct str s, size_t from)
{
	while (from < s.n && !ends_host[(unsigned char)s.p[from]])
		from++;
	return from;
}

static bool is_one_of(const char *bytes, char c)
{
	return c && strchr(bytes, c);
}

/*
 * The @ of the first of several addresses. Of a@b@c.example it is the last, in quotes there is none, and an
 * address in <...> comes before the name beside it, which may hold an @, too.
 */
static size_t first_at(struct str s, size_t at)
{
	bool found = false, in_host = false, in_brackets = false;

	for (size_t i = 0; i + 1 < s.n && !(found && is_one_of(",;|", s.p[i])); i++) {
		const char *close = s.p[i] == '"' ? memchr(s.p + i + 1, '"', s.n - i - 1) : NULL;
		if (close)
			i = (size_t)(close - s.p);
		in_brackets = s.p[i] == '<' || (in_brackets && s.p[i] != '>');
		in_host = in_host && !ends_host[(unsigned char)s.p[i]];
		if (s.p[i] != '@' || ends_host[(unsigned char)s.p[i + 1]] ||
		    (found && !in_host && !in_brackets))
			continue;
		at = i;
		found = in_host = true;
		in_brackets = false;
	}
	return at;
}

/* Where a path, a query or a fragment begins, or the slashes behind a scheme. */
static size_t path_start(struct str s)
{
	size_t i = 0;

	while (i < s.n && !is_one_of("/?#", s.p[i]))
		i++;
	return i;
}

static bool has_scheme(struct str s, size_t path)
{
	return path && str_starts(str_slice(s, path - 1, s.n), STR("://"));
}

/* Does a web address begin before this @? Then it belongs to a user's name in the address, or to its path. */
static bool is_in_web_address(struct str s, size_t at)
{
	size_t path = path_start(str_slice(s, 0, at));

	return path < at && (has_scheme(s, path) || (memchr(s.p, '.', path) && host_end(s, 0) >= path));
}

static struct str web_host(struct str s)
{
	size_t from = 0, end = path_start(s);
	bool scheme = has_scheme(s, end);

	if (scheme) {
		from = end + 2;
		end = from;
		while (end < s.n && !is_one_of("/?#\\ \"<>", s.p[end]))
			end++;
		const char *user = memrchr(s.p + from, '@', end - from);
		from = user ? (size_t)(user + 1 - s.p) : from;
	}
	size_t to = host_end(str_slice(s, 0, end), from);
	if (!scheme && to < end && !is_one_of(":,;|", s.p[to]))
		return STR_NONE;
	if (to - from > 4 && strncasecmp(s.p + from, "www.", 4) == 0)
		from += 4;
	return str_slice(s, from, to);
}

struct str domain_of(struct str s)
{
	const char *sign = memchr(s.p, '@', s.n);
	size_t at = sign ? (size_t)(sign - s.p) : 0;
	bool mail = sign && !is_in_web_address(s, at);

	if (mail && memchr(sign + 1, '@', s.n - at - 1))
		at = first_at(s, at);
	struct str host = mail ? str_slice(s, at + 1, host_end(s, at + 1)) : web_host(s);
	while (host.n && host.p[host.n - 1] == '.')
		host.n--;
	return host.n && (mail || memchr(host.p, '.', host.n)) ? host : STR_NONE;
}
