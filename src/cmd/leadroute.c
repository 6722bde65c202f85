/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadroute: whose lead is it? Every lead an owner, fairly, once, and so that the run can be replayed. */
#include "cmd/audit.h"
#include "cmd/outputs.h"
#include "cmd/replay.h"
#include "cmd/dry_run.h"
#include "expr/run.h"

enum {
	OPTION_REASSIGN = OPTION_OWN,
	OPTION_NO_WAIT,
	OPTION_DRY_RUN,
	OPTION_DIFF,
	OPTION_REPLAY,
	OPTION_REPORT
};

static const struct option_row options[] = {
	{ 's', "ledger", "FILE", "remember there who got which lead, and go on from it", COMPLETE_FILE,
	  NULL },
	{ 'x', "explain", NULL, "add 'route_reason': why this owner", 0, NULL },
	{ OPTION_REASSIGN, "reassign", "EXPR", "give another owner to leads for which this holds",
	  COMPLETE_COLUMN, NULL },
	{ OPTION_NO_WAIT, "no-wait", NULL, "end if another run has the ledger, rather than wait", 0, NULL },
	{ OPTION_DRY_RUN, "dry-run", NULL, "instead of rows: who would get how many; nothing is remembered",
	  0, NULL },
	{ OPTION_DIFF, "diff", "AGREEMENT",
	  "a dry run, and beside it one by AGREEMENT, or the -e that follow", COMPLETE_AGREEMENT, NULL },
	{ OPTION_REPLAY, "replay", NULL,
	  "instead of rows: prove the ledger's decisions; 1 if one is otherwise", 0, NULL },
	{ OPTION_REPORT, "report", NULL, "instead of rows: who has how many leads, and how fair that is", 0,
	  NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadroute",
	.line = "give every lead an owner, by rules, fairly and once",
	.options = options,
	.examples =
		"  leadroute -s owners.ledger leads.csv > routed.csv\n"
		"  leadscore leads.csv | leadroute -s owners.ledger -x -o routed.csv\n"
		"  leadsla leads.csv | leadroute -s owners.ledger --reassign 'accept_status = \"overdue\"'\n"
		"  leadroute --report leads.csv\n",
	.report = "--report",
};

struct leadroute {
	struct filter filter;
	struct dealer dealer[LANES]; /* the second of --diff alone */
	const char *ledger, *reassign;
	bool explain, no_wait, dry_run, diff, replays, audits;
	const char *other; /* --diff's agreement; NULL: the same one with other statements */
	struct buf other_statements;
	struct tryout *tryout;
	struct replay *replay;
	struct audit *audit;
	uint64_t rows[DEALT_OTHERWISE + 1];
	uint64_t *waiting; /* per route */
};

static bool shares_by_load(const struct agreement *a)
{
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].share == SHARE_LOAD)
			return true;
	return false;
}

/* The other agreement of --diff is not read when this is asked. */
static bool may_share_by_load(const struct agreement *a)
{
	(void)a;
	return true;
}

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadroute *t = ctx;

	(void)diags;
	switch (key) {
	case 's':
		t->ledger = value;
		break;
	case 'x':
		t->explain = true;
		break;
	case OPTION_REASSIGN:
		t->reassign = value;
		break;
	case OPTION_NO_WAIT:
		t->no_wait = true;
		break;
	case OPTION_DRY_RUN:
		t->dry_run = true;
		break;
	case OPTION_DIFF:
		t->dry_run = t->diff = true;
		t->filter.twice = may_share_by_load;
		option_other(&t->filter.common, value, &t->other, &t->other_statements);
		break;
	case OPTION_REPLAY:
		t->replays = true;
		break;
	case OPTION_REPORT:
		t->audits = true;
		break;
	}
	return true;
}

/* ---- columns ---- */

static union value given_of(const void *ctx, struct frame *f)
{
	(void)f;
	return (union value){ .text = *(const struct str *)ctx };
}

COMPUTE_ROWS(work_given, text, given_of)

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
	add_column(t, "owner", "owner, of a route", &t->dealer[0].dealt.owner);
	add_column(t, "team", "team, of an owner", &t->dealer[0].dealt.team);
	add_column(t, "route", "route, of a lead", &t->dealer[0].dealt.route);
	if (t->explain)
		add_column(t, "route_reason", "reason, of a route", &t->dealer[0].dealt.why);
}

/* ---- rows ---- */

/* Decisions are on the disk before anybody sees them. */
static bool commit(void *filter)
{
	return dealer_commit(&((struct leadroute *)filter)->dealer[0]);
}

/* A ledger can't know a lead again that has no id. */
static bool has_id(const struct leadroute *t, struct worker *w)
{
	const struct record *r = w->frame[0].record;

	if (!t->ledger || w->tally[0].no_lead || dealer_id(&t->dealer[0], w).n)
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
	const struct dealt *row = dealer_take(&t->dealer[0], w);
	t->rows[row->how]++;
	if (row->how == DEALT_WAITS)
		t->waiting[row->decision->which]++;
	return true;
}

static void tell(struct leadroute *t)
{
	struct diags *d = &t->filter.diags;
	const struct agreement *a = t->dealer[0].plan.agreement;

	tally_say(d, t->rows[DEALT_OWNER], "got an owner", STR(""));
	tally_say(d, t->rows[DEALT_KNOWN], "with an owner by the ledger", STR(""));
	tally_say(d, t->rows[DEALT_KEPT], "kept theirs", STR(""));
	dealer_tell(&t->dealer[0]);
	for (size_t i = 0; i < a->routes.n; i++)
		tally_say(d, t->waiting[i], "waiting for somebody of route", a->routes.at[i].name.text);
	tally_say(d, t->rows[DEALT_OTHERWISE], "that no route takes", a->otherwise.text);
}

/* ---- instead of rows ---- */

static void take_tryout(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	tryout_take(((struct leadroute *)w->filter)->tryout, w);
}

static bool report_tryout(struct leadroute *t)
{
	struct grid g = { 0 };

	dealer_tell(&t->dealer[0]);
	tryout_report(t->tryout, filter_report_plain(&t->filter), &g);
	return filter_write_report(&t->filter, &g, 1);
}

static void take_replay(struct worker *w, const struct record *r, struct buf *out)
{
	(void)out;
	replay_take(((struct leadroute *)w->filter)->replay, w, r);
}

static bool report_replay(struct leadroute *t)
{
	struct grid g = { 0 };

	replay_report(t->replay, &g);
	return filter_write_report(&t->filter, &g, 1);
}

static void take_audit(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	audit_take(((struct leadroute *)w->filter)->audit, w);
}

/* ---- a run ---- */

/* Options that say what is made, and that need each other. */
static void check(struct leadroute *t)
{
	struct diags *d = &t->filter.diags;

	if (t->replays && t->dry_run)
		diag_error(d, "--replay and --%s are two reports; ask for one of them",
			   t->diff ? "diff" : "dry-run");
	if (t->audits && (t->replays || t->dry_run))
		diag_error(d, "--report and --%s are two reports; ask for one of them",
			   t->replays ? "replay"
			   : t->diff  ? "diff"
				      : "dry-run");
	if (t->explain && (t->replays || t->dry_run || t->audits))
		diag_error(d, "--explain is for rows, and this is a report");
	if (t->replays && !t->ledger)
		diag_error(d, "--replay proves a ledger; name it with --ledger");
	if (t->no_wait && !t->ledger)
		diag_error(d, "--no-wait is of a ledger; name it with --ledger");
}

static bool bind_dealer(struct leadroute *t, size_t lane)
{
	struct filter *f = &t->filter;
	const struct agreement *a = &f->lane[lane].agreement;

	if (!a->routes.n && (!t->audits || t->ledger || t->reassign))
		diag_error(
			&f->diags,
			"%s: the agreement has no 'route' statement, so nobody gets a lead; write some, as "
			"leadpipe-agreement(5) says, or try one: -e 'route all to \"Ann\"'",
			a->text->name);
	if (!dealer_bind(&t->dealer[lane], f, lane, t->reassign))
		return false;
	if (t->dealer[lane].id_column == SIZE_MAX && t->ledger && f->source.header.n)
		diag_error(
			&f->diags,
			"no column is the lead's id, by which a ledger knows it; name it in the agreement: "
			"field id \"Your Header\"");
	return !f->diags.errors;
}

static bool open_rows(struct leadroute *t)
{
	struct filter *f = &t->filter;

	t->dealer[0].explains = t->explain;
	t->waiting = ARENA_ARRAY(&f->lane[0].program.arena, f->lane[0].agreement.routes.n, uint64_t);
	add_columns(t);
	f->keep = take_row;
	f->before = commit;
	return dealer_open(&t->dealer[0], t->ledger, t->no_wait ? LEDGER_NO_WAIT : LEDGER_WAIT);
}

static bool open_tryout(struct leadroute *t)
{
	struct filter *f = &t->filter;

	if (t->diff)
		filter_compare(f, t->other, buf_view(&t->other_statements), OWNS_NOTHING);
	if (f->diags.errors || (t->diff && !bind_dealer(t, 1)))
		return false;
	for (size_t i = 0; i < f->lanes; i++)
		if (!dealer_open(&t->dealer[i], t->ledger, LEDGER_LOOK))
			return false;
	t->tryout = tryout_new(t->dealer, f->lanes);
	f->report = true;
	f->take = take_tryout;
	return true;
}

static bool open_replay(struct leadroute *t)
{
	t->filter.report = true;
	t->filter.take = take_replay;
	return dealer_open(&t->dealer[0], NULL, LEDGER_LOOK) &&
	       (t->replay = replay_new(&t->dealer[0], t->ledger));
}

/* Of an agreement without routes it is a report on the owners that there are. */
static bool open_audit(struct leadroute *t)
{
	t->filter.report = true;
	t->filter.take = take_audit;
	return (!t->filter.lane[0].agreement.routes.n ||
		dealer_open(&t->dealer[0], t->ledger, LEDGER_LOOK)) &&
	       (t->audit = audit_new(&t->dealer[0]));
}

static bool open(struct leadroute *t)
{
	check(t);
	t->filter.common.threads = 1; /* a decision changes what the next one finds */
	if (t->filter.diags.errors || !bind_dealer(t, 0) || !outputs_apart(&t->filter))
		return false;
	return t->audits    ? open_audit(t)
	       : t->replays ? open_replay(t)
	       : t->dry_run ? open_tryout(t)
			    : open_rows(t);
}

static bool report(struct leadroute *t)
{
	if (t->tryout)
		return report_tryout(t);
	if (t->replay)
		return report_replay(t);
	if (t->audit)
		return audit_write(t->audit);
	tell(t);
	return true;
}

static void end(struct filter *f)
{
	struct leadroute *t = (struct leadroute *)f;

	for (size_t i = 0; i < LANES; i++)
		dealer_release(&t->dealer[i]);
	tryout_free(t->tryout);
	replay_free(t->replay);
	audit_free(t->audit);
	buf_release(&t->other_statements);
}

int main(int argc, char **argv)
{
	struct leadroute t = { .filter.twice = shares_by_load };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	t.filter.end = end;
	bool good = open(&t) && filter_run(&t.filter) && report(&t);
	return filter_close(&t.filter, good);
}
