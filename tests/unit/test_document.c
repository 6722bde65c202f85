/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pieces of a page: that nothing in a cell becomes markup, that tags are
 * closed in order, and that labels lie neither on each other nor outside. What
 * labels measure is told here by DejaVu's own widths, the widest that are common.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/document.h"
#include "tests/unit/well_formed.h"

#define HOSTILE "</text></td><b onclick=\"x('y')\">&amp;<!-- ]]> http://x <script>\x1B[2J\x01\xFF"
#define NONE	((double)NAN)
enum { FONT = 14, MANY = 400 };

/* What was written, NUL-terminated, to be freed. */
static char *taken(struct buf *b)
{
	buf_char(b, '\0');
	return b->p;
}

static void assert_well_formed(const char *page)
{
	const char *wrong = ill_formed(page);

	if (wrong)
		fail_msg("not well formed: %.60s", wrong);
}

/* All that a piece of the page has to be, whatever it was given. */
static void assert_quiet(const char *piece)
{
	assert_well_formed(piece);
	assert_null(strcasestr(piece, "<script"));
	assert_null(strstr(piece, "<b "));
	assert_null(strstr(piece, "<!-- ")); /* an empty one is ours: see picture.h */
	assert_null(strcasestr(piece, "href"));
	assert_null(strcasestr(piece, "src="));
	assert_null(strstr(piece, "url("));
	assert_null(strstr(piece, "=\"nan"));
	assert_null(strstr(piece, "inf\""));
}

/* ---- texts of pictures, and where they lie ---- */

/* DejaVu Sans's widths from the space on, in hundredths. */
static double wide(char c)
{
	static const int widths[] = {
		32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37,	 32, 34, 64, 64, 64,
		64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64,
		58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64,	 62, 74, 69, 99, 69,
		62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36,	 64, 64, 28, 28, 58,
		28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60,	 53, 64, 34, 64, 84,
	};
	int at = (unsigned char)c - ' ';

	return (at >= 0 && at < (int)(sizeof widths / sizeof *widths) ? widths[at] : 64) / 100.0;
}

struct label {
	double from, to, y;
	size_t picture; /* 0, 1: broad and slim */
	double width;	/* of the picture */
	struct str text;
};

/* Labels of all pictures as they lie; how many. */
static size_t labels_of(const char *page, struct label *label, size_t most)
{
	size_t n = 0, picture = 0;
	double width = 0;

	for (const char *p = page; (p = strchr(p, '<')); p++) {
		double x, y, measure = 0;
		if (strncmp(p, "<svg ", 5) == 0) {
			assert_int_equal(sscanf(strstr(p, "viewBox=\"0 0 "), "viewBox=\"0 0 %lf", &width), 1);
			picture++;
		}
		if (sscanf(p, "<text x=\"%lf\" y=\"%lf\"", &x, &y) != 2)
			continue;
		const char *text = strchr(p, '>') + 1, *anchor = strstr(p, "text-anchor=\"");
		struct str s = { text, (size_t)(strchr(text, '<') - text) };
		for (size_t i = 0; i < s.n; i++) {
			measure += ((unsigned char)s.p[i] & 0xC0) != 0x80 ? FONT * wide(s.p[i]) : 0;
			if (s.p[i] == '&')
				i += strcspn(s.p + i, ";");
		}
		if (anchor && anchor < text)
			x -= anchor[13] == 'e' ? measure : measure / 2;
		assert_true(n < most);
		label[n++] = (struct label){ x, x + measure, y, picture - 1, width, s };
	}
	return n;
}

static bool overlap(const struct label *a, const struct label *b)
{
	return a->picture == b->picture && a->from < b->to && b->from < a->to && fabs(a->y - b->y) < FONT - 1;
}

static void assert_apart(const char *page)
{
	static struct label label[2000];
	size_t n = labels_of(page, label, sizeof label / sizeof *label);

	for (size_t i = 0; i < n; i++) {
		if (label[i].from < -0.1 || label[i].to > label[i].width + 0.1)
			fail_msg("'%.*s' is cut: %.1f to %.1f of %.0f", STR_ARG(label[i].text), label[i].from,
				 label[i].to, label[i].width);
		for (size_t k = 0; k < i; k++)
			if (overlap(&label[i], &label[k]))
				fail_msg("'%.*s' lies on '%.*s'", STR_ARG(label[i].text),
					 STR_ARG(label[k].text));
	}
}

static bool labelled(const char *page, const char *text)
{
	struct label label[200];
	size_t n = labels_of(page, label, sizeof label / sizeof *label);

	for (size_t i = 0; i < n; i++)
		if (str_eq(label[i].text, str_from(text)))
			return true;
	return false;
}

/* ---- pieces ---- */

static const double rising[] = { 0.125, 0.25, 0.375, 0.5 };

static char *chart_of(const struct chart *c)
{
	struct buf out = { 0 };

	document_chart(&out, c);
	return taken(&out);
}

/* A chart of lines that all have these values, and labels like "2026-01-31". */
static char *chart_like(const double *value, size_t n, size_t lines, bool percent, double mark)
{
	static char words[MANY][32];
	static struct str label[MANY];
	struct chart_line line[8];

	assert_true(n <= MANY && lines <= 8);
	for (size_t i = 0; i < n; i++) {
		snprintf(words[i], sizeof words[i], "%04zu-%02zu-31", 2026 + i / 12, i % 12 + 1);
		label[i] = str_from(words[i]);
	}
	for (size_t l = 0; l < lines; l++)
		line[l] = (struct chart_line){ l ? STR("WEST & SOUTH") : STR("EMEA"), value };
	return chart_of(&(struct chart){ .name = STR("Backlog"),
					 .label = label,
					 .n = n,
					 .line = line,
					 .lines = lines,
					 .percent = percent,
					 .mark = mark,
					 .mark_name = STR("benchmark") });
}

static void put_stacks(struct buf *out, struct str text, const double *part)
{
	struct str name[] = { STR("0–1 days"), text, STR("15 or more") };
	struct stack row[] = { { text, text, part }, { STR("EMEA"), STR("7"), part } };

	document_stacks(out, &(struct stacks){ text, name, 3, row, 2, false });
}

static char *curves_of(const struct curve *curve, size_t n)
{
	struct buf out = { 0 };

	document_curves(&out, &(struct curves){ STR("From mql"), STR("days"), curve, n, true });
	return taken(&out);
}

static char *bars_of(const struct funnel_bar *bar, size_t n)
{
	struct buf out = { 0 };

	document_funnel_bars(&out, &(struct funnel_bars){ STR("All"), bar, n });
	return taken(&out);
}

static char *dots_of(const struct dot *row, size_t n, double mark)
{
	struct buf out = { 0 };

	document_dots(&out, &(struct dots){ STR("Step"), row, n, mark, STR("benchmark"), DOTS_JUDGED });
	return taken(&out);
}

static char *heat_of(const struct str *column, size_t columns, const struct heat_row *row, size_t n,
		     bool even)
{
	struct buf out = { 0 };

	document_heat(&out, &(struct heat){ STR("Cohorts"), column, columns, row, n, even, false, false });
	return taken(&out);
}

/* The pieces that are made of rows, each with the text wherever there is one. */
static void put_rows(struct buf *out, struct str text)
{
	const struct str column[] = { text, text };
	const struct curve curve[] = { { text, rising, rising, 4 }, { text, rising, rising, 2 } };
	const struct funnel_bar bar[] = {
		{ text, 2555, text, text, text, TONE_GOOD, { text, text, text }, true },
		{ text, 1, text, text, text, TONE_BAD, { text, text, text }, false },
		{ text, 1, text, text, text, TONE_DIM, { text, text, text }, false },
	};
	const struct dot dot[] = { { text, text, 0.5, 0.4, 0.6, DOT_UNDER },
				   { text, text, 0.7, 0.6, 0.8, DOT_OVER } };
	const struct heat_row row[] = { { text, text, rising, false, NULL },
					{ text, text, rising, true, NULL } };

	const struct meter meter[] = { { text, text, 44, 70, NAN, TONE_BAD, 80 },
				       { text, text, 51, 70, 45, TONE_GOOD, 0 } };

	document_meters(out, &(struct meters){ text, meter, 2, text, text });
	document_curves(out, &(struct curves){ text, text, curve, 2, true });
	document_funnel_bars(out, &(struct funnel_bars){ text, bar, 3 });
	document_dots(out, &(struct dots){ text, dot, 2, 0.6, text, DOTS_AWAY });
	document_heat(out, &(struct heat){ text, column, 2, row, 2, false, true, true });
}

static size_t count_of(const char *page, const char *what)
{
	size_t n = 0;

	for (const char *p = page; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* A whole page, each piece with the text. */
static char *page_of(const char *words)
{
	static const double part[] = { 1, 2.5, 300 };
	struct str text = str_from(words);
	struct str label[] = { text, text, text, text };
	struct chart_line line[] = { { text, rising }, { text, rising } };
	struct grid g = { 0 };
	struct buf out = { 0 };

	grid_title(&g, words);
	grid_note(&g, words);
	grid_column(&g, words, ALIGN_LEFT, false);
	grid_column(&g, "n", ALIGN_RIGHT, true);
	grid_cell(&g, text);
	grid_tone(&g, TONE_BAD);
	grid_cell(&g, text);
	document_open(&out, text, text);
	document_heading(&out, text);
	document_note(&out, text);
	document_tiles(&out, &(struct tile){ text, text, text, text, TONE_BAD }, 1);
	document_grid(&out, &g, false);
	document_grid(&out, &g, true);
	document_chart(&out, &(struct chart){ text, label, 4, line, 2, true, 0.2, text, false, false });
	put_stacks(&out, text, part);
	put_rows(&out, text);
	document_close(&out);
	grid_release(&g);
	return taken(&out);
}

/* ---- tests ---- */

static void no_piece_obeys_a_cell(void **state)
{
	char *page = page_of(HOSTILE);
	size_t shown = 0;

	(void)state;
	assert_quiet(page);
	for (const char *p = page; (p = strstr(p, "&lt;/text&gt;")); p++)
		shown++;
	/* title, h1, subtitle, h2, note; 4 of the tile; 5 of each grid; a caption, 2 x (1 description, which
	 * has it often); the rest is cut in pictures. */
	assert_true(shown > 25);
	assert_null(strchr(page, '\x1B'));
	assert_null(strchr(page, '\x01'));
	free(page);
}

static void a_figure_is_large_and_its_word_small(void **state)
{
	static const struct {
		const char *figure, *expected;
	} cases[] = {
		{ "84 leads", "<dd class=\"figure\">84<small> leads</small></dd>" },
		{ "1,423.5\xC2\xA0h", "<dd class=\"figure\">1,423.5<small>\xC2\xA0h</small></dd>" },
		{ "61.3%", "<dd class=\"figure\">61.3%</dd>" },
		{ "no leads <b>", "<dd class=\"figure\">no leads &lt;b&gt;</dd>" },
		{ "7<b>", "<dd class=\"figure\">7<small>&lt;b&gt;</small></dd>" },
		{ "", "<dd class=\"figure\"></dd>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = { 0 };
		document_tiles(&out, &(struct tile){ .figure = str_from(cases[i].figure) }, 1);
		char *tile = taken(&out);
		assert_non_null(strstr(tile, cases[i].expected));
		assert_well_formed(tile);
		free(tile);
	}
	struct buf none = { 0 };
	document_tiles(&none, NULL, 0);
	assert_int_equal(none.n, 0);
}

static void a_page_is_quiet_and_always_the_same(void **state)
{
	char *page = page_of("EMEA"), *again = page_of("EMEA");

	(void)state;
	assert_quiet(page);
	assert_string_equal(page, again);
	assert_null(strcasestr(page, "http:"));
	assert_null(strcasestr(page, "https:"));
	assert_null(strcasestr(strstr(page, "<body>"), "http"));
	free(page);
	free(again);
}

static void only_long_texts_wrap(void **state)
{
	struct grid g = { 0 };
	struct buf out = { 0 };

	(void)state;
	grid_column(&g, "since", ALIGN_LEFT, false);
	grid_cell(&g, STR("2026-01-03 06:18"));
	grid_cell(&g, STR("mail@somewhere.example"));
	document_grid(&out, &g, false);
	char *table = taken(&out);
	assert_non_null(strstr(table, "<th scope=\"row\">2026-01-03 06:18</th>"));
	assert_non_null(strstr(table, "<th scope=\"row\" class=\"long\">mail@somewhere.example</th>"));
	free(table);
	grid_release(&g);
}

static void charts_of_nothing_are_pictures(void **state)
{
	static const double nothing[] = { NONE, INFINITY, NONE, -INFINITY };
	static const size_t places[] = { 0, 1, 4 };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t lines = 0; lines < 3; lines++)
			for (int marked = 0; marked < 2; marked++) {
				char *chart =
					chart_like(nothing, places[i], lines, true, marked ? 0.15 : NONE);
				assert_quiet(chart);
				assert_apart(chart);
				assert_true(labelled(chart, "no figures yet"));
				assert_int_equal(labelled(chart, "15%"), marked);
				assert_null(strstr(chart, "<path"));
				free(chart);
			}
}

static void one_place_is_a_dot(void **state)
{
	char *chart = chart_like(rising, 1, 1, true, NONE);

	(void)state;
	assert_quiet(chart);
	assert_apart(chart);
	assert_null(strstr(chart, "<path"));
	assert_non_null(strstr(chart, "<circle"));
	assert_true(labelled(chart, "12.5%") && labelled(chart, "2026-01-31"));
	free(chart);
}

static void a_gap_breaks_the_line(void **state)
{
	static const double gap[] = { 0.1, 0.2, NONE, 0.3, NONE, 0.2, 0.1, NONE };
	char *chart = chart_like(gap, 8, 1, true, NONE);
	const char *path = strstr(chart, " d=\"");
	size_t starts = 0;

	(void)state;
	assert_quiet(chart);
	for (const char *p = path + 4; *p != '"'; p++)
		starts += *p == 'M';
	assert_int_equal(starts, 2);
	assert_true(labelled(chart, "10.0%")); /* the last that is known */
	free(chart);
}

static void labels_of_many_places_lie_apart(void **state)
{
	double value[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		value[i] = (double)(i % 97) * 13;
	for (size_t n = 2; n <= MANY; n += n < 40 ? 1 : 60) {
		for (size_t lines = 1; lines <= 5; lines += 4) {
			char *chart = chart_like(value, n, lines, false, 1000);
			struct label label[200];
			size_t said = labels_of(chart, label, 200), dates = 0;
			assert_quiet(chart);
			assert_apart(chart);
			for (size_t i = 0; i < said; i++)
				dates += label[i].text.n == 10 && label[i].text.p[4] == '-';
			assert_true(dates >= 2 && dates <= 2 * 10);
			free(chart);
		}
	}
	char *chart = chart_like(value, MANY, 1, false, NONE);
	assert_true(labelled(chart, "2059-04-31")); /* the last one, always */
	free(chart);
}

static void long_labels_lie_apart_and_within(void **state)
{
	struct str label[12];
	struct chart_line line = { STR("%"), rising };
	const double one[12] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };

	(void)state;
	for (size_t i = 0; i < 12; i++)
		label[i] = STR("WWW THE QUARTER OF THE GREAT COMMOTION WWW");
	line.value = one;
	for (size_t n = 2; n <= 12; n++)
		for (size_t lines = 0; lines < 2; lines++) {
			char *chart = chart_of(&(struct chart){ STR(""), label, n, &line, lines, false, NONE,
								STR(""), false, false });
			assert_quiet(chart);
			assert_apart(chart);
			free(chart);
		}
}

static void shares_are_percent_and_counts_are_not(void **state)
{
	static const double count[] = { 0, 400, 1240 };
	char *share = chart_like(rising, 4, 1, true, 0.15), *counts = chart_like(count, 3, 1, false, 900.5);

	(void)state;
	for (int i = 0; i <= 5; i++) {
		static const char *const tick[] = { "0%", "10%", "20%", "30%", "40%", "50%" };
		assert_true(labelled(share, tick[i]));
	}
	assert_true(labelled(share, "50.0%") && labelled(share, "15%") && !labelled(share, "0"));
	assert_non_null(strstr(
		share, "aria-label=\"EMEA: 12.5% (2026-01-31) to 50.0% (2026-04-31); benchmark: 15%\""));
	assert_true(labelled(counts, "0") && labelled(counts, "500") && labelled(counts, "1,500"));
	assert_true(labelled(counts, "1,240") && labelled(counts, "900.5"));
	assert_null(strstr(counts, "%<"));
	assert_apart(share);
	assert_apart(counts);
	free(share);
	free(counts);
}

static void bars_have_places_only_for_what_there_is(void **state)
{
	static const double cases[][3] = { { NONE, -5, 0 }, { 1, NONE, 1e15 }, { 0, 0, 1 }, { 12, 0.5, 88 } };
	static const size_t rects[] = { 0, 2, 1, 3 }; /* of a row */

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct buf out = { 0 };
		put_stacks(&out, STR("ROW & COLUMN MAKERS OF WYOMING"), cases[i]);
		char *stacks = taken(&out);
		size_t n = 0;
		assert_quiet(stacks);
		assert_apart(stacks);
		for (const char *p = stacks; (p = strstr(p, "<rect ")); p++) {
			double wide;
			assert_int_equal(sscanf(strstr(p, "width"), "width=\"%lf\"", &wide), 1);
			assert_true(wide > 0);
			n++;
		}
		assert_int_equal(n, 2 * (3 + 2 * rects[i])); /* twice a legend and two rows */
		free(stacks);
	}
}

static void bars_of_nothing_are_a_picture(void **state)
{
	struct buf out = { 0 };

	(void)state;
	document_stacks(&out, &(struct stacks){ .name = STR("Ages") });
	char *stacks = taken(&out);
	assert_quiet(stacks);
	assert_true(labelled(stacks, "no figures yet"));
	assert_non_null(strstr(stacks, "<figcaption>Ages</figcaption>"));
	free(stacks);
}

static void a_curve_rises_in_steps_and_ends_at_its_end(void **state)
{
	static const double day[] = { 10, 30, 60 }, share[] = { 0.1, 0.25, 0.25 };
	const struct curve curve[] = { { STR("EMEA & co"), day, share, 3 }, { STR("none"), NULL, NULL, 0 } };
	char *page = curves_of(curve, 2);
	double x[4], y[4];

	(void)state;
	assert_quiet(page);
	assert_apart(page);
	assert_int_equal(sscanf(strstr(page, " d=\"M"), " d=\"M%lf %lf H%lf V%lf H%lf V%lf H%lf V%lf\"",
				&x[0], &y[0], &x[1], &y[1], &x[2], &y[2], &x[3], &y[3]),
			 8);
	assert_true(fabs((x[1] - x[0]) * 6 - (x[3] - x[0])) < 1 &&
		    fabs((x[2] - x[0]) * 2 - (x[3] - x[0])) < 1);
	assert_true(y[0] > y[1] && y[1] > y[2] && y[2] == y[3]);
	assert_true(labelled(page, "60 days") && labelled(page, "25.0%") && !labelled(page, "none"));
	assert_non_null(strstr(page, "aria-label=\"EMEA &amp; co: 25.0% after 60 days\""));
	free(page);
	page = curves_of(&curve[1], 1);
	assert_quiet(page);
	assert_true(labelled(page, "no figures yet"));
	free(page);
}

static void days_are_marked_as_far_as_they_go(void **state)
{
	static const double share[] = { 0.5 };

	(void)state;
	for (double end = 0; end < 1e6; end = end * 1.7 + 1) {
		const struct curve curve = { STR("ALL & EVERY ONE OF THEM"), &end, share, 1 };
		char *page = curves_of(&curve, 1);
		assert_quiet(page);
		assert_apart(page);
		assert_true(labelled(page, "0"));
		free(page);
	}
}

static void a_funnel_has_bars_for_what_there_is(void **state)
{
	struct funnel_bar bar[] = {
		{ STR("inquiry"), 2555, { .n = 0 }, .loss = { STR("87 left"), STR("86 lost, 1 & <b>") } },
		{ STR("mql"), 646, STR("25.3% of all"), STR("25.3%"), STR("over 60%"), TONE_GOOD,
		  .loss = { STR("largest leak: 88 left"), STR("58 recycled"), STR("115 wait") },
		  .most = true },
		{ STR("won"), 0, STR("0.0% of all"), STR("0.0%"), .tone = TONE_DIM },
	};
	char *page = bars_of(bar, 3);

	(void)state;
	assert_quiet(page);
	assert_apart(page);
	assert_int_equal(count_of(page, "<rect "), 2 * 2); /* none of nothing */
	assert_int_equal(count_of(page, "fill-opacity=\"0.08\""), 2 * 2);
	assert_true(labelled(page, "2,555") && labelled(page, "646") && labelled(page, "over 60%"));
	assert_int_equal(count_of(page, ">largest leak: 88 left</text>"), 2);
	assert_non_null(
		strstr(page, "mql: 646, 25.3% of the one before, largest leak: 88 left, 58 recycled"));
	free(page);
	bar[0].value = bar[1].value = NONE;
	for (size_t n = 0; n <= 3; n++) {
		page = bars_of(bar, n);
		assert_quiet(page);
		assert_null(strstr(page, "<rect "));
		assert_true(labelled(page, "no figures yet"));
		free(page);
	}
}

static void long_names_of_a_funnel_lie_apart(void **state)
{
	struct str much = STR("WWW THE STAGE OF THE GREAT COMMOTION AND OF MUCH MORE, & SO ON WWW");
	struct funnel_bar bar[7];

	(void)state;
	for (size_t i = 0; i < 7; i++)
		bar[i] = (struct funnel_bar){ much,
					      1e6 / (double)(i * i * i + 1),
					      STR("25.3% of all"),
					      STR("25.3%"),
					      much,
					      TONE_BAD,
					      { much, much, much },
					      i == 3 };
	char *page = bars_of(bar, 7);
	assert_quiet(page);
	assert_apart(page);
	free(page);
}

static void a_side_is_told_by_shape_too(void **state)
{
	static const char *const form[DOT_SIDES] = { "fill=\"none\"", "h13 l-6.5 11", "r=\"5.5\"",
						     "h13 l-6.5 -11" };
	static const char *const name[DOT_SIDES] = { "too few to say", "under", "at", "over" };

	(void)state;
	for (int side = 0; side < DOT_SIDES; side++) {
		const struct dot row[] = { { STR("EMEA & co"), STR("50.0% of 30"), 0.5, 0.4, 0.6,
					     (enum dot_side)side },
					   { STR("none"), STR(""), NONE, NONE, NONE, DOT_UNKNOWN } };
		char *page = dots_of(row, 2, 0.55);
		assert_quiet(page);
		assert_apart(page);
		for (int other = 0; other < DOT_SIDES; other++) {
			/* twice in a row, and once more each in the legend */
			assert_int_equal(count_of(page, form[other]), other == side ? 4 : 0);
			assert_int_equal(labelled(page, name[other]), other == side);
		}
		assert_true(labelled(page, "benchmark 55%"));
		free(page);
		page = dots_of(row, 2, NONE);
		assert_int_equal(count_of(page, form[side]), 2); /* without a mark nothing is told */
		assert_false(labelled(page, "benchmark 55%"));
		free(page);
	}
}

static void a_scale_begins_where_the_dots_do(void **state)
{
	static const struct {
		double low, high;
		const char *there, *absent;
	} cases[] = {
		{ 0.62, 0.88, "60%", "50%" }, { 0.05, 0.4, "0%", "50%" }, { 0, 0, "0%", "2%" },
		{ 0.99, 1, "100%", "101%" },  { 0.5, 0.5, "50%", "40%" }, { 0.001, 0.0013, "0%", "10%" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct dot row = { STR("A"),     STR("n"),      (cases[i].low + cases[i].high) / 2,
					 cases[i].low, cases[i].high, DOT_AT };
		char *page = dots_of(&row, 1, NONE);
		bool decimal = strstr(page, ".0%</text>");
		assert_quiet(page);
		assert_apart(page);
		if (!decimal)
			assert_true(labelled(page, cases[i].there));
		assert_false(labelled(page, cases[i].absent));
		free(page);
	}
}

static void a_heat_map_shades_by_column_and_says_all(void **state)
{
	static const double first[] = { 0.2, 0.02 }, second[] = { 0.4, NONE }, young[] = { 0.9, 0.9 };
	static const struct str column[] = { { "mql & co", 8 }, { "won", 3 } };
	const struct heat_row row[] = { { STR("2026-01"), STR("212"), first, false, NULL },
					{ STR("2026-02"), STR("230"), second, false, NULL },
					{ STR("2026-03 maturing"), STR("13"), young, true, NULL } };
	char *page = heat_of(column, 2, row, 3, false);

	(void)state;
	assert_quiet(page);
	assert_apart(page);
	assert_int_equal(count_of(page, "<rect "), 2 * 5); /* not of what is not known */
	assert_int_equal(count_of(page, "stroke-dasharray"), 2 * 2);
	assert_int_equal(count_of(page, "fill-opacity=\"0.060\""), 2); /* half of the largest */
	assert_int_equal(count_of(page, "fill-opacity=\"0.999\""),
			 2 * 2); /* the largest, but for the young */
	assert_true(labelled(page, "40.0%") && labelled(page, "2.0%") && labelled(page, "90.0%"));
	free(page);
	page = heat_of(column, 2, row, 0, false);
	assert_quiet(page);
	assert_true(labelled(page, "no figures yet"));
	free(page);
	page = heat_of(column, 0, row, 3, false);
	assert_quiet(page);
	free(page);
}

/* Bars, goals and marks are on one scale; what isn't known is not drawn. */
static void meters_on_one_scale(void **unused)
{
	const struct meter row[] = { { STR("a"), STR("50 of 100"), 50, 100, NAN, TONE_BAD, 0 },
				     { STR("b"), STR("–"), NAN, 100, 25, TONE_DIM, 0 } };
	struct buf out = { 0 };
	double x = 0, y, wide = 0, goal = 0, pace = 0, far;

	(void)unused;
	document_meters(&out, &(struct meters){ STR("Promise"), row, 2, STR("promised"), STR("due") });
	char *page = taken(&out);
	assert_int_equal(count_of(page, "<rect"), 2); /* one a canvas */
	const char *rect = strstr(page, "<rect"), *dash = strstr(page, "<line");
	assert_int_equal(sscanf(rect, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\"", &x, &y, &wide), 3);
	const char *line = strstr(rect, "<line");
	assert_int_equal(sscanf(line, "<line x1=\"%lf\"", &goal), 1);
	dash = strstr(line + 1, "<line");
	assert_int_equal(sscanf(dash, "<line x1=\"%lf\"", &pace), 1);
	assert_int_equal(sscanf(strstr(dash + 1, "<line"), "<line x1=\"%lf\"", &far), 1);
	assert_true(fabs(goal - x - 2 * wide) < 0.25 && fabs(pace - x - wide / 2) < 0.25);
	assert_true(far == goal);
	assert_non_null(strstr(page, "a: 50 of 100; b: –"));
	free(page);
	out = (struct buf){ 0 };
	document_meters(&out, &(struct meters){ STR("Promise"), row, 0, STR("promised"), STR("due") });
	page = taken(&out);
	assert_non_null(strstr(page, "No figures yet"));
	free(page);
}

/* One share in all columns: one scale, and what is of few leads is framed on its own. */
static void a_heat_map_of_one_share_has_one_scale(void **state)
{
	static const double first[] = { 0.2, 0.9, 0.2 }, second[] = { 0.4, 0.2, NONE };
	static const bool few[] = { false, true, false };
	static const struct str column[] = { { "DE", 2 }, { "FR", 2 }, { "(all)", 5 } };
	const struct heat_row row[] = { { STR("2026-01"), STR(""), first, false, few },
					{ STR("2026-02"), STR(""), second, false, NULL } };
	char *page = heat_of(column, 3, row, 2, true);

	(void)state;
	assert_quiet(page);
	assert_int_equal(count_of(page, "<rect "), 2 * 5);
	assert_int_equal(count_of(page, "stroke-dasharray"), 2);	   /* 90% */
	assert_int_equal(count_of(page, "fill-opacity=\"0.999\""), 2);	   /* 40% */
	assert_int_equal(count_of(page, "fill-opacity=\"0.060\""), 2 * 3); /* 20%, in every column */
	free(page);
}

/* A map of counts: all together have no shade, and where not all columns have a place there are two blocks.
 */
static void a_map_of_counts_leaves_its_totals_out(void **state)
{
	enum { COLUMNS = 13 };
	static const char *const words = "Direct sales of partners";
	double count[2][COLUMNS];
	struct str column[COLUMNS];
	struct heat_row row[] = { { STR("DE"), STR(""), count[0], false, NULL },
				  { STR("(all)"), STR(""), count[1], false, NULL } };
	struct buf out = { 0 };

	(void)state;
	for (size_t c = 0; c < COLUMNS; c++) {
		count[0][c] = count[1][c] = 1000 * (double)(c + 1);
		column[c] = str_from(words);
	}
	document_heat(&out, &(struct heat){ STR("won"), column, COLUMNS, row, 2, true, true, true });
	char *page = taken(&out);
	assert_quiet(page);
	assert_apart(page);
	assert_int_equal(count_of(page, "<rect "), 2 * (COLUMNS - 1));
	assert_int_equal(count_of(page, "fill-opacity=\"0.999\""), 2);
	assert_true(labelled(page, "13,000") && !labelled(page, "13,000.0%"));
	assert_int_equal(count_of(page, ">Direct"), 2 * COLUMNS); /* a head is broken, not cut */
	assert_true(count_of(page, ">(all)<") > 2);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meters_on_one_scale),
		cmocka_unit_test(no_piece_obeys_a_cell),
		cmocka_unit_test(a_figure_is_large_and_its_word_small),
		cmocka_unit_test(a_page_is_quiet_and_always_the_same),
		cmocka_unit_test(only_long_texts_wrap),
		cmocka_unit_test(charts_of_nothing_are_pictures),
		cmocka_unit_test(one_place_is_a_dot),
		cmocka_unit_test(a_gap_breaks_the_line),
		cmocka_unit_test(labels_of_many_places_lie_apart),
		cmocka_unit_test(long_labels_lie_apart_and_within),
		cmocka_unit_test(shares_are_percent_and_counts_are_not),
		cmocka_unit_test(bars_have_places_only_for_what_there_is),
		cmocka_unit_test(bars_of_nothing_are_a_picture),
		cmocka_unit_test(a_curve_rises_in_steps_and_ends_at_its_end),
		cmocka_unit_test(days_are_marked_as_far_as_they_go),
		cmocka_unit_test(a_funnel_has_bars_for_what_there_is),
		cmocka_unit_test(long_names_of_a_funnel_lie_apart),
		cmocka_unit_test(a_side_is_told_by_shape_too),
		cmocka_unit_test(a_scale_begins_where_the_dots_do),
		cmocka_unit_test(a_heat_map_shades_by_column_and_says_all),
		cmocka_unit_test(a_heat_map_of_one_share_has_one_scale),
		cmocka_unit_test(a_map_of_counts_leaves_its_totals_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
