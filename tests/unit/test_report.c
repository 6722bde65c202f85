/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids in every format, to the byte; hostile cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/bars.h"
#include "report/grid.h"

static const struct look file = { .utf8 = true };
static const struct look ascii_screen = { .width = 80 };

/* What was written, NUL-terminated, to be freed. */
static char *taken(struct buf *b)
{
	buf_char(b, '\0');
	return b->p;
}

#define ASSERT_WRITTEN(buffer, expected)                         \
	do {                                                     \
		assert_string_equal(taken(&(buffer)), expected); \
		buf_release(&(buffer));                          \
	} while (0)

static void assert_grid(const struct grid *g, enum format format, struct look look, const char *expected)
{
	struct buf out = { 0 };

	grids_write(&out, &g, 1, format, look);
	ASSERT_WRITTEN(out, expected);
}

/* A grid of one text column and one of numbers; the last text is NULL. */
static struct grid pairs(const char *title, const char *const *cell)
{
	struct grid g = { 0 };

	if (title)
		grid_title(&g, title);
	grid_column(&g, "name", ALIGN_LEFT, false);
	grid_column(&g, "n", ALIGN_RIGHT, true);
	for (; *cell; cell++)
		grid_cell(&g, str_from(*cell));
	return g;
}
#define PAIRS(title, ...) pairs(title, (const char *const[]){ __VA_ARGS__, NULL })

static void assert_pairs(struct grid g, enum format format, struct look look, const char *expected)
{
	assert_grid(&g, format, look, expected);
	grid_release(&g);
}

static void csv_quotes_what_needs_it(void **state)
{
	(void)state;
	assert_pairs(PAIRS("not shown", "a,b", "1", "say \"hi\"", "2", "two\nlines", "", "a\rb", "4",
			   " c;d\t", "5"),
		     FORMAT_CSV, file,
		     "name,n\n\"a,b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",\n\"a\rb\",4\n c;d\t,5\n");
	assert_pairs(PAIRS(NULL, "a,b", "1", "c\td", "2", "\"", "3"), FORMAT_TSV, file,
		     "name\tn\na,b\t1\n\"c\td\"\t2\n\"\"\"\"\t3\n");
	struct look semicolons = { .utf8 = true, .delimiter = ';' };
	assert_pairs(PAIRS(NULL, "a,b", "1", "c;d", "2"), FORMAT_CSV, semicolons,
		     "name;n\na,b;1\n\"c;d\";2\n");
	assert_pairs(PAIRS(NULL, "a,b", "1", "c;d", "2"), FORMAT_TSV, semicolons,
		     "name\tn\na,b\t1\nc;d\t2\n");
}

static void csv_disarms_formulas_in_reports_only(void **state)
{
	struct grid g =
		PAIRS(NULL, "=1+2", "-5", "+49 30, x", "-1.5%", "@SUM(A1)", "+3", "-", "-x", "\t=1", "1-2");
	struct buf out = { 0 };

	(void)state;
	assert_grid(&g, FORMAT_CSV, file,
		    "name,n\n'=1+2,-5\n\"'+49 30, x\",-1.5%\n'@SUM(A1),+3\n'-,'-x\n'\t=1,1-2\n");
	grid_write_rows(&out, &g, FORMAT_CSV, file, true, true);
	ASSERT_WRITTEN(out, "name,n\n=1+2,-5\n\"+49 30, x\",-1.5%\n@SUM(A1),+3\n-,-x\n\t=1,1-2\n");
	grid_release(&g);
	assert_pairs(PAIRS(NULL, "\n=1", "\r\n \t@x", " -5", "\n1"), FORMAT_CSV, file,
		     "name,n\n\"'\n=1\",\"'\r\n \t@x\"\n -5,\"\n1\"\n");
}

static void csv_never_writes_an_empty_line_for_a_row(void **state)
{
	struct grid g = { 0 }, two = PAIRS(NULL, "a", "1");
	const struct grid *const both[] = { &g, &two };
	struct buf out = { 0 };

	(void)state;
	grid_column(&g, "only", ALIGN_LEFT, false);
	grid_cell(&g, STR(""));
	grid_cell(&g, STR("x"));
	grids_write(&out, both, 2, FORMAT_CSV, file);
	ASSERT_WRITTEN(out, "only\n\"\"\nx\n\nname,n\na,1\n");
	grid_release(&g);
	grid_release(&two);
}

static void table_aligns_by_what_is_seen(void **state)
{
	(void)state;
	assert_pairs(PAIRS("Owners", "株式会社", "7", "Zoe\xCC\x88", "1240", "👩‍💻x", "", "", "3"),
		     FORMAT_TABLE, file,
		     "Owners\n"
		     "name         n\n"
		     "──────────────\n"
		     "株式会社     7\n"
		     "Zoe\xCC\x88       1240\n"
		     "👩‍💻x\n"
		     "             3\n");
	struct grid blank = { 0 };
	grid_column(&blank, "x", ALIGN_LEFT, false);
	grid_cell(&blank, STR("a  "));
	assert_pairs(blank, FORMAT_TABLE, file, "x\n───\na\n");
	assert_pairs(PAIRS(NULL, "Zoë", "12"), FORMAT_TABLE, ascii_screen, "name   n\n--------\nZo?   12\n");
}

static void table_never_obeys_a_cell(void **state)
{
	struct grid g = PAIRS("t\x1B]0;x\x07", "\x1B[31mred\x1B[0m", "1", "a\nb\r\nc\td", "2",
			      "\xC2\x9B"
			      "2J",
			      "3", "\xFF\x9B|\x7F", "4", "e\xE2\x80\xAEx", "5");
	struct buf out = { 0 };
	const struct grid *one = &g;

	(void)state;
	grid_note(&g, "n\x1B[2J");
	assert_grid(&g, FORMAT_TABLE, file,
		    "t?]0;x?\n"
		    "name          n\n"
		    "───────────────\n"
		    "?[31mred?[0m  1\n"
		    "a b c d       2\n"
		    "?2J           3\n"
		    "��|?          4\n"
		    "e?x           5\n"
		    "n?[2J\n");
	for (int format = FORMAT_TABLE; format <= FORMAT_HTML; format++) {
		grids_write(&out, &one, 1, (enum format)format, ascii_screen);
		assert_null(memchr(out.p, 0x1B, out.n));
		assert_null(memchr(out.p, 0x07, out.n));
		assert_null(memchr(out.p, 0x7F, out.n));
		assert_null(memmem(out.p, out.n, "\xC2\x9B", 2));
		if (format == FORMAT_TABLE)
			for (size_t i = 0; i < out.n; i++)
				assert_true((unsigned char)out.p[i] < 0x80);
		buf_clear(&out);
	}
	buf_release(&out);
	grid_release(&g);
}

static void table_shrinks_texts_to_the_screen(void **state)
{
	struct look narrow = { .width = 28, .utf8 = true }, plain = { .width = 26 },
		    tiny = { .width = 5, .utf8 = true };
	struct grid g = { 0 };

	(void)state;
	grid_column(&g, "first", ALIGN_LEFT, false);
	grid_column(&g, "second", ALIGN_LEFT, false);
	grid_column(&g, "n", ALIGN_RIGHT, true);
	grid_cell(&g, STR("a long text to be cut"));
	grid_cell(&g, STR("日本語日本語日本語"));
	grid_cell(&g, STR("123456"));
	grid_cell(&g, STR("short"));
	grid_cell(&g, STR("exactly"));
	grid_cell(&g, STR("1"));
	assert_grid(&g, FORMAT_TABLE, narrow,
		    "first      second          n\n"
		    "────────────────────────────\n"
		    "a long t…  日本語日…  123456\n"
		    "short      exactly         1\n");
	assert_grid(&g, FORMAT_TABLE, plain,
		    "first     second         n\n"
		    "--------------------------\n"
		    "a long..  ??????..  123456\n"
		    "short     exactly        1\n");
	/* Below the shortest width nothing more is cut, and figures never are. */
	assert_grid(&g, FORMAT_TABLE, tiny,
		    "first\n"
		    "────────\n"
		    "a long …\n"
		    "short\n"
		    "2\ncolumns\nnot\nshown:\nsecond,\nn; -f\ncsv\nhas\nall,\nor a\nwider\nwindow\n");
	/* A file has no width: nothing is cut. */
	assert_grid(&g, FORMAT_TABLE, file,
		    "first                  second                   n\n"
		    "─────────────────────────────────────────────────\n"
		    "a long text to be cut  日本語日本語日本語  123456\n"
		    "short                  exactly                  1\n");
	grid_release(&g);
}

/* First heads are brief, then texts are cut to their least width, then what diagnoses goes, then what
 * explains, of these the rightmost first; the key stays whatever happens. */
static void table_leaves_out_what_weighs_least(void **state)
{
	static const struct {
		const char *head, *brief;
		enum weight weight;
		int least;
	} column[] = {
		{ "representative", NULL, WEIGHT_KEY, 6 }, { "handed over", "given", WEIGHT_ANSWERS, 0 },
		{ "median", NULL, WEIGHT_EXPLAINS, 0 },	   { "oldest", NULL, WEIGHT_DIAGNOSES, 0 },
		{ "backlog", "back", WEIGHT_EXPLAINS, 0 },
	};
	struct grid g = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		grid_column(&g, column[i].head, i ? ALIGN_RIGHT : ALIGN_LEFT, i);
		g.column[i].brief = column[i].brief;
		g.column[i].weight = column[i].weight;
		g.column[i].least = column[i].least;
	}
	grid_note(&g, "a note that ends");
	const char *cells[] = { "Claire Dubois", "12", "3", "4", "5" };
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		grid_cell(&g, str_from(cells[i]));
	struct look look = { .width = 52 };
	assert_grid(&g, FORMAT_TABLE, look,
		    "representative  handed over  median  oldest  backlog\n"
		    "----------------------------------------------------\n"
		    "Claire Dubois            12       3       4        5\n"
		    "a note that ends\n");
	look.width = 43;
	assert_grid(&g, FORMAT_TABLE, look,
		    "representative  given  median  oldest  back\n"
		    "-------------------------------------------\n"
		    "Claire Dubois      12       3       4     5\n"
		    "a note that ends\n");
	look.width = 29;
	assert_grid(&g, FORMAT_TABLE, look,
		    "representative  given  median\n"
		    "-----------------------------\n"
		    "Claire Dubois      12       3\n"
		    "a note that ends\n"
		    "2 columns not shown: oldest,\n"
		    "backlog; -f csv has all, or a\n"
		    "wider window\n");
	/* A wider window has all of them again. */
	look.width = 0;
	assert_grid(&g, FORMAT_TABLE, look,
		    "representative  handed over  median  oldest  backlog\n"
		    "----------------------------------------------------\n"
		    "Claire Dubois            12       3       4        5\n"
		    "a note that ends\n");
	grid_release(&g);
}

static void table_leaves_out_zeros_first(void **state)
{
	static const char *const heads[] = { "who", "n", "paused", "verdict", "late" };
	static const char *const cells[] = { "Ann", "12", "0", "", "0.0%", "Bob", "7", "0", "", "1.0%" };
	struct look look = { .width = 20 };
	struct grid g = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		grid_column(&g, heads[i], i == 0 || i == 3 ? ALIGN_LEFT : ALIGN_RIGHT, i);
		g.column[i].weight = i < 2 ? WEIGHT_KEY : i == 4 ? WEIGHT_DIAGNOSES : WEIGHT_ANSWERS;
	}
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		grid_cell(&g, str_from(cells[i]));
	assert_grid(&g, FORMAT_TABLE, look,
		    "who   n  late\n"
		    "-------------\n"
		    "Ann  12  0.0%\n"
		    "Bob   7  1.0%\n"
		    "paused, verdict: 0\nor empty everywhere\n");
	look.width = 21;
	assert_grid(&g, FORMAT_TABLE, look,
		    "who   n  paused  late\n"
		    "---------------------\n"
		    "Ann  12       0  0.0%\n"
		    "Bob   7       0  1.0%\n"
		    "verdict: empty\neverywhere\n");
	grid_release(&g);
}

/* No two keys look alike, as long as there is room for it; what is last may go on below. */
static void table_keeps_keys_apart(void **state)
{
	struct look look = { .width = 30, .utf8 = true };
	struct grid g = { 0 };

	(void)state;
	grid_column(&g, "group", ALIGN_LEFT, false);
	grid_column(&g, "answer", ALIGN_LEFT, false);
	g.column[1].weight = WEIGHT_ANSWERS;
	g.column[1].prose = true;
	grid_cell(&g, STR("Sofie Lindqvist, Malmö"));
	grid_cell(&g, STR("yes"));
	grid_cell(&g, STR("Sofie Lindqvist, Lund and Kiruna"));
	grid_cell(&g, STR("no, it is a no that goes on"));
	assert_grid(&g, FORMAT_TABLE, look,
		    "group                answer\n"
		    "──────────────────────────────\n"
		    "Sofie Lindqvist, M…  yes\n"
		    "Sofie Lindqvist, L…  no, it is\n"
		    "                     a no that\n"
		    "                     goes on\n");
	look.width = 20;
	assert_grid(&g, FORMAT_TABLE, look,
		    "group\n"
		    "────────────────────\n"
		    "Sofie Lindqvist, Ma…\n"
		    "Sofie Lindqvist, Lu…\n"
		    "1 column not shown:\n"
		    "answer; -f csv has\n"
		    "all, or a wider\n"
		    "window\n");
	grid_release(&g);
}

static void table_colors_heads_and_tones(void **state)
{
	struct look color = { .utf8 = true, .color = true };
	struct grid g = { 0 };

	(void)state;
	grid_title(&g, "T");
	grid_note(&g, "as of today");
	grid_column(&g, "sla", ALIGN_LEFT, false);
	grid_column(&g, "%", ALIGN_RIGHT, true);
	grid_cell(&g, STR("accept"));
	grid_print(&g, "%d", 95);
	grid_tone(&g, TONE_GOOD);
	grid_cell(&g, STR("contact"));
	grid_cell(&g, STR("7"));
	grid_tone(&g, TONE_BAD);
	grid_cell(&g, STR("x"));
	grid_tone(&g, TONE_DIM);
	grid_cell(&g, STR(""));
	grid_tone(&g, TONE_BAD);
	assert_grid(&g, FORMAT_TABLE, color,
		    "\033[1mT\033[0m\n"
		    "\033[1msla\033[0m       \033[1m%\033[0m\n"
		    "───────────\n"
		    "accept   \033[32m95\033[0m\n"
		    "contact   \033[31m7\033[0m\n"
		    "\033[2mx\033[0m\n"
		    "\033[2mas of today\033[0m\n");
	assert_grid(&g, FORMAT_TABLE, file,
		    "T\nsla       %\n───────────\naccept   95\ncontact   7\nx\nas of today\n");
	grid_release(&g);
}

static void markdown_holds_only_text(void **state)
{
	struct grid g = PAIRS("Q1 | *all*", "a|b\\c", "1", "x\r\ny\nz", "2", "<script>&lt; AT&T", "3",
			      "[go](javascript:1) `c` ~~s~~ **b**", "4", "lead_source _em_", "5",
			      "\x1B[1m\xC3(\xFF", "6");

	(void)state;
	grid_note(&g, "<b>");
	assert_grid(&g, FORMAT_MARKDOWN, file,
		    "### Q1 \\| \\*all\\*\n"
		    "\n"
		    "| name | n |\n"
		    "| --- | ---: |\n"
		    "| a\\|b\\\\c | 1 |\n"
		    "| x<br>y<br>z | 2 |\n"
		    "| &lt;script>&amp;lt; AT&T | 3 |\n"
		    "| \\[go\\](javascript:1) \\`c\\` \\~\\~s\\~\\~ \\*\\*b\\*\\* | 4 |\n"
		    "| lead_source \\_em\\_ | 5 |\n"
		    "| ?\\[1m�(� | 6 |\n"
		    "\n"
		    "&lt;b>\n");
	grid_release(&g);
}

static void json_is_one_object_a_row(void **state)
{
	(void)state;
	assert_pairs(PAIRS("not shown", "a \"q\" \\", "12", "", "", "\x1B\n\t\x01\x7F", "-0.5e+3",
			   "\xC2\x85\xE2\x80\xA8", "0"),
		     FORMAT_JSON, file,
		     "[\n"
		     "{\"name\": \"a \\\"q\\\" \\\\\", \"n\": 12},\n"
		     "{\"name\": null, \"n\": null},\n"
		     "{\"name\": \"\\u001b\\n\\t\\u0001\\u007f\", \"n\": -0.5e+3},\n"
		     "{\"name\": \"\\u0085\\u2028\", \"n\": 0}\n"
		     "]\n");
	struct grid none = { 0 };
	grid_column(&none, "a", ALIGN_LEFT, false);
	assert_pairs(none, FORMAT_JSON, file, "[]\n");
}

static void json_numbers_are_json_numbers(void **state)
{
	static const char *const good[] = { "0", "-0", "7", "1234567890123456789", "0.25", "-1.5E-7", "1e9" };
	static const char *const bad[] = { "01", "+1", ".5",  "1.",   "1,200", "12%",	"-",
					   "e5", "1e", "1e+", "0x1F", "nan",   "1 200", " 1" };
	struct buf expected = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		buf_print(&expected, "[\n{\"name\": \"%s\", \"n\": %s}\n]\n", good[i], good[i]);
		assert_pairs(PAIRS(NULL, good[i], good[i]), FORMAT_JSON, file, taken(&expected));
		buf_clear(&expected);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		buf_print(&expected, "[\n{\"name\": \"x\", \"n\": \"%s\"}\n]\n", bad[i]);
		assert_pairs(PAIRS(NULL, "x", bad[i]), FORMAT_JSON, file, taken(&expected));
		buf_clear(&expected);
	}
	buf_release(&expected);
}

/* One U+FFFD for each maximal part, as the Unicode standard's own example has it (chapter 3, table 3-8). */
static void json_repairs_utf8(void **state)
{
	(void)state;
	assert_pairs(PAIRS(NULL, "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "1",
			   "\xED\xA0\x80\xF4\x91\x92\x93\xFF\x41", "2",
			   "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "3", "\xF4\x8F\xBF\xBF\xEF\xBF\xBF", "4"),
		     FORMAT_JSON, file,
		     "[\n"
		     "{\"name\": \"��������A\", \"n\": 1},\n"
		     "{\"name\": \"��������A\", \"n\": 2},\n"
		     "{\"name\": \"����A\", \"n\": 3},\n"
		     "{\"name\": \"\xF4\x8F\xBF\xBF\xEF\xBF\xBF\", \"n\": 4}\n"
		     "]\n");
}

/* Wherever in a text of any length it stands, and nothing else changes. */
static void json_escapes_at_every_place(void **state)
{
	enum { MOST = 50 };
	static const struct {
		const char *byte, *as;
	} odd[] = { { "\"", "\\\"" },
		    { "\\", "\\\\" },
		    { "\x1F", "\\u001f" },
		    { "\x7F", "\\u007f" },
		    { "\x80", "\xEF\xBF\xBD" } };

	(void)state;
	for (size_t n = 1; n <= MOST; n++)
		for (size_t at = 0; at <= n; at++)
			for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
				const size_t before = at < n ? at : n, behind = n - before;
				char letters[MOST + 1] = { 0 }, cell[MOST + 8], expected[MOST + 40];
				memset(letters, '~', n);
				snprintf(cell, sizeof cell, "%.*s%s%.*s", (int)before, letters,
					 at < n ? odd[k].byte : "", at < n ? (int)behind - 1 : 0, letters);
				snprintf(expected, sizeof expected, "[\n{\"a\": \"%.*s%s%.*s\"}\n]\n",
					 (int)before, letters, at < n ? odd[k].as : "",
					 at < n ? (int)behind - 1 : 0, letters);
				struct grid g = { 0 };
				grid_column(&g, "a", ALIGN_LEFT, false);
				grid_cell(&g, str_from(cell));
				assert_grid(&g, FORMAT_JSON, file, expected);
				grid_release(&g);
			}
}

static void json_names_what_repeats(void **state)
{
	struct grid a = { 0 }, b = PAIRS("Leads", "x", "1"), c = PAIRS(NULL, "y", "2");
	const struct grid *const three[] = { &a, &b, &c };
	struct buf out = { 0 };

	(void)state;
	grid_title(&a, "Leads");
	for (int i = 0; i < 3; i++)
		grid_column(&a, i == 1 ? "other" : "name", ALIGN_LEFT, false);
	for (int i = 0; i < 3; i++)
		grid_print(&a, "%d", i);
	grids_write(&out, three, 3, FORMAT_JSON, file);
	ASSERT_WRITTEN(out, "{\n"
			    "\"Leads\": [\n"
			    "{\"name\": \"0\", \"other\": \"1\", \"name[2]\": \"2\"}\n"
			    "],\n"
			    "\"Leads[2]\": [\n"
			    "{\"name\": \"x\", \"n\": 1}\n"
			    "],\n"
			    "\"3\": [\n"
			    "{\"name\": \"y\", \"n\": 2}\n"
			    "]\n"
			    "}\n");
	grids_write(&out, three, 0, FORMAT_JSON, file);
	ASSERT_WRITTEN(out, "{}\n");
	grid_release(&a);
	grid_release(&b);
	grid_release(&c);
}

static void assert_keys(const char *const *head, size_t n, const char *expected)
{
	struct grid g = { 0 };

	for (size_t i = 0; i < n; i++)
		grid_column(&g, head[i], ALIGN_LEFT, true);
	for (size_t i = 0; i < n; i++)
		grid_print(&g, "%zu", i);
	assert_grid(&g, FORMAT_JSON, file, expected);
	grid_release(&g);
}
#define ASSERT_KEYS(expected, ...)                                                       \
	assert_keys((const char *const[]){ __VA_ARGS__ },                                \
		    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), \
		    "[\n{" expected "}\n]\n")

static void json_keys_are_never_alike(void **state)
{
	(void)state;
	ASSERT_KEYS("\"a\": 0, \"a[2][2]\": 1, \"a[2]\": 2", "a", "a", "a[2]");
	ASSERT_KEYS("\"a[2]\": 0, \"a\": 1, \"a[2][2]\": 2, \"a[3]\": 3", "a[2]", "a", "a", "a");
	ASSERT_KEYS("\"a\": 0, \"a[2][3]\": 1, \"a[2]\": 2, \"a[2][2][2]\": 3, \"a[2][2]\": 4", "a", "a",
		    "a[2]", "a[2]", "a[2][2]");
	ASSERT_KEYS("\"\": 0, \"[2]\": 1", "", "");
	ASSERT_KEYS("\"\xEF\xBF\xBD\": 0, \"\xEF\xBF\xBD[2]\": 1", "\xFF", "\xFE");
}

/* The lightest of 100,000 columns sought for each that is left out would take hours. */
static void many_columns_give_way_at_once(void **state)
{
	enum { COLUMNS = 100000 };
	struct grid g = { 0 };
	const struct grid *const one[] = { &g };
	struct buf out = { 0 };

	(void)state;
	for (int i = 0; i < COLUMNS; i++)
		grid_column(&g, i % 2 ? "nine char" : "column of words", ALIGN_LEFT, false);
	grids_write(&out, one, 1, FORMAT_TABLE, ascii_screen);
	buf_char(&out, '\0');
	assert_memory_equal(out.p, "column of words  nine char  column of words", 43);
	assert_non_null(strstr(out.p, "\n99995 columns not shown: nine char, column of words, "));
	buf_release(&out);
	grid_release(&g);
}

/* Each head compared with all before it, in every piece of the stream, would take an hour. */
static void json_keys_are_found_once(void **state)
{
	enum { COLUMNS = 200000, PIECES = 20 };
	struct grid g = { 0 };
	struct buf out = { 0 };

	(void)state;
	for (int i = 0; i < COLUMNS; i++)
		grid_column(&g, "a", ALIGN_LEFT, false);
	for (int piece = 0; piece < PIECES; piece++) {
		for (int i = 0; i < COLUMNS; i++)
			grid_cell(&g, STR(""));
		buf_clear(&out);
		grid_write_rows(&out, &g, FORMAT_JSON, file, piece == 0, piece + 1 == PIECES);
		grid_clear_rows(&g);
	}
	assert_non_null(strstr(taken(&out), "\"a[200000]\": null}\n]\n"));
	buf_release(&out);
	grid_release(&g);
}

static void html_is_one_quiet_page(void **state)
{
	struct grid g = PAIRS("A & <B>", "<script>alert('1')</script>", "1", "\"x\"\n&amp;\x1B", "2"),
		    h = PAIRS("Second", "bad", "9");
	const struct grid *const both[] = { &g, &h };
	struct buf out = { 0 };

	(void)state;
	grid_note(&h, "1 < 2");
	grid_tone(&h, TONE_BAD);
	grids_write(&out, both, 2, FORMAT_HTML, file);
	const char *page = taken(&out), *body = strstr(page, "<body>");
	assert_non_null(body);
	assert_string_equal(
		body,
		"<body>\n"
		"<section>\n"
		"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"A &amp; &lt;B&gt;\">\n"
		"<table cellpadding=\"3\">\n<caption><h1>A &amp; &lt;B&gt;</h1></caption>\n<thead>\n"
		"<tr><th scope=\"col\">name</th><th scope=\"col\" class=\"n\" align=\"right\">n</th></tr>\n"
		"</thead>\n<tbody>\n"
		"<tr><th scope=\"row\" "
		"class=\"long\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</th><td class=\"n\" "
		"align=\"right\">1</td></tr>\n"
		"<tr><th scope=\"row\">&quot;x&quot;<br>&amp;amp;?</th><td class=\"n\" "
		"align=\"right\">2</td></tr>\n"
		"</tbody>\n</table>\n</div>\n"
		"</section>\n"
		"<section>\n"
		"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Second\">\n"
		"<table cellpadding=\"3\">\n<caption><h2>Second</h2></caption>\n<thead>\n"
		"<tr><th scope=\"col\">name</th><th scope=\"col\" class=\"n\" align=\"right\">n</th></tr>\n"
		"</thead>\n<tbody>\n"
		"<tr><th scope=\"row\">bad</th><td class=\"n bad\" align=\"right\">9</td></tr>\n"
		"</tbody>\n</table>\n</div>\n"
		"<p class=\"note\">1 &lt; 2</p>\n"
		"</section>\n"
		"</body>\n</html>\n");
	assert_memory_equal(page, "<!DOCTYPE html>\n", 16);
	assert_non_null(strstr(page, "<title>A &amp; &lt;B&gt;</title>"));
	assert_non_null(strstr(page, "<meta charset=\"utf-8\">"));
	assert_non_null(strstr(page, "prefers-color-scheme:dark"));
	assert_non_null(strstr(page, "@media print"));
	assert_null(strcasestr(page, "<script"));
	assert_null(strcasestr(page, "http:"));
	assert_null(strcasestr(page, "https:"));
	assert_null(strstr(page, "url("));
	buf_release(&out);
	grid_release(&g);
	grid_release(&h);
}

static void pictures_are_for_eyes(void **state)
{
	struct grid g = { 0 };
	struct buf bar = { 0 };

	(void)state;
	grid_column(&g, "stage", ALIGN_LEFT, false);
	grid_picture(&g, "share");
	grid_column(&g, "n", ALIGN_RIGHT, true);
	bar_write(&bar, 0.5, 4, true);
	grid_cell(&g, STR("mql"));
	grid_cell(&g, buf_view(&bar));
	grid_cell(&g, STR("3"));
	assert_grid(&g, FORMAT_CSV, file, "stage,n\nmql,3\n");
	assert_grid(&g, FORMAT_JSON, file, "[\n{\"stage\": \"mql\", \"n\": 3}\n]\n");
	assert_grid(&g, FORMAT_TABLE, file, "stage  share  n\n───────────────\nmql    ██     3\n");
	assert_grid(&g, FORMAT_MARKDOWN, file,
		    "| stage | share | n |\n| --- | --- | ---: |\n| mql | ██ | 3 |\n");
	buf_release(&bar);
	grid_release(&g);
}

/* Three chunks, the middle one empty, the last wider than the first. */
static void assert_stream(enum format format, const char *expected)
{
	struct grid g = PAIRS(NULL, "a", "1", "b", "22");
	struct buf out = { 0 };

	grid_write_rows(&out, &g, format, file, true, false);
	grid_clear_rows(&g);
	grid_write_rows(&out, &g, format, file, false, false);
	grid_cell(&g, STR("much wider"));
	grid_cell(&g, STR("3"));
	grid_write_rows(&out, &g, format, file, false, false);
	grid_clear_rows(&g);
	grid_write_rows(&out, &g, format, file, false, true);
	ASSERT_WRITTEN(out, expected);
	grid_release(&g);
}

static void streams_come_in_chunks(void **state)
{
	(void)state;
	assert_stream(FORMAT_CSV, "name,n\na,1\nb,22\nmuch wider,3\n");
	assert_stream(FORMAT_TSV, "name\tn\na\t1\nb\t22\nmuch wider\t3\n");
	assert_stream(FORMAT_TABLE, "name   n\n────────\na      1\nb     22\nmuch wider   3\n");
	assert_stream(FORMAT_MARKDOWN,
		      "| name | n |\n| --- | ---: |\n| a | 1 |\n| b | 22 |\n| much wider | 3 |\n");
	assert_stream(FORMAT_JSON, "[\n{\"name\": \"a\", \"n\": 1},\n{\"name\": \"b\", \"n\": 22},\n"
				   "{\"name\": \"much wider\", \"n\": 3}\n]\n");
}

static void a_stream_of_nothing_is_whole(void **state)
{
	struct grid g = { 0 };
	struct buf out = { 0 };

	(void)state;
	grid_column(&g, "a", ALIGN_LEFT, false);
	grid_write_rows(&out, &g, FORMAT_JSON, file, true, false);
	grid_write_rows(&out, &g, FORMAT_JSON, file, false, true);
	ASSERT_WRITTEN(out, "[]\n");
	grid_write_rows(&out, &g, FORMAT_TABLE, file, true, true);
	ASSERT_WRITTEN(out, "a\n─\n");
	grid_release(&g);
}

static void tables_stand_apart(void **state)
{
	struct grid a = PAIRS("One", "x", "1"), b = PAIRS("Two", "y", "2");
	const struct grid *const both[] = { &a, &b };
	struct buf out = { 0 };

	(void)state;
	grids_write(&out, both, 2, FORMAT_TABLE, file);
	ASSERT_WRITTEN(out, "One\nname  n\n───────\nx     1\n\nTwo\nname  n\n───────\ny     2\n");
	grids_write(&out, both, 2, FORMAT_MARKDOWN, file);
	ASSERT_WRITTEN(out, "### One\n\n| name | n |\n| --- | ---: |\n| x | 1 |\n\n"
			    "### Two\n\n| name | n |\n| --- | ---: |\n| y | 2 |\n");
	grid_release(&a);
	grid_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(csv_disarms_formulas_in_reports_only),
		cmocka_unit_test(csv_never_writes_an_empty_line_for_a_row),
		cmocka_unit_test(table_aligns_by_what_is_seen),
		cmocka_unit_test(table_never_obeys_a_cell),
		cmocka_unit_test(table_shrinks_texts_to_the_screen),
		cmocka_unit_test(table_leaves_out_what_weighs_least),
		cmocka_unit_test(table_leaves_out_zeros_first),
		cmocka_unit_test(table_keeps_keys_apart),
		cmocka_unit_test(table_colors_heads_and_tones),
		cmocka_unit_test(markdown_holds_only_text),
		cmocka_unit_test(json_is_one_object_a_row),
		cmocka_unit_test(json_numbers_are_json_numbers),
		cmocka_unit_test(json_repairs_utf8),
		cmocka_unit_test(json_escapes_at_every_place),
		cmocka_unit_test(json_names_what_repeats),
		cmocka_unit_test(json_keys_are_never_alike),
		cmocka_unit_test(json_keys_are_found_once),
		cmocka_unit_test(many_columns_give_way_at_once),
		cmocka_unit_test(html_is_one_quiet_page),
		cmocka_unit_test(pictures_are_for_eyes),
		cmocka_unit_test(streams_come_in_chunks),
		cmocka_unit_test(a_stream_of_nothing_is_whole),
		cmocka_unit_test(tables_stand_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
