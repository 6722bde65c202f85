/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mail addresses and the domains of companies: see alike.h. Which text is the first address is domain_of's to
 * say. Nearly all hosts tell no case apart in a local part, and nobody types it on purpose.
 *
 * googlemail.com is gmail.com under every option: one mailbox has both addresses. A Salesforce sandbox writes
 * .invalid behind every address; what stood before counts, if that is a host.
 */
#include "lead/alike_internal.h"

#include "base/casefold.h"
#include "expr/domain.h"

/* ---------------------------------------------------------------------- hosts */

/* What a host's name may be made of, if it is ASCII. */
static bool in_host(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (signed char)c < 0;
}

/* Is it labels with dots between, the last no number? */
static bool is_host(struct str host)
{
	enum { LONGEST = 253 }; /* as the DNS has it */
	size_t label = 0, labels = 1;

	if (host.n > LONGEST)
		return false;
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '.') {
			if (!label)
				return false;
			label = 0;
			labels++;
		} else {
			if (!in_host(host.p[i]))
				return false;
			label++;
		}
	}
	return labels > 1 && label > 1 && (host.p[host.n - 1] < '0' || host.p[host.n - 1] > '9');
}

/* The part behind the first dot, or nothing. */
static struct str parent(struct str host)
{
	const char *dot = memchr(host.p, '.', host.n);

	return dot ? str_slice(host, (size_t)(dot + 1 - host.p), host.n) : STR_NONE;
}

/* Is it what stands behind a mail host's name in some country: fr, com, co.uk? */
static bool is_country(struct str end)
{
	static const struct str second[] = { STR("co."), STR("com."), STR("net."), STR("ne.") };

	for (size_t i = 0; i < sizeof second / sizeof *second; i++)
		if (str_starts(end, second[i]) && end.n == second[i].n + 2)
			return true;
	return end.n == 2 || str_eq(end, STR("com")) || str_eq(end, STR("net"));
}

/* HOST_PUBLIC, HOST_PROFILE, HOST_NOTHING, or 0. A host below a public one is one, too: tampabay.rr.com. */
static uint32_t host_is(struct str host)
{
	struct str end = parent(host);

	for (struct str h = host; h.n; h = parent(h)) {
		uint32_t is = fact_of(FACTS_HOST, h);
		if (is == HOST_NOWHERE)
			return HOST_NOTHING;
		if (is && is != HOST_FAMILY)
			return is;
	}
	struct str name = str_slice(host, 0, host.n - end.n - 1);
	if (str_eq(name, STR("example")) && !memchr(end.p, '.', end.n))
		return HOST_NOTHING;
	return is_country(end) && fact_of(FACTS_HOST, name) == HOST_FAMILY ? HOST_PUBLIC : 0;
}

/* Appends the host folded. */
static struct str append_host(struct buf *key, struct str host)
{
	static const struct str sandbox = STR(".invalid");
	size_t from = key->n;

	fold_append(key, host);
	struct str h = str_slice(buf_view(key), from, key->n);
	while (str_ends(h, sandbox) && memchr(h.p, '.', h.n - sandbox.n))
		h.n -= sandbox.n;
	if (str_eq(h, STR("googlemail.com")))
		memcpy(key->p + from, "gmail.com", h.n = strlen("gmail.com"));
	key->n = from + h.n;
	return h;
}

enum alike alike_domain(struct buf *key, struct str email)
{
	size_t from = key->n;

	email = str_trim(email);
	if (!email.n)
		return ALIKE_MISSING;
	struct str host = domain_of(email);
	bool mail = host.p > email.p && host.p[-1] == '@';
	while (host.n > 4 && str_same(str_slice(host, 0, 4), STR("www."))) /* behind an @, too */
		host = str_slice(host, 4, host.n);
	host = append_host(key, host);
	uint32_t is = is_host(host) ? host_is(host) : HOST_NOTHING;
	if (!is || (is == HOST_PROFILE && mail))
		return ALIKE_GOOD;
	key->n = from;
	return ALIKE_NOBODY;
}

/* ------------------------------------------------------------------ addresses */

/* Without spaces around it, and quotes that open it. */
static struct str bare(struct str local)
{
	local = str_trim(local);
	while (local.n && local.p[0] == '\'')
		local = str_trim(str_slice(local, 1, local.n));
	return local;
}

/* What stands before the @: up to a byte that can't be in it. */
static struct str local_part(struct str email, size_t at)
{
	size_t from = at;

	while (from && (unsigned char)email.p[from - 1] > ' ' &&
	       !strchr("<>()[],;:\"\\|@\x7F", email.p[from - 1]))
		from--;
	return bare(str_slice(email, from, at));
}

/* Does it say what kind of mailbox it is, and nobody's name? `whole` is without dots and dashes, `first` the
 * part before the first of them. */
static bool is_nobody(struct str whole, struct str first)
{
	struct str plain = whole;

	while (plain.n && plain.p[plain.n - 1] >= '0' && plain.p[plain.n - 1] <= '9')
		plain.n--;
	uint32_t is = fact_of(FACTS_MAIL, plain);
	if (is == MAIL_ROLE || is == MAIL_BRANCH || fact_of(FACTS_MAIL, whole) == MAIL_NOTHING)
		return true;
	return first.n < whole.n && fact_of(FACTS_MAIL, first) == MAIL_BRANCH;
}

static bool separates(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '+';
}

/* Are its parts words of roles, more than one and all of them: sales.team? */
static bool is_roles(struct str local)
{
	size_t from = 0, parts = 0;

	for (size_t i = 0; i <= local.n; i++) {
		if (i < local.n && !separates(local.p[i]))
			continue;
		struct str part = str_slice(local, from, i);
		uint32_t is = fact_of(FACTS_MAIL, part);
		if (part.n && is != MAIL_ROLE && is != MAIL_BRANCH)
			return false;
		from = i + 1;
		parts += part.n > 0;
	}
	return parts > 1;
}

static bool one_letter_over_and_over(struct str s)
{
	size_t i = 1;

	while (i < s.n && s.p[i] == s.p[0])
		i++;
	return s.n > 2 && i == s.n;
}

/* May it be somebody's? Behind an initial a role is a family name: p.ost, s.ales; but not e-mail.
 * With a sign of web addresses it is part of one. The buffer is written behind what it holds, and has room.
 */
static bool is_somebody(struct buf *scratch, struct str local)
{
	char *to = scratch->p + scratch->n;
	size_t n = 0, first = local.n;

	for (size_t i = 0; i < local.n; i++) {
		if (strchr("/#?", local.p[i]))
			return false;
		if (!separates(local.p[i]))
			to[n++] = local.p[i];
		else if (i && first == local.n)
			first = i;
	}
	struct str whole = { to, n };
	if (!n || one_letter_over_and_over(whole))
		return false;
	if (first == 1 && n > 2 && local.p[0] != 'e')
		return true;
	return !is_nobody(whole, str_slice(local, 0, first)) && !is_roles(local);
}

/* Appends what of a folded local part is in a key; false: nothing. A dot may have stood before a space. */
static bool append_local(struct buf *key, struct str local, bool ignore_dots, bool ignore_tags)
{
	size_t from = key->n;

	for (size_t i = 0; i < local.n && !(ignore_tags && local.p[i] == '+'); i++)
		if (!ignore_dots || local.p[i] != '.')
			buf_char(key, local.p[i]);
	local = bare(str_slice(buf_view(key), from, key->n));
	memmove(key->p + from, local.p, local.n);
	key->n = from + local.n;
	return local.n;
}

enum alike alike_email(struct buf *key, struct str email, bool ignore_dots, bool ignore_tags)
{
	enum { COPIES = 3 }; /* folded, judged, the key */
	size_t from = key->n;

	email = str_trim(email);
	if (!email.n)
		return ALIKE_MISSING;
	fold_append(key, email);
	email = str_slice(buf_view(key), from, key->n);
	buf_room(key, COPIES * email.n + BUF_SLACK);
	email.p = key->p + from; /* and stays there */
	struct str host = domain_of(email), local = STR_NONE;
	bool good = host.n && host.p > email.p && host.p[-1] == '@';
	if (good)
		local = local_part(email, (size_t)(host.p - 1 - email.p));
	const char *plus = local.n ? memchr(local.p, '+', local.n) : NULL;
	struct str untagged = str_slice(local, 0, plus ? (size_t)(plus - local.p) : local.n);
	good = good && is_somebody(key, untagged);
	if (good) {
		size_t start = key->n;
		good = append_local(key, local, ignore_dots, ignore_tags);
		buf_char(key, '@');
		host = append_host(key, host);
		good = good && is_host(host) && host_is(host) != HOST_NOTHING;
		memmove(key->p + from, key->p + start, key->n - start);
		key->n -= start - from;
	}
	if (!good)
		key->n = from;
	return good ? ALIKE_GOOD : ALIKE_NOBODY;
}
