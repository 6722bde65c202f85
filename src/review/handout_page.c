/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sheet on paper: three or four leads a page, none of which a page's end cuts. What stands on every page is
 * in its margins, and the name of a group in the head of its table, which is repeated where it goes on.
 */
#include "review/handout.h"

#include <ctype.h>

#include "agreement/edition.h"
#include "base/embed.h"
#include "figures/page.h"
#include "report/glyph.h"
#include "report/markup.h"

EMBED(handout_style, "review/handout.css");

enum { PIECE = 1 << 16 }; /* bytes that are held before they are written */

struct page {
	const struct handout *sheet;
	struct buf *out;
	grid_write_fn *write;
	void *ctx;
	bool good;
	struct arena arena;
	struct buf text;
};

/* ---- pieces ---- */

/* A text whose direction is its own. */
static void put_text(struct page *p, struct str s)
{
	buf_str(p->out, STR("<bdi>"));
	markup_text(p->out, s);
	buf_str(p->out, STR("</bdi>"));
}

static void put_between(struct page *p, size_t *n)
{
	buf_str(p->out, (*n)++ ? STR(" · ") : STR(""));
}

static void put_item(struct page *p, size_t *n, struct str s)
{
	if (!s.n)
		return;
	put_between(p, n);
	put_text(p, s);
}

/* A box to cross, and what stands before it; where the style is lost, brackets. */
static void put_box_of(struct page *p, struct str of, struct str label)
{
	buf_str(p->out, STR("<span>"));
	if (of.n) {
		put_text(p, of);
		buf_str(p->out, STR(":" NO_BREAK NO_BREAK));
	}
	buf_str(p->out, STR("<span class=\"box\">[ ] </span>"));
	put_text(p, label);
	buf_str(p->out, STR("</span>\n"));
}

static void put_box(struct page *p, struct str label)
{
	put_box_of(p, STR(""), label);
}

/* A line to write on. */
static void put_line(struct page *p, const char *shape, struct str label)
{
	buf_print(p->out, "<span class=\"%s\">", shape);
	put_text(p, label);
	buf_str(p->out, STR("<span class=\"line\"> ____________</span></span>\n"));
}

/* ---- a lead ---- */

static void put_who(struct page *p, const struct seat *seat, const struct card *card)
{
	size_t n = 0;

	buf_str(p->out, STR("<div><strong>"));
	put_text(p, card->name.n ? card->name : seat->id);
	buf_str(p->out, STR("</strong>"));
	if (card->title.n) {
		buf_str(p->out, STR(", "));
		put_text(p, card->title);
	}
	buf_str(p->out, STR("<br>"));
	put_item(p, &n, card->company);
	if (card->size.n) {
		put_between(p, &n);
		put_text(p, card->size);
		buf_str(p->out, isdigit((unsigned char)*card->size.p) ? STR(" people") : STR(""));
	}
	put_item(p, &n, card->industry);
	put_item(p, &n, card->country);
	buf_str(p->out, n ? STR("<br>") : STR(""));
	for (size_t i = n = 0; i < card->ncontact; i++)
		put_item(p, &n, card->contact[i].value);
	buf_str(p->out, STR("</div>\n"));
}

static void put_when(struct page *p, const struct card *card)
{
	const struct handout *s = p->sheet;
	struct buf *b = &p->text;

	buf_clear(b);
	if (card->hand_over.at != INSTANT_NONE)
		buf_str(b, STR("handed over "));
	handout_day(b, card->hand_over.at, false, s->now, s->handing->zone);
	if (card->due != INSTANT_NONE) {
		buf_str(b, b->n ? STR("\ndue ") : STR("due "));
		handout_day(b, card->due, true, s->now, card->clock->zone);
	}
	buf_str(p->out, STR("<div class=\"when\">"));
	markup_text(p->out, buf_view(b));
	buf_clear(b);
	handout_late(b, card->late);
	if (!b->n && card->clock && card->clock->status == CLOCK_PAUSED)
		buf_str(b, STR("paused"));
	if (b->n) {
		buf_str(p->out, STR("<br><strong>"));
		markup_text(p->out, buf_view(b));
		buf_str(p->out, STR("</strong>"));
	}
	buf_str(p->out, STR("</div>\n"));
}

static void put_why(struct page *p, const struct card *card)
{
	size_t n = 0;

	if (!card->nreasons && !card->mql_denies)
		return;
	buf_str(p->out, STR("<dt>Why</dt><dd>"));
	if (card->mql_denies) {
		put_between(p, &n);
		buf_str(p->out, STR("<strong>mql: no</strong>"));
	}
	for (size_t i = 0; i < card->nreasons; i++) {
		put_item(p, &n, card->reason[i].name);
		buf_str(p->out, STR(NO_BREAK));
		markup_text(p->out, card->reason[i].value);
	}
	buf_str(p->out, STR("</dd>\n"));
}

static void put_bant(struct page *p, const struct card *card)
{
	static const char *const word[] = {
		[ANSWER_UNKNOWN] = "?", [ANSWER_YES] = "yes", [ANSWER_NO] = "no"
	};
	size_t n = 0;

	if (!card->ncriteria)
		return;
	buf_str(p->out, STR("<dt>BANT</dt><dd>"));
	for (size_t i = 0; i < card->ncriteria; i++) {
		const struct criterion_card *c = &card->criterion[i];
		put_item(p, &n, c->name);
		buf_print(p->out, " %s", word[c->state]);
		if (c->shown.n && c->state != ANSWER_UNKNOWN &&
		    !str_same(c->shown, str_from(word[c->state]))) {
			buf_str(p->out, STR(" ("));
			put_text(p, c->shown);
			buf_char(p->out, ')');
		}
	}
	buf_str(p->out, STR("</dd>\n"));
}

/* What earlier meetings said about the hand-over; NULL: nothing. */
static const struct ruling *ruling_of(const struct page *p, const struct seat *seat)
{
	const struct decisions *d = p->sheet->decisions;

	return d ? decisions_find(d, seat->id, seat->at) : NULL;
}

static void put_asks(struct page *p, const struct seat *seat, const struct card *card)
{
	const struct ruling *r = ruling_of(p, seat);
	struct str answers = r ? r->answers : STR("");
	size_t n = 0;

	for (size_t i = 0; i < card->nasks; i++) {
		if (card->ask[i].value.n || answer_find(answers, card->ask[i].name, &p->text).p)
			continue;
		if (!n++)
			buf_str(p->out, STR("<dt>Ask</dt><dd class=\"fill\">"));
		put_line(p, "", card->ask[i].name);
	}
	buf_str(p->out, n ? STR("</dd>\n") : STR(""));
}

/* "returned: Not now, by sofie, 30 Oct" */
static void past_decision(struct page *p, const struct entry *e, struct buf *b)
{
	const struct zone *zone = p->sheet->handing->zone;

	buf_str(b, e->decision == DECISION_RETURN ? STR("returned") : STR("put off"));
	if (e->reason.n)
		buf_print(b, ": %.*s", STR_ARG(e->reason));
	if (e->until != INSTANT_NONE) {
		buf_str(b, STR(" until "));
		handout_day(b, e->until, false, p->sheet->now, zone);
	}
	buf_print(b, ", by %.*s, ", STR_ARG(e->by));
	handout_day(b, e->at, false, p->sheet->now, zone);
}

static void put_past(struct page *p, const struct seat *seat)
{
	const struct ruling *r = ruling_of(p, seat);
	struct buf *b = &p->text;
	size_t n = 0;

	if (!r || !(r->last || r->answers.n || r->note.n))
		return;
	buf_clear(b);
	if (r->last)
		past_decision(p, r->last, b);
	buf_str(p->out, STR("<dt>Past</dt><dd>"));
	put_item(p, &n, buf_view(b));
	put_item(p, &n, r->answers);
	put_item(p, &n, r->note);
	buf_str(p->out, STR("</dd>\n"));
}

/* The reasons of each way back; where there are several, a way without any is a box itself. */
static void put_reasons(struct page *p)
{
	const struct terms *t = p->sheet->terms;

	for (size_t w = 0; w < t->nback; w++) {
		struct str exit = t->agreement->exits.at[t->back[w].exit].name.text;
		size_t n = 0;
		for (size_t i = 0; i < t->nreasons; i++)
			if (t->reason_back[i] == w)
				put_box_of(p, n++ || t->nback == 1 ? STR("") : exit, t->reason[i]);
		if (!n && t->nback > 1)
			put_box(p, exit);
	}
}

/* Whose it is now, where the head of the group doesn't say. */
static struct str owner_label(struct page *p, const struct card *card)
{
	bool said = p->sheet->by && str_same(str_from(p->sheet->by), STR("owner"));

	return said || !card->owner.n ? STR("owner")
				      : arena_print(&p->arena, "owner, now %.*s:", STR_ARG(card->owner));
}

static void put_decision(struct page *p, const struct card *card)
{
	const struct terms *t = p->sheet->terms;

	buf_str(p->out, STR("<p class=\"fill\">\n"));
	put_box(p, STR("accept"));
	put_line(p, "", owner_label(p, card));
	if (t->nback)
		put_box(p, STR("give back"));
	put_box(p, STR("later"));
	put_line(p, "date", STR("until"));
	buf_str(p->out, STR("</p>\n<p class=\"fill\">\n"));
	put_reasons(p);
	if (t->nback && (!t->nreasons || t->any_reason))
		put_line(p, "wide", STR("reason"));
	put_line(p, "wide", STR("note"));
	buf_str(p->out, STR("</p>\n"));
}

static void put_lead(struct page *p, size_t i)
{
	const struct seat *seat = p->sheet->seat[i];
	const struct card *card = handout_card(p->sheet, i);
	struct buf *b = &p->text;

	buf_str(p->out, STR("<tr><td>\n<div class=\"top\">\n<div><b class=\"ref\">"));
	buf_clear(b);
	handout_ref(p->sheet, seat, b);
	buf_str(p->out, buf_view(b));
	buf_str(p->out, STR("</b><br>"));
	size_t n = 0;
	put_item(p, &n, card->grade);
	put_item(p, &n, card->score);
	buf_str(p->out, STR("</div>\n"));
	put_who(p, seat, card);
	put_when(p, card);
	buf_str(p->out, STR("</div>\n<dl class=\"facts\">\n"));
	put_why(p, card);
	put_bant(p, card);
	put_past(p, seat);
	put_asks(p, seat, card);
	buf_str(p->out, STR("</dl>\n"));
	put_decision(p, card);
	buf_str(p->out, STR("</td></tr>\n"));
}

static void put_group(struct page *p, const struct handout_group *g)
{
	struct str name = handout_group_name(p->sheet, g, &p->arena);
	size_t n = g->to - g->from;

	buf_str(p->out, STR("<table class=\"leads\" role=\"presentation\">\n<thead><tr><th>Hand-over"));
	if (name.n) {
		buf_str(p->out, STR(": "));
		put_text(p, name);
	}
	buf_print(p->out, " <small>%zu %s, best first. Cross one box each. Accept: mine from today.</small>",
		  n, n == 1 ? "lead" : "leads");
	buf_str(p->out, STR("</th></tr></thead>\n<tbody>\n"));
	for (size_t i = g->from; i < g->to && p->good; i++) {
		put_lead(p, i);
		if (p->out->n > PIECE)
			p->good = p->write(p->ctx, p->out);
	}
	buf_str(p->out, STR("</tbody>\n</table>\n"));
}

/* ---- what stands on every page ---- */

/* A string of a style sheet, in which nothing can end it, and nothing is obeyed where it is shown. */
static void put_string(struct page *p, struct str s)
{
	struct buf *b = &p->text;

	buf_clear(b);
	text_show(b, s, true);
	buf_char(p->out, '"');
	for (size_t i = 0; i < b->n; i++) {
		unsigned char c = (unsigned char)b->p[i];
		if (isalnum(c) || c == ' ' || c >= 0x80)
			buf_char(p->out, (char)c);
		else
			buf_print(p->out, "\\%x ", c);
	}
	buf_char(p->out, '"');
}

/* "31 Oct 2026" */
static struct str today(struct page *p)
{
	struct civil c = instant_civil(p->sheet->now, p->sheet->handing->zone);

	return arena_print(&p->arena, "%d %.3s %d", c.day, month_names[c.month - 1], c.year);
}

#define REVIEWED "Reviewed by ____________________ on ____________"

/* "sheet 2026-10-31 a91f3c": which printout this is, and of which edition of the agreement. */
static struct str sheet_mark(struct page *p, const struct agreement *a)
{
	struct civil c = instant_civil(p->sheet->now, p->sheet->handing->zone);
	struct digest edition = agreement_edition(a);
	struct buf *b = &p->text;

	buf_clear(b);
	buf_print(b, "sheet %04d-%02d-%02d ", c.year, c.month, c.day);
	digest_write(b, &edition, MARK_BYTES);
	return arena_copy(&p->arena, buf_view(b));
}

static void put_margins(struct page *p, struct str title, struct str mark)
{
	buf_str(p->out, STR("<style>\n@page{@top-right{content:"));
	put_string(p, title);
	buf_str(p->out, STR(";font:8pt sans-serif}\n@bottom-left{content:"));
	put_string(p, arena_print(&p->arena, REVIEWED "   %.*s", STR_ARG(mark)));
	buf_str(p->out, STR(";font:8pt sans-serif;white-space:pre}}\n"));
	buf_str(p->out, EMBEDDED(handout_style));
	buf_str(p->out, STR("</style>\n"));
}

bool handout_page(const struct handout *s, const struct agreement *a, grid_write_fn *write, void *ctx)
{
	struct buf out = { 0 };
	struct page p = { .sheet = s, .out = &out, .write = write, .ctx = ctx, .good = true };
	struct str title = a->title.n ? a->title : STR("Hand-over"), mark = sheet_mark(&p, a);

	document_open(&out, arena_print(&p.arena, "Hand-over. %.*s", STR_ARG(agreement_mark(a, &p.arena))),
		      arena_print(&p.arena, "as of %.*s · %zu %s", STR_ARG(today(&p)), s->n,
				  s->n == 1 ? "lead" : "leads"));
	put_margins(&p, arena_print(&p.arena, "%.*s · %.*s", STR_ARG(title), STR_ARG(today(&p))), mark);
	buf_str(&out, s->page_each ? STR("<div class=\"each\">\n") : STR("<div>\n"));
	for (size_t g = 0; g < s->groups && p.good; g++)
		put_group(&p, &s->group[g]);
	if (!s->groups)
		document_note(&out, STR("No leads wait."));
	buf_str(&out, STR("</div>\n"));
	markup_element(&out, "p class=\"foot\"", arena_print(&p.arena, REVIEWED " · %.*s", STR_ARG(mark)));
	document_close(&out);
	p.good = p.good && write(ctx, &out);
	buf_release(&out);
	buf_release(&p.text);
	arena_release(&p.arena);
	return p.good;
}
