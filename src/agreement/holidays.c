/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A holiday file is an iCalendar file if it begins like one, else a CSV with the dates in its column `date`,
 * or in its first column if none has that name. A row is a holiday if the `when` of the statement holds for
 * it: that is an expression over the columns of this file and can't use leads. A date that can't be read, or
 * has a time of day, which is another date in another zone, is an error with its line, never a missing
 * holiday.
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
#include "time/ics.h"

static void add(struct days *d, int64_t day)
{
	MEM_ROOM(d->at, d->n, d->cap);
	d->at[d->n++] = day;
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
		diag_note_at(names_diags(n), said->when->where, said->when->span,
			     "no row of %.*s is chosen: no holidays", STR_ARG(said->file.text));
	return good;
}

/* ---- iCalendar ---- */

static bool read_ics(struct names *n, const struct holiday_file *said, const char *path, struct str bytes,
		     struct days *out)
{
	struct ics file;

	if (said->when) {
		diag_at(names_diags(n), said->when->where, said->when->span,
			"'when' chooses rows of a CSV, and %.*s is an iCalendar file: all its days are "
			"holidays",
			STR_ARG(said->file.text));
		return false;
	}
	bool good = ics_read(bytes, path, &file, names_diags(n));
	for (size_t i = 0; i < file.n; i++)
		add(out, file.day[i]);
	if (good && !file.n)
		diag_note(names_diags(n), "%s: no holidays in it", path);
	ics_release(&file);
	return good;
}

/* Does its name say that it is an iCalendar file? Then mistakes in it are reported as such. */
static bool named_ics(struct str name)
{
	return name.n > 4 && strncasecmp(name.p + name.n - 4, ".ics", 4) == 0;
}

bool holidays_read(struct names *n, const struct holiday_file *said, struct days *out)
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
		good = read_ics(n, said, path.p, buf_view(&bytes), out);
	else
		good = read_csv(n, said, buf_view(&bytes), out);
	buf_release(&path);
	buf_release(&bytes);
	return good;
}
