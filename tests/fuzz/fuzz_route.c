/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as routes over a small roster, and leads dealt by them. What must hold then: an owner out of a
 * pool is active, present and of some weight, and is not the one who is left out; where they share by turns
 * everybody of a pool is within one lead of the share after every lead, unless the leads of a company are
 * kept together; and one who begins with what was decided up to the middle decides the rest alike.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agreement/read.h"
#include "base/hash.h"
#include "base/mem.h"
#include "lead/bant.h"
#include "route/route_bound.h"
#include "lead/score.h"
#include "table/batch.h"
#include "table/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char people[] = "rep,team,region,weight,capacity,active,away_from,away_to,level\n"
			     "Ann,inside,EMEA,5,8,yes,,,1\n"
			     "Bob,inside,EMEA,1,4,,2026-01-01,2026-02-01,2\n"
			     "Cas,field,AMER,1,3,yes,,,\n"
			     "Dee,field,APAC,0.5,,yes,2026-01-01,,3\n"
			     "Eve,field,EMEA,0,9,yes,,,4\n"
			     "Fay,inside,AMER,2,2,no,,,4\n"
			     "Gus,inside,AMER,2,7,yes,,,2\n";

static const char *const header[] = { "id", "region", "employees", "owner", "a" };
enum { COLUMNS = sizeof header / sizeof *header, LEADS = 120, POOLS = 64, PEOPLE = 7 };

struct seen {
	uint64_t pool, leads, own[PEOPLE];
};

static void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "fuzz_route: not so: %s\n", claim);
		abort();
	}
}

static void check_owner(const struct routing_plan *p, const struct decision *x, struct str except)
{
	const struct rep *rep = roster_find(p->roster, x->owner);
	const struct program *program = p->program;

	check(x->owner.n && x->which < p->agreement->routes.n, "there is an owner, by a route");
	check(!rep || (rep->active && !rep_away(rep, program->now, program->times.zone)),
	      "the owner is there");
	check(!rep || rep != roster_find(p->roster, except), "it is another owner");
	check(p->route[x->which].said->to || (rep && rep->weight), "the owner is of the roster");
}

static void check_shares(const struct routing_plan *p, const struct decision *x, struct seen *seen)
{
	enum route_share share = p->route[x->which].said->share;
	size_t i = 0;

	if (p->route[x->which].said->to || p->route[x->which].said->together || share == SHARE_LOAD ||
	    share == SHARE_HASH)
		return;
	while (i < POOLS && seen[i].leads && seen[i].pool != x->pool)
		i++;
	if (i == POOLS)
		return;
	seen[i].pool = x->pool;
	seen[i].leads++;
	seen[i].own[roster_find(p->roster, x->owner) - p->roster->rep]++;
	__int128 sum = 0;
	for (size_t k = 0; k < x->among.n; k++)
		sum += share == SHARE_EQUALLY ? 1 : p->roster->rep[x->among.rep[k]].weight;
	for (size_t k = 0; k < x->among.n; k++) {
		uint32_t rep = x->among.rep[k];
		__int128 weight = share == SHARE_EQUALLY ? 1 : p->roster->rep[rep].weight;
		__int128 off = weight * seen[i].leads - sum * seen[i].own[rep];
		check(off < sum && -off < sum, "everybody is within one lead of the share");
	}
}

/* Decisions about all leads; those from `from` on must be the same as in `done`, if it is given. */
static void deal(const struct routing_plan *p, struct frame *f, const struct batch *batch,
		 const struct code *id, struct decision *done, size_t from, struct arena *kept)
{
	struct routing *s = routing_new(p);
	struct seen seen[POOLS] = { 0 };
	struct buf why = { 0 };

	for (size_t i = 0; i < from; i++) {
		struct record r = batch_record(batch, i);
		if (done[i].how != DECISION_OWNER)
			continue;
		routing_past(s, done[i].owner, done[i].pool, p->program->now, true);
		routing_company(s, done[i].owner, done[i].company);
		frame_record(f, &r);
		routing_row(s, f, done[i].owner, false);
	}
	for (size_t i = from; i < batch->marks.nrow && !f->error.n; i++) {
		struct record r = batch_record(batch, i);
		struct str except = i % 5 ? STR_NONE : STR("ann");
		frame_record(f, &r);
		buf_clear(&why);
		struct decision x =
			*routing_decide(s, f, hash_text(code_text(id, f), 0), except, from ? NULL : &why);
		if (x.how == DECISION_OWNER)
			check_owner(p, &x, except);
		if (x.how == DECISION_OWNER && !from)
			check_shares(p, &x, seen);
		if (from)
			check(x.how == done[i].how && x.pool == done[i].pool &&
				      x.company == done[i].company && x.together == done[i].together &&
				      x.which == done[i].which && str_eq(x.owner, done[i].owner),
			      "from what was before it goes on");
		else
			done[i] = x, done[i].owner = arena_copy(kept, x.owner);
		routing_eligible(s, NULL, f, i % 7, &(uint64_t){ 0 });
	}
	buf_release(&why);
	routing_free(s);
}

static void run(const struct routing_plan *p, const struct agreement *a, const struct code *id)
{
	static const char *const regions[] = { "EMEA", "AMER", "APAC", "", "emea" };
	struct batch batch = { .file = "leads.csv", .first_line = 2 };
	struct decision done[LEADS] = { 0 };
	struct buf rows = { 0 };
	struct arena kept = { 0 };
	struct tally tally;
	struct frame f;

	for (int i = 0; i < LEADS; i++)
		buf_print(&rows, "%d,%s,%d,%s,%s\n", i, regions[i * i % 5], i * 37 % 1500, i % 9 ? "" : "Zoe",
			  i % 4 ? "x" : "soon");
	batch.len = rows.n;
	memcpy(batch_room(&batch, 0, batch.len), rows.p, rows.n);
	batch_scan(&batch, (struct dialect){ .delimiter = ',' }, COLUMNS);
	frame_init(&f, p->program);
	tally_init(&tally, a);
	f.user = &tally;
	deal(p, &f, &batch, id, done, 0, &kept);
	if (!p->by_load) /* who has open leads is not told here */
		deal(p, &f, &batch, id, done, LEADS / 2, &kept);
	batch_release(&batch);
	buf_release(&rows);
	arena_release(&kept);
	frame_release(&f);
	tally_release(&tally);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char roster[64];
	struct str texts[] = { { roster, 0 }, { (const char *)data, size } };
	struct str names[COLUMNS];
	struct diags diags = { .tool = "fuzz" };
	struct agreement a;
	struct program p = { 0 };
	struct routing_plan plan;
	struct expr e = { .op = EXPR_NAME, .text = STR("id") };

	if (!roster[0]) {
		int fd = memfd_create("roster", 0);
		check(write(fd, people, sizeof people - 1) == sizeof people - 1, "the roster is written");
		snprintf(roster, sizeof roster, "roster \"/proc/self/fd/%d\"", fd);
	}
	texts[0].n = strlen(roster);
	if (size > 20000 || (size && memmem(data, size, "\"/", 2)) || (size && memmem(data, size, "..", 2)))
		return 0; /* no files but those beside */
	agreement_read(&a, NULL, texts, 2, &diags);
	if (!diags.errors) {
		for (size_t i = 0; i < COLUMNS; i++)
			names[i] = str_from(header[i]);
		struct names *n = names_new(&a, names, COLUMNS, &p, &diags);
		scoring_define(n, true);
		bant_define(n, true);
		p.now = instant_of(INT64_C(1769000000000000)); /* January 2026 */
		e.where = a.text;
		struct roster *r = roster_read(n);
		const struct code *id = program_bind(&p, &e, TYPE_TEXT, NULL);
		if (r && routing_bind(&plan, n, r) && !diags.errors)
			run(&plan, &a, id);
		roster_free(r);
		names_free(n);
		program_release(&p);
	}
	agreement_release(&a);
	diags_release(&diags);
	return 0;
}
