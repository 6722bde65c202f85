/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that were kept, asked again what their cells say: for reports, one row at a time. */
#include <stdlib.h>

#include "base/mem.h"
#include "lead/tally.h"
#include "same/same_internal.h"
#include "table/looks.h"

enum { BEHIND = 64 }; /* bytes that a scan loads behind the last */

/* The row at hand, as a batch of its own. */
struct same_look {
	struct frame frame;
	struct tally tally;
	struct batch batch;
	struct record record;
	struct buf text, key;
};

static struct same_look *look_new(const struct same_plan *p)
{
	struct same_look *l = mem_new(sizeof *l);

	frame_init(&l->frame, p->program);
	tally_init(&l->tally, names_agreement(p->names));
	l->frame.user = &l->tally;
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

/* Brings a row to hand. */
static struct same_look *look_at(struct same_count *c, uint32_t row)
{
	struct str bytes = slip_bytes(c->slip[row]);
	struct same_look *l = c->look;

	if (!l)
		l = c->look = look_new(c->plan);
	struct batch *b = &l->batch;
	if (b->cap < bytes.n + 1 + BEHIND)
		b->buf = mem_resize(b->buf, mem_grown(&b->cap, bytes.n + 1 + BEHIND));
	memcpy(b->buf, bytes.p, bytes.n);
	b->buf[bytes.n] = '\n';
	memset(b->buf + bytes.n + 1, 0, BEHIND);
	b->len = bytes.n + 1;
	b->file = file_of(c, row);
	batch_scan(b, c->dialect, names_columns(c->plan->names));
	look_at_batch(NULL, b);
	l->record = batch_record(b, 0);
	frame_record(&l->frame, &l->record);
	return l;
}

struct frame *look_frame(struct same_count *c, uint32_t row)
{
	return &look_at(c, row)->frame;
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

static void show(struct same_count *c, uint32_t row, const struct bound_key *k, bool nobody, struct buf *out)
{
	struct same_look *l = look_at(c, row);

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
	show(c, row, &c->plan->key[key], nobody, &c->text);
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

struct str same_value(const struct sameness *s, uint32_t row, uint16_t key, struct buf *out)
{
	const struct same_plan *p = s->plan;

	buf_clear(out);
	for (size_t i = 0; i < p->nkeys; i++)
		if (p->key[i].which == key)
			show(s->count, row, &p->key[i], false, out);
	if (key == KEY_MAP)
		buf_str(out, s->count->id[row].kept);
	return buf_view(out);
}
