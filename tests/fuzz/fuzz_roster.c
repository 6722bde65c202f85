/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a roster. What is refused is reported. Of what is read everybody has a name of their own, is
 * found by it in any case and with space around it, stands in the order of the keys and has a weight within
 * its limits; rep.NAME says a person's own cell; and the rows in another order are the same roster.
 *
 * The first byte says how the agreement reads numbers and dates.
 */
#include "sheet.h"

#include "lead/roster.h"

struct staff {
	struct leads leads;
	struct roster *roster;
};

static void staff_read(struct staff *s, struct str bytes, unsigned how)
{
	static const struct str header[] = { STR("id") };
	char agreement[200];

	snprintf(agreement, sizeof agreement, "roster \"%s\"\nroute all\n%s%s%s", file_of(bytes, NULL),
		 how & 1 ? "decimal \",\"\n" : "", how & 2 ? "dates day-first\n" : "",
		 how & 4 ? "timezone \"-03:30\"\n" : "");
	leads_init(&s->leads, agreement, header, 1, "1\n");
	s->roster = roster_read(s->leads.names);
	check((s->roster == NULL) == (s->leads.diags.errors > 0), "what is refused is reported");
}

static void staff_release(struct staff *s)
{
	leads_release(&s->leads);
	roster_free(s->roster);
}

static void check_people(const struct roster *r)
{
	struct buf called = { 0 };
	uint64_t line;

	for (size_t i = 0; i < r->n; i++) {
		const struct rep *rep = &r->rep[i];
		check(rep->name.n && str_eq(str_trim(rep->name), rep->name), "everybody has a name");
		check(!i || str_compare(r->rep[i - 1].key, rep->key) < 0, "people are in order, each once");
		check(rep->weight >= 0 && rep->weight <= INT64_C(1000000000000), "a weight has its limits");
		buf_clear(&called);
		buf_str(&called, STR(" \xC2\xA0"));
		buf_str(&called, rep->name);
		buf_char(&called, '\t');
		check(roster_find(r, rep->name) == rep && roster_find(r, buf_view(&called)) == rep &&
			      roster_find(r, rep->key) == rep,
		      "a name finds its person");
		check(roster_place(r, rep, &line) && line, "a person has a line");
	}
	check(!roster_find(r, STR("")), "nobody has no name");
	buf_release(&called);
}

/* What rep.NAME says, asked of everybody. */
static void check_cells(struct staff *s)
{
	struct leads *l = &s->leads;
	struct expr name = { .op = EXPR_NAME, .text = STR("rep.rep"), .where = l->agreement.text };
	const struct code *code = program_bind(&l->program, &name, TYPE_TEXT, NULL);
	struct record lead = batch_record(&l->batch, 0);

	check(code != NULL, "the column of names is a column");
	frame_init(&l->frame, &l->program);
	for (size_t i = 0; i < s->roster->n; i++) {
		s->roster->asked = &s->roster->rep[i];
		frame_record(&l->frame, &lead);
		check(str_eq(code_text(code, &l->frame), s->roster->asked->name), "rep.rep is the name");
	}
	check(!l->frame.error.n, "a cell of a roster is no error");
}

static void check_order(const struct roster *r, struct str bytes, unsigned how)
{
	struct side side;
	struct staff again;
	struct buf text = { 0 };

	check(side_of(&side, bytes), "a roster is a side table");
	put_reversed(&text, &side, 1);
	staff_read(&again, buf_view(&text), how);
	check(again.roster && again.roster->n == r->n && roster_hash(again.roster) == roster_hash(r),
	      "rows in another order are the same roster");
	for (size_t i = 0; i < r->n; i++) {
		const struct rep *a = &r->rep[i], *b = &again.roster->rep[i];
		check(str_eq(a->name, b->name) && str_eq(a->team, b->team) && a->weight == b->weight &&
			      a->active == b->active && a->from == b->from && a->to == b->to,
		      "and the same people");
	}
	staff_release(&again);
	side_release(&side);
	buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = input_whole(data, size);
	unsigned how = input_byte(&bytes);
	struct staff staff;

	staff_read(&staff, bytes, how);
	if (staff.roster) {
		check_people(staff.roster);
		check_cells(&staff);
		check_order(staff.roster, bytes, how);
	}
	staff_release(&staff);
	return 0;
}
