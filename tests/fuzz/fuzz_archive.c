/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first byte says what an input is. An odd one: exports, separated by the next byte, which are filed
 * night by night; as of each night the archive says what was filed, in whatever order, also when all are
 * there. An even one: a month of an archive, behind its first line; what is refused is left as it was, and
 * all that is accepted can be asked for.
 */
#include <fcntl.h>

#include "base/file.h"
#include "base/hash.h"
#include "fold/history.h"
#include "fold/lines.h"
#include "fold/nights.h"
#include "input.h"

#include "../unit/archive.h"

enum { NIGHTS = 16 };

static char folder[] = "/tmp/leadpipe-fuzz-XXXXXX";

static void remove_folder(void)
{
	archive_remove(folder);
}

static void start(void)
{
	static bool made;

	if (!made) {
		check(mkdtemp(folder) != NULL, "a folder is made");
		atexit(remove_folder);
	}
	made = true;
	archive_remove(folder);
}

/* Header and rows as a sum that no order changes, but for the header's place. */
static struct hash_pair sum_of(struct str rows)
{
	struct batch b = { .len = rows.n };
	struct hash_pair sum = { 0 };

	b.buf = calloc(b.cap = rows.n + 64, 1);
	memcpy(b.buf, rows.p, rows.n);
	batch_scan(&b, (struct dialect){ .delimiter = ',' }, 0);
	for (size_t i = 0; i < b.marks.nrow; i++) {
		struct record r = batch_record(&b, i);
		struct hash_pair h = hash_pair((struct str){ r.p, r.n });
		sum.low += i ? h.low : 3 * h.low;
		sum.high += h.high;
	}
	batch_release(&b);
	return sum;
}

static void as_filed(size_t night, struct hash_pair filed)
{
	struct diags d = { .tool = "fuzz" };
	struct buf rows = { 0 };

	check(archive_then(folder, archive_day(night), &rows, &d), "a night comes back");
	struct hash_pair sum = sum_of(buf_view(&rows));
	check(sum.low == filed.low && sum.high == filed.high, "as of each night = the export that was filed");
	buf_release(&rows);
	diags_release(&d);
}

static bool no_change(void *ctx, const struct archive_change *c)
{
	*(size_t *)ctx += 1;
	check(c->lead.n && c->was.p && c->is.p && !str_eq(c->was, c->is), "a change is one");
	return true;
}

/* All that may be asked of an archive. */
static void ask_all(bool good)
{
	struct diags d = { .tool = "fuzz" };
	struct archive a;
	size_t changes = 0;

	bool open = archive_open(&a, folder, ARCHIVE_READ, NULL, NULL, &d);
	check(open == !d.errors, "a refusal is told");
	size_t last = open ? archive_last(&a) : SIZE_MAX;
	if (last != SIZE_MAX) {
		bool read = history_read(&a, last, no_change, &changes);
		bool proved = nights_prove(&a);
		check(!good || (read && proved), "what was filed is proved");
	}
	archive_release(&a);
	diags_release(&d);
}

static void file_nights(struct str rest)
{
	char separator = (char)input_byte(&rest);
	struct hash_pair filed[NIGHTS];
	size_t at[NIGHTS], n = 0;

	for (size_t night = 0; rest.n && n < NIGHTS; night++) {
		struct diags d = { .tool = "fuzz" };
		struct buf rows = { 0 };
		const char *path = file_of(input_text(&rest, separator), NULL);
		bool good = archive_file(folder, path, archive_day(night), &rows, &d);
		check(good == !d.errors || !good, "what is filed is right");
		if (good) {
			at[n] = night;
			filed[n] = sum_of(buf_view(&rows));
			as_filed(night, filed[n++]);
		}
		buf_release(&rows);
		diags_release(&d);
	}
	for (size_t i = 0; i < n; i++)
		as_filed(at[i], filed[i]);
	if (n)
		ask_all(true);
}

static void put(const char *name, struct str head, struct str bytes)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
	check(fd >= 0 && write(fd, head.p, head.n) == (ssize_t)head.n &&
		      write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && close(fd) == 0,
	      "a file is made");
}

/* The month with ends that are right, as if a run had written what is in it. */
static void mend(struct str month, struct buf *out)
{
	struct batch b = { .len = month.n };
	struct buf scratch = { 0 };
	uint64_t sum = 0, lines = 0;

	b.buf = calloc(b.cap = month.n + 64, 1);
	memcpy(b.buf, month.p, month.n);
	batch_scan(&b, (struct dialect){ .delimiter = ',' }, 0);
	for (size_t i = 0; i < b.marks.nrow; i++) {
		struct record r = batch_record(&b, i);
		if (str_eq(record_raw(&r, 0), STR("end"))) {
			line_add(out, STR("end"));
			line_add(out, line_cell(&r, 1, &scratch));
			line_add_number(out, lines);
			line_add_hex(out, sum);
			lines = 0;
		} else {
			buf_add(out, r.p, r.n);
			sum = line_sum(sum, &r);
			lines++;
		}
		buf_char(out, '\n');
	}
	batch_release(&b);
	buf_release(&scratch);
}

static void read_month(struct str month)
{
	struct diags d = { .tool = "fuzz" };
	struct buf after = { 0 };
	struct archive a;
	char path[128];

	mkdir(folder, 0700);
	put("base.csv", STR("id,a,b\n"), STR("1,x,\n2,,\"y\nz\"\n"));
	put("2026-01.csv", STR("archive,1\n"), month);
	ask_all(false);
	bool open = archive_open(&a, folder, ARCHIVE_WRITE, archive_no_wait, NULL, &d);
	archive_release(&a);
	snprintf(path, sizeof path, "%s/2026-01.csv", folder);
	check(file_read(path, &after), "the month is there");
	struct str left = str_slice(buf_view(&after), sizeof "archive,1\n" - 1, after.n);
	check(open ? str_starts(month, left) : str_eq(month, left),
	      "what is refused is left as it was, and only the end is cut off");
	buf_release(&after);
	diags_release(&d);
	ask_all(false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = input_whole(data, size);
	unsigned char what = input_byte(&rest);
	struct buf month = { 0 };

	start();
	if (what & 1)
		file_nights(rest);
	else if (what & 2)
		mend(rest, &month), read_month(buf_view(&month));
	else
		read_month(rest);
	buf_release(&month);
	return 0;
}
