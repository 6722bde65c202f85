/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A holiday file is an iCalendar file if it begins like one, else a CSV with
 * the dates in its column `date`, or in its first where none is called that.
 * A row is a holiday if the `when` of the statement holds for it: that is an
 * expression over the columns of this file, which knows no leads. A date that
 * can't be read is an error with its line, never a day less.
 */
#include "agreement/holidays.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "agreement/lookup.h"
#include "base/file.h"
#include "base/mem.h"
#include "time/ics.h"

/* One CSV while its rows are asked. */
struct sheet {
	struct names *names; /* of the leads: their agreement, and where mistakes are told */
	const struct holiday_file *said;
	const char *path;
	struct side side;
	struct program program; /* over this file's columns */
	struct sheet_column {
		struct sheet *sheet;
		size_t column;
	} * columns;
	size_t row; /* the one that is asked now */
};

static void add(struct days *d, int64_t day)
{
	MEM_ROOM(d->at, d->n, d->cap);
	d->at[d->n++] = day;
}

/* ---- rows of a CSV ---- */

static union value work_cell(const void *ctx, struct frame *f)
{
	const struct sheet_column *c = ctx;
	struct str cell = side_cell(&c->sheet->side, c->sheet->row, c->column);

	(void)f;
	return cell.n ? (union value){ .text = cell } : value_none(TYPE_TEXT);
}

static void resolve(void *ctx, const struct expr *name, struct binding *out)
{
	struct sheet *s = ctx;
	size_t column =
		lookup_column(s->names, &s->side, s->said->file.text, name->text, name->where, name->span);

	*out = (struct binding){ .how = BOUND_UNKNOWN };
	if (column == SIZE_MAX)
		return;
	s->columns[column] = (struct sheet_column){ s, column };
	*out = (struct binding){ .how = BOUND_WORKED,
				 .kind = TYPE_TEXT,
				 .label = s->side.name[column],
				 .worked = program_work(&s->program, TYPE_TEXT, s->side.name[column],
							work_cell, &s->columns[column]) };
}

/* Marks the rows for which `when` holds. */
static bool choose_rows(struct sheet *s, bool *chosen)
{
	uint32_t start = 0;
	struct batch place = { .file = s->path, .marks = { .start = &start } }; /* for messages alone */
	struct record here = { .batch = &place };
	struct diags *diags = names_diags(s->names);
	const struct program *leads = names_program(s->names);
	struct frame f;

	program_init(&s->program, diags, (struct schema){ s, resolve });
	s->program.times = leads->times;
	s->program.decimal = leads->decimal;
	s->program.now = INSTANT_NONE;
	s->program.strict = true;
	const struct code *when = program_bind(&s->program, s->said->when, TYPE_FLAG, NULL);
	if (!when)
		return false;
	frame_init(&f, &s->program);
	for (s->row = 0; s->row < s->side.rows && !f.error.n; s->row++) {
		place.first_line = s->side.line[s->row];
		place.first_row = s->row;
		frame_record(&f, &here);
		chosen[s->row] = code_flag(when, &f);
	}
	bool good = !f.error.n;
	if (!good)
		diag_error(diags, "%.*s", STR_ARG(buf_view(&f.error)));
	frame_release(&f);
	return good;
}

static bool read_date(struct sheet *s, size_t row, size_t column, struct days *out)
{
	const struct time_style *style = &names_program(s->names)->times;
	struct str cell = side_cell(&s->side, row, column);
	int64_t t;

	enum time_reading how = instant_read(cell, style, &t);
	if (how == TIME_READ) {
		add(out, instant_day(t, style->zone));
		return true;
	}
	diag_error(names_diags(s->names), "%s:%u: %.*s: %s: '%.*s'%s", s->path, s->side.line[row],
		   STR_ARG(s->side.name[column]),
		   how == TIME_AMBIGUOUS ? "this may be two dates" : "not a date", STR_ARG(cell),
		   how == TIME_AMBIGUOUS ? "; say 'dates day-first' or 'dates month-first' in the agreement"
					 : "");
	return false;
}

static bool read_rows(struct sheet *s, struct days *out)
{
	size_t column = side_column(&s->side, STR("date"));
	bool *chosen = mem_new(s->side.rows + 1), good = true;

	if (column == SIZE_MAX)
		column = 0;
	s->columns = mem_new(s->side.columns * sizeof *s->columns);
	memset(chosen, true, s->side.rows);
	if (s->said->when) {
		good = choose_rows(s, chosen);
		program_release(&s->program);
	}
	for (size_t i = 0; i < s->side.rows && good; i++)
		if (chosen[i] && !side_blank(&s->side, i))
			good = read_date(s, i, column, out);
	free(s->columns);
	free(chosen);
	return good;
}

static bool read_csv(struct names *n, const struct holiday_file *said, const char *path, struct days *out)
{
	struct sheet s = { .names = n, .said = said, .path = path };
	size_t before = out->n;

	bool good = side_read(&s.side, path, names_diags(n)) && read_rows(&s, out);
	side_release(&s.side); /* what there is of it, too */
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

/* Does its name promise an iCalendar file? Then what is wrong with it is told as such. */
static bool named_ics(struct str name)
{
	return name.n > 4 && strncasecmp(name.p + name.n - 4, ".ics", 4) == 0;
}

bool holidays_read(struct names *n, const struct holiday_file *said, struct days *out)
{
	struct buf path = { 0 }, bytes = { 0 };
	bool good = false;

	file_path(&path, said->file.where->folder, said->file.text);
	if (!file_read(path.p, &bytes))
		diag_at(names_diags(n), said->file.where, said->file.span, "'%.*s' can't be read: %s",
			STR_ARG(said->file.text), file_why(errno));
	else if (ics_looks_like(buf_view(&bytes)) || named_ics(said->file.text))
		good = read_ics(n, said, path.p, buf_view(&bytes), out);
	else
		good = read_csv(n, said, path.p, out);
	buf_release(&path);
	buf_release(&bytes);
	return good;
}
