/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A holiday file is an iCalendar file if it begins like one, else a CSV with the dates in its column `date`,
 * or in its first column if none has that name. A row, or an event, is a holiday if the `when` of the
 * statement holds for it: that is an expression over the columns of this file, or over what events say of
 * themselves, and can't use leads. A date that can't be read, or has a time of day, which is another date in
 * another zone, is an error with its line, never a missing holiday.
 */
#include "agreement/holidays.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "agreement/sheet.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/mem.h"
#include "table/unpack.h"
#include "table/writer.h"
#include "time/ics.h"

static void add(struct days *d, int64_t day)
{
	MEM_ROOM(d->at, d->n, d->cap);
	d->at[d->n++] = day;
}

static void note_none(struct names *n, const struct holiday_file *said, const char *what)
{
	diag_note_at(names_diags(n), said->when->where, said->when->span,
		     "no %s of %.*s is chosen: no holidays", what, STR_ARG(said->file.text));
}

/* ---- rows of a CSV ---- */

static bool read_date(struct names *n, const struct sheet *s, size_t row, size_t column, struct days *out)
{
	const struct time_style *style = &names_program(n)->times;
	struct str cell = side_cell(&s->side, row, column);
	int64_t t;

	enum time_reading how = instant_read(cell, style, &t);
	if (how == TIME_READ && instant_is_date(t)) {
		add(out, instant_day(t, style->zone));
		return true;
	}
	diag_error(names_diags(n), "%s:%u: %.*s: %s: '%.*s'%s", s->path, s->side.line[row],
		   STR_ARG(s->side.name[column]),
		   how == TIME_AMBIGUOUS ? "this may be two dates" : "not a date", STR_ARG(cell),
		   how == TIME_AMBIGUOUS ? "; say 'dates day-first' or 'dates month-first' in the agreement"
		   : how == TIME_READ	 ? "; a holiday is written without a time of day"
					 : "");
	return false;
}

static bool read_rows(struct names *n, struct sheet *s, const struct expr *when, struct days *out)
{
	size_t column = side_column(&s->side, STR("date"));
	const struct code *chosen = when ? sheet_bind(s, when, TYPE_FLAG) : NULL;
	bool good = chosen || !when;

	for (size_t i = 0; i < s->side.rows && good; i++) {
		bool one = !chosen || code_flag(chosen, sheet_at(s, i));
		good = sheet_good(s);
		if (good && one && !side_blank(&s->side, i))
			good = read_date(n, s, i, column == SIZE_MAX ? 0 : column, out);
	}
	return good;
}

static bool read_csv(struct names *n, const struct holiday_file *said, struct str bytes, struct days *out)
{
	struct sheet s;
	size_t before = out->n;

	bool good = sheet_read(&s, n, &said->file, bytes) && read_rows(n, &s, said->when, out);
	sheet_release(&s); /* what there is of it, too */
	if (good && out->n == before && said->when)
		note_none(n, said, "row");
	return good;
}

/* ---- iCalendar ---- */

struct chooser {
	struct names *names;
	const struct holiday_file *said;
};

/* The events as a table, a row each, whose columns the condition names. */
static void write_table(struct buf *out, const struct ics_event *events, size_t n)
{
	const struct dialect comma = { ',', false };

	for (size_t i = 0; i < ICS_SAYS; i++)
		buf_print(out, "%s%s", i ? "," : "", ics_says[i]);
	buf_char(out, '\n');
	for (size_t e = 0; e < n; e++)
		for (size_t i = 0; i < ICS_SAYS; i++) {
			cell_write(out, comma, events[e].says[i]);
			buf_char(out, i + 1 < ICS_SAYS ? ',' : '\n');
		}
}

static bool choose_events(void *ctx, const struct ics_event *events, size_t n, bool *chosen)
{
	const struct chooser *c = ctx;
	struct buf table = { 0 };
	struct sheet s;
	bool any = !n;

	write_table(&table, events, n);
	bool good = sheet_read(&s, c->names, &c->said->file, buf_view(&table));
	const struct code *when = good ? sheet_bind(&s, c->said->when, TYPE_FLAG) : NULL;
	good = when;
	for (size_t i = 0; i < s.side.rows && good; i++) { /* n of them */
		s.side.line[i] = events[i].line;
		chosen[i] = code_flag(when, sheet_at(&s, i));
		any |= chosen[i];
		good = sheet_good(&s);
	}
	if (good && !any)
		note_none(c->names, c->said, "event");
	sheet_release(&s);
	buf_release(&table);
	return good;
}

static bool read_ics(struct names *n, const struct holiday_file *said, const struct zone *zone,
		     const char *path, struct str bytes, struct days *out)
{
	struct chooser chooser = { n, said };
	struct ics file;
	bool good = ics_read(&(struct ics_source){ .bytes = bytes,
						   .name = path,
						   .zone = zone,
						   .choose = said->when ? choose_events : NULL,
						   .ctx = &chooser },
			     &file, names_diags(n));
	diag_not_utf8(names_diags(n), path, bytes);
	for (size_t i = 0; i < file.n; i++)
		add(out, file.day[i]);
	if (good && !file.n && !said->when)
		diag_note(names_diags(n), "%s: no holidays in it", path);
	ics_release(&file);
	return good;
}

/* Does its name say that it is an iCalendar file? Then mistakes in it are reported as such. */
static bool named_ics(struct str name)
{
	return name.n > 4 && strncasecmp(name.p + name.n - 4, ".ics", 4) == 0;
}

bool holidays_read(struct names *n, const struct holiday_file *said, const struct zone *zone,
		   struct days *out)
{
	struct buf path = { 0 }, bytes = { 0 };
	const char *foreign;
	bool good = false;

	file_path(&path, said->file.where->folder, said->file.text);
	if (!unpack_file(path.p, &bytes))
		diag_at(names_diags(n), said->file.where, said->file.span, "'%.*s' can't be read: %s",
			STR_ARG(said->file.text), file_why(errno));
	else if ((foreign = foreign_file(buf_view(&bytes))))
		diag_error(names_diags(n), "%s: %s", path.p, foreign);
	else if (ics_looks_like(buf_view(&bytes)) || named_ics(said->file.text))
		good = read_ics(n, said, zone, path.p, buf_view(&bytes), out);
	else
		good = read_csv(n, said, buf_view(&bytes), out);
	buf_release(&path);
	buf_release(&bytes);
	return good;
}
