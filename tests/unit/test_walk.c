/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over an agreement: every place of every statement, and where it ends. */
#include "tests/unit/agreement.h"

#include "agreement/statement.h"

/* A place as "sla from mql", "sla calendar office". */
static bool write_place(void *ctx, const struct place *p)
{
	struct buf *out = ctx;
	const char *before = p->word ? p->part->refers : p->part->clause ? p->part->clause : "of";

	buf_print(out, "%s %s ", p->in->keyword, before);
	if (p->word) {
		buf_str(out, p->word->text);
		assert_true(statement_row(p->part->refers)->unique || p->in->check);
	} else {
		struct arena arena = { 0 };
		buf_str(out, expr_source(p->expr, &arena));
		arena_release(&arena);
	}
	buf_char(out, '\n');
	return true;
}

/* Every expression and every word that names another statement, once, in the order of the language. */
static void test_walk(void **unused)
{
	(void)unused;
	static const char want[] = "missing in size\n"
				   "missing in `Yearly revenue`\n"
				   "calendar when region = \"AMER\"\n"
				   "calendar when division = \"scotland\"\n"
				   "ignore when domain(email) in (\"own.example\", \"test.example\")\n"
				   "ignore when domain(email) in file \"competitors.txt\"\n"
				   "field of \"AMER\"\n"
				   "field when country in (\"US\", \"CA\")\n"
				   "field of \"rest\"\n"
				   "field of \"Stage\"\n"
				   "field when a = 1\n"
				   "table by domain(email)\n"
				   "stage at mql_at\n"
				   "stage when status = \"won\"\n"
				   "stage at won_at\n"
				   "stage value amount\n"
				   "exit at lost_at\n"
				   "exit reason lost_reason\n"
				   "exit when status = \"gone\"\n"
				   "score when title ~ \"vp\" or title ~ \"chief\"\n"
				   "score per complaints\n"
				   "score when size > 3\n"
				   "score since last_activity_at\n"
				   "score per page_views\n"
				   "grade of fit\n"
				   "grade of fit + heat\n"
				   "mql when score >= 60 and fit >= 20\n"
				   "mql when lead_source = \"Partner\"\n"
				   "bant yes when budget >= 10000\n"
				   "bant no when budget < 2000\n"
				   "bant yes when need = yes\n"
				   "bant no when need = no\n"
				   "sql when bant >= 2 and bant_need != \"no\"\n"
				   "priority of score\n"
				   "priority of -heat\n"
				   "sla from mql\n"
				   "sla to won\n"
				   "sla to lost\n"
				   "sla to `First answer`\n"
				   "sla calendar office\n"
				   "sla when grade starts with \"A\" or named.owner is present\n"
				   "sla when size > 3\n"
				   "sla when size > 2\n"
				   "sla calendar office\n"
				   "sla when status = \"waiting\"\n"
				   "sla from waiting_since\n"
				   "sla to `Waiting until`\n"
				   "sla from lost\n"
				   "sla to mql\n"
				   "sla when from = 1\n"
				   "sla when a\n"
				   "route when named.owner is present\n"
				   "route to named.owner\n"
				   "route at most 3\n"
				   "route when mql\n"
				   "route among rep.team = \"inside\" and has(rep.languages, language)\n"
				   "route prefer rep.seniority - 1\n"
				   "route balance grade\n"
				   "route together company\n"
				   "route at most rep.capacity\n"
				   "route at most 2 * rep.capacity\n"
				   "route at most 50\n"
				   "route at most 100\n"
				   "route when size > 3\n"
				   "route together lower(`Parent`)\n"
				   "route when country = \"AT\"\n"
				   "route together domain\n"
				   "benchmark stage inquiry\n"
				   "benchmark stage mql\n"
				   "benchmark sla accept\n"
				   "handover stage inquiry\n"
				   "handover stage mql\n"
				   "accept sets status\n"
				   "accept sets `Next step`\n"
				   "return exit gone\n"
				   "return sets status\n"
				   "return exit lost\n"
				   "contact of email\n"
				   "contact of `Direct dial`\n"
				   "ask of Budget\n"
				   "ask of need\n"
				   "fold by leadid\n"
				   "fold sorted by changed\n"
				   "fold keeping company\n"
				   "fold keeping `Lead Source`\n"
				   "fold of changed\n"
				   "fold when field = \"Status\"\n"
				   "fold of newvalue\n"
				   "fold when field = \"Owner\"\n"
				   "fold as of mql\n"
				   "fold before oldvalue\n"
				   "same by `Salesforce Id`\n"
				   "same by domain(website)\n"
				   "same apart when `Salesforce Id`\n"
				   "same apart when region\n"
				   "same keep email\n"
				   "same by changed\n"
				   "same keep phone\n"
				   "same by changed\n"
				   "same keep amount\n"
				   "same keep opted_out\n"
				   "same keep tags\n";
	struct buf out = { 0 };
	struct agreement a;

	read_good(&a, whole, NULL);
	agreement_walk(&a, write_place, &out);
	assert_text(buf_view(&out), want);
	buf_release(&out);
	agreement_release(&a);
}

static bool stop_at_fit(void *ctx, const struct place *p)
{
	size_t *visits = ctx;

	++*visits;
	return !p->expr || p->expr->op != EXPR_NAME || !str_same(p->expr->text, STR("fit"));
}

/* A visit that says false ends the walk over its statement, and no other. */
static void test_walk_ends(void **unused)
{
	(void)unused;
	struct agreement a;
	size_t visits = 0;

	read_good(&a,
		  "priority a, fit, b, c\nscore fit\n +1 when x\nscore b half-life 1 days since fit\n +1 "
		  "when y\n",
		  NULL);
	assert_false(statement_walk(statement_row("score"), &a, 1, stop_at_fit, &visits));
	assert_int_equal(visits, 1);
	agreement_walk(&a, stop_at_fit, &visits);
	assert_int_equal(visits, 1 + 1 + 1 + 4);
	agreement_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_walk_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
