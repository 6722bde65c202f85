/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview --status: how far the meeting has come, for people and for cron. */
#include "cmd/leadreview.h"
#include "cmd/page.h"
#include "review/status_page.h"

/* Of what the agreement gives the name; NULL: the input has nothing for it. */
static const struct code *bind_owner(struct names *n)
{
	struct expr *owner = ARENA_NEW(&names_program(n)->arena, struct expr);

	*owner = (struct expr){ .op = EXPR_NAME, .text = STR("owner"), .where = names_agreement(n)->text };
	return names_know(n, owner) ? program_bind(names_program(n), owner, TYPE_NONE, NULL) : NULL;
}

static void bind_exits(struct leadreview *t, struct names *n)
{
	struct arena *arena = &names_program(n)->arena;

	terms_bind(&t->terms, n, t->handing.sla, NULL);
	struct str *exit = ARENA_ARRAY(arena, t->terms.nback, struct str);
	for (size_t i = 0; i < t->terms.nback; i++)
		exit[i] = t->terms.agreement->exits.at[t->terms.back[i].exit].name.text;
	status_exits(&t->status, exit, t->terms.nback, arena);
}

void bind_status(void *ask, struct filter *f, const void **plan)
{
	struct leadreview *t = ask;
	struct names *n = f->lane[0].names;

	if (!t->file)
		diag_error(&f->diags, "--status reports on a file of decisions; add -s FILE");
	if (!handing_bind(&t->handing, n, f->lane[0].clocks, f->map) || !t->file ||
	    !leadreview_decisions(t, f, false))
		return;
	t->status = (struct status_plan){ .handing = &t->handing,
					  .decisions = t->decisions,
					  .where = f->where,
					  .owner = bind_owner(n),
					  .now = f->lane[0].program.now };
	bind_exits(t, n);
	plan[0] = &t->status;
	const struct status_view view = { .plan = &t->status };
	if (t->fail_when && !f->diags.errors)
		fail_when_bind(&t->failing, t->fail_when, &status_report, &view, &f->lane[0].program,
			       &f->diags);
}

/* What the decisions are about and the input doesn't have. */
static void say_rest(const struct leadreview *t, struct filter *f, const struct status *s)
{
	struct str first;
	unsigned long long absent = status_absent(s, &first), earlier = status_earlier(s),
			   nameless = status_nameless(s);

	if (absent && f->common.strict)
		diag_error(&f->diags,
			   "%s: %llu decision%s about leads that aren't in the input, the first about '%.*s'",
			   t->file, absent, absent == 1 ? " is" : "s are", STR_ARG(first));
	else if (absent)
		diag_note(&f->diags,
			  "%s: %llu decision%s about leads that aren't in the input, the first about '%.*s'",
			  t->file, absent, absent == 1 ? " is" : "s are", STR_ARG(first));
	if (earlier)
		diag_note(&f->diags,
			  "%s: %llu decision%s about an earlier hand-over of %s, and count%s no more",
			  t->file, earlier, earlier == 1 ? " is" : "s are",
			  earlier == 1 ? "its lead" : "their leads", earlier == 1 ? "s" : "");
	if (nameless)
		diag_note(&f->diags, "%llu handed-over lead%s no id of %s, so nobody can decide about %s",
			  nameless, nameless == 1 ? " has" : "s have",
			  nameless == 1 ? "its own" : "their own", nameless == 1 ? "it" : "them");
}

bool write_status(void *ask, struct filter *f, void *const *counter)
{
	struct leadreview *t = ask;
	const struct status_view view = { .plan = &t->status, .status = counter[0] };
	struct grid grids[STATUS_GRIDS] = { 0 };

	say_rest(t, f, counter[0]);
	if (t->fail_when)
		filter_check_report(f, &t->failing, &view);
	if (f->diags.errors)
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &status_report, &view);
	status_tables(&view, f->emitter.look.utf8, grids);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, grids, STATUS_GRIDS);
	struct buf page = { 0 };
	filter_page_begin(f, "Decisions", f->lane[0].program.now, "", &page);
	status_page(&view, &page);
	filter_page_tables(f, grids, STATUS_GRIDS, &page);
	return filter_write(f, &page);
}
