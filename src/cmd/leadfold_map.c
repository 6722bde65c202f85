/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of ids that the rows of leads follow: a mode that makes leads changes it, a report only reads it.
 */
#include "cmd/leadfold.h"

#include "cmd/outputs.h"

static void say_notes(void *ctx)
{
	filter_say(ctx);
}

void leadfold_map(struct leadfold *t, struct filter *f, const size_t *id, size_t ids)
{
	if (!t->map || !t->same)
		return;
	if (!ids) {
		diag_error(&f->diags, "no column is the lead's id, by which a map knows it; name it in the "
				      "agreement: field id \"Your Header\"");
		return;
	}
	if (f->mode->keeps_map && map_apart(f, t->map))
		t->keeps = f->map = id_map_open(t->map, say_notes, f, &f->diags);
	if (f->map)
		same_follow(t->same, f->map, id, ids);
}
