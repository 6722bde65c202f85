/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold's own: its options, and the modes of its files. */
#ifndef CMD_LEADFOLD_H
#define CMD_LEADFOLD_H

#include "cmd/command.h"
#include "cmd/systems_input.h"
#include "fold/archive.h"
#include "fold/export.h"
#include "fold/fold.h"
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
	SAME
};

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

struct named_text fold_shape(const void *ask);
void bind_fold(void *ask, struct filter *f, const void **plan);
void bind_grouped(void *ask, struct filter *f, const void **plan);
bool write_fold(void *ask, struct filter *f, void *const *counter);

/* ---- leadfold_same.c: rows of the same lead become one ---- */

bool feed_same(void *ask, struct filter *f); /* several files may have columns of their own */
void bind_same(void *ask, struct filter *f, const void **plan);
bool write_same(void *ask, struct filter *f, void *const *counter);
bool commit_same(void *ask); /* the map of ids is on the disk before any row is out */

/* How rows of its own go out: as rows of the input would. */
struct rows_form own_rows_form(struct filter *f);

#endif
