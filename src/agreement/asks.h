/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person can be asked: the fields and columns that the `bant` statements read themselves. A criterion
 * that is worked out from something else can't be answered, only the column that it is worked out from.
 */
#ifndef AGREEMENT_ASKS_H
#define AGREEMENT_ASKS_H

#include "agreement/model.h"

/* Those of one criterion, or of all where it is NULL: each once, in the order of their first use; how many
 * there are. The list is in the arena. */
size_t asks_read(const struct agreement *a, const struct criterion *c, struct arena *arena,
		 const struct expr ***out);

/* Is a name one of them? */
bool asks_fit(const struct agreement *a, const struct expr *name);

#endif
