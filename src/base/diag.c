/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How messages look: see diag.h. */
#include "base/diag.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/number.h"
#include "base/utf8.h"

enum { EXCERPT = 100 }; /* the most characters of a line that are shown */

void diags_release(struct diags *d)
{
	buf_release(&d->out);
	buf_release(&d->notes);
}

/* One character in a form that is safe for a screen: no name, cell or line of a file can control a terminal
 * or start a new line. */
static void show_next(struct buf *out, struct str *rest)
{
	const char *from = rest->p;
	enum glyph_kind kind = utf8_kind(utf8_next(rest));

	buf_str(out,
		kind == GLYPH_TEXT ? (struct str){ from, (size_t)(rest->p - from) } : utf8_stand_in(kind));
}

static void show(struct buf *out, struct str s)
{
	while (s.n)
		show_next(out, &s);
}

static uint32_t characters(struct str s)
{
	uint32_t n = 0;

	for (; s.n; n++)
		utf8_next(&s);
	return n;
}

void text_lines(struct text *t, struct arena *arena)
{
	struct str body = t->body;
	size_t n = 1;

	for (size_t i = 0; i < body.n; i++)
		n += body.p[i] == '\n';
	uint32_t *line = ARENA_ARRAY(arena, n, uint32_t);
	for (size_t i = 1; i < n; i++) {
		const char *from = body.p + line[i - 1];
		const char *newline = memchr(from, '\n', body.n - line[i - 1]);
		line[i] = (uint32_t)(newline + 1 - body.p);
	}
	t->line = line;
	t->lines = n;
}

/* The number of the line that `at` is in, from 1 on, and where it begins. */
static uint32_t line_of(const struct text *where, uint32_t at, size_t *begins)
{
	size_t first = 0, end = where->lines; /* it is one of these */
	uint32_t line = 1;

	while (end > first + 1) {
		size_t middle = first + (end - first) / 2;
		*(where->line[middle] <= at ? &first : &end) = middle;
	}
	if (where->line) {
		*begins = where->line[first];
		return (uint32_t)first + 1;
	}
	*begins = 0;
	for (size_t i = 0; i < at; i++)
		if (where->body.p[i] == '\n')
			line++, *begins = i + 1;
	return line;
}

struct diag_place diag_place(const struct text *where, uint32_t at)
{
	struct str body = where->body;
	struct diag_place place;
	size_t from, to;

	if (at > body.n)
		at = (uint32_t)body.n;
	place.line = line_of(where, at, &from);
	for (to = from; to < body.n && body.p[to] != '\n' && body.p[to] != '\r';)
		to++;
	place.text = str_slice(body, from, to);
	place.column = characters(str_slice(body, from, at)) + 1;
	return place;
}

/* A message and its line end, with everything it quotes made safe to show. */
static void say(struct buf *out, const char *format, va_list args)
{
	struct buf words = { 0 };

	buf_vprint(&words, format, args);
	show(out, buf_view(&words));
	buf_char(out, '\n');
	buf_release(&words);
}

/* The line, cut around the stretch when it is long, and carets under the stretch. */
static void excerpt(struct buf *out, struct diag_place place, struct str stretch)
{
	uint32_t skipped = 0, column = place.column;
	struct str line = place.text;

	for (; column > EXCERPT - 20 && line.n; column--, skipped++)
		utf8_next(&line);
	buf_str(out, skipped ? STR("    …") : STR("    "));
	uint32_t shown = 0;
	for (; line.n && shown < EXCERPT; shown++)
		show_next(out, &line);
	buf_print(out, "\n    %s%*s", skipped ? " " : "", (int)column - 1, "");
	uint32_t width = stretch.n ? characters(stretch) : 1;
	if (width > shown - (column - 1 < shown ? column - 1 : shown))
		width = shown - (column - 1 < shown ? column - 1 : shown);
	for (uint32_t i = 0; i < (width ? width : 1); i++)
		buf_char(out, '^');
	buf_char(out, '\n');
}

static void tell(struct diags *d, struct buf *out, const struct text *where, struct span span,
		 const char *format, va_list args)
{
	if (!where) {
		buf_print(out, "%s: ", d->tool);
		say(out, format, args);
		return;
	}
	struct diag_place place = diag_place(where, span.at);
	buf_print(out, "%s: ", d->tool);
	show(out, str_from(where->name));
	buf_print(out, ":%u:%u: ", place.line, place.column);
	say(out, format, args);
	struct str body = where->body;
	size_t at = span.at < body.n ? span.at : body.n;
	excerpt(out, place, str_slice(body, at, span.n < body.n - at ? at + span.n : body.n));
}

void diag_vat(struct diags *d, const struct text *where, struct span span, const char *format, va_list args)
{
	if (++d->errors <= DIAG_MOST)
		tell(d, &d->out, where, span, format, args);
}

void diag_at(struct diags *d, const struct text *where, struct span span, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_vat(d, where, span, format, args);
	va_end(args);
}

void diag_error(struct diags *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_vat(d, NULL, (struct span){ 0 }, format, args);
	va_end(args);
}

void diag_more(struct diags *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(d, &d->out, NULL, (struct span){ 0 }, format, args);
	va_end(args);
}

void diag_before(struct diags *d, const char *format, ...)
{
	struct buf line = { 0 };
	va_list args;

	va_start(args, format);
	tell(d, &line, NULL, (struct span){ 0 }, format, args);
	va_end(args);
	buf_str(&line, buf_view(&d->out));
	buf_release(&d->out);
	d->out = line;
}

void diag_warning(struct diags *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(d, &d->out, NULL, (struct span){ 0 }, format, args);
	va_end(args);
}

void diag_note_at(struct diags *d, const struct text *where, struct span span, const char *format, ...)
{
	va_list args;

	if (d->quiet)
		return;
	va_start(args, format);
	tell(d, &d->notes, where, span, format, args);
	va_end(args);
}

void diag_note(struct diags *d, const char *format, ...)
{
	va_list args;

	if (d->quiet)
		return;
	va_start(args, format);
	tell(d, &d->notes, NULL, (struct span){ 0 }, format, args);
	va_end(args);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Damerau–Levenshtein (adjacent swaps count one), bytewise, case ignored; SIZE_MAX: more than `most`, or a
 * name is over 64 bytes. Each row follows from the two before it, so when nothing in these is at most `most`,
 * nothing later will be. */
static size_t edits(struct str a, struct str b, size_t most)
{
	enum { LONGEST = 64 };
	size_t row[3][LONGEST + 1], *before = row[0], *above = row[1], *here = row[2], lowest = 0;

	if (a.n > LONGEST || b.n > LONGEST || a.n > b.n + most || b.n > a.n + most)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		above[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t lowest_above = lowest;
		lowest = here[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			int x = tolower((unsigned char)a.p[i - 1]), y = tolower((unsigned char)b.p[j - 1]);
			size_t best = least(above[j - 1] + (x != y), least(above[j], here[j - 1]) + 1);
			if (i > 1 && j > 1 && x == tolower((unsigned char)b.p[j - 2]) &&
			    y == tolower((unsigned char)a.p[i - 2]))
				best = least(best, before[j - 2] + 1);
			here[j] = best;
			lowest = least(lowest, best);
		}
		if (lowest > most && lowest_above > most)
			return SIZE_MAX;
		size_t *oldest = before;
		before = above, above = here, here = oldest;
	}
	return above[b.n];
}

static struct str candidate(const struct candidates *list, size_t i)
{
	const void *name = (const char *)list->at + i * list->each + list->member;

	return list->terminated ? str_from(*(const char *const *)name) : *(const struct str *)name;
}

struct str nearest(const struct diags *d, struct str unknown, const struct candidates *list, size_t lists)
{
	struct str best = STR_NONE;
	size_t limit = least(unknown.n / 3 + 2, unknown.n); /* what is near has fewer edits */

	if (d && diags_full(d))
		return best;
	for (const struct candidates *end = list + lists; list < end; list++)
		for (size_t i = 0; i < list->n && limit; i++) {
			struct str name = candidate(list, i);
			size_t distance = edits(unknown, name, limit - 1);
			if (name.n && distance < limit)
				best = name, limit = distance;
		}
	return best;
}

size_t nearest_few(struct str unknown, const struct candidates *list, size_t lists,
		   struct str near[NEAREST_FEW])
{
	size_t distance[NEAREST_FEW], n = 0;

	for (const struct candidates *end = list + lists; list < end; list++)
		for (size_t i = 0; i < list->n; i++) {
			struct str name = candidate(list, i);
			size_t far = edits(unknown, name, unknown.n ? unknown.n - 1 : 0),
			       at = n; /* something is in common */
			bool twice = !name.n || far == SIZE_MAX;
			for (size_t k = 0; k < n; k++)
				twice |= str_same(name, near[k]);
			while (at > 0 && distance[at - 1] > far)
				at--;
			if (twice || at == NEAREST_FEW)
				continue;
			n += n < NEAREST_FEW;
			for (size_t k = n - 1; k > at; k--)
				near[k] = near[k - 1], distance[k] = distance[k - 1];
			near[at] = name;
			distance[at] = far;
		}
	while (n > 1 && distance[n - 1] > distance[0] + 1)
		n--;
	return n;
}

void diag_sighting(struct diags *d, const struct sighting *s, const char *one, const char *many,
		   const char *remedy)
{
	struct buf count = { 0 };

	if (!s->count)
		return;
	number_write_grouped(&count, (int64_t)s->count);
	diag_note(d, "%.*s %s, %s %s:%llu; %s", STR_ARG(buf_view(&count)), s->count == 1 ? one : many,
		  s->count == 1 ? "at" : "first at", s->file, (unsigned long long)s->first_line, remedy);
	buf_release(&count);
}

void diag_not_utf8(struct diags *d, const char *file, struct str bytes)
{
	struct sighting broken = { .file = file };

	for (uint64_t line = 1; bytes.n; line++) {
		const char *end = memchr(bytes.p, '\n', bytes.n);
		size_t n = end ? (size_t)(end + 1 - bytes.p) : bytes.n;
		if (!utf8_valid(str_slice(bytes, 0, n)) && !broken.count++)
			broken.first_line = line;
		bytes = str_slice(bytes, n, bytes.n);
	}
	diag_sighting(d, &broken, "line is not UTF-8", "lines are not UTF-8", CP1252_REMEDY);
}
