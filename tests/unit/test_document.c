/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of pictures: what is in them is escaped, whole, drawn where it belongs, and the same each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/document.h"

/* Markup, an end of the page's parts, controls, broken UTF-8, an override of the reading direction. */
#define HOSTILE "</title></style><script>alert(\"1\")</script>\r\n'&\x1B\x07\xFF\xE2\x80\xAE"

static char *taken(struct buf *out)
{
	buf_char(out, '\0');
	return out->p;
}

static size_t count(const char *in, const char *of)
{
	size_t n = 0;

	for (; (in = strstr(in, of)); in += strlen(of))
		n++;
	return n;
}

static bool is_void(struct str name)
{
	return str_eq(name, STR("meta")) || str_eq(name, STR("br")) || str_eq(name, STR("!DOCTYPE"));
}

/* Every element is closed by its own end, attributes are quoted, and no & stands alone. */
static void assert_balanced(const char *page)
{
	struct str open[64];
	size_t depth = 0;

	for (const char *p = page; *p; p++) {
		if (*p == '&')
			assert_true(strspn(p + 1, "#0123456789abcdefghijklmnopqrstuvwxyz") ==
				    strcspn(p + 1, ";"));
		assert_int_not_equal(*p, '>');
		if (*p != '<')
			continue;
		bool end = p[1] == '/', quoted = false;
		struct str name = { p + 1 + end, strcspn(p + 1 + end, " />") };
		for (p++; *p && (quoted || *p != '>'); p++) {
			quoted ^= *p == '"';
			assert_int_not_equal(*p, '<');
		}
		assert_int_equal(*p, '>');
		if (end) {
			assert_true(depth > 0);
			assert_true(str_eq(open[--depth], name));
		} else if (p[-1] != '/' && !is_void(name)) {
			assert_true(depth < 64);
			open[depth++] = name;
		}
		if (!end && str_eq(name, STR("style")))
			p = strstr(p, "</style>") - 1;
	}
	assert_int_equal(depth, 0);
}

static void assert_quiet(const char *page)
{
	assert_null(strcasestr(page, "<script"));
	assert_null(strcasestr(page, "http:"));
	assert_null(strcasestr(page, "https:"));
	assert_null(strstr(page, "url("));
	assert_null(strstr(page, "href"));
	assert_null(strstr(page, "src="));
	assert_null(strstr(page, "\x1B"));
	assert_null(strstr(page, "\x07"));
	assert_null(strstr(page, "\xFF"));
	assert_null(strstr(page, "\xE2\x80\xAE"));
}

static struct str all_labels[400];

static struct chart chart_of(const struct chart_line *line, size_t lines, size_t n)
{
	for (size_t i = 0; i < 400; i++)
		all_labels[i] = STR("2026-10");
	return (struct chart){ STR("Rate"), all_labels, n, line, lines, true, NAN, STR_NONE };
}

static char *chart_drawn(const struct chart *c)
{
	struct buf out = { 0 };

	document_chart(&out, c);
	assert_balanced(taken(&out));
	return out.p;
}

/* One line of such values, drawn; to be freed. */
static char *line_drawn(const double *value, size_t n)
{
	struct chart_line line = { STR("a"), value };
	struct chart c = chart_of(&line, 1, n);

	return chart_drawn(&c);
}

static void everything_hostile(struct buf *out)
{
	struct str bad = STR(HOSTILE), two[] = { bad, bad };
	double value[] = { 0.5, 0.25 };
	struct tile tile = { bad, bad, bad, bad, TONE_BAD };
	struct chart_line line = { bad, value };
	struct chart chart = { bad, two, 2, &line, 1, true, 0.15, bad };
	struct stack row = { bad, bad, value };
	struct stacks stacks = { bad, two, 2, &row, 1 };
	struct grid g = { 0 };

	grid_title(&g, HOSTILE);
	grid_note(&g, HOSTILE);
	grid_column(&g, HOSTILE, ALIGN_LEFT, false);
	grid_cell(&g, bad);
	document_open(out, bad, bad);
	document_tiles(out, &tile, 1);
	document_heading(out, bad);
	document_note(out, bad);
	document_chart(out, &chart);
	document_stacks(out, &stacks);
	document_grid(out, &g, true);
	document_grid(out, &g, false);
	document_close(out);
	grid_release(&g);
}

static void hostile_texts_are_texts(void **state)
{
	struct buf out = { 0 };

	(void)state;
	everything_hostile(&out);
	const char *page = taken(&out);
	assert_balanced(page);
	assert_quiet(page);
	assert_int_equal(count(page, "<style>"), 1);
	assert_int_equal(count(page, "</html>"), 1);
	assert_non_null(strstr(page, "Content-Security-Policy\" content=\"default-src 'none'; "));
	assert_non_null(strstr(page, "prefers-color-scheme:dark"));
	assert_non_null(strstr(page, "@media print"));
	/* A line end would end a picture, and can't be in a title. */
	for (const char *svg = page; (svg = strstr(svg, "<svg")); svg++) {
		const char *line_end = strstr(svg, "<br>");
		assert_true(!line_end || line_end > strstr(svg, "</svg>"));
	}
	assert_true(strstr(page, "<br>") > strstr(page, "<body>"));
	buf_release(&out);
}

static void a_line_end_in_a_picture_is_a_space(void **state)
{
	double value[] = { 0.5 };
	struct str label[] = { STR("7\r\nOct") };
	struct chart_line line = { STR("a\nb"), value };
	struct chart c = { STR("Rate\nby\nday"), label, 1, &line, 1, true, NAN, STR_NONE };
	char *drawn = chart_drawn(&c);

	(void)state;
	assert_null(strstr(drawn, "<br>"));
	assert_non_null(strstr(drawn, ">7 Oct</text>"));
	assert_non_null(strstr(drawn, "</tspan> a b</text>"));
	assert_non_null(strstr(drawn, "<title>Rate by day</title>"));
	free(drawn);
}

static void the_same_each_time_in_any_locale(void **state)
{
	struct buf one = { 0 }, other = { 0 };

	(void)state;
	everything_hostile(&one);
	setlocale(LC_ALL, "de_DE.UTF-8"); /* where there is one, its decimals have a comma */
	everything_hostile(&other);
	setlocale(LC_ALL, "C");
	assert_string_equal(taken(&one), taken(&other));
	buf_release(&one);
	buf_release(&other);
}

static void pieces_to_the_byte(void **state)
{
	struct tile tile[] = { { STR("Backlog"), STR("84 leads"), STR("13.0% of all"), STR("▼ 12"),
				 TONE_GOOD },
			       { .label = STR("Kept"), .figure = STR("n/a yet") } };
	struct buf out = { 0 };
	struct grid g = { 0 };

	(void)state;
	document_tiles(&out, tile, 2);
	document_tiles(&out, tile, 0);
	document_note(&out, STR_NONE);
	grid_column(&g, "day", ALIGN_LEFT, false);
	grid_cell(&g, STR("2026-10-07"));
	grid_cell(&g, STR("a - b"));
	document_grid(&out, &g, true);
	assert_string_equal(taken(&out),
			    "<dl class=\"tiles\">\n<div>\n<dt>Backlog</dt>\n"
			    "<dd class=\"figure\">84<small> leads</small></dd>\n<dd>13.0% of all</dd>\n"
			    "<dd class=\"good\">▼ 12</dd>\n</div>\n"
			    "<div>\n<dt>Kept</dt>\n<dd class=\"figure\">n/a yet</dd>\n</div>\n</dl>\n"
			    "<details>\n<summary>The figures</summary>\n"
			    "<div class=\"wide\">\n<table>\n<thead>\n<tr><th scope=\"col\">day</th></tr>\n"
			    "</thead>\n<tbody>\n<tr><td class=\"w\">2026-10-07</td></tr>\n"
			    "<tr><td>a - b</td></tr>\n</tbody>\n</table>\n</div>\n</details>\n");
	buf_release(&out);
	grid_release(&g);
}

static void pictures_are_told_to_those_who_see_none(void **state)
{
	double value[] = { NAN, 0.68, 0.13, NAN };
	struct chart_line line = { STR("backlog"), value };
	struct chart c = chart_of(&line, 1, 4);

	(void)state;
	c.mark = 0.15;
	c.mark_name = STR("benchmark");
	char *drawn = chart_drawn(&c);
	assert_int_equal(count(drawn, "<svg"), 2);
	assert_int_equal(count(drawn, "role=\"img\""), 2);
	assert_int_equal(count(drawn, "viewBox="), 2);
	assert_int_equal(count(drawn, "class=\"slim\" display=\"none\""), 1);
	assert_non_null(strstr(drawn,
			       "<title>Rate</title>\n"
			       "<desc>backlog: 68.0% (2026-10) to 13.0% (2026-10); benchmark: 15%</desc>"));
	assert_non_null(strstr(drawn, "aria-label=\"Rate. backlog: 68.0% "));
	assert_non_null(strstr(drawn, "<tspan font-weight=\"600\">13.0%</tspan> backlog</text>"));
	assert_non_null(strstr(drawn, "<tspan font-weight=\"600\">15%</tspan> benchmark</text>"));
	free(drawn);
}

/* Each place is in the path once, on each of the two canvases; the end is a dot. */
static void every_value_is_a_place(void **state)
{
	static const size_t sizes[] = { 2, 3, 24, 100, 400 };
	double value[400];

	(void)state;
	for (size_t i = 0; i < 400; i++)
		value[i] = 0.4 + 0.3 * sin((double)i);
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		char *drawn = line_drawn(value, sizes[s]);
		assert_int_equal(count(drawn, "\"M"), 2);
		assert_int_equal(count(drawn, " L"), 2 * (sizes[s] - 1));
		assert_int_equal(count(drawn, "<circle"), 2);
		free(drawn);
	}
}

static void what_is_not_known_is_a_gap(void **state)
{
	double gaps[] = { 0.1, 0.2, NAN, 0.3, INFINITY, 0.4, 0.5, NAN };
	double none[] = { NAN, NAN, -INFINITY };
	double one[] = { 0.42 };
	char *drawn = line_drawn(gaps, 8);

	(void)state;
	assert_int_equal(count(drawn, "M"), 2 * 2);
	assert_int_equal(count(drawn, " L"), 2 * 2);
	assert_int_equal(count(drawn, "<circle"), 2 * 2); /* 0.3, and the end */
	assert_null(strstr(drawn, "nan"));
	assert_null(strstr(drawn, "inf"));
	free(drawn);
	drawn = line_drawn(none, 3);
	assert_int_equal(count(drawn, "<path"), 0);
	assert_int_equal(count(drawn, "no figures yet"), 2);
	free(drawn);
	drawn = line_drawn(NULL, 0);
	assert_int_equal(count(drawn, "no figures yet"), 2);
	free(drawn);
	drawn = line_drawn(one, 1);
	assert_int_equal(count(drawn, "<circle"), 2);
	assert_int_equal(count(drawn, "<path"), 0);
	assert_non_null(strstr(drawn, "42.0%"));
	free(drawn);
}

/* The number after `name="`, from there on. */
static double attribute(const char *from, const char *name)
{
	return strtod(strstr(from, name) + strlen(name), NULL);
}

/* Labels below are those that are in the middle of their place: those that follow each other on one canvas
 * stand clear. */
static void labels_never_touch(void **state)
{
	double value[400] = { 0 };

	(void)state;
	for (size_t n = 1; n <= 400; n++) {
		char *drawn = line_drawn(value, n);
		double before = -1000, least = 7 * 0.5 * 14; /* "2026-10" */
		size_t labels = 0;
		for (const char *p = drawn; (p = strstr(p, "text-anchor=\"middle\"")); p++) {
			const char *text = p;
			while (strncmp(text, "<text", 5) != 0)
				text--;
			double x = attribute(text, "x=\"");
			if (x < before)
				before = -1000; /* the other canvas */
			assert_true(x - before > least);
			before = x;
			labels++;
		}
		assert_true(labels >= 2 && labels <= 30);
		free(drawn);
	}
}

static void axes_end_at_round_figures(void **state)
{
	static const struct {
		double most;
		bool percent;
		const char *top;
	} cases[] = {
		{ 0.68, true, ">80%<" },
		{ 1, true, ">100%<" },
		{ 0.97, true, ">100%<" },
		{ 0, true, ">1.0%<" },
		{ 0.004, true, ">0.4%<" },
		{ 3, false, ">3<" },
		{ 0, false, ">1<" },
		{ 47, false, ">50<" },
		{ 13600, false, ">15,000<" },
		{ 0.5, false, ">1<" },
		{ 1e15, false, ">1,000,000,000,000,000<" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value[] = { 0, cases[i].most };
		struct chart_line line = { STR("a"), value };
		struct chart c = chart_of(&line, 1, 2);
		c.percent = cases[i].percent;
		char *drawn = chart_drawn(&c);
		assert_non_null(strstr(drawn, cases[i].top));
		free(drawn);
	}
}

/* Lines that end at one height, halfway up: their names don't lie on each other. */
static void names_are_pushed_apart(void **state)
{
	double value[] = { 0.1, 0.05 };
	struct chart_line line[5] = { 0 };
	struct chart c = chart_of(line, 5, 2);

	(void)state;
	for (size_t l = 0; l < 5; l++)
		line[l] = (struct chart_line){ STR("name"), value };
	c.mark = 0.051;
	c.mark_name = STR("mark");
	char *drawn = chart_drawn(&c), *slim = strstr(drawn, "class=\"slim\"");
	double before = -1000;
	size_t tags = 0;
	for (const char *p = drawn; (p = strstr(p, "<tspan")) && p < slim; p++) {
		const char *text = p;
		while (strncmp(text, "<text", 5) != 0)
			text--;
		double y = attribute(text, " y=\"");
		assert_true(y - before > 14 && y < 330);
		before = y;
		tags++;
	}
	assert_int_equal(tags, 6);
	free(drawn);
}

static void bars_are_on_one_scale(void **state)
{
	struct str part[] = { STR("0–1"), STR("2+") };
	double big[] = { 30, 10 }, small[] = { NAN, 10 }, none[] = { 0, -3 };
	struct stack row[] = { { STR("A"), STR("40"), big },
			       { STR("B"), STR("10"), small },
			       { STR("C"), STR("0"), none } };
	struct stacks s = { STR("Ages"), part, 2, row, 3 };
	struct buf out = { 0 };

	(void)state;
	document_stacks(&out, &s);
	const char *p = taken(&out);
	assert_balanced(p);
	assert_non_null(strstr(p, "<title>Ages</title>\n<desc>A: 40; B: 10; C: 0</desc>"));
	assert_int_equal(count(p, "<rect"), 2 * (2 + 3)); /* the legend, and what is above 0 */
	double width[5];
	for (size_t i = 0; i < 5; i++, p++) {
		p = strstr(p, "<rect");
		width[i] = attribute(p, "width=\"") + 1;
	}
	assert_true(fabs(width[2] - 3 * width[3]) < 0.5);
	assert_true(fabs(width[3] - width[4]) < 0.05);
	buf_clear(&out);
	document_stacks(&out, &(struct stacks){ .name = STR("Ages") });
	assert_balanced(taken(&out));
	assert_int_equal(count(out.p, "no figures yet"), 2);
	buf_release(&out);
}

/* Parts that are hardly there are drawn wider than they are: even many leave the picture whole. */
static void slivers_stay_inside(void **state)
{
	struct str part[40];
	double value[40];
	struct stack row = {
		STR("a label that is far too long for any picture to show it in whole, so it is cut"),
		STR("and so is its note, which is as long as that"), value
	};
	struct stacks s = { STR("Ages"), part, 40, &row, 1 };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		part[i] = STR("p");
		value[i] = i ? 1e-9 : 1e9;
	}
	document_stacks(&out, &s);
	assert_balanced(taken(&out));
	double wide = 840;
	for (const char *p = out.p; (p = strpbrk(p, "<")); p++) {
		if (strncmp(p, "<svg class=\"slim\"", 17) == 0)
			wide = 400;
		if (strncmp(p, "<rect", 5) == 0)
			assert_true(attribute(p, "x=\"") + attribute(p, "width=\"") <= wide);
	}
	assert_non_null(strstr(out.p, "…"));
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_texts_are_texts),
		cmocka_unit_test(a_line_end_in_a_picture_is_a_space),
		cmocka_unit_test(the_same_each_time_in_any_locale),
		cmocka_unit_test(pieces_to_the_byte),
		cmocka_unit_test(pictures_are_told_to_those_who_see_none),
		cmocka_unit_test(every_value_is_a_place),
		cmocka_unit_test(what_is_not_known_is_a_gap),
		cmocka_unit_test(labels_never_touch),
		cmocka_unit_test(axes_end_at_round_figures),
		cmocka_unit_test(names_are_pushed_apart),
		cmocka_unit_test(bars_are_on_one_scale),
		cmocka_unit_test(slivers_stay_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
