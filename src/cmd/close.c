/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a run ends: as it should, or with the reason why not. See filter.h. */
#include "cmd/command.h"

#include <stdlib.h>

#include "agreement/read.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "cmd/changes.h"
#include "cmd/header.h"
#include "cmd/parts.h"
#include "cmd/split.h"

/* ---- failing ---- */

/* Ends the output with the first error as the mark of a failed run. */
static bool give_up(struct filter *f)
{
	struct str errors = buf_view(&f->diags.out);
	const char *end = memchr(errors.p, '\n', errors.n);

	writer_fail(&f->writer, f->emitter.out,
		    str_slice(errors, 0, end ? (size_t)(end - errors.p) : errors.n));
	return false;
}

bool filter_fail(struct filter *f, struct str reason)
{
	diag_error(&f->diags, "%.*s", STR_ARG(reason));
	return give_up(f);
}

bool filter_fail_write(struct filter *f)
{
	if (!f->diags.errors) /* else whoever refused the write has said why */
		diag_error(&f->diags, "%s: can't be written: %s", f->writer.name, file_why(f->writer.error));
	return give_up(f);
}

/* ---- closing ---- */

static void tell_rows(struct filter *f, uint64_t n, const char *one, const char *many)
{
	struct buf b = { 0 };

	if (!n)
		return;
	number_write_grouped(&b, (int64_t)n);
	diag_note(&f->diags, "%.*s %s", STR_ARG(buf_view(&b)), n == 1 ? one : many);
	buf_release(&b);
}

/* `plain`: a report was for programs, not for people. */
static void tell_counts(struct filter *f, bool plain)
{
	const struct lane *lane = &f->lane[0];
	struct worker *first = &f->workers[0];

	for (size_t i = 1; i < f->nworkers; i++) {
		frame_merge(&first->frame[0], &f->workers[i].frame[0]);
		look_merge(&first->looks, &f->workers[i].looks);
		tally_merge(&first->tally[0], &f->workers[i].tally[0], &lane->agreement);
		first->old_ids += f->workers[i].old_ids;
		if (first->counts_ids)
			ids_merge(&first->ids, &f->workers[i].ids);
		if (f->common.changes)
			changes_merge(&first->changes, &f->workers[i].changes);
	}
	if (f->mode->anywhere)
		first->tally[0].nowhere = 0;
	if (f->split)
		split_tell(f->split, &f->diags);
	if (f->common.changes)
		changes_tell(&first->changes, &f->diags);
	if (first->counts_ids)
		ids_tell(&first->ids, &f->diags);
	if (first->old_ids)
		tell_rows(f, first->old_ids, OLD_ID_ROW, OLD_ID_ROWS);
	/* A page shows it itself; and everyone has the built-in agreement. */
	bool by_agreement = f->mode->reads < READS_NOTHING && !f->mode->every_row;
	if (f->mode->makes == MAKES_REPORT && by_agreement && f->common.agreement && plain &&
	    !f->common.quiet)
		filter_say_edition(f);
	tally_tell(&first->tally[0], &lane->program, &lane->agreement, &f->diags);
	frame_tell(&first->frame[0], &f->diags);
	offices_say(lane->offices, &f->diags);
	look_at_header(&first->looks, &f->source.header);
	look_tell(&first->looks, &f->diags);
	tell_rows(f, f->source.blank, "blank line skipped", "blank lines skipped");
	tell_rows(f, f->source.crs, "line ends in CR CR LF, which is read as one line end",
		  "lines end in CR CR LF, which is read as one line end");
	tell_rows(f, f->source.skipped, "row of another width skipped", "rows of another width skipped");
}

/* Writes the last rejects and puts the file in place; a run that failed keeps none. */
static bool close_rejects(struct filter *f, bool good)
{
	struct writer *w = &f->rejects;

	if (!f->common.rejects || !f->workers)
		return good;
	if (good && !writer_settle(&f->writer))
		good = filter_fail_write(f);
	if (!good) {
		writer_fail(w, f->source.dialect, STR(""));
		return false;
	}
	writer_write(w, buf_view(&f->source.rejects)); /* which remembers a failure */
	if (writer_close(w))
		return true;
	struct buf words = { 0 };
	buf_print(&words, "%s: can't be written: %s", w->name, file_why(w->error));
	filter_fail(f, buf_view(&words));
	buf_release(&words);
	return false;
}

static void release(struct filter *f)
{
	for (size_t i = 0; f->workers && i < f->nworkers; i++)
		worker_release(&f->workers[i]);
	for (size_t c = 0; c < COUNTERS; c++)
		if (f->whole[c])
			f->mode->counter[c]->free(f->whole[c]);
	if (f->command->release)
		f->command->release(f->ask);
	free(f->workers);
	split_free(f->split);
	emitter_release(&f->emitter);
	free(f->columns);
	for (size_t l = 0; l < LANES; l++) {
		if (f->lane[l].bound) {
			names_free(f->lane[l].names);
			program_release(&f->lane[l].program);
		}
		agreement_release(&f->lane[l].agreement);
	}
	parts_free(f);
	id_map_close(f->map);
	arena_release(&f->arena);
	source_close(&f->source);
	common_release(&f->common);
	diags_release(&f->diags);
}

int filter_leave(struct filter *f, int exit_code)
{
	struct diags *d = &f->diags;

	if (d->errors > DIAG_MOST)
		diag_more(d, "and %u more mistakes", d->errors - DIAG_MOST);
	if (d->errors)
		header_tell(f, diag_before);
	filter_say(f);
	mem_on_failure = NULL;
	release(f);
	return exit_code;
}

int filter_close(struct filter *f, bool good)
{
	good = close_rejects(f, good && !f->diags.errors);
	if (!good && f->workers)
		give_up(f); /* if it did not come to that before */
	if (good && f->workers) {
		bool plain = filter_report_plain(f); /* asks standard output, which is closed then */
		if (!writer_close(&f->writer))
			good = filter_fail_write(f);
		tell_counts(f, plain);
	}
	return filter_leave(f, !good ? 2 : f->no ? 1 : 0);
}
