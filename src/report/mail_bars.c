/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pictures of a page as bars of a mail: a row is a label, a bar made of cells with a color, and the
 * figure beside it. What a picture shows by place and shape (an interval, a goal) its words say here.
 */
#include <math.h>

#include "report/mail.h"
#include "report/markup.h"
#include "report/picture.h"
#include "report/plot.h"

enum {
	BAR = 96,	 /* percent of its cell that the longest takes */
	PLACES = 6,	 /* of a line over time: the latest */
	LINES = 3,	 /* of these */
	HEAT_CELLS = 120 /* of a map */
};

#define LABEL	"font:13px/18px Arial,sans-serif;padding:2px 8px 2px 0"
#define SMALL	"font:12px/17px Arial,sans-serif;color:#57606a;padding:2px 8px 2px 0"
#define NEUTRAL "#3b6ea8"

static const char *const tone_color[] = {
	[TONE_PLAIN] = NEUTRAL, [TONE_GOOD] = "#1a7f37", [TONE_BAD] = "#b3261e",
	[TONE_DIM] = "#8c959f", [TONE_MORE] = "#b84d17", [TONE_FEWER] = "#8a4f9e"
};

/* ---- a row ---- */

struct bars {
	struct mail_piece piece;
	double most; /* the longest */
	int left;    /* percent of the row's cell that no color has yet */
};

static struct bars bars_open(struct buf *out, struct str name, double most)
{
	struct bars b = { .piece = mail_open(out), .most = most };

	mail_line(out, name, 4);
	buf_str(out, STR("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
			 "border=\"0\">\n"));
	return b;
}

static void bars_close(const struct bars *b)
{
	buf_str(b->piece.out, STR("</table>\n"));
	mail_close(b->piece);
}

static void row_open(struct bars *b, struct str label)
{
	struct buf *out = b->piece.out;

	b->left = 100;
	buf_str(out, STR("<tr valign=\"top\"><td width=\"28%\" style=\"" LABEL "\">"));
	markup_text(out, label);
	buf_str(out, STR("</td><td width=\"36%\" style=\"padding:5px 8px 0 0\">"
			 "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>"));
}

/* As long as its value; what is there at all is seen. */
static void segment(struct bars *b, double value, const char *color)
{
	double share = picture_known(value) && value > 0 && b->most > 0 ? fmin(value / b->most, 1) : 0;
	int percent = (int)fmin(fmax(1, round(share * BAR)), b->left - 1);

	if (share <= 0 || percent < 1)
		return;
	b->left -= percent;
	buf_print(b->piece.out,
		  "<td width=\"%d%%\" height=\"12\" bgcolor=\"%s\" style=\"font:1px/12px Arial\">&nbsp;</td>",
		  percent, color);
}

static void row_close(const struct bars *b, struct str figure, struct str note)
{
	struct buf *out = b->piece.out;

	buf_print(out, "<td width=\"%d%%\"></td>", b->left);
	buf_str(out, STR("</tr></table></td><td width=\"36%\" style=\"" LABEL "\">"));
	markup_text(out, figure);
	if (figure.n && note.n)
		buf_str(out, STR(" · "));
	markup_text(out, note);
	buf_str(out, STR("</td></tr>\n"));
}

static void bar(struct bars *b, struct str label, double value, const char *color, struct str figure,
		struct str note)
{
	row_open(b, label);
	segment(b, value, color);
	row_close(b, figure, note);
}

/* A bar whose figure is its value. */
static void bar_of_value(struct bars *b, struct str label, double value, bool percent, const char *color,
			 struct str note)
{
	struct buf figure = { 0 };

	if (picture_known(value))
		picture_value(&figure, value, percent);
	bar(b, label, value, color, buf_view(&figure), note);
	buf_release(&figure);
}

static void mark(struct bars *b, struct str name, double value, bool percent)
{
	struct buf figure = { 0 };

	if (!picture_known(value))
		return;
	plot_mark_write(&figure, value, percent);
	bar(b, name, value, tone_color[TONE_DIM], buf_view(&figure), STR(""));
	buf_release(&figure);
}

static void words(const struct bars *b, struct str text)
{
	if (!text.n)
		return;
	buf_str(b->piece.out, STR("<tr><td colspan=\"3\" style=\"" SMALL "\">"));
	markup_text(b->piece.out, text);
	buf_str(b->piece.out, STR("</td></tr>\n"));
}

/* ---- lines over time ---- */

void mail_chart(struct buf *out, const struct chart *c)
{
	const size_t lines = c->lines < LINES ? c->lines : LINES, from = c->n > PLACES ? c->n - PLACES : 0;
	double most = picture_known(c->mark) ? c->mark : 0;

	for (size_t l = 0; l < lines; l++)
		for (size_t i = from; i < c->n; i++)
			most = picture_known(c->line[l].value[i]) ? fmax(most, c->line[l].value[i]) : most;
	struct bars b = bars_open(out, c->name, most);
	for (size_t l = 0; l < lines; l++) {
		words(&b, c->line[l].name);
		for (size_t i = from; i < c->n; i++)
			bar_of_value(&b, c->label[i], c->line[l].value[i], c->percent, NEUTRAL, STR(""));
	}
	mark(&b, c->mark_name, c->mark, c->percent);
	bars_close(&b);
}

void mail_curves(struct buf *out, const struct curves *c)
{
	struct buf note = { 0 };
	double most = 0;

	for (const struct curve *k = c->curve; k < c->curve + c->curves; k++)
		most = k->n ? fmax(most, k->y[k->n - 1]) : most;
	struct bars b = bars_open(out, c->name, most);
	for (const struct curve *k = c->curve; k < c->curve + c->curves; k++) {
		if (!k->n)
			continue;
		buf_clear(&note);
		buf_str(&note, STR("after "));
		picture_value(&note, k->x[k->n - 1], false);
		buf_print(&note, " %.*s", STR_ARG(c->unit));
		bar_of_value(&b, k->name, k->y[k->n - 1], c->percent, NEUTRAL, buf_view(&note));
	}
	bars_close(&b);
	buf_release(&note);
}

/* ---- bars ---- */

static double total_of(const struct stacks *s, const struct stack *row)
{
	double total = 0;

	for (size_t i = 0; i < s->parts; i++)
		total += picture_known(row->part[i]) && row->part[i] > 0 ? row->part[i] : 0;
	return total;
}

/* "0–1 days 12, 15+ days 3" */
static void name_parts(struct buf *text, const struct stacks *s, const struct stack *row)
{
	for (size_t i = 0; s->parts > 1 && i < s->parts; i++) {
		if (!picture_known(row->part[i]) || row->part[i] <= 0)
			continue;
		buf_print(text, "%s%.*s ", text->n ? ", " : "", STR_ARG(s->part_name[i]));
		picture_value(text, row->part[i], false);
	}
}

void mail_stacks(struct buf *out, const struct stacks *s)
{
	struct buf figure = { 0 }, parts = { 0 };
	double most = 0;

	for (const struct stack *r = s->row; r < s->row + s->rows; r++)
		most = fmax(most, total_of(s, r));
	struct bars b = bars_open(out, s->name, most);
	for (const struct stack *r = s->row; r < s->row + s->rows; r++) {
		row_open(&b, r->label);
		for (size_t i = 0; i < s->parts; i++)
			segment(&b, r->part[i], picture_heat(i, s->parts, NULL).light);
		buf_clear(&figure);
		buf_clear(&parts);
		picture_value(&figure, total_of(s, r), false);
		if (str_starts(r->note, buf_view(&figure)))
			buf_clear(&figure); /* the note has it */
		if (r->note.n)
			buf_print(&figure, "%s%.*s", figure.n ? " · " : "", STR_ARG(r->note));
		name_parts(&parts, s, r);
		row_close(&b, buf_view(&figure), buf_view(&parts));
	}
	bars_close(&b);
	buf_release(&figure);
	buf_release(&parts);
}

void mail_funnel_bars(struct buf *out, const struct funnel_bars *f)
{
	struct buf text = { 0 };
	double most = 0;

	for (size_t i = 0; i < f->bars; i++)
		most = picture_known(f->bar[i].value) ? fmax(most, f->bar[i].value) : most;
	struct bars b = bars_open(out, f->name, most);
	for (const struct funnel_bar *r = f->bar; r < f->bar + f->bars; r++) {
		buf_clear(&text);
		if (r->rate.n)
			buf_print(&text, "%.*s%s%.*s", STR_ARG(r->rate), r->judged.n ? " " : "",
				  STR_ARG(r->judged));
		for (size_t i = 0; i < sizeof r->loss / sizeof *r->loss; i++)
			if (r->loss[i].n)
				buf_print(&text, "%s%.*s", text.n ? " · " : "", STR_ARG(r->loss[i]));
		words(&b, buf_view(&text));
		bar_of_value(&b, r->name, r->value, false, NEUTRAL, r->note);
	}
	bars_close(&b);
	buf_release(&text);
}

void mail_dots(struct buf *out, const struct dots *d)
{
	double most = picture_known(d->mark) ? d->mark : 0;

	for (const struct dot *r = d->row; r < d->row + d->rows; r++)
		most = picture_known(r->value) ? fmax(most, r->value) : most;
	struct bars b = bars_open(out, d->name, most);
	for (const struct dot *r = d->row; r < d->row + d->rows; r++)
		bar(&b, r->label, r->value, NEUTRAL, r->note, STR(""));
	mark(&b, d->mark_name, d->mark, true);
	bars_close(&b);
}

void mail_meters(struct buf *out, const struct meters *m)
{
	double most = 0;

	for (const struct meter *r = m->row; r < m->row + m->rows; r++) {
		most = picture_known(r->value) ? fmax(most, r->value) : most;
		most = picture_known(r->goal) ? fmax(most, r->goal) : most;
	}
	struct bars b = bars_open(out, m->name, most);
	for (const struct meter *r = m->row; r < m->row + m->rows; r++)
		bar(&b, r->label, r->value, tone_color[r->tone], r->note, STR(""));
	bars_close(&b);
}

/* ---- a map ---- */

/* Of a shade from 0 to 1, on white. */
static void shade_write(struct buf *out, double shade)
{
	static const int strong[] = { 0x23, 0x50, 0x7f };

	buf_char(out, '#');
	for (int i = 0; i < 3; i++)
		buf_print(out, "%02x", (int)round(255 - (255 - strong[i]) * fmin(fmax(shade, 0), 1)));
}

/* Of all together. */
static bool total_in(const struct heat *h, size_t row, size_t column)
{
	return h->totals && (row + 1 == h->rows || column + 1 == h->columns);
}

static double most_in(const struct heat *h, size_t from, size_t column)
{
	double most = 0;

	for (size_t r = from; r < h->rows; r++)
		for (size_t c = 0; c < h->columns; c++)
			if (!h->row[r].faint && !total_in(h, r, c) && (h->even || c == column) &&
			    picture_known(h->row[r].share[c]))
				most = fmax(most, h->row[r].share[c]);
	return most;
}

static void heat_cell(struct buf *out, const struct heat *h, size_t row, size_t column, double most)
{
	const struct heat_row *r = &h->row[row];
	double share = r->share[column];

	buf_str(out, STR("<td width=\"8\""));
	if (picture_known(share) && most > 0 && !r->faint && !total_in(h, row, column)) {
		buf_str(out, STR(" bgcolor=\""));
		shade_write(out, share / most);
		buf_char(out, '"');
	}
	buf_str(out, STR(">&nbsp;</td><td align=\"right\" style=\"" LABEL "\">"));
	if (picture_known(share))
		picture_value(out, share, !h->counts);
	buf_str(out, STR("</td>"));
}

/* The last rows, which are the latest, or all together. */
void mail_heat(struct buf *out, const struct heat *h)
{
	const size_t room = h->columns ? HEAT_CELLS / h->columns : 0,
		     from = h->rows > room ? h->rows - room : 0;

	if (!room || !h->rows)
		return;
	struct bars b = bars_open(out, h->name, 0);
	buf_str(out, STR("<tr><td>&nbsp;</td>"));
	for (size_t c = 0; c < h->columns; c++) {
		buf_str(out,
			STR("<td width=\"8\">&nbsp;</td><td align=\"right\" valign=\"bottom\" style=\"" SMALL
			    "\">"));
		markup_text(out, h->column[c]);
		buf_str(out, STR("</td>"));
	}
	buf_str(out, STR("</tr>\n"));
	for (size_t r = from; r < h->rows; r++) {
		buf_str(out, STR("<tr><td style=\"" LABEL "\">"));
		markup_text(out, h->row[r].label);
		buf_str(out, STR("</td>"));
		for (size_t c = 0; c < h->columns; c++)
			heat_cell(out, h, r, c, most_in(h, from, c));
		buf_str(out, STR("</tr>\n"));
	}
	bars_close(&b);
}
