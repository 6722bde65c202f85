/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found out of leads before they are decided about, column by column: see assigner_foresee in
 * assigner.h. */
#include "base/mem.h"
#include "route/assigner.h"

struct asked assigner_kept(const struct assigner *d, struct rows *r, struct asked leads, uint16_t *list)
{
	const struct str *owner = code_values(d->owner, r, leads, rows_room(r)).text;
	struct asked kept = { list, 0 };

	for (size_t i = 0; i < leads.n; i++) {
		size_t row = leads.row[i];
		list[kept.n] = (uint16_t)row;
		kept.n += owner[row].p && str_trim(owner[row]).n;
	}
	rows_room_back(r);
	if (d->reassign && kept.n) {
		const bool *again = code_values(d->reassign, r, kept, rows_room(r)).flag;
		kept = asked_where(kept, again, false, list);
		rows_room_back(r);
	}
	return kept;
}

static void read_ids(const struct assigner *d, struct rows *r, struct asked leads)
{
	code_values(d->id, r, leads, rows_room(r));
	rows_room_back(r);
}

/* The leads that are to get an owner, and that a ledger can know; of the others nothing is seen of routes. */
static size_t list_open(const struct assigner *d, struct rows *r, struct asked leads, struct asked kept)
{
	const struct str *said = code_values(d->id, r, leads, rows_room(r)).text;
	struct foresight *s = d->foresight;
	const bool keeps = d->keeps;
	size_t n = 0, k = 0;

	for (size_t i = 0; i < leads.n; i++) {
		size_t row = leads.row[i];
		struct foreseen *x = &s->lead[row];
		struct str id = said[row].p ? str_trim(said[row]) : STR("");
		if (d->map)
			id = id_map_kept(d->map, id);
		x->id = id;
		x->keeps = k < kept.n && kept.row[k] == row;
		k += x->keeps;
		s->sight[row].round = 0;
		if (x->keeps || (keeps && !assigner_is_id(id)))
			continue;
		s->open[n++] = (uint16_t)row;
		s->lot[row] = assigner_lot(d, id, r, row);
	}
	rows_room_back(r);
	return n;
}

/* Those of them of which nothing is known, nor an earlier one has the id, in the place of all. What says so
 * is fetched for some that are next. */
static size_t list_new(const struct assigner *d, size_t open)
{
	enum { AHEAD = 32 };
	struct known_key key[AHEAD];
	struct foresight *s = d->foresight;
	struct ledger *const ledger = d->ledger;
	size_t n = 0;

	for (size_t next = 0; next < open + AHEAD; next++) {
		struct known_key *turn = &key[next % AHEAD];
		if (next >= AHEAD) {
			const uint16_t row = s->open[next - AHEAD];
			struct foreseen *x = &s->lead[row];
			x->is_new = !x->id.n || ledger_is_new(ledger, *turn, &x->place);
			s->open[n] = row;
			n += x->is_new;
		}
		if (next < open)
			*turn = ledger_key(ledger, s->lead[s->open[next]].id);
	}
	return n;
}

/* Those of the leads that aren't among some of them. */
static struct asked others(struct asked leads, struct asked some, uint16_t *list)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < leads.n; i++) {
		bool is = k < some.n && some.row[k] == leads.row[i];
		k += is;
		list[n] = leads.row[i];
		n += !is;
	}
	return (struct asked){ list, n };
}

void assigner_foresee_meeting(struct assigner *d, struct rows *r, struct asked leads)
{
	const bool counts = d->plan.by_load || d->plan.commons;
	uint16_t *list = rows_room(r).row;
	struct asked kept = assigner_kept(d, r, leads, list);

	if (counts || d->accepted)
		read_ids(d, r, leads);
	if (d->plan.by_load)
		pipeline_read_rows(&d->pipeline, r, leads);
	routing_foresee_rows(d->routing, r, leads, true);
	if (d->decides_first) {
		struct asked open = others(leads, kept, rows_room(r).row);
		if (d->keeps)
			read_ids(d, r, open);
		order_foresee(d->order, r, open);
		rows_room_back(r);
	}
	rows_room_back(r);
}

/* What was read of leads that were decided about first is read again, so that what can't be read is noted. */
static void read_decided(struct assigner *d, struct rows *r, struct asked open)
{
	struct foresight *s = d->foresight;
	size_t n = 0;

	order_foresee(d->order, r, open);
	for (size_t i = 0; i < open.n; i++) {
		const size_t row = open.row[i];
		const struct assignment *x =
			&d->decided[order_place(d->order, r->batch->first_row + r->first + row)];
		s->open[n] = (uint16_t)row;
		n += x->decision != NULL;
		s->which[row] = x->decision ? x->decision->which : 0;
	}
	routing_foresee_read(d->routing, r, (struct asked){ s->open, n }, s->which, s->sight);
}

bool assigner_foresee(struct assigner *d, struct rows *r, struct asked leads)
{
	if (r->n == 1 || d->accepted)
		return false;
	if (!d->foresight)
		d->foresight = mem_new_sparse(sizeof *d->foresight);
	struct foresight *s = d->foresight;
	if (d->decides_first) {
		struct asked kept = assigner_kept(d, r, leads, rows_room(r).row);
		read_decided(d, r, others(leads, kept, rows_room(r).row));
		rows_room_back(r);
		rows_room_back(r);
		s->decided = r->frame->begun;
		return false;
	}
	s->begun = r->frame->begun;
	struct asked kept = assigner_kept(d, r, leads, rows_room(r).row);
	size_t n = list_new(d, list_open(d, r, leads, kept));
	rows_room_back(r);
	routing_foresee(d->routing, r, (struct asked){ s->open, n }, s->sight, d->explains ? s->past : NULL);
	return true;
}
