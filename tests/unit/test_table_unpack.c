/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed files: read as what they were, or refused; never a short result. */
#include "table.h"

#include <errno.h>

#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "table/unpack.h"

/* ---- packing ---- */

static void gzip(struct buf *out, struct str text)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)text.p, .avail_in = (uInt)text.n };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t room = deflateBound(&z, text.n) + 64;
	z.next_out = (Bytef *)buf_room(out, room);
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->n += room - z.avail_out;
	deflateEnd(&z);
}

static void zstd(struct buf *out, struct str text)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(text.n);

	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	size_t n = ZSTD_compress2(c, buf_room(out, room), room, text.p, text.n);
	assert_false(ZSTD_isError(n));
	out->n += n;
	ZSTD_freeCCtx(c);
}

typedef void pack_fn(struct buf *out, struct str text);
static pack_fn *const pack[] = { gzip, zstd };

/* ---- whole files ---- */

/* What a file of these bytes says; p NULL: errno. */
static struct str unpacked(struct buf *out, struct str bytes)
{
	buf_clear(out);
	if (!unpack_file(table_file("packed", bytes.p, bytes.n), out)) {
		assert_int_equal(out->n, 0);
		return STR_NONE;
	}
	return buf_view(out);
}

static struct str sample(void)
{
	static struct buf text;

	for (int i = 0; text.n < 1500; i++)
		buf_print(&text, "%d,%x,a name\n", i, (unsigned)i * 2654435761U);
	return buf_view(&text);
}

static void test_members_follow_each_other(void **state)
{
	struct buf packed = { 0 }, out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(pack); i++) {
		buf_clear(&packed);
		pack[i](&packed, STR("a,b\n"));
		pack[i](&packed, STR(""));
		pack[i](&packed, STR("1,2\n"));
		assert_true(str_eq(unpacked(&out, buf_view(&packed)), STR("a,b\n1,2\n")));
		buf_str(&packed, STR("rest"));
		assert_null(unpacked(&out, buf_view(&packed)).p);
		assert_int_equal(errno, FILE_DAMAGED);
		buf_clear(&packed);
		pack[i](&packed, STR(""));
		assert_true(str_eq(unpacked(&out, buf_view(&packed)), STR("")));
	}
	assert_true(str_eq(unpacked(&out, STR("plain")), STR("plain")));
	assert_true(str_eq(unpacked(&out, STR("")), STR("")));
	buf_clear(&packed); /* zeros behind gzip are a tape's, a frame to skip is of a parallel zstd */
	gzip(&packed, STR("x"));
	buf_add(&packed, "\0\0\0\0", 4);
	gzip(&packed, STR("y"));
	buf_add(&packed, "\0\0", 2);
	assert_true(str_eq(unpacked(&out, buf_view(&packed)), STR("xy")));
	buf_clear(&packed);
	buf_str(&packed, STR("\x50\x2A\x4D\x18\x02\0\0\0??"));
	zstd(&packed, STR("x"));
	assert_true(str_eq(unpacked(&out, buf_view(&packed)), STR("x")));
	buf_release(&packed);
	buf_release(&out);
}

/* Of n bytes and fewer than all: too early, never a short text. The shortest are no packed file at all. */
static void test_a_file_cut_short(void **state)
{
	struct buf packed = { 0 }, out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(pack); i++) {
		buf_clear(&packed);
		pack[i](&packed, sample());
		for (size_t n = 4; n < packed.n; n++) {
			if (unpacked(&out, str_slice(buf_view(&packed), 0, n)).p)
				fail_msg("%zu of %zu bytes are a file", n, packed.n);
			assert_int_equal(errno, FILE_CUT_OFF);
		}
	}
	buf_release(&packed);
	buf_release(&out);
}

static void test_a_damaged_file(void **state)
{
	struct buf packed = { 0 }, out = { 0 };
	size_t refused = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(pack); i++) {
		buf_clear(&packed);
		pack[i](&packed, sample());
		for (size_t k = 4; k < packed.n; k++) {
			packed.p[k] ^= 0x10;
			struct str text = unpacked(&out, buf_view(&packed));
			if (text.p && !str_eq(text, sample())) /* gzip's date and the like may be any */
				fail_msg("byte %zu is another, and so is the text", k);
			refused += !text.p;
			packed.p[k] ^= 0x10;
		}
	}
	assert_true(refused > 500);
	buf_release(&packed);
	buf_release(&out);
}

/* What comes out before the stream ends or fails, and then how it ends, when n bytes are asked for at a time.
 */
static void drained(struct buf *out, struct str packed, size_t n)
{
	struct unpacker *u = unpacker_new(packed);
	uint64_t count = 0;
	ssize_t got;

	buf_clear(out);
	while ((got = unpacker_read(u, -1, buf_room(out, n), n, &count)) > 0)
		out->n += (size_t)got;
	buf_print(out, got ? "! %d" : ".", errno);
	unpacker_free(u);
}

/* Whatever bit is another: the good bytes before it don't hang on how many are read at a time. */
static size_t good_before_damage(struct buf *packed)
{
	struct buf at_once = { 0 }, in_steps = { 0 };
	size_t partly = 0;

	for (size_t bit = 4 * 8; bit < packed->n * 8; bit++) {
		packed->p[bit / 8] ^= (char)(1 << bit % 8);
		drained(&at_once, buf_view(packed), 4096);
		for (size_t n = 1; n < 1000; n = n * 7 + 1) {
			drained(&in_steps, buf_view(packed), n);
			if (!str_eq(buf_view(&at_once), buf_view(&in_steps)))
				fail_msg("bit %zu, %zu bytes at a time", bit, n);
		}
		partly += at_once.p[0] != '!' && at_once.p[at_once.n - 1] != '.';
		packed->p[bit / 8] ^= (char)(1 << bit % 8);
	}
	buf_release(&at_once);
	buf_release(&in_steps);
	return partly;
}

static void test_what_is_good_before_damage(void **state)
{
	struct buf packed = { 0 };
	ZSTD_CCtx *c = ZSTD_createCCtx();
	ZSTD_outBuffer to = { buf_room(&packed, 4096), 4096, 0 };

	(void)state;
	for (int i = 0; i < 3; i++) { /* blocks of one frame */
		ZSTD_inBuffer in = { sample().p, 400, 0 };
		ZSTD_compressStream2(c, &to, &in, i < 2 ? ZSTD_e_flush : ZSTD_e_end);
	}
	packed.n = to.pos;
	assert_true(good_before_damage(&packed) > 100);
	buf_clear(&packed);
	gzip(&packed, sample());
	assert_true(good_before_damage(&packed) > 100);
	ZSTD_freeCCtx(c);
	buf_release(&packed);
}

static void test_a_window_too_wide(void **state)
{
	struct buf packed = { 0 }, out = { 0 };
	ZSTD_CCtx *c = ZSTD_createCCtx();
	ZSTD_inBuffer in = { "x", 1, 0 };
	ZSTD_outBuffer to = { buf_room(&packed, 4096), 4096, 0 };

	(void)state;
	ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, 28);
	ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, 0);
	ZSTD_compressStream2(c, &to, &in, ZSTD_e_flush);
	in = (ZSTD_inBuffer){ "y", 1, 0 };
	assert_int_equal(ZSTD_compressStream2(c, &to, &in, ZSTD_e_end), 0);
	packed.n = to.pos;
	assert_null(unpacked(&out, buf_view(&packed)).p);
	assert_int_equal(errno, FILE_WIDE);
	assert_non_null(strstr(file_why(errno), "--long=31"));
	ZSTD_freeCCtx(c);
	buf_release(&packed);
	buf_release(&out);
}

static void test_a_file_that_swells(void **state)
{
	struct buf zeros = { 0 }, packed = { 0 }, out = { 0 };

	(void)state;
	memset(buf_room(&zeros, 1 << 20), 'x', 1 << 20);
	zeros.n = 1 << 20;
	for (int i = 0; i < 257; i++)
		gzip(&packed, buf_view(&zeros));
	assert_null(unpacked(&out, buf_view(&packed)).p);
	assert_int_equal(errno, EOVERFLOW);
	buf_release(&zeros);
	buf_release(&packed);
	buf_release(&out);
}

/* ---- the lead stream ---- */

static const char *packed_file(const char *name, pack_fn *fn, struct str text)
{
	struct buf packed = { 0 };

	fn(&packed, text);
	const char *path = table_file(name, packed.p, packed.n);
	buf_release(&packed);
	return path;
}

static void test_streams(void **state)
{
	const struct str first = STR("\xEF\xBB\xBFsep=;\r\nid;name\r\n1;\"a\r\nb\"\r\n"),
			 second = STR("sep=;\nid;name\n2;c"), third = STR("id;name\n3;d\n");
	const char *files[] = { packed_file("f0.gz", gzip, first), packed_file("f1", zstd, second),
				table_file("f2", third.p, third.n) };
	struct buf out = { 0 };

	(void)state;
	table_dump_all_ways(&out, files, 3, (struct source_options){ 0 });
	assert_string_equal(out.p, "# id|name|\n3|1|\"a\r\nb\"|+2\n3|2|c|+2\n2|3|d|+1\n");

	struct buf packed = { 0 };
	gzip(&packed, STR("a\tb\n1\t2\n"));
	files[0] = table_file("f0.tsv.gz", packed.p, packed.n);
	table_dump_all_ways(&out, files, 1, (struct source_options){ 0 });
	assert_string_equal(out.p, "# a|b|\n2|1|2|+1\n");

	files[0] = table_file("f0", packed.p, packed.n - 1);
	table_dump_all_ways(&out, files, 1, (struct source_options){ 0 });
	assert_string_equal(strstr(out.p, "! "),
			    "! f0: what is compressed in it ends too early; was it copied "
			    "completely?\n");
	packed.p[packed.n - 8] ^= 1; /* the checksum */
	files[0] = table_file("f0", packed.p, packed.n);
	table_dump_all_ways(&out, files, 1, (struct source_options){ 0 });
	assert_string_equal(strstr(out.p, "! "), "! f0: what is compressed in it is damaged\n");

	struct buf twice = { 0 };
	packed.p[packed.n - 8] ^= 1;
	gzip(&twice, buf_view(&packed));
	files[0] = table_file("f0", twice.p, twice.n);
	table_dump_all_ways(&out, files, 1, (struct source_options){ 0 });
	assert_string_equal(out.p,
			    "! t: f0: this is gzip within another file; unpack it with gzip -dc first\n");

	files[0] = packed_file("f0", zstd, STR("<html>\n<body>"));
	table_dump_all_ways(&out, files, 1, (struct source_options){ 0 });
	assert_non_null(strstr(out.p, "this is HTML"));
	files[0] = packed_file("f0", zstd, STR(""));
	table_dump_all_ways(&out, files, 1, (struct source_options){ .allow_empty = true });
	assert_string_equal(out.p, "# \n");
	buf_release(&twice);
	buf_release(&packed);
	buf_release(&out);
}

static int remove_folder(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members_follow_each_other),
		cmocka_unit_test(test_a_file_cut_short),
		cmocka_unit_test(test_a_damaged_file),
		cmocka_unit_test(test_what_is_good_before_damage),
		cmocka_unit_test(test_a_window_too_wide),
		cmocka_unit_test(test_a_file_that_swells),
		cmocka_unit_test(test_streams),
	};
	return cmocka_run_group_tests(tests, NULL, remove_folder);
}
