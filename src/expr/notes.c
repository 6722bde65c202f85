/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is reported at the end about the cells that were read: see frame_tell in program.h. */
#include <ctype.h>

#include "base/map.h"
#include "base/number.h"
#include "expr/code.h"

enum { MOST_FROM = 20 /* cells of which nine in ten are most */ };

static void tell_lookup(const struct side_name *s, const struct lookup_count *c, struct diags *diags)
{
	struct buf found = { 0 }, rows = { 0 };

	number_write_grouped(&found, (int64_t)c->found);
	number_write_grouped(&rows, (int64_t)c->rows);
	diag_note(diags, "table %.*s: %.*s of %.*s %s found a row in %.*s", STR_ARG(s->table),
		  STR_ARG(buf_view(&found)), STR_ARG(buf_view(&rows)), c->rows == 1 ? "lead" : "leads",
		  STR_ARG(s->file));
	buf_release(&found);
	buf_release(&rows);
}

void cells_doubt_commas(struct str label, uint64_t count, struct str sample, struct diags *diags)
{
	struct buf grouped = { 0 }, decimal = { 0 };
	double x = 0, y = 0;

	number_read(sample, '.', &x);
	number_read(sample, ',', &y);
	number_write(&grouped, x);
	number_write(&decimal, y);
	diag_note(diags,
		  "%.*s: %llu cell%s a comma before three digits: '%.*s' is read as %.*s, and is %.*s if the "
		  "comma is the decimal sign; then add to the agreement: decimal \",\"",
		  STR_ARG(label), (unsigned long long)count, count == 1 ? " has" : "s have", STR_ARG(sample),
		  STR_ARG(buf_view(&grouped)), STR_ARG(buf_view(&decimal)));
	buf_release(&grouped);
	buf_release(&decimal);
}

/* A name as the agreement writes it. */
static void add_name(struct buf *out, struct str name)
{
	bool plain = name.n && !isdigit((unsigned char)*name.p);

	for (size_t i = 0; i < name.n; i++)
		plain &= isalnum((unsigned char)name.p[i]) || name.p[i] == '_' || name.p[i] == '.';
	buf_print(out, plain ? "%.*s" : "`%.*s`", STR_ARG(name));
}

static bool seems_whole_days(const struct reader *r, const struct readings *of)
{
	uint64_t midnights = of->daytime[DAYTIME_MIDNIGHT], others = of->daytime[DAYTIME_OTHER];
	bool most = midnights + others >= MOST_FROM && midnights >= 9 * others;

	return r->plain && r->kind == TYPE_TIME && !r->times->whole_day && midnights && (most || !others);
}

/* Which columns seem to be whole days, and the statement to say so. */
static void tell_whole_days(const struct frame *f, struct diags *diags)
{
	struct buf counts = { 0 }, names = { 0 };
	size_t n = 0;

	for (uint32_t i = 0; i < f->state->nreaders; i++) {
		const struct reader *r = f->program->state->reader[i];
		const struct readings *of = &f->readings[i];
		if (!seems_whole_days(r, of))
			continue;
		buf_print(&counts, n ? ", %.*s (" : "%.*s (", STR_ARG(r->label));
		uint64_t midnights = of->daytime[DAYTIME_MIDNIGHT], others = of->daytime[DAYTIME_OTHER];
		number_write_grouped(&counts, midnights);
		if (others) {
			buf_str(&counts, STR(" of "));
			number_write_grouped(&counts, midnights + others);
		}
		buf_char(&counts, ')');
		buf_str(&names, n++ ? STR(", ") : STR(""));
		add_name(&names, r->label);
	}
	if (n)
		diag_note(diags,
			  "%.*s: the times of day are midnights; if they mean whole days, add to the "
			  "agreement: "
			  "dates whole-day in %.*s",
			  STR_ARG(buf_view(&counts)), STR_ARG(buf_view(&names)));
	buf_release(&counts);
	buf_release(&names);
}

static void cells_doubt_dots(struct str label, const struct cells *u, struct diags *diags)
{
	struct buf dot = { 0 }, group = { 0 };
	double x = 0, y = 0;

	number_read_start(buf_view(&u->sample), '.', &x);
	number_read_start(buf_view(&u->sample), ',', &y);
	number_write(&dot, x);
	number_write(&group, y);
	diag_note(
		diags,
		"%.*s: all numbers with a dot (%llu) have three digits behind it, as '%.*s': it is read as "
		"%.*s; if the dot groups thousands, which makes it %.*s, add to the agreement: decimal \",\"",
		STR_ARG(label), (unsigned long long)u->count, STR_ARG(buf_view(&u->sample)),
		STR_ARG(buf_view(&dot)), STR_ARG(buf_view(&group)));
	buf_release(&dot);
	buf_release(&group);
}

/* Each column once, however many ways it is read; one way that settles it settles it for all. */
static void tell_dots(const struct frame *f, struct diags *diags)
{
	struct reader *const *reader = f->program->state->reader;
	struct map seen = { 0 };

	for (uint32_t i = 0; i < f->state->nreaders; i++)
		if (f->readings[i].dot_is_sure)
			map_put(&seen, reader[i]->label, i);
	for (uint32_t i = 0; i < f->state->nreaders; i++) {
		const struct readings *of = &f->readings[i];
		const struct cells *dots = &of->cells[CELLS_DOT];
		if (dots->count && map_put(&seen, reader[i]->label, i) == i && !of->dot_is_sure)
			cells_doubt_dots(reader[i]->label, dots, diags);
	}
	map_release(&seen);
}

const char *frame_unread(const struct frame *f, size_t column)
{
	const struct program_state *s = f->program->state;

	for (uint32_t i = 0; i < f->state->nreaders; i++)
		if (s->reader[i]->column == column && !s->reader[i]->source &&
		    f->readings[i].cells[CELLS_UNREAD].count)
			return kind_words[s->reader[i]->kind].one;
	return NULL;
}

/* Is it a word, as ja and sí are? */
static bool may_mean_yes(const struct frame *f, struct str sample)
{
	bool letter = false;
	double x;
	int64_t t;

	for (size_t i = 0; i < sample.n; i++)
		letter |= fold_ascii[(unsigned char)sample.p[i]] >= 'a';
	return letter && sample.n < 20 && !memchr(sample.p, '"', sample.n) &&
	       !number_read_start(sample, '.', &x) && !number_read(sample, ',', &x) &&
	       instant_read(sample, &f->program->times, &t) == TIME_NOT;
}

/* A number that counts days as spreadsheets do, from 1899-12-30, or seconds since 1970: neither is sure
 * enough to be read. */
static void add_counted_time(struct buf *out, const struct frame *f, struct str sample)
{
	const struct zone *zone = f->program->times.zone;
	double x;

	if (!number_read(sample, f->program->decimal, &x) || sample.n < 5)
		return;
	if (isdigit((unsigned char)sample.p[4]) && x >= 30000 && x < 60000) {
		buf_str(out, STR(", which may be a spreadsheet's number for "));
		instant_write(out, day_date((int64_t)x - 25569, zone), zone);
		buf_str(out, STR(": give the column the format of dates before it is exported"));
	} else if (sample.n == 10 && x >= 1e9 && x < 4e9) {
		buf_str(out, STR(", which may be seconds since 1970, and "));
		instant_write(out, day_date((int64_t)x / 86400, zone), zone);
		buf_str(out, STR(": with 000 behind them they are read"));
	}
}

static void tell_unread(const struct frame *f, const struct reader *r, const struct cells *u,
			struct diags *diags)
{
	struct str sample = buf_view(&u->sample);
	const char decimal = f->program->decimal, other = decimal == '.' ? ',' : '.';
	double x;
	struct buf words = { 0 };

	if (u->count == 1)
		buf_print(&words, "1 cell is not %s, line", kind_words[r->kind].one);
	else
		buf_print(&words, "%llu cells are not %s, first line", (unsigned long long)u->count,
			  kind_words[r->kind].many);
	buf_print(&words, " %llu: '%.*s'", (unsigned long long)u->first_line, STR_ARG(sample));
	if (r->kind == TYPE_NUMBER && !r->start && number_read(sample, other, &x))
		buf_print(&words, ", a number if '%c' is the decimal sign: decimal \"%c\"", other, other);
	if (r->kind == TYPE_TIME)
		add_counted_time(&words, f, sample);
	if (r->kind == TYPE_FLAG && may_mean_yes(f, sample)) {
		buf_str(&words, STR("; if that is a yes, compare it: "));
		add_name(&words, r->label);
		buf_print(&words, " = \"%.*s\"", STR_ARG(sample));
	}
	diag_note(diags, "%.*s: %.*s", STR_ARG(r->label), STR_ARG(buf_view(&words)));
	buf_release(&words);
}

/* Which of the two is meant only the writer knows. */
static void tell_percent(const struct reader *r, const struct cells *of, struct diags *diags)
{
	const struct cells *above = &of[CELLS_ABOVE_ONE], *percent = &of[CELLS_PERCENT];
	struct buf is = { 0 };
	double x = 0;

	if (above->count && r->percentage.p) {
		number_read(r->percentage, '.', &x);
		number_write(&is, x);
		diag_note(diags,
			  "%.*s: %llu cell%s above 1 without a percent sign, first line %llu: '%.*s', and "
			  "%.*s is %.*s; if %s, compare with %.*s",
			  STR_ARG(r->label), (unsigned long long)above->count,
			  above->count == 1 ? " is" : "s are", (unsigned long long)above->first_line,
			  STR_ARG(buf_view(&above->sample)), STR_ARG(r->percentage), STR_ARG(buf_view(&is)),
			  above->count == 1 ? "it is a percentage" : "they are percentages",
			  STR_ARG(str_trim(str_slice(r->percentage, 0, r->percentage.n - 1))));
	}
	if (percent->count)
		diag_note(diags,
			  "%.*s: %llu cell%s a percent sign, first line %llu: '%.*s', which makes "
			  "hundredths; if %.*s is meant as a percentage, too, write %.*s%%",
			  STR_ARG(r->label), (unsigned long long)percent->count,
			  percent->count == 1 ? " has" : "s have", (unsigned long long)percent->first_line,
			  STR_ARG(buf_view(&percent->sample)), STR_ARG(r->number), STR_ARG(r->number));
	buf_release(&is);
}

void frame_tell(const struct frame *f, struct diags *diags)
{
	const struct program_state *s = f->program->state;

	for (size_t i = 0; i < f->state->nlookups; i++)
		if (f->lookups[i].rows)
			tell_lookup(&s->lookup[i], &f->lookups[i], diags);
	for (uint32_t i = 0; i < f->state->nreaders; i++) {
		const struct reader *r = s->reader[i];
		const struct cells *of = f->readings[i].cells, *commas = &of[CELLS_COMMA];
		if (commas->count && !f->readings[i].comma_is_sure)
			cells_doubt_commas(r->label, commas->count, buf_view(&commas->sample), diags);
		if (of[CELLS_UNREAD].count)
			tell_unread(f, r, &of[CELLS_UNREAD], diags);
		tell_percent(r, of, diags);
	}
	tell_dots(f, diags);
	tell_whole_days(f, diags);
}
