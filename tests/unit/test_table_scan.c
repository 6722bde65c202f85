/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every scanner against a plain state machine, on random bytes that are mostly structure, in random portions.
 */
#include "table.h"

#include "table/batch.h"

static uint64_t seed = 1;

static uint64_t draw(uint64_t below)
{
	seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
	return seed % below;
}

struct expected {
	uint32_t sep[8192], row[8192], start[8192];
	size_t nsep, nrow;
	enum scan_fault fault;
	size_t fault_at;
};

/* The rules of CSV as product.md has them, one byte at a time. */
static void reference(struct expected *e, const char *p, size_t n, struct dialect d)
{
	enum { CELL, PLAIN, QUOTED, CLOSED } state = CELL;
	size_t opened = 0;

	*e = (struct expected){ 0 };
	for (size_t i = 0; i < n; i++) {
		size_t end = i; /* CRs before an LF belong to the line end */
		while (end < n && p[end] == '\r')
			end++;
		bool ends = end < n && p[end] == '\n';
		if (state == QUOTED) {
			if (p[i] == '"' && i + 1 < n && p[i + 1] == '"')
				i++;
			else if (p[i] == '"')
				state = CLOSED;
		} else if (p[i] == d.delimiter) {
			e->sep[e->nsep++] = (uint32_t)i;
			state = CELL;
		} else if (ends) {
			e->sep[e->nsep++] = (uint32_t)i;
			i = end;
			e->row[++e->nrow] = (uint32_t)e->nsep;
			e->start[e->nrow] = (uint32_t)i + 1;
			state = CELL;
		} else if (state == CLOSED) {
			e->fault = SCAN_TEXT_AFTER_QUOTE, e->fault_at = end > i ? end - 1 : i;
			return;
		} else if (state == CELL && p[i] == '"' && !d.raw_tsv) {
			state = QUOTED, opened = i;
		} else {
			state = PLAIN;
		}
	}
	if (state == QUOTED) {
		e->fault = SCAN_OPEN_QUOTE, e->fault_at = opened;
	} else if (e->start[e->nrow] < n) {
		e->sep[e->nsep++] = (uint32_t)n;
		e->row[++e->nrow] = (uint32_t)e->nsep;
		e->start[e->nrow] = (uint32_t)n;
	}
}

/* Structure thick enough that faults are common, or thin enough that blocks without any are. */
static size_t generate(char *p, size_t most)
{
	static const char *const alphabets[] = { "a,\"\n",
						 "a,\"\n\r",
						 "abcdefghijkl,\n\"",
						 "ab,\n",
						 "\"",
						 "\",",
						 "\"\r\n",
						 "abcdefghijklmnopqrstuvwxyz0123456789,\n" };
	const char *from = alphabets[draw(LENGTH(alphabets))];
	size_t letters = strlen(from), n = draw(most);
	bool whole_cells = draw(2);

	for (size_t i = 0; i < n;) {
		if (!whole_cells || n - i < 12) {
			p[i++] = from[draw(letters)];
			continue;
		}
		static const char *const cells[] = { "\"\"", "\"a,b\"", "\"a\n\"", "\"\"\"x\"",
						     "x",    "",	"5\" p",   "\"q\"\"\"" };
		static const char *const behind[] = { ",", ",", ",", "\n", "\r\n", "\r\r\n", "\r" };
		const char *cell = cells[draw(LENGTH(cells))], *sep = behind[draw(draw(8) ? 6 : 7)];
		i += (size_t)sprintf(p + i, "%s%s", cell, sep);
	}
	return n;
}

static void check(const char *name, const char *p, size_t n, struct dialect d)
{
	static struct expected e;
	struct batch b = { .dialect = d, .len = n };
	struct scan s;

	reference(&e, p, n, d);
	memcpy(batch_room(&b, 0, n), p, n);
	memset(b.buf + n, draw(2) ? '\n' : '"', BATCH_PAD); /* what lies behind must not matter */
	scan_start(&s, &b);
	for (size_t to = 0; to < n && !s.fault;) {
		size_t step = 1 + draw(draw(2) ? 9 : 300);
		to = to + step < n ? to + step : n;
		char kept = to < n ? b.buf[to] : 0;
		if (to < n)
			b.buf[to] = draw(2) ? '\n' : '"'; /* nor what has not been read yet */
		scan_choose(name)(&s, &b, to);
		if (to < n)
			b.buf[to] = kept;
	}
	scan_finish(&s, &b, n);
	const struct marks *m = &b.marks;
	bool same = s.fault == e.fault && m->nrow == e.nrow && (!s.fault || s.fault_at == e.fault_at) &&
		    m->row[m->nrow] == e.row[e.nrow] && memcmp(m->row, e.row, (e.nrow + 1) * 4) == 0 &&
		    memcmp(m->start, e.start, (e.nrow + 1) * 4) == 0 &&
		    memcmp(m->sep, e.sep, e.row[e.nrow] * 4) == 0;
	if (!same)
		fail_msg(
			"%s on %zu bytes: fault %d at %zu, expected %d at %zu; rows %zu, expected %zu:\n%.*s",
			name, n, s.fault, s.fault_at, e.fault, e.fault_at, m->nrow, e.nrow, (int)n, p);
	batch_release(&b);
}

static void test_random(void **state)
{
	char text[1100];
	size_t faults[3] = { 0 };
	static struct expected e;

	(void)state;
	for (int round = 0; round < 40000; round++) {
		struct dialect d = { draw(8) ? ',' : 'a', draw(8) == 0 };
		size_t n = generate(text, draw(4) ? 150 : 1000);
		reference(&e, text, n, d);
		faults[e.fault]++;
		for (size_t k = 0; k < LENGTH(table_scanners); k++)
			if (scan_choose(table_scanners[k]))
				check(table_scanners[k], text, n, d);
	}
	for (int k = 0; k < 3; k++)
		assert_true(faults[k] > 1000); /* the generator reaches all of it */
}

/* Each short text over six letters, in one piece and in single bytes. */
static void test_every_short_text(void **state)
{
	static const char letters[] = "a,\"\n\r\"";

	(void)state;
	for (unsigned code = 0; code < 6 * 6 * 6 * 6 * 6 * 6; code++) {
		char text[6];
		unsigned rest = code;
		for (int i = 0; i < 6; i++, rest /= 6)
			text[i] = letters[rest % 6];
		for (size_t k = 0; k < LENGTH(table_scanners); k++)
			if (scan_choose(table_scanners[k]))
				check(table_scanners[k], text, sizeof text, (struct dialect){ ',', false });
	}
}

/* Any byte may be the delimiter, and none may be taken for it: bytes of both signs, one off, all 64 places.
 */
static void test_bytes(void **state)
{
	char text[256];

	(void)state;
	for (int d = 1; d < 256; d++) {
		if (d == '"' || d == '\n' || d == '\r')
			continue;
		for (int i = 0; i < 256; i++)
			text[i] = (char)(i == '"' ? 'x' : (i * 7 + d) & 255);
		for (size_t k = 0; k < LENGTH(table_scanners); k++)
			if (scan_choose(table_scanners[k]))
				check(table_scanners[k], text, sizeof text,
				      (struct dialect){ (char)d, true });
	}
}

static void test_choice(void **state)
{
	(void)state;
	assert_non_null(scan_choose(NULL));
	assert_non_null(scan_choose("scalar"));
	assert_null(scan_choose("abacus"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_every_short_text),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_choice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
