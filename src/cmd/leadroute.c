/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadroute: who gets the lead? Gives every lead one owner, fairly, in a way that can be replayed. */
#include "cmd/command.h"
#include "cmd/leadroute_decisions.h"
#include "cmd/outputs.h"
#include "cmd/page.h"
#include "cmd/spelling.h"
#include "route/audit.h"
#include "route/dry_run.h"
#include "route/fairness_page.h"
#include "route/replay.h"
#include "route/taken.h"

enum { LEDGER, DECISIONS, EXPLAIN, REASSIGN, NO_WAIT, DRY_RUN, DIFF, REPLAY, REPORT, MAP };

struct leadroute {
	struct assigner assigner[LANES]; /* the second of --diff alone */
	struct taken *taken;
	const char *ledger, *decisions, *reassign, *map;
	struct meeting_owners *meeting[LANES];
	bool explain, no_wait;
	struct other_agreement other; /* --diff's */
	struct dry_run_plan dry_run;
	struct replay *replay;
	struct audit *audit;
};

static const struct option_row own_options[] = {
	[LEDGER] = { 's', "ledger", "FILE", "record who got which lead, and continue from it", COMPLETE_FILE,
		     NULL, TO(leadroute, ledger) },
	[DECISIONS] = { OPTION_OWN + DECISIONS, "decisions", "FILE",
			"leads belong to who accepted them, by leadreview's file", COMPLETE_FILE, NULL,
			TO(leadroute, decisions) },
	[EXPLAIN] = { 'x', "explain", NULL, "add 'route_reason': why this owner", 0, NULL,
		      TO(leadroute, explain) },
	[REASSIGN] = { OPTION_OWN + REASSIGN, "reassign", "EXPR",
		       "assign a new owner to leads whose EXPR holds", COMPLETE_COLUMN, NULL,
		       TO(leadroute, reassign) },
	[NO_WAIT] = { OPTION_OWN + NO_WAIT, "no-wait", NULL,
		      "exit if another run is using the ledger, do not wait", 0, NULL,
		      TO(leadroute, no_wait) },
	[DRY_RUN] = { OPTION_OWN + DRY_RUN, "dry-run", NULL,
		      "report how many leads each would get; record nothing", 0, NULL, TO_NOTHING },
	[DIFF] = { OPTION_OWN + DIFF, "diff", "AGREEMENT",
		   "compare a dry run with one by AGREEMENT, or the -e that follow", COMPLETE_AGREEMENT, NULL,
		   TO(leadroute, other) },
	[REPLAY] = { OPTION_OWN + REPLAY, "replay", NULL,
		     "verify the ledger's decisions; exit 1 if one differs", 0, NULL, TO_NOTHING },
	[REPORT] = { OPTION_OWN + REPORT, "report", NULL,
		     "report how many leads each has, and how fair that is", 0, NULL, TO_NOTHING },
	[MAP] = { OPTION_OWN + MAP, "map", "FILE",
		  "know leads by their old ids, too, as leadfold --map keeps them", COMPLETE_FILE, NULL,
		  TO(leadroute, map) },
	{ 0 },
};

/* Shares by load count all open leads before the first decision, what is kept together is known by all rows
 * that have an owner, and an order of the leads needs all of them. */
static bool reads_twice(const void *ask, const struct agreement *a)
{
	(void)ask;
	if (a->orders.n)
		return true;
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].share == SHARE_LOAD || a->routes.at[i].together)
			return true;
	return false;
}

/* The other agreement has not been read at this point. */
static bool may_read_twice(const void *ask, const struct agreement *a)
{
	(void)ask, (void)a;
	return true;
}

/* ---- binding ---- */

static void say_notes(void *ctx)
{
	filter_say(ctx);
}

/* `routed`: nothing can be done without routes. */
static bool bind_assigner(struct leadroute *t, struct filter *f, size_t lane, bool routed)
{
	const struct agreement *a = &f->lane[lane].agreement;
	struct assigner *d = &t->assigner[lane];
	const struct code *reassign = NULL;

	if (!a->routes.n && routed)
		diag_error(
			&f->diags,
			"%s: the agreement has no 'route' statement%s, so nobody gets a lead; write some, as "
			"leadpipe-agreement(5) says, or try one: -e 'route all to \"Ann\"'",
			a->text->name, agreement_lost(a, "route"));
	if (t->reassign)
		reassign = filter_option(f, lane, "--reassign", t->reassign, TYPE_FLAG);
	d->waits = say_notes;
	d->ctx = f;
	d->map = f->map;
	if (!assigner_bind(d, f->lane[lane].names, lane, reassign))
		return false;
	if (t->ledger)
		assigner_mark_rules(d, t->reassign);
	if (d->id_column == SIZE_MAX && t->ledger && f->source.header.n)
		diag_error(
			&f->diags,
			"no column is the lead's id, by which a ledger knows it; name it in the agreement: "
			"field id \"Your Header\"");
	return outputs_apart(f);
}

static void foresee(void *ctx, struct rows *lane, struct asked leads)
{
	struct assigner *d = ctx;

	assigner_foresee_meeting(d, &lane[d->lane], leads);
}

static void meet(void *ctx, struct rows *lane, struct asked leads)
{
	struct assigner *d = ctx;

	for (size_t i = 0; i < leads.n; i++) {
		struct frame *f = rows_at(&lane[d->lane], leads.row[i]);
		if (!tally_of(f)->no_lead)
			assigner_meet(d, f);
	}
}

/* Of -w: who has these leads has their companies. */
static void meet_left_out(void *ctx, struct rows *lane, struct asked leads)
{
	struct assigner *d = ctx;

	for (size_t i = 0; i < leads.n; i++) {
		struct frame *f = rows_at(&lane[d->lane], leads.row[i]);
		if (!tally_of(f)->no_lead)
			assigner_meet_left_out(d, f);
	}
}

static void take_kept(void *ctx, struct rows *lane, struct asked leads)
{
	struct assigner *d = ctx;

	for (size_t i = 0; i < leads.n; i++)
		assigner_take_kept(d, rows_at(&lane[d->lane], leads.row[i]));
}

static bool open_assigner(struct leadroute *t, struct filter *f, size_t lane, const char *ledger,
			  enum ledger_use use)
{
	struct assigner *d = &t->assigner[lane];

	if (t->decisions) {
		t->meeting[lane] = meeting_owners_new(f, lane, t->decisions);
		if (!t->meeting[lane])
			return false;
		d->accepted = accepted_new(meeting_owners_by(t->meeting[lane]));
	}
	if (!assigner_open(d, ledger, use))
		return false;
	if (!assigner_reads_first(d))
		return true;
	if (!filter_read_before(f, foresee, meet, meet_left_out, d))
		return false;
	assigner_met(d);
	return filter_each_kept(f, assigner_next, take_kept, d);
}

/* ---- rows ---- */

/* What a column of the output is filled with. */
struct given {
	struct leadroute *by;
	enum taken_text which;
};

static void work_given(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct given *given = ctx;
	const struct str *text = taken_texts(given->by->taken, given->which, r);

	EACH_ROW(row, ask, out.text[row] = text[row]);
}

static size_t bind_given(void *given, size_t which, struct names *n)
{
	(void)which;
	return program_compute(names_program(n), TYPE_TEXT, STR(""), work_given, given);
}

/* The column that a field is read from, or else a new one of that name at the end: filled where there is a
 * value, unchanged elsewhere. */
static struct out_column *add_column(struct leadroute *t, struct filter *f, const char *name,
				     const char *offered, enum taken_text which)
{
	struct names *n = f->lane[0].names;
	struct given *given = ARENA_NEW(&f->arena, struct given);
	struct expr field = { .op = EXPR_NAME, .text = str_from(name) };
	size_t column = names_column(n, &field);

	*given = (struct given){ t, which };
	names_define(n, str_from(offered), TYPE_TEXT, true, bind_given, given, 0);
	struct str head = column == SIZE_MAX ? str_from(name) : f->source.header.name[column];
	struct out_column *added = filter_add(f, 0, str_from(offered), head);
	added->column = column;
	return added;
}

/* What the columns' texts can be, as far as that is known; they were added in the order of taken_text. */
static void say_words(const struct leadroute *t, struct filter *f)
{
	for (struct out_column *c = f->columns; c < f->columns + f->ncolumns; c++) {
		if (!c->added || c->added > TAKEN_WHY)
			continue;
		const struct str *words = taken_words(t->taken, (enum taken_text)(c->added - 1), &c->nwords);
		c->words = c->nwords ? words : NULL;
	}
}

/* Decisions are synced to the disk before they are printed. */
static bool commit(void *ask)
{
	return assigner_commit(&((struct leadroute *)ask)->assigner[0]);
}

/* Whatever a route asks of leads beside the one at hand, rows that are a part of all can't answer. */
static void check_part(const struct leadroute *t, struct filter *f)
{
	static const char *const shares[] = { [SHARE_WEIGHT] = "share by weight",
					      [SHARE_EQUALLY] = "share equally",
					      [SHARE_LOAD] = "share by load" };
	const struct agreement *a = &f->lane[0].agreement;

	for (size_t i = 0; f->common.no_header && !t->ledger && i < a->routes.n; i++) {
		const struct route *r = &a->routes.at[i];
		const char *clause = r->limits.n			? "at most"
				     : r->together			? "together by"
				     : !r->to && r->share != SHARE_HASH ? shares[r->share]
									: NULL;
		if (clause)
			diag_at(&f->diags, r->name.where, r->name.span,
				"--no-header is for a part of the rows, and '%s' decides by all of them; "
				"'share by hash' alone doesn't, or keep a ledger with -s",
				clause);
	}
}

static void bind_rows(void *ask, struct filter *f, const void **plan)
{
	struct leadroute *t = ask;
	struct assigner *d = &t->assigner[0];

	if (t->no_wait && !t->ledger)
		diag_error(&f->diags, "--no-wait is of a ledger; name it with --ledger");
	check_part(t, f);
	if (f->diags.errors || !bind_assigner(t, f, 0, true))
		return;
	f->roster = d->roster;
	t->taken = taken_new(d);
	d->roster->owner = taken_rep;
	d->roster->ctx = t->taken;
	d->explains = t->explain;
	d->keeps = t->ledger;
	f->commit = t->ledger ? commit : NULL;
	add_column(t, f, "owner", "owner, of a route", TAKEN_OWNER);
	add_column(t, f, "team", "team, of an owner", TAKEN_TEAM)->besides = true;
	add_column(t, f, "route", "route, of a lead", TAKEN_ROUTE)->besides = true;
	if (t->explain)
		add_column(t, f, "route_reason", "reason, of a route", TAKEN_WHY)->besides = true;
	plan[0] = &t->taken;
	if (open_assigner(t, f, 0, t->ledger, t->no_wait ? LEDGER_NO_WAIT : LEDGER_WAIT))
		say_words(t, f);
}

/* ---- instead of rows ---- */

static void bind_dry_run(void *ask, struct filter *f, const void **plan)
{
	struct leadroute *t = ask;

	t->dry_run = (struct dry_run_plan){ t->assigner, f->lanes };
	plan[0] = &t->dry_run;
	for (size_t i = 0; i < f->lanes; i++)
		if (!bind_assigner(t, f, i, true))
			return;
	for (size_t i = 0; i < f->lanes; i++)
		if (!open_assigner(t, f, i, t->ledger, LEDGER_LOOK))
			return;
}

static void bind_diff(void *ask, struct filter *f, const void **plan)
{
	struct leadroute *t = ask;

	filter_compare(f, t->other.file, buf_view(&t->other.statements));
	if (!f->diags.errors)
		bind_dry_run(ask, f, plan);
}

static bool write_dry_run(void *ask, struct filter *f, void *const *counter)
{
	struct grid g = { 0 };

	(void)ask;
	if (filter_report_plain(f))
		return filter_write_table(f, &dry_run_report, counter[0]);
	dry_run_table(counter[0], &g);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, &g, 1);
	struct buf page = { 0 };
	filter_page_begin(f, "Who would get how many leads", f->lane[0].program.now, "", &page);
	dry_run_page(counter[0], &page);
	filter_page_tables(f, &g, 1, &page);
	return filter_write(f, &page);
}

static void bind_replay(void *ask, struct filter *f, const void **plan)
{
	struct leadroute *t = ask;

	if (!t->ledger)
		diag_error(&f->diags, "--replay proves a ledger; name it with --ledger");
	if (f->diags.errors || !bind_assigner(t, f, 0, true))
		return;
	t->assigner[0].decides_first = false;
	if (open_assigner(t, f, 0, NULL, LEDGER_LOOK))
		t->replay = replay_new(&t->assigner[0], t->ledger,
				       report_times(&f->common, filter_report_format(f)));
	plan[0] = &t->replay;
}

static bool write_replay(void *ask, struct filter *f, void *const *counter)
{
	struct replay *s = counter[0];
	struct buf rows = { 0 };
	struct grid g = { 0 };

	(void)ask;
	replay_rows(s, &rows);
	filter_each_row(f, buf_view(&rows), replay_prove, s);
	buf_release(&rows);
	f->no = !replay_proved(s);
	if (filter_report_plain(f))
		return filter_write_table(f, &replay_report, s);
	report_fill(&replay_report, s, true, &g);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, &g, 1);
	struct buf page = { 0 };
	filter_page_begin(f, "The ledger, decided again", f->lane[0].program.now, "", &page);
	replay_page(s, &page);
	filter_page_tables(f, &g, 1, &page);
	return filter_write(f, &page);
}

/* For an agreement without routes, it is a report on the present owners. */
static void bind_audit(void *ask, struct filter *f, const void **plan)
{
	struct leadroute *t = ask;
	bool routed = f->lane[0].agreement.routes.n;

	if (bind_assigner(t, f, 0, t->ledger || t->reassign) &&
	    (!routed || open_assigner(t, f, 0, t->ledger, LEDGER_LOOK)))
		t->audit = audit_new(&t->assigner[0], f->lane[0].scoring);
	plan[0] = &t->audit;
}

static bool write_audit(void *ask, struct filter *f, void *const *counter)
{
	const struct fairness_view *v = audit_view(counter[0]);
	struct grid grids[FAIRNESS_GRIDS] = { 0 };

	(void)ask;
	if (filter_report_plain(f))
		return filter_write_table(f, &fairness_report, v);
	size_t n = fairness_grids(v, grids);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, grids, n);
	struct buf page = { 0 };
	filter_page_begin(f, "Who has how many leads", f->lane[0].program.now, "", &page);
	fairness_page(v, &page);
	filter_page_tables(f, grids, n, &page);
	return filter_write(f, &page);
}

/* ---- what it makes ---- */

#define REPORTS (OPTION(LEDGER) | OPTION(REASSIGN) | OPTION(DECISIONS) | OPTION(MAP))

/* What pages say of how it comes about. */
#define HOW_DRY_RUN                                                                         \
	"As if all leads without an owner came now, in the order that the agreement says; " \
	"nothing is recorded."

static const struct mode modes[] = {
	{ .name = "leadroute",
	  .page = { .name = "Leads and their owners",
		    .how = "A lead goes by the first route whose condition it meets, to the one whose turn "
			   "it is.\n"
			   "Who has an owner keeps it." },
	  .fits = REPORTS | OPTION(EXPLAIN) | OPTION(NO_WAIT),
	  .twice = reads_twice,
	  .bind = bind_rows,
	  .counter = { &taken_counter } },
	{ .name = "--report",
	  .page = { .how = "Due is the share by weight, of each lead among those who could have got it by "
			   "its route.\n"
			   "More or fewer is who is further from what was due than chance explains, at 95% "
			   "for all together, and by a lead at least." },
	  .all = OPTION(REPORT),
	  .fits = REPORTS,
	  .remedy = "it applies to rows, and this is a report",
	  .makes = MAKES_REPORT,
	  .anywhere = true,
	  .twice = reads_twice,
	  .bind = bind_audit,
	  .counter = { &audit_counter },
	  .write = write_audit },
	{ .name = "--replay",
	  .page = { .how = "Every decision of the ledger is made again, with the turns as they stood then.\n"
			   "By other rules: taken as they are, as the agreement, the roster or --reassign "
			   "was "
			   "another, or a meeting decided." },
	  .all = OPTION(REPLAY),
	  .fits = OPTION(LEDGER) | OPTION(REASSIGN),
	  .remedy = "it proves the ledger as it is, by its own ids",
	  .makes = MAKES_REPORT,
	  .twice = reads_twice,
	  .bind = bind_replay,
	  .counter = { &replay_counter },
	  .write = write_replay },
	{ .name = "--diff",
	  .page = { .how = HOW_DRY_RUN "\n"
				       "The other agreement gets the same leads in the same state." },
	  .all = OPTION(DIFF),
	  .fits = REPORTS | OPTION(DRY_RUN),
	  .remedy = "it applies to rows, and this is a report",
	  .makes = MAKES_REPORT,
	  .twice = may_read_twice,
	  .bind = bind_diff,
	  .counter = { &dry_run_counter },
	  .write = write_dry_run },
	{ .name = "--dry-run",
	  .page = { .how = HOW_DRY_RUN },
	  .all = OPTION(DRY_RUN),
	  .fits = REPORTS,
	  .remedy = "it applies to rows, and this is a report",
	  .makes = MAKES_REPORT,
	  .twice = reads_twice,
	  .bind = bind_dry_run,
	  .counter = { &dry_run_counter },
	  .write = write_dry_run },
};

static const char *map_of(const void *ask)
{
	return ((const struct leadroute *)ask)->map;
}

static void release(void *ask)
{
	struct leadroute *t = ask;

	taken_free(t->taken);
	replay_free(t->replay);
	audit_free(t->audit);
	for (size_t i = 0; i < LANES; i++) {
		assigner_release(&t->assigner[i]);
		meeting_owners_free(t->meeting[i]);
	}
	buf_release(&t->other.statements);
}

static const struct command command = {
	.tool = { .name = "leadroute",
		  .line = "assign every lead an owner once, by fair rules",
		  .options = own_options,
		  .examples = "  leadroute -s owners.ledger leads.csv > routed.csv\n"
			      "  leadscore leads.csv | leadroute -s owners.ledger -x -o routed.csv\n"
			      "  leadsla leads.csv | leadroute -s owners.ledger --reassign 'accept_status = "
			      "\"overdue\"'\n"
			      "  leadroute --report leads.csv\n" },
	.owns = OWNS_NOTHING,
	.map = map_of,
	.exact_ids = true,
	.modes = modes,
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadroute){ 0 }, argc, argv);
}
