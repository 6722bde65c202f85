/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See leadroute_decisions.h. Only accepts that name an owner, are about the lead's present hand-over and not
 * after now say whose a lead is. */
#include "cmd/leadroute_decisions.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "review/decisions.h"
#include "review/handed.h"

struct meeting_owners {
	struct decisions *decisions;
	struct handing handing;
	struct map leads; /* that somebody has accepted */
	struct arena arena;
};

static void say_notes(void *ctx)
{
	filter_say(ctx);
}

static const struct entry *accept_of(const struct ruling *r)
{
	const struct entry *e = r ? r->last : NULL;

	return e && e->decision == DECISION_ACCEPT && e->owner.n ? e : NULL;
}

static void add_lead(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct meeting_owners *m = ctx;

	(void)handed_over;
	if (accept_of(r))
		map_put(&m->leads, id_key_kept(lead_id, &m->arena), 0);
}

struct meeting_owners *meeting_owners_new(struct filter *f, size_t lane, const char *path)
{
	struct lane *l = &f->lane[lane];
	struct meeting_owners *m = mem_new(sizeof *m);

	if (agreement_find(&l->agreement, NAMED_ROUTE, accepted_route) != SIZE_MAX)
		diag_error(
			&f->diags,
			"--decisions: owners are recorded by the route '%.*s', and the agreement has one of "
			"that name; call it otherwise",
			STR_ARG(accepted_route));
	else if (handing_bind(&m->handing, l->names, l->clocks, f->map))
		m->decisions =
			decisions_open(path, false, l->program.times.zone, f->map, say_notes, f, &f->diags);
	if (!m->decisions) {
		meeting_owners_free(m);
		return NULL;
	}
	decisions_each(m->decisions, add_lead, m);
	return m;
}

void meeting_owners_free(struct meeting_owners *m)
{
	if (!m)
		return;
	decisions_close(m->decisions);
	map_release(&m->leads);
	arena_release(&m->arena);
	free(m);
}

static bool any(void *ctx, struct str lead_id)
{
	struct id_room room;

	return map_find(&((struct meeting_owners *)ctx)->leads, id_key(lead_id, &room));
}

static bool of(void *ctx, struct frame *f, struct acceptance_of *out)
{
	const struct meeting_owners *m = ctx;
	struct hand_over h;
	bool nameless;

	if (!handing_of(&m->handing, f, &h, &nameless))
		return false;
	const struct entry *e = accept_of(decisions_find(m->decisions, h.id, h.at));
	if (!e || e->at > f->now)
		return false;
	*out = (struct acceptance_of){ .owner = e->owner, .at = e->at, .waits = h.waits };
	return true;
}

struct accepted_by meeting_owners_by(struct meeting_owners *m)
{
	return (struct accepted_by){ any, of, m };
}
