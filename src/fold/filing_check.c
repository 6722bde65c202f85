/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See filing_check.h. */
#include "fold/filing_check.h"

#include "base/number.h"
#include "base/units.h"

static struct str show_time(struct archive *a, int64_t t, const struct zone *zone)
{
	struct buf b = { 0 };

	instant_write(&b, t, zone);
	struct str s = arena_copy(&a->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

struct str filing_night(struct archive *a, size_t night, const struct zone *zone)
{
	return arena_print(&a->arena, "night %zu (%.*s)", night + 1,
			   STR_ARG(show_time(a, a->night[night].at, zone)));
}

static bool same_hash(struct hash_pair a, struct hash_pair b)
{
	return a.low == b.low && a.high == b.high;
}

/* The night that counts and says just this, the latest of several; SIZE_MAX: there is none. `at`: only one of
 * that time. */
static size_t find_same(const struct filing *f, struct hash_pair hash, bool at)
{
	const struct archive *a = f->archive;

	for (size_t i = a->nights; i-- > 0;)
		if (!a->night[i].is_void && same_hash(a->night[i].hash, hash) &&
		    (!at || a->night[i].at == f->at))
			return i;
	return SIZE_MAX;
}

static int64_t whole_second(int64_t t)
{
	int64_t us = instant_us(t), part = us % SECOND_US;

	return instant_of(us - (part < 0 ? part + SECOND_US : part));
}

/* Times can't be accepted: the nights are in their order. */
static bool is_later(const struct filing *f, size_t last)
{
	struct archive *a = f->archive;
	int64_t day = 24 * 60 * 60 * SECOND_US;

	if (last != SIZE_MAX && f->at <= a->night[last].at)
		diag_error(
			a->diags,
			"%s: it is of %.*s, and %.*s was filed before: a night must be later than the last "
			"one; --at says when it was exported, and --void %zu takes a wrong night back",
			f->path, STR_ARG(show_time(a, f->at, f->zone)),
			STR_ARG(filing_night(a, last, f->zone)), last + 1);
	else if (instant_between(f->now, f->at) > day)
		diag_error(a->diags, "%s: it is of %.*s, and now is %.*s; --at says when it was exported",
			   f->path, STR_ARG(show_time(a, f->at, f->zone)),
			   STR_ARG(show_time(a, whole_second(f->now), f->zone)));
	else
		return true;
	return false;
}

#define ACCEPT "if that is right, --accept files it"

struct str filing_number(struct archive *a, uint64_t n)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)n);
	struct str s = arena_copy(&a->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* All leads of the next night would seem to have come then. */
static void check_first(const struct filing *f)
{
	if (!f->export->n)
		diag_error(f->archive->diags,
			   "%s: it has no leads, so it may be the header of a failed export, and the first "
			   "night is what all others are compared with; " ACCEPT,
			   f->path);
}

static void check_rows(const struct filing *f, size_t last)
{
	struct archive *a = f->archive;
	uint64_t was = a->night[last].rows, is = f->export->n;

	if (is * 10 < was * 9)
		diag_error(a->diags,
			   "%s: it has %.*s lead%s, and %.*s had %.*s, so it may be a part of an "
			   "export; " ACCEPT,
			   f->path, STR_ARG(filing_number(a, is)), is == 1 ? "" : "s",
			   STR_ARG(filing_night(a, last, f->zone)), STR_ARG(filing_number(a, was)));
}

static void check_age(const struct filing *f, struct hash_pair hash, size_t last)
{
	struct archive *a = f->archive;
	size_t same = find_same(f, hash, false);
	int64_t was = a->night[last].modified, is = f->export->modified;

	if (same != SIZE_MAX && same != last)
		diag_error(a->diags, "%s: it says just what %.*s said, so it may be that old file; " ACCEPT,
			   f->path, STR_ARG(filing_night(a, same, f->zone)));
	else if (was != INSTANT_NONE && is != INSTANT_NONE && is < was)
		diag_error(a->diags,
			   "%s: its newest change is of %.*s, and that of %.*s was of %.*s, so it may be an "
			   "older "
			   "export; " ACCEPT,
			   f->path, STR_ARG(show_time(a, is, f->zone)),
			   STR_ARG(filing_night(a, last, f->zone)), STR_ARG(show_time(a, was, f->zone)));
}

enum filing_verdict filing_check(const struct filing *f, struct hash_pair hash)
{
	struct archive *a = f->archive;
	size_t last = archive_last(a), same = find_same(f, hash, true);
	unsigned errors = a->diags->errors;

	if (same != SIZE_MAX) {
		diag_note(a->diags, "%s: it was filed already, as %.*s; nothing is to be done", f->path,
			  STR_ARG(filing_night(a, same, f->zone)));
		return FILING_SAME;
	}
	if (!is_later(f, last))
		return FILING_NOT;
	if (last == SIZE_MAX && !f->accept)
		check_first(f);
	if (last != SIZE_MAX && !f->accept) {
		check_rows(f, last);
		check_age(f, hash, last);
	}
	if (last != SIZE_MAX && same_hash(a->night[last].hash, hash))
		diag_note(a->diags,
			  "%s: nothing has changed since %.*s; if that is not to be expected, the export may "
			  "not "
			  "have been made anew",
			  f->path, STR_ARG(filing_night(a, last, f->zone)));
	return a->diags->errors == errors ? FILING_NEW : FILING_NOT;
}
