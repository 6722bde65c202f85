/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold's own: its options, and the modes of its files. */
#ifndef CMD_LEADFOLD_H
#define CMD_LEADFOLD_H

#include "cmd/command.h"
#include "cmd/systems_input.h"
#include "fold/archive.h"
#include "fold/export.h"
#include "fold/fold.h"
#include "same/clusters.h"
#include "same/duplicates_report.h"
#include "same/same_rows.h"

/* The places of its options. */
enum leadfold_option {
	ARCHIVE,
	AT,
	HISTORY,
	CHANGED_SINCE,
	NIGHTS,
	CHECK,
	VOID,
	SNAPSHOTS,
	ACCEPT,
	REPEATS,
	EXCEPT,
	FOLD,
	GROUPED,
	SHAPE,
	MAP,
	SAME,
	DUPLICATES,
	CLUSTERS,
	SORT,
	FAIL_WHEN
};

enum { SORT_FIRST, SORT_SIZE };
#define SORT_WORDS "first size"

struct leadfold {
	const char *archive, *at, *changed_since, *except;
	int64_t void_night;
	int repeats; /* of REPEATS_WORDS; -1: not said */
	bool accept;
	int argc; /* the command line, for --snapshots */
	char **argv;

	struct archive filed; /* that is written to or reported of */
	bool opened;
	int64_t moment; /* of the night that is filed */
	struct export_plan plan;
	const struct str *left_out; /* columns that are not kept */
	size_t nleft_out;
	struct str id; /* the name of the id's column */

	const char *map; /* of ids */
	const char *fold;
	int shape;		 /* of SHAPE_NAMES; -1: not said */
	struct fold_plan *folds; /* the fold of a run; NULL: none */

	struct systems systems; /* whose rows are joined */
	struct same_plan *same;
	struct same_output *output;
	struct id_map *keeps; /* the map of ids that it changes, which is the run's; NULL: none */

	const char *clusters_file, *fail_when;
	int sort;		    /* of SORT_WORDS; -1: not said */
	const struct same_lead *by; /* which rows are one lead: by the agreement, or by clusters */
	struct clusters *clusters;
	struct who_plan who;
	struct duplicates duplicates;
	struct fail_when failing;
};

/* ---- leadfold_archive.c: an archive is written to ---- */

void bind_filing(void *ask, struct filter *f, const void **plan);
bool write_filing(void *ask, struct filter *f, void *const *counter);
void bind_void(void *ask, struct filter *f, const void **plan);

/* Every file as a night of its own. */
void bind_snapshots(void *ask, struct filter *f, const void **plan);

/* ---- leadfold_read.c: it is read ---- */

bool feed_leads(void *ask, struct filter *f);
bool feed_history(void *ask, struct filter *f);
bool feed_events(void *ask, struct filter *f); /* files as they are, of archives the history */
void bind_as_it_is(void *ask, struct filter *f, const void **plan); /* rows that come out as they come in */
void bind_nights(void *ask, struct filter *f, const void **plan);
bool write_nights(void *ask, struct filter *f, void *const *counter);
void bind_check(void *ask, struct filter *f, const void **plan);

/* ---- leadfold_fold.c: rows of events become rows of leads ---- */

/* To a mistake about a file that is an archive: how its leads are had. */
void leadfold_tell_archive(struct filter *f);

struct named_text fold_shape(const void *ask);
void bind_fold(void *ask, struct filter *f, const void **plan);
void bind_grouped(void *ask, struct filter *f, const void **plan);
bool write_fold(void *ask, struct filter *f, void *const *counter);

/* How rows of its own go out: as rows of the input would. */
struct rows_form own_rows_form(struct filter *f);

/* ---- leadfold_systems.c: rows to be joined are read ---- */

bool feed_same(void *ask, struct filter *f); /* several files may have columns of their own */

/* The names that batches give to the files that are read; and the columns that are ids. Both live as long as
 * the agreement. */
const char *const *leadfold_files(struct filter *f, size_t *n);
const size_t *leadfold_ids(struct leadfold *t, struct filter *f, size_t *n);

/* ---- leadfold_map.c: rows follow --map, if it is given ---- */

/* Behind same_bind. One that is kept here is open for that. Mistakes are reported. */
void leadfold_map(struct leadfold *t, struct filter *f, const size_t *id, size_t ids);

/* ---- leadfold_same.c: rows of the same lead become one ---- */

/* Is the statement that of the agreement which everyone has, so that folds of one's own come before it? */
bool leadfold_is_builtin(const struct same_lead *same);

void bind_same(void *ask, struct filter *f, const void **plan);
bool write_same(void *ask, struct filter *f, void *const *counter);

/* ---- leadfold_duplicates.c: which rows are one lead ---- */

void bind_duplicates(void *ask, struct filter *f, const void **plan);
bool write_duplicates(void *ask, struct filter *f, void *const *counter);

/* What says it, in t->by; false: a mistake, which is reported. Binds --fail-when, too. */
bool leadfold_by(struct leadfold *t, struct filter *f);

/* After all rows, before anything is written: notes what should be looked at, and answers --fail-when. False:
 * a mistake, which is reported. */
bool leadfold_check_same(struct leadfold *t, struct filter *f, const struct sameness *s);
void leadfold_release_duplicates(struct leadfold *t);

#endif
