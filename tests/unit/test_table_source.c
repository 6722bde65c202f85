/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lead stream, rule by rule: each case is read with every scanner at every
 * block size and must come out the same, and as written here.
 */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>

#include "base/file.h"

#define T(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}
#define ONLY(text)      \
	{               \
		T(text) \
	}

struct stream {
	const char *name;
	struct str file[3]; /* p NULL: no more */
	struct source_options options;
	const char *dump;
};

static const struct stream streams[] = {
	{ "rows, CRLF kept, last line open",
	  ONLY("a,b\r\n1,2\r\n3,4"),
	  { 0 },
	  "# a|b|\n2|1|2|+2\n3|3|4|+0\n" },
	{ "a BOM is dropped, also before a quote",
	  ONLY("\xEF\xBB\xBF\"a\",b\n1,2\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n" },
	{ "header names are decoded and trimmed",
	  ONLY("\"a \"\"x\"\"\n1\", b ,,b\n1,2,3,4\n"),
	  { 0 },
	  "# a \"x\"\n1|b||b|\n3|1|2|3|4|+1\n" },
	{ "a header alone", ONLY("a,b\n"), { 0 }, "# a|b|\n" },
	{ "a header alone, open", ONLY("a,b"), { 0 }, "# a|b|\n" },
	{ "quoted newlines count as lines",
	  ONLY("a,b\n\"x\n\ny\",1\n2,\"\n\"\n3,4\n"),
	  { 0 },
	  "# a|b|\n2|\"x\n\ny\"|1|+1\n5|2|\"\n\"|+1\n7|3|4|+1\n" },
	{ "a bare quote is data",
	  ONLY("a,b\n5\" pipe,a\"\"b\n1,\"q,\"\n, \"x\"\n"),
	  { 0 },
	  "# a|b|\n2|5\" pipe|a\"\"b|+1\n3|1|\"q,\"|+1\n4|| \"x\"|+1\n" },
	{ "a lone CR is data",
	  ONLY("a,b\n1\r2,3\r\n\r,4\n5,6\r"),
	  { 0 },
	  "# a|b|\n2|1\r2|3|+2\n3|\r|4|+1\n4|5|6\r|+0\n" },
	{ "CRs before an LF are one line end, and are kept",
	  ONLY("a,b\r\r\n1,\"2\"\r\r\n\r\r\n\"x\r\r\ny\",4\r\r\r\n5,\"\"\r\n6,\r\r\n7,8\n"),
	  { 0 },
	  "# a|b|\n2|1|\"2\"|+3\n4|\"x\r\r\ny\"|4|+4\n6|5|\"\"|+2\n7|6||+3\n8|7|8|+1\n"
	  "blank 1 skipped 0\nCRs 5\n" },
	{ "CRs behind a closing quote, and no LF",
	  ONLY("a,b\n1,\"2\"\r\r"),
	  { 0 },
	  "# a|b|\n! f0:2: text after a closing quote; a quote inside a quoted cell is written twice\n" },
	{ "CRs in rows that are skipped count, too",
	  ONLY("a,b\n1,2\r\r\n3\r\r\n"),
	  { .ragged = RAGGED_SKIP },
	  "# a|b|\n2|1|2|+3\nblank 0 skipped 1\nCRs 2\n" },
	{ "two BOMs are dropped, in each file",
	  { T("\xEF\xBB\xBF\xEF\xBB\xBF"
	      "a,b\n1,2\n"),
	    T("\xEF\xBB\xBF\xEF\xBB\xBF"
	      "\"a\",b\n3,4\n") },
	  { 0 },
	  "# a|b|\n2|1|2|+1\n2|3|4|+1\n" },
	{ "a BOM below the lines that are skipped",
	  ONLY("x\n\xEF\xBB\xBF"
	       "a,b\n1,2\n"),
	  { .skip_lines = 1 },
	  "# a|b|\n3|1|2|+1\n" },
	{ "blank lines are skipped",
	  ONLY("\n\r\na,b\n\n1,2\r\n\r\n\n3,4\n\n"),
	  { 0 },
	  "# a|b|\n5|1|2|+2\n8|3|4|+1\nblank 6 skipped 0\n" },
	{ "blank lines are rows of one column",
	  ONLY("a\n1\n\n\r\n2\n"),
	  { 0 },
	  "# a|\n2|1|+1\n3||+1\n4||+2\n5|2|+1\n" },
	{ "semicolons", ONLY("a;b\n1,5;2\n"), { .delimiter = ';' }, "# a|b|\n2|1,5|2|+1\n" },
	{ "a quote in TSV quotes",
	  ONLY("a\tb\n\"x\ty\"\t2\n"),
	  { .delimiter = '\t' },
	  "# a|b|\n2|\"x\ty\"|2|+1\n" },
	{ "a quote in raw TSV is data",
	  ONLY("a\\tx\tb\n\"x\ty\"\n\"\t\\n\n"),
	  { .raw_tsv = true },
	  "# a\tx|b|\n2|\"x|y\"|+1\n3|\"|\\n|+1\n" },

	{ "text after a closing quote",
	  ONLY("a,b\n1,2\n\"x\"y,3\n4,5\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n"
	  "! f0:3: text after a closing quote; a quote inside a quoted cell is written twice\n" },
	{ "text after a closing quote, lines below",
	  ONLY("a,b\n1,2\n3,\"x\n\"y\n4,5\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n"
	  "! f0:4: text after a closing quote; a quote inside a quoted cell is written twice\n" },
	{ "a space after a closing quote",
	  ONLY("a,b\n\"x\" ,3\n"),
	  { 0 },
	  "# a|b|\n! f0:2: text after a closing quote; a quote inside a quoted cell is written twice\n" },
	{ "a lone CR after a closing quote",
	  ONLY("a,b\n1,2\n3,\"x\"\r4\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n"
	  "! f0:3: text after a closing quote; a quote inside a quoted cell is written twice\n" },
	{ "an open quote: where it opened",
	  ONLY("a,b\n1,\"\n\"\n\"x\n\",\"y\n5,6\n7,8\n"),
	  { 0 },
	  "# a|b|\n2|1|\"\n\"|+1\n! f0:5: a quote opens here and is never closed\n" },
	{ "an open quote behind a bare one",
	  ONLY("a,b\n5\",\"\n1,2\n"),
	  { 0 },
	  "# a|b|\n! f0:2: a quote opens here and is never closed\n" },
	{ "an open quote in the header",
	  ONLY("a,\"b\n1,2\n"),
	  { 0 },
	  "! t: f0:1: a quote opens here and is never closed\n" },
	{ "UTF-16",
	  ONLY("\xFF\xFE\x61\0"),
	  { 0 },
	  "! t: f0: this is UTF-16; iconv -f UTF-16 -t UTF-8 makes it readable\n" },
	{ "UTF-16 without a mark",
	  ONLY("a\0,\0b\0\n\0"
	       "1\0,\0"
	       "2\0\n\0"),
	  { 0 },
	  "! t: f0: this is UTF-16 without a byte order mark; iconv -f UTF-16LE -t UTF-8 makes it "
	  "readable\n" },
	{ "xz",
	  ONLY("\xFD"
	       "7zXZ\0\n\n"),
	  { 0 },
	  "! t: f0: this is xz; xz -dc makes it readable\n" },
	{ "JSON, whatever is said of it",
	  ONLY("\n[{\"a\": 1, \"b\": \"x\"}]\n"),
	  { .delimiter = ';', .ragged = RAGGED_SKIP },
	  "! t: f0: this is JSON; mlr --ijson --ocsv cat, or jq -r with @csv, makes a CSV of it\n" },
	{ "JSON above the header is skipped",
	  ONLY("{\"a\": 1}\na,b\n1,2\n"),
	  { .skip_lines = 1 },
	  "# a|b|\n3|1|2|+1\n" },
	{ "a bracket in a header", ONLY("[a],<b>\n1,2\n"), { 0 }, "# [a]|<b>|\n2|1|2|+1\n" },
	{ "UTF-16, two bytes",
	  ONLY("\xFE\xFF"),
	  { 0 },
	  "! t: f0: this is UTF-16; iconv -f UTF-16 -t UTF-8 makes it readable\n" },
	{ "lines that end in CR",
	  ONLY("a,b\r1,2\r"),
	  { 0 },
	  "! t: f0: its lines end in CR alone; tr '\\r' '\\n' < f0 makes it readable\n" },
	{ "a CR inside quotes ends no lines", ONLY("a,\"b\rc\""), { 0 }, "# a|b\rc|\n" },
	{ "nothing",
	  ONLY(""),
	  { 0 },
	  "! t: f0: no header: the input is empty; in a pipe the command before may have failed "
	  "(use --allow-empty to accept it)\n" },
	{ "a BOM and nothing",
	  ONLY("\xEF\xBB\xBF"),
	  { 0 },
	  "! t: f0: no header: the input is empty; in a pipe the command before may have failed "
	  "(use --allow-empty to accept it)\n" },
	{ "nothing, allowed", ONLY(""), { .allow_empty = true }, "# \n" },
	{ "only blank lines",
	  ONLY("\n\r\n\n"),
	  { .allow_empty = true },
	  "! t: f0: no header: there are only blank lines\n" },

	{ "a preamble", ONLY("Title\n\"open\n\na,b\n1,2\n"), { .skip_lines = 3 }, "# a|b|\n5|1|2|+1\n" },
	{ "a line says the delimiter",
	  ONLY("\xEF\xBB\xBFsep=;\r\na,x;b\r\n1;2\r\n"),
	  { 0 },
	  "# a,x|b|\n3|1|2|+2\n" },
	{ "a line says the delimiter, and -d another",
	  ONLY("sep=;\na|b\n1|2\n"),
	  { .delimiter = '|' },
	  "! t: f0:1: this line says that the delimiter is ';', and it is taken to be '|'; use -d ';'\n" },
	{ "a line says the delimiter, and -d another: the line is skipped",
	  ONLY("sep=;\na|b\n1|2\n"),
	  { .delimiter = '|', .skip_lines = 1 },
	  "# a|b|\n3|1|2|+1\n" },
	{ "a line says another delimiter in the second file",
	  { T("a,b\n1,2\n"), T("sep=^\na^b\n3^4\n") },
	  { 0 },
	  "! t: f1:1: this line says that the delimiter is '^', and it is taken to be ','; use -d '^'\n" },
	{ "a line that says the delimiter is among those that are skipped",
	  ONLY("sep=|\na|b\n1|2\n"),
	  { .skip_lines = 1 },
	  "# a|b|\n3|1|2|+1\n" },
	{ "a line says the delimiter below those that are skipped",
	  ONLY("Title\nsep=|\na|b\n1|2\n"),
	  { .skip_lines = 1 },
	  "# a|b|\n4|1|2|+1\n" },
	{ "such a line in each file",
	  { T("sep=;\na;b\n1;2\n"), T("sep=;\na;b\n3;4\n"), T("a;b\n5;6\n") },
	  { 0 },
	  "# a|b|\n3|1|2|+1\n3|3|4|+1\n2|5|6|+1\n" },
	{ "such a line alone", ONLY("sep=;\n"), { 0 }, "! t: f0: no header: there are only blank lines\n" },
	{ "the header has the delimiter",
	  ONLY("\n\"a,\n|\";b|;c;d\"\n1,5;2;3;4\n"),
	  { 0 },
	  "# a,\n||b||c|d\"|\n4|1,5|2|3|4|+1\nblank 1 skipped 0\n" },
	{ "the first file's header has it for all",
	  { T("a|b\n1|2\n"), T("a|b\n3|4;5\n") },
	  { 0 },
	  "# a|b|\n2|1|2|+1\n2|3|4;5|+1\n" },
	{ "a comma in the header is the delimiter",
	  ONLY("a;b;c,d\n1;2,3\n"),
	  { 0 },
	  "# a;b;c|d|\n2|1;2|3|+1\n" },
	{ "two delimiters equally often",
	  ONLY("a;b\tc\n1;2\t3\n"),
	  { 0 },
	  "! t: f0: two of ; tab and | occur equally often in the header, so the delimiter is not clear; say "
	  "it with -d\n" },
	{ "a preamble behind a BOM",
	  ONLY("\xEF\xBB\xBFsep=,\r\n\"a\",b\r\n1,2\r\n"),
	  { .skip_lines = 1 },
	  "# a|b|\n3|1|2|+2\n" },
	{ "all is preamble",
	  ONLY("Title\na,b"),
	  { .skip_lines = 2 },
	  "! t: f0: no header: the file ends within the lines that --skip-lines leaves out\n" },
	{ "a footer of another width",
	  ONLY("a,b\n1,2\n3,4\n\n\"Copyright (c), inc.\"\n\n\"x\"\n\n"),
	  { .skip_footer = 2 },
	  "# a|b|\n2|1|2|+1\n3|3|4|+1\nblank 1 skipped 0\n" },
	{ "a footer among blank lines",
	  ONLY("a,b\n1,2\n\n\n\n\n\n\nx\n\n\n\n\n\n\n\n\n\n\n\ny\n"),
	  { .skip_footer = 2 },
	  "# a|b|\n2|1|2|+1\nblank 6 skipped 0\n" },
	{ "a footer, open",
	  ONLY("a,b\n1,2\n3,4\nTotal"),
	  { .skip_footer = 1 },
	  "# a|b|\n2|1|2|+1\n3|3|4|+1\n" },
	{ "all is footer", ONLY("a,b\n1,2\n3,4\n"), { .skip_footer = 5 }, "# a|b|\n" },
	{ "a footer does not hide a bad row",
	  ONLY("a,b\n1\n3,4\n5,6\n7,8\n"),
	  { .skip_footer = 1 },
	  "# a|b|\n! f0:2: 1 cell where the header has 2; --ragged pad fills short rows, --ragged skip "
	  "leaves such "
	  "rows out\n" },
	{ "a footer in each file",
	  { T("a,b\n1,2\nend\n"), T("a,b\n3,4\nend") },
	  { .skip_footer = 1 },
	  "# a|b|\n2|1|2|+1\n2|3|4|+1\n" },

	{ "a short row at the end",
	  ONLY("a,b,c\n1,2,3\n4,5,6\n\nfoot\n\nfoot,er\n"),
	  { 0 },
	  "# a|b|c|\n2|1|2|3|+1\n3|4|5|6|+1\n"
	  "! f0:5: 1 cell where the header has 3; if the file ends in a footer, use --skip-footer 2\nblank 1 "
	  "skipped 0\n" },
	{ "a long row",
	  ONLY("a,b\n1,2\n3,4,5\n6,7\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n! f0:3: 3 cells where the header has 2; --ragged skip --rejects FILE leaves "
	  "such rows "
	  "out\n" },
	{ "a title line for a header",
	  ONLY("Report\na,b\n1,2\n"),
	  { 0 },
	  "# Report|\n! f0:2: 2 cells where the header has 1; if the header stands further down, use "
	  "--skip-lines N\n" },
	{ "a header with other delimiters",
	  ONLY("a;b\n1,5;2\n"),
	  { .delimiter = ',' },
	  "# a;b|\n! f0:2: 2 cells where the header has 1; the header has no ','; use -d ';'\n" },
	{ "the bad row's line, behind newlines in quotes",
	  ONLY("a,b\n\"\n\n\",1\n2\n3,4\n"),
	  { 0 },
	  "# a|b|\n2|\"\n\n\"|1|+1\n! f0:5: 1 cell where the header has 2; --ragged pad fills short rows, "
	  "--ragged "
	  "skip leaves such rows out\n" },
	{ "pad",
	  ONLY("a,b,c\n1\n\n2,3\r\n4,5,6\n\r\n7"),
	  { .ragged = RAGGED_PAD },
	  "# a|b|c|\n2|1|+1\n4|2|3|+2\n5|4|5|6|+1\n7|7|+0\nblank 2 skipped 0\n" },
	{ "pad drops empty cells at the end",
	  ONLY("a,b\n1,2,\n3,,,\r\n4\n\"\n\",6,\"\", \r\n7,8,,,"),
	  { .ragged = RAGGED_PAD },
	  "# a|b|\n2|1|2|+1\n3|3||+2\n4|4|+1\n5|\"\n\"|6|+2\n7|7|8|+0\n" },
	{ "and no other",
	  ONLY("a,b\n1\n2,3,4\n"),
	  { .ragged = RAGGED_PAD },
	  "# a|b|\n2|1|+1\n! f0:3: 3 cells where the header has 2; --ragged pad drops only empty cells; use "
	  "--ragged "
	  "skip --rejects FILE\n" },
	{ "a delimiter at each row's end",
	  ONLY("a,b\n1,2,\n"),
	  { 0 },
	  "# a|b|\n! f0:2: 3 cells where the header has 2; --ragged pad drops the empty cells at its end\n" },
	{ "a quote behind a space",
	  ONLY("a,b\n1, \"2,3\"\n"),
	  { 0 },
	  "# a|b|\n! f0:2: 3 cells where the header has 2; a quote behind a space doesn't quote: remove the "
	  "space, for example by sed 's/, \"/,\"/g'\n" },
	{ "skip",
	  ONLY("a,b\n1\n2,3\n\n4,5,6\r\n7,8\n\"9\n\""),
	  { .ragged = RAGGED_SKIP, .keep_rejects = true },
	  "# a|b|\n3|2|3|+1\n6|7|8|+1\nblank 1 skipped 3\nrejects 1\n4,5,6\r\n\"9\n\"\n" },
	{ "skip, rejects not kept",
	  ONLY("a,b\n1\n2,3\n"),
	  { .ragged = RAGGED_SKIP },
	  "# a|b|\n3|2|3|+1\nblank 0 skipped 1\n" },

	{ "files: one header, BOM and quoting may differ",
	  { T("a,b\n1,2\n"), T("\xEF\xBB\xBF\"a\", b\r\n3,4\r\n"), T("a,b\n") },
	  { 0 },
	  "# a|b|\n2|1|2|+1\n2|3|4|+2\n" },
	{ "files: an open last line is closed as the header was",
	  { T("a,b\r\n1,2"), T("a,b\n"), T("a,b\n\n3,4") },
	  { 0 },
	  "# a|b|\n2|1|2|+2\n3|3|4|+0\nblank 1 skipped 0\n" },
	{ "files: no row follows, the last line stays open",
	  { T("a,b\n1,2"), T("a,b\n\r\n"), T("a,b") },
	  { 0 },
	  "# a|b|\n2|1|2|+0\nblank 1 skipped 0\n" },
	{ "files: in one column a blank line follows",
	  { T("a\n1"), T("a\n\n") },
	  { 0 },
	  "# a|\n2|1|+1\n2||+1\n" },
	{ "files: another name",
	  { T("a,b\n1,2\n"), T("a,c\n3,4\n") },
	  { 0 },
	  "! t: f1: another header than f0: column 2 is 'c' here, 'b' there\n" },
	{ "files: another width",
	  { T("a,b\n1,2"), T("a,b,c\n3,4,5\n") },
	  { 0 },
	  "! t: f1: another header than f0: 3 columns here, 2 there; column 3 is 'c'\n" },
	{ "files: an empty one",
	  { T("a,b\n1,2\n"), T("") },
	  { 0 },
	  "! t: f1: no header: the input is empty; in a pipe the command before may have "
	  "failed (use "
	  "--allow-empty to accept it)\n" },
	{ "files: an empty one first, allowed",
	  { T(""), T("a,b\n1,2\n") },
	  { .allow_empty = true },
	  "# a|b|\n2|1|2|+1\n" },
	{ "files: another header is told before any row goes out",
	  { T("a,b\n1,\"2"), T("x\n") },
	  { 0 },
	  "! t: f1: another header than f0: column 1 is 'x' here, 'a' there\n" },

	{ "the command before failed",
	  ONLY("a,b\n1,2\n\"leadscore: x.csv:7: no \"\"q\"\",\nthere\n"),
	  { 0 },
	  "# a|b|\n2|1|2|+1\n! f0:3: the command before failed: leadscore: x.csv:7: no \"q\",\nthere\n" },
	{ "… it is no footer",
	  ONLY("a,b\n1,2\n3,4\n\"leadsla: x"),
	  { .skip_footer = 1, .ragged = RAGGED_PAD },
	  "# a|b|\n2|1|2|+1\n3|3|4|+1\n! f0:4: the command before failed: leadsla: x\n" },
	{ "… in raw TSV",
	  ONLY("a\tb\n1\t2\n\"leadroute: no\\tway"),
	  { .raw_tsv = true, .ragged = RAGGED_PAD },
	  "# a|b|\n2|1|2|+1\n! f0:3: the command before failed: leadroute: no\tway\n" },
	{ "… in raw TSV of one column",
	  ONLY("a\n1\n\"leadroute: no"),
	  { .raw_tsv = true },
	  "# a|\n2|1|+1\n! f0:3: the command before failed: leadroute: no\n" },
	{ "… but not a whole row that begins so",
	  ONLY("a\n\"leadroute: no\n2\n"),
	  { .raw_tsv = true },
	  "# a|\n2|\"leadroute: no|+1\n3|2|+1\n" },
	{ "… nor another open quote",
	  ONLY("a\n\"lead: x\n"),
	  { 0 },
	  "# a|\n! f0:2: a quote opens here and is never closed\n" },
};

static void check_stream(struct buf *out, const struct stream *s)
{
	const char *files[3];
	size_t n = 0;

	for (; n < 3 && s->file[n].p; n++) {
		char name[3] = { 'f', (char)('0' + n), 0 };
		files[n] = table_file(name, s->file[n].p, s->file[n].n);
	}
	table_dump_all_ways(out, files, n, s->options);
	if (strcmp(out->p ? out->p : "", s->dump) != 0)
		fail_msg("%s:\n%sexpected\n%s", s->name, out->p, s->dump);
}

static void test_streams(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(streams); i++)
		check_stream(&out, &streams[i]);
	buf_release(&out);
}

/* The same where the header is in a file of its own. */
static const struct {
	const char *head;
	struct stream of;
} headless[] = {
	{ "\xEF\xBB\xBF"
	  "a,b\r\n7,8\r\n9",
	  { "rows from the first line on, whatever follows the header in its file",
	    { T("1,2\n3,4") },
	    { 0 },
	    "# a|b|\n1|1|2|+1\n2|3|4|+0\n" } },
	{ "a,b\n",
	  { "a BOM before the first row, CRLF, blank lines",
	    { T("\xEF\xBB\xBF\r\n1,2\r\n\r\n\"\r\n\",4\r\n") },
	    { 0 },
	    "# a|b|\n2|1|2|+2\n4|\"\r\n\"|4|+2\nblank 2 skipped 0\n" } },
	{ "a;b\n",
	  { "the header's delimiter decides",
	    { T("1,5;2\n"), T("3|4;5\n") },
	    { 0 },
	    "# a|b|\n1|1,5|2|+1\n1|3|4|5|+1\n" } },
	{ "Title\nsep=|\na|b\n",
	  { "lines before the header are skipped in its file alone",
	    { T("1|2\n3|4\n") },
	    { .skip_lines = 1 },
	    "# a|b|\n1|1|2|+1\n2|3|4|+1\n" } },
	{ "a,b\n",
	  { "a footer in each file",
	    { T("1,2\nend\n"), T("3,4\nend") },
	    { .skip_footer = 1 },
	    "# a|b|\n1|1|2|+1\n1|3|4|+1\n" } },
	{ "a,b",
	  { "zero bytes are no rows, a BOM neither",
	    { T(""), T("\xEF\xBB\xBF"), T("1,2\n") },
	    { 0 },
	    "# a|b|\n1|1|2|+1\n" } },
	{ "a,b", { "nothing at all", { T("") }, { 0 }, "# a|b|\n" } },
	{ "a,b\r\n",
	  { "an open last line is closed where a file follows",
	    { T("1,2"), T(""), T("3,4") },
	    { 0 },
	    "# a|b|\n1|1|2|+2\n1|3|4|+0\n" } },
	{ "a,b",
	  { "also where the header's is open",
	    { T("1,2"), T("3,4") },
	    { 0 },
	    "# a|b|\n1|1|2|+1\n1|3|4|+0\n" } },
	{ "a\n", { "one column", { T("\n1\n") }, { 0 }, "# a|\n1||+1\n2|1|+1\n" } },
	{ "a,b\n",
	  { "another width, and in which line",
	    { T("1,2\n"), T("3,4\n5\n6,7\n") },
	    { 0 },
	    "# a|b|\n1|1|2|+1\n1|3|4|+1\n! f1:2: 1 cell where the header has 2; --ragged pad fills short "
	    "rows, "
	    "--ragged skip leaves such rows out\n" } },
	{ "a,b\n",
	  { "an open quote",
	    { T("1,\"2\n") },
	    { 0 },
	    "# a|b|\n! f0:1: a quote opens here and is never closed\n" } },
	{ "",
	  { "an empty file has no header, allowed or not",
	    { T("1,2\n") },
	    { .allow_empty = true },
	    "! t: h: no header: the file is empty\n" } },
	{ "\n\n",
	  { "nor has one of blank lines",
	    { T("1,2\n") },
	    { 0 },
	    "! t: h: no header: there are only blank lines\n" } },
};

static void test_headless(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(headless); i++) {
		struct stream s = headless[i].of;
		s.options.header_from = table_file("h", headless[i].head, strlen(headless[i].head));
		check_stream(&out, &s);
	}
	buf_release(&out);
}

static void test_any_bytes_pass(void **state)
{
	static const char text[] = "a,b\n1\0,\xFF\xFE\n", wanted[] = "# a|b|\n2|1\0|\xFF\xFE|+1\n";
	const char *path = table_file("f0", text, sizeof text - 1);
	struct buf out = { 0 };

	(void)state;
	table_dump_all_ways(&out, &path, 1, (struct source_options){ 0 });
	assert_int_equal(out.n, sizeof wanted - 1);
	assert_memory_equal(out.p, wanted, out.n);
	buf_release(&out);
}

/* Long enough for many blocks of the best size, rows of all lengths, quotes and newlines in some. */
static void test_many_batches(void **state)
{
	struct buf text = { 0 }, one = { 0 }, many = { 0 };
	struct source_options whole = { .block = 1 << 24 }, parts = { 0 };

	(void)state;
	buf_str(&text, STR("id,text,note\n"));
	for (int i = 0; i < 6000; i++) {
		buf_print(&text, "%d,", i);
		buf_print(&text, i % 7 ? "plain %*s" : "\"a \"\"q\"\",\n%*s\"", i % 61, "");
		buf_print(&text, i % 1000 == 1 ? ",5\" pipe\r\n" : ",\"x\"\n");
	}
	const char *path = table_file("f0", text.p, text.n);
	table_dump(&one, &path, 1, &whole);
	assert_non_null(strstr(one.p, "\n6858|5999|"));
	for (size_t s = 0; s < LENGTH(table_scanners); s++) {
		if (!scan_choose(table_scanners[s]))
			continue;
		setenv("LEADPIPE_SCAN", table_scanners[s], 1);
		for (size_t block = 0; block < 5000; block = block * 3 + 61) {
			parts.block = block;
			table_dump(&many, &path, 1, &parts);
			assert_true(str_eq(buf_view(&one), buf_view(&many)));
		}
	}
	unsetenv("LEADPIPE_SCAN");
	buf_release(&text);
	buf_release(&one);
	buf_release(&many);
}

/* A footer longer than a block is held back whole. */
static void test_long_footer(void **state)
{
	struct buf text = { 0 }, out = { 0 };

	(void)state;
	buf_str(&text, STR("a,b\n"));
	for (int i = 0; i < 300; i++)
		buf_print(&text, i < 100 ? "%d,x\n" : "footer %d\n", i);
	const char *path = table_file("f0", text.p, text.n);
	table_dump_all_ways(&out, &path, 1, (struct source_options){ .skip_footer = 200 });
	assert_non_null(strstr(out.p, "\n101|99|x|+1\n"));
	assert_null(strstr(out.p, "footer"));
	table_dump_all_ways(&out, &path, 1, (struct source_options){ .skip_footer = 199 });
	assert_non_null(strstr(out.p, "! f0:102: 1 cell where the header has 2"));
	buf_release(&text);
	buf_release(&out);
}

static void expect_error(const char *path, const char *words)
{
	struct buf out = { 0 };

	table_dump(&out, &path, 1, &(struct source_options){ 0 });
	if (!strstr(out.p, words))
		fail_msg("%.*s: expected %s", (int)(out.n < 300 ? out.n : 300), out.p, words);
	buf_release(&out);
}

static void test_faults(void **state)
{
	(void)state;
	expect_error("/tmp", "! t: /tmp: is a directory\n");
	expect_error("/nowhere/leads.csv", "! t: /nowhere/leads.csv: no such file or directory\n");
	expect_error("/proc/self/mem", "! t: /proc/self/mem: input/output error\n");
	if (getuid() != 0) {
		const char *path = table_file("locked", "a\n", 2);
		assert_int_equal(chmod(path, 0), 0);
		expect_error(path, ": permission denied\n");
	}
	const char *path = table_file("f0", "a\n", 2);
	setenv("LEADPIPE_SCAN", "abacus", 1);
	expect_error(path, "! t: LEADPIPE_SCAN: no 'abacus' on this machine; ");
	unsetenv("LEADPIPE_SCAN");
	struct source s;
	struct diags d = { .tool = "t" };
	for (const char *c = "\"\n\r"; *c; c++) {
		assert_false(source_open(&s, &path, 1, &(struct source_options){ .delimiter = *c }, &d));
		source_close(&s);
	}
	diags_release(&d);
}

/* The name of the file tells the delimiter, unless -d does. */
static void test_delimiter_of_a_name(void **state)
{
	static const struct {
		const char *name;
		char option, delimiter;
	} cases[] = {
		{ "x.csv", 0, ',' },   { "x.tsv", 0, '\t' }, { "x.TAB", 0, '\t' },
		{ "x.tsv", ';', ';' }, { "tsv", 0, ',' },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *path = table_file(cases[i].name, "a\n", 2);
		struct source s;
		struct diags d = { .tool = "t" };
		assert_true(source_open(&s, &path, 1,
					&(struct source_options){ .delimiter = cases[i].option }, &d));
		assert_int_equal(s.dialect.delimiter, cases[i].delimiter);
		assert_int_equal(s.size, 2);
		source_close(&s);
	}
}

static void test_hints(void **state)
{
	static const struct {
		const char *header;
		char delimiter;
		const char *hint;
	} cases[] = {
		{ "a;b\n", ',', "the header has no ','; use -d ';'" },
		{ "a\tb\n", ',', "the header has no ','; use -t" },
		{ "a;b\n", 0,
		  "the header has no ',', so ';' is taken for the delimiter; if that is wrong, use -d" },
		{ "a\tb\n", 0,
		  "the header has no ',', so tab is taken for the delimiter; if that is wrong, use -d" },
		{ "sep=|\na\n", 0, "the first line says that the delimiter is '|'" },
		{ "sep=|\na|b\n", '|', "" },
		{ "sep=,\na;b\n", 0, "the first line says that the delimiter is ','" },
		{ "a,b\n", ';', "the header has no ';'; use -d ," },
		{ "a,b\n", '\t', "the header has no tab; use -d ," },
		{ "a,b;c\n", 0, "" },
		{ "a\n", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *path = table_file("f0", cases[i].header, strlen(cases[i].header));
		struct source s;
		struct diags d = { .tool = "t" };
		assert_true(source_open(&s, &path, 1,
					&(struct source_options){ .delimiter = cases[i].delimiter }, &d));
		assert_string_equal(s.header.hint.p, cases[i].hint);
		source_close(&s);
	}
}

static void test_header_bytes(void **state)
{
	static const char first[] = "\xEF\xBB\xBF\"a\"\"\", b\r\n", head[] = "\"a\"\"\", b",
			  rows[] = "\"a\"\"\", b\r\n1,2\r\n";
	const char *path = table_file("f0", first, sizeof first - 1);
	const char *both[] = { table_file("f1", head, sizeof head - 1),
			       table_file("f2", rows, sizeof rows - 1) };
	struct source s;
	struct diags d = { .tool = "t" };

	(void)state;
	assert_true(source_open(&s, &path, 1, &(struct source_options){ 0 }, &d));
	assert_true(s.bom);
	assert_true(str_eq(s.header.raw, STR("\"a\"\"\", b")));
	assert_true(str_eq(s.header.raw_cell[0], STR("\"a\"\"\"")));
	assert_true(str_eq(s.header.raw_cell[1], STR(" b")));
	assert_true(str_eq(s.header.end, STR("\r\n")));
	source_close(&s);
	assert_true(source_open(&s, both, 1, &(struct source_options){ 0 }, &d));
	assert_false(s.bom);
	assert_int_equal(s.header.end.n, 0);
	source_close(&s);
	/* Rows follow in the second file: the header gets that one's line end, or rows would be glued to it.
	 */
	assert_true(source_open(&s, both, 2, &(struct source_options){ 0 }, &d));
	assert_true(str_eq(s.header.end, STR("\r\n")));
	source_close(&s);
}

/* A record as long as it likes up to 256 MiB; one beyond is an error, and memory stays within bounds. */
static void test_giants(void **state)
{
	const size_t cell = 100 * 1000 * 1000;
	const char *path = table_file("giant", "a,b\n1,\"", 7);
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "t" };
	struct buf scratch = { 0 };
	FILE *f = fopen(path, "ab");

	(void)state;
	static char kilo[1000];
	memset(kilo, 'x', sizeof kilo);
	memcpy(kilo + 500, "\n,", 2);
	for (size_t i = 0; i < cell / sizeof kilo; i++)
		fwrite(kilo, 1, sizeof kilo, f);
	fputs("\"\n3,4\n", f);
	fclose(f);
	assert_true(source_open(&s, &path, 1, &(struct source_options){ 0 }, &d));
	assert_int_equal(source_next(&s, &b), 1);
	struct record r = batch_record(&b, 0);
	assert_int_equal(record_raw(&r, 1).n, cell + 2);
	assert_int_equal(record_value(&r, 1, &scratch).n, cell);
	if (b.marks.nrow == 1)
		assert_int_equal(source_next(&s, &b), 1);
	r = batch_record(&b, b.marks.nrow - 1);
	assert_true(str_eq(record_raw(&r, 0), STR("3")));
	assert_int_equal(batch_line(&b, b.marks.nrow - 1), 3 + cell / sizeof kilo);
	assert_int_equal(source_next(&s, &b), 0);
	source_close(&s);
	batch_release(&b);

#if !defined __SANITIZE_ADDRESS__ /* which copies at each growth, and keeps what is freed */
	path = table_file("giant", "a\n1\n", 4);
	assert_int_equal(truncate(path, 1 << 30), 0); /* NULs, without a newline */
	expect_error(path, "! giant:3: a row of more than 256 MiB");
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	assert_true(used.ru_maxrss < 600 * 1024);
#endif
	unlink(path);
}

static void test_columns(void **state)
{
	enum { MOST = 1 << 20 };
	char *commas = malloc(2 * MOST + 4);

	(void)state;
	memset(commas, ',', 2 * MOST + 4);
	commas[MOST - 1] = '\n'; /* 1,048,576 columns */
	commas[2 * MOST - 1] = '\n';
	const char *path = table_file("f0", commas, 2 * MOST);
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "t" };
	assert_true(source_open(&s, &path, 1, &(struct source_options){ 0 }, &d));
	assert_int_equal(s.header.n, MOST);
	assert_int_equal(source_next(&s, &b), 1);
	assert_int_equal(batch_record(&b, 0).cells, MOST);
	source_close(&s);
	batch_release(&b);
	commas[MOST - 1] = ',';
	commas[MOST] = '\n';
	expect_error(table_file("f0", commas, MOST + 1), "! t: f0:1: a row of more than 1048576 cells");
	memcpy(commas, "a\n", 2);
	expect_error(table_file("f0", commas, MOST - 1), "! f0:2: 1048574 cells where the header has 1");
	free(commas);
}

/* Bytes through a pipe, one at a time, with the reader waiting for each. */
static void *trickle(void *fd)
{
	static const char text[] = "a,b\r\n1,\"2\n\"\r\n3,4";

	for (size_t i = 0; i < sizeof text - 1; i++) {
		usleep(500);
		assert_int_equal(write(*(int *)fd, text + i, 1), 1);
	}
	close(*(int *)fd);
	return NULL;
}

static void test_pipe(void **state)
{
	int ends[2], saved = dup(STDIN_FILENO);
	pthread_t writer;
	struct buf out = { 0 };

	(void)state;
	for (int kept = 0; kept < 2; kept++) { /* in a file, from which it is read then */
		assert_int_equal(pipe(ends), 0);
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		assert_int_equal(fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK), 0); /* as some parents leave it */
		pthread_create(&writer, NULL, trickle, &ends[1]);
		bool good = !kept || file_keep(STDIN_FILENO);
		buf_clear(&out);
		table_dump(&out, NULL, 0, &(struct source_options){ 0 });
		pthread_join(writer, NULL);
		dup2(saved, STDIN_FILENO);
		assert_true(good);
		buf_char(&out, '\0');
		assert_string_equal(out.p, "# a|b|\n2|1|\"2\n\"|+2\n4|3|4|+0\n");
	}
	close(saved);
	buf_release(&out);
}

static int finish(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_headless),
		cmocka_unit_test(test_any_bytes_pass),
		cmocka_unit_test(test_many_batches),
		cmocka_unit_test(test_long_footer),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_delimiter_of_a_name),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_header_bytes),
		cmocka_unit_test(test_giants),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_pipe),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
