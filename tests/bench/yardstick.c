/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leadscore is measured against: yardstick [FILE] >scored.csv
 *
 * The rules of bench.agreement, no others, written by hand as fast as plain C allows: no expressions, no
 * threads, no messages about cells. The bytes that it writes are those of leadscore -q -a bench.agreement.
 *
 * A buffer of whole rows at a time. First all commas and newlines outside quotes are found, 64 bytes at a
 * time; then each rule goes down its column, from cell to cell; then the rows are copied with their answers
 * behind them. A text of up to 24 bytes that a column has had is looked up, with the points it gave. All
 * other cells but the plainest (digits, ISO dates) go the slow way, which takes quotes, blanks at the ends
 * and capital letters. What that can't judge either ends the run with status 2: a yardstick may refuse, but
 * never be wrong. Input is taken to be UTF-8, with \n at the ends of lines.
 */
#include <fcntl.h>

#include "yardstick_cells.h"

enum { ANSWER = 16, BEST = 100 };
enum {
	TITLE,
	EMPLOYEES,
	INDUSTRY,
	COUNTRY,
	EMAIL,
	VIEWS,
	WEBINARS,
	PRICING,
	ASSET,
	ACTIVITY,
	SOURCE,
	STATUS,
	ASKED
};

static const char *const names[ASKED] = { "title",	"employees",	    "industry",	   "country",
					  "email",	"page_views",	    "webinars",	   "pricing_visits",
					  "last_asset", "last_activity_at", "lead_source", "status" };

static char output[SIZE * 3];
static int32_t points[SIZE];
static bool burnt[SIZE], staffed[SIZE];
static struct memo memos[ASKED][MEMOS];
static char answers[2][BEST + 1][ANSWER], answer_size[2][BEST + 1];
static size_t columns, place[ASKED];

static inline struct cell cell_at(size_t row, size_t column)
{
	const uint32_t *end = at + row * columns + column;

	return (struct cell){ input + end[0] + 1, end[1] - end[0] - 1 };
}

/* ---- the slow way */

static int32_t points_of_text(const char *s, size_t column)
{
	switch (column) {
	case TITLE:
		return leads(s) ? 15 : 0;
	case INDUSTRY:
		return is(s, "Software") ? 10 : 0;
	case COUNTRY:
		return is(s, "DE") || is(s, "AT") || is(s, "CH") || is(s, "NL") ? 5 : 0;
	case ASSET:
		return is(s, "ROI Calculator") || is(s, "Buyer Guide") ? 8 : 0;
	case SOURCE:
		return is(s, "Purchased List") ? -10 : 0;
	default:
		return is(s, "Unqualified") ? -10 : 0;
	}
}

static bool slow_late(struct cell c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *s = plain(c);
	int y, month, d, h = 0, min = 0, sec = 0, end = 0;

	if (!*s)
		return false;
	sscanf(s, "%4d-%2d-%2d%n %2d:%2d:%2d%n", &y, &month, &d, &end, &h, &min, &sec, &end);
	bool form = (end == 10 || end == 19) && !s[end] && s[4] == '-' && s[7] == '-' &&
		    strspn(s, "0123456789-: ") == (size_t)end && (end == 10 || s[10] == ' ');
	if (!form || month < 1 || month > 12 || h > 23 || min > 59 || sec > 59 || d < 1)
		refuse("a date that is not as 2026-09-01 or 2026-09-01 12:00:00");
	if (d > days[month - 1] + (month == 2 && y % 4 == 0 && (y % 100 || y % 400 == 0)))
		refuse("a day that no month has");
	return strcmp(s, "2026-09-01") >= 0;
}

/* ---- the fast way */

/* On 1 September 2026 or after? Digits less '0' and the rest less what it must be leave 0 to 9, or 0. */
static inline bool late(struct cell c)
{
	if (c.n != 19)
		return c.n && slow_late(c);
	uint64_t a = load(c.p) ^ load("0000-00-"), b = load(c.p + 8) ^ load("00 00:00"),
		 d = load(c.p + 11) ^ load("00:00:00");
	uint64_t odd = a | (a + load("vvvv\x7Fvv\x7F")) | b | (b + load("vv\x7Fvv\x7Fvv")) | d |
		       (d + load("vv\x7Fvv\x7Fvv"));
	uint64_t month = (a >> 40 & 15) * 10 + (a >> 48 & 15), day = (b & 15) * 10 + (b >> 8 & 15),
		 hour = (d & 15) * 10 + (d >> 8 & 15);
	if ((odd & EACH(0x80)) | (month - 1 > 11) | (day - 1 > 27) | (hour > 23) | ((d >> 24 & 15) > 5) |
	    ((d >> 48 & 15) > 5))
		return slow_late(c);
	uint64_t year = ((a & 15) * 10 + (a >> 8 & 15)) * 100 + (a >> 16 & 15) * 10 + (a >> 24 & 15);
	return year * 12 + month >= 2026 * 12 + 9;
}

#define DOWN(column, ...)                                    \
	for (size_t row = 0; row < rows; row++) {            \
		struct cell c = cell_at(row, place[column]); \
		__VA_ARGS__                                  \
	}

static void judge(size_t rows)
{
	DOWN(TITLE, points[row] = recall(memos[TITLE], c, points_of_text, TITLE);)
	DOWN(EMPLOYEES, int32_t x = number(c); points[row] += (x >= 200 ? 10 : 0) + (x >= 1000 ? 5 : 0);
	     staffed[row] = x >= 50;)
	DOWN(INDUSTRY, points[row] += recall(memos[INDUSTRY], c, points_of_text, INDUSTRY);)
	DOWN(COUNTRY, points[row] += recall(memos[COUNTRY], c, points_of_text, COUNTRY);)
	DOWN(EMAIL, points[row] -= private_mailbox(c) ? 15 : 0;)
	DOWN(VIEWS, points[row] += at_most(20, 2, number(c));)
	DOWN(WEBINARS, points[row] += at_most(16, 8, number(c));)
	DOWN(PRICING, points[row] += number(c) >= 2 ? 10 : 0;)
	DOWN(ASSET, points[row] += recall(memos[ASSET], c, points_of_text, ASSET);)
	DOWN(ACTIVITY, points[row] += late(c) ? 10 : 0;)
	DOWN(SOURCE, burnt[row] = recall(memos[SOURCE], c, points_of_text, SOURCE) != 0;)
	DOWN(STATUS, burnt[row] |= recall(memos[STATUS], c, points_of_text, STATUS) != 0;
	     points[row] -= burnt[row] ? 10 : 0;)
}

/* ---- rows in and out */

/* `unended`: the last of them has no newline in the input, and gets none. */
static void put_rows(size_t rows, bool unended)
{
	char *to = output;

	for (size_t row = 0; row < rows; row++) {
		const char *from = input + at[row * columns] + 1;
		size_t n = at[(row + 1) * columns] - at[row * columns] - 1;
		for (size_t i = 0; i < n; i += 32)
			memcpy(to + i, from + i, 32);
		to += n;
		int32_t score = points[row] < 0 ? 0 : points[row] > BEST ? BEST : points[row];
		memcpy(to, answers[staffed[row]][score], ANSWER);
		to += answer_size[staffed[row]][score];
	}
	put(output, (size_t)(to - output) - unended);
}

static void prepare(void)
{
	prepare_cells();
	for (int i = 0; i < 2 * (BEST + 1); i++) {
		int score = i / 2;
		char grade = score >= 70   ? 'A'
			     : score >= 50 ? 'B'
			     : score >= 30 ? 'C'
					   : 'D',
		     line[ANSWER * 4];
		int n = snprintf(line, sizeof line, ",%d,%d,%c,%s\n", score, score, grade,
				 score >= 60 && i % 2 ? "yes" : "no");
		memcpy(answers[i % 2][score], line, ANSWER);
		answer_size[i % 2][score] = (char)n;
	}
}

/* The header, which must name each column that is asked once, and none that is added. */
static size_t read_header(size_t separators)
{
	static const char *const added[] = { "fit", "score", "grade", "mql" };
	size_t seen[ASKED] = { 0 }, end;

	for (columns = 1; columns < separators && input[at[columns]] != '\n'; columns++)
		;
	if (columns > separators)
		refuse("no header");
	for (size_t k = 0; k < columns; k++) {
		const char *name = plain(cell_at(0, k));
		for (size_t i = 0; i < ASKED; i++)
			if (is(name, names[i]))
				place[i] = k, seen[i]++;
		for (size_t i = 0; i < sizeof added / sizeof *added; i++)
			if (is(name, added[i]))
				refuse("a column that it would add");
	}
	for (size_t i = 0; i < ASKED; i++)
		if (seen[i] != 1)
			refuse("a column is missing, or there twice");
	end = at[columns] - PAD;
	put(input + PAD, end);
	put(",fit,score,grade,mql\n", strlen(",fit,score,grade,mql\n"));
	return end + 1;
}

/* How many whole rows; all of them as wide as the header. */
static size_t check(size_t separators)
{
	size_t rows = separators / columns;

	for (size_t k = 1; k < columns; k++)
		if (k <= separators % columns && input[at[rows * columns + k]] == '\n')
			refuse("a row of another width");
	bool wrong = false;
	for (size_t row = 1; row <= rows; row++) {
		const char *end = input + at[row * columns];
		wrong |= *end != '\n' || end[-1] == '\r';
	}
	if (wrong)
		refuse("a row of another width, or \\r");
	return rows;
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : STDIN_FILENO;
	size_t n = 0;
	ssize_t got;

	if (argc > 2 || fd < 0)
		refuse("usage: yardstick [FILE] >scored.csv");
	prepare();
	do {
		got = read(fd, input + PAD + n, SIZE - n);
		if (got < 0 || n == SIZE)
			refuse("can't read, or a row over 256 KB");
		n += (size_t)got;
		if (!got && !columns)
			refuse("no header");
		bool unended = !got && n;
		if (unended)
			input[PAD + n++] = '\n';
		memset(input + PAD + n, 0, PAD);
		at[0] = PAD - 1;
		size_t separators = scan(n), used = 0;
		if (!columns && memchr(input + PAD, '\n', n)) {
			used = read_header(separators);
			memmove(input + PAD, input + PAD + used, n - used + PAD);
			separators = scan(n -= used);
		}
		size_t rows = columns ? check(separators) : 0;
		judge(rows);
		put_rows(rows, unended);
		used = at[rows * columns] + 1 - PAD;
		memmove(input + PAD, input + PAD + used, n - used);
		n -= used;
	} while (got);
	if (n)
		refuse("a quote that doesn't end");
	return 0;
}
