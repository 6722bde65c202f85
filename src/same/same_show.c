/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that were kept, asked again what their cells say: for reports. */
#include <stdlib.h>

#include "base/mem.h"
#include "lead/tally.h"
#include "same/same_internal.h"
#include "table/batch.h"
#include "table/looks.h"

/* The rows at hand, as a batch of their own. */
struct same_look {
	struct frame frame;
	struct tally tally;
	struct batch batch;
	struct rows rows;
	struct buf text, key;
};

static struct same_look *look_new(const struct same_plan *p)
{
	struct same_look *l = mem_new(sizeof *l);

	frame_init(&l->frame, p->program);
	tally_init(&l->tally, names_agreement(p->names));
	l->frame.user = &l->tally;
	l->rows = (struct rows){ .batch = &l->batch, .frame = &l->frame };
	return l;
}

void look_free(struct same_look *l)
{
	if (!l)
		return;
	frame_release(&l->frame);
	tally_release(&l->tally);
	batch_release(&l->batch);
	buf_release(&l->text);
	buf_release(&l->key);
	free(l);
}

static const char *file_of(const struct same_count *c, uint32_t row)
{
	return c->plan->files ? c->plan->file[c->slip[row]->system] : c->file;
}

/* Brings rows to hand. */
static struct same_look *look_at(struct same_count *c, const uint32_t *row, size_t n)
{
	struct same_look *l = c->look;

	if (!l)
		l = c->look = look_new(c->plan);
	struct batch *b = &l->batch;
	b->len = 0;
	for (size_t i = 0; i < n; i++) {
		struct str bytes = slip_bytes(c->slip[row[i]]);
		memcpy(batch_room(b, b->len, bytes.n + 1), bytes.p, bytes.n);
		b->len += bytes.n;
		b->buf[b->len++] = '\n';
	}
	b->file = file_of(c, *row);
	batch_scan(b, c->dialect, names_columns(c->plan->names));
	look_at_batch(NULL, b);
	l->rows.n = n;
	rows_begin(&l->rows);
	return l;
}

struct frame *look_frame(struct same_count *c, uint32_t row)
{
	return &look_at(c, &row, 1)->frame;
}

struct rows *same_rows(const struct sameness *s, const uint32_t *row, size_t n)
{
	return &look_at(s->count, row, n)->rows;
}

static struct str text_of(const struct code *c, struct frame *f)
{
	return c ? code_text(c, f) : STR_NONE;
}

/* The name that a row gives, in the words of its cells: see same_read.c. */
static struct str name_said(const struct same_plan *p, struct frame *f, struct buf *out)
{
	struct str name = text_of(p->name, f), joined = STR_NONE;

	if (!p->own_name || !name.n)
		joined = name_joined(text_of(p->first_name, f), text_of(p->last_name, f), out);
	return joined.n ? joined : name;
}

static struct str part_said(const struct same_plan *p, const struct bound_part *part, struct frame *f,
			    struct buf *out)
{
	if (!part->code) {
		struct str name = name_said(p, f, out);
		return name.n ? name : STR_NONE;
	}
	buf_clear(out);
	return code_show(part->code, f, out) ? buf_view(out) : STR_NONE;
}

/* Of the current row. */
static void show(struct same_count *c, const struct bound_key *k, bool nobody, struct buf *out)
{
	struct same_look *l = c->look;

	for (size_t i = 0; i < k->nparts; i++) {
		const struct bound_part *part = &k->part[i];
		struct str said = part_said(c->plan, part, &l->frame, &l->text);
		buf_clear(&l->key);
		if (!said.p || (nobody && part_alike(part, said, text_of(c->plan->country, &l->frame),
						     &l->key) != ALIKE_NOBODY))
			continue;
		if (out->n)
			buf_str(out, STR(", "));
		buf_str(out, part_seen(part, said));
	}
}

struct str look_value(struct same_count *c, uint32_t row, size_t key, bool nobody)
{
	buf_clear(&c->text);
	look_at(c, &row, 1);
	show(c, &c->plan->key[key], nobody, &c->text);
	return arena_copy(&c->arena, buf_view(&c->text));
}

struct kept_row same_kept(const struct sameness *s, uint32_t row)
{
	const struct same_count *c = s->count;
	const struct slip *slip = c->slip[row];

	return (struct kept_row){
		.bytes = slip_bytes(slip), .file = file_of(c, row), .line = slip->line, .row = slip->row
	};
}

static void foresee(const struct code *c, struct rows *r, struct asked ask)
{
	if (!c)
		return;
	code_shown_values(c, r, ask, rows_room(r));
	rows_room_back(r);
}

void same_foresee(const struct sameness *s, uint16_t key, struct rows *r, struct asked ask)
{
	const struct same_plan *p = s->plan;

	for (const struct bound_key *k = p->key; k < p->key + p->nkeys; k++)
		for (size_t i = 0; i < k->nparts && k->which == key; i++) {
			foresee(k->part[i].code ? k->part[i].code : p->name, r, ask);
			if (k->part[i].code || (p->own_name && p->name))
				continue;
			foresee(p->first_name, r, ask);
			foresee(p->last_name, r, ask);
		}
}

struct str same_value(const struct sameness *s, uint32_t row, uint16_t key, struct buf *out)
{
	const struct same_plan *p = s->plan;

	buf_clear(out);
	for (size_t i = 0; i < p->nkeys; i++)
		if (p->key[i].which == key)
			show(s->count, &p->key[i], false, out);
	if (key == KEY_MAP)
		buf_str(out, s->count->id[row].kept);
	return buf_view(out);
}
