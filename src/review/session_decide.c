/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands that write. Each reads the others' new lines under the lock first: a decision is of the lead
 * as its card showed it, so where somebody has decided in between nothing is written, and what they decided
 * is said. Doing it again then overrules them.
 */
#include "review/session_internal.h"

#include "report/glyph.h"

/* ---- writing ---- */

enum written { WRITTEN, WRITTEN_BEFORE, WRITTEN_NOT, WRITTEN_FAILED };

static struct entry entry_of(const struct session *s, size_t seat, enum decision_word what)
{
	return (struct entry){ .at = s->w->now(s->w->ctx),
			       .by = s->w->by,
			       .lead_id = s->seat[seat].id,
			       .handed_over = s->seat[seat].at,
			       .decision = what,
			       .until = INSTANT_NONE };
}

static bool same_decision(const struct entry *a, const struct entry *b)
{
	return a->decision == b->decision && str_eq(a->exit, b->exit) && str_eq(a->reason, b->reason) &&
	       str_eq(a->owner, b->owner) && a->until == b->until;
}

static bool holds_answer(const struct ruling *r, struct str column, struct str value)
{
	struct buf scratch = { 0 };
	struct str said = answer_find(r->answers, column, &scratch);
	bool holds = said.p && str_eq(said, value);

	buf_release(&scratch);
	return holds;
}

/* Is it what counts already? */
static bool stands(const struct ruling *r, const struct entry *e)
{
	struct str rest = e->answers, column, value;
	struct buf scratch = { 0 };
	bool all = true;

	if (!r)
		return false;
	if (e->decision != DECISION_ANSWER)
		return r->last && same_decision(r->last, e);
	while (all && answer_next(&rest, &column, &value, &scratch))
		all = holds_answer(r, column, value);
	buf_release(&scratch);
	return all && (!e->note.n || str_eq(e->note, r->note));
}

static void say_entry(struct session *s, size_t seat, const char *joins, const struct entry *e)
{
	struct buf words = { 0 };

	table_name(s, seat, &words);
	buf_print(&words, " %s ", joins);
	entry_show(&words, e, s->w->today, s->w->times->zone);
	text_show(s->out, buf_view(&words), true);
	buf_release(&words);
}

/* A file that was written anew is read again, so the same line may be another entry. */
static bool is_same(const struct entry *last, const struct entry *seen)
{
	return seen && seen->at == last->at && str_eq(seen->by, last->by) && same_decision(seen, last);
}

/* Has somebody decided since the card was shown? */
static bool overtaken(struct session *s, size_t seat, const struct ruling *r)
{
	const struct entry *last = r ? r->last : NULL, *seen = s->place[seat].seen;

	s->place[seat].seen = last;
	if (!last || is_same(last, seen))
		return false;
	say_entry(s, seat, "was", last);
	buf_print(s->out, "; nothing written; again to overrule\n");
	return true;
}

static enum written commit(struct session *s, size_t seat, const struct entry *e)
{
	struct decisions *d = s->w->decisions;

	decisions_add(d, e);
	if (!decisions_commit(d))
		return WRITTEN_FAILED;
	if (seat == SIZE_MAX)
		return WRITTEN;
	const struct ruling *r = table_ruling(s, seat);
	s->place[seat].seen = r ? r->last : NULL;
	s->place[seat].touched |= e->decision != DECISION_ANSWER;
	return WRITTEN;
}

/* What counts already is said, unless somebody has just decided it, which is then said so. */
static enum written put(struct session *s, size_t seat, const struct entry *e)
{
	if (!decisions_begin(s->w->decisions))
		return WRITTEN_FAILED;
	const struct ruling *r = table_ruling(s, seat);
	if (stands(r, e)) {
		decisions_drop(s->w->decisions);
		if (r->last)
			s->place[seat].seen = r->last;
		return WRITTEN_BEFORE;
	}
	if (e->decision != DECISION_ANSWER && overtaken(s, seat, r)) {
		decisions_drop(s->w->decisions);
		return WRITTEN_NOT;
	}
	return commit(s, seat, e);
}

/* A decision of the current lead: what was written is in `words`. The next one follows. */
static enum session_does decide(struct session *s, const struct entry *e, struct buf *words)
{
	size_t seat = s->current;
	enum written how = put(s, seat, e);

	if (how == WRITTEN) {
		text_show(s->out, buf_view(words), true);
		buf_print(s->out, "%s\n", s->w->from_file ? "" : "   (undo: u)");
	} else if (how == WRITTEN_BEFORE) {
		say_entry(s, seat, "was", table_ruling(s, seat)->last);
		buf_print(s->out, ": nothing to add\n");
	}
	buf_release(words);
	if (how == WRITTEN_FAILED)
		return SESSION_FAILED;
	if (how == WRITTEN_NOT)
		return SESSION_MISTAKE;
	if (!s->w->from_file)
		table_next(s);
	return SESSION_GOES_ON;
}

/* ---- accept ---- */

/* SIZE_MAX: nobody, which is said. Without a roster it may be somebody new, and in quotes always is. */
static bool pick_owner(struct session *s, struct str typed, struct str *owner)
{
	struct str name = table_unquoted(typed);
	struct buf them = { 0 };
	size_t place;

	*owner = name;
	if (!s->w->terms->nowners &&
	    (name.n != str_trim(typed).n ||
	     term_find(s->owner, s->nowners, name, true, &place, &them) == FIT_NONE)) {
		buf_release(&them);
		return true;
	}
	buf_release(&them);
	place = table_pick(s, s->owner, s->nowners, name, "owner", "owners");
	if (place == SIZE_MAX)
		return false;
	*owner = s->owner[place];
	return true;
}

/* Whose it is: by the last acceptance, by the input, or else the reviewer's. */
static struct str owner_now(const struct session *s, size_t seat)
{
	const struct ruling *r = table_ruling(s, seat);

	if (r && r->last && r->last->decision == DECISION_ACCEPT)
		return r->last->owner;
	return s->place[seat].owner.n ? s->place[seat].owner : s->mine;
}

enum session_does decide_accept(struct session *s, struct str rest)
{
	struct buf words = { 0 };

	if (!table_has_current(s))
		return SESSION_MISTAKE;
	struct entry e = entry_of(s, s->current, DECISION_ACCEPT);
	e.owner = owner_now(s, s->current);
	if (rest.n && !pick_owner(s, rest, &e.owner))
		return SESSION_MISTAKE;
	buf_print(&words, "accepted ");
	table_name(s, s->current, &words);
	if (e.owner.n)
		buf_print(&words, " for %.*s", STR_ARG(e.owner));
	else
		buf_print(&words, "; nobody owns it: accept OWNER names one");
	return decide(s, &e, &words);
}

/* ---- return ---- */

/* What is behind the last `until` outside of quotes is taken off; n 0: there is none. */
static struct str take_until(struct str *rest)
{
	static const struct str word = STR("until");
	struct str found = STR("");
	char quote = 0;
	size_t at = rest->n;

	for (size_t i = 0; i < rest->n; i++) {
		char c = rest->p[i];
		bool begins = !quote && (!i || rest->p[i - 1] == ' ') && i + word.n < rest->n;
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"')
			quote = c;
		else if (begins && rest->p[i + word.n] == ' ' &&
			 str_same(str_slice(*rest, i, i + word.n), word))
			at = i, found = str_trim(str_slice(*rest, i + word.n, rest->n));
	}
	*rest = str_trim(str_slice(*rest, 0, at));
	return found;
}

/* The way back that a line begins with by its whole name, which is taken off; SIZE_MAX: none. */
static size_t take_exit(const struct session *s, struct str *typed)
{
	const struct terms *t = s->w->terms;

	for (size_t i = 0; i < t->nback; i++) {
		struct str name = t->agreement->exits.at[t->back[i].exit].name.text;
		if (typed->n < name.n || !str_same(str_slice(*typed, 0, name.n), name))
			continue;
		struct str rest = str_slice(*typed, name.n, typed->n);
		if (rest.n && rest.p[0] != ':' && rest.p[0] != ' ')
			continue;
		*typed = str_trim(str_slice(rest, rest.n && rest.p[0] == ':', rest.n));
		return i;
	}
	return SIZE_MAX;
}

static void say_reasons(struct session *s, const struct str *list, size_t n, const char *before)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_print(&words, "%s%.*s", i ? ", " : "", STR_ARG(list[i]));
	table_wrong(s, "%s: %.*s; nothing decided", before, STR_ARG(buf_view(&words)));
	buf_release(&words);
}

/* The first way back that takes any reason; SIZE_MAX: none does. */
static size_t any_way(const struct terms *t)
{
	for (size_t i = 0; i < t->nback; i++)
		if (!t->back[i].way || !t->back[i].way->reasons.n)
			return i;
	return SIZE_MAX;
}

/* Those of one way back, or (SIZE_MAX) of all; they stand together. */
static const struct str *reasons_of(const struct terms *t, size_t back, size_t *n)
{
	size_t first = 0;

	*n = t->nreasons;
	if (back == SIZE_MAX)
		return t->reason;
	while (first < t->nreasons && t->reason_back[first] != back)
		first++;
	for (*n = 0; first + *n < t->nreasons && t->reason_back[first + *n] == back;)
		++*n;
	return t->reason + first;
}

static bool pick_reason(struct session *s, struct str typed, size_t *back, struct str *reason)
{
	const struct terms *t = s->w->terms;
	struct buf them = { 0 };
	size_t place, n, said = SIZE_MAX;
	struct str name = table_unquoted(typed);

	if (term_find(t->reason, t->nreasons, name, true, &place, &them) == FIT_NONE &&
	    (said = take_exit(s, &typed)) != SIZE_MAX)
		name = table_unquoted(typed);
	const struct str *list = reasons_of(t, said, &n);
	buf_clear(&them);
	enum fit fit = name.n ? term_find(list, n, name, true, &place, &them) : FIT_NONE;
	buf_release(&them);
	size_t any = said == SIZE_MAX ? any_way(t) : n ? SIZE_MAX : said;
	*back = any;
	*reason = name;
	if (fit == FIT_NONE && any != SIZE_MAX && (name.n || said != SIZE_MAX))
		return true;
	if (!name.n && n)
		say_reasons(s, list, n, "return needs a reason");
	else if (!name.n)
		table_wrong(s, "return needs a reason in words: return REASON; nothing decided");
	else if (fit == FIT_NONE)
		say_reasons(s, list, n, "that is none of the reasons");
	if (!name.n || fit == FIT_NONE ||
	    (place = table_pick(s, list, n, name, "reason", "reasons")) == SIZE_MAX)
		return false;
	*reason = list[place];
	*back = t->reason_back[(size_t)(list - t->reason) + place];
	return true;
}

static bool read_date(struct session *s, struct str typed, int64_t *date)
{
	struct buf why = { 0 };
	bool good = when_read(table_unquoted(typed), s->w->times, s->w->today, date, &why);

	if (!good)
		table_wrong(s, "%.*s; nothing decided", STR_ARG(buf_view(&why)));
	buf_release(&why);
	return good;
}

enum session_does decide_return(struct session *s, struct str rest)
{
	const struct terms *t = s->w->terms;
	struct buf words = { 0 };
	size_t back, place;

	if (!table_has_current(s))
		return SESSION_MISTAKE;
	if (!t->nback)
		return table_wrong(s, "the agreement has no exit by which sales could give it back; nothing "
				      "decided");
	struct entry e = entry_of(s, s->current, DECISION_RETURN);
	struct str whole = rest, until = take_until(&rest);
	if (until.n &&
	    term_find(t->reason, t->nreasons, table_unquoted(whole), false, &place, &words) == FIT_EXACT)
		rest = whole, until = STR("");
	buf_clear(&words);
	if (!pick_reason(s, rest, &back, &e.reason) || (until.n && !read_date(s, until, &e.until))) {
		buf_release(&words);
		return SESSION_MISTAKE;
	}
	e.exit = t->agreement->exits.at[t->back[back].exit].name.text;
	buf_print(&words, "returned ");
	table_name(s, s->current, &words);
	buf_print(&words, " to %.*s", STR_ARG(e.exit));
	if (e.reason.n)
		buf_print(&words, ", '%.*s'", STR_ARG(e.reason));
	if (until.n) {
		buf_print(&words, ", back on ");
		instant_write(&words, e.until, s->w->times->zone);
	}
	return decide(s, &e, &words);
}

/* ---- later ---- */

enum session_does decide_later(struct session *s, struct str rest)
{
	struct buf words = { 0 };

	if (!table_has_current(s))
		return SESSION_MISTAKE;
	struct entry e = entry_of(s, s->current, DECISION_LATER);
	if (!rest.n)
		return table_wrong(s, "later needs a day: later monday; nothing decided");
	if (!read_date(s, rest, &e.until))
		return SESSION_MISTAKE;
	table_name(s, s->current, &words);
	buf_print(&words, " stays in the backlog; next on the sheet ");
	when_show(&words, instant_day(e.until, s->w->times->zone), s->w->today);
	buf_print(&words, "; the clock goes on");
	return decide(s, &e, &words);
}

/* ---- answers ---- */

static bool is_end(struct str line, size_t n)
{
	return line.n == n || line.p[n] == ' ' || line.p[n] == '\t';
}

/* The longest that the line begins with, or in quotes. */
static size_t whole_column(const struct session *s, struct str line, struct str *rest)
{
	size_t found = SIZE_MAX, most = 0;

	for (size_t i = 0; i < s->w->nasks; i++) {
		struct str head = s->w->ask[i];
		size_t quotes = line.n && line.p[0] == '"' ? 2 : 0, n = head.n + quotes;
		if (line.n < n || !is_end(line, n) || (quotes && line.p[n - 1] != '"') ||
		    !str_same(str_slice(line, quotes / 2, quotes / 2 + head.n), head) || n <= most)
			continue;
		found = i;
		most = n;
	}
	*rest = str_trim(str_slice(line, most, line.n));
	return found;
}

size_t decide_column(const struct session *s, struct str line, bool whole, struct str *rest)
{
	size_t found = whole_column(s, line, rest), n = 0, fits = 0;

	if (found != SIZE_MAX || whole)
		return found;
	while (n < line.n && !is_end(line, n))
		n++;
	for (size_t i = 0; n && i < s->w->nasks; i++)
		if (s->w->ask[i].n >= n && str_same(str_slice(s->w->ask[i], 0, n), str_slice(line, 0, n)))
			found = i, fits++;
	*rest = str_trim(str_slice(line, n, line.n));
	return fits == 1 ? found : SIZE_MAX;
}

enum session_does decide_answer(struct session *s, struct str rest)
{
	struct buf all = { 0 };
	struct str value;
	size_t column = decide_column(s, rest, false, &value);

	if (column != SIZE_MAX)
		return decide_value(s, column, value);
	for (size_t i = 0; i < s->w->nasks; i++)
		buf_print(&all, "%s%.*s", i ? ", " : "", STR_ARG(s->w->ask[i]));
	if (all.n)
		table_wrong(s, "answer COLUMN VALUE takes one of the columns %.*s; nothing written",
			    STR_ARG(buf_view(&all)));
	else
		table_wrong(s, "the agreement names no column to answer; write: ask budget, need");
	buf_release(&all);
	return SESSION_MISTAKE;
}

/* 20.000 where a point is the decimal sign: is it twenty, or twenty thousand? */
static bool is_ambiguous(const struct session *s, struct str v)
{
	size_t n = 0;

	while (n < v.n && v.p[n] >= '0' && v.p[n] <= '9')
		n++;
	if (!n || n > 3 || v.n != n + 4 || v.p[n] != s->w->decimal)
		return false;
	for (size_t i = n + 1; i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
	return true;
}

struct answered {
	struct session *s;
	size_t column;
	struct str value;
	bool wrong;
	struct buf words;
};

static void say_bant(void *ctx, size_t seat, const struct looked *l)
{
	struct answered *a = ctx;
	const struct card *c = l->card;

	(void)seat;
	a->wrong = l->unread;
	if (l->unread)
		table_wrong(a->s, "'%.*s' is not %s, as %.*s is read; nothing written", STR_ARG(a->value),
			    l->unread, STR_ARG(a->s->w->ask[a->column]));
	if (l->unread || !c->ncriteria)
		return;
	buf_print(&a->words, ". BANT %zu of %zu", c->nyes, c->ncriteria);
	if (l->sql == SQL_YES)
		buf_print(&a->words, ": SQL now");
	if (c->ask_next.n)
		buf_print(&a->words, ". Still to ask: %.*s", STR_ARG(c->ask_next));
}

static enum session_does write_answer(struct session *s, const struct answered *a, struct str answers)
{
	struct entry e = entry_of(s, s->current, DECISION_ANSWER);

	e.answers = answers;
	enum written how = put(s, s->current, &e);
	if (how == WRITTEN_FAILED)
		return SESSION_FAILED;
	text_show(s->out, s->w->ask[a->column], true);
	buf_print(s->out, ": ");
	text_show(s->out, a->value, true);
	buf_print(s->out, "%s", how == WRITTEN_BEFORE ? ", as it was" : "");
	text_show(s->out, buf_view(&a->words), true);
	buf_char(s->out, '\n');
	return SESSION_GOES_ON;
}

enum session_does decide_value(struct session *s, size_t column, struct str value)
{
	struct str head = s->w->ask[column], whole;
	struct buf answers = { 0 };

	if (!table_has_current(s))
		return SESSION_MISTAKE;
	value = table_unquoted(value);
	if (!value.n)
		return table_wrong(s, "%.*s needs a value; nothing written", STR_ARG(head));
	if (is_ambiguous(s, value)) {
		size_t n = value.n - 4;
		return table_wrong(s, "%.*s or %.*s%.*s? '%.*s' may be either; nothing written", (int)n,
				   value.p, (int)n, value.p, 3, value.p + n + 1, STR_ARG(value));
	}
	answer_write(&answers, head, value);
	whole = buf_view(&answers);
	struct answered a = { s, column, value, false, { 0 } };
	s->w->look(s->w->ctx, s->current, whole, head, say_bant, &a);
	enum session_does does = a.wrong ? SESSION_MISTAKE : write_answer(s, &a, whole);
	buf_release(&a.words);
	buf_release(&answers);
	return does;
}

enum session_does decide_note(struct session *s, struct str rest)
{
	if (!table_has_current(s))
		return SESSION_MISTAKE;
	struct entry e = entry_of(s, s->current, DECISION_ANSWER);
	if (!(e.note = table_unquoted(rest)).n)
		return table_wrong(s, "note needs a text; nothing written");
	enum written how = put(s, s->current, &e);
	if (how == WRITTEN_FAILED)
		return SESSION_FAILED;
	buf_print(s->out, how == WRITTEN_BEFORE ? "noted before of " : "noted of ");
	table_name(s, s->current, s->out);
	buf_print(s->out, ": ");
	text_show(s->out, e.note, true);
	buf_char(s->out, '\n');
	return SESSION_GOES_ON;
}

/* ---- undo ---- */

static const char *const undone_words[DECISIONS] = { "acceptance", "return", "putting off", "answer", "" };

/* Where the lead is on the table: its seat. */
static size_t seat_of(const struct session *s, const struct entry *e)
{
	return meeting_seat(s->w->meeting, ref_of(e->lead_id, e->handed_over, s->w->times->zone));
}

static void say_undone(struct session *s, const struct entry *last, size_t seat)
{
	struct buf words = { 0 };

	buf_print(&words, "undone: %s of ",
		  last->note.n && !last->answers.n && last->decision == DECISION_ANSWER
			  ? "note"
			  : undone_words[last->decision]);
	if (seat != SIZE_MAX)
		table_name(s, seat, &words);
	else
		buf_str(&words, last->lead_id);
	buf_print(&words, " (");
	moment_show(&words, last->at, s->w->today, s->w->times->zone);
	buf_print(&words, "). %s", seat != SIZE_MAX ? "Its card again." : "It isn't on this table.");
	text_show(s->out, buf_view(&words), true);
	buf_char(s->out, '\n');
	buf_release(&words);
}

enum session_does decide_undo(struct session *s, struct str rest)
{
	(void)rest;
	if (s->w->from_file)
		return table_wrong(s, "undo takes back another decision each time that the file is run; "
				      "write the decision that you want");
	if (!decisions_begin(s->w->decisions))
		return SESSION_FAILED;
	const struct entry *last = decisions_last_by(s->w->decisions, s->w->by);
	if (!last) {
		decisions_drop(s->w->decisions);
		return table_wrong(s, "there is nothing of %.*s's to undo", STR_ARG(s->w->by));
	}
	size_t seat = seat_of(s, last);
	struct entry e = { .at = s->w->now(s->w->ctx),
			   .by = s->w->by,
			   .lead_id = last->lead_id,
			   .handed_over = last->handed_over,
			   .decision = DECISION_UNDO,
			   .until = INSTANT_NONE };
	if (commit(s, seat, &e) == WRITTEN_FAILED)
		return SESSION_FAILED;
	say_undone(s, last, seat);
	if (seat != SIZE_MAX)
		table_go(s, seat);
	return SESSION_GOES_ON;
}
