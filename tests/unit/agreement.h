/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement of every kind of statement, and reading it. */
#ifndef TESTS_UNIT_AGREEMENT_H
#define TESTS_UNIT_AGREEMENT_H

#include "tests/unit/lead.h"

static inline void assert_text(struct str s, const char *want)
{
	if (s.n != strlen(want) || memcmp(s.p, want, s.n) != 0)
		fail_msg("'%.*s', not '%s'", STR_ARG(s), want);
}

static inline void read_text(struct agreement *a, const char *text, const char *layer, struct diags *diags)
{
	struct str layers[] = { str_from(layer ? layer : "") };

	*diags = (struct diags){ .tool = "test" };
	agreement_read(a, lead_file(text), layers, layer ? 1 : 0, diags);
}

static inline void read_good(struct agreement *a, const char *text, const char *layer)
{
	struct diags diags;

	read_text(a, text, layer, &diags);
	if (diags.errors)
		fail_msg("%.*s", STR_ARG(buf_view(&diags.out)));
	diags_release(&diags);
}

/* Every kind of statement, each clause of it somewhere. */
static const char whole[] =
	"\xEF\xBB\xBF"
	"agreement \"Sample: \"\"all\"\" of it\"   # a comment\r\n"
	"timezone  \"Europe/Berlin\"\r\n"
	"dates     day-first\n"
	"decimal   \",\"\n"
	"missing   \"\" \"n/a\" \"#N/A\"\n"
	"missing   \"0\" in size, `Yearly revenue`\n"
	"\n"
	"ignore when domain(email) in (\"own.example\",\n"
	"    \"test.example\")   \"our own\"\n"
	"ignore when domain(email) in file \"competitors.txt\"\n"
	"field size \"Company size\", \"Headcount\"\n"
	"field region\n"
	"    \"AMER\" when country in (\"US\", \"CA\")\n"
	"    # between\n"
	"\n"
	"    otherwise \"rest\"\n"
	"field stage2 \"Stage\" when a = 1\n"
	"table named \"named.csv\" by domain = domain(email)\n"
	"stage inquiry\n"
	"stage mql at mql_at\n"
	"stage won when status = \"won\" at won_at value amount\n"
	"exit lost at lost_at reason lost_reason\n"
	"exit gone when status = \"gone\"\n"
	"handover inquiry to mql\n"
	"score fit 0..50\n"
	"    +20 when title ~ \"vp\"\n"
	"        or title ~ \"chief\" \"decides\"\n"
	"    -2.5 per complaints at most 10 points \"complaints\"\n"
	"    +1 points when size > 3\n"
	"score heat -10..50 half-life 36 hours since last_activity_at\n"
	"\t+2 per page_views\n"
	"grade fit A from 40, B from 25, else C\n"
	"grade fit + heat 1 from 10, else 2\n"
	"mql when score >= 60 and fit >= 20 \"scored\"\n"
	"mql when lead_source = \"Partner\"\n"
	"priority score, -heat\n"
	"bant budget yes when budget >= 10000 no when budget < 2000\n"
	"bant need\n"
	"    yes when need = yes\n"
	"    no when need = no\n"
	"accept sets status = \"Working\", `Next step` = \"call\"\n"
	"return gone \"not now\"\n"
	"    \"no budget\"\n"
	"    sets status = \"gone\"\n"
	"return lost\n"
	"contact email, `Direct dial`\n"
	"ask Budget, need\n"
	"sql when bant >= 2 and bant_need != \"no\"\n"
	"calendar office when region = \"AMER\"\n"
	"    timezone \"America/Chicago\"\n"
	"    hours    mon-fri 08:30-17:30\n"
	"    holidays \"us.ics\"\n"
	"calendar office\n"
	"    hours    mon-thu 09:00-12:30 13:30-17:30, fri 09:00-16:00\n"
	"    hours    sat, sun 22:00-06:00\n"
	"    closed   2026-12-24..2026-12-31, 2026-06-05 14:00-24:00, 2026-08\n"
	"    holidays \"uk.csv\" when division = \"scotland\"\n"
	"    open     2026-12-28 10:00-12:00 13:00-14:00\n"
	"sla accept from mql to won or lost\n"
	"    or `First answer`\n"
	"    warn at 75%\n"
	"    within 1.5 office hours when grade starts with \"A\"\n"
	"        or named.owner is present\n"
	"    pause when status = \"waiting\"\n"
	"    within 90 minutes when size > 3\n"
	"    pause from waiting_since to `Waiting until`\n"
	"    within 1 day when size > 2\n"
	"    within 2 office days\n"
	"sla call from lost to mql within 3 hours when from = 1 within 1 hour pause when a\n"
	"roster \"reps.csv\"\n"
	"fold history by leadid sorted by changed newest first keeping last company, `Lead Source`\n"
	"    mql first changed when field = \"Status\"\n"
	"    owner_then newvalue as of mql before oldvalue when field = \"Owner\"\n"
	"same lead by email ignoring tags  dots, Phone any name, domain with name, `Salesforce Id`, name "
	"with "
	"domain(website), company with name\n"
	"    at most 5 names\n"
	"    apart when `Salesforce Id`, region differ\n"
	"    keep email, phone last present by changed\n"
	"    keep * first present\n"
	"    keep amount max\n"
	"    keep opted_out any yes\n"
	"    keep tags list\n"
	"route named when named.owner is present to named.owner at most 3 per day\n"
	"route region when mql\n"
	"    among rep.team = \"inside\"\n"
	"        and has(rep.languages, language)\n"
	"    prefer rep.seniority - 1 share by load\n"
	"    at most rep.capacity per day\n"
	"    at most 2 * rep.capacity per week at most 50 per month\n"
	"    at most 100 per run\n"
	"    balance by grade\n"
	"    together by company\n"
	"    else wait\n"
	"route \"The rest\" share equally together by lower(`Parent`) when size > 3\n"
	"Route at when country = \"AT\" share by hash together by domain\n"
	"route last share by weight\n"
	"otherwise \"nurture\"\n"
	"benchmark inquiry to mql 13% \"industry\"\n"
	"benchmark compliance of accept 95%\n"
	"benchmark backlog 15%\n"
	"benchmark left_over 40% per quarter \"plan\"";

#endif
