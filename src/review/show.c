/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See show.h. A card is laid out as lines. Where it is too high, past decisions give way first, then reasons,
 * then blank lines; where it is too low, blank lines fill it up, so that from card to card things stay where
 * they are.
 */
#include "review/show.h"

#include <inttypes.h>

#include "base/units.h"
#include "report/glyph.h"
#include "review/when.h"

enum {
	LINES = 64,
	MARGIN = 1,
	HEAD = 7,
	STOP = 25,
	ROW_STOP = 53,
	REASONS_SHOWN = 3,
	REASON_LINES = 12,
	PAST_LINES = 8
};

struct page {
	struct buf text;
	size_t n; /* lines */
	int width;
	bool utf8;
	int reason_lines, past_lines;
	bool airy; /* with blank lines */
};

static const char *dot(const struct page *p)
{
	return p->utf8 ? " · " : " - ";
}

static void put_line(struct page *p, struct str line)
{
	text_cut(&p->text, line, p->width, p->utf8);
	while (p->text.n && p->text.p[p->text.n - 1] == ' ')
		p->text.n--;
	buf_char(&p->text, '\n');
	p->n++;
}

static void blank(struct page *p)
{
	if (p->airy)
		put_line(p, STR(""));
}

static void rule(struct page *p)
{
	for (int i = 0; i < p->width; i++)
		buf_str(&p->text, p->utf8 ? STR("─") : STR("-"));
	buf_char(&p->text, '\n');
	p->n++;
}

/* The left is cut so that the right stands whole at the end. */
static void put_both(struct page *p, struct str left, struct str right, int margin)
{
	struct buf line = { 0 };
	int room = p->width - margin - text_shown_width(right, p->utf8);

	cell_show(&line, left, room - 1 > 0 ? room - 1 : 0, p->utf8);
	buf_char(&line, ' ');
	buf_str(&line, right);
	put_line(p, buf_view(&line));
	buf_release(&line);
}

/* ---- words ---- */

static void put_span(struct buf *b, int64_t span, bool brief)
{
	int64_t days = span / DAY_US, n = days ? days : span / HOUR_US;
	const char *unit = days ? "day" : "hour";

	if (brief)
		buf_print(b, "%" PRId64 " %c", n, *unit);
	else
		buf_print(b, "%" PRId64 " %s%s", n, unit, n == 1 ? "" : "s");
}

void waiting_show(struct buf *b, int64_t late, int64_t waited, bool brief)
{
	if (late <= 0 && waited == INSTANT_NONE)
		return;
	buf_print(b, late > 0 ? "OVERDUE " : "waits ");
	put_span(b, late > 0 ? late : waited > 0 ? waited : 0, brief);
}

void entry_show(struct buf *b, const struct entry *e, int64_t today, const struct zone *zone)
{
	static const char *const words[DECISIONS] = { "accepted", "returned", "put off", "answered",
						      "undone" };

	buf_print(b, "%s by %.*s, ", words[e->decision], STR_ARG(e->by));
	moment_show(b, e->at, today, zone);
	if (e->decision == DECISION_ACCEPT && e->owner.n)
		buf_print(b, ", for %.*s", STR_ARG(e->owner));
	if (e->decision == DECISION_RETURN && e->reason.n)
		buf_print(b, ", '%.*s'", STR_ARG(e->reason));
	if (e->answers.n)
		buf_print(b, ", %.*s", STR_ARG(e->answers));
	if (e->until != INSTANT_NONE) {
		buf_print(b, ", until ");
		when_show(b, instant_day(e->until, zone), today);
	}
	if (e->note.n)
		buf_print(b, ", note: %.*s", STR_ARG(e->note));
}

static void join(struct buf *b, struct str more, const char *between)
{
	if (more.n)
		buf_print(b, "%s%.*s", b->n > MARGIN ? between : "", STR_ARG(more));
}

/* ---- pieces that flow ---- */

/* Things side by side at stops, under a head; one that is wider takes two stops. */
struct flow {
	struct page *page;
	struct buf line;
	int at, in_line, most;
	int lines_left;
};

static void flow_begin(struct flow *f, struct page *p, const char *head, int most, int lines)
{
	*f = (struct flow){ .page = p, .most = most, .lines_left = lines, .at = HEAD };
	buf_print(&f->line, " %-6s", head);
}

/* False: there is no room in the lines that are left. */
static bool flow_put(struct flow *f, struct str item)
{
	int width = text_shown_width(item, f->page->utf8), stop = f->at;

	if (f->in_line)
		stop = HEAD + (f->at - HEAD + STOP) / STOP * STOP;
	if (f->in_line && (f->in_line == f->most || stop + width > f->page->width)) {
		if (f->lines_left == 1)
			return false;
		f->lines_left--;
		put_line(f->page, buf_view(&f->line));
		buf_clear(&f->line);
		f->at = f->in_line = 0;
		stop = HEAD;
	}
	for (; f->at < stop; f->at++)
		buf_char(&f->line, ' ');
	buf_str(&f->line, item);
	f->at += width;
	f->in_line++;
	return true;
}

static void flow_end(struct flow *f)
{
	put_line(f->page, buf_view(&f->line));
	buf_release(&f->line);
}

static void put_reasons(struct page *p, const struct card *c)
{
	struct flow f;
	struct buf item = { 0 };

	flow_begin(&f, p, "Why", 3, p->reason_lines);
	for (size_t i = 0; i < c->nreasons; i++) {
		bool last = i + 1 == c->nreasons;
		size_t before = f.line.n;
		int at = f.at, in_line = f.in_line;
		buf_clear(&item);
		buf_print(&item, "%.*s %.*s", STR_ARG(c->reason[i].name), STR_ARG(c->reason[i].value));
		if (flow_put(&f, buf_view(&item)) && (last || f.lines_left > 1 || f.in_line < f.most))
			continue;
		f.line.n = before, f.at = at, f.in_line = in_line; /* this place is for how many more */
		buf_clear(&item);
		buf_print(&item, "+ %zu more: why", c->nreasons - i);
		f.most++;
		if (!flow_put(&f, buf_view(&item)))
			buf_str(&f.line, STR(" ..."));
		break;
	}
	if (!c->nreasons)
		flow_put(&f, STR("(no reasons)"));
	if (c->mql_denies) {
		flow_end(&f);
		flow_begin(&f, p, "MQL", 1, 1);
		flow_put(&f, STR("no, by the agreement's own rules"));
	}
	flow_end(&f);
	buf_release(&item);
}

static const char *const states[] = { "?", "yes", "no" };

static void put_criteria(struct page *p, const struct sight *s)
{
	const struct card *c = s->card;
	struct flow f;
	struct buf item = { 0 };

	if (!c->ncriteria)
		return;
	flow_begin(&f, p, "BANT", 2, LINES);
	for (size_t i = 0; i < c->ncriteria; i++) {
		const struct criterion_card *k = &c->criterion[i];
		buf_clear(&item);
		buf_print(&item, "%.*s %s", STR_ARG(k->name), states[k->state]);
		if (k->shown.n && !str_same(k->shown, str_from(states[k->state])))
			buf_print(&item, " (%.*s)", STR_ARG(k->shown));
		flow_put(&f, buf_view(&item));
	}
	flow_end(&f);
	buf_release(&item);
}

static void put_headed(struct page *p, const char *head, struct str words)
{
	struct buf line = { 0 };

	buf_print(&line, " %-6s%.*s", head, STR_ARG(words));
	put_line(p, buf_view(&line));
	buf_release(&line);
}

/* What was decided before, the latest first. */
static void put_past(struct page *p, const struct sight *s)
{
	const struct ruling *r = s->ruling;
	struct buf words = { 0 };
	size_t n = r ? r->n : 0;
	const char *head = "Past";
	int left = p->past_lines;

	if (s->earlier)
		left--;
	for (size_t i = n; i-- > 0 && left > 0;) {
		const struct entry *e = r->entry[i];
		if (e->undone || e->decision == DECISION_UNDO)
			continue;
		buf_clear(&words);
		entry_show(&words, e, s->today, s->zone);
		put_headed(p, head, buf_view(&words));
		left--;
		head = "";
	}
	buf_clear(&words);
	if (s->earlier)
		buf_print(&words, "%zu decision%s of earlier hand-overs", s->earlier,
			  s->earlier == 1 ? "" : "s");
	else if (*head)
		buf_print(&words, "(none)");
	if (words.n)
		put_headed(p, head, buf_view(&words));
	buf_release(&words);
}

/* ---- the wide card ---- */

static void put_top(struct page *p, const struct sight *s)
{
	struct buf left = { 0 }, right = { 0 };
	struct civil c = day_civil(s->today);

	buf_print(&left, " %.*s", STR_ARG(s->place));
	join(&left, s->whose, dot(p));
	join(&left, s->done, dot(p));
	buf_print(&right, "%d %.3s %d", c.day, month_names[c.month - 1], c.year);
	put_both(p, buf_view(&left), buf_view(&right), MARGIN);
	rule(p);
	buf_release(&left);
	buf_release(&right);
}

static void put_who(struct page *p, const struct sight *s)
{
	const struct card *c = s->card;
	struct buf left = { 0 }, right = { 0 };

	buf_print(&left, " %.*s", STR_ARG(c->name));
	if (!c->name.n)
		buf_print(&left, "(no name)");
	if (c->grade.n || c->score.n)
		buf_print(&right, "%.*s  %.*s   ", STR_ARG(c->grade), STR_ARG(c->score));
	buf_print(&right, "%.*s  ", STR_ARG(s->ref));
	text_cut(&right, s->id, p->width / 3, p->utf8); /* the name has to have room, too */
	put_both(p, buf_view(&left), buf_view(&right), MARGIN);
	buf_clear(&left);
	buf_print(&left, " %.*s", STR_ARG(c->title));
	if (c->title.n)
		put_line(p, buf_view(&left));
	buf_clear(&left);
	buf_char(&left, ' ');
	join(&left, c->company, dot(p));
	if (c->size.n)
		buf_print(&left, "%s%.*s people", left.n > MARGIN ? dot(p) : "", STR_ARG(c->size));
	join(&left, c->industry, dot(p));
	join(&left, c->country, dot(p));
	if (left.n > MARGIN)
		put_line(p, buf_view(&left));
	buf_clear(&left);
	buf_char(&left, ' ');
	for (size_t i = 0; i < c->ncontact; i++)
		join(&left, c->contact[i].value, dot(p));
	put_line(p, left.n > MARGIN ? buf_view(&left) : STR(" (no contact)"));
	buf_release(&left);
	buf_release(&right);
}

/* Two facts at their stops, and a third behind, or below where it would be cut. */
static void put_row(struct page *p, const char *head, struct str first, struct str second, struct str third)
{
	struct buf line = { 0 };

	if (third.n && ROW_STOP + text_shown_width(third, p->utf8) > p->width) {
		put_row(p, head, first, second, STR(""));
		put_row(p, "", third, STR(""), STR(""));
		return;
	}
	buf_print(&line, " %-13s", head);
	cell_show(&line, first, 17, p->utf8);
	buf_char(&line, ' ');
	if (third.n) {
		cell_show(&line, second, 20, p->utf8);
		buf_char(&line, ' ');
	}
	buf_str(&line, third.n ? third : second);
	put_line(p, buf_view(&line));
	buf_release(&line);
}

static void put_when(struct page *p, const struct sight *s)
{
	const struct card *c = s->card;
	struct buf at = { 0 }, due = { 0 }, waits = { 0 }, owner = { 0 };

	if (s->at == INSTANT_NONE)
		buf_print(&at, "(no time)");
	else
		moment_show(&at, s->at, s->today, s->zone);
	if (c->due != INSTANT_NONE) {
		buf_print(&due, "due ");
		moment_show(&due, c->due, s->today, c->clock->zone ? c->clock->zone : s->zone);
	}
	waiting_show(&waits, c->late, c->waited, false);
	bool both = due.n && waits.n;
	put_row(p, "handed over", buf_view(&at), buf_view(due.n ? &due : &waits),
		both ? buf_view(&waits) : STR(""));
	buf_print(&owner, c->owner.n ? "owner %.*s" : "(no owner)", STR_ARG(c->owner));
	if (c->owner.n && c->team.n)
		buf_print(&owner, ", %.*s", STR_ARG(c->team));
	put_row(p, "source", c->source.n ? c->source : STR("(unknown)"), buf_view(&owner), STR(""));
	buf_release(&at);
	buf_release(&due);
	buf_release(&waits);
	buf_release(&owner);
}

static void put_body(struct page *p, const struct sight *s)
{
	put_top(p, s);
	put_who(p, s);
	blank(p);
	put_when(p, s);
	blank(p);
	put_reasons(p, s->card);
	put_criteria(p, s);
	if (s->ask.n)
		put_headed(p, "Ask", s->ask);
	blank(p);
	put_headed(p, "Note", s->ruling && s->ruling->note.n ? s->ruling->note : STR("(none)"));
	put_past(p, s);
}

/* Gives way one step; false: nothing is left to give. */
static bool tighten(struct page *p)
{
	if (p->past_lines > 1)
		p->past_lines--;
	else if (p->reason_lines > 2)
		p->reason_lines--;
	else if (p->airy)
		p->airy = false;
	else
		return false;
	return true;
}

enum { FOOT = 2 };

/* False: the screen is too low for it. */
static bool show_wide(struct page *p, const struct sight *s)
{
	size_t room = s->height > FOOT ? (size_t)s->height - FOOT : 0;
	size_t low = CARD_HEIGHT - FOOT < room ? CARD_HEIGHT - FOOT : room;

	p->reason_lines = REASON_LINES;
	p->past_lines = PAST_LINES;
	p->airy = true;
	do {
		buf_clear(&p->text);
		p->n = 0;
		put_body(p, s);
	} while (p->n > room && tighten(p));
	p->airy = true;
	while (p->n < low)
		blank(p);
	rule(p);
	put_line(p, p->utf8 ? STR(" accept [OWNER] · return REASON [until DATE] · later DATE · skip · undo · "
				  "help")
			    : STR(" accept [OWNER] - return REASON [until DATE] - later DATE - skip - undo - "
				  "help"));
	return p->n <= room + FOOT;
}

/* ---- the narrow card ---- */

/* Words with commas, in as many lines as they take. */
static void put_filled(struct page *p, struct str words)
{
	struct buf line = { 0 };

	while (words.n) {
		const char *gap = memmem(words.p, words.n, ", ", 2);
		struct str piece = str_slice(words, 0, gap ? (size_t)(gap - words.p) + 1 : words.n);
		int width = text_shown_width(buf_view(&line), p->utf8) + text_shown_width(piece, p->utf8);
		if (line.n && width + 1 > p->width) {
			put_line(p, buf_view(&line));
			buf_clear(&line);
		}
		buf_print(&line, "%s%.*s", line.n ? " " : "", STR_ARG(piece));
		words = str_slice(words, gap ? piece.n + 1 : piece.n, words.n);
	}
	if (line.n)
		put_line(p, buf_view(&line));
	buf_release(&line);
}

static void put_brief_reasons(struct page *p, const struct card *c)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < c->nreasons && i < REASONS_SHOWN; i++)
		buf_print(&words, "%s%.*s %.*s", i ? ", " : "", STR_ARG(c->reason[i].name),
			  STR_ARG(c->reason[i].value));
	if (c->nreasons > REASONS_SHOWN)
		buf_print(&words, ", %zu more: why", c->nreasons - REASONS_SHOWN);
	put_filled(p, buf_view(&words));
	if (c->mql_denies)
		put_line(p, STR("no MQL, by the agreement's rules"));
	buf_release(&words);
}

static void put_brief_criteria(struct page *p, const struct card *c)
{
	struct buf words = { 0 };

	buf_print(&words, "BANT");
	for (size_t i = 0; i < c->ncriteria; i++)
		buf_print(&words, " %c", states[c->criterion[i].state][0]);
	if (c->ask_next.n)
		buf_print(&words, "   ask: %.*s", STR_ARG(c->ask_next));
	if (c->ncriteria)
		put_line(p, buf_view(&words));
	buf_release(&words);
}

static void put_brief_times(struct page *p, const struct sight *s)
{
	const struct card *c = s->card;
	struct buf words = { 0 };

	waiting_show(&words, c->late, c->waited, true);
	if (c->due != INSTANT_NONE) {
		buf_print(&words, "%s(due ", words.n ? " " : "");
		moment_show(&words, c->due, s->today, c->clock->zone ? c->clock->zone : s->zone);
		buf_char(&words, ')');
	}
	if (words.n)
		put_line(p, buf_view(&words));
	buf_release(&words);
}

static void put_brief_past(struct page *p, const struct sight *s)
{
	struct buf words = { 0 };

	if (s->ruling && s->ruling->note.n)
		buf_print(&words, "note: %.*s", STR_ARG(s->ruling->note));
	put_filled(p, buf_view(&words));
	buf_clear(&words);
	if (s->ruling && s->ruling->last)
		entry_show(&words, s->ruling->last, s->today, s->zone);
	put_filled(p, buf_view(&words));
	buf_release(&words);
}

static void show_narrow(struct page *p, const struct sight *s)
{
	const struct card *c = s->card;
	struct buf left = { 0 }, right = { 0 };
	const char *of = memmem(s->place.p, s->place.n, " of ", 4);

	if (of)
		buf_print(&left, "%.*s/%.*s", (int)(of - s->place.p), s->place.p,
			  (int)(s->place.p + s->place.n - of - 4), of + 4);
	buf_print(&left, " %.*s", STR_ARG(s->whose));
	put_line(p, buf_view(&left));
	buf_print(&right, "%.*s%s%.*s%s%.*s", STR_ARG(c->grade), c->grade.n ? " " : "", STR_ARG(c->score),
		  c->score.n ? " " : "", STR_ARG(s->ref));
	put_both(p, c->name.n ? c->name : STR("(no name)"), buf_view(&right), 0);
	buf_clear(&left);
	buf_str(&left, c->company);
	if (c->country.n)
		buf_print(&left, "%s%.*s", left.n ? dot(p) : "", STR_ARG(c->country));
	if (left.n)
		put_line(p, buf_view(&left));
	put_brief_times(p, s);
	put_brief_reasons(p, c);
	put_brief_criteria(p, c);
	put_brief_past(p, s);
	put_line(p, STR("a)ccept r)eturn l)ater s)kip h)elp"));
	buf_release(&left);
	buf_release(&right);
}

void card_show(struct buf *b, const struct sight *s)
{
	struct page p = { .width = s->look.width > 0 ? s->look.width : CARD_WIDTH, .utf8 = s->look.utf8 };

	if (p.width < CARD_NARROW || !show_wide(&p, s)) {
		buf_clear(&p.text);
		show_narrow(&p, s);
	}
	buf_str(b, buf_view(&p.text));
	buf_release(&p.text);
}
