/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ledger on any bytes. What is refused is left as it was; what is accepted
 * keeps its beginning, up to the end of a line, and loses nothing when it is
 * opened again; and a lead of any name that is added to it is found there.
 *
 * The first byte says whether a header is put before the rest.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "route/ledger.h"
#include "time/instant.h"

#define HEADER "lead_id,owner,team,route,pool,at,run\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/leadpipe-fuzz-XXXXXX";

static void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "fuzz_ledger: not so: %s\n", claim);
		abort();
	}
}

static void count(void *ctx, const struct ledger_entry *e)
{
	*(size_t *)ctx += 1;
	check(e->lead_id.n && e->lead_id.p && e->owner.p && e->team.p && e->route.p, "an entry is whole");
}

static void content(struct buf *out)
{
	buf_clear(out);
	check(file_read(path, out), "the file can be read");
}

static struct ledger *load(size_t *entries, bool *noted)
{
	struct diags d = { .tool = "fuzz" };
	struct ledger *l;

	*entries = 0;
	l = ledger_open(path, NULL, count, NULL, entries, &d);
	check((l == NULL) == (d.errors > 0), "a refusal is told");
	*noted = d.notes.n > 0;
	diags_release(&d);
	return l;
}

/* The ledger is closed and opened again, before and after something is added. */
static void go_on(struct ledger *l, struct str name, size_t entries)
{
	struct ledger_entry e = { name, name, name, name, 1, 2, instant_of(3), 4 }, found;
	size_t again;
	bool noted;

	ledger_close(l);
	l = load(&again, &noted);
	check(l && again == entries && !noted, "what was accepted is accepted again, as it is");
	ledger_add(l, &e);
	check(ledger_commit(l), "it is written");
	ledger_close(l);
	l = load(&again, &noted);
	check(l && again == entries + 1 && !noted, "a line is an entry more");
	check(ledger_find(l, name, &found) && str_eq(found.owner, str_trim(name)) &&
		      str_eq(found.team, str_trim(name)) && str_eq(found.route, str_trim(name)),
	      "a lead of any name is found");
	ledger_close(l);
}

static void start(struct str text)
{
	static bool made;
	int fd = made ? open(path, O_WRONLY | O_TRUNC) : mkstemp(path);

	made = true;
	check(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && close(fd) == 0, "the file is there");
}

static void remove_file(void)
{
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf before, after;
	static bool asked;
	size_t entries;
	bool noted;

	if (!size)
		return 0;
	if (!asked)
		asked = atexit(remove_file) == 0;
	struct str rest = { (const char *)data + 1, size - 1 };
	buf_clear(&before);
	if (data[0] & 1)
		buf_str(&before, STR(HEADER));
	buf_str(&before, rest);
	start(buf_view(&before));
	struct ledger *l = load(&entries, &noted);
	content(&after);
	if (!l) {
		check(str_eq(buf_view(&before), buf_view(&after)), "what is refused is left as it was");
		return 0;
	}
	bool begun = before.n < sizeof HEADER - 1 && str_starts(STR(HEADER), buf_view(&before));
	if (begun)
		check(str_eq(buf_view(&after), STR(HEADER)), "a header that was begun is ended");
	else
		check(str_starts(buf_view(&before), buf_view(&after)), "only the end is cut off");
	check(str_ends(buf_view(&after), STR("\n")), "a record ends its line");
	check(noted == (begun ? before.n > 0 : after.n < before.n), "what is cut off is reported");
	go_on(l, str_trim(rest).n ? rest : STR("lead"), entries);
	return 0;
}
