/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See parts.h. */
#include "cmd/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agreement/edition.h"
#include "agreement/read.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "cmd/command.h"
#include "figures/part.h"

struct parts {
	struct partial *part;
	size_t n;
	const struct partial *first; /* whose header is read */
	int header;		     /* a temporary file; -1: none yet */
};

/* ---- what a part is about ---- */

static struct str short_of(struct str s)
{
	return s.n > 40 ? str_slice(s, 0, 40) : s;
}

/* These may differ between the parts of some modes. */
static bool may_differ(struct str name)
{
	return str_eq(name, STR("now")) || str_eq(name, STR("header")) || str_eq(name, STR("delimiter"));
}

/* A plain funnel is of those statements alone that decide who is counted where; another report may be of any.
 */
static void put_fingerprint(struct buf *out, const struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	if (f->mode->any_time) {
		buf_print(out, "%016" PRIx64, agreement_fingerprint(a, false));
		return;
	}
	struct digest edition = agreement_edition(a);
	digest_write(out, &edition, DIGEST_BYTES);
}

/* How the header's cells are divided, if it isn't by commas: by an option or the file's name, or as the input
 * itself says. */
static void put_delimiter(struct partial *p, const struct source *s)
{
	char cell[16] = { s->dialect.delimiter, '\0' };

	if (s->dialect.delimiter == ',' && !s->dialect.raw_tsv)
		return;
	snprintf(cell + 1, sizeof cell - 1, " %s",
		 s->dialect.raw_tsv	      ? "raw"
		 : s->from == DELIMITER_GIVEN ? "given"
					      : "said");
	part_put_about(p, STR("delimiter"), str_from(cell));
}

static void put_abouts(struct partial *p, struct filter *f)
{
	const struct option_row *own = f->command->tool.options;
	struct buf b = { 0 };

	part_put_about(p, STR("tool"), str_from(f->command->tool.name));
	put_fingerprint(&b, f);
	part_put_about(p, STR("agreement"), buf_view(&b));
	buf_clear(&b);
	instant_write(&b, f->lane[0].program.now, zone_utc());
	part_put_about(p, STR("now"), buf_view(&b));
	put_delimiter(p, &f->source);
	part_put_about(p, STR("header"), f->source.header.raw);
	for (size_t i = 0; own[i].name; i++) {
		if (!(f->counted & OPTION(i)))
			continue;
		struct arena *arena = &f->lane[0].program.arena;
		buf_clear(&b);
		option_show(&own[i], f->ask, &b);
		part_put_about(p, arena_print(arena, "--%s", own[i].name), buf_view(&b));
	}
	if (f->mode->own_columns && f->common.columns)
		part_put_about(p, STR("--columns"), str_from(f->common.columns));
	buf_release(&b);
}

/* ---- reading ---- */

static bool refuse(struct filter *f, const struct partial *p)
{
	diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&p->error)));
	return false;
}

/* Each thing that one part says, the other says as well. */
static bool says_alike(struct filter *f, const struct partial *p, const struct partial *other, bool all)
{
	for (size_t i = 0; i < p->nabout; i++) {
		const struct part_about *here = &p->about[i];
		struct str there = part_says(other, here->name);
		if (may_differ(here->name) != all || (there.p && str_eq(here->detail, there)))
			continue;
		if (there.p)
			diag_error(&f->diags,
				   "%s:%" PRIu64
				   ": '%.*s' is '%.*s' here and '%.*s' in %s; only partials that "
				   "were made alike are one whole",
				   p->file, here->line, STR_ARG(here->name), STR_ARG(short_of(here->detail)),
				   STR_ARG(short_of(there)), other->file);
		else
			diag_error(&f->diags,
				   "%s:%" PRIu64
				   ": '%.*s' is said here and not in %s; only partials that were "
				   "made alike are one whole",
				   p->file, here->line, STR_ARG(here->name), other->file);
		return false;
	}
	return true;
}

static bool alike(struct filter *f, const struct partial *p, const struct partial *other, bool all)
{
	return p == other || (says_alike(f, p, other, all) && says_alike(f, other, p, all));
}

/* The rows that a part counted, or a part that was merged into it. */
struct counted_in {
	struct part_rows rows;
	const char *file;
};

static int compare_rows(const struct part_rows *x, const struct part_rows *y)
{
	if (x->print.high != y->print.high)
		return x->print.high < y->print.high ? -1 : 1;
	if (x->print.low != y->print.low)
		return x->print.low < y->print.low ? -1 : 1;
	return (x->n > y->n) - (x->n < y->n);
}

static int by_rows(const void *a, const void *b)
{
	return compare_rows(&((const struct counted_in *)a)->rows, &((const struct counted_in *)b)->rows);
}

/* All of them, in an order of their own; the caller frees them. */
static struct counted_in *rows_of_all(const struct parts *all, size_t *n)
{
	struct counted_in *list = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->part[i].nof; k++) {
			MEM_ROOM(list, *n, cap);
			list[(*n)++] = (struct counted_in){ all->part[i].of[k], all->part[i].file };
		}
	if (*n)
		qsort(list, *n, sizeof *list, by_rows);
	return list;
}

/* Rows that two parts have counted would be there twice. */
static bool counted_once(struct filter *f)
{
	size_t n;
	struct counted_in *list = rows_of_all(f->parts, &n);
	struct buf leads = { 0 };

	for (size_t i = 1; i < n && !f->diags.errors; i++) {
		if (compare_rows(&list[i - 1].rows, &list[i].rows) != 0)
			continue;
		number_write_grouped(&leads, (__int128)list[i].rows.n);
		diag_error(&f->diags, "%s and %s count the same rows (%.*s %s); leave one of them out",
			   list[i - 1].file, list[i].file, STR_ARG(buf_view(&leads)),
			   list[i].rows.n == 1 ? "lead" : "leads");
	}
	buf_release(&leads);
	free(list);
	return !f->diags.errors;
}

/* Sets an option that the parts were counted with; one that is given must say the same. */
static bool take_option(struct filter *f, const struct option_row *row, const struct part_about *about,
			const char *file, bool given)
{
	struct buf b = { 0 };
	bool same = true;

	if (given) {
		option_show(row, f->ask, &b);
		same = str_eq(buf_view(&b), about->detail);
		if (!same)
			diag_error(
				&f->diags,
				"--%s is '%.*s' here and '%.*s' in %s; the partials are what --partial made "
				"them, so leave it out",
				row->name, STR_ARG(buf_view(&b)), STR_ARG(short_of(about->detail)), file);
		buf_release(&b);
		return same;
	}
	return option_set(&f->command->tool, row, f->ask, about->detail.p, &f->diags);
}

static bool take_columns(struct filter *f, const struct part_about *about, const char *file)
{
	if (f->common.columns && !str_eq(str_from(f->common.columns), about->detail)) {
		diag_error(&f->diags, "--columns is '%s' here and '%.*s' in %s; leave it out",
			   f->common.columns, STR_ARG(short_of(about->detail)), file);
		return false;
	}
	f->common.columns = about->detail.p;
	return true;
}

static bool take_options(struct filter *f, uint64_t *said)
{
	const struct option_row *own = f->command->tool.options;
	const struct partial *p = f->parts->part;
	uint64_t has = 0;

	for (size_t i = 0; i < p->nabout; i++) {
		const struct part_about *about = &p->about[i];
		if (!str_starts(about->name, STR("--")))
			continue;
		const struct option_row *row = option_row_named(own, about->name.p + 2);
		if (!row && str_eq(about->name, STR("--columns"))) {
			if (!take_columns(f, about, p->file))
				return false;
			continue;
		}
		size_t place = row ? (size_t)(row - own) : 0;
		if (!row || !(f->command->counts & OPTION(place))) {
			diag_error(&f->diags, "%s:%" PRIu64 ": no option '%.*s'; make the partial anew",
				   p->file, about->line, STR_ARG(short_of(about->name)));
			return false;
		}
		if (!take_option(f, row, about, p->file, *said & OPTION(place)))
			return false;
		has |= OPTION(place);
	}
	for (size_t i = 0; own[i].name; i++)
		if (*said & ~has & f->command->counts & ~f->command->finds & OPTION(i)) {
			diag_error(
				&f->diags,
				"--%s was not given where %s was made; the partials are what --partial made "
				"them, so leave it out",
				own[i].name, p->file);
			return false;
		}
	f->counted = has;
	*said |= has;
	return true;
}

static bool of_this_tool(struct filter *f, const struct partial *p)
{
	struct str tool = part_says(p, STR("tool"));

	if (str_eq(tool, str_from(f->command->tool.name)))
		return true;
	diag_error(&f->diags, "%s: a partial of %.*s; give it to that", p->file, STR_ARG(short_of(tool)));
	return false;
}

bool parts_read(struct filter *f, uint64_t *said)
{
	const struct common *c = &f->common;
	const char *option = c->nwhere	      ? "where"
			     : c->fields      ? "fields"
			     : c->as_of	      ? "as-of"
			     : c->header_from ? "header-from"
					      : NULL;

	if (option)
		diag_error(&f->diags,
			   "--%s looks at leads, and --merge reads none; give it where they are counted",
			   option);
	if (c->now && strcmp(c->now_from, "--now") == 0)
		diag_error(&f->diags, "--merge has no use for --now; the partials say as of when they are");
	if (f->diags.errors)
		return false;
	struct parts *all = f->parts = mem_new(sizeof *all);
	all->header = -1;
	all->part = mem_new((c->nfiles + 1) * sizeof *all->part);
	for (size_t i = 0; i < (c->nfiles ? c->nfiles : 1); i++) {
		struct partial *p = &all->part[all->n++];
		const char *file = c->nfiles && strcmp(c->files[i], "-") != 0 ? c->files[i] : NULL;
		if (!part_load(p, file, f->command->tool.name))
			return refuse(f, p);
		if (!of_this_tool(f, p) || !alike(f, p, all->part, false))
			return false;
	}
	return counted_once(f) && take_options(f, said);
}

void parts_free(struct filter *f)
{
	for (size_t i = 0; f->parts && i < f->parts->n; i++)
		part_release(&f->parts->part[i]);
	if (f->parts && f->parts->header >= 0)
		close(f->parts->header);
	if (f->parts)
		free(f->parts->part);
	free(f->parts);
	f->parts = NULL;
}

/* ---- what goes together ---- */

/* A part is read only by --merge, which accepts one format. */
static void check_format(struct filter *f)
{
	const struct common *c = &f->common;
	const char *option = c->spreadsheet	 ? "--spreadsheet"
			     : c->excel_safe	 ? "--excel-safe"
			     : c->out_delimiter	 ? "--out-delimiter"
			     : c->out_decimal	 ? "--out-decimal"
			     : c->out_times >= 0 ? "--out-times"
			     : c->bom		 ? "--bom"
						 : NULL;

	if (c->format >= 0 && c->format != FORMAT_CSV)
		diag_error(&f->diags,
			   "a partial is CSV; leave out --format, which is for what --merge reports");
	if (option)
		diag_error(&f->diags,
			   "a partial is read by --merge alone, so names and numbers stay as they are; leave "
			   "out %s",
			   option);
}

/* Why the mode has no parts. */
static void check_mode(struct filter *f)
{
	const struct mode *m = f->mode;
	const char *option = f->common.merge ? "merge" : "partial";

	if (m->makes != MAKES_REPORT) {
		diag_error(
			&f->diags,
			"--%s is for reports, and these are rows; a run on each part of the rows makes the "
			"rows of the whole",
			option);
		return;
	}
	for (size_t i = 0; i < COUNTERS && m->counter[i] && !f->diags.errors; i++)
		if (!m->counter[i]->state)
			diag_error(&f->diags, "%s has no partials: %s", m->name,
				   m->counter[i]->whole ? m->counter[i]->whole
							: "what it says is of all rows together");
}

void parts_check(struct filter *f, uint64_t given)
{
	const struct option_row *own = f->command->tool.options;

	check_mode(f);
	if (f->diags.errors)
		return;
	if (!f->common.merge)
		f->counted = given & f->command->counts;
	if (!f->common.partial)
		return;
	check_format(f);
	for (size_t i = 0; own[i].name; i++)
		if (given & ~f->command->counts & OPTION(i))
			diag_error(&f->diags, "--partial has no use for --%s; give it to --merge",
				   own[i].name);
}

/* ---- in place of leads ---- */

static int open_header(void *ctx, const char *path)
{
	const struct parts *all = ctx;

	(void)path;
	return lseek(all->header, 0, SEEK_SET) == 0 ? fcntl(all->header, F_DUPFD_CLOEXEC, 0) : -1;
}

static bool read_agreement(struct filter *f)
{
	struct buf ours = { 0 };

	put_fingerprint(&ours, f);
	for (size_t i = 0; i < f->parts->n && !f->diags.errors; i++)
		if (!str_eq(part_says(&f->parts->part[i], STR("agreement")), buf_view(&ours)))
			diag_error(
				&f->diags,
				"%s: a partial of another agreement than %s; name its own with -a, or make "
				"it anew with this one",
				f->parts->part[i].file, f->lane[0].agreement.text->name);
	buf_release(&ours);
	return !f->diags.errors;
}

static bool read_time(struct filter *f, const struct partial *p, int64_t *now)
{
	struct time_style utc = { .zone = zone_utc() };
	struct str said = part_says(p, STR("now"));

	if (said.p && instant_read(said, &utc, now) == TIME_READ)
		return true;
	diag_error(&f->diags, "%s: it doesn't say as of when it is; make the partial anew", p->file);
	return false;
}

/* Of different times the latest counts, where a report can be of several. */
static bool read_times(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;
	const struct zone *zone = a->zone ? a->zone : zone_utc();
	struct parts *all = f->parts;
	const struct partial *oldest = all->part, *latest = all->part;
	int64_t least = INT64_MAX, most = INT64_MIN, now;
	struct buf b = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (!read_time(f, &all->part[i], &now))
			return false;
		if (now < least)
			oldest = &all->part[i];
		if (now > most)
			latest = &all->part[i];
		least = now < least ? now : least;
		most = now > most ? now : most;
	}
	f->common.now = NULL;
	f->as_of = most;
	if (least == most)
		return true;
	instant_write(&b, least, zone);
	if (f->mode->any_time) {
		buf_str(&b, STR(" to "));
		instant_write(&b, most, zone);
		diag_note(&f->diags, "the partials are as of different times, from %.*s; the latest counts",
			  STR_ARG(buf_view(&b)));
	} else {
		buf_print(&b, " and %s of ", latest->file);
		instant_write(&b, most, zone);
		diag_error(
			&f->diags,
			"%s is as of %.*s; only partials of one time are one whole, so count both with the "
			"same --now",
			oldest->file, STR_ARG(buf_view(&b)));
	}
	buf_release(&b);
	return !f->diags.errors;
}

/* Of different headers the longest is read, of equally long ones the first by its bytes: whatever the order
 * of the parts is. */
static bool choose_header(struct filter *f)
{
	struct parts *all = f->parts;

	all->first = all->part;
	for (size_t i = 0; i < all->n; i++) {
		struct str header = part_says(&all->part[i], STR("header")),
			   best = part_says(all->first, STR("header"));
		if (!f->mode->any_time && !alike(f, &all->part[i], all->part, true))
			return false;
		if (header.n > best.n || (header.n == best.n && str_compare(header, best) < 0))
			all->first = &all->part[i];
	}
	return true;
}

static bool write_header(struct filter *f, struct source_options *options)
{
	struct parts *all = f->parts;
	struct str delimiter = part_says(all->first, STR("delimiter"));
	struct buf b = { 0 };

	struct str how = delimiter.n > 2 ? str_slice(delimiter, 2, delimiter.n) : STR("given");
	if (str_eq(how, STR("said")))
		buf_print(&b, "sep=%c\n", delimiter.p[0]);
	else
		options->delimiter = delimiter.n ? delimiter.p[0] : ',';
	options->raw_tsv = str_eq(how, STR("raw"));
	buf_str(&b, part_says(all->first, STR("header")));
	if (b.n)
		buf_char(&b, '\n');
	all->header = file_temporary();
	bool good = all->header >= 0 && file_write(all->header, buf_view(&b)) == b.n;
	if (!good)
		diag_error(&f->diags,
			   "a temporary file in %s can't be written: %s; TMPDIR names another folder",
			   file_temporary_folder(), file_why(errno));
	buf_release(&b);
	return good;
}

bool parts_open(struct filter *f)
{
	struct source_options options = { .allow_empty = true, .open = open_header, .open_ctx = f->parts };

	if (!read_agreement(f) || !read_times(f) || !choose_header(f) || !write_header(f, &options))
		return false;
	if (!source_open(&f->source, &f->parts->first->file, 1, &options, &f->diags))
		return false;
	f->source.header.hint = STR("");
	return true;
}

/* ---- counts ---- */

/* The first is read into counters that have counted nothing; the others go through counters of their own. */
static bool add(struct filter *f, struct partial *p)
{
	const struct counter_kind *const *kind = f->mode->counter;
	void **sum = f->workers[0].counter, *counter[COUNTERS];
	const bool first = p == f->parts->part;
	size_t n = 0;

	for (; n < COUNTERS && kind[n]; n++) {
		counter[n] = first ? sum[n] : kind[n]->new (f->plan[n]);
		kind[n]->state(counter[n], p);
	}
	bool good = part_close(p);
	for (size_t i = 0; i < n && !first; i++) {
		if (good)
			kind[i]->merge(sum[i], counter[i]);
		kind[i]->free(counter[i]);
	}
	return good || refuse(f, p);
}

bool parts_add_up(struct filter *f)
{
	struct partial *part = f->parts->part;

	for (size_t i = 0; i < f->parts->n; i++) {
		if (i)
			part_go_on(&part[i], &part[i - 1]);
		if (!add(f, &part[i]))
			return false;
	}
	return true;
}

/* Of a part all rows in one, of a merged one those of each part. */
static void put_rows(struct partial *p, const struct filter *f)
{
	struct part_rows all = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < f->nworkers; i++)
		part_rows_merge(&all, &f->workers[i].rows);
	struct counted_in *list = f->parts ? rows_of_all(f->parts, &n) : NULL;
	for (size_t i = 0; i < n; i++)
		part_put_rows(p, &list[i].rows);
	part_put_rows(p, &all);
	free(list);
}

void parts_write(struct filter *f, struct buf *out)
{
	const struct mode *m = f->mode;
	struct partial p;

	part_begin(&p, out);
	put_abouts(&p, f);
	put_rows(&p, f);
	for (size_t i = 0; i < COUNTERS && m->counter[i]; i++)
		m->counter[i]->state(f->workers[0].counter[i], &p);
	part_end(&p);
	part_release(&p);
}
