/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of the report is a row of the input that is in a group, a join that was left out (of two rows, the
 * later one), or a value that joins nobody (the first row that has it). See duplicates_report.h.
 */
#include "same/duplicates_report.h"

#include "base/number.h"
#include "figures/page.h"

/* ---- rows ---- */

enum { BESIDE_NOTHING, BESIDE_EMAIL }; /* of a column that says what rows have in common */
enum what { JOINED, LEFT_APART, TOO_MANY_NAMES, NOBODY };

static const char *const what_words[] = { "joined", "left_apart", "too_many_names", "nobody", NULL };

/* A row of the report, before it is looked at. */
struct line {
	enum what what;
	uint16_t key;			     /* KEY_NONE: a group's first */
	uint32_t row, to;		     /* of the sameness; the same: it has no other beside it */
	const struct duplicate_group *group; /* of JOINED */
	const struct same_spared *spared;    /* of the others */
	size_t place, to_place;		     /* in the run */
};

struct row {
	size_t groups;			     /* that were begun */
	uint32_t next;			     /* row of the sameness, in `group` */
	bool within;			     /* there is a next one */
	const struct duplicate_group *group; /* that was begun last */
	size_t spared;			     /* that were looked at */
	size_t shown;			     /* of these */
	struct line line[SAME_ROWS];
	size_t lines, told;
	uint16_t rows[SAME_ROWS], tos[SAME_ROWS]; /* their places in the run */
	const struct line *at;
	struct who who, to; /* the row, and the one that it was joined to, or wasn't */
	struct buf value, because, place, other;
};

static const struct duplicates_view *view_of(const struct cell *c)
{
	return c->view;
}

static struct row *row_of(const struct cell *c)
{
	return (struct row *)c->row;
}

static const struct sameness *same_of(const struct duplicates_view *v)
{
	return v->duplicates->same;
}

static void release(void *row)
{
	struct row *r = row;

	who_release(&r->who);
	who_release(&r->to);
	buf_release(&r->value);
	buf_release(&r->because);
	buf_release(&r->place);
	buf_release(&r->other);
}

/* "17", and of several files "sales.csv:17". */
static void write_place(const struct duplicates_view *v, const struct kept_row *row, struct buf *out)
{
	if (v->files > 1)
		buf_print(out, "%s:", row->file + v->folder);
	buf_print(out, "%llu", (unsigned long long)row->line);
}

/* ---- which they are ---- */

typedef bool take_fn(const struct duplicates_view *v, struct row *r, struct line *l);

static bool take_joined(const struct duplicates_view *v, struct row *r, struct line *l)
{
	const struct sameness *s = same_of(v);

	if (!r->within) {
		if (r->groups == v->duplicates->groups || (v->most && r->groups == v->most))
			return false;
		r->group = &v->duplicates->group[r->groups++];
		r->next = s->first[r->group->lead];
	}
	const struct same_row *x = &s->row[r->next];
	*l = (struct line){ .what = JOINED,
			    .key = x->key,
			    .row = r->next,
			    .to = x->key == KEY_NONE ? r->next : x->to,
			    .group = r->group };
	r->next = x->next;
	r->within = r->next != UINT32_MAX;
	return true;
}

static enum what what_of(const struct same_spared *x)
{
	return x->why == SPARED_APART ? LEFT_APART : x->why == SPARED_NAMES ? TOO_MANY_NAMES : NOBODY;
}

/* The next that was spared for one reason, or (both false) for any. */
static bool take_spared(const struct duplicates_view *v, struct row *r, bool apart, bool values,
			struct line *l)
{
	const struct sameness *s = same_of(v);

	while (r->spared < s->nspared && (!v->most || r->shown < v->most)) {
		const struct same_spared *x = v->duplicates->spared[r->spared++];
		bool is_apart = x->why == SPARED_APART;
		if ((apart && !is_apart) || (values && (is_apart || x->rows < 2)))
			continue;
		r->shown++;
		*l = (struct line){ .what = what_of(x),
				    .key = x->key,
				    .row = x->row,
				    .to = is_apart ? x->to : x->row,
				    .spared = x };
		return true;
	}
	return false;
}

static bool take_apart(const struct duplicates_view *v, struct row *r, struct line *l)
{
	return take_spared(v, r, true, false, l);
}

static bool take_value(const struct duplicates_view *v, struct row *r, struct line *l)
{
	return take_spared(v, r, false, true, l);
}

/* Rows in groups, then what was spared. */
static bool take_line(const struct duplicates_view *v, struct row *r, struct line *l)
{
	return take_joined(v, r, l) || take_spared(v, r, false, false, l);
}

/* ---- looking at them ---- */

/* Joined rows are asked together what each key saw in them. */
static void foresee_values(const struct duplicates_view *v, struct row *r, struct rows *run)
{
	uint16_t list[SAME_ROWS];

	for (size_t key = 0; key < v->duplicates->by->keys.n; key++) {
		size_t n = 0;
		for (size_t i = 0; i < r->lines; i++) {
			list[n] = (uint16_t)r->line[i].place;
			n += r->line[i].what == JOINED && r->line[i].key == key;
		}
		if (n)
			same_foresee(same_of(v), (uint16_t)key, run, (struct asked){ list, n });
	}
}

static void take_lines(const struct duplicates_view *v, struct row *r, take_fn *take)
{
	uint32_t row[2 * SAME_ROWS];
	size_t n = 0, tos = 0, bytes = 0;

	r->lines = r->told = 0;
	while (r->lines < SAME_ROWS && bytes < SAME_ROWS_BYTES && take(v, r, &r->line[r->lines])) {
		struct line *l = &r->line[r->lines];
		l->place = l->to_place = n;
		row[n++] = l->row;
		bytes += same_kept(same_of(v), l->row).bytes.n;
		if (l->to != l->row) {
			l->to_place = n;
			r->tos[tos++] = (uint16_t)n;
			row[n++] = l->to;
			bytes += same_kept(same_of(v), l->to).bytes.n;
		}
		r->rows[r->lines++] = (uint16_t)l->place;
	}
	if (!n)
		return;
	struct rows *run = same_rows(same_of(v), row, n);
	who_begin(&r->who, v->who, run, (struct asked){ r->rows, r->lines });
	who_begin(&r->to, v->who, run, (struct asked){ r->tos, tos });
	foresee_values(v, r, run);
}

static bool next(const struct duplicates_view *v, struct row *r, take_fn *take)
{
	const struct sameness *s = same_of(v);

	if (r->told == r->lines)
		take_lines(v, r, take);
	if (r->told == r->lines)
		return false;
	const struct line *l = r->at = &r->line[r->told++];
	who_read(&r->who, l->place, same_kept(s, l->row));
	buf_clear(&r->place);
	write_place(v, &r->who.row, &r->place);
	buf_clear(&r->other);
	if (l->to != l->row) {
		who_read(&r->to, l->to_place, same_kept(s, l->to));
		write_place(v, &r->to.row, &r->other);
	}
	buf_clear(&r->value);
	rows_at(r->who.run, l->place);
	if (l->what != JOINED)
		buf_str(&r->value, l->spared->value);
	else if (l->key != KEY_NONE)
		same_value(s, l->row, l->key, &r->value);
	return true;
}

static bool next_joined(const void *view, void *row)
{
	return next(view, row, take_joined);
}

static bool next_apart(const void *view, void *row)
{
	return next(view, row, take_apart);
}

static bool next_value(const void *view, void *row)
{
	return next(view, row, take_value);
}

static bool next_line(const void *view, void *row)
{
	return next(view, row, take_line);
}

/* ---- figures ---- */

static struct figure none(void)
{
	return (struct figure){ 0 };
}

/* A number that is a name: without separators, as people look for it. */
static struct figure numbered(uint64_t n)
{
	return figure_real((double)n, 0);
}

static struct figure what(const struct cell *c)
{
	return figure_text(str_from(what_words[row_of(c)->at->what]));
}

static struct figure group(const struct cell *c)
{
	const struct row *r = row_of(c);

	return r->at->what == JOINED ? numbered(r->at->group->number) : none();
}

/* The group's, or those that have a value. */
static struct figure rows(const struct cell *c)
{
	const struct row *r = row_of(c);

	if (r->at->what == JOINED)
		return figure_count(same_of(view_of(c))->size[r->at->group->lead]);
	return r->at->what == LEFT_APART ? none() : figure_count(r->at->spared->rows);
}

static bool is_first(const struct row *r)
{
	return r->at->key == KEY_NONE;
}

static struct figure group_once(const struct cell *c)
{
	return is_first(row_of(c)) ? group(c) : none();
}

static struct figure file(const struct cell *c)
{
	return figure_text(str_from(row_of(c)->who.row.file));
}

static struct figure line(const struct cell *c)
{
	return numbered(row_of(c)->who.row.line);
}

static struct figure place(const struct cell *c)
{
	return figure_text(buf_view(&row_of(c)->place));
}

static struct figure other_place(const struct cell *c)
{
	return figure_text(buf_view(&row_of(c)->other));
}

static struct figure other_line(const struct cell *c)
{
	return row_of(c)->other.n ? numbered(row_of(c)->to.row.line) : none();
}

/* By its id; a row without one by its line. */
static struct figure to(const struct cell *c)
{
	struct row *r = row_of(c);
	struct str id = r->other.n ? who_says(&r->to, WHO_ID) : STR("");

	return id.n ? figure_text(id) : other_line(c);
}

static struct figure to_file(const struct cell *c)
{
	return row_of(c)->other.n ? figure_text(str_from(row_of(c)->to.row.file)) : none();
}

static struct str key_of(const struct cell *c)
{
	return duplicates_key(view_of(c)->duplicates, row_of(c)->at->key);
}

static struct figure joined_by(const struct cell *c)
{
	return figure_text(key_of(c));
}

static struct figure value(const struct cell *c)
{
	return figure_text(buf_view(&row_of(c)->value));
}

/* "phone 0212 555 0100"; of an email that stands beside it in the row, "email". */
static struct figure why(const struct cell *c)
{
	struct row *r = row_of(c);
	struct str key = key_of(c), said = buf_view(&r->value);

	if (!key.n)
		return none();
	if (c->of == BESIDE_EMAIL && str_eq(said, who_says(&r->who, WHO_EMAIL)))
		return figure_text(key);
	buf_clear(&r->because);
	buf_str(&r->because, key);
	buf_char(&r->because, ' ');
	buf_str(&r->because, said);
	return figure_text(buf_view(&r->because));
}

static struct figure names(const struct cell *c)
{
	const struct row *r = row_of(c);

	return r->at->what == TOO_MANY_NAMES ? figure_count(r->at->spared->names) : none();
}

static struct figure differ_in(const struct cell *c)
{
	const struct row *r = row_of(c);
	const struct same_lead *by = view_of(c)->duplicates->by;

	if (r->at->what != LEFT_APART)
		return none();
	size_t apart = r->at->spared->apart;
	return figure_text(apart == APART_MAP ? duplicates_key(view_of(c)->duplicates, KEY_MAP)
					      : by->apart.at[apart]->text);
}

static struct figure says(const struct cell *c)
{
	return figure_text(who_says(&row_of(c)->who, (enum who_part)c->of));
}

/* Whoever it was not joined to. */
static struct figure other_says(const struct cell *c)
{
	return figure_text(who_says(&row_of(c)->to, (enum who_part)c->of));
}

/* Why a value joins nobody, by the first part of its key that has a reason of its own. */
static struct figure no_one(const struct cell *c)
{
	const struct row *r = row_of(c);
	const struct same_key *key = &view_of(c)->duplicates->by->keys.at[r->at->key];

	if (r->at->what == TOO_MANY_NAMES)
		return figure_text(STR("too many names"));
	for (size_t i = 0; i < key->parts.n; i++) {
		enum same_of of = key->parts.at[i].of;
		if (of == SAME_EMAIL)
			return figure_text(STR("not one person's address"));
		if (of == SAME_PHONE)
			return figure_text(STR("not one person's number"));
		if (of == SAME_DOMAIN)
			return figure_text(STR("not one company's domain"));
	}
	return figure_text(STR("says nothing"));
}

/* ---- columns ---- */

static bool has_files(const void *view)
{
	return ((const struct duplicates_view *)view)->files > 1;
}

static bool has_one_file(const void *view)
{
	return !has_files(view);
}

#define HAS(test, part)                                                            \
	static bool test(const void *view)                                         \
	{                                                                          \
		return who_has(((const struct duplicates_view *)view)->who, part); \
	}
HAS(has_id, WHO_ID)
HAS(has_name, WHO_NAME)
HAS(has_email, WHO_EMAIL)
HAS(has_phone, WHO_PHONE)
HAS(has_company, WHO_COMPANY)

#define ROWS .kind = COLUMN_NUMBER, .unit = "rows"

static const struct column columns[] = {
	{ COLUMN("what", what), .words = what_words,
	  .definition =
		  "joined: a row of a group; left_apart: a join that was left out; too_many_names, nobody: "
		  "a value that joins nobody" },
	{ COLUMN("group", group), .kind = COLUMN_NUMBER,
	  .definition = "the number of the group, in the order of their first rows" },
	{ COLUMN("rows", rows), ROWS, .definition = "rows of the group, or rows that have the value" },
	{ COLUMN("file", file), .there = has_files, .definition = "the file that the row is in" },
	{ COLUMN("line", line), .kind = COLUMN_NUMBER,
	  .definition = "the line on which the row begins; of a value the first row that has it" },
	{ COLUMN("joined_by", joined_by),
	  .definition =
		  "the key that joined it to the row before, or would have; empty for a group's first row" },
	{ COLUMN("value", value), .definition = "what they have in common, in the words of the row" },
	{ COLUMN("to", to),
	  .definition = "the row that it was joined to, or would have been: its id, or else its line" },
	{ COLUMN("to_file", to_file), .there = has_files, .definition = "the file that this row is in" },
	{ COLUMN("names", names), .kind = COLUMN_NUMBER,
	  .definition = "of too_many_names: so many different names at least have the value" },
	{ COLUMN("differ_in", differ_in),
	  .definition = "of left_apart: the column that keeps the rows apart" },
	{ COLUMN("id", says), .of = WHO_ID, .there = has_id, .definition = "who the row is" },
	{ COLUMN("name", says), .of = WHO_NAME, .there = has_name, .definition = "the whole name" },
	{ COLUMN("email", says), .of = WHO_EMAIL, .there = has_email, .definition = "the email address" },
	{ COLUMN("phone", says), .of = WHO_PHONE, .there = has_phone, .definition = "the phone number" },
	{ COLUMN("company", says), .of = WHO_COMPANY, .there = has_company, .definition = "the company" },
};

/* Columns of an 80 columns wide window first. A line, unlike an id, is short and never cut. */
#define PLACES(head, number, text)                                              \
	{ COLUMN(head, number), .kind = COLUMN_NUMBER, .there = has_one_file }, \
	{                                                                       \
		COLUMN(head, text), .there = has_files, .least = 14             \
	}
#define NAME COLUMN("name", says), .of = WHO_NAME, .there = has_name, .least = 14
#define MAIL COLUMN("email", says), .of = WHO_EMAIL, .there = has_email, .least = 18

static const struct column group_columns[] = {
	{ COLUMN("group", group_once), .kind = COLUMN_NUMBER },
	PLACES("line", line, place),
	{ NAME },
	{ MAIL, .weight = WEIGHT_ANSWERS },
	{ COLUMN("joined by", why), .of = BESIDE_EMAIL, .least = 20 },
	PLACES("to", other_line, other_place),
	{ COLUMN("company", says), .of = WHO_COMPANY, .there = has_company, .least = 12,
	  .weight = WEIGHT_EXPLAINS },
	{ COLUMN("id", says), .of = WHO_ID, .there = has_id, .least = 10, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("phone", says), .of = WHO_PHONE, .there = has_phone, .least = 16,
	  .weight = WEIGHT_DIAGNOSES },
};
static const struct column apart_columns[] = {
	PLACES("line", line, place),
	{ NAME },
	{ MAIL, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("not joined by", why), .least = 20 },
	PLACES("to", other_line, other_place),
	{ COLUMN("name", other_says), .of = WHO_NAME, .there = has_name, .least = 14,
	  .weight = WEIGHT_ANSWERS },
	{ COLUMN("differ in", differ_in), .least = 10, .weight = WEIGHT_ANSWERS },
};
static const struct column value_columns[] = {
	{ COLUMN("value", why), .least = 24 },
	{ COLUMN("rows", rows), ROWS },
	{ COLUMN("names", names), .kind = COLUMN_NUMBER, .weight = WEIGHT_ANSWERS },
	{ COLUMN("why", no_one), .least = 24, .weight = WEIGHT_ANSWERS },
	{ COLUMN("first line", line), .kind = COLUMN_NUMBER, .there = has_one_file,
	  .weight = WEIGHT_EXPLAINS },
	{ COLUMN("first line", place), .there = has_files, .least = 14, .weight = WEIGHT_EXPLAINS },
};

#define LINES(table, next) REPORT(table, struct row, next, release)
const struct report duplicates_report = LINES(columns, next_line);
static const struct report group_table = LINES(group_columns, next_joined),
			   apart_table = LINES(apart_columns, next_apart),
			   value_table = LINES(value_columns, next_value);

/* ---- for people ---- */

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void title_groups(const struct duplicates *d, struct grid *g)
{
	struct arena *a = &g->arena;

	if (!d->groups)
		grid_title(g, "Duplicates: none");
	else
		grid_title(g, arena_print(a, "Duplicates: %.*s group%s of %.*s rows",
					  STR_ARG(page_count(a, d->groups)), plural(d->groups),
					  STR_ARG(page_count(a, d->rows)))
				      .p);
}

/* Notes that a table has not all of them; false: it has. */
static bool note_part(const struct duplicates_view *v, uint64_t all, const char *what, struct grid *g)
{
	if (!v->most || all <= v->most)
		return false;
	grid_note(g, arena_print(&g->arena, "%zu of %.*s %s; -f csv has all", v->most,
				 STR_ARG(page_count(&g->arena, all)), what)
			     .p);
	return true;
}

/* Values that one row has are in the way of nothing. */
static uint64_t values_shared(const struct duplicates *d)
{
	uint64_t n = 0;

	for (size_t i = 0; i < d->same->nspared; i++)
		n += d->same->spared[i].why != SPARED_APART && d->same->spared[i].rows > 1;
	return n;
}

static void put_values(const struct duplicates_view *v, uint64_t shared, struct grid *g)
{
	uint64_t alone = v->duplicates->nobody - shared;

	grid_title(g, arena_print(&g->arena, "Values that join nobody: %.*s",
				  STR_ARG(page_count(&g->arena, v->duplicates->nobody)))
			      .p);
	report_fill(&value_table, v, v->utf8, g);
	if (!note_part(v, shared, "values", g) && alone)
		grid_note(g, arena_print(&g->arena, "%.*s more %s in one row%s; -f csv has all",
					 STR_ARG(page_count(&g->arena, alone)), alone == 1 ? "is" : "are",
					 alone == 1 ? "" : " each")
				     .p);
}

static void put_apart(const struct duplicates_view *v, struct grid *g)
{
	uint64_t n = v->duplicates->left_out;

	grid_title(g, arena_print(&g->arena, "Joins left out: %.*s", STR_ARG(page_count(&g->arena, n))).p);
	report_fill(&apart_table, v, v->utf8, g);
	note_part(v, n, "joins", g);
}

size_t duplicates_tables(const struct duplicates_view *v, struct grid grids[DUPLICATES_GRIDS])
{
	const struct duplicates *d = v->duplicates;
	uint64_t shared = values_shared(d);
	size_t n = 0;

	title_groups(d, &grids[n]);
	report_fill(&group_table, v, v->utf8, &grids[n]);
	if (!note_part(v, d->groups, "groups", &grids[n]) && d->groups)
		grid_note(&grids[n],
			  "joined by: what the row has in common with the row on the line in 'to'");
	n++;
	if (d->left_out)
		put_apart(v, &grids[n++]);
	if (shared)
		put_values(v, shared, &grids[n++]);
	return n;
}
