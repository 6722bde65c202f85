/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An agreement as it was written: every statement, its expressions parsed but not bound to an input yet. It
 * is built once in its own arena and never changed afterwards.
 */
#ifndef AGREEMENT_MODEL_H
#define AGREEMENT_MODEL_H

#include "base/map.h"
#include "expr/expr.h"
#include "time/calendar.h"
#include "time/period.h"

#define LIST(type)             \
	struct {               \
		type *at;      \
		size_t n, cap; \
	}

/* A name and where it stands, for messages. */
struct word {
	struct str text;
	const struct text *where;
	struct span span;
};

/* missing "0" in employees, annual_revenue: words that mean nothing, everywhere or in some columns. */
struct missing_words {
	struct str *words;
	size_t nwords;
	struct expr **in; /* names; none: everywhere */
	size_t nin;
};

/* dates whole-day in close_date: how the times of some columns are read; `dates` UNSAID: as everywhere. */
struct column_dates {
	enum date_order dates;
	bool whole_day;
	struct expr **in; /* names */
	size_t nin;
};

/* ignore when …  "our own people" */
struct condition {
	struct expr *when;
	struct str label; /* as given, else the expression's own words */
};

/* field employees "Company size", "Headcount"; or worked out: values with conditions, the last `otherwise`.
 */
struct field {
	struct word name;
	struct str *headers;
	size_t nheaders;
	struct field_case {
		struct expr *value, *when; /* when NULL: otherwise */
	} * cases;
	size_t ncases;
};

/* table named "named-accounts.csv" by domain = domain(email) */
struct side_table {
	struct word name, file, key;
	struct expr *by;
};

/* stage won when … at … value …; exit lost when … at … reason … */
struct step {
	struct word name;
	struct expr *when, *at, *value, *reason;
};

/* +20 when … "decision maker"; +2 per page_views at most 20 points */
struct rule {
	struct str label;
	struct span span;
	double points, most; /* most: NaN without a limit */
	struct expr *when, *per;
};

/* score engagement 0..50 half-life 30 days since last_activity_at */
struct score {
	struct word name;
	bool ranged;
	int64_t low, high;
	int64_t half_life; /* microseconds; 0: does not fade */
	struct expr *since;
	struct rule *rules;
	size_t nrules;
};

/* grade fit A from 40, B from 25, else D */
struct grade {
	struct expr *of;
	struct grade_cut {
		struct str letter;
		int64_t from; /* of the last, `else`: unused */
	} * cuts;
	size_t ncuts; /* with else, which is the last */
};

/* bant budget yes when … no when … */
struct criterion {
	struct word name;
	struct expr *yes, *no;
};

/* holidays "de.ics"; holidays "uk.csv" when division = "scotland" */
struct holiday_file {
	struct word file;
	struct expr *when; /* of a CSV's rows, or of events; NULL: all of them */
};

/* calendar office when region = "AMER", and what is open */
struct office {
	struct word name;
	struct expr *when; /* NULL: every lead */
	struct zone *zone; /* NULL: the agreement's */
	struct str zone_name;
	unsigned weekdays; /* those that have hours, a bit each, from Monday */
	LIST(struct weekly_hours) weekly;
	LIST(struct dated_hours) open, closed;
	LIST(struct holiday_file) holidays;
};

/* within 2 office hours when …; within 3 days */
struct promise {
	int64_t span;	      /* microseconds; 0 where days are counted */
	int64_t days;	      /* dates, or days of the calendar; 0 where a span is */
	struct word calendar; /* text.p NULL: around the clock */
	struct expr *when;    /* NULL: every lead */
	struct span words;    /* how long, as written where the clock's name is */
};

/* pause when …; pause from waiting_since to waiting_until */
struct pause {
	struct expr *when; /* NULL: between two times */
	struct expr *from, *to;
};

/* sla accept from mql to sal or recycled, and its promises: the lead has the first whose condition holds */
struct sla {
	struct word name;
	struct expr *from; /* EXPR_NAME of a stage, an exit or a column, or EXPR_COLUMN */
	LIST(struct expr *) to;
	LIST(struct promise) promises;
	int64_t warn; /* from this share of the promised time on, in millionths; 0: no warning */
	LIST(struct pause) pauses;
};

/* at most rep.capacity per day */
struct route_limit {
	struct expr *most;
	enum route_period { PER_RUN, PER_DAY, PER_WEEK, PER_MONTH } per;
	struct span span;
};

/* route region when mql among rep.region = region: the first whose condition holds and that finds an owner
 * gets the lead */
struct route {
	struct word name;
	struct expr *when;	     /* NULL: every lead */
	struct expr *to;	     /* a named owner; NULL: someone on the roster */
	struct expr *among, *prefer; /* NULL: everyone; no preference */
	enum route_share { SHARE_WEIGHT, SHARE_EQUALLY, SHARE_LOAD, SHARE_HASH } share;
	LIST(struct route_limit) limits;
	struct expr *balance; /* shares are kept within each of its values; NULL: none */
	/* Leads that are alike in this go to who has the others: by the field company without its legal form,
	 * by the domain of the field email unless it is a public mail host's, or by any value, folded. */
	struct expr *together; /* COMPANY: the field's name, DOMAIN: email; NULL: none */
	enum together_by { TOGETHER_COMPANY, TOGETHER_DOMAIN, TOGETHER_VALUE } together_by;
	bool wait; /* if no rep has room the lead waits, and tries no other route */
};

/* assign in order of mql_at descending */
struct assign_order {
	struct expr *of;
	bool descending;
};

/* handover mql to sal */
struct handover {
	struct word from, to;
};

/* sets lead_status = "Recycled": what stands in a column of the CRM once it is decided */
struct setting {
	struct expr *column; /* a name */
	struct word value;
};
struct settings {
	struct setting *at;
	size_t n, cap;
};

/* accept sets lead_status = "Working" */
struct acceptance {
	struct settings sets;
};

/* return recycled "not now" "no budget" sets lead_status = "Recycled": an exit by which sales gives a lead
 * back, and the reasons that there are; without any: every reason is one */
struct give_back {
	struct word exit;
	LIST(struct word) reasons;
	struct settings sets;
};

/* benchmark mql to sql 13% "industry"; benchmark compliance of accept 95%; benchmark backlog 15%; benchmark
 * left_over 15% per month */
struct benchmark {
	enum { BENCHMARK_STEP, BENCHMARK_COMPLIANCE, BENCHMARK_BACKLOG, BENCHMARK_LEFT_OVER } what;
	struct word from, to; /* STEP: stages */
	struct word clock;    /* COMPLIANCE */
	struct word per;      /* LEFT_OVER: its period, as it is said */
	enum period period;   /* LEFT_OVER */
	double share;
	struct str label;
};

/*
 * promise 120 mql per month from 2026-07-01 until 2027-06-30 "marketing, FY27": what marketing signs. Where a
 * clock's `within` promises how long, this promises how much.
 */
struct pledge {
	struct word words; /* the statement's own, behind its keyword and before its label */
	struct str label;  /* as given, else those words */
	enum pledge_of { PLEDGE_COUNT, PLEDGE_VALUE, PLEDGE_RATE, PLEDGE_COST, PLEDGE_SHARE } of;
	struct word stage;   /* what is counted; of a rate, where it begins */
	struct expr *to;     /* RATE: the stage or exit it goes to */
	int64_t within;	     /* RATE: in microseconds */
	bool most;	     /* at most, not at least */
	int64_t promised;    /* in millionths; a share of 1 is a million */
	struct word file;    /* a plan with a number for each period; text.p NULL: it is `promised` in all */
	bool once;	     /* of one span of days; else of each period */
	enum period unit;    /* of years from January */
	int64_t from, until; /* the first day and the last, since 1970-01-01 … */
	struct word from_at, until_at; /* … text.p NULL: not said */
	struct word calendar;	       /* in its open time; text.p NULL: in even days */
	bool as_before;		       /* like the year before */
	struct expr *when;	       /* NULL: every lead. SHARE: the leads that are the share */
};

/* mql_at first createddate when newvalue = "MQL": a column of the fold */
struct fold_line {
	struct word name;
	enum fold_of {
		FOLD_AS_OF, /* the latest value not after as_of; else `before` of the first row after it */
		FOLD_FIRST,
		FOLD_LAST,
		FOLD_NTH,
		FOLD_COUNT,
		FOLD_SUM,
		FOLD_MIN,
		FOLD_MAX,
		FOLD_LIST,
		FOLD_TIME_IN, /* how long the value, a condition, held */
	} of;
	int64_t nth;
	struct expr *value;			    /* NULL: rows are counted */
	struct expr *when, *after, *as_of, *before; /* NULL: not said */
};

/* fold history by leadid sorted by createddate newest first keeping last company, country: of rows that are
 * events, one row a lead */
struct fold {
	struct word name;
	struct expr *by, *sorted;
	bool newest_first, keeps_first;
	LIST(struct expr *) kept; /* names */
	LIST(struct fold_line) lines;
};

/* domain with name: what must agree, all of it, for two rows to be one lead by this key */
struct same_part {
	enum same_of {
		SAME_EMAIL,
		SAME_DOMAIN, /* of the email; a public mail host is none */
		SAME_PHONE,  /* by the digits, with the country code of the row's country */
		SAME_NAME,   /* by its words */
		SAME_COMPANY,
		SAME_VALUE /* what an expression says, folded */
	} of;
	struct expr *value; /* VALUE; NULL otherwise, and then it is the field of that name */
	bool dots, tags;    /* EMAIL: they are ignored */
};
struct same_key {
	struct word words; /* as written, for reports: "domain with name" */
	LIST(struct same_part) parts;
	bool any_name; /* rows whose names share no word are joined, too */
};

/* keep email last present by updated_at: which of the rows' cells the lead's is */
struct same_keep {
	struct expr *column; /* a name; NULL: `*`, every column that no other line names */
	enum keep_rule {
		KEEP_FIRST, /* present */
		KEEP_LAST,
		KEEP_MIN,
		KEEP_MAX,
		KEEP_ANY_YES,
		KEEP_LIST /* distinct, in order, joined by ; */
	} rule;
	struct expr *by; /* FIRST, LAST: the time that orders the rows; NULL: the order of the input */
};

/* same lead by email ignoring dots tags, phone, domain with name, company with name: which rows are one lead,
 * and what its row says */
struct same_lead {
	struct word words; /* the keys, as written */
	LIST(struct same_key) keys;
	int64_t most_names;	   /* a value under more different names joins nobody */
	LIST(struct expr *) apart; /* names of columns; rows with different values are never one lead */
	LIST(struct same_keep) keeps;
};
enum { SAME_NAMES_MOST = 3 }; /* where the agreement doesn't say */

enum { STATEMENTS_MOST = 64 }; /* keywords that a set can hold */

/* What has a name by which it is found. */
enum name_kind {
	NAMED_NOT,
	NAMED_FIELD,
	NAMED_TABLE,
	NAMED_STAGE,
	NAMED_EXIT,
	NAMED_SCORE,
	NAMED_CRITERION,
	NAMED_SLA,
	NAMED_CALENDAR,
	NAMED_ROUTE,
	NAMED_COMPLIANCE, /* a benchmark, by its clock */
	NAMED_BACKLOG,	  /* a benchmark; its name is empty */
	NAMED_LEFT_OVER,  /* a benchmark, by its period */
	NAMED_RETURN,	  /* by its exit */
	NAMED_FOLD,
};

/* Where a statement stands, after its keyword's row in statement.h. */
struct statement_words {
	size_t statement;
	const struct text *text;
	uint32_t from, to;
};

struct agreement {
	struct arena arena;
	struct str title;
	struct zone *zone; /* NULL: UTC */
	struct str zone_name;
	enum date_order dates;
	char decimal;
	bool decimal_said;
	int year_begins; /* the month, 1 to 12; 0: not said */
	LIST(struct missing_words) missing;
	LIST(struct column_dates) column_dates;
	LIST(struct condition) ignores;
	LIST(struct field) fields;
	LIST(struct side_table) tables;
	LIST(struct step) stages;
	LIST(struct step) exits;
	LIST(struct handover) handovers; /* one, or none */
	LIST(struct score) scores;
	LIST(struct grade) grades;
	LIST(struct condition) mql;
	LIST(struct expr *) priority;
	LIST(struct criterion) criteria;
	LIST(struct condition) sql;
	LIST(struct office) calendars;
	LIST(struct zone *) zones; /* of calendars, of those left out too */
	LIST(struct sla) slas;
	struct word roster; /* a file; text.p NULL: not said */
	LIST(struct route) routes;
	LIST(struct assign_order) orders; /* one, or none: leads are decided about in the input's order */
	struct word otherwise;		  /* who owns the leads that no route takes; text.p NULL: not given */
	LIST(struct benchmark) benchmarks;
	LIST(struct pledge) pledges;
	LIST(struct fold) folds;
	LIST(struct same_lead) sames;	 /* one, or none */
	LIST(struct acceptance) accepts; /* one, or none */
	LIST(struct give_back) returns;	 /* the first is the default */
	LIST(struct expr *) contact; /* names of fields and columns: what sheets show to reach a lead by */
	LIST(struct expr *) asks;    /* names of those that a person may fill in */
	struct text *text;	     /* the agreement's own */
	LIST(const struct text *) layers;   /* of -e, those that say something */
	LIST(struct statement_words) words; /* of each statement that was read, as they were */
	/* Of the keywords of statement.h, by the place of their rows: */
	uint64_t said;	   /* a bit each */
	struct map called; /* kind and name of what has one, to its place in the list of its kind */
	struct map gone;   /* keyword and name of what a layer of -e removed, by using the same keyword */
};

/* Is a name of an expression a column of the roster, rep.NAME? */
bool is_rep_column(const struct expr *name);

/* The line of a fold that a bare name means, where a time is expected; SIZE_MAX: none, it is about a row. */
size_t fold_line_named(const struct fold *f, const struct expr *e);

/* Indexes all names again. */
void agreement_call(struct agreement *a);

/* The first of that name; SIZE_MAX: there is none. */
size_t agreement_find(const struct agreement *a, enum name_kind kind, struct str name);
size_t agreement_stage(const struct agreement *a, struct str name);
size_t agreement_exit(const struct agreement *a, struct str name);

/* Is a name one of what the agreement works out or looks up, which is in no column of the CRM? */
bool agreement_works_out(const struct agreement *a, const struct expr *name);

/* The first benchmark of a clock's compliance, of the backlog, and of what is left over of such a period;
 * NULL: none. */
const struct benchmark *agreement_compliance(const struct agreement *a, struct str sla);
const struct benchmark *agreement_backlog(const struct agreement *a);
const struct benchmark *agreement_left_over(const struct agreement *a, enum period period);

/* The stage that an option names; SIZE_MAX: there is none, which is reported. */
size_t agreement_stage_asked(const struct agreement *a, const char *option, const char *name,
			     struct diags *diags);

/* Does the name of a column that there isn't mean a stage or an exit, or `stage` one of them? That is
 * reported, and how a condition asks for one. */
bool agreement_step_asked(const struct agreement *a, const struct expr *name, struct arena *arena,
			  struct diags *diags);

/* The stage, or else the exit, that a bare name in a clock's from or to means; NULL: a column, or a field. */
const struct step *agreement_step(const struct agreement *a, const struct expr *name);

/* The name of the i-th of all stages and, behind them, exits. */
static inline struct str agreement_step_name(const struct agreement *a, size_t i)
{
	return i < a->stages.n ? a->stages.at[i].name.text : a->exits.at[i - a->stages.n].name.text;
}

#endif
