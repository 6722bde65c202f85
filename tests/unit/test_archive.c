/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives as their parts see them: which columns are the same, which night it was, and what a second base
 * is. */
#include "table.h"

#include "fold/history.h"
#include "fold/lines.h"
#include "fold/nights.h"
#include "fold/state.h"

#include "archive.h"

/* ---- columns ---- */

static struct arena arena;

/* The numbers of the columns of a header, whose names are separated by commas. */
static const char *meet(struct columns *c, const char *header)
{
	static char out[128];
	struct str head[8], rest = str_from(header);
	size_t n = 0;

	for (;;) {
		const char *comma = memchr(rest.p, ',', rest.n);
		size_t to = comma ? (size_t)(comma - rest.p) : rest.n;
		head[n++] = str_slice(rest, 0, to);
		if (!comma)
			break;
		rest = str_slice(rest, to + 1, rest.n);
	}
	const struct header_then *h = columns_meet(c, head, n);
	*out = '\0';
	for (size_t i = 0; i < n; i++)
		sprintf(out + strlen(out), "%s%u", i ? "," : "", h->of[i]);
	return out;
}

static void test_columns(void **state)
{
	struct columns c = { .arena = &arena };

	(void)state;
	assert_string_equal(meet(&c, "Record ID,Lead Status,Name,Name,"), "0,1,2,3,4");
	assert_string_equal(meet(&c, "Name,Record ID,lead_status"),
			    "2,0,1");				       /* order, and a loose spelling */
	assert_string_equal(meet(&c, "Lead Status,Record ID"), "1,0"); /* the last spelling counts */
	assert_string_equal(meet(&c, "Record ID,Status"), "0,5");      /* another name: another column */
	assert_string_equal(meet(&c, "Record ID,Lead Status,Name,Name,"), "0,1,2,3,4"); /* all are back */
	assert_string_equal(meet(&c, "lead-status,Lead Status"), "6,1"); /* exactly goes before loosely */
	assert_string_equal(meet(&c, "LEAD STATUS,lead-status"), "1,6");
	assert_string_equal(meet(&c, "Name[2],[5],[2]"), "3,4,7");
	assert_string_equal(meet(&c, ",,"), "8,7,9"); /* [1], [2], [3] */
	assert_int_equal(c.n, 10);
	columns_release(&c);
}

static void test_names(void **state)
{
	const struct str head[] = { STR("Name"), STR(""), STR("Name"), STR("Lead Status"), STR("") };
	struct header_then h = { .n = LENGTH(head), .head = head };

	(void)state;
	h.name = columns_apart(&arena, head, h.n);
	assert_true(str_eq(h.name[2], STR("Name[2]")));
	assert_int_equal(header_find(&h, STR("Name"), &arena), 0);
	assert_int_equal(header_find(&h, STR("name[2]"), &arena), 2);
	assert_int_equal(header_find(&h, STR("[5]"), &arena), 4);
	assert_int_equal(header_find(&h, STR("lead_status"), &arena), 3);
	assert_int_equal(header_find(&h, STR("status"), &arena), SIZE_MAX);
	assert_int_equal(header_find(&h, STR(""), &arena), SIZE_MAX);
}

/* ---- lines ---- */

static void test_lines(void **state)
{
	struct buf b = { 0 };
	uint64_t n;

	(void)state;
	line_add(&b, STR("cell"));
	line_add(&b, STR("a,\"b"));
	line_add(&b, STR(""));
	line_add_number(&b, UINT64_C(12345678901));
	line_add_hex(&b, 0xAB);
	buf_char(&b, '\n');
	line_add(&b, STR("end"));
	buf_char(&b, '\0');
	assert_string_equal(b.p, "cell,\"a,\"\"b\",,12345678901,00000000000000ab\nend");
	buf_release(&b);
	assert_true(hex_read(STR("00000000000000ab"), &n) && n == 0xAB);
	assert_true(hex_read(STR("ffffffffffffffff"), &n) && n == UINT64_MAX);
	assert_false(hex_read(STR("00000000000000aB"), &n));
	assert_false(hex_read(STR("0ab"), &n));
	assert_false(hex_read((struct str){ "000000000000000\0", 16 }, &n));
}

/* ---- hashes ---- */

static void test_hash(void **state)
{
	const struct str head[] = { STR("a"), STR("b") }, one[] = { STR("1"), STR("") },
			 two[] = { STR("2"), STR("x") }, moved[] = { STR(""), STR("1") };
	struct hash_pair ab = night_hash(head, 2), ba = ab, other = ab;
	struct buf room = { 0 };
	const uint32_t turned[] = { 1, 0 };

	(void)state;
	night_hash_row(&ab, &room, one, NULL, 2);
	night_hash_row(&ab, &room, two, NULL, 2);
	night_hash_row(&ba, &room, two, NULL, 2);
	night_hash_row(&ba, &room, moved, turned, 2);
	assert_true(ab.low == ba.low && ab.high == ba.high);
	night_hash_row(&other, &room, two, NULL, 2);
	night_hash_row(&other, &room, moved, NULL, 2);
	assert_false(ab.low == other.low || ab.high == other.high);
	buf_release(&room);
}

/* ---- a second base ---- */

static char folder[] = "/tmp/leadpipe-archive-XXXXXX";

enum { SMALL_NIGHTS = 12 };

/* Lead i is gone in one night of three, and so is the last column; each cell is long, so that changes soon
 * outgrow the base. */
static void put_export(struct buf *b, size_t night)
{
	bool wide = night % 3;

	buf_clear(b);
	buf_str(b, wide ? STR("id,a,b\n") : STR("id,a\n"));
	for (size_t i = 0; i < 5; i++) {
		if ((night + i) % 3 == 0)
			continue;
		buf_print(b, "%zu,%0*zu", i, 400, night / 2 + i);
		buf_print(b, wide ? ",%zu\n" : "\n", night / 4);
	}
}

static size_t changes, changes_due;

static bool count_change(void *ctx, const struct archive_change *c)
{
	const struct archive *a = ctx;

	assert_false(str_eq(c->was, c->is));
	assert_true(c->at == SIZE_MAX || c->after < c->at);
	changes_due += c->at != SIZE_MAX && c->column.n && !a->night[c->at].is_void;
	changes++;
	return true;
}

static void test_second_base(void **state)
{
	struct diags d = { .tool = "t" };
	struct buf filed[SMALL_NIGHTS] = { { 0 } }, b = { 0 }, again = { 0 };
	struct archive a;
	size_t bases = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < SMALL_NIGHTS; i++) {
		put_export(&b, i);
		assert_true(
			archive_file(folder, table_file("x.csv", b.p, b.n), archive_day(i), &filed[i], &d));
	}
	for (size_t i = 0; i < SMALL_NIGHTS; i++) {
		buf_clear(&again);
		assert_true(archive_then(folder, archive_day(i), &again, &d));
		assert_int_equal(again.n, filed[i].n);
	}
	assert_true(archive_open(&a, folder, ARCHIVE_READ, NULL, NULL, &d));
	assert_int_equal(a.nights, SMALL_NIGHTS);
	for (size_t i = 0; i < a.nights; i++)
		bases += a.night[i].base.file.p != NULL;
	assert_in_range(bases, 2, SMALL_NIGHTS / 2);
	assert_true(nights_prove(&a));
	/* the history does not depend on bases */
	assert_true(history_read(&a, SMALL_NIGHTS - 1, count_change, &a));
	assert_in_range(changes, 60, 200);
	assert_in_range(changes_due, 30, 200);
	/* what is not as it was filed is not given back, though every checksum is right */
	for (size_t i = 0; i < SMALL_NIGHTS; i++) {
		const struct rows_sink sink = { archive_dialect, NULL, archive_add, &again };
		struct rows_told told;
		buf_clear(&again);
		a.night[i].hash.low ^= 1;
		assert_false(nights_prove(&a));
		assert_false(rows_of_night(&a, i, SIZE_MAX, &sink, &told));
		assert_int_equal(again.n, 0);
		a.night[i].hash.low ^= 1;
	}
	assert_true(nights_prove(&a));
	archive_release(&a);
	for (size_t i = 0; i < SMALL_NIGHTS; i++)
		buf_release(&filed[i]);
	buf_release(&b);
	buf_release(&again);
	diags_release(&d);
}

/* ---- which night ---- */

static void test_as_of(void **state)
{
	struct night night[] = {
		{ .at = day_date(100, zone_utc()) },
		{ .at = instant_of(102 * 86400 * SECOND_US) },
		{ .at = instant_of(105 * 86400 * SECOND_US), .is_void = true },
		{ .at = instant_of(103 * 86400 * SECOND_US) },
		{ .at = instant_of(104 * 86400 * SECOND_US), .is_void = true },
	};
	struct archive a = { .night = night, .nights = LENGTH(night) };

	(void)state;
	assert_int_equal(archive_last(&a), 3);
	assert_int_equal(archive_as_of(&a, day_date(99, zone_utc()), zone_utc()), SIZE_MAX);
	assert_int_equal(archive_as_of(&a, day_date(100, zone_utc()), zone_utc()), 0);
	assert_int_equal(archive_as_of(&a, day_date(101, zone_utc()), zone_utc()), 0);
	assert_int_equal(archive_as_of(&a, night[1].at - 2, zone_utc()), 0);
	assert_int_equal(archive_as_of(&a, night[1].at, zone_utc()), 1);
	assert_int_equal(archive_as_of(&a, day_date(110, zone_utc()), zone_utc()), 3);
	a.nights = 0;
	assert_int_equal(archive_last(&a), SIZE_MAX);
}

static int finish(void **state)
{
	(void)state;
	arena_release(&arena);
	archive_remove(folder);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns), cmocka_unit_test(test_names),
		cmocka_unit_test(test_lines),	cmocka_unit_test(test_hash),
		cmocka_unit_test(test_as_of),	cmocka_unit_test(test_second_base),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
