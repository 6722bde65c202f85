/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every option, every message about one, --help, what a terminal can do, completions in three shells,
 * progress. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/option.h"

struct own {
	bool summary, explain;
	const char *by;
	int period;
	int64_t top;
	struct other_agreement other;
};

enum { SUMMARY, BY, EXPLAIN, PERIOD, TOP, DIFF, REPORT };

static const struct option_row own_rows[] = {
	{ 's', "summary", NULL, "cross the rule with the CRM's stage", COMPLETE_NOTHING, NULL,
	  TO(own, summary) },
	{ OPTION_OWN + BY, "by", "LIST", "one line for each group", COMPLETE_COLUMN, NULL, TO(own, by) },
	{ OPTION_OWN + EXPLAIN, "explain", NULL, "a column that says why", COMPLETE_NOTHING, NULL,
	  TO(own, explain) },
	{ OPTION_OWN + PERIOD, "period", "X", "how long", COMPLETE_WORDS, "day week", TO(own, period) },
	{ OPTION_OWN + TOP, "top", "N", "the best", COMPLETE_NOTHING, NULL, TO_WHOLE(own, top, 1, 9) },
	{ OPTION_OWN + DIFF, "diff", "AGREEMENT", "what changes", COMPLETE_AGREEMENT, NULL, TO(own, other) },
	{ OPTION_OWN + REPORT, "presence", NULL, "only that it is there matters", COMPLETE_NOTHING, NULL,
	  TO_NOTHING },
	{ 0 },
};
static const struct tool tool = { "leadscore", "how good is each lead", own_rows, "  leadscore leads.csv\n" };

/* One command line read: what came of it. */
struct outcome {
	struct common common;
	struct diags diags;
	enum option_end end;
	char *argv[24];
	struct own own;
	uint64_t given;
};

static void read_line(struct outcome *o, const char *const *words)
{
	int argc = 0;

	*o = (struct outcome){ .diags.tool = tool.name };
	o->argv[argc++] = (char *)(uintptr_t)tool.name;
	for (; *words; words++)
		o->argv[argc++] = (char *)(uintptr_t)*words;
	o->end = options_read(&tool, &o->common, argc, o->argv, &o->own, &o->given, &o->diags);
	buf_char(&o->diags.out, '\0');
}

static void release(struct outcome *o)
{
	common_release(&o->common);
	diags_release(&o->diags);
	buf_release(&o->own.other.statements);
}

#define READ(o, ...) read_line((o), (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

/* A line that must be wrong, and the message's words behind "leadscore: ". */
static void assert_wrong(const char *const *words, const char *message)
{
	struct outcome o;
	struct buf expected = { 0 };

	read_line(&o, words);
	buf_print(&expected, "%s: %s\ntry '%s --help'\n", tool.name, message, tool.name);
	buf_char(&expected, '\0');
	assert_string_equal(o.diags.out.p, expected.p);
	assert_int_equal(o.end, OPTIONS_WRONG);
	assert_int_equal(o.diags.errors, 1);
	buf_release(&expected);
	release(&o);
}
#define ASSERT_WRONG(message, ...) assert_wrong((const char *const[]){ __VA_ARGS__, NULL }, message)

static int clean_world(void **state)
{
	static const char *const names[] = { "LEADPIPE_AGREEMENT",
					     "LEADPIPE_DELIMITER",
					     "LEADPIPE_NOW",
					     "POSIXLY_CORRECT",
					     "NO_COLOR",
					     "COLUMNS",
					     "LC_ALL",
					     "LC_CTYPE",
					     "LANG" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
	return 0;
}

static void nothing_given(void **state)
{
	struct outcome o;

	(void)state;
	read_line(&o, (const char *const[]){ NULL });
	struct common *c = &o.common;
	assert_int_equal(o.end, OPTIONS_RUN);
	assert_string_equal(o.diags.out.p, "");
	assert_false(c->agreement || c->nwhere || c->columns || c->output || c->rejects || c->now ||
		     c->color);
	assert_int_equal(c->statements.n, 0);
	assert_int_equal(c->delimiter, 0);
	assert_false(c->tab || c->raw_tsv || c->bom || c->excel_safe || c->allow_empty || c->strict ||
		     c->quiet || c->progress || c->fields || c->print_agreement || c->print_columns);
	assert_int_equal(c->format, -1);
	assert_int_equal(c->ragged, 0);
	assert_int_equal(c->skip_lines, 0);
	assert_int_equal(c->skip_footer, 0);
	assert_int_equal(c->threads, 1);
	assert_int_equal(c->nfiles, 0);
	release(&o);
}

static void every_text(void **state)
{
	struct outcome o;

	(void)state;
	READ(&o, "-a", "x.agreement", "-w", "score > 3", "-c", "a,b", "-o", "out.csv", "--now", "2026-01-02",
	     "--ragged", "skip", "--rejects", "bad.csv", "--color=never");
	assert_int_equal(o.end, OPTIONS_RUN);
	assert_string_equal(o.common.agreement, "x.agreement");
	assert_string_equal(o.common.where[0], "score > 3");
	assert_string_equal(o.common.columns, "a,b");
	assert_string_equal(o.common.output, "out.csv");
	assert_string_equal(o.common.now, "2026-01-02");
	assert_string_equal(o.common.now_from, "--now");
	assert_string_equal(o.common.rejects, "bad.csv");
	assert_string_equal(o.common.color, "never");
	assert_int_equal(o.common.ragged, 2);
	release(&o);
	READ(&o, "--agreement=y", "--where=a = b", "--columns", "c", "--output", "z", "--ragged", "skip",
	     "--rag=pad");
	assert_int_equal(o.end, OPTIONS_RUN);
	assert_string_equal(o.common.agreement, "y");
	assert_string_equal(o.common.where[0], "a = b");
	assert_string_equal(o.common.columns, "c");
	assert_string_equal(o.common.output, "z");
	assert_int_equal(o.common.ragged, 1);
	release(&o);
}

/* Each flag raises its own member and no other. */
static void every_flag(void **state)
{
	static const struct {
		const char *option;
		size_t at;
	} flags[] = {
		{ "-t", offsetof(struct common, tab) },
		{ "--tab", offsetof(struct common, tab) },
		{ "--strict", offsetof(struct common, strict) },
		{ "-q", offsetof(struct common, quiet) },
		{ "--quiet", offsetof(struct common, quiet) },
		{ "--progress", offsetof(struct common, progress) },
		{ "--fields", offsetof(struct common, fields) },
		{ "--bom", offsetof(struct common, bom) },
		{ "--no-header", offsetof(struct common, no_header) },
		{ "--excel-safe", offsetof(struct common, excel_safe) },
		{ "--spreadsheet", offsetof(struct common, spreadsheet) },
		{ "--allow-empty", offsetof(struct common, allow_empty) },
		{ "--print-agreement", offsetof(struct common, print_agreement) },
		{ "--print-columns", offsetof(struct common, print_columns) },
		{ "--print-stages", offsetof(struct common, print_stages) },
	};
	enum { FLAGS = sizeof flags / sizeof *flags };

	(void)state;
	for (size_t i = 0; i < FLAGS; i++) {
		struct outcome o;
		READ(&o, flags[i].option);
		assert_int_equal(o.end, OPTIONS_RUN);
		for (size_t k = 0; k < FLAGS; k++)
			assert_int_equal(*((bool *)&o.common + flags[k].at), flags[k].at == flags[i].at);
		release(&o);
	}
}

static void numbers_and_words(void **state)
{
	static const char *const formats[] = { "csv", "tsv", "table", "json", "jsonl", "markdown", "html" };
	struct outcome o;

	(void)state;
	READ(&o, "-j4", "--skip-lines", "3", "--skip-footer=9000000000");
	assert_int_equal(o.common.threads, 4);
	assert_int_equal(o.common.skip_lines, 3);
	assert_true(o.common.skip_footer == 9000000000);
	release(&o);
	READ(&o, "--jobs", "256");
	assert_int_equal(o.common.threads, 256);
	release(&o);
	int all[2];
	for (int i = 0; i < 2; i++) {
		READ(&o, "-j", i ? "all" : "0");
		assert_int_equal(o.end, OPTIONS_RUN);
		all[i] = o.common.threads;
		release(&o);
	}
	assert_int_equal(all[0], all[1]);
	assert_true(all[0] >= 1 && all[0] <= sysconf(_SC_NPROCESSORS_ONLN));
	for (int i = 0; i < FORMATS; i++) {
		READ(&o, "-f", formats[i]);
		assert_int_equal(o.end, OPTIONS_RUN);
		assert_int_equal(o.common.format, i);
		release(&o);
	}
	assert_int_equal(FORMATS, sizeof formats / sizeof *formats);
}

static void delimiters(void **state)
{
	static const struct {
		const char *value;
		char delimiter;
	} good[] = { { ";", ';' },	 { "tab", '\t' },      { "\\t", '\t' }, { "\t", '\t' },
		     { "comma", ',' },	 { "semicolon", ';' }, { "pipe", '|' }, { "\x01", 1 },
		     { "\xA7", '\xA7' }, { "\\", '\\' } };
	struct outcome o;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		READ(&o, "-d", good[i].value);
		assert_int_equal(o.end, OPTIONS_RUN);
		assert_int_equal(o.common.delimiter, good[i].delimiter);
		assert_int_equal(o.common.tab, good[i].delimiter == '\t');
		release(&o);
	}
	READ(&o, "-t", "-dtab", "--raw-tsv");
	assert_int_equal(o.end, OPTIONS_RUN);
	assert_int_equal(o.common.delimiter, '\t');
	release(&o);
	READ(&o, "--raw-tsv");
	assert_true(o.common.raw_tsv && o.common.tab && o.common.delimiter == '\t');
	release(&o);
	static const char *const bad[] = { ";;", "\"", "\n", "\r", "Tab", "ö" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char message[200];
		snprintf(message, sizeof message,
			 "--delimiter wants one byte that is no quote, or tab, comma, semicolon or pipe, not "
			 "'%s'",
			 strchr("\n\r", *bad[i]) ? " " : bad[i]); /* a message is one line */
		ASSERT_WRONG(message, "-d", bad[i]);
	}
	ASSERT_WRONG("--tab and --delimiter ';' are two delimiters; give one", "-t", "-d;");
	ASSERT_WRONG("--raw-tsv and --delimiter ',' are two delimiters; give one", "-d,", "--raw-tsv");
}

static void spelling(void **state)
{
	struct outcome o;

	(void)state;
	READ(&o, "-q");
	assert_true(!o.common.out_delimiter && !o.common.out_decimal && o.common.out_times == -1);
	release(&o);
	READ(&o, "--out-delimiter", "semicolon", "--out-decimal", ",", "--out-times", "date");
	assert_true(o.common.out_delimiter == ';' && o.common.out_decimal == ',');
	assert_int_equal(o.common.out_times, 2); /* TIMES_DATE */
	release(&o);
	READ(&o, "--out-decimal=point", "-f", "tsv");
	assert_int_equal(o.end, OPTIONS_RUN);
	assert_int_equal(o.common.out_decimal, '.');
	release(&o);
	ASSERT_WRONG("--out-decimal wants a point or a comma: . or , or their names, not ';'",
		     "--out-decimal", ";");
	ASSERT_WRONG("--out-times wants one of local, iso or date, not 'us'", "--out-times", "us");
	ASSERT_WRONG(
		"--out-delimiter wants one byte that is no quote, or tab, comma, semicolon or pipe, not ';;'",
		"--out-delimiter", ";;");
	ASSERT_WRONG("--spreadsheet is for CSV; leave out --format, or say csv", "--spreadsheet", "-fjson");
	ASSERT_WRONG("--out-delimiter is for CSV; leave out --format, or say csv", "--out-delimiter=;",
		     "-ftsv");
	ASSERT_WRONG("--out-decimal is for CSV; leave out --format, or say csv", "--out-decimal=,",
		     "-ftable");
}

static void the_environment_gives_defaults(void **state)
{
	struct outcome o;

	(void)state;
	setenv("LEADPIPE_AGREEMENT", "env.agreement", 1);
	setenv("LEADPIPE_DELIMITER", "semicolon", 1);
	setenv("LEADPIPE_NOW", "2026-03-04", 1);
	READ(&o, "x.csv");
	assert_string_equal(o.common.agreement, "env.agreement");
	assert_string_equal(o.common.now, "2026-03-04");
	assert_string_equal(o.common.now_from, "LEADPIPE_NOW");
	assert_int_equal(o.common.delimiter, ';');
	release(&o);
	READ(&o, "-a", "a", "-d,", "--now=n", "x.csv");
	assert_string_equal(o.common.agreement, "a");
	assert_string_equal(o.common.now, "n");
	assert_string_equal(o.common.now_from, "--now");
	assert_int_equal(o.common.delimiter, ',');
	release(&o);
	READ(&o, "-t");
	assert_int_equal(o.common.delimiter, '\t');
	release(&o);
	READ(&o, "x.tsv"); /* the file's name is stronger than a default */
	assert_int_equal(o.common.delimiter, 0);
	release(&o);
	READ(&o, "x.csv", "--header-from", "x.tsv"); /* the header's */
	assert_int_equal(o.common.delimiter, 0);
	assert_string_equal(o.common.header_from, "x.tsv");
	release(&o);
	READ(&o, "x.tsv", "--header-from", "x.csv");
	assert_int_equal(o.common.delimiter, ';');
	release(&o);
	READ(&o, "X.TSV");
	assert_int_equal(o.common.delimiter, 0);
	release(&o);
	READ(&o, "x.tab");
	assert_int_equal(o.common.delimiter, 0);
	release(&o);
	setenv("LEADPIPE_AGREEMENT", "", 1);
	setenv("LEADPIPE_DELIMITER", "", 1);
	setenv("LEADPIPE_NOW", "", 1);
	READ(&o, "x.csv");
	assert_null(o.common.agreement);
	assert_null(o.common.now);
	assert_int_equal(o.common.delimiter, 0);
	release(&o);
	setenv("LEADPIPE_DELIMITER", "xx", 1);
	ASSERT_WRONG("LEADPIPE_DELIMITER wants one byte that is no quote, or tab, comma, semicolon or pipe, "
		     "not 'xx'",
		     "-q");
}

static void statements_pile_up_and_the_last_value_wins(void **state)
{
	struct outcome o;

	(void)state;
	READ(&o, "-e", "stage lead", "-a", "one", "--statement=stage won when converted = yes", "-a", "two",
	     "-f", "csv", "-f", "json", "-j2", "-j3");
	assert_string_equal(o.common.agreement, "two");
	assert_int_equal(o.common.format, FORMAT_JSON);
	assert_int_equal(o.common.threads, 3);
	buf_char(&o.common.statements, '\0');
	assert_string_equal(o.common.statements.p, "stage lead\nstage won when converted = yes\n");
	release(&o);
}

static void assert_files(const struct outcome *o, const char *const *files)
{
	size_t n = 0;

	assert_int_equal(o->end, OPTIONS_RUN);
	for (; files[n]; n++) {
		assert_true(n < o->common.nfiles);
		assert_string_equal(o->common.files[n], files[n]);
	}
	assert_int_equal(o->common.nfiles, n);
}

static void options_may_follow_operands(void **state)
{
	struct outcome o;

	(void)state;
	for (int posix = 0; posix < 2; posix++) {
		READ(&o, "a.csv", "-q", "-", "-o", "out", "b.csv", "--strict", "--", "-t", "--", "c");
		assert_files(&o, (const char *const[]){ "a.csv", "-", "b.csv", "-t", "--", "c", NULL });
		assert_true(o.common.quiet && o.common.strict && !o.common.tab);
		assert_string_equal(o.common.output, "out");
		release(&o);
		setenv("POSIXLY_CORRECT", "1", 1);
	}
	READ(&o, "--");
	assert_files(&o, (const char *const[]){ NULL });
	release(&o);
}

static void own_options_go_to_the_tool(void **state)
{
	struct outcome o;

	(void)state;
	READ(&o, "-sq", "--by", "country", "x", "--exp", "--by=");
	assert_files(&o, (const char *const[]){ "x", NULL });
	assert_true(o.own.summary && o.own.explain);
	assert_string_equal(o.own.by, ""); /* taken back */
	assert_true(o.given == (1 << SUMMARY | 1 << BY | 1 << EXPLAIN));
	assert_true(o.common.quiet);
	release(&o);
	READ(&o, "--period", "week", "--top", "7", "-e", "stage a", "--diff", "b.agreement", "-e", "stage b",
	     "--presence");
	assert_int_equal(o.own.period, 1);
	assert_int_equal(o.own.top, 7);
	assert_string_equal(o.own.other.file, "b.agreement");
	assert_true(str_eq(buf_view(&o.own.other.statements), STR("stage b\n")));
	assert_true(str_eq(buf_view(&o.common.statements), STR("stage a\n")));
	assert_true(o.given == (1 << PERIOD | 1 << TOP | 1 << DIFF | 1 << REPORT));
	release(&o);
	READ(&o, "--diff", "-e", "stage b");
	assert_null(o.own.other.file);
	assert_true(str_eq(buf_view(&o.own.other.statements), STR("stage b\n")));
	release(&o);
	ASSERT_WRONG("--top wants a whole number from 1 to 9, not '0'", "--top", "0");
	ASSERT_WRONG("--top wants a whole number from 1 to 9, not ''", "--top=");
	ASSERT_WRONG("--period wants one of day or week, not 'day week'", "--period", "day week");
	ASSERT_WRONG("--period wants one of day or week, not ''", "--period=");
}

static void wrong_use_is_told(void **state)
{
	(void)state;
	ASSERT_WRONG("no option '--explian'; did you mean '--explain'?", "--explian");
	ASSERT_WRONG("no option '--colunms'; did you mean '--columns'?", "--colunms=a,b");
	ASSERT_WRONG("no option '--frobnicate'", "x", "--frobnicate");
	ASSERT_WRONG("no option '-x'", "-qx");
	ASSERT_WRONG("no option '-\\xc3'", "-\xC3\xBC");
	ASSERT_WRONG("'--skip' could be --skip-lines or --skip-footer", "--skip", "3");
	ASSERT_WRONG("'--co' could be --columns, --color or --completions", "--co=3");
	ASSERT_WRONG("--strict takes no value, but got 'yes'", "--strict=yes");
	ASSERT_WRONG("--quiet takes no value, but got ''", "--quiet=");
	ASSERT_WRONG("--agreement wants FILE after it", "-a");
	ASSERT_WRONG("--where wants EXPR after it", "x", "--where");
	ASSERT_WRONG("--where wants EXPR, and got nothing", "-w", "");
	ASSERT_WRONG("--output wants FILE, and got nothing", "--output=");
	ASSERT_WRONG("--jobs wants a whole number from 1 to 256, or all, not 'x'", "-jx");
	ASSERT_WRONG("--jobs wants a whole number from 1 to 256, or all, not '257'", "-j", "257");
	ASSERT_WRONG("--jobs wants a whole number from 1 to 256, or all, not '-1'", "-j", "-1");
	ASSERT_WRONG("--skip-lines wants a whole number, not '1.5'", "--skip-lines", "1.5");
	ASSERT_WRONG("--skip-footer wants a whole number, not '99999999999999999999'", "--skip-footer",
		     "99999999999999999999");
	ASSERT_WRONG("--format wants one of csv, tsv, table, json, jsonl, markdown or html, not 'xml'", "-f",
		     "xml");
	ASSERT_WRONG("--format wants one of csv, tsv, table, json, jsonl, markdown or html, not 'cs'", "-f",
		     "cs");
	ASSERT_WRONG("--ragged wants one of error, pad or skip, not 'drop'", "--ragged", "drop");
	ASSERT_WRONG("--color wants one of auto, always or never, not 'red'", "--color", "red");
	ASSERT_WRONG("--completions wants one of bash, zsh or fish, not 'tcsh'", "--completions=tcsh");
	ASSERT_WRONG("--rejects keeps what --ragged skip leaves out; give both", "--rejects", "x");
	ASSERT_WRONG("--header-from wants the name of a file; standard input is for rows", "--header-from",
		     "-");
	ASSERT_WRONG("--no-header is for rows as CSV or TSV; leave it out, or say csv", "--no-header", "-f",
		     "jsonl");
	ASSERT_WRONG("--bom begins a file, and --no-header goes on with one; leave one of them out",
		     "--no-header", "--bom");
	ASSERT_WRONG("--spreadsheet begins a file, and --no-header goes on with one; leave one of them out",
		     "--spreadsheet", "--no-header");
	ASSERT_WRONG("--rejects keeps what --ragged skip leaves out; give both", "--rejects", "x",
		     "--ragged=pad");
}

/* What a line prints on stdout. */
static char *printed(const char *option, enum option_end *end)
{
	FILE *to = tmpfile();
	int before = dup(STDOUT_FILENO);
	char *text = calloc(1, 1 << 16);
	struct outcome o;

	fflush(stdout);
	dup2(fileno(to), STDOUT_FILENO);
	READ(&o, option);
	fflush(stdout);
	dup2(before, STDOUT_FILENO);
	close(before);
	assert_true(pread(fileno(to), text, (1 << 16) - 1, 0) >= 0);
	fclose(to);
	*end = o.end;
	release(&o);
	return text;
}

static void help_fits_and_names_every_option(void **state)
{
	enum option_end end;
	char *help = printed("--help", &end);
	size_t n;
	const struct option_row **list = options_list(&tool, &n);

	(void)state;
	assert_int_equal(end, OPTIONS_DONE);
	for (size_t i = 0; i < n; i++) {
		char spelled[64];
		snprintf(spelled, sizeof spelled, "--%s ", list[i]->name);
		assert_int_equal(strstr(help, spelled) != NULL, list[i]->help != NULL);
	}
	for (char *line = help, *end_of; *line; line = end_of + 1) {
		end_of = strchr(line, '\n');
		assert_non_null(end_of);
		if (end_of - line > 79)
			fail_msg("too long: %.*s", (int)(end_of - line), line);
		assert_true(end_of == line || end_of[-1] != ' ');
	}
	static const char start[] = "leadscore: how good is each lead\n"
				    "\n"
				    "usage: leadscore [option ...] [file ...]\n"
				    "\n"
				    "Options:\n"
				    "  -s, --summary              cross the rule with the CRM's stage\n"
				    "      --by LIST              one line for each group\n";
	assert_memory_equal(help, start, sizeof start - 1);
	assert_non_null(strstr(help,
			       "\n\nReading:\n  -d, --delimiter C          a byte, or one of: tab, comma, "
			       "semicolon or pipe\n"));
	assert_non_null(strstr(help, "\n\nWriting:\n  -c, --columns LIST "));
	assert_non_null(strstr(
		help,
		"print as: csv, tsv, table, json, jsonl, markdown\n                             or html\n"));
	assert_non_null(strstr(help, "\n\nThe agreement:\n  -a, --agreement FILE "));
	assert_non_null(strstr(help, "\n\nOther:\n  -q, --quiet "));
	assert_non_null(strstr(help, "\n\nExamples:\n  leadscore leads.csv\n\nMore: man leadscore\n"));
	free(list);
	free(help);
}

static void help_breaks_long_lines(void **state)
{
	static const struct option_row rows[] = {
		{ OPTION_OWN, "a-rather-long-option-name", "VALUE", "short", COMPLETE_NOTHING, NULL,
		  TO_NOTHING },
		{ 'x', "words", "W", "one of very many words that will not fit on one line", COMPLETE_WORDS,
		  "alpha beta gamma", TO_NOTHING },
		{ 0 },
	};
	const struct tool odd = { "t", "l", rows, NULL };
	struct buf out = { 0 };

	(void)state;
	options_help(&out, &odd);
	buf_char(&out, '\0');
	assert_non_null(
		strstr(out.p, "      --a-rather-long-option-name VALUE\n"
			      "                             short\n"
			      "  -x, --words W              one of very many words that will not fit on one\n"
			      "                             line: alpha, beta or gamma\n"));
	assert_null(strstr(out.p, "Examples"));
	buf_release(&out);
}

static void the_version(void **state)
{
	enum option_end end;
	char *version = printed("-V", &end);

	(void)state;
	assert_int_equal(end, OPTIONS_DONE);
	assert_string_equal(version, "leadscore (Leadpipe) " LEADPIPE_VERSION
				     "\nFree software, GPL 3 or later; there is no warranty.\n");
	free(version);
}

static void a_full_disk_is_told(void **state)
{
	int full = open("/dev/full", O_WRONLY), before = dup(STDOUT_FILENO);
	struct outcome o;

	(void)state;
	fflush(stdout);
	dup2(full, STDOUT_FILENO);
	READ(&o, "--help");
	dup2(before, STDOUT_FILENO);
	clearerr(stdout);
	close(full);
	close(before);
	assert_int_equal(o.end, OPTIONS_WRONG);
	assert_string_equal(o.diags.out.p, "leadscore: standard output: no space left on device\n");
	release(&o);
}

static void only_a_terminal_is_asked(void **state)
{
	struct winsize size = { .ws_row = 24, .ws_col = 97 };
	int us, terminal, null = open("/dev/null", O_WRONLY);

	(void)state;
	assert_int_equal(openpty(&us, &terminal, NULL, NULL, &size), 0);
	setenv("TERM", "xterm", 1);
	setenv("COLUMNS", "50", 1);
	struct look look = look_of(null, NULL);
	assert_true(look.width == 50 && !look.color && look.utf8);
	assert_true(look_of_file().width == 50 && !look_of_file().color && look_of_file().utf8);
	assert_true(look_of(null, "always").color);
	look = look_of(terminal, "auto");
	assert_true(look.width == 50 && look.color && !look.utf8);
	assert_false(look_of(terminal, "never").color);
	static const char *const no_width[] = { "x", "", "0", "19", "1001" };
	for (size_t i = 0; i < sizeof no_width / sizeof *no_width; i++) {
		setenv("COLUMNS", no_width[i], 1);
		assert_int_equal(look_of(terminal, NULL).width, 97);
		assert_int_equal(look_of(null, NULL).width, 80);
	}
	setenv("NO_COLOR", "", 1);
	assert_true(look_of(terminal, NULL).color);
	setenv("NO_COLOR", "1", 1);
	assert_false(look_of(terminal, NULL).color);
	assert_true(look_of(terminal, "always").color);
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	assert_false(look_of(terminal, NULL).color);
	setenv("LANG", "de_DE.utf8", 1);
	assert_true(look_of(terminal, NULL).utf8);
	setenv("LC_CTYPE", "C", 1);
	assert_false(look_of(terminal, NULL).utf8);
	setenv("LC_ALL", "en_US.UTF-8", 1);
	assert_true(look_of(terminal, NULL).utf8);
	close(us);
	close(terminal);
	close(null);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_given, clean_world),
		cmocka_unit_test_setup(every_text, clean_world),
		cmocka_unit_test_setup(every_flag, clean_world),
		cmocka_unit_test_setup(numbers_and_words, clean_world),
		cmocka_unit_test_setup(delimiters, clean_world),
		cmocka_unit_test_setup(spelling, clean_world),
		cmocka_unit_test_setup_teardown(the_environment_gives_defaults, clean_world, clean_world),
		cmocka_unit_test_setup(statements_pile_up_and_the_last_value_wins, clean_world),
		cmocka_unit_test_setup_teardown(options_may_follow_operands, clean_world, clean_world),
		cmocka_unit_test_setup(own_options_go_to_the_tool, clean_world),
		cmocka_unit_test_setup(wrong_use_is_told, clean_world),
		cmocka_unit_test(help_fits_and_names_every_option),
		cmocka_unit_test(help_breaks_long_lines),
		cmocka_unit_test(the_version),
		cmocka_unit_test(a_full_disk_is_told),
		cmocka_unit_test_setup_teardown(only_a_terminal_is_asked, clean_world, clean_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
