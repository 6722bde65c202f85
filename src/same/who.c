/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See who.h. */
#include "same/who.h"

/* ---- what the input has ---- */

/* The field, read from its column or worked out by the agreement; NULL: neither. */
static const struct code *field_of(struct names *n, const char *name)
{
	struct program *p = names_program(n);
	const struct agreement *a = names_agreement(n);
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = a->text };
	size_t column = names_column(n, e), field = agreement_find(a, NAMED_FIELD, e->text);
	if (column != SIZE_MAX)
		return names_bind_column(n, column, TYPE_TEXT);
	return field != SIZE_MAX && a->fields.at[field].ncases && names_know(n, e)
		       ? program_bind(p, e, TYPE_NONE, NULL)
		       : NULL;
}

void who_bind(struct who_plan *p, struct names *n, const size_t *id, size_t ids)
{
	static const char *const whole[] = { "name", "full_name", "lead_name", NULL };

	*p = (struct who_plan){ .part = { [WHO_NAME] = field_of(n, "first_name"),
					  [WHO_EMAIL] = field_of(n, "email"),
					  [WHO_PHONE] = field_of(n, "phone"),
					  [WHO_COMPANY] = field_of(n, "company") },
				.last_name = field_of(n, "last_name"),
				.ids = ids };
	p->id = ARENA_ARRAY(&names_program(n)->arena, ids, const struct code *);
	for (size_t i = 0; i < ids; i++)
		p->id[i] = names_bind_column(n, id[i], TYPE_TEXT);
	for (size_t i = 0; whole[i] && !p->whole_name; i++)
		p->whole_name = field_of(n, whole[i]);
}

/* ---- rows ---- */

void who_release(struct who *w)
{
	for (size_t i = 0; i < WHO_PARTS; i++)
		buf_release(&w->text[i]);
}

void who_begin(struct who *w, const struct who_plan *p, struct rows *run, struct asked ask)
{
	w->plan = p;
	w->run = run;
	w->ask = ask;
	memset(w->foreseen, 0, sizeof w->foreseen);
}

void who_read(struct who *w, size_t place, struct kept_row row)
{
	w->place = place;
	w->row = row;
	memset(w->read, 0, sizeof w->read);
}

static void foresee(struct who *w, const struct code *c)
{
	if (!c)
		return;
	code_shown_values(c, w->run, w->ask, rows_room(w->run));
	rows_room_back(w->run);
}

static void foresee_part(struct who *w, enum who_part part)
{
	const struct who_plan *p = w->plan;

	if (w->foreseen[part])
		return;
	w->foreseen[part] = true;
	foresee(w, p->part[part]);
	if (part == WHO_NAME) {
		foresee(w, p->last_name);
		foresee(w, p->whole_name);
	}
	for (size_t i = 0; part == WHO_ID && i < p->ids; i++)
		foresee(w, p->id[i]);
}

/* Appends what the cell says, a space before it if something stands there. */
static void say(struct who *w, const struct code *c, struct buf *text)
{
	size_t before = text->n;

	if (!c)
		return;
	if (before)
		buf_char(text, ' ');
	if (!code_show(c, rows_at(w->run, w->place), text))
		text->n = before;
}

struct str who_says(struct who *w, enum who_part part)
{
	const struct who_plan *p = w->plan;
	struct buf *text = &w->text[part];

	if (w->read[part])
		return buf_view(text);
	w->read[part] = true;
	foresee_part(w, part);
	buf_clear(text);
	say(w, p->part[part], text);
	if (part == WHO_NAME)
		say(w, p->last_name, text);
	if (part == WHO_NAME && !text->n)
		say(w, p->whole_name, text);
	for (size_t i = 0; part == WHO_ID && i < p->ids && !text->n; i++)
		say(w, p->id[i], text);
	return buf_view(text);
}
