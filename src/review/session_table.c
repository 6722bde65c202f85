/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The leads on the table: which are left, whose they are, and which one is current. */
#include "review/session_internal.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "report/glyph.h"

enum { PREFIX = 3 };

const struct ruling *table_ruling(const struct session *s, size_t seat)
{
	return decisions_find(s->w->decisions, s->seat[seat].id, s->seat[seat].at);
}

enum stand table_stand(const struct session *s, size_t seat)
{
	static const enum stand stands[] = {
		[TABLE_WAITS] = STANDS_LEFT,	    [TABLE_BACK] = STANDS_LEFT,
		[TABLE_PUT_OFF] = STANDS_LATER,	    [TABLE_ACCEPTED] = STANDS_ACCEPTED,
		[TABLE_RETURNED] = STANDS_RETURNED,
	};

	return stands[decisions_table(table_ruling(s, seat), s->w->as_of, s->w->times->zone)];
}

/* ---- what is known of the seats ---- */

static bool among(const struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i], s))
			return true;
	return false;
}

static void know_value(struct session *s, size_t ask, struct str value)
{
	if (!value.n || s->nvalues[ask] == VALUES_MOST || among(s->value[ask], s->nvalues[ask], value))
		return;
	if (!s->value[ask])
		s->value[ask] = ARENA_ARRAY(&s->arena, VALUES_MOST, struct str);
	s->value[ask][s->nvalues[ask]++] = arena_copy(&s->arena, value);
}

static void know_seat(void *ctx, size_t seat, const struct looked *l)
{
	struct session *s = ctx;
	const struct card *c = l->card;
	struct seat_facts *p = &s->place[seat];

	p->name = arena_copy(&s->arena, c->name);
	p->company = arena_copy(&s->arena, c->company);
	p->owner = arena_copy(&s->arena, c->owner);
	p->grade = arena_copy(&s->arena, c->grade);
	p->score = arena_copy(&s->arena, c->score);
	p->late = c->late;
	p->waited = c->waited;
	for (size_t i = 0; i < c->nasks && i < VALUES_KNOWN; i++)
		know_value(s, i, c->ask[i].value);
}

static int by_words(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Those of the terms, or else each one that the input has. */
static void know_owners(struct session *s)
{
	s->owner = s->w->terms->owner;
	s->nowners = s->w->terms->nowners;
	if (s->nowners)
		return;
	struct str *all = ARENA_ARRAY(&s->arena, s->nseats, struct str);
	size_t n = 0, distinct = 0;
	for (size_t i = 0; i < s->nseats; i++)
		if (s->place[i].owner.n)
			all[n++] = s->place[i].owner;
	if (n)
		qsort(all, n, sizeof *all, by_words);
	for (size_t i = 0; i < n; i++)
		if (!distinct || !str_eq(all[i], all[distinct - 1]))
			all[distinct++] = all[i];
	s->owner = all;
	s->nowners = distinct;
}

static bool is_mine(const struct session *s, size_t seat)
{
	return s->mine.n && fold_same(s->place[seat].owner, str_trim(s->mine));
}

/* The list as it is now: those left, the reviewer's own first, otherwise as the meeting has them. */
static void make_list(struct session *s)
{
	struct buf them = { 0 };
	size_t who;
	enum fit fit = term_find(s->owner, s->nowners, s->w->by, true, &who, &them);

	buf_release(&them);
	if (fit != FIT_NONE && fit != FIT_MANY)
		s->mine = s->owner[who];
	s->list = ARENA_ARRAY(&s->arena, s->nseats, size_t);
	for (int others = 0; others < 2; others++) {
		for (size_t i = 0; i < s->nseats; i++) {
			if (s->seat[i].again || is_mine(s, i) == others || table_stand(s, i) != STANDS_LEFT)
				continue;
			s->place[i].in_list = s->nlist;
			s->list[s->nlist++] = i;
		}
		s->nown = others ? s->nown : s->nlist;
	}
}

void table_open(struct session *s)
{
	s->seat = meeting_seats(s->w->meeting, &s->nseats);
	s->place = mem_new((s->nseats + 1) * sizeof *s->place);
	for (size_t i = 0; i < s->nseats; i++) {
		s->place[i].found = true;
		s->place[i].in_list = SIZE_MAX;
		s->place[i].waited = INSTANT_NONE;
		refs_add(&s->refs, s->seat[i].ref);
	}
	refs_settle(&s->refs);
	if (s->nseats)
		s->w->look(s->w->ctx, SIZE_MAX, STR(""), STR(""), know_seat, s);
	know_owners(s);
	make_list(s);
	s->current = SIZE_MAX;
	s->last = s->nlist ? s->nlist - 1 : 0;
}

void table_close(struct session *s)
{
	refs_release(&s->refs);
	free(s->place);
	arena_release(&s->arena);
}

/* ---- refs ---- */

/* The shortest beginning, of three letters or more, that no other seat has. */
struct str table_ref(const struct session *s, size_t seat, char *room)
{
	struct buf b = { 0 };
	size_t first, n = PREFIX;
	bool wrong;

	for (; n <= REF_LETTERS; n++) {
		buf_clear(&b);
		ref_write(&b, s->seat[seat].ref, n);
		if (refs_find(&s->refs, buf_view(&b), &first, &wrong) <= 1)
			break;
	}
	struct str word = { room, 0 };
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != '-')
			room[word.n++] = b.p[i];
	buf_release(&b);
	return word;
}

void table_name(const struct session *s, size_t seat, struct buf *b)
{
	struct str name = s->place[seat].name;

	text_show(b, s->seat[seat].id, true);
	if (name.n)
		buf_char(b, ' ');
	text_show(b, name, true);
}

static void say_candidates(struct session *s, size_t first, size_t n)
{
	char room[REF_LETTERS + 2];

	for (size_t i = first; i < first + n; i++) {
		size_t seat = meeting_seat(s->w->meeting, s->refs.at[i]);
		buf_print(s->out, "  %.*s  ", STR_ARG(table_ref(s, seat, room)));
		table_name(s, seat, s->out);
		buf_char(s->out, '\n');
	}
}

static size_t find_ref(struct session *s, struct str typed, bool *said)
{
	size_t first, n;
	bool wrong;

	n = refs_find(&s->refs, typed, &first, &wrong);
	if (n == 1)
		return meeting_seat(s->w->meeting, s->refs.at[first]);
	if (n > 1) {
		table_wrong(s, "'%.*s' fits %zu leads:", STR_ARG(typed), n);
		say_candidates(s, first, n < 10 ? n : 10);
		*said = true;
	} else if (!wrong && typed.n >= PREFIX &&
		   refs_find(meeting_refs(s->w->meeting), typed, &first, &wrong)) {
		table_wrong(s,
			    "%.*s is handed over, but doesn't wait for an answer; -w puts others on the "
			    "table",
			    STR_ARG(typed));
		*said = true;
	}
	return SIZE_MAX;
}

/* The first of that id, and how many there are. */
static size_t find_id(const struct session *s, struct str typed, size_t *n)
{
	size_t found = SIZE_MAX;

	*n = 0;
	for (size_t i = 0; i < s->nseats; i++)
		if (!s->seat[i].again && id_same(s->seat[i].id, typed)) {
			found = found == SIZE_MAX ? i : found;
			++*n;
		}
	return found;
}

/* The hand-overs of one id, by what tells them apart. */
static void wrong_ids(struct session *s, struct str typed, size_t ids)
{
	struct buf them = { 0 };
	char room[REF_LETTERS + 2];

	for (size_t i = 0; i < s->nseats; i++) {
		if (s->seat[i].again || !id_same(s->seat[i].id, typed))
			continue;
		buf_print(&them, "%s%.*s", them.n ? ", " : "", STR_ARG(table_ref(s, i, room)));
		if (s->seat[i].at == INSTANT_NONE)
			continue;
		buf_print(&them, " of ");
		moment_show(&them, s->seat[i].at, s->w->today, s->w->times->zone);
	}
	table_wrong(s, "%zu hand-overs have the id '%.*s'; type a ref: %.*s", ids, STR_ARG(typed),
		    STR_ARG(buf_view(&them)));
	buf_release(&them);
}

static size_t find_number(const struct session *s, struct str typed)
{
	size_t n = 0;

	if (s->w->from_file || !typed.n || typed.n > 9)
		return SIZE_MAX;
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] < '0' || typed.p[i] > '9')
			return SIZE_MAX;
		n = n * 10 + (size_t)(typed.p[i] - '0');
	}
	return n && n <= s->nlist ? s->list[n - 1] : SIZE_MAX;
}

static size_t choose(struct session *s, struct str typed, size_t by_id, size_t by_number)
{
	char room[REF_LETTERS + 2], other[REF_LETTERS + 2];

	if (by_id == SIZE_MAX && by_number == SIZE_MAX)
		table_wrong(s, "no lead on the table is '%.*s'; %s", STR_ARG(typed),
			    s->w->from_file ? "name it by its ref or its id"
					    : "list shows them, with refs and numbers");
	else if (by_id != SIZE_MAX && by_number != SIZE_MAX && by_id != by_number)
		table_wrong(s, "'%.*s' is the id of %.*s and the number of %.*s; type the ref",
			    STR_ARG(typed), STR_ARG(table_ref(s, by_id, room)),
			    STR_ARG(table_ref(s, by_number, other)));
	else
		return by_id != SIZE_MAX ? by_id : by_number;
	return SIZE_MAX;
}

size_t table_find(struct session *s, struct str typed)
{
	bool said = false;
	size_t ids, by_ref = find_ref(s, typed, &said), by_id = find_id(s, typed, &ids);

	if (ids > 1) {
		wrong_ids(s, typed, ids);
		return SIZE_MAX;
	}
	if (by_ref != SIZE_MAX && (by_id == SIZE_MAX || by_id == by_ref))
		return by_ref;
	if (said && by_id == SIZE_MAX)
		return SIZE_MAX;
	return choose(s, typed, by_id, by_ref != SIZE_MAX ? by_ref : find_number(s, typed));
}

/* ---- the current one ---- */

void table_go(struct session *s, size_t seat)
{
	const struct ruling *r = table_ruling(s, seat);

	s->current = seat;
	s->place[seat].seen = r ? r->last : NULL;
	s->place[seat].skipped = false;
	if (s->place[seat].in_list != SIZE_MAX)
		s->last = s->place[seat].in_list;
	s->moved = true;
}

void table_next(struct session *s)
{
	s->current = SIZE_MAX;
	s->moved = true;
	if (s->w->from_file)
		return;
	for (size_t k = 1; k <= s->nlist; k++) {
		size_t seat = s->list[(s->last + k) % s->nlist];
		if (s->place[seat].found && !s->place[seat].skipped && table_stand(s, seat) == STANDS_LEFT) {
			table_go(s, seat);
			return;
		}
	}
}

struct sum table_sum(const struct session *s, size_t from, size_t to)
{
	struct sum sum = { 0 };

	for (size_t i = 0; i < s->nseats; i++) {
		enum stand how = table_stand(s, i);
		bool mine = s->place[i].touched && !s->seat[i].again;
		sum.accepted += mine && how == STANDS_ACCEPTED;
		sum.returned += mine && how == STANDS_RETURNED;
		sum.later += mine && how == STANDS_LATER;
	}
	for (size_t i = from; i < to; i++)
		sum.left += table_stand(s, s->list[i]) == STANDS_LEFT;
	return sum;
}

/* ---- cards ---- */

/* "need: type  need yes | need no" */
static void say_answers(const struct session *s, struct question q, struct buf *b)
{
	struct buf lower = { 0 };

	lower_append(&lower, s->w->ask[q.ask]);
	struct str head = buf_view(&lower);
	bool several = memchr(head.p, ' ', head.n);
	const char *before = several ? "answer \"" : "", *behind = several ? "\"" : "";
	if (q.yes_no)
		buf_print(b, ": type  %s%.*s%s yes | %s%.*s%s no", before, STR_ARG(head), behind, before,
			  STR_ARG(head), behind);
	else
		buf_print(b, ": type  %s%.*s%s VALUE", before, STR_ARG(head), behind);
	buf_release(&lower);
}

/* What isn't known, up to the first of which a person may say it: others are worked out. */
static void say_question(const struct session *s, const struct card *c, struct buf *b)
{
	for (size_t i = 0; i < c->ncriteria; i++) {
		if (c->criterion[i].state != ANSWER_UNKNOWN)
			continue;
		buf_print(b, "%s%.*s", b->n ? "; " : "", STR_ARG(c->criterion[i].name));
		if (s->w->question[i].ask == SIZE_MAX)
			continue;
		say_answers(s, s->w->question[i], b);
		return;
	}
}

static void say_place(const struct session *s, struct buf *b)
{
	size_t at = s->place[s->current].in_list;

	if (at == SIZE_MAX)
		buf_print(b, "besides the %zu of the list", s->nlist);
	else
		buf_print(b, "%zu of %zu", at + 1, at < s->nown ? s->nown : s->nlist);
}

static void say_done(const struct session *s, struct buf *b)
{
	struct sum sum = table_sum(s, 0, 0);

	if (sum.accepted)
		buf_print(b, "%zu accepted", sum.accepted);
	if (sum.returned)
		buf_print(b, "%s%zu returned", b->n ? ", " : "", sum.returned);
	if (sum.later)
		buf_print(b, "%s%zu later", b->n ? ", " : "", sum.later);
}

/* How many lines of the screen stand above the card. */
static int lines_above(const struct buf *out)
{
	int lines = 0;

	for (size_t i = 0; i < out->n; i++)
		lines += out->p[i] == '\n';
	return lines ? lines : 1;
}

static void show_card(void *ctx, size_t seat, const struct looked *l)
{
	struct session *s = ctx;
	struct buf place = { 0 }, done = { 0 }, ask = { 0 };
	int height = s->height > 0 ? s->height : 24;
	size_t in_list = s->place[seat].in_list;

	lines_fill(s->out, s->look.width);
	say_place(s, &place);
	say_done(s, &done);
	say_question(s, l->card, &ask);
	struct sight sight = { .card = l->card,
			       .ref = str_from(s->ref),
			       .id = s->seat[seat].id,
			       .at = s->seat[seat].at,
			       .place = buf_view(&place),
			       .whose = in_list < s->nown ? s->mine : STR(""),
			       .done = buf_view(&done),
			       .ask = buf_view(&ask),
			       .ruling = table_ruling(s, seat),
			       .earlier = decisions_of_other(s->w->decisions, s->seat[seat].id,
							     s->seat[seat].at),
			       .zone = s->w->times->zone,
			       .today = s->w->today,
			       .look = s->look,
			       .height = height - 1 - lines_above(s->out) };
	card_show(s->out, &sight);
	buf_release(&place);
	buf_release(&done);
	buf_release(&ask);
}

static void say_nobody(struct session *s)
{
	size_t skipped = 0, left = 0;

	for (size_t i = 0; i < s->nlist; i++) {
		bool stands = table_stand(s, s->list[i]) == STANDS_LEFT;
		skipped += stands && s->place[s->list[i]].skipped;
		left += stands;
	}
	if (left > skipped)
		buf_print(s->out, "none of those found is left, of all %zu; find with nothing: all\n", left);
	else if (left)
		buf_print(s->out, "nobody is left but the %zu that you skipped: list, show REF, or quit\n",
			  left);
	else
		buf_print(s->out, "nobody is left; quit, or show REF to decide again\n");
}

void table_show(struct session *s)
{
	s->moved = false;
	if (s->w->from_file)
		return;
	if (s->current == SIZE_MAX) {
		say_nobody(s);
		return;
	}
	struct str ref = table_ref(s, s->current, s->ref);
	s->ref[ref.n] = '\0';
	s->w->look(s->w->ctx, s->current, STR(""), STR(""), show_card, s);
}

/* ---- mistakes ---- */

enum session_does table_wrong(struct session *s, const char *format, ...)
{
	va_list args;
	struct buf words = { 0 };

	va_start(args, format);
	buf_vprint(&words, format, args);
	va_end(args);
	text_show(s->out, buf_view(&words), true);
	buf_char(s->out, '\n');
	buf_release(&words);
	return SESSION_MISTAKE;
}

bool table_has_current(struct session *s)
{
	if (s->current != SIZE_MAX)
		return true;
	table_wrong(s, "no lead is current; name one: show REF");
	return false;
}

struct str table_unquoted(struct str t)
{
	t = str_trim(t);
	if (t.n >= 2 && (t.p[0] == '"' || t.p[0] == '\'') && t.p[t.n - 1] == t.p[0])
		return str_trim(str_slice(t, 1, t.n - 1));
	return t;
}

size_t table_pick(struct session *s, const struct str *list, size_t n, struct str typed, const char *what,
		  const char *many)
{
	struct buf them = { 0 };
	size_t place = SIZE_MAX;

	switch (term_find(list, n, typed, true, &place, &them)) {
	case FIT_MANY:
		table_wrong(s, "'%.*s' fits several %s: %.*s; nothing decided", STR_ARG(typed), many,
			    STR_ARG(buf_view(&them)));
		place = SIZE_MAX;
		break;
	case FIT_NONE: {
		struct str near = nearest(NULL, typed, &CANDIDATE_NAMES(list, n), 1);
		table_wrong(s, "no %s is '%.*s', so nothing is decided" DID_YOU_MEAN, what, STR_ARG(typed),
			    DID_YOU_MEAN_ARG(near));
		place = SIZE_MAX;
		break;
	}
	default:
		break;
	}
	buf_release(&them);
	return place;
}
