/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadscore: how good is a lead? Points, a grade and the MQL verdict, by the agreement. */
#include "cmd/again.h"
#include "cmd/command.h"
#include "cmd/page.h"
#include "figures/best.h"
#include "score/diff.h"
#include "score/summary_page.h"

enum { EXPLAIN, TOP, SUMMARY, DIFF };

struct leadscore {
	bool explain;
	int64_t top;
	struct other_agreement other; /* --diff's */
	struct summary_plan summary;
	struct best_plan best;
	struct diff_plan diff;
};

static const struct option_row own_options[] = {
	[EXPLAIN] = { 'x', "explain", NULL, "add 'reasons': the rules that gave points", 0, NULL,
		      TO(leadscore, explain) },
	[TOP] = { OPTION_OWN + TOP, "top", "N", "print only the N best leads by the agreement's priority", 0,
		  NULL, TO_WHOLE(leadscore, top, 1, INT64_C(100000000)) },
	[SUMMARY] = { OPTION_OWN + SUMMARY, "summary", NULL,
		      "report grades, MQLs and rules against conversion", 0, NULL, TO_NOTHING },
	[DIFF] = { OPTION_OWN + DIFF, "diff", "AGREEMENT",
		   "print leads that AGREEMENT, or the -e that follow, change", COMPLETE_AGREEMENT, NULL,
		   TO(leadscore, other) },
	{ 0 },
};

/* The labels of the rules and the names of the scores, of which reasons are made. */
static void say_words(const struct agreement *a, struct arena *arena, struct out_column *reasons)
{
	size_t n = a->scores.n;

	for (size_t i = 0; i < a->scores.n; i++)
		n += a->scores.at[i].nrules;
	struct str *word = ARENA_ARRAY(arena, n, struct str);
	reasons->words = word;
	for (size_t i = 0; i < a->scores.n; i++) {
		const struct score *s = &a->scores.at[i];
		word[reasons->nwords++] = s->name.text;
		for (size_t k = 0; k < s->nrules; k++)
			word[reasons->nwords++] = s->rules[k].label;
	}
}

/* Every score, then their sum and what follows from it. */
static void add_columns(void *ask, struct filter *f, const void **plan)
{
	const struct leadscore *t = ask;
	const struct agreement *a = &f->lane[0].agreement;

	(void)plan;
	for (size_t i = 0; i < a->scores.n; i++)
		filter_add(f, 0, a->scores.at[i].name.text, a->scores.at[i].name.text);
	filter_add(f, 0, STR("score"), STR("score"));
	if (a->grades.n)
		filter_add(f, 0, STR("grade"), STR("grade"));
	if (a->mql.n)
		filter_add(f, 0, STR("mql"), STR("mql"));
	if (t->explain)
		say_words(a, &names_program(f->lane[0].names)->arena,
			  filter_add(f, 0, STR("reasons"), STR("reasons")));
}

static void bind_summary(void *ask, struct filter *f, const void **plan)
{
	struct leadscore *t = ask;

	add_columns(ask, f, plan); /* so that mistakes in any of them are reported */
	if (summary_bind(&t->summary, f->lane[0].names, f->lane[0].scoring) && filter_has_reasons(f))
		summary_bind_reasons(&t->summary, f->lane[0].names);
	else if (exit_reasons_said(&f->lane[0].agreement))
		diag_note(&f->diags,
			  "commonest_reason is empty, as a 'reason' can't be read from this input");
	plan[0] = &t->summary;
}

/* Appends the command that lists leads of the summary: those that have reached a stage. */
static void note_leads(const struct agreement *a, struct grid *g, const struct behind *b, struct str what,
		       struct buf *condition)
{
	if (a->stages.n)
		behind_and(condition, "funnel_stage is present");
	behind_note(g, b, what, condition);
}

/* A rule's leads are those for which its condition holds, if it gives all of them the same. */
static void note_rule(struct filter *f, struct grid *g, const struct behind *b)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct arena *arena = &f->lane[0].program.arena;
	struct buf condition = { 0 };

	for (size_t i = 0; i < a->scores.n; i++)
		for (size_t k = 0; k < a->scores.at[i].nrules; k++) {
			const struct rule *r = &a->scores.at[i].rules[k];
			if (!r->when || r->per || a->scores.at[i].since || !(r->points > 0 || r->points < 0))
				continue;
			if (behind_said(&condition, r->when, arena)) {
				note_leads(a, g, b, r->label, &condition);
				return;
			}
		}
}

/* Under each table of a page one command, as an example. */
static void note_behind(struct filter *f, const struct summary_plan *p, struct grid *grids, size_t n)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct behind b = filter_again(f, (const char *[]){ "leadscore", NULL });
	struct buf condition = { 0 };

	if (p->mql) {
		behind_and(&condition, "mql");
		note_leads(a, &grids[0], &b, STR("MQL by the rule"), &condition);
	}
	if (p->grades) {
		struct str grade = scoring_grade_name(p->scoring, 0);
		behind_and(&condition, "grade = ");
		behind_text(&condition, grade);
		note_leads(a, &grids[1], &b,
			   arena_print(&f->lane[0].program.arena, "grade %.*s", STR_ARG(grade)), &condition);
	}
	note_rule(f, &grids[n - 1], &b);
}

static bool write_summary(void *ask, struct filter *f, void *const *counter)
{
	const struct leadscore *t = ask;
	struct grid grids[SUMMARY_GRIDS] = { 0 };

	if (filter_report_plain(f))
		return filter_write_table(f, &summary_report, counter[0]);
	size_t n = summary_tables(counter[0], grids);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, grids, n);
	struct buf page = { 0 };
	filter_page_begin(f, "Scores", f->lane[0].program.now, "", &page);
	summary_page(counter[0], &page);
	note_behind(f, &t->summary, grids, n);
	filter_page_tables(f, grids, n, &page);
	return filter_write(f, &page);
}

static void bind_top(void *ask, struct filter *f, const void **plan)
{
	struct leadscore *t = ask;

	add_columns(ask, f, plan);
	best_bind(&t->best, f->lane[0].names, (size_t)t->top);
	t->best.line_end = f->source.header.end;
	plan[0] = &t->best;
}

/* Both verdicts side by side, for the same lead. */
static void bind_diff(void *ask, struct filter *f, const void **plan)
{
	static const char *const heads[][LANES] = { { "score", "new_score" },
						    { "grade", "new_grade" },
						    { "mql", "new_mql" } };
	struct leadscore *t = ask;

	filter_compare(f, t->other.file, buf_view(&t->other.statements));
	if (f->diags.errors)
		return;
	for (size_t l = 0; l < LANES; l++)
		filter_add(f, l, str_from(heads[0][0]), str_from(heads[0][l]));
	for (size_t l = 0; l < LANES; l++)
		if (f->lane[l].agreement.grades.n)
			t->diff.grade[l] =
				filter_add(f, l, str_from(heads[1][0]), str_from(heads[1][l]))->code;
	for (size_t l = 0; l < LANES; l++)
		if (f->lane[l].agreement.mql.n)
			t->diff.mql[l] = filter_add(f, l, str_from(heads[2][0]), str_from(heads[2][l]))->code;
	const struct agreement *a = &f->lane[0].agreement;
	if (filter_has_stages(f) && pipeline_bind(&t->diff.pipeline, f->lane[0].names))
		t->diff.last = a->stages.at[a->stages.n - 1].name.text;
	plan[0] = &t->diff;
}

/* What pages say of how it is worked out. */
#define HOW_SCORE                                                                         \
	"A score is the sum of the points of the rules that hold for a lead, within the " \
	"range that the agreement gives it.\n"                                            \
	"A cell that is empty or can't be read holds no rule."

static const struct mode modes[] = {
	{ .name = "leadscore",
	  .fits = OPTION(EXPLAIN),
	  .page = { .name = "Scored leads", .how = HOW_SCORE },
	  .bind = add_columns },
	{ .name = "--summary",
	  .page = { .how = "The leads of a rule are those that it gave points to; the rest are all others.\n"
			   "Better or worse is a rule whose difference to the rest has a 95% interval "
			   "(Newcombe) without 0.\n"
			   "A lead that has not converted yet counts as not converted." },
	  .all = OPTION(SUMMARY),
	  .fits = OPTION(EXPLAIN),
	  .makes = MAKES_REPORT,
	  .bind = bind_summary,
	  .counter = { &summary_counter },
	  .write = write_summary },
	{ .name = "--top",
	  .all = OPTION(TOP),
	  .fits = OPTION(EXPLAIN),
	  .makes = MAKES_LIST,
	  .page = { "Best leads", "best first",
		    .how = HOW_SCORE
		    "\n"
		    "Leads that are equal by the agreement's priority are in the order of the "
		    "input." },
	  .bind = bind_top,
	  .counter = { &best_counter } },
	{ .name = "--diff",
	  .all = OPTION(DIFF),
	  .fits = OPTION(EXPLAIN),
	  .anywhere = true,
	  .page = { .name = "Leads that the other agreement changes",
		    .how = "Both agreements are applied to every lead; here are those for which they don't "
			   "come out the same.\n"
			   "The columns are of the first agreement, and those with new_ before their name of "
			   "the other." },
	  .bind = bind_diff,
	  .counter = { &diff_counter },
	  .keeps = diff_keeps },
};

static void release(void *ask)
{
	buf_release(&((struct leadscore *)ask)->other.statements);
}

static const struct command command = {
	.tool = { .name = "leadscore",
		  .line = "score and grade leads, and mark the marketing qualified ones",
		  .options = own_options,
		  .examples = "  leadscore leads.csv > scored.csv\n"
			      "  leadscore --top 20 -x -c email,score,grade,reasons -f table leads.csv\n"
			      "  leadscore --summary leads.csv\n"
			      "  leadscore --diff -e 'mql when score >= 55' leads.csv\n" },
	.owns = OWNS_SCORES,
	.modes = modes,
	.counts = OPTION(SUMMARY),
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadscore){ 0 }, argc, argv);
}
