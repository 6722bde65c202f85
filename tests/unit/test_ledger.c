/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: what comes back, what is cut off, what is left alone, and what a death at any moment leaves. */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ---- what comes back ---- */

static void test_new(void **state)
{
	const char *path = file("");
	struct ledger *l;

	(void)state;
	for (int there = 0; there < 2; there++) {
		assert_true(there || unlink(path) == 0);
		l = loaded(path);
		holds(path, HEADER, strlen(HEADER));
		has_owner(l, "1", NULL);
		add(l, " 1 ", "ana ");
		has_owner(l, "1", "ana");
		add(l, "1", "bob");
		has_owner(l, "1", "bob");
		holds(path, HEADER, strlen(HEADER)); /* held until */
		assert_true(ledger_commit(l));
		add(l, "2", "eve");
		ledger_close(l); /* not committed */
		l = loaded(path);
		same(&heard, "1|ana|emea|big|123456789abcdef|1772442000000000|1\n"
			     "1|bob|emea|big|123456789abcdef|1772442000000000|1\n");
		has_owner(l, "1", "bob");
		has_owner(l, "2", NULL);
		ledger_close(l);
		file("");
	}
}

/* What a run decides is told apart from what the file says, and nobody's leads are forgotten with the run. */
static void test_decided(void **state)
{
	const char *path = file(HEADER ONE TWO);
	struct ledger *l = loaded(path);
	struct ledger_entry e;

	(void)state;
	assert_int_equal(ledger_find(l, STR("1"), &e), LEDGER_GIVEN);
	ledger_stay(l, STR(" 1"));
	assert_int_equal(ledger_find(l, STR("1"), &e), LEDGER_DECIDED);
	assert_true(str_eq(e.owner, STR("ana")));
	ledger_nobody(l, STR("2 "), STR(" later"));
	ledger_nobody(l, STR("3"), STR(""));
	assert_int_equal(ledger_find(l, STR("2"), &e), LEDGER_NOBODY);
	assert_true(str_eq(e.route, STR(" later")) && !e.owner.n && !e.team.n);
	assert_int_equal(ledger_find(l, STR("3"), &e), LEDGER_NOBODY);
	assert_true(!e.route.n);
	add(l, "3", "eve");
	assert_int_equal(ledger_find(l, STR("3"), &e), LEDGER_DECIDED);
	assert_int_equal(ledger_find(l, STR("4"), &e), LEDGER_NOTHING);
	assert_true(ledger_commit(l));
	ledger_close(l);
	l = loaded(path);
	assert_int_equal(ledger_find(l, STR("2"), &e), LEDGER_GIVEN);
	assert_true(str_eq(e.owner, STR("bob")));
	assert_int_equal(ledger_find(l, STR("3"), &e), LEDGER_GIVEN);
	ledger_close(l);
}

static void note_owner(void *ctx, const struct ledger_entry *e)
{
	buf_str(ctx, e->owner);
}

/* A lead's first row that is to be decided about is another question than whether the input has the lead. */
static void test_met(void **state)
{
	struct ledger *l = loaded(file(HEADER ONE TWO "3,eve,us,small" REST));
	struct ledger_entry e;
	struct buf unmet = { 0 };

	(void)state;
	assert_false(ledger_meet(l, STR("1"), false, &e));
	assert_true(ledger_meet(l, STR("1"), true, &e) && str_eq(e.owner, STR("ana")));
	assert_false(ledger_meet(l, STR("1"), true, &e));
	assert_false(ledger_meet(l, STR("2"), false, &e));
	assert_false(ledger_meet(l, STR("4"), true, &e));
	ledger_unmet(l, note_owner, &unmet);
	assert_true(str_eq(buf_view(&unmet), STR("eve")));
	ledger_close(l);
	buf_release(&unmet);
}

static const char *const hostile[] = {
	"a,b",		 "\"", "\"\"",	  "a\"b",    "a\nb", "a\r\nb", "a\rb",	  "a\r", "\nb",	     "=1+1",
	"'=1",		 "'",  "''=x",	  "-",	     "@x",   "\\n",    "\"a\",b", "a b", "\xC3\xA4", "\xFF",
	"\xEF\xBB\xBFx", ONE,  "x\n" ONE, "lead_id", ";",    "#",      ",",
};

static void test_hostile(void **state)
{
	const char *path = file("");
	struct ledger *l = loaded(path);
	struct ledger_entry e, got;
	struct buf want = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(hostile); i++) {
		struct str text = str_from(hostile[i]);
		e = (struct ledger_entry){
			text, text, text, text, i ? UINT64_MAX - i : 0, i, instant_of(-1 - (int64_t)i), 0
		};
		ledger_add(l, &e);
	}
	e = (struct ledger_entry){ .lead_id = { "nul\0.", 5 } }; /* and nobody's, in no team */
	ledger_add(l, &e);
	assert_true(ledger_commit(l));
	ledger_close(l);
	l = loaded(path);
	for (size_t i = 0; i < LENGTH(hostile); i++) {
		struct str s = str_trim(str_from(hostile[i]));
		buf_print(&want, "%.*s|%.*s|%.*s|%.*s|%llx|%lld|%llx\n", STR_ARG(s), STR_ARG(s), STR_ARG(s),
			  STR_ARG(s), (unsigned long long)(i ? UINT64_MAX - i : 0), -1 - (long long)i,
			  (unsigned long long)i);
		assert_true(ledger_find(l, s, &got));
		assert_true(str_eq(got.owner, s) && str_eq(got.team, s) && str_eq(got.route, s));
	}
	buf_add(&want, "nul\0.||||0|0|0\n", 15);
	/* %.*s ends at the NUL */
	assert_true(str_starts(buf_view(&heard), str_slice(buf_view(&want), 0, want.n - 15)));
	assert_true(ledger_find(l, (struct str){ "nul\0.", 5 }, &got));
	assert_int_equal(got.owner.n, 0);
	assert_false(ledger_find(l, STR("nul"), &got));
	ledger_close(l);
	buf_release(&want);
}

/* A spreadsheet's way of saving it: what is appended ends its lines as the file does. */
static void test_saved_elsewhere(void **state)
{
	static const struct {
		const char *before, *after;
	} files[] = {
		{ "\xEF\xBB\xBF" HEADER ONE, "\xEF\xBB\xBF" HEADER ONE },
		{ "\"lead_id\", owner,\"team\",route,pool,at,run\n" ONE,
		  "\"lead_id\", owner,\"team\",route,pool,at,run\n" ONE },
		{ HEADER "\n" ONE "\n\n", HEADER "\n" ONE "\n\n" },
		{ HEADER "\" 1\",\"ana\",emea ,\"big\"" REST, HEADER "\" 1\",\"ana\",emea ,\"big\"" REST },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		const char *path = file(files[i].before);
		struct ledger *l = loaded(path);
		same(&heard, "1|ana|emea|big|123456789abcdef|1772442000000000|123456789abcdef\n");
		assert_int_equal(diags.notes.n, 0);
		add(l, "2", "bob");
		assert_true(ledger_commit(l));
		ledger_close(l);
		buf_clear(&b);
		buf_print(&b, "%s2,bob,emea,big," HEX ",2026-03-02T09:00:00Z,0000000000000001\n",
			  files[i].after);
		holds(path, b.p, b.n);
	}
	const char *crlf = "lead_id,owner,team,route,pool,at,run\r\n"
			   "1,ana,emea,big," HEX ",2026-03-02T09:00:00.000001Z," HEX "\r\n";
	const char *path = file(crlf);
	struct ledger *l = loaded(path);
	same(&heard, "1|ana|emea|big|123456789abcdef|1772442000000001|123456789abcdef\n");
	add(l, "2", "bob");
	assert_true(ledger_commit(l));
	ledger_close(l);
	buf_clear(&b);
	buf_print(&b, "%s2,bob,emea,big," HEX ",2026-03-02T09:00:00Z,0000000000000001\r\n", crlf);
	holds(path, b.p, b.n);
	buf_release(&b);
}

/* ---- what is cut off ---- */

/* Cut at every byte: what stays is the whole records, and of a header that was cut off a new one. */
static void test_torn(void **state)
{
	static const char *const texts[] = {
		HEADER ONE TWO "\"a\n\"\"b\"\",\",\"o,1\n\n\",t,r" REST TWO,
		"lead_id,owner,team,route,pool,at,run\r\n"
		"1,ana,emea,big," HEX ",2026-03-02T09:00:00Z," HEX "\r\n"
		"\"2\r\n,\",ana,emea,big," HEX ",2026-03-02T09:00:00Z," HEX "\r\n",
	};
	struct buf note = { 0 };

	(void)state;
	for (size_t t = 0; t < LENGTH(texts); t++) {
		const char *text = texts[t];
		size_t whole = 0, n = strlen(text), line = strlen(text) - strlen(strchr(text, '\n')) + 1;
		for (size_t cut = t ? line : 0; cut <= n; cut++) {
			bool record = cut >= line && text[cut - 1] == '\n' &&
				      (cut == line || strncmp(text + cut - 3, "ef\n", 3) == 0 ||
				       strncmp(text + cut - 4, "ef\r\n", 4) == 0);
			if (record)
				whole = cut;
			const char *path = table_file("x.ledger", text, cut);
			size_t stays = whole ? whole : strlen(HEADER);

			forget(); /* a report leaves the file as it is */
			struct ledger *l = ledger_read(path, NULL, hear, NULL, &diags);
			assert_non_null(l);
			assert_int_equal(diags.notes.n > 0, cut > whole);
			ledger_close(l);
			holds(path, text, cut);

			l = loaded(path);
			holds(path, text, stays);
			buf_clear(&note);
			if (cut > whole)
				buf_print(&note,
					  "t: x.ledger: the last %zu bytes are half a record of a run that "
					  "was cut off; they are removed\n",
					  cut - whole);
			assert_true(str_eq(buf_view(&diags.notes), buf_view(&note)));
			add(l, "9", "zoe");
			assert_true(ledger_commit(l));
			ledger_close(l);
			l = loaded(path);
			has_owner(l, "9", "zoe");
			assert_int_equal(diags.notes.n, 0);
			ledger_close(l);
		}
		assert_int_equal(whole, n);
	}
	buf_release(&note);
}

/* ---- what is left alone ---- */

#define MEND	 "; mend the line or take back a copy of the file, nothing was changed\n"
#define STRANGER "t: x.ledger: not a ledger: its first line is not lead_id,owner,team,route,pool,at,run\n"

static const struct {
	const char *text, *words;
} refused[] = {
	{ "x", STRANGER },
	{ "\n", STRANGER },
	{ "\xEF\xBB\xBF", STRANGER },
	{ "lead_id,email\n1,a@b.c\n2,d", STRANGER },
	{ "lead_id,owner,team,route,pool,at,run,x\n" ONE, STRANGER },
	{ "lead_id,owner,team,route,pool,at\n", STRANGER },
	{ "lead_id;owner;team;route;pool;at;run\n1;ana", STRANGER },
	{ "lead_id,owner,team,route,pool,at,run \"\n", STRANGER },
	{ "\"lead_id,owner,team,route,pool,at,run\n1", STRANGER },
	{ "\"lead_id,owner\",team,route,pool,at,run\n1", STRANGER },
	{ "\xFF\xFEl\n", STRANGER },
	{ HEADER "1,ana\n" TWO, "t: x.ledger:2: 2 cells where a ledger has 7" MEND },
	{ HEADER ONE "x\n", "t: x.ledger:3: 1 cell where a ledger has 7" MEND }, /* the last, but whole */
	{ HEADER "\n" ONE "1,ana,emea,big,1" REST TWO, "t: x.ledger:4: 8 cells where a ledger has 7" MEND },
	{ HEADER " ,ana,emea,big" REST TWO, "t: x.ledger:2: no lead_id" MEND },
	{ HEADER "1,a,b,c,1.23457E+15,2026-03-02T09:00:00Z," HEX "\n",
	  "t: x.ledger:2: the pool '1.23457E+15' is not 16 hex digits" MEND },
	{ HEADER "1,a,b,c," HEX ",2026-03-02T09:00:00Z,0123456789ABCDEF\n",
	  "t: x.ledger:2: the run '0123456789ABCDEF' is not 16 hex digits" MEND },
	{ HEADER "1,a,b,c," HEX ",2026-03-02 09:00:00," HEX "\n",
	  "t: x.ledger:2: at '2026-03-02 09:00:00' is not a time such as 2026-03-02T09:00:00Z" MEND },
	{ HEADER "1,a,b,c," HEX ",2026-02-30T09:00:00Z," HEX "\n" TWO,
	  "t: x.ledger:2: at '2026-02-30T09:00:00Z' is not a time such as 2026-03-02T09:00:00Z" MEND },
	{ HEADER ONE "\"2,bob,us,small" REST ONE TWO,
	  "t: x.ledger:3: a quote opens in this record and is never closed" MEND },
	{ HEADER ONE "\"2\"x,bob,us,small" REST,
	  "t: x.ledger:3: text after a closing quote; a quote inside a quoted cell is written twice; nothing "
	  "was changed\n" },
	{ HEADER ONE "\n\"2\n\n\",bob" REST ONE "1,2\n3,4",
	  "t: x.ledger:4: 5 cells where a ledger has 7" MEND },
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(refused); i++) {
		const char *text = refused[i].text, *path = file(text);
		struct ledger *l = load(path);
		if (l || strcmp(diags.out.p, refused[i].words) != 0)
			fail_msg("%s:\n%sexpected\n%s", text, l ? "accepted\n" : diags.out.p,
				 refused[i].words);
		holds(path, text, strlen(text));
		assert_int_equal(diags.notes.n, 0);
	}
}

static void told(bool opened, const char *words)
{
	assert_false(opened);
	table_hide_folder(&diags.out);
	same(&diags.out, words);
}

static void test_places(void **state)
{
	char path[200], link[200], deep[200];
	const char *plain = file(HEADER ONE);
	struct stat st;

	(void)state;
	told(load("/dev/full"), "t: /dev/full: not a regular file\n");
	told(load("/tmp"), "t: /tmp: is a directory\n");
	told(load("/nowhere/x.ledger"), "t: /nowhere/x.ledger: no such file or directory\n");
	forget();
	told(ledger_read("/tmp", NULL, NULL, NULL, &diags), "t: /tmp: not a regular file\n");
	snprintf(path, sizeof path, "%s.fifo", plain);
	assert_int_equal(mkfifo(path, 0600), 0);
	told(load(path), "t: x.ledger.fifo: not a regular file\n");
	forget();
	told(ledger_read(path, NULL, NULL, NULL, &diags), "t: x.ledger.fifo: not a regular file\n");
	snprintf(path, sizeof path, "%s.none", plain);
	forget();
	told(ledger_read(path, NULL, NULL, NULL, &diags), "t: x.ledger.none: no such file or directory\n");
	assert_int_equal(stat(path, &st), -1);

	snprintf(link, sizeof link, "%s.link", plain); /* to a file that is not there yet */
	snprintf(deep, sizeof deep, "%s.link.link", plain);
	assert_int_equal(symlink("x.ledger.none", link) | symlink("x.ledger.link", deep), 0);
	for (int i = 0; i < 2; i++) {
		struct ledger *l = loaded(deep);
		has_owner(l, "7", i ? "ana" : NULL);
		add(l, "7", "ana");
		assert_true(ledger_commit(l));
		ledger_close(l);
	}
	assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
	assert_true(lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > (off_t)strlen(HEADER));
	struct ledger *l = ledger_read(deep, NULL, hear, NULL, &diags); /* a commit writes nothing there */
	assert_non_null(l);
	add(l, "8", "bob");
	has_owner(l, "8", "bob");
	assert_true(ledger_commit(l));
	ledger_close(l);
	l = loaded(path);
	has_owner(l, "8", NULL);
	ledger_close(l);
}

/* ---- what fails, and dies ---- */

static void test_full_disk(void **state)
{
	struct rlimit old, limit;
	const char *path = file(HEADER ONE);
	struct ledger *l = loaded(path);

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	add(l, "2", "bob");
	assert_true(ledger_commit(l));
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	struct buf before = { 0 };
	assert_true(file_read(path, &before));
	limit = (struct rlimit){ (rlim_t)st.st_size + 100, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &limit);
	add(l, "3", "eve"); /* one and a half fit */
	add(l, "4", "eve");
	errno = 0;
	assert_false(ledger_commit(l));
	table_hide_folder(&diags.out);
	same(&diags.out, "t: x.ledger: file too large; it is cut back to the decisions that were sure\n");
	holds(path, before.p, before.n);
	setrlimit(RLIMIT_FSIZE, &old);
	add(l, "5", "eve");
	assert_false(ledger_commit(l)); /* it stays said, once */
	assert_int_equal(diags.errors, 1);
	holds(path, before.p, before.n);
	ledger_close(l);

	unlink(path); /* not even a header */
	limit.rlim_cur = 10;
	setrlimit(RLIMIT_FSIZE, &limit);
	told(load(path), "t: x.ledger: file too large\n");
	setrlimit(RLIMIT_FSIZE, &old);
	l = loaded(path);
	holds(path, HEADER, strlen(HEADER));
	ledger_close(l);
	signal(SIGXFSZ, SIG_DFL);
	buf_release(&before);
}

/* A run that decides as fast as it can, and says down the pipe what it has committed. */
static void decide(const char *path, int say, unsigned first)
{
	struct diags d = { .tool = "t" };
	struct ledger *l = ledger_open(path, NULL, NULL, NULL, NULL, &d);
	char id[64];

	if (!l)
		_exit(1);
	for (unsigned i = first;; i++) {
		for (unsigned k = 0; k <= i % 300; k++) {
			snprintf(id, sizeof id, "%u,\n%u", i, k);
			add(l, id, "ana");
		}
		if (!ledger_commit(l) || write(say, &i, sizeof i) != sizeof i)
			_exit(1);
	}
}

static void test_killed(void **state)
{
	const char *path = file("");
	unsigned done = 0;
	char id[64];

	(void)state;
	srand(7);
	for (int turn = 0; turn < 60; turn++) {
		int pipes[2];
		assert_int_equal(pipe(pipes), 0);
		pid_t child = fork();
		if (child == 0) {
			close(pipes[0]);
			decide(path, pipes[1], done);
		}
		close(pipes[1]);
		unsigned last = done, sure = done, status;
		if (turn % 4) /* else it may die before its first commit */
			assert_int_equal(read(pipes[0], &last, sizeof last), sizeof last), sure = last + 1;
		usleep((useconds_t)(rand() % 4000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, (int *)&status, 0), child);
		assert_true(WIFSIGNALED(status));
		while (read(pipes[0], &last, sizeof last) == sizeof last)
			sure = last + 1;
		close(pipes[0]);
		struct ledger *l = loaded(path);
		for (unsigned i = done; i < sure; i++)
			for (unsigned k = 0; k <= i % 300; k++) {
				snprintf(id, sizeof id, "%u,\n%u", i, k);
				has_owner(l, id, "ana");
			}
		ledger_close(l);
		l = loaded(path); /* repaired is repaired */
		assert_int_equal(diags.notes.n, 0);
		ledger_close(l);
		done = sure;
	}
	assert_true(done >= 45); /* a commit at least in three of four turns */
}

static void waiting(void *ctx)
{
	*(bool *)ctx = true;
}

/* Once the other has begun: it is told, then it waits, and then it knows what the other has decided. */
static void second(const char *path, int begun, int told_so, int ended)
{
	struct diags d = { .tool = "t" };
	struct ledger_entry e;
	bool waited = false;
	char c;

	if (read(begun, &c, 1) != 1 || ledger_open(path, NULL, NULL, NULL, NULL, &d) ||
	    !strstr(d.out.p, "another run is writing to it; try again when it has ended") ||
	    write(told_so, "t", 1) != 1)
		_exit(1);
	struct ledger *l = ledger_open(path, NULL, NULL, waiting, &waited, &d);
	bool good = l && waited && ledger_find(l, STR("1"), &e) && str_eq(e.owner, STR("ana")) &&
		    strstr(d.notes.p, "another run is writing to it; waiting until it has ended");
	_exit(good && write(ended, "e", 1) == 1 ? 0 : 2);
}

static void test_two_writers(void **state)
{
	const char *path = file(HEADER);
	int begun[2], told_so[2], ended[2], status;
	char c = 0;

	(void)state;
	assert_int_equal(pipe(begun) | pipe(told_so) | pipe(ended), 0);
	pid_t child = fork(); /* before the file is opened: a lock is shared with those who inherit it */
	if (child == 0) {
		close(begun[1]); /* it ends with us, should we fail */
		second(path, begun[0], told_so[1], ended[1]);
	}
	struct ledger *l = loaded(path);
	assert_int_equal(write(begun[1], "b", 1), 1);
	close(told_so[1]);
	assert_int_equal(read(told_so[0], &c, 1), 1);
	struct ledger *report = ledger_read(path, NULL, NULL, NULL, &diags); /* needs no lock */
	assert_non_null(report);
	ledger_close(report);
	usleep(50000);
	assert_int_equal(fcntl(ended[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(ended[0], &c, 1), -1); /* it waits */
	add(l, "1", "ana");
	assert_true(ledger_commit(l));
	ledger_close(l);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(read(ended[0], &c, 1), 1);
}

/* ---- how much it takes ---- */

static void test_many(void **state)
{
	enum { LEADS = 1000000 };
	const char *path = file("");
	struct ledger *l = loaded(path);
	char id[64], owner[16];

	(void)state;
	for (int i = 0; i < LEADS; i++) {
		snprintf(id, sizeof id, "00Q5g00000%08d", i);
		snprintf(owner, sizeof owner, "rep %d", i % 90);
		add(l, id, owner);
	}
	assert_true(ledger_commit(l));
	ledger_close(l);
	struct mallinfo2 before = mallinfo2();
	l = ledger_open(path, NULL, NULL, NULL, NULL, &diags);
	struct mallinfo2 after = mallinfo2();
	assert_non_null(l);
	assert_true(after.uordblks + after.hblkhd - before.uordblks - before.hblkhd < 40 * LEADS);
	for (int i = 0; i < LEADS; i += 997) {
		snprintf(id, sizeof id, "00Q5g00000%08d", i);
		snprintf(owner, sizeof owner, "rep %d", i % 90);
		has_owner(l, id, owner);
	}
	has_owner(l, "00Q5g0000001000000", NULL);
	ledger_close(l);
}

static int finish(void **state)
{
	(void)state;
	forget();
	buf_release(&heard);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_decided),
		cmocka_unit_test(test_met),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_saved_elsewhere),
		cmocka_unit_test(test_torn),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_two_writers),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
