/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What four tools in a pipe are measured against:
 *	yardstick_pipe score FILE | yardstick_pipe bant | yardstick_pipe route REPS | yardstick_pipe sla
 *
 * What pipeline.agreement asks, no more, written by hand: on rows that nobody has, on 31 October 2026. The
 *bytes that each writes are those of leadscore, leadbant, leadroute and leadsla -q. As them, each reads 128
 *KB of a pipe of 1 MB at a time. What it can't judge ends the run with status 2.
 */
#include "yardstick_rows.h"
#include "yardstick_team.h"

enum { COLUMNS = 8, ADDED = 64 }; /* of what is added to a row: bytes, at most */

static char output[4 * SIZE];
static size_t place[COLUMNS];
static struct memo memos[COLUMNS][MEMOS];

static inline struct cell ask(size_t row, size_t column)
{
	return cell_at(row, place[column]);
}

static inline char *copy(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i += 32)
		memcpy(to + i, from + i, 32);
	return to + n;
}

/* Behind each row what `add` writes, which says how long it is; with the newline. */
static inline __attribute__((always_inline)) void put_rows(size_t rows, size_t (*add)(size_t row, char *to))
{
	char *to = output;

	for (size_t row = 0; row < rows; row++) {
		const uint32_t *end = &at[row * columns];
		to = copy(to, input + end[0] + 1, end[columns] - end[0] - 1);
		to += add(row, to);
	}
	put(output, (size_t)(to - output));
}

/* Up to 64 bytes. */
struct text {
	char at[ADDED];
	size_t n;
};

static inline size_t put_text(char *to, const struct text *t)
{
	memcpy(to, t->at, ADDED);
	return t->n;
}

/* ---- score */

enum { TITLE, EMPLOYEES, INDUSTRY, COUNTRY, EMAIL, VIEWS, WEBINARS, BEST = 100 };

static const char *const scored[] = { "title", "employees",  "industry", "country",
				      "email", "page_views", "webinars" };
static struct text scores[BEST + 1];

static void prepare_scores(void)
{
	for (int i = 0; i <= BEST; i++)
		scores[i].n = (size_t)snprintf(scores[i].at, ADDED, ",%d,%d,%c,%s\n", i, i,
					       i >= 50	 ? 'A'
					       : i >= 20 ? 'B'
							 : 'C',
					       i >= 40 ? "yes" : "no");
}

static int32_t points_of_text(const char *s, size_t column)
{
	switch (column) {
	case TITLE:
		return leads(s) ? 15 : 0;
	case INDUSTRY:
		return is(s, "Software") ? 10 : 0;
	default:
		return is(s, "DE") || is(s, "AT") || is(s, "CH") || is(s, "NL") ? 5 : 0;
	}
}

static inline size_t add_score(size_t row, char *to)
{
	int32_t x = recall(memos[TITLE], ask(row, TITLE), points_of_text, TITLE) +
		    recall(memos[INDUSTRY], ask(row, INDUSTRY), points_of_text, INDUSTRY) +
		    recall(memos[COUNTRY], ask(row, COUNTRY), points_of_text, COUNTRY) +
		    (number(ask(row, EMPLOYEES)) >= 200 ? 10 : 0) + at_most(20, 2, number(ask(row, VIEWS))) +
		    at_most(16, 8, number(ask(row, WEBINARS))) - (private_mailbox(ask(row, EMAIL)) ? 15 : 0);

	return put_text(to, &scores[x < 0 ? 0 : x]);
}

static void put_scores(size_t rows)
{
	put_rows(rows, add_score);
}

/* ---- bant */

enum { BUDGET, AUTHORITY, NEED, QUESTIONS };

static const char *const qualified[] = { "budget", "title", "pricing_visits" };
static struct text answers[1 << QUESTIONS];

static void prepare_answers(void)
{
	static const char *const asks[QUESTIONS] = { "budget", "authority", "need" };

	for (unsigned yes = 0; yes < 1 << QUESTIONS; yes++) {
		struct text *t = &answers[yes];
		const char *next = "";
		for (size_t i = QUESTIONS; i--;)
			next = yes >> i & 1 ? next : asks[i];
		for (size_t i = 0; i < QUESTIONS; i++)
			t->n += (size_t)sprintf(t->at + t->n, ",%s", yes >> i & 1 ? "yes" : "unknown");
		int sure = __builtin_popcount(yes);
		t->n += (size_t)sprintf(t->at + t->n, ",%d,%s,%s\n", sure, sure >= 2 ? "yes" : "no", next);
	}
}

static int32_t has_authority(const char *title, size_t told)
{
	(void)told;
	return strcasestr(title, "chief") || strcasestr(title, "director");
}

static inline size_t add_answers(size_t row, char *to)
{
	unsigned budget = number(ask(row, BUDGET)) >= 10000, need = number(ask(row, NEED)) >= 2,
		 authority =
			 (unsigned)recall(memos[AUTHORITY], ask(row, AUTHORITY), has_authority, AUTHORITY);

	return put_text(to, &answers[budget << BUDGET | authority << AUTHORITY | need << NEED]);
}

static void put_answers(size_t rows)
{
	put_rows(rows, add_answers);
}

/* ---- route */

enum { ID, STAFF, REGION, VISITS, GRADE, OWNER, COUNTRIES = 64, GRADES = 3 };

static const char *const dealt[] = { "id", "employees", "country", "page_views", "grade", "owner" };
static struct pool *everybody;
static struct country {
	char name[SHORT + 1];
	struct pool *enterprise, *keen[GRADES];
} countries[COUNTRIES];
static size_t ncountries;

static bool is_enterprise(const struct rep *r, const char *region)
{
	return r->enterprise && !strcasecmp(r->region, region);
}

static void prepare_team(const char *path)
{
	read_reps(path);
	everybody = pool_of(is_inside, NULL, false);
}

static int32_t country_of(const char *name, size_t told)
{
	(void)told;
	for (size_t i = 0; i < ncountries; i++)
		if (is(name, countries[i].name))
			return (int32_t)i;
	if (ncountries == COUNTRIES || strlen(name) > SHORT)
		refuse("too many countries, or a long name");
	struct country *c = &countries[ncountries];
	strcpy(c->name, name);
	c->enterprise = pool_of(is_enterprise, name, false);
	for (size_t g = 0; g < GRADES; g++)
		c->keen[g] = pool_of(is_inside, name, false);
	return (int32_t)ncountries++;
}

static inline size_t deal(size_t row, uint64_t lot, const struct text **route)
{
	static const struct text keen = { ",inside,keen\n", 13 }, rest = { ",inside,rest\n", 13 },
				 enterprise = { ",enterprise,enterprise\n", 23 };
	const struct country *c = &countries[recall(memos[REGION], ask(row, REGION), country_of, REGION)];
	struct cell grade = ask(row, GRADE);

	if (grade.n != 1 || (unsigned)(*grade.p - 'A') >= GRADES || ask(row, OWNER).n)
		refuse("no grade, or an owner");
	if (number(ask(row, STAFF)) >= 1000 && c->enterprise->sum)
		return *route = &enterprise, give(c->enterprise, lot, false);
	struct pool *p = c->keen[*grade.p - 'A'];
	if (number(ask(row, VISITS)) >= 10 && p->sum)
		return *route = &keen, give(p, lot, false);
	return *route = &rest, give(everybody, lot, false);
}

static void put_dealt(size_t rows)
{
	enum { AHEAD = 16 };
	static uint64_t lots[SIZE];
	char *to = output;

	for (size_t row = 0; row < rows; row++) {
		struct cell id = ask(row, ID);
		if (!id.n)
			refuse("no id");
		lots[row] = XXH3_64bits(id.p, id.n);
	}
	for (size_t row = 0; row < rows; row++) {
		const struct text *route;
		__builtin_prefetch(&known[lots[row + AHEAD] & (known_cap - 1)], 1);
		note(lots[row]);
		const struct rep *r = &reps[deal(row, lots[row], &route)];
		const char *start = input + at[row * columns] + 1, *owner = ask(row, OWNER).p;
		to = copy(to, start, (size_t)(owner - start));
		memcpy(to, r->name, sizeof r->name);
		to = copy(to + r->name_size, owner, (size_t)(input + at[(row + 1) * columns] - owner));
		to += put_text(to, route);
	}
	put(output, (size_t)(to - output));
}

/* ---- sla */

enum { CREATED, ACTIVITY, STATUS, YEAR = 365, OPENS = 9 * 3600, OFFICE = 8 * 3600, MOST_HOURS = YEAR * 8 };

static const char *const promised[] = { "created_at", "last_activity_at", "status" };

/* All by local time: no office hour has a clock change, and in the order of times it is the same. */
static struct {
	int64_t before; /* office time until then, of the year */
	int64_t open;	/* of that day */
} days[YEAR];
static struct text due_on[YEAR]; /* of office days */
static int64_t new_year, now;	 /* its first day, as in moment(); office time until now */
static char two[100][2], hours[MOST_HOURS + 1][8];
static unsigned char hours_size[MOST_HOURS + 1];

static void prepare_days(void)
{
	static const int closed[] = { 101, 403, 406, 501, 514, 525, 1003, 1031 };
	const int64_t *year = months[26];
	int64_t office = 0;
	size_t nclosed = 0, month = 1;

	new_year = year[1] + 1;
	for (int i = 0; i < YEAR; i++) {
		month += month < 12 && i == year[month + 1] - year[1];
		int date = (int)month * 100 + i - (int)(year[month] - year[1]) + 1;
		bool off = date == closed[nclosed];
		nclosed += off && nclosed + 1 < sizeof closed / sizeof *closed;
		days[i].before = office * OFFICE;
		days[i].open = !off && (i + 3) % 7 < 5 ? OFFICE : 0; /* it began on a Thursday */
		if (date == 1031)
			now = days[i].before;
		if (!days[i].open)
			continue;
		struct text *due = &due_on[office++];
		due->n = (size_t)sprintf(due->at, ",2026-%02d-%02dT00:00:00+%02d:00,", date / 100, date % 100,
					 date >= 329 && date < 1025 ? 2 : 1);
	}
	for (size_t i = 0; i < 100; i++)
		two[i][0] = (char)('0' + i / 10), two[i][1] = (char)('0' + i % 10);
	for (size_t i = 0; i <= MOST_HOURS; i++)
		hours_size[i] = (unsigned char)sprintf(hours[i], "%zu.", i);
}

static int32_t has_left(const char *status, size_t told)
{
	(void)told;
	return is(status, "Unqualified");
}

/* Seconds of office time in the year before a time. */
static inline int64_t office_before(int64_t t)
{
	int64_t day = t / DAY - new_year, since = t % DAY - OPENS;

	if ((uint64_t)day >= YEAR)
		refuse("a time of another year");
	since = since < 0 ? 0 : since;
	return days[day].before + (since < days[day].open ? since : days[day].open);
}

/* When there were so many seconds of office time. */
static inline char *put_due(char *to, int64_t office)
{
	uint64_t day = (uint64_t)(office - 1) / OFFICE, s = (uint64_t)office - day * OFFICE + OPENS;

	memcpy(to, due_on[day].at, 32);
	memcpy(to + 12, two[s / 3600], 2);
	memcpy(to + 15, two[s / 60 % 60], 2);
	memcpy(to + 18, two[s % 60], 2);
	return to + 27;
}

static inline char *put_hours(char *to, int64_t seconds)
{
	uint64_t hundredths = ((uint64_t)seconds + 18) / 36;

	memcpy(to, hours[hundredths / 100], 8);
	to += hours_size[hundredths / 100];
	memcpy(to, two[hundredths % 100], 2);
	return to + 2;
}

static inline size_t add_clock(size_t row, char *to)
{
	static const char status[][16] = { ",met,mql\n", ",late,mql\n", ",late,\n", ",overdue,\n" };
	static const unsigned char size[] = { 9, 10, 7, 10 };
	int64_t created = moment(ask(row, CREATED)), answered = moment(ask(row, ACTIVITY));
	bool left = recall(memos[STATUS], ask(row, STATUS), has_left, STATUS);
	char *start = to;

	if (created < 0)
		refuse("a lead without a beginning");
	if (answered >= 0 && answered < created) {
		memcpy(to, ",,,reversed,\n", 13);
		return 13;
	}
	int64_t from = office_before(created), end = answered < 0 ? now : office_before(answered),
		spent = end - from;
	int how = answered < 0 ? (left ? 2 : 3) : spent > OFFICE;
	if (end > now || (answered < 0 && spent < OFFICE))
		refuse("a clock that goes on");
	if (spent == OFFICE && answered >= 0)
		how = office_before(answered - 1) == end; /* it was due before */
	to = put_due(to, from + OFFICE);
	if (how != 2)
		to = put_hours(to, spent);
	memcpy(to, status[how], 16);
	return (size_t)(to + size[how] - start);
}

static void put_clocks(size_t rows)
{
	put_rows(rows, add_clock);
}

/* ---- the stage */

static const struct stage {
	const char *name, *added;
	const char *const *asked;
	size_t n;
	void (*put)(size_t rows);
} stages[] = {
	{ "score", ",fit,score,grade,mql\n", scored, sizeof scored / sizeof *scored, put_scores },
	{ "bant", ",bant_budget,bant_authority,bant_need,bant,sql,ask_next\n", qualified, QUESTIONS,
	  put_answers },
	{ "route", ",team,route\n", dealt, sizeof dealt / sizeof *dealt, put_dealt },
	{ "sla", ",answer_due,answer_hours,answer_status,answer_answer\n", promised,
	  sizeof promised / sizeof *promised, put_clocks },
};
static const struct stage *stage;

static void put_header(const char *p, size_t n)
{
	put(p, n);
	put(stage->added, strlen(stage->added));
}

int main(int argc, char **argv)
{
	size_t i = 0;

	while (i < sizeof stages / sizeof *stages && argc > 1 && strcmp(argv[1], stages[i].name) != 0)
		i++;
	if (argc < 2 || i == sizeof stages / sizeof *stages)
		refuse("usage: yardstick_pipe score|bant|route|sla [REPS] [FILE]");
	stage = &stages[i];
	bool deals = stage->put == put_dealt;
	if (argc < 2 + deals || argc > 3 + deals)
		refuse("usage: yardstick_pipe score|bant|route|sla [REPS] [FILE]");
	int fd = argc == 3 + deals ? open(argv[argc - 1], O_RDONLY) : STDIN_FILENO;
	if (fd < 0)
		refuse("can't open the file");
	prepare_cells();
	prepare_scores();
	prepare_answers();
	prepare_days();
	if (deals)
		prepare_team(argv[2]);
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE);
	read_rows(fd, stage->asked, stage->n, place, put_header, stage->put);
	return 0;
}
