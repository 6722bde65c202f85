/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time zones, judged by zdump(8) for a dozen hard ones and by libc's
 * localtime_r() for all that the system lists, at every change and between;
 * then files of our own making, whole and broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "time/instant.h"
#include "time/zone.h"

static const char *const hard[] = {
	"Europe/Berlin",     "Europe/Dublin",  "Africa/Casablanca", "America/Scoresbysund",
	"America/Nuuk",	     "Asia/Gaza",      "Pacific/Apia",	    "Australia/Lord_Howe",
	"America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Kwajalein", "Antarctica/Troll",
	"America/New_York",  "Asia/Tehran",    "America/St_Johns",  "Pacific/Chatham",
};

enum { HARD = sizeof hard / sizeof *hard };

static uint64_t seed = 7;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return low + (int64_t)(seed % (uint64_t)(high - low + 1));
}

static int64_t year_start(int32_t year)
{
	return day_number(year, 1, 1) * 86400;
}

static struct zone *load(const char *name)
{
	struct buf why = { 0 };
	struct zone *z = zone_load(str_from(name), &why);

	if (!z)
		fail_msg("%.*s", STR_ARG(buf_view(&why)));
	buf_release(&why);
	return z;
}

/* ---------------------------------------------------------------- oracles */

static bool zdump_line(const char *line, char *name, int64_t *t, int32_t *offset)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4], *east = strstr(line, "gmtoff=");
	int day, h, m, s, year;

	if (!east ||
	    sscanf(line, "%99s %*s %3s %d %d:%d:%d %d UT", name, month, &day, &h, &m, &s, &year) != 7)
		return false;
	int number = (int)((strstr(months, month) - months) / 3) + 1;
	*t = day_number(year, number, day) * 86400 + h * 3600 + m * 60 + s;
	*offset = atoi(east + 7);
	return true;
}

static void as_zdump_says(void **state)
{
	char line[400], name[100];
	int lines = 0;
	int64_t t = 0, before = 0;
	int32_t offset = 0, last = 0;

	(void)state;
	if (system("command -v zdump >/dev/null 2>&1") != 0) {
		print_message("no zdump here\n");
		skip();
	}
	for (int i = 0; i < HARD; i++) {
		struct zone *z = load(hard[i]);
		snprintf(line, sizeof line, "zdump -V -c 1900,2110 %s", hard[i]);
		FILE *f = popen(line, "r");
		assert_non_null(f);
		before = INT64_MAX;
		while (fgets(line, sizeof line, f)) {
			if (!zdump_line(line, name, &t, &offset))
				fail_msg("what does zdump mean by: %s", line);
			if (zone_offset(z, t) != offset)
				fail_msg("%d, but %s", zone_offset(z, t), line);
			for (int k = 0; k < 5 && t > before && last == offset; k++)
				assert_int_equal(zone_offset(z, roll(before, t)), offset);
			before = t, last = offset;
			lines++;
		}
		assert_int_equal(pclose(f), 0);
		zone_free(z);
	}
	assert_true(lines > 3000);
}

static int32_t libc_offset(int64_t t)
{
	struct tm tm;
	time_t at = (time_t)t;

	assert_non_null(localtime_r(&at, &tm));
	return (int32_t)tm.tm_gmtoff;
}

/* By the law, from the offsets before and after a lone change. */
static void wall_clocks_near(const struct zone *z, int64_t change, int32_t before, int32_t after)
{
	static const int64_t beside[] = { -86399, -3601, -1, 0, 1, 899, 1799, 1800, 3599, 3600, 86399 };

	for (size_t i = 0; i < 2 * sizeof beside / sizeof *beside; i++) {
		int64_t local = change + (i % 2 ? before : after) + beside[i / 2];
		int64_t first = local - before, second = local - after;
		bool skipped = first >= change && second < change;
		int64_t want = first < change || skipped ? first : second;
		assert_true(zone_instant(z, local) == want);
		assert_true(zone_first(z, local) == (skipped ? change : want));
	}
}

static int changes_seen;

static void compare_with_libc(const char *name)
{
	const int64_t week = 7 * 86400;
	struct zone *z = load(name);

	setenv("TZ", name, 1);
	tzset();
	for (int64_t t = year_start(1920); t < year_start(2101); t += week) {
		int32_t before = libc_offset(t), after = libc_offset(t + week);
		if (zone_offset(z, t) != before)
			fail_msg("%s at %lld: %d, not %d", name, (long long)t, zone_offset(z, t), before);
		int64_t at = roll(t, t + week);
		assert_int_equal(zone_offset(z, at), libc_offset(at));
		if (before == after)
			continue;
		int64_t low = t, high = t + week; /* the change is in (low, high] */
		while (high - low > 1) {
			int64_t middle = low + (high - low) / 2;
			if (libc_offset(middle) == before)
				low = middle;
			else
				high = middle;
		}
		after = libc_offset(high);
		assert_int_equal(zone_offset(z, low), before);
		assert_int_equal(zone_offset(z, high), after);
		changes_seen++;
		if (zone_offset(z, high - 3 * 86400) == before && zone_offset(z, high + 3 * 86400) == after)
			wall_clocks_near(z, high, before, after);
	}
	zone_free(z);
}

static void as_libc_says(void **state)
{
	struct buf list = { 0 };
	int zones = 0;

	(void)state;
	assert_true(file_read("/usr/share/zoneinfo/zone1970.tab", &list) ||
		    file_read("/usr/share/zoneinfo/tzdata.zi", &list));
	buf_char(&list, '\0');
	for (char *save, *line = strtok_r(list.p, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char name[100];
		if (*line != '#' &&
		    (sscanf(line, "%*s\t%*s\t%99s", name) == 1 || sscanf(line, "Z %99s", name) == 1)) {
			compare_with_libc(name);
			zones++;
		}
	}
	assert_true(zones > 300);
	assert_true(changes_seen > 20000);
	buf_release(&list);
}

static void centuries_ahead(void **state)
{
	(void)state;
	for (int i = 0; i < HARD; i++) {
		struct zone *z = load(hard[i]);
		setenv("TZ", hard[i], 1);
		tzset();
		for (int k = 0; k < 3000; k++) {
			int64_t t = roll(year_start(2100), year_start(9999));
			if (zone_offset(z, t) != libc_offset(t))
				fail_msg("%s at %lld", hard[i], (long long)t);
			int64_t back = zone_instant(z, t + zone_offset(z, t));
			assert_true(back == t || back == t - 3600 || back == t - 1800 || back == t - 7200);
		}
		zone_free(z);
	}
}

/* ----------------------------------------------------- files of our making */

static char folder[] = "/tmp/zones.XXXXXX";

static void put(struct buf *b, int64_t x, int bytes)
{
	while (bytes--)
		buf_char(b, bytes < 8 ? (char)((uint64_t)x >> 8 * bytes) : 0);
}

struct made {
	char version;
	int n;
	struct {
		int64_t at;
		int type;
	} change[4];
	int32_t type[4];
	int leaps;
	const char *footer;
};

static void put_block(struct buf *b, const struct made *m, int width, bool empty)
{
	int n = empty ? 0 : m->n, leaps = empty ? 0 : m->leaps;

	buf_str(b, STR("TZif"));
	buf_char(b, m->version);
	put(b, 0, 15);
	put(b, 0, 4), put(b, 0, 4), put(b, leaps, 4), put(b, n, 4), put(b, 4, 4), put(b, 4, 4);
	for (int i = 0; i < n; i++)
		put(b, m->change[i].at, width);
	for (int i = 0; i < n; i++)
		put(b, m->change[i].type, 1);
	for (int i = 0; i < 4; i++)
		put(b, m->type[i], 4), put(b, 0, 2);
	buf_add(b, "XXX\0", 4);
	for (int i = 0; i < leaps; i++)
		put(b, 78796800, width), put(b, 1, 4);
}

static void make(struct buf *b, const struct made *m)
{
	buf_clear(b);
	put_block(b, m, 4, m->version >= '2');
	if (m->version >= '2') {
		put_block(b, m, 8, false);
		buf_print(b, "\n%s\n", m->footer);
	}
}

static struct zone *load_bytes(struct str bytes, struct buf *why)
{
	char path[64];

	snprintf(path, sizeof path, "%s/Made", folder);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fwrite(bytes.p, 1, bytes.n, f);
	assert_int_equal(fclose(f), 0);
	setenv("TZDIR", folder, 1);
	struct zone *z = zone_load(STR("Made"), why);
	unsetenv("TZDIR");
	return z;
}

static struct zone *load_made(const struct made *m)
{
	struct buf b = { 0 }, why = { 0 };

	make(&b, m);
	struct zone *z = load_bytes(buf_view(&b), &why);
	buf_release(&b);
	buf_release(&why);
	return z;
}

static int64_t at(int32_t year, int month, int day, int hour)
{
	return day_number(year, month, day) * 86400 + hour * 3600;
}

static void expect(const struct made *m, int64_t t, int32_t before, int32_t from)
{
	struct zone *z = load_made(m);

	assert_non_null(z);
	if (zone_offset(z, t - 1) != before || zone_offset(z, t) != from)
		fail_msg("'%s' at %lld: %d, %d", m->footer, (long long)t, zone_offset(z, t - 1),
			 zone_offset(z, t));
	zone_free(z);
}

static void footers(void **state)
{
	struct made m = { '2', 1, { { at(2000, 1, 1, 0), 1 } }, { 60, 0, 3600, 0 }, 0, "" };

	(void)state;
	expect(&m, at(2000, 1, 1, 0), 60, 0);
	expect(&m, at(2030, 7, 1, 0), 0, 0);
	m.footer = "AAA0BBB,J60/0,J300/0"; /* J60 is 1 March in every year */
	expect(&m, at(2024, 3, 1, 0), 0, 3600);
	expect(&m, at(2023, 3, 1, 0), 0, 3600);
	expect(&m, at(2023, 10, 26, 23), 3600, 0);
	m.footer = "AAA0BBB,59/0,299/0"; /* day 59 from 0: 29 February in leap years */
	expect(&m, at(2024, 2, 29, 0), 0, 3600);
	expect(&m, at(2023, 3, 1, 0), 0, 3600);
	m.footer = "AAA0BBB"; /* the United States' rule */
	expect(&m, at(2026, 3, 8, 2), 0, 3600);
	expect(&m, at(2026, 11, 1, 1), 3600, 0);
	m.footer = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"; /* the evening before */
	expect(&m, at(2026, 3, 29, 1), -7200, -3600);
	m.footer = "<+01>-1<+0330>-3:30:10,M1.1.1/167,M12.5.0/-167"; /* a week after, a week before */
	expect(&m, at(2026, 1, 11, 22), 3600, 12610);
	expect(&m, at(2026, 12, 20, 1) - 12610, 12610, 3600);
	m.footer = "AAA0BBB-1,0/0,J365/25"; /* summer all the year: end and next start coincide */
	for (int year = 2003; year < 2500; year += 71)
		expect(&m, at(year, 1, 1, 0), 3600, 3600);
	m.footer = "IST-1GMT0,M10.5.0,M3.5.0/1"; /* "summer" an hour back */
	expect(&m, at(2400, 1, 1, 0), 0, 0);
	expect(&m, at(2400, 7, 1, 0), 3600, 3600);
}

static void rules_begin_after_the_last_change(void **state)
{
	struct made m = { '2',
			  2,
			  { { at(2000, 1, 1, 0), 1 }, { at(2010, 1, 1, 0), 1 } },
			  { 0, 0, 0, 0 },
			  0,
			  "AAA0BBB,J60/0,J300/0" };

	(void)state;
	expect(&m, at(2009, 3, 1, 0), 0, 0); /* the change of 2010 changes nothing, but counts */
	expect(&m, at(2010, 3, 1, 0), 0, 3600);
	m.version = '1'; /* no footer at all, and times of 32 bits */
	m.type[1] = 7200;
	expect(&m, at(2010, 3, 1, 0), 7200, 7200);
	expect(&m, at(2000, 1, 1, 0), 0, 7200);
	m = (struct made){ .version = '3', .type = { 0 }, .footer = "AAA0BBB,J60/0,J300/0" };
	expect(&m, at(1970, 3, 1, 0), 0, 3600); /* no change in the file: the rule holds always */
	expect(&m, at(1, 3, 1, 0), 0, 3600);
	expect(&m, at(9998, 3, 1, 0), 0, 3600);
}

static void broken_files(void **state)
{
	static const char *const bad[] = { "A0",
					   "AAA",
					   "AAA0BBB,",
					   "AAA0BBB,J0,J1",
					   "AAA0BBB,M13.1.0,M1.1.0",
					   "AAA0BBB,M1.6.0,M1.1.0",
					   "AAA0BBB,J1,J2,",
					   "AAA25",
					   "<AAA0",
					   "AAA0BBB,J1/168,J2" };
	struct made m = { '2', 2, { { 0, 1 }, { 100, 2 } }, { 0, 60, 120, 0 }, 0, "AAA0BBB,J60/0,J300/0" };
	struct buf b = { 0 }, why = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct made wrong = m;
		wrong.footer = bad[i];
		assert_null(load_made(&wrong));
	}
	make(&b, &m);
	for (size_t n = 0; n < b.n; n++) {
		buf_clear(&why);
		assert_null(load_bytes(str_slice(buf_view(&b), 0, n), &why));
		assert_true(str_ends(buf_view(&why), STR("/Made' is cut short")));
	}
	for (int i = 0; i < 4000; i++) { /* must not crash; the sanitizers look on */
		char saved = b.p[(size_t)i % b.n];
		b.p[(size_t)i % b.n] ^= (char)roll(1, 255);
		struct zone *z = load_bytes(buf_view(&b), &why);
		if (z) {
			zone_offset(z, roll(year_start(1), year_start(9999)));
			zone_instant(z, roll(year_start(1), year_start(9999)));
		}
		zone_free(z);
		b.p[(size_t)i % b.n] = saved;
	}
	m.leaps = 1;
	assert_null(load_made(&m));
	m.leaps = 0, m.change[1].at = 0;
	assert_null(load_made(&m));
	m.change[1] = m.change[2], m.n = 1, m.change[0].type = 4;
	assert_null(load_made(&m));
	buf_release(&b);
	buf_release(&why);
}

static void names(void **state)
{
	static const struct {
		const char *name, *why;
	} wrong[] = {
		{ "Europe/Berln", "no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?" },
		{ "europe/berlin", "no time zone 'europe/berlin'; did you mean 'Europe/Berlin'?" },
		{ "berlin", "no time zone 'berlin'; did you mean 'Europe/Berlin'?" },
		{ "../etc/passwd", "no time zone '../etc/passwd'" },
		{ "/etc/localtime", "no time zone '/etc/localtime'" },
		{ "", "no time zone ''" },
		{ "Europe/", "no time zone 'Europe/'" },
		{ "Europe", NULL }, /* a directory */
		{ "+5", "no time zone '+5'" },
		{ "+16:00", "no time zone '+16:00'" },
		{ "+05:3", "no time zone '+05:3'" },
		{ "zone1970.tab", NULL },
		{ "leapseconds",
		  "time zone 'leapseconds': '/usr/share/zoneinfo/leapseconds' is no TZif file" },
	};
	static const struct {
		const char *name;
		int32_t offset;
	} fixed[] = { { "UTC", 0 }, { "Z", 0 }, { "+05:30", 19800 }, { "-0800", -28800 }, { "+01", 3600 } };
	struct buf why = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		buf_clear(&why);
		assert_null(zone_load(str_from(wrong[i].name), &why));
		if (wrong[i].why && !str_eq(buf_view(&why), str_from(wrong[i].why)))
			fail_msg("%.*s", STR_ARG(buf_view(&why)));
	}
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		struct zone *z = load(fixed[i].name);
		assert_int_equal(zone_offset(z, 1000), fixed[i].offset);
		assert_true(zone_instant(z, 1000) == 1000 - fixed[i].offset);
		assert_true(zone_first(z, 1000) == 1000 - fixed[i].offset);
		assert_int_equal(zone_is_utc(z), fixed[i].offset == 0);
		zone_free(z);
	}
	assert_int_equal(zone_offset(zone_utc(), INT64_C(1) << 40), 0);
	zone_free(NULL);
	buf_release(&why);
}

/* A zone that there is, in a folder that lists it: what is wrong with its file, and never another name. */
static void unreadable_files(void **state)
{
	char path[64], list[64], wanted[200];
	struct buf why = { 0 };

	(void)state;
	snprintf(path, sizeof path, "%s/Made", folder);
	snprintf(list, sizeof list, "%s/tzdata.zi", folder);
	FILE *f = fopen(list, "w");
	assert_non_null(f);
	fputs("Z Made 1 - M\nZ Made/Up 1 - M\nL Made/Up Alias\n", f);
	assert_int_equal(fclose(f), 0);
	setenv("TZDIR", folder, 1);

	static const char *const said[] = {
		"time zone 'Made': '%s' is missing; is tzdata installed as a whole?",
		"time zone 'Made': '%s' can't be read: too many levels of symbolic links",
		"time zone 'Made': '%s' is no TZif file",
	};
	unlink(path);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		if (i == 1)
			assert_int_equal(symlink("Made", path), 0);
		if (i == 2) {
			unlink(path);
			assert_int_equal(symlink("tzdata.zi", path), 0);
		}
		buf_clear(&why);
		assert_null(zone_load(STR("Made"), &why));
		snprintf(wanted, sizeof wanted, said[i], path);
		if (!str_eq(buf_view(&why), str_from(wanted)))
			fail_msg("%.*s", STR_ARG(buf_view(&why)));
	}
	buf_clear(&why);
	assert_null(zone_load(STR("Alias"), &why));
	snprintf(wanted, sizeof wanted, "time zone 'Alias': '%s/Alias' is missing; 'Made/Up' is the same",
		 folder);
	assert_true(str_eq(buf_view(&why), str_from(wanted)));
	buf_clear(&why);
	assert_null(zone_load(STR("Mude"), &why));
	assert_true(str_eq(buf_view(&why), STR("no time zone 'Mude'; did you mean 'Made'?")));
	unlink(list);
	buf_clear(&why);
	assert_null(zone_load(STR("Mude"), &why));
	snprintf(wanted, sizeof wanted, "no time zone 'Mude' in %s", folder);
	assert_true(str_eq(buf_view(&why), str_from(wanted)));
	unlink(path);
	unsetenv("TZDIR");
	buf_release(&why);
}

static int make_folder(void **state)
{
	(void)state;
	unsetenv("TZDIR");
	return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof path, "%s/Made", folder);
	unlink(path);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_zdump_says),
		cmocka_unit_test(as_libc_says),
		cmocka_unit_test(centuries_ahead),
		cmocka_unit_test(footers),
		cmocka_unit_test(rules_begin_after_the_last_change),
		cmocka_unit_test(broken_files),
		cmocka_unit_test(unreadable_files),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("zone", tests, make_folder, drop_folder);
}
