/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold's own: its options, and the modes of its files. */
#ifndef CMD_LEADFOLD_H
#define CMD_LEADFOLD_H

#include "cmd/command.h"
#include "fold/fold.h"

/* The places of its options. */
enum leadfold_option { FOLD, GROUPED, SHAPE };

struct leadfold {
	/* the folds of leadfold_fold.c */
	const char *fold;
	int shape; /* of SHAPE_NAMES; -1: not said */
	struct fold_plan *folds;
};

/* ---- leadfold_fold.c: rows of events become rows of leads ---- */

void bind_fold(void *ask, struct filter *f, const void **plan);
void bind_grouped(void *ask, struct filter *f, const void **plan);
bool write_fold(void *ask, struct filter *f, void *const *counter);
struct named_text fold_shape(const void *ask);
void release_fold(void *ask);

#endif
