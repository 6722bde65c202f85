/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See habits.h. */
#include "expr/habits.h"

struct habit {
	const char *words; /* with a space around each */
	const char *write;
};

#define COUNTED                                                                         \
	"a condition is about one lead, and can't count or add up others; reports do, " \
	"such as leadfunnel --by country"
#define AGO "the age of a time says how long ago it is: age(created_at) < 30 days"

static const struct habit functions[] = {
	{ " if iif iff ifelse case decode ", "give several lines a 'when' each, or use coalesce()" },
	{ " count countif countifs sum sumif avg average mean median rank row_number ", COUNTED },
	{ " now today current_date current_timestamp getdate sysdate dateadd date_add date_sub "
	  "interval datediff date_diff timestampdiff days ",
	  AGO },
	{ " isnull isblank isempty is_null is_empty empty isna ", "write: … is missing" },
	{ " notnull isnotnull notempty exists ", "write: … is present" },
	{ " ifnull ifna iferror nvl nullif ", "the first value that isn't missing gives coalesce(a, b)" },
	{ " len char_length strlen size ", "write length(…)" },
	{ " upper ucase toupper tolower lcase casefold proper ",
	  "texts are compared whatever their case, so none has to be made upper or lower" },
	{ " left right mid substr substring startswith starts_with endswith ends_with ",
	  "write: … starts with \"…\", or ends with" },
	{ " contains find search instr strpos locate includes charindex position ",
	  "write: … contains \"…\"" },
	{ " regexp regexp_like regex regexmatch regexp_matches rlike match matches like ",
	  "a pattern is compared by '~': title ~ \"\\bvp\\b\"" },
	{ " cast convert int integer float tonumber to_number parseint value val ", "write number(…)" },
	{ " to_date todate datevalue str_to_date parse_date strptime ", "write date(…)" },
	{ " month_name strftime to_char format date_format date_trunc datetrunc extract datepart ",
	  "of a time there are year(…), quarter(…), month(…), week(…), weekday(…) and hour(…)" },
	{ " floor ceil ceiling trunc ", "write round(…)" },
	{ " not and or ", "write the word between conditions: a and b, not c" },
	{ NULL, NULL },
};

static const struct habit names[] = {
	{ " true ", "write yes" },
	{ " false ", "write no" },
	{ " null nil none nan undefined ", "write: is missing, or: is present" },
	{ " now today yesterday current_date current_timestamp sysdate ", AGO },
	{ NULL, NULL },
};

static const struct habit operators[] = {
	{ " like ilike ", "write 'contains', 'starts with', 'ends with' or '~'" },
	{ " matches rlike regexp regex similar ", "write '~'" },
	{ " equals eq ", "write '='" },
	{ " isnt ne ", "write '!='" },
	{ " gt ", "write '>'" },
	{ " ge gte ", "write '>='" },
	{ " lt ", "write '<'" },
	{ " le lte ", "write '<='" },
	{ " includes include has ", "write 'contains'" },
	{ " ago ", AGO },
	{ " mod ", "there is no remainder of a division" },
	{ NULL, NULL },
};

static const struct habit trailing[] = {
	{ " before ", "write '<'" },
	{ " after since ", "write '>'" },
	{ " within older newer last ", AGO },
	{ " then when else ",
	  "a condition only says yes or no; values by condition are a field of the agreement" },
	{ NULL, NULL },
};

static const struct habit statements[] = {
	{ " office hours hour open opening business workday workdays working holiday holidays weekend ",
	  "office hours and days off stand in a calendar: calendar office, and indented below it hours "
	  "mon-fri 09:00-17:00" },
	{ " zone tz time locale ", "write: timezone \"Europe/Berlin\"" },
	{ " rep reps rota team teams owner owners people sales ",
	  "people stand in a file of their own: roster \"reps.csv\"" },
	{ " rule rules points point if when ",
	  "a score gives points: score fit 0..50, and indented below it +20 when title ~ \"chief\"" },
	{ " pipeline funnel status step phase ",
	  "each step is a stage: stage won when lead_status = \"Won\"" },
	{ " lost recycled disqualified rejected ", "write: exit lost when lead_status = \"Lost\"" },
	{ " filter exclude skip drop test tests where lead leads ",
	  "rows that are no leads: ignore when domain(email) = \"example.com\"" },
	{ " column columns header headers map rename alias let set define var ",
	  "a name for a column: field employees \"Company size\"" },
	{ " currency format number numbers ", "the sign before decimals: decimal \",\"" },
	{ " date day month ", "write: dates day-first" },
	{ " lookup list join import include source ",
	  "another file: table named \"accounts.csv\" by domain = domain(email)" },
	{ " target targets goal goals quota ", "write: promise 70 mql per month" },
	{ " dedupe duplicate duplicates unique key merge ", "write: same lead by email, phone" },
	{ " title name ", "write: agreement \"Title\"" },
	{ NULL, NULL },
};

static const char *find(const struct habit *habits, struct str word)
{
	for (const struct habit *h = habits; h->words; h++)
		if (str_among(word, h->words))
			return h->write;
	return NULL;
}

const char *habit_function(struct str name)
{
	const char *point = name.n ? memrchr(name.p, '.', name.n) : NULL; /* email.endswith() */

	return find(functions, point ? str_slice(name, (size_t)(point + 1 - name.p), name.n) : name);
}

const char *habit_name(struct str name)
{
	return find(names, name);
}

const char *habit_statement(struct str keyword)
{
	return find(statements, keyword);
}

const char *habit_operator(struct str word)
{
	return find(operators, word);
}

const char *habit_trailing(struct str word)
{
	const char *write = habit_operator(word);

	return write ? write : find(trailing, word);
}

const char *habit_byte(char c)
{
	switch (c) {
	case '[':
		return "a name with spaces stands in backquotes, and a list in parentheses";
	case '{':
	case '$':
		return "a column is called by its name alone";
	case ';':
		return "several conditions are joined by 'and' or 'or'";
	case '?':
		return "values by condition are a field of the agreement";
	case '\\':
		return "a backslash stands within quotes";
	default:
		return NULL;
	}
}
