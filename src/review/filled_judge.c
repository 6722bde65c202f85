/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of a filled sheet decides: an entry, or what is wrong with it. See filled.h. */
#include "review/filled.h"

#include "base/casefold.h"

/* A row while it is judged. Each step says false where it finds a mistake, which it writes. */
struct sentence {
	struct filled *f;
	struct filled_row *row;
	const struct filled_lead *lead;
	const struct judging *j;
	const struct ruling *ruling; /* NULL: nothing is decided */
	bool decides;
	struct str through; /* the exit that is named as the decision; else nothing */
	struct entry *out;
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct sentence *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	s->row->mistake = arena_vprint(&s->f->arena, format, args);
	va_end(args);
	return false;
}

static struct str cell_of(const struct sentence *s, enum filled_column c)
{
	return filled_cell(s->f, s->row, c);
}

/* 2026-10-31, or 2026-10-31 14:05. */
static struct str time_words(struct sentence *s, int64_t at)
{
	const struct zone *zone = s->j->times->zone;
	struct civil c = instant_civil(at, zone);
	struct buf b = { 0 };

	instant_write(&b, day_date(instant_day(at, zone), zone), zone);
	if (!instant_is_date(at))
		buf_print(&b, " %02d:%02d", c.hour, c.minute);
	struct str words = arena_copy(&s->f->arena, buf_view(&b));
	buf_release(&b);
	return words;
}

/* ---- what a cell means ---- */

/* The place in a list of words; SIZE_MAX: none fits. False: several do. */
static bool find_term(struct sentence *s, const char *what, const struct str *list, size_t n,
		      struct str typed, size_t *place)
{
	struct buf them = { 0 };
	enum fit fit = term_find(list, n, typed, false, place, &them);
	bool good = true;

	if (fit == FIT_MANY)
		good = wrong(s, "%s '%.*s' fits %.*s; write one of them out", what, STR_ARG(typed),
			     STR_ARG(buf_view(&them)));
	else if (fit == FIT_NONE)
		*place = SIZE_MAX;
	else if (fit != FIT_EXACT)
		filled_tell_taken(s->f, s->j->diags, what, typed, list[*place]);
	buf_release(&them);
	return good;
}

static struct str exit_name(const struct sentence *s, const struct way_back *b)
{
	return s->j->terms->agreement->exits.at[b->exit].name.text;
}

/* Is an exit itself named in place of a reason, or of a decision? */
static bool is_exit(const struct sentence *s, struct str typed, size_t *back)
{
	const struct terms *t = s->j->terms;

	for (*back = 0; *back < t->nback; (*back)++)
		if (str_same(exit_name(s, &t->back[*back]), typed))
			return true;
	*back = 0;
	return false;
}

static bool decide(struct sentence *s, enum decision_word d)
{
	s->out->decision = d;
	s->decides = true;
	return true;
}

static bool read_decision(struct sentence *s)
{
	struct str typed = cell_of(s, FILLED_DECISION);
	size_t back;

	if (!typed.n)
		return true;
	if (str_same(typed, STR("accepted")))
		return decide(s, DECISION_ACCEPT);
	if (str_same(typed, STR("returned")))
		return decide(s, DECISION_RETURN);
	for (enum decision_word d = DECISION_ACCEPT; d <= DECISION_LATER; d++) /* no two begin alike */
		if (typed.n <= decision_name[d].n && str_same(typed, str_slice(decision_name[d], 0, typed.n)))
			return decide(s, d);
	if (is_exit(s, typed, &back)) {
		s->through = exit_name(s, &s->j->terms->back[back]);
		return decide(s, DECISION_RETURN);
	}
	return wrong(s, "decision '%.*s' is none of accept, return and later (or their first letters)",
		     STR_ARG(typed));
}

/* Cells that go with some decisions only. */
static const struct goes_with {
	enum filled_column column;
	const char *name;
	unsigned decisions; /* a bit each */
	const char *words;
} goes_with[] = {
	{ FILLED_OWNER, "owner", 1u << DECISION_ACCEPT, "accept" },
	{ FILLED_REASON, "reason", 1u << DECISION_RETURN, "return" },
	{ FILLED_UNTIL, "until", 1u << DECISION_RETURN | 1u << DECISION_LATER, "return or later" },
};

static bool check_cells(struct sentence *s)
{
	for (size_t i = 0; i < sizeof goes_with / sizeof *goes_with; i++) {
		const struct goes_with *g = &goes_with[i];
		struct str cell = cell_of(s, g->column);
		if (!cell.n || (s->decides && g->decisions >> s->out->decision & 1))
			continue;
		if (!s->decides)
			return wrong(s, "%s '%.*s', and no decision; it goes with %s", g->name, STR_ARG(cell),
				     g->words);
		struct str decision = decision_name[s->out->decision];
		return wrong(s,
			     "%s '%.*s' doesn't go with %.*s, but with %s; if it is a remark, it is a note",
			     g->name, STR_ARG(cell), STR_ARG(decision), g->words);
	}
	return true;
}

static bool read_owner(struct sentence *s)
{
	const struct terms *t = s->j->terms;
	struct str typed = cell_of(s, FILLED_OWNER);
	size_t place;

	s->out->owner = typed;
	if (!typed.n || !t->nowners)
		return true;
	if (!find_term(s, "owner", t->owner, t->nowners, typed, &place))
		return false;
	if (place == SIZE_MAX) {
		struct str near = nearest(NULL, typed, &CANDIDATE_NAMES(t->owner, t->nowners), 1);
		return wrong(s, "owner '%.*s' is not on the roster" DID_YOU_MEAN, STR_ARG(typed),
			     DID_YOU_MEAN_ARG(near));
	}
	s->out->owner = t->owner[place];
	return true;
}

static bool any_reason(const struct way_back *b)
{
	return !b->way || !b->way->reasons.n;
}

static struct str reasons_listed(struct sentence *s)
{
	const struct terms *t = s->j->terms;
	struct buf b = { 0 };

	for (size_t i = 0; i < t->nreasons; i++)
		buf_print(&b, "%s%.*s", i ? ", " : "", STR_ARG(t->reason[i]));
	struct str words = arena_copy(&s->f->arena, buf_view(&b));
	buf_release(&b);
	return words;
}

/* The reason says through which exit; without one it is the first that needs none. */
static bool read_reason(struct sentence *s)
{
	const struct terms *t = s->j->terms;
	struct str reason = cell_of(s, FILLED_REASON), typed = reason.n ? reason : s->through;
	size_t place = SIZE_MAX, back = 0;

	if (!t->nback)
		return wrong(s, "the agreement has no exit by which sales could give it back");
	if (reason.n && !find_term(s, "reason", t->reason, t->nreasons, typed, &place))
		return false;
	if (place != SIZE_MAX) {
		s->out->reason = t->reason[place];
		s->out->exit = exit_name(s, &t->back[t->reason_back[place]]);
		return true;
	}
	if (typed.n && is_exit(s, typed, &back)) {
		s->out->exit = exit_name(s, &t->back[back]);
		return any_reason(&t->back[back]) || wrong(s, "return through %.*s needs a reason: %.*s",
							   STR_ARG(s->out->exit), STR_ARG(reasons_listed(s)));
	}
	if (typed.n)
		while (back < t->nback &&
		       (!any_reason(&t->back[back]) ||
			(s->through.n && !str_same(exit_name(s, &t->back[back]), s->through))))
			back++;
	if (!typed.n && !any_reason(&t->back[0]))
		return wrong(s, "return needs a reason: %.*s", STR_ARG(reasons_listed(s)));
	if (back == t->nback) {
		struct str near = nearest(NULL, typed, &CANDIDATE_NAMES(t->reason, t->nreasons), 1);
		return near.n ? wrong(s, "reason '%.*s' is none of the agreement's" DID_YOU_MEAN,
				      STR_ARG(typed), DID_YOU_MEAN_ARG(near))
			      : wrong(s, "reason '%.*s' is none of the agreement's: %.*s", STR_ARG(typed),
				      STR_ARG(reasons_listed(s)));
	}
	s->out->reason = typed;
	s->out->exit = exit_name(s, &t->back[back]);
	return true;
}

static bool passed(struct sentence *s, int64_t until)
{
	return wrong(s, "until %.*s has passed", STR_ARG(time_words(s, until)));
}

static bool read_until(struct sentence *s)
{
	const struct zone *zone = s->j->times->zone;
	struct str typed = cell_of(s, FILLED_UNTIL);
	int64_t reading[2];

	if (!typed.n)
		return s->out->decision != DECISION_LATER ||
		       wrong(s, "later needs a date in 'until', such as 2026-12-31");
	size_t n = filled_dates(s->f, typed, zone, reading);
	if (!n)
		return wrong(s, "until '%.*s' is not a date%s; write it as 2026-12-31", STR_ARG(typed),
			     s->f->ruler.dates == DATES_UNSAID ? "" : " as this sheet writes them");
	if (n > 1)
		return wrong(
			s,
			"until '%.*s' may be %.*s or %.*s, and no 'handed over' of this sheet shows which; "
			"write it as 2026-12-31",
			STR_ARG(typed), STR_ARG(time_words(s, reading[0])),
			STR_ARG(time_words(s, reading[1])));
	if (filled_date_doubtful(typed, zone))
		filled_tell_taken(s->f, s->j->diags, "until", typed, time_words(s, reading[0]));
	int64_t day = instant_day(reading[0], zone);
	s->out->until = day_date(day, zone);
	return s->out->until != INSTANT_NONE || passed(s, reading[0]);
}

/* What was recorded while the day was to come may be filed again when it has. */
static bool check_until(struct sentence *s)
{
	const struct zone *zone = s->j->times->zone;
	int64_t until = s->out->until;

	return !s->decides || until == INSTANT_NONE ||
	       instant_day(until, zone) >= instant_day(s->j->at, zone) || passed(s, until);
}

/* ---- who it is ---- */

static bool check_name(struct sentence *s)
{
	struct str cell = cell_of(s, FILLED_NAME), name = s->lead->name;
	struct buf them = { 0 };
	size_t place;

	if (!cell.n || !name.n)
		return true;
	enum fit fit = term_find(&name, 1, cell, false, &place, &them);
	buf_release(&them);
	return fit != FIT_NONE ||
	       wrong(s,
		     "the ref is of %.*s, and name says '%.*s'; were some columns sorted without the others? "
		     "(If the ref is right, empty the other cell)",
		     STR_ARG(name), STR_ARG(cell));
}

/* ---- answers ---- */

/* The entry that answered a column last, and what it said, in scratch; NULL: none. */
static const struct entry *answered(const struct ruling *r, struct str column, struct str *said,
				    struct buf *scratch)
{
	for (size_t i = r ? r->n : 0; i-- > 0;) {
		const struct entry *e = r->entry[i];
		*said = e->undone ? STR_NONE : answer_find(e->answers, column, scratch);
		if (said->p)
			return e;
	}
	return NULL;
}

static bool add_answer(struct sentence *s, size_t ask, struct str value, struct buf *all)
{
	struct buf scratch = { 0 };
	struct str column = s->f->ask[ask], said;
	const struct entry *before = answered(s->ruling, column, &said, &scratch);
	bool good = true;

	if (before && fold_same(value, said))
		; /* known */
	else if (before && !s->j->again)
		good = wrong(s, "%.*s was answered '%.*s' by %.*s, %.*s; --again overrules it",
			     STR_ARG(column), STR_ARG(said), STR_ARG(before->by),
			     STR_ARG(time_words(s, before->at)));
	else
		answer_write(all, column, value);
	buf_release(&scratch);
	return good;
}

static bool read_answers(struct sentence *s)
{
	struct buf all = { 0 };
	struct str value, mistake;
	bool good = true;

	for (size_t i = 0; i < s->f->nasks && good; i++) {
		if (!filled_answer(s->f, filled_ask(s->f, s->row, i), s->lead->answer[i], s->j, &value,
				   &mistake))
			good = wrong(s, "%.*s %.*s", STR_ARG(s->f->ask[i]), STR_ARG(mistake));
		else if (value.n)
			good = add_answer(s, i, value, &all);
	}
	s->out->answers = arena_copy(&s->f->arena, buf_view(&all));
	buf_release(&all);
	return good;
}

static void read_note(struct sentence *s)
{
	struct str note = cell_of(s, FILLED_NOTE);

	for (size_t i = 0; s->ruling && i < s->ruling->n && note.n; i++)
		if (!s->ruling->entry[i]->undone && fold_same(note, s->ruling->entry[i]->note))
			note = STR("");
	s->out->note = note;
}

/* ---- what is decided already ---- */

/* Who takes it on: where nobody is named, its owner stays. */
static struct str taken_by(const struct sentence *s, struct str owner)
{
	return owner.n ? owner : s->lead->owner;
}

static bool same_decision(const struct sentence *s, const struct entry *a, const struct entry *b)
{
	return a->decision == b->decision && fold_same(a->exit, b->exit) && fold_same(a->reason, b->reason) &&
	       a->until == b->until && fold_same(taken_by(s, a->owner), taken_by(s, b->owner));
}

static const char *const decided_words[] = {
	[DECISION_ACCEPT] = "accepted", [DECISION_RETURN] = "returned", [DECISION_LATER] = "put off"
};

/* A decision that is still in force, and is another, contradicts. */
static bool check_before(struct sentence *s)
{
	const struct entry *last = s->ruling ? s->ruling->last : NULL;
	enum table_state state = decisions_table(s->ruling, s->j->at, s->j->times->zone);

	if (!s->decides || !last)
		return true;
	if (same_decision(s, last, s->out)) {
		s->decides = false;
		return true;
	}
	bool open = table_has(state) || (state == TABLE_PUT_OFF && s->out->decision != DECISION_LATER);
	return open || s->j->again ||
	       wrong(s, "%.*s was %s by %.*s, %.*s%s%.*s; --again overrules it", STR_ARG(s->lead->word),
		     decided_words[last->decision], STR_ARG(last->by), STR_ARG(time_words(s, last->at)),
		     last->reason.n  ? ": "
		     : last->owner.n ? " for "
				     : "",
		     STR_ARG(last->reason.n ? last->reason : last->owner));
}

static bool check_moment(struct sentence *s)
{
	int64_t handed = s->lead->at;

	return handed == INSTANT_NONE || instant_compare(s->j->at, handed, s->j->times->zone) >= 0 ||
	       wrong(s, "it was handed over on %.*s, after the decision of %.*s",
		     STR_ARG(time_words(s, handed)), STR_ARG(time_words(s, s->j->at)));
}

/* Is the reason one of the exit that is named as the decision? */
static bool check_exit(struct sentence *s)
{
	return !s->through.n || str_same(s->out->exit, s->through) ||
	       wrong(s, "the decision is '%.*s', but the reason '%.*s' returns through %.*s",
		     STR_ARG(s->through), STR_ARG(cell_of(s, FILLED_REASON)), STR_ARG(s->out->exit));
}

/* ---- a row ---- */

static bool read_cells(struct sentence *s)
{
	if (!read_decision(s) || !check_cells(s) || !check_name(s) || !check_moment(s))
		return false;
	if (s->decides && s->out->decision == DECISION_ACCEPT && !read_owner(s))
		return false;
	if (s->decides && s->out->decision == DECISION_RETURN && !(read_reason(s) && check_exit(s)))
		return false;
	if (s->decides && s->out->decision != DECISION_ACCEPT && !read_until(s))
		return false;
	if (!read_answers(s) || !check_before(s) || !check_until(s))
		return false;
	read_note(s);
	return true;
}

/* Does it say more than that its cells are as they were? */
static bool has_words(const struct sentence *s)
{
	const struct filled *f = s->f;
	bool says = cell_of(s, FILLED_DECISION).n || cell_of(s, FILLED_NOTE).n;

	for (size_t i = 0; i < f->nasks; i++) {
		struct str cell = filled_ask(f, s->row, i);
		says |= cell.n && !fold_same(cell, s->lead->answer[i]);
	}
	return says;
}

enum judged filled_judge(struct filled *f, size_t row, const struct filled_lead *lead,
			 const struct judging *j, const struct ruling *r, struct entry *out)
{
	struct filled_row *at = &f->row[row];

	if (!at->says)
		return JUDGED_EMPTY;
	if (at->mistake.n)
		return JUDGED_MISTAKE;
	if (at->again)
		return JUDGED_KNOWN;
	struct sentence s = { .f = f, .row = at, .lead = &lead[at->lead], .j = j, .ruling = r, .out = out };
	*out = (struct entry){ .at = j->at,
			       .by = j->by,
			       .lead_id = s.lead->id,
			       .handed_over = s.lead->at,
			       .decision = DECISION_ANSWER,
			       .exit = STR(""),
			       .reason = STR(""),
			       .owner = STR(""),
			       .until = INSTANT_NONE,
			       .answers = STR(""),
			       .note = STR("") };
	if (!read_cells(&s))
		return JUDGED_MISTAKE;
	if (s.decides)
		return JUDGED_ENTRY;
	if (!out->answers.n && !out->note.n)
		return has_words(&s) ? JUDGED_KNOWN : JUDGED_EMPTY;
	out->decision = DECISION_ANSWER;
	out->exit = out->reason = out->owner = STR("");
	out->until = INSTANT_NONE;
	return JUDGED_ENTRY;
}
