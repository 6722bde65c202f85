/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadroute: whose lead is it? Every lead an owner, fairly, once, and so that the run can be replayed. */
#include <stdlib.h>

#include "cmd/replay.h"
#include "cmd/tryout.h"

enum { OPTION_REASSIGN = OPTION_OWN, OPTION_NO_WAIT };

static const struct option_row options[] = {
	{ 's', "ledger", "FILE", "remember there who got which lead, and go on from it", COMPLETE_FILE,
	  NULL },
	{ 'x', "explain", NULL, "add 'route_reason': why this owner", 0, NULL },
	{ OPTION_REASSIGN, "reassign", "EXPR", "leads with an owner that shall get another", COMPLETE_COLUMN,
	  NULL },
	{ OPTION_NO_WAIT, "no-wait", NULL, "end if another run has the ledger, rather than wait", 0, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadroute",
	.line = "give every lead an owner, by rules, fairly and once",
	.options = options,
	.examples =
		"  leadroute -s owners.ledger leads.csv > routed.csv\n"
		"  leadscore leads.csv | leadroute -s owners.ledger -x -o routed.csv\n"
		"  leadsla leads.csv | leadroute -s owners.ledger --reassign 'accept_status = \"overdue\"'\n",
};

struct leadroute {
	struct filter filter;
	struct dealer dealer;
	const char *ledger, *reassign;
	bool no_wait;
	struct dealt row; /* what became of the row at hand */
	uint64_t rows[DEALT_OTHERWISE + 1];
	uint64_t *waiting; /* per route */
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadroute *t = ctx;

	(void)diags;
	switch (key) {
	case 's':
		t->ledger = value;
		break;
	case 'x':
		t->dealer.explains = true;
		break;
	case OPTION_REASSIGN:
		t->reassign = value;
		break;
	case OPTION_NO_WAIT:
		t->no_wait = true;
		break;
	}
	return true;
}

/* ---- columns ---- */

static union value work_given(const void *ctx, struct frame *f)
{
	(void)f;
	return (union value){ .text = *(const struct str *)ctx };
}

static size_t bind_given(void *given, size_t which, struct names *n)
{
	(void)which;
	return program_work(names_program(n), TYPE_TEXT, STR(""), work_given, given);
}

/* The column that a field is read from, or else one of that name at the end: filled where there is something
 * to say, and as it was elsewhere. */
static void add_column(struct leadroute *t, const char *name, const char *offered, struct str *given)
{
	struct filter *f = &t->filter;
	struct names *n = f->lane[0].names;
	struct expr field = { .op = EXPR_NAME, .text = str_from(name) };
	size_t column = names_column(n, &field);

	names_offer(n, str_from(offered), TYPE_TEXT, true, bind_given, given, 0);
	filter_add_str(f, 0, str_from(offered),
		       column == SIZE_MAX ? str_from(name) : f->source.header.name[column])
		->column = column;
}

static void add_columns(struct leadroute *t)
{
	add_column(t, "owner", "owner, of a route", &t->row.owner);
	add_column(t, "team", "team, of an owner", &t->row.team);
	add_column(t, "route", "route, of a lead", &t->row.route);
	if (t->dealer.explains)
		add_column(t, "route_reason", "reason, of a route", &t->row.why);
}

/* ---- rows ---- */

/* Decisions are on the disk before anybody sees them. */
static bool commit(void *filter)
{
	return dealer_commit(&((struct leadroute *)filter)->dealer);
}

/* A ledger can't know a lead again that has no id. */
static bool has_id(const struct leadroute *t, struct worker *w)
{
	const struct record *r = w->frame[0].record;

	if (!t->ledger || w->tally[0].no_lead || dealer_id(&t->dealer, w).n)
		return true;
	buf_print(&w->frame[0].error, "%s:%llu: the lead has no id, so the ledger can't know it again",
		  r->batch->file, (unsigned long long)batch_line(r->batch, r->index));
	return false;
}

static bool take_row(struct worker *w)
{
	struct leadroute *t = (struct leadroute *)w->filter;

	if (!has_id(t, w))
		return true;
	t->row = dealer_take(&t->dealer, w);
	t->rows[t->row.how]++;
	if (t->row.how == DEALT_WAITS)
		t->waiting[t->row.decision.which]++;
	return true;
}

static void tell(struct leadroute *t)
{
	struct diags *d = &t->filter.diags;
	const struct agreement *a = t->dealer.plan.agreement;

	tally_say(d, t->rows[DEALT_OWNER], "got an owner", STR(""));
	tally_say(d, t->rows[DEALT_KNOWN], "have had one by the ledger", STR(""));
	tally_say(d, t->rows[DEALT_KEPT], "kept theirs", STR(""));
	for (size_t i = 0; i < a->routes.n; i++)
		tally_say(d, t->waiting[i], "wait for somebody of route", a->routes.at[i].name.text);
	tally_say(d, t->rows[DEALT_OTHERWISE], "that no route takes", a->otherwise.text);
}

/* ---- a run ---- */

static bool shares_by_load(const struct agreement *a)
{
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].share == SHARE_LOAD)
			return true;
	return false;
}

static bool bind(struct leadroute *t)
{
	struct filter *f = &t->filter;
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->routes.n)
		diag_error(&f->diags, "%s: the agreement has no 'route' statement, so nobody gets a lead",
			   a->text->name);
	if (!dealer_bind(&t->dealer, f, 0, t->reassign))
		return false;
	if (!t->dealer.has_id && t->ledger && f->source.header.n)
		diag_error(
			&f->diags,
			"no column is the lead's id, by which a ledger knows it; name it in the agreement: "
			"field id \"Your Header\"");
	t->waiting = ARENA_ARRAY(&f->lane[0].program.arena, a->routes.n, uint64_t);
	add_columns(t);
	return !f->diags.errors;
}

static void end(struct filter *f)
{
	dealer_release(&((struct leadroute *)f)->dealer);
}

int main(int argc, char **argv)
{
	struct leadroute t = { .filter.twice = shares_by_load };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	t.filter.end = end;
	t.filter.common.threads = 1; /* a decision changes what the next one finds */
	t.filter.keep = take_row;
	t.filter.before = commit;
	bool good = bind(&t) && dealer_open(&t.dealer, t.ledger, t.no_wait ? LEDGER_NO_WAIT : LEDGER_WAIT) &&
		    filter_run(&t.filter);
	if (good)
		tell(&t);
	return filter_close(&t.filter, good);
}
