/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See header.h. */
#include "cmd/header.h"

#include "base/number.h"
#include "cmd/command.h"
#include "cmd/spool.h"

enum { NUMBERS_MANY = 2 }; /* one may be a year, or what a column counts */

static bool is_email(struct str s)
{
	const char *at = s.n ? memchr(s.p, '@', s.n) : NULL;
	struct str host = at ? str_slice(s, (size_t)(at + 1 - s.p), s.n) : STR("");
	const char *point = host.n ? memchr(host.p, '.', host.n) : NULL;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (s.p[i] == '@' && s.p + i != at))
			return false;
	return at > s.p && point > host.p && point + 1 < host.p + host.n;
}

static bool is_bare_number(struct str s)
{
	double x;

	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789.,-+", s.p[i]))
			return false;
	return number_read(s, '.', &x) || number_read(s, ',', &x);
}

static bool is_time(struct str s)
{
	int64_t t;
	enum time_reading how = instant_read(s, &(struct time_style){ .zone = zone_utc() }, &t);

	return how == TIME_READ || how == TIME_AMBIGUOUS;
}

/* A cell of the header that no column is called by; STR_NONE: there is none. */
static struct str data_of(const struct header *h)
{
	struct str number = STR_NONE;
	size_t numbers = 0;

	for (size_t c = 0; c < h->n; c++) {
		if (is_bare_number(h->name[c]))
			number = numbers++ ? number : h->name[c];
		else if (is_email(h->name[c]) || is_time(h->name[c]))
			return h->name[c];
	}
	return numbers >= NUMBERS_MANY ? number : STR_NONE;
}

/* A title over the table, which a spreadsheet writes as a row of its own width: most columns have no name. */
static void tell_nameless(struct filter *f, void (*tell)(struct diags *, const char *, ...))
{
	const struct header *h = &f->source.header;
	size_t nameless = 0;

	for (size_t c = 0; c < h->n; c++)
		nameless += !str_trim(h->name[c]).n;
	if (h->n > 2 && nameless * 2 > h->n)
		tell(&f->diags,
		     "%s:%llu: %zu of the header's %zu columns have no name; if it is a title, "
		     "--skip-lines %llu leaves it out, and more lines with a greater number",
		     h->file, (unsigned long long)h->line, nameless, h->n, (unsigned long long)h->line);
}

void header_tell(struct filter *f, void (*tell)(struct diags *, const char *, ...))
{
	const struct header *h = &f->source.header;
	struct str cell = f->mode && f->mode->reads == READS_LEADS ? data_of(h) : STR_NONE;

	if (h->hint.n)
		tell(&f->diags, "%.*s", STR_ARG(h->hint));
	if (f->mode && f->mode->reads == READS_LEADS)
		tell_nameless(f, tell);
	if (cell.p)
		tell(&f->diags, "%s:%llu: the header looks like a lead: '%.*s'; %s", h->file,
		     (unsigned long long)h->line, STR_ARG(cell),
		     f->common.header_from ? "--header-from is to name the file that has the header"
					   : "if the input has no header, --header-from FILE names one");
}

bool header_keep(struct filter *f)
{
	const struct mode *m = f->mode;
	bool again = m->feed || (m->twice && m->twice(f->ask, &f->lane[0].agreement));

	return !f->common.header_from || !again ||
	       pipes_keep(&f->common.header_from, 1, &f->stdin_from, &f->diags);
}
