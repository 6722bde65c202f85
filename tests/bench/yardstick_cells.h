/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the yardsticks find in cells: the plainest (digits, ISO times, texts that the column has had) at once,
 * all others the slow way, which takes quotes, blanks at the ends and capital letters, or refuses. */
#ifndef BENCH_YARDSTICK_CELLS_H
#define BENCH_YARDSTICK_CELLS_H

#include <strings.h>

#include "yardstick.h"

enum { MEMO_BITS = 8, MEMOS = 1 << MEMO_BITS, SHORT = 24, DAY = 86400 };
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

struct cell {
	const char *p;
	size_t n;
};

/* A text and what was found of it. */
struct memo {
	uint64_t word[SHORT / 8];
	uint32_t n; /* and 1; 0: nothing here */
	int32_t found;
};

static uint64_t mask[SHORT + 1][SHORT / 8];
static int64_t months[100][13]; /* days before each month of 2000 to 2099 */

static inline void prepare_cells(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t days = 0;

	for (size_t n = 0; n <= SHORT; n++)
		memset(mask[n], 0xFF, n);
	for (size_t year = 0; year < 100; year++)
		for (size_t month = 1; month <= 12; month++) {
			months[year][month] = days;
			days += lengths[month - 1] + (month == 2 && year % 4 == 0);
		}
}

/* ---- the slow way */

/* Without quotes and blanks at the ends, as a string until the next. Refuses what would need care. */
static inline const char *plain(struct cell c)
{
	static char text[SIZE];
	size_t n = 0;
	bool quoted = c.n && *c.p == '"';

	for (size_t i = quoted; i + quoted < c.n; i++) {
		unsigned char byte = (unsigned char)c.p[i];
		if (byte < ' ' || byte > '~')
			refuse("a cell that a rule asks is not plain ASCII");
		if (byte == ' ' && n && text[n - 1] == ' ')
			refuse("two blanks in a cell that a rule asks");
		if (n || byte != ' ')
			text[n++] = (char)byte;
		i += quoted && byte == '"';
	}
	n -= n && text[n - 1] == ' ';
	text[n] = 0;
	return text;
}

static inline bool is(const char *text, const char *word)
{
	return !strcasecmp(text, word);
}

/* Is one of the words in it, with no letter, digit or _ around? */
static inline bool leads(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	static const char *const ranks[] = { "vp", "director", "chief", "head" };

	for (size_t n; *text; text += n) {
		text += strcspn(text, letters);
		n = strspn(text, letters);
		for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
			if (n == strlen(ranks[i]) && !strncasecmp(text, ranks[i], n))
				return true;
	}
	return false;
}

/* Up to nine digits; -1: nothing there. */
static inline int32_t slow_number(struct cell c)
{
	const char *s = plain(c);

	if (strspn(s, "0123456789") != strlen(s) || strlen(s) > 9)
		refuse("a number that is not up to nine digits");
	return *s ? (int32_t)strtol(s, NULL, 10) : -1;
}

static inline bool slow_private(struct cell c)
{
	static const char suffix[] = "@webmail.example";
	const char *s = plain(c);
	size_t n = strlen(s);

	return n >= sizeof suffix - 1 && is(s + n - (sizeof suffix - 1), suffix);
}

/* ---- the fast way */

/* What `judge` says of a text, given what else it is told; once, if the text is short. */
static inline __attribute__((always_inline)) int32_t recall(struct memo *memos, struct cell c,
							    int32_t (*judge)(const char *, size_t),
							    size_t told)
{
	if (c.n > SHORT)
		return judge(plain(c), told);
	const uint64_t *m = mask[c.n];
	uint64_t a = load(c.p) & m[0], b = load(c.p + 8) & m[1], d = load(c.p + 16) & m[2];
	uint64_t mixed = (a ^ b * 31 ^ d * 961 ^ c.n) * UINT64_C(0x9E3779B97F4A7C15);
	struct memo *known = &memos[mixed >> (64 - MEMO_BITS)];
	if (!((known->word[0] ^ a) | (known->word[1] ^ b) | (known->word[2] ^ d) | (known->n ^ (c.n + 1))))
		return known->found;
	*known = (struct memo){ { a, b, d }, (uint32_t)c.n + 1, judge(plain(c), told) };
	return known->found;
}

/* Eight digits in three multiplications: tens, hundreds, ten thousands. */
static inline int32_t number(struct cell c)
{
	if (c.n - 1 > 7)
		return c.n ? slow_number(c) : -1;
	uint64_t mine = UINT64_MAX << (64 - 8 * c.n);
	uint64_t x = (load(c.p + c.n - 8) ^ EACH('0')) & mine;
	if ((x | (x + EACH(0x7F - 9))) & EACH(0x80))
		return slow_number(c);
	x = (x * 10 + (x >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
	x = (x * 100 + (x >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
	return (int32_t)((x * 10000 + (x >> 32)) & UINT32_MAX);
}

static inline bool private_mailbox(struct cell c)
{
	if (!c.n)
		return false;
	uint64_t a = load(c.p + c.n - 16), b = load(c.p + c.n - 8);
	if (c.n < 16 || *c.p == '"' || c.p[c.n - 1] == ' ' || (a | b) & EACH(0x80))
		return slow_private(c);
	return !(((a | EACH(' ')) ^ load("`webmail")) | ((b | EACH(' ')) ^ load(".example"))) &&
	       c.p[c.n - 16] == '@';
}

static inline int32_t at_most(int32_t most, int32_t each, int32_t x)
{
	return x <= 0 ? 0 : x > most / each ? most : x * each;
}

/* Three numbers of two digits with something between, in bytes 0, 3 and 6. */
static inline uint64_t numbers(const char *p, const char *shape)
{
	uint64_t w = load(p) ^ load(shape);

	if ((w | (w + UINT64_C(0x76767F76767F7676))) & UINT64_C(0x8080808080808080))
		refuse("a time in another shape");
	return w * (1 + (10 << 8)) >> 8;
}

/* Seconds since 2000; -1: none. */
static inline int64_t moment(struct cell c)
{
	if (!c.n)
		return -1;
	if (c.n != 19 || c.p[0] != '2' || c.p[1] != '0' || c.p[10] != ' ')
		refuse("a time in another form");
	uint64_t day = numbers(c.p + 2, "00-00-00"), clock = numbers(c.p + 11, "00:00:00");
	size_t month = day >> 24 & 0xFF;
	if (month - 1 > 11)
		refuse("a month that is none");
	return (months[day & 0xFF][month] + (int64_t)(day >> 48 & 0xFF)) * DAY +
	       (int64_t)(clock & 0xFF) * 3600 + (int64_t)(clock >> 24 & 0xFF) * 60 +
	       (int64_t)(clock >> 48 & 0xFF);
}

#endif
