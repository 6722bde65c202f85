/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that write nothing: who is there, who is shown, and why. */
#include "review/session_internal.h"

#include "base/mem.h"
#include "report/glyph.h"

#include <stdlib.h>

/* ---- list ---- */

/* Number, ref, grade and score, who, where, how long. */
static void list_seat(struct session *s, size_t seat)
{
	const struct seat_facts *p = &s->place[seat];
	struct str who = p->name.n ? p->name : s->seat[seat].id;
	char room[REF_LETTERS + 2];
	struct buf waits = { 0 };
	int width = s->look.width > 0 ? s->look.width : CARD_WIDTH, left;
	bool utf8 = s->look.utf8;

	waiting_show(&waits, p->late, p->waited, true);
	if (p->skipped)
		buf_print(&waits, ", skipped");
	if (!s->w->from_file)
		buf_print(s->out, "%4zu ", p->in_list + 1);
	buf_print(s->out, "%s%-4.*s ", seat == s->current ? ">" : " ", STR_ARG(table_ref(s, seat, room)));
	cell_show(s->out, p->grade, 3, utf8);
	buf_print(s->out, "%4.*s ", STR_ARG(p->score));
	left = width - 20 - text_shown_width(buf_view(&waits), utf8) - 1;
	if (width < CARD_NARROW) {
		text_cut(s->out, who, width - 20 > 8 ? width - 20 : 8, utf8);
	} else {
		cell_show(s->out, who, left * 2 / 5, utf8);
		buf_char(s->out, ' ');
		cell_show(s->out, p->company, left - left * 2 / 5 - 1, utf8);
		buf_char(s->out, ' ');
		buf_str(s->out, buf_view(&waits));
	}
	buf_char(s->out, '\n');
	buf_release(&waits);
}

enum session_does look_list(struct session *s, struct str rest)
{
	size_t n = 0, mine = 0;

	if (rest.n)
		return table_wrong(s, "list takes nothing behind it; find EXPR chooses who is listed");
	for (size_t i = 0; i < s->nlist; i++) {
		size_t seat = s->list[i];
		if (!s->place[seat].found || table_stand(s, seat) != STANDS_LEFT)
			continue;
		if (i >= s->nown && mine && mine == n)
			buf_print(s->out, "others:\n");
		list_seat(s, seat);
		mine += i < s->nown;
		n++;
	}
	if (!n)
		buf_print(s->out, "nobody is left%s\n",
			  s->finding ? " of those found; find with nothing: all" : "");
	return SESSION_GOES_ON;
}

/* ---- show, skip ---- */

/* The lead that is named, or else the current one; SIZE_MAX: none, which is said. */
static size_t seat_named(struct session *s, struct str name)
{
	name = table_unquoted(name);
	if (name.n)
		return table_find(s, name);
	return table_has_current(s) ? s->current : SIZE_MAX;
}

enum session_does look_show(struct session *s, struct str rest)
{
	size_t seat = seat_named(s, rest);

	if (seat == SIZE_MAX)
		return SESSION_MISTAKE;
	table_go(s, seat);
	if (!s->w->from_file)
		return SESSION_GOES_ON;
	table_name(s, seat, s->out);
	buf_char(s->out, '\n');
	return SESSION_GOES_ON;
}

enum session_does look_skip(struct session *s, struct str rest)
{
	char room[REF_LETTERS + 2];

	if (!table_has_current(s))
		return SESSION_MISTAKE;
	if (rest.n)
		return table_wrong(s, "skip takes nothing behind it; later DATE puts the lead off");
	struct str ref = table_ref(s, s->current, room);
	s->place[s->current].skipped = true;
	buf_print(s->out, "skipped %.*s until you leave; nothing is written\n", STR_ARG(ref));
	table_next(s);
	return SESSION_GOES_ON;
}

/* ---- find ---- */

enum session_does look_find(struct session *s, struct str rest)
{
	struct buf wrong = { 0 };
	bool *found = mem_new((s->nseats + 1) * sizeof *found);
	size_t fits = 0, left = 0;

	for (size_t i = 0; i < s->nseats; i++)
		found[i] = true;
	bool good = !rest.n || s->w->find(s->w->ctx, rest, found, &wrong);
	for (size_t i = 0; good && i < s->nlist; i++) {
		size_t seat = s->list[i];
		bool stands = table_stand(s, seat) == STANDS_LEFT;
		left += stands;
		fits += stands && found[seat];
	}
	for (size_t i = 0; good && i < s->nseats && (fits || !rest.n); i++)
		s->place[i].found = found[i];
	free(found);
	buf_str(s->out, buf_view(&wrong));
	buf_release(&wrong);
	if (!good)
		return SESSION_MISTAKE;
	if (!rest.n) {
		s->finding = false;
		buf_print(s->out, "all %zu that are left\n", left);
	} else if (!fits) {
		buf_print(s->out, "none of %zu left; the list stays as it was\n", left);
		return SESSION_GOES_ON;
	} else {
		s->finding = true;
		buf_print(s->out, "%zu of %zu left; list, show N; find with nothing: all\n", fits, left);
	}
	if (s->current == SIZE_MAX || !s->place[s->current].found) {
		s->last = s->nlist ? s->nlist - 1 : 0;
		table_next(s);
	}
	return SESSION_GOES_ON;
}

/* ---- why ---- */

static void say_why(void *ctx, size_t seat, const struct looked *l)
{
	static const char *const states[] = { "unknown", "yes", "no" };
	struct session *s = ctx;
	const struct card *c = l->card;
	struct buf words = { 0 };

	table_name(s, seat, s->out);
	if (c->score.n)
		buf_print(&words, ": score %.*s", STR_ARG(c->score));
	if (c->grade.n)
		buf_print(&words, ", grade %.*s", STR_ARG(c->grade));
	buf_print(&words, "\n");
	for (size_t i = 0; i < c->nreasons; i++)
		buf_print(&words, "%7.*s  %.*s\n", STR_ARG(c->reason[i].value), STR_ARG(c->reason[i].name));
	if (!c->nreasons)
		buf_print(&words, "  no rule gives it points\n");
	if (c->mql_denies)
		buf_print(&words, "  the agreement's own mql says no\n");
	for (size_t i = 0; i < c->ncriteria; i++) {
		const struct criterion_card *k = &c->criterion[i];
		buf_print(&words, "%s%.*s %s", i ? ", " : "  ", STR_ARG(k->name), states[k->state]);
		if (k->shown.n && !str_same(k->shown, str_from(states[k->state])))
			buf_print(&words, " (%.*s)", STR_ARG(k->shown));
	}
	if (c->ncriteria)
		buf_char(&words, '\n');
	for (struct str rest = buf_view(&words); rest.n;) {
		size_t n = (size_t)((const char *)memchr(rest.p, '\n', rest.n) - rest.p);
		text_show(s->out, str_slice(rest, 0, n), true);
		buf_char(s->out, '\n');
		rest = str_slice(rest, n + 1, rest.n);
	}
	buf_release(&words);
}

enum session_does look_why(struct session *s, struct str rest)
{
	size_t seat = seat_named(s, rest);

	if (seat == SIZE_MAX)
		return SESSION_MISTAKE;
	s->w->look(s->w->ctx, seat, STR(""), STR(""), say_why, s);
	return SESSION_GOES_ON;
}

/* ---- progress ---- */

static void say_group(struct session *s, struct str who, size_t from, size_t to)
{
	struct sum n = { 0 };

	for (size_t i = from; i < to; i++) {
		enum stand how = table_stand(s, s->list[i]);
		n.accepted += how == STANDS_ACCEPTED;
		n.returned += how == STANDS_RETURNED;
		n.later += how == STANDS_LATER;
		n.left += how == STANDS_LEFT;
	}
	text_show(s->out, who, true);
	buf_print(s->out, ": %zu of %zu decided (%zu accepted, %zu returned), %zu later, %zu left\n",
		  n.accepted + n.returned, to - from, n.accepted, n.returned, n.later, n.left);
}

enum session_does look_progress(struct session *s, struct str rest)
{
	if (rest.n)
		return table_wrong(s, "progress takes nothing behind it");
	if (s->nown && s->nown < s->nlist) {
		say_group(s, s->mine, 0, s->nown);
		say_group(s, STR("others"), s->nown, s->nlist);
	}
	say_group(s, STR("all"), 0, s->nlist);
	return SESSION_GOES_ON;
}
