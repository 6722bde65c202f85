/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadbant: is a lead qualified? Budget, authority, need, timing, by the agreement. */
#include "bant/shortfall_page.h"
#include "cmd/again.h"
#include "cmd/command.h"
#include "cmd/page.h"
#include "lead/bant.h"

enum { SUMMARY };

struct leadbant {
	struct shortfall_plan plan;
};

static const struct option_row own_options[] = {
	[SUMMARY] = { OPTION_OWN + SUMMARY, "summary", NULL,
		      "report answers per criterion, and what is missing, instead of rows", 0, NULL,
		      TO_NOTHING },
	{ 0 },
};

static void add_columns(void *ask, struct filter *f, const void **plan)
{
	const struct agreement *a = &f->lane[0].agreement;

	(void)ask, (void)plan;
	if (!a->criteria.n)
		diag_error(&f->diags,
			   "%s: the agreement has no 'bant' statement%s, so there is nothing to qualify by",
			   a->text->name, agreement_lost(a, "bant"));
	for (size_t i = 0; i < a->criteria.n; i++) {
		struct str name = bant_column(f->lane[0].names, i);
		filter_add(f, 0, name, name)->plain = true;
	}
	if (a->criteria.n)
		filter_add(f, 0, STR("bant"), STR("bant"));
	if (a->sql.n)
		filter_add(f, 0, STR("sql"), STR("sql"));
	if (a->criteria.n)
		filter_add(f, 0, STR("ask_next"), STR("ask_next"));
}

static void bind_summary(void *ask, struct filter *f, const void **plan)
{
	struct leadbant *t = ask;

	add_columns(ask, f, plan); /* so that mistakes in any of them are reported */
	shortfall_bind(&t->plan, f->lane[0].names);
	plan[0] = &t->plan;
}

/* Under the first two tables of a page commands as examples. Who is one short of SQL is no condition. */
static void note_behind(struct filter *f, struct grid *grids)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct arena *arena = &f->lane[0].program.arena;
	struct behind b = filter_again(f, (const char *[]){ "leadbant", NULL });
	struct str column = bant_column(f->lane[0].names, 0), name = a->criteria.at[0].name.text;
	struct buf condition = { 0 };

	behind_and(&condition, "%.*s = \"unknown\"", STR_ARG(column));
	behind_note(&grids[0], &b, arena_print(arena, "%.*s unknown", STR_ARG(name)), &condition);
	behind_and(&condition, "bant = %zu", a->criteria.n);
	behind_note(&grids[1], &b, arena_print(arena, "%zu of %zu", a->criteria.n, a->criteria.n),
		    &condition);
	if (!a->sql.n)
		return;
	behind_and(&condition, "sql");
	behind_note(&grids[1], &b, STR("SQL"), &condition);
}

static bool write_summary(void *ask, struct filter *f, void *const *counter)
{
	struct grid grids[SHORTFALL_GRIDS] = { 0 };

	(void)ask;
	if (filter_report_plain(f))
		return filter_write_table(f, &shortfall_report, counter[0]);
	size_t n = shortfall_tables(counter[0], grids);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, grids, n);
	struct buf page = { 0 };
	filter_page_begin(f, "Qualification", f->lane[0].program.now, "", &page);
	shortfall_page(counter[0], &page);
	note_behind(f, grids);
	filter_page_tables(f, grids, n, &page);
	return filter_write(f, &page);
}

static const struct mode modes[] = {
	{ .name = "leadbant",
	  .page = { .name = "Leads and what is known of them",
		    .how = "Each criterion of the agreement is answered yes or no by a lead's cells, or is "
			   "unknown." },
	  .bind = add_columns },
	{ .name = "--summary",
	  .page = { .how = "Each criterion of the agreement is answered yes or no by a lead's cells, or is "
			   "unknown.\n"
			   "A lead is SQL by the agreement's rule; it is one short if one more answer would "
			   "make it that." },
	  .all = OPTION(SUMMARY),
	  .makes = MAKES_REPORT,
	  .bind = bind_summary,
	  .counter = { &shortfall_counter },
	  .write = write_summary },
};

static const struct command command = {
	.tool = { .name = "leadbant",
		  .line = "qualify leads by budget, authority, need and timing",
		  .options = own_options,
		  .examples = "  leadscore leads.csv | leadbant > qualified.csv\n"
			      "  leadbant --summary leads.csv\n"
			      "  leadbant -w 'bant = 2' -c email,ask_next leads.csv\n" },
	.owns = OWNS_BANT,
	.modes = modes,
	.counts = OPTION(SUMMARY),
	.nmodes = sizeof modes / sizeof *modes,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadbant){ 0 }, argc, argv);
}
