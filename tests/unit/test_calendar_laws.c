/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Open time over random calendars, zones and pairs of instants: its laws, and a
 * brute force that turns each boundary into an instant by trying the minutes one
 * by one; then the vectors of other people's test suites.
 */
#include "tests/unit/calendar.h"

#include "base/file.h"

static uint64_t seed = 5;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return low + (int64_t)(seed % (uint64_t)(high - low + 1));
}

/* ---- at random ---- */

static const char *const zones[] = {
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"Australia/Lord_Howe",
	"Pacific/Apia",
	"Asia/Kathmandu",
	"Africa/Casablanca",
	"Asia/Gaza",
	"Antarctica/Troll",
	"Europe/Dublin",
	"America/Sao_Paulo",
	"America/St_Johns",
	"Pacific/Kwajalein",
};
enum { ZONES = sizeof zones / sizeof *zones };

static struct hours random_hours(void)
{
	int16_t from = (int16_t)roll(0, 1439), step = (int16_t)(roll(0, 2) ? 15 : 1);

	from = (int16_t)(from / step * step);
	return (struct hours){ from, (int16_t)(from + roll(1, 1440 / step) * step) };
}

/* A calendar around one day, which is often one with a clock change or next to one. */
static void random_plan(struct plan *p, int64_t *around)
{
	plan_init(p, zones[roll(0, ZONES - 1)]);
	*around = day_number((int32_t)roll(1975, 2099), 1, 1) + roll(0, 364);
	for (int tries = 0; tries < 400 && roll(0, 4); tries++, ++*around)
		if (zone_offset(p->said.zone, *around * 86400) !=
		    zone_offset(p->said.zone, (*around + 1) * 86400))
			break;
	for (int64_t n = roll(0, 10); n > 0; n--)
		p->weekly[p->said.nweekly++] = (struct weekly_hours){ (int)roll(0, 6), random_hours() };
	for (int64_t n = roll(0, 2); n > 0; n--)
		p->holiday[p->said.nholidays++] = *around + roll(-4, 4);
	for (int64_t n = roll(0, 3); n > 0; n--) {
		int64_t d = *around + roll(-4, 4);
		p->open[p->said.nopen++] = (struct dated_hours){ d, d + roll(0, 1), random_hours() };
	}
	for (int64_t n = roll(0, 3); n > 0; n--) {
		int64_t d = *around + roll(-4, 4);
		p->closed[p->said.nclosed++] =
			(struct dated_hours){ d, d + roll(0, 2),
					      roll(0, 2) ? random_hours() : (struct hours){ 0 } };
	}
}

enum { SPAN_DAYS = 16, MINUTES = SPAN_DAYS * 1440 };

/* The minute, from the window's first, at which a wall clock shows so many minutes: tried one by one. A time
 * that is never shown is moved by what was skipped: the clock before the change would have shown it. */
static int64_t minute_of(const struct zone *z, int64_t window, int64_t wall)
{
	int64_t guess = wall * 60 - 30 * 3600;

	for (int64_t t = guess; t < wall * 60 + 30 * 3600; t += 60)
		if (t + zone_offset(z, t) == wall * 60)
			return t / 60 - window;
	int32_t before = zone_offset(z, guess);
	for (int64_t t = guess; t + zone_offset(z, t) < wall * 60; t += 60)
		before = zone_offset(z, t);
	return wall - before / 60 - window;
}

static void paint(bool *minute, const struct plan *p, int64_t window, int64_t d, struct hours h, bool open)
{
	int64_t from = minute_of(p->said.zone, window, d * 1440 + h.from),
		to = minute_of(p->said.zone, window, d * 1440 + h.to);

	for (int64_t m = from < 0 ? 0 : from; m < to && m < MINUTES; m++)
		minute[m] = open;
}

/* Every minute from `window` on, open or not. */
static void brute_force(bool *minute, const struct plan *p, int64_t window, int64_t around)
{
	const struct calendar_plan *s = &p->said;

	memset(minute, 0, MINUTES * sizeof *minute);
	for (int64_t d = around - SPAN_DAYS; d < around + SPAN_DAYS; d++) {
		bool off = false, special = false;
		for (size_t i = 0; i < s->nholidays; i++)
			off |= s->holiday[i] == d;
		for (size_t i = 0; i < s->nclosed; i++)
			off |= !s->closed[i].hours.to && s->closed[i].first <= d && d <= s->closed[i].last;
		for (size_t i = 0; i < s->nopen; i++)
			if (s->open[i].first <= d && d <= s->open[i].last) {
				special = true;
				paint(minute, p, window, d, s->open[i].hours, true);
			}
		for (size_t i = 0; i < s->nweekly && !off && !special; i++)
			if (s->weekly[i].weekday == (d % 7 + 10) % 7) /* 1970 began on a Thursday */
				paint(minute, p, window, d, s->weekly[i].hours, true);
	}
	for (size_t i = 0; i < s->nclosed; i++)
		for (int64_t d = s->closed[i].first; d <= s->closed[i].last && s->closed[i].hours.to; d++)
			paint(minute, p, window, d, s->closed[i].hours, false);
}

static void open_time_is_that_of_counted_minutes(void **state)
{
	static bool minute[MINUTES];

	(void)state;
	for (int trial = 0; trial < 150; trial++) {
		struct plan p;
		int64_t around, counted = 0;
		random_plan(&p, &around);
		int64_t window = (around - SPAN_DAYS / 2) * 1440;
		brute_force(minute, &p, window, around);
		const struct calendar *c = compiled(&p);
		for (int64_t m = 0; m < MINUTES; m++) {
			int64_t t = instant_of((window + m) * MINUTE_US);
			if (calendar_is_open(c, t) != minute[m] ||
			    calendar_between(c, instant_of(window * MINUTE_US), t) != counted * MINUTE_US)
				fail_msg("trial %d: %s: open %d, %lld minutes before", trial,
					 written(t, p.said.zone), minute[m], (long long)counted);
			counted += minute[m];
		}
		plan_release(&p);
	}
}

/* W(t, A(t, d)) = d, and no earlier instant will do; sums add up; reversed is negative. */
static void laws(void **state)
{
	(void)state;
	for (int trial = 0; trial < 60; trial++) {
		struct plan p;
		int64_t around;
		random_plan(&p, &around);
		const struct calendar *c = compiled(&p);
		for (int k = 0; k < 300; k++) {
			int64_t reach = roll(0, 2) ? 10 * DAY_US : 12000 * DAY_US;
			int64_t a = instant_of(around * DAY_US + roll(-reach, reach)),
				b = a + instant_of(roll(-reach, reach));
			int64_t d = roll(0, 1) ? roll(-40, 40) * HOUR_US : roll(-reach / 9, reach / 9);
			int64_t w = calendar_between(c, a, b), then = calendar_plus(c, a, d);
			if (w == INSTANT_NONE)
				continue; /* outside the years */
			assert_true(calendar_between(c, b, a) == -w);
			const int64_t opened = calendar_opened(c, a); /* the same in two steps */
			assert_true(calendar_since(c, opened, b) == w);
			assert_true(calendar_opened(c, b) - opened == w);
			if (d > 0)
				assert_true(calendar_when(c, opened + d) == then);
			assert_true((w >= 0) == (b >= a) || !w);
			int64_t m = a + instant_of(roll(-reach, reach)), am = calendar_between(c, a, m);
			assert_true(am == INSTANT_NONE || am + calendar_between(c, m, b) == w);
			if (then == INSTANT_NONE)
				continue;
			assert_true(calendar_between(c, a, then) == d);
			assert_true(d <= 0 || calendar_between(c, a, then - instant_of(1)) < d);
			assert_true(d >= 0 || calendar_between(c, a, then + instant_of(1)) > d);
		}
		plan_release(&p);
	}
}

/* The N-th end is that of the N-th day that opens in time, counted day by day. */
static void office_days_counted(void **state)
{
	(void)state;
	for (int trial = 0; trial < 40; trial++) {
		struct plan p;
		int64_t around;
		random_plan(&p, &around);
		p.said.nclosed = 0; /* which may cut a day's opening to behind the next one's */
		for (size_t i = 0; i < p.said.nweekly; i++)
			p.weekly[i].hours.to = p.weekly[i].hours.to > 1440 ? 1440 : p.weekly[i].hours.to;
		p.said.nopen = 0;
		p.said.zone = zone("UTC");
		const struct calendar *c = compiled(&p);
		int64_t t = instant_of(around * DAY_US + roll(0, DAY_US - 1)), n = 0;
		for (int64_t d = around - 1; d < around + 20; d++) {
			int64_t next = instant_of((d + 1) * DAY_US),
				first = calendar_plus(c, instant_of(d * DAY_US), 1);
			if (first == INSTANT_NONE || first > next || first - instant_of(1) < t)
				continue;
			int64_t end = calendar_plus(c, next, -1) + instant_of(1);
			assert_true(calendar_day_end(c, t, ++n) == end);
		}
		plan_release(&p);
	}
}

/* ---- other people's vectors ---- */

static struct buf vectors;

static bool vectors_read(const char *name)
{
	const char *shared = getenv("LEADPIPE_SHARED");
	struct buf path = { 0 };

	buf_print(&path, "%s/data/business_time/%s", shared ? shared : "", name);
	buf_char(&path, '\0');
	buf_clear(&vectors);
	bool there = shared && file_read(path.p, &vectors);
	buf_char(&vectors, '\0');
	buf_release(&path);
	if (!there)
		print_message("no business-time vectors in LEADPIPE_SHARED\n");
	return there;
}

/* The next text in quotes before `end`; NULL: there is none. */
static char *quoted(char **from, const char *end, char *out)
{
	char *open = strchr(*from, '"'), *close = open ? strchr(open + 1, '"') : NULL;

	if (!close || close > end || close - open > 39)
		return NULL;
	memcpy(out, open + 1, (size_t)(close - open - 1));
	out[close - open - 1] = '\0';
	*from = close + 1;
	return out;
}

static char *behind(char *from, const char *key)
{
	char *found = from ? strstr(from, key) : NULL;

	if (!found)
		fail_msg("no %s in the vectors", key);
	return found + strlen(key);
}

/* One calendar of calendars.json, which is laid out one key a line. */
static void plan_from(struct plan *p, char *json, const char *name)
{
	char key[64], word[40], date[40];

	snprintf(key, sizeof key, "\n \"%s\": {", name);
	char *at_tz = behind(behind(json, key), "\"tz\":"), *s = at_tz;
	plan_init(p, quoted(&s, s + 99, word));
	for (int d = 0; d < 7; d++) {
		snprintf(key, sizeof key, "\"%.3s\": [", &"montuewedthufrisatsun"[d * 3]);
		s = behind(at_tz, key);
		for (char *end = strchr(s, ']'); quoted(&s, end, word);)
			p->weekly[p->said.nweekly++] = (struct weekly_hours){ d, hours(word) };
	}
	s = behind(at_tz, "\"holidays\": [");
	for (char *end = strchr(s, ']'); quoted(&s, end, word);)
		holiday(p, word);
	for (int breaks = 0; breaks < 2; breaks++) {
		s = behind(at_tz, breaks ? "\"breaks\": {" : "\"overrides\": {");
		for (char *end = strchr(s, '}'); quoted(&s, end, date);)
			for (char *list = strchr(s, ']'); quoted(&s, list, word);)
				if (breaks)
					closed(p, date, date, word);
				else
					opened(p, date, word);
	}
}

/* The cells of a line, at most n; a quoted one loses its quotes. */
static void split(char *line, char **cell, int n)
{
	for (int i = 0; i < n; i++) {
		cell[i] = line;
		bool quote = *line == '"';
		line += strcspn(line + quote, quote ? "\"" : ",\n") + (quote ? 2U : 0U);
		if (*line)
			*line++ = '\0';
	}
}

enum vector { BETWEEN, ADD, IS_OPEN };

/* Zero added is where it opens next, to those suites; the least instant with no open time behind it is t
 * itself to us. A moment more, taken back, says the same as theirs. */
static void one_vector(enum vector what, struct plan *p, char **cell)
{
	const struct calendar *c = compiled(p);
	int64_t t = at(cell[3], NULL), wanted, got;
	int64_t number = what == IS_OPEN ? 0 : atoll(what == ADD ? cell[4] : cell[6]);

	if (what == IS_OPEN) {
		wanted = cell[5][0] == '1';
		got = calendar_is_open(c, t);
	} else if (what == BETWEEN) {
		wanted = number * SECOND_US;
		got = calendar_between(c, t, at(cell[4], NULL));
	} else {
		wanted = at(cell[6], NULL);
		got = number ? calendar_plus(c, t, number * SECOND_US)
			     : calendar_plus(c, t, 1) - instant_of(1);
	}
	if (got != wanted)
		fail_msg("vector %s of %s (%s): %lld, not %lld", cell[0], cell[1], cell[2], (long long)got,
			 (long long)wanted);
}

static void check_vectors(enum vector what, const char *file, int least)
{
	struct buf json = { 0 };
	int checked = 0;

	if (!vectors_read("calendars.json"))
		skip();
	buf_str(&json, buf_view(&vectors));
	assert_true(vectors_read(file));
	char *line = strchr(vectors.p, '\n') + 1;
	while (*line) {
		char *cell[9], *next = line + strcspn(line, "\n");
		next += *next == '\n';
		char *copy = strndup(line, (size_t)(next - line));
		struct plan p;
		split(copy, cell, 9);
		plan_from(&p, json.p, cell[2]);
		one_vector(what, &p, cell);
		plan_release(&p);
		free(copy);
		line = next;
		checked++;
	}
	assert_true(checked >= least);
	buf_release(&json);
}

static void vectors_between(void **state)
{
	(void)state;
	check_vectors(BETWEEN, "vectors_between.csv", 37);
}

static void vectors_add(void **state)
{
	(void)state;
	check_vectors(ADD, "vectors_add.csv", 35);
}

static void vectors_open(void **state)
{
	(void)state;
	check_vectors(IS_OPEN, "vectors_open.csv", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_time_is_that_of_counted_minutes),
		cmocka_unit_test(laws),
		cmocka_unit_test(office_days_counted),
		cmocka_unit_test(vectors_between),
		cmocka_unit_test(vectors_add),
		cmocka_unit_test(vectors_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
