/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sheet as rows: for a spreadsheet, in which a person fills the empty cells, and as tables for people. What
 * the input has no column for is no column here; those to fill in always are.
 */
#include "review/handout.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"

struct row {
	size_t next; /* seat */
	const struct seat *seat;
	const struct card *card;
	struct buf text;
};

static const struct handout *sheet_of(const struct cell *c)
{
	return c->view;
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct card *card_at(const struct cell *c)
{
	return at(c)->card;
}

/* The row's own room, for a text. */
static struct buf *room(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	return b;
}

static struct figure figure_of(const struct buf *b)
{
	return figure_text(buf_view(b));
}

/* ---- who ---- */

static struct figure ref(const struct cell *c)
{
	struct buf *b = room(c);

	handout_ref(sheet_of(c), at(c)->seat, b);
	return figure_of(b);
}

static struct figure id(const struct cell *c)
{
	return figure_text(at(c)->seat->id);
}

/* A text of the card, by its place in it. */
static struct figure fact(const struct cell *c)
{
	return figure_text(*(const struct str *)((const char *)card_at(c) + c->of));
}

static void join(struct buf *b, struct str s, const char *between)
{
	if (b->n && s.n)
		buf_str(b, str_from(between));
	buf_str(b, s);
}

static struct figure contact(const struct cell *c)
{
	struct buf *b = room(c);

	for (size_t i = 0; i < card_at(c)->ncontact; i++)
		join(b, card_at(c)->contact[i].value, ", ");
	return figure_of(b);
}

/* ---- why ---- */

static struct figure reasons(const struct cell *c)
{
	const struct card *card = card_at(c);
	struct buf *b = room(c);

	if (card->mql_denies)
		buf_str(b, STR("mql: no"));
	for (size_t i = 0; i < card->nreasons; i++) {
		join(b, card->reason[i].name, "; ");
		buf_print(b, " %.*s", STR_ARG(card->reason[i].value));
	}
	return figure_of(b);
}

static struct figure bant(const struct cell *c)
{
	struct buf *b = room(c);

	buf_print(b, "%zu of %zu", card_at(c)->nyes, card_at(c)->ncriteria);
	return figure_of(b);
}

/* ---- since when ---- */

static struct figure date(const struct cell *c, int64_t at, const struct zone *zone)
{
	struct buf *b = room(c);

	if (at == INSTANT_NONE)
		return (struct figure){ 0 };
	instant_write(b, day_date(instant_day(at, zone), zone), zone);
	return figure_of(b);
}

static struct figure handed_over(const struct cell *c)
{
	return date(c, at(c)->seat->at, sheet_of(c)->handing->zone);
}

static struct figure due(const struct cell *c)
{
	const struct reading *clock = card_at(c)->clock;

	return clock ? date(c, card_at(c)->due, clock->zone) : (struct figure){ 0 };
}

/* Days with one decimal, or whole ones since a date. */
static void days_of(struct buf *b, const struct card *card)
{
	int64_t tenths;

	if (card->waited == INSTANT_NONE)
		return;
	tenths = (card->waited * 10 + DAY_US / 2) / DAY_US;
	buf_print(b, "%" PRId64, tenths / 10);
	if (!instant_is_date(card->hand_over.at))
		buf_print(b, ".%" PRId64, tenths % 10);
}

static struct figure days_waiting(const struct cell *c)
{
	struct buf *b = room(c);

	days_of(b, card_at(c));
	return figure_of(b);
}

/* ---- to fill in ---- */

static struct figure empty(const struct cell *c)
{
	(void)c;
	return (struct figure){ 0 };
}

static size_t asks(const void *view)
{
	const struct str *head;

	return cards_asks(((const struct handout *)view)->cards, &head);
}

static void ask_heads(const void *view, size_t i, struct buf *out)
{
	const struct str *head;

	cards_asks(((const struct handout *)view)->cards, &head);
	handout_ask_head(head[i], out);
}

/* ---- which columns there are ---- */

#define THERE(function, member)                                                                          \
	static bool function(const void *view)                                                           \
	{                                                                                                \
		return cards_have(((const struct handout *)view)->cards, offsetof(struct card, member)); \
	}
THERE(has_name, name)
THERE(has_company, company)
THERE(has_contact, contact)
THERE(has_owner, owner)
THERE(has_grade, grade)
THERE(has_score, score)
THERE(has_criteria, criterion)
THERE(has_clock, clock)

static bool has_reasons(const void *view)
{
	const struct handout *s = view;

	return cards_have(s->cards, offsetof(struct card, reason)) ||
	       cards_have(s->cards, offsetof(struct card, mql_denies));
}

static bool is_dated(const void *view)
{
	return ((const struct handout *)view)->dated;
}

#define FACT(head, member) COLUMN(head, fact), .of = offsetof(struct card, member)

static const struct column columns[] = {
	{ COLUMN("ref", ref) },
	{ COLUMN("lead_id", id) },
	{ FACT("name", name), .there = has_name },
	{ FACT("company", company), .there = has_company },
	{ COLUMN("contact", contact), .there = has_contact },
	{ FACT("current owner", owner), .there = has_owner },
	{ FACT("grade", grade), .there = has_grade },
	{ FACT("score", score), .there = has_score, .kind = COLUMN_NUMBER },
	{ COLUMN("reasons", reasons), .there = has_reasons },
	{ COLUMN("bant", bant), .there = has_criteria },
	{ FACT("ask next", ask_next), .there = has_criteria },
	{ COLUMN("handed over", handed_over), .there = is_dated },
	{ COLUMN("due", due), .there = has_clock },
	{ COLUMN("days waiting", days_waiting), .there = is_dated, .kind = COLUMN_NUMBER },
	{ COLUMN("decision (accept/return/later)", empty) },
	{ COLUMN("reason", empty) },
	{ COLUMN("owner", empty) },
	{ COLUMN("until", empty) },
	{ COLUMN(NULL, empty), .repeats = asks, .heads = ask_heads },
	{ COLUMN("note", empty) },
};

void handout_ask_head(struct str head, struct buf *out)
{
	bool taken = str_same(head, STR("decision"));

	for (const struct column *c = columns; c < columns + sizeof columns / sizeof *columns; c++)
		taken |= c->head && str_same(head, str_from(c->head));
	if (taken)
		buf_str(out, STR("answer: "));
	buf_str(out, head);
}

static bool next(const void *view, void *row)
{
	const struct handout *s = view;
	struct row *r = row;

	if (r->next >= s->n)
		return false;
	r->seat = s->seat[r->next];
	r->card = handout_card(s, r->next++);
	return true;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->text);
}

const struct report handout_report = REPORT(columns, struct row, next, release);

/* ---- as tables ---- */

/* The name, or what else there is to call it by. */
static struct figure lead(const struct cell *c)
{
	struct str name = card_at(c)->name;

	return figure_text(name.n ? name : at(c)->seat->id);
}

/* A letter for each criterion: y, n or ?. */
static struct figure answers(const struct cell *c)
{
	static const char letter[] = { [ANSWER_UNKNOWN] = '?', [ANSWER_YES] = 'y', [ANSWER_NO] = 'n' };
	struct buf *b = room(c);

	for (size_t i = 0; i < card_at(c)->ncriteria; i++)
		buf_char(b, letter[card_at(c)->criterion[i].state]);
	return figure_of(b);
}

static struct figure when_due(const struct cell *c)
{
	const struct card *card = card_at(c);
	struct buf *b = room(c);

	if (!card->clock)
		return (struct figure){ 0 };
	handout_late(b, card->late);
	if (b->n)
		return figure_toned(figure_of(b), TONE_BAD);
	if (card->due == INSTANT_NONE || !clock_is_open(card->clock->status))
		return figure_text(clock_status_name[card->clock->status]);
	handout_day(b, card->due, true, sheet_of(c)->now, card->clock->zone);
	return figure_of(b);
}

static struct figure days(const struct cell *c)
{
	struct buf *b = room(c);

	days_of(b, card_at(c));
	return figure_of(b);
}

static struct figure asked(const struct cell *c)
{
	return card_at(c)->mql_denies ? figure_toned(figure_text(STR("mql: no")), TONE_BAD) : fact(c);
}

static const struct column shown[] = {
	{ COLUMN("ref", ref) },
	{ COLUMN("lead", lead), .weight = WEIGHT_KEY, .least = 14 },
	{ FACT("company", company), .there = has_company, .weight = WEIGHT_ANSWERS, .least = 12 },
	{ FACT("grade", grade), .brief = "", .there = has_grade, .weight = WEIGHT_ANSWERS },
	{ FACT("score", score), .there = has_score, .kind = COLUMN_NUMBER, .weight = WEIGHT_ANSWERS },
	{ COLUMN("bant", answers), .there = has_criteria, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("ask next", asked), .of = offsetof(struct card, ask_next), .brief = "ask",
	  .there = has_criteria, .weight = WEIGHT_ANSWERS, .least = 9 },
	{ COLUMN("days waiting", days), .brief = "days", .there = is_dated, .kind = COLUMN_NUMBER,
	  .weight = WEIGHT_EXPLAINS },
	{ COLUMN("due", when_due), .there = has_clock, .weight = WEIGHT_ANSWERS, .least = 12 },
	{ COLUMN("contact", contact), .there = has_contact, .weight = WEIGHT_DIAGNOSES, .least = 30 },
	{ COLUMN("reasons", reasons), .there = has_reasons, .weight = WEIGHT_DIAGNOSES + 1, .least = 40 },
};
static const struct report table = REPORT(shown, struct row, NULL, NULL);

static void title(const struct handout *s, const struct handout_group *g, struct grid *grid)
{
	size_t n = g->to - g->from;
	struct str name = handout_group_name(s, g, &grid->arena);

	grid->title = arena_print(&grid->arena, "%.*s%s%zu %s", STR_ARG(name), name.n ? ": " : "", n,
				  n == 1 ? "lead" : "leads");
}

/* All groups have columns of the same widths. */
static void align(struct grid *grids, size_t n, bool utf8)
{
	for (size_t k = 0; k < n; k++)
		grid_measure(&grids[k], utf8);
	for (size_t c = 0; c < grids->columns; c++) {
		struct grid_column most = { 0 };
		for (size_t k = 0; k < n; k++) {
			const struct grid_column *one = &grids[k].column[c];
			most.cells = one->cells > most.cells ? one->cells : most.cells;
			most.apart = one->apart > most.apart ? one->apart : most.apart;
			most.content = one->content > most.content ? one->content : most.content;
		}
		for (size_t k = 0; k < n; k++) {
			grids[k].column[c].cells = most.cells;
			grids[k].column[c].apart = most.apart;
			grids[k].column[c].content = most.content;
		}
	}
}

struct grid *handout_tables(const struct handout *s, bool utf8, size_t *n)
{
	struct grid *grids = mem_new((s->groups + 1) * sizeof *grids);
	struct row row = { 0 };

	*n = s->groups ? s->groups : 1;
	if (!s->groups) {
		grid_title(&grids[0], "No leads wait");
		report_heads(&table, s, &grids[0]);
	}
	for (size_t k = 0; k < s->groups; k++) {
		title(s, &s->group[k], &grids[k]);
		report_heads(&table, s, &grids[k]);
		for (size_t i = s->group[k].from; i < s->group[k].to; i++) {
			row.seat = s->seat[i];
			row.card = handout_card(s, i);
			report_row(&table, s, &row, utf8, &grids[k]);
		}
	}
	align(grids, *n, utf8);
	buf_release(&row.text);
	return grids;
}
