/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decisions in a file of any bytes. What is refused is left as it was; what is accepted keeps its lines when
 * something is added, and says the same when it is read again; a decision about a lead of any name is found
 * there; and of a lead that is forgotten no words are left, while nothing else changes.
 *
 * The first byte says whether a header is put before the rest.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "review/decisions.h"
#include "time/instant.h"

#define HEADER "at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/leadpipe-fuzz-XXXXXX";

static void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "fuzz_decisions: not so: %s\n", claim);
		abort();
	}
}

static void content(struct buf *out)
{
	buf_clear(out);
	check(file_read(path, out), "the file can be read");
}

static struct diags diags;

static struct decisions *load(void)
{
	diags_release(&diags);
	diags = (struct diags){ .tool = "fuzz" };
	struct decisions *d = decisions_open(path, false, zone_utc(), NULL, NULL, NULL, &diags);
	check((d == NULL) == (diags.errors > 0), "a refusal is told");
	return d;
}

/* All that counts, but for the words of one lead. */
struct telling {
	struct buf text;
	struct str without, first; /* first: some lead */
	bool forgotten;		   /* they are */
	size_t entries;
};

static void tell(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct telling *t = ctx;
	bool words = !str_eq(lead_id, t->without);

	check(r->n && r->entry && r->answers.p && r->note.p, "a ruling is whole");
	check(answers_good(r->answers), "answers that were merged can be read");
	check(!r->last || (!r->last->undone && r->last->decision <= DECISION_LATER), "the last one counts");
	check(words || !t->forgotten || (!r->answers.n && !r->note.n && !(r->last && r->last->reason.n)),
	      "what was forgotten is gone");
	t->entries += r->n;
	if (!t->first.p)
		t->first = lead_id;
	buf_print(&t->text, "%.*s %lld %zu %s", STR_ARG(lead_id), (long long)handed_over, r->n,
		  r->last ? decision_name[r->last->decision].p : "");
	if (r->last)
		buf_print(&t->text, " %lld %.*s %.*s", (long long)r->last->until, STR_ARG(r->last->exit),
			  STR_ARG(r->last->owner));
	if (words)
		buf_print(&t->text, " %.*s %.*s", STR_ARG(r->answers), STR_ARG(r->note));
	buf_char(&t->text, '\n');
}

static void tell_all(struct telling *t, const struct decisions *d, struct str without, bool forgotten)
{
	buf_clear(&t->text);
	*t = (struct telling){ .text = t->text, .without = without, .forgotten = forgotten };
	decisions_each(d, tell, t);
}

/* Something is added, by a run that has read it before. */
static void go_on(struct str name, struct telling *before)
{
	static struct telling after;
	struct decisions *d = load();
	struct entry e = { .at = instant_of(2 * SECOND_US),
			   .by = STR("ana"),
			   .lead_id = name,
			   .handed_over = INSTANT_NONE,
			   .decision = DECISION_RETURN,
			   .exit = STR("x"),
			   .until = INSTANT_NONE,
			   .note = name };

	tell_all(before, d, STR(""), false);
	check(decisions_begin(d), "it can be locked");
	decisions_add(d, &e);
	check(decisions_commit(d), "it is written");
	tell_all(&after, d, STR(""), false);
	check(after.entries == before->entries + 1, "it is an entry more");
	decisions_close(d);
	d = load();
	check(d && !diags.notes.n, "what was accepted is accepted again, as it is");
	tell_all(before, d, STR(""), false);
	check(str_eq(buf_view(&before->text), buf_view(&after.text)), "it says the same");
	const struct ruling *r = decisions_find(d, text_unguarded(name), INSTANT_NONE);
	check(r && r->last && r->last->decision == DECISION_RETURN, "a lead of any name is found");
	decisions_close(d);
}

static void forget(struct telling *all)
{
	static struct telling after;
	struct decisions *d = load();
	static struct buf id;
	size_t lines;

	tell_all(all, d, STR(""), false);
	buf_clear(&id);
	buf_str(&id, all->first);
	tell_all(all, d, buf_view(&id), false);
	check(decisions_forget(d, buf_view(&id), &lines) != SIZE_MAX && lines, "a lead can be forgotten");
	decisions_close(d);
	d = load();
	check(d, "what is left can be read");
	tell_all(&after, d, buf_view(&id), true);
	check(str_eq(buf_view(&all->text), buf_view(&after.text)), "nothing else has changed");
	check(decisions_forget(d, buf_view(&id), &lines) == 0 && lines, "it is forgotten once");
	decisions_close(d);
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
	static struct telling telling;
	static bool asked;

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
	struct decisions *d = load();
	content(&after);
	check(str_eq(buf_view(&before), buf_view(&after)), "reading changes nothing");
	if (!d)
		return 0;
	decisions_close(d);
	go_on(text_unguarded(rest).n ? rest : STR("lead"), &telling);
	forget(&telling);
	return 0;
}
