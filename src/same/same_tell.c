/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See same_tell.h. */
#include "same/same_tell.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"

enum { SIZES_TOLD = 5 };

static void put_count(struct buf *b, uint64_t n)
{
	number_write_grouped(b, (__int128)n);
}

/* "90 of 2 rows, 5 of 3, 1 of more" */
static void put_sizes(struct buf *b, const struct sameness *s)
{
	uint64_t of[SIZES_TOLD + 2] = { 0 }; /* leads of so many rows; the last: of more */
	const char *before = ": ";

	for (size_t i = 0; i < s->leads; i++)
		of[s->size[i] > SIZES_TOLD ? SIZES_TOLD + 1 : s->size[i]]++;
	for (int n = 2; n <= SIZES_TOLD + 1; n++) {
		if (!of[n])
			continue;
		buf_str(b, str_from(before));
		put_count(b, of[n]);
		if (n > SIZES_TOLD)
			buf_print(b, before[0] == ':' ? " of more than %d rows" : " of more", SIZES_TOLD);
		else
			buf_print(b, " of %d%s", n, before[0] == ':' ? " rows" : "");
		before = ", ";
	}
	if (before[0] == ':' && s->rows)
		buf_str(b, STR(": no two rows are one lead"));
}

void same_tell_rows(const struct sameness *s, struct diags *diags)
{
	struct buf b = { 0 };

	put_count(&b, s->rows);
	buf_print(&b, " row%s of ", s->rows == 1 ? "" : "s");
	put_count(&b, s->leads);
	buf_print(&b, " lead%s", s->leads == 1 ? "" : "s");
	put_sizes(&b, s);
	diag_note(diags, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

void same_tell_vague(const struct sameness *s, const struct same_lead *same, struct diags *diags)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->nvague; i++) {
		const struct same_vague *v = &s->vague[i];
		struct str key = same->keys.at[v->key].words.text;
		buf_clear(&b);
		put_count(&b, v->part);
		if (v->part)
			diag_note(diags, "%.*s %s a name of one word, by which '%.*s' joins nobody",
				  STR_ARG(buf_view(&b)), v->part == 1 ? "row has" : "rows have",
				  STR_ARG(key));
		buf_clear(&b);
		put_count(&b, v->several);
		if (v->several)
			diag_note(diags,
				  "%.*s %s a name that fits several people, and '%.*s' joins %s to none of "
				  "these; the first is at %s:%llu",
				  STR_ARG(buf_view(&b)), v->several == 1 ? "row has" : "rows have",
				  STR_ARG(key), v->several == 1 ? "it" : "them", same_kept(s, v->row).file,
				  (unsigned long long)same_kept(s, v->row).line);
	}
	buf_release(&b);
}

/* "80 rows were joined by email, 12 by phone" */
static void tell_keys(const struct sameness *s, const struct same_lead *same, struct diags *diags)
{
	uint64_t *rows = mem_new((same->keys.n + 1) * sizeof *rows);
	uint64_t mapped = 0;
	struct buf b = { 0 };

	for (size_t i = 0; i < s->rows; i++) {
		if (s->row[i].key < same->keys.n)
			rows[s->row[i].key]++;
		mapped += s->row[i].key == KEY_MAP;
	}
	for (size_t k = 0; k < same->keys.n; k++) {
		if (!rows[k])
			continue;
		bool first = !b.n;
		buf_str(&b, first ? STR("") : STR(", "));
		put_count(&b, rows[k]);
		buf_print(&b, "%s by %.*s",
			  !first	 ? ""
			  : rows[k] == 1 ? " row was joined"
					 : " rows were joined",
			  STR_ARG(same->keys.at[k].words.text));
	}
	if (b.n)
		diag_note(diags, "%.*s", STR_ARG(buf_view(&b)));
	buf_clear(&b);
	put_count(&b, mapped);
	if (mapped)
		diag_note(diags, "%.*s %s joined by %s, whatever the keys say", STR_ARG(buf_view(&b)),
			  mapped == 1 ? "row was" : "rows were", mapped == 1 ? "its id" : "their ids");
	buf_release(&b);
	free(rows);
}

static void tell_spared(const struct sameness *s, const struct same_lead *same, struct diags *diags)
{
	uint64_t values = 0, joins = 0;
	struct buf b = { 0 };

	/* A value of a single row is in the way of nothing. */
	for (size_t i = 0; i < s->nspared; i++)
		if (s->spared[i].why == SPARED_APART)
			joins++;
		else
			values += s->spared[i].rows > 1;
	if (values) {
		put_count(&b, values);
		diag_note(diags,
			  "%.*s value%s nobody, as %s of a role, a placeholder, or of more than %lld names; "
			  "--duplicates lists %s",
			  STR_ARG(buf_view(&b)), values == 1 ? " joins" : "s join",
			  values == 1 ? "it is" : "they are", (long long)same->most_names,
			  values == 1 ? "it" : "them");
	}
	buf_clear(&b);
	if (joins) {
		put_count(&b, joins);
		diag_note(diags,
			  "%.*s join%s left out, for what is kept apart differs; --duplicates lists %s",
			  STR_ARG(buf_view(&b)), joins == 1 ? " was" : "s were", joins == 1 ? "it" : "them");
	}
	buf_release(&b);
}

/* ---- several files ---- */

/* In which of the files is a lead? How many, and the first of them. */
static size_t systems_of(const struct sameness *s, uint32_t lead, uint32_t *seen, size_t *first)
{
	size_t n = 0;

	*first = SIZE_MAX;
	for (uint32_t row = s->first[lead]; row != UINT32_MAX; row = s->row[row].next) {
		uint16_t system = s->row[row].system;
		n += seen[system] != lead + 1;
		seen[system] = lead + 1;
		if (*first == SIZE_MAX)
			*first = system;
	}
	return n;
}

static void tell_systems(const struct sameness *s, const char *const *file, size_t files, struct diags *diags)
{
	uint32_t *seen = mem_new(files * sizeof *seen);
	uint64_t *alone = mem_new(files * sizeof *alone), all = 0, some = 0;
	struct buf b = { 0 };
	size_t first;

	for (uint32_t i = 0; i < s->leads; i++) {
		size_t in = systems_of(s, i, seen, &first);
		if (in == 1)
			alone[first]++;
		else
			*(in == files ? &all : &some) += 1;
	}
	put_count(&b, all);
	buf_print(&b, " lead%s in ", all == 1 ? " is" : "s are");
	buf_print(&b, files == 2 ? "both files" : "all %zu files", files);
	if (some) {
		buf_str(&b, STR(", "));
		put_count(&b, some);
		buf_str(&b, STR(" in several of them"));
	}
	for (size_t i = 0; i < files; i++) {
		buf_str(&b, STR(", "));
		put_count(&b, alone[i]);
		buf_print(&b, " only in %s", file[i]);
	}
	diag_note(diags, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
	free(alone);
	free(seen);
}

void same_tell(const struct sameness *s, const struct same_lead *same, const char *const *file, size_t files,
	       struct diags *diags)
{
	tell_keys(s, same, diags);
	tell_spared(s, same, diags);
	if (files > 1)
		tell_systems(s, file, files, diags);
}
