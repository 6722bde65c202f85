/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See who.h. */
#include "same/who.h"

#include "table/batch.h"
#include "table/source.h"

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

void who_bind(struct who_plan *p, struct names *n, const size_t *id, size_t ids, struct dialect dialect)
{
	static const char *const whole[] = { "name", "full_name", "lead_name", NULL };

	*p = (struct who_plan){ .agreement = names_agreement(n),
				.program = names_program(n),
				.dialect = dialect,
				.columns = names_columns(n),
				.part = { [WHO_NAME] = field_of(n, "first_name"),
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

/* ---- a row ---- */

void who_init(struct who *w, const struct who_plan *p)
{
	*w = (struct who){ .plan = p };
	frame_init(&w->frame, p->program);
	tally_init(&w->tally, p->agreement);
	w->frame.user = &w->tally;
}

void who_release(struct who *w)
{
	if (!w->plan)
		return;
	for (size_t i = 0; i < WHO_PARTS; i++)
		buf_release(&w->text[i]);
	frame_release(&w->frame);
	tally_release(&w->tally);
	batch_release(&w->batch);
}

/* Appends what the cell says, a space before it if something stands there. */
static void say(struct who *w, const struct code *c, struct buf *text)
{
	size_t before = text->n;

	if (!c)
		return;
	if (before)
		buf_char(text, ' ');
	if (!code_show(c, &w->frame, text))
		text->n = before;
}

void who_read(struct who *w, struct kept_row row)
{
	struct batch *b = &w->batch;

	w->row = row;
	b->len = row.bytes.n + 1;
	memcpy(batch_room(b, 0, b->len), row.bytes.p, row.bytes.n);
	b->buf[row.bytes.n] = '\n';
	b->file = row.file;
	b->first_line = row.line;
	b->first_row = row.row;
	batch_scan(b, w->plan->dialect, w->plan->columns);
	w->record = batch_record(b, 0);
	frame_record(&w->frame, &w->record);
	memset(w->read, 0, sizeof w->read);
}

struct str who_says(struct who *w, enum who_part part)
{
	const struct who_plan *p = w->plan;
	struct buf *text = &w->text[part];

	if (w->read[part])
		return buf_view(text);
	w->read[part] = true;
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
