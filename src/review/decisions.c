/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of decisions is opened, added to and blanked: see decisions.h. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "review/decisions_internal.h"
#include "review/ref.h"
#include "time/instant.h"

static const struct journal_kind kind = {
	.header = STR("at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note"),
	.columns = DECISION_COLUMNS,
	.name = "a file of decisions",
	.records = "decisions",
	.half = "half a record",
	.secret = true,
};

/* ---- reading ---- */

static struct str judge(void *ctx, const struct record *rec)
{
	return decisions_judge(ctx, rec);
}

static void take(void *ctx, const struct record *rec)
{
	struct decisions *d = ctx;
	struct entry e = d->read;

	(void)rec;
	e.lead_id = id_map_kept(d->map, e.lead_id);
	decisions_remember(d, &e);
}

/* What is lent stays in the arena. */
static void forget(void *ctx)
{
	struct decisions *d = ctx;

	for (size_t i = 0; i < d->nabouts; i++)
		free(d->about[i].entry);
	d->n = d->nabouts = 0;
	map_release(&d->leads);
	d->leads = (struct map){ 0 };
}

static struct journal_reader reader_of(struct decisions *d)
{
	return (struct journal_reader){ .judge = judge, .take = take, .forget = forget, .ctx = d };
}

struct decisions *decisions_open(const char *path, bool makes, const struct zone *zone,
				 const struct id_map *map, journal_wait_fn *wait, void *ctx,
				 struct diags *diags)
{
	struct decisions *d = mem_new(sizeof *d);
	const struct journal_reader reader = reader_of(d);

	*d = (struct decisions){ .file = { .kind = &kind, .path = path, .diags = diags },
				 .zone = zone,
				 .map = map,
				 .wait = wait,
				 .wait_ctx = ctx };
	journal_init(&d->file);
	bool absent = makes && access(path, F_OK) != 0 && errno == ENOENT;
	if (absent || journal_read(&d->file, &reader)) {
		decisions_rule(d, 0);
		d->sure = d->n;
		return d;
	}
	decisions_close(d);
	return NULL;
}

void decisions_close(struct decisions *d)
{
	if (!d)
		return;
	forget(d);
	journal_release(&d->file);
	free(d->about);
	free(d->kept);
	map_release(&d->persons);
	for (size_t c = 0; c < DECISION_COLUMNS; c++)
		buf_release(&d->cell[c]);
	buf_release(&d->text);
	arena_release(&d->arena);
	free(d);
}

/* ---- writing ---- */

bool decisions_begin(struct decisions *d)
{
	const struct journal_reader reader = reader_of(d);
	bool good = journal_open(&d->file, &reader, d->wait, d->wait_ctx);

	decisions_rule(d, 0);
	d->sure = d->n;
	return good;
}

/* A text as it is read back: in one line, and without what is dropped there. */
static struct str tidy(struct arena *arena, struct str text)
{
	struct str rest = text;
	struct buf b = { 0 };

	while (rest.n) {
		const char *from = rest.p;
		int32_t c = utf8_next(&rest);
		enum glyph_kind glyph = c == UTF8_BROKEN ? GLYPH_BROKEN : utf8_kind(c);
		if (glyph == GLYPH_SPACE || glyph == GLYPH_CONTROL)
			buf_char(&b, ' ');
		else
			buf_add(&b, from, (size_t)(rest.p - from));
	}
	struct str tidied = arena_copy(arena, text_unguarded(buf_view(&b)));
	buf_release(&b);
	return tidied;
}

static void put_time(struct buf *b, int64_t at, const struct zone *zone)
{
	stored_time_write(b, at, zone);
	buf_char(b, ',');
}

static void put_line(struct buf *b, const struct entry *e, const struct zone *zone, struct str line_end)
{
	const struct str texts[] = { e->exit, e->reason, e->owner }, last[] = { e->answers, e->note };

	put_time(b, e->at, zone);
	cell_write_safe(b, journal_dialect, e->by);
	buf_char(b, ',');
	cell_write_safe(b, journal_dialect, e->lead_id);
	buf_char(b, ',');
	put_time(b, e->handed_over, zone);
	buf_str(b, decision_name[e->decision]);
	buf_char(b, ',');
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		cell_write_safe(b, journal_dialect, texts[i]);
		buf_char(b, ',');
	}
	stored_time_write(b, e->until, zone);
	for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
		buf_char(b, ',');
		cell_write_safe(b, journal_dialect, last[i]);
	}
	buf_str(b, line_end);
}

void decisions_add(struct decisions *d, const struct entry *e)
{
	unsigned may = decision_uses[e->decision].may;
	int64_t us = instant_us(e->at), second = us - (us % SECOND_US + SECOND_US) % SECOND_US;
	struct entry own = { .at = instant_of(second),
			     .by = tidy(&d->arena, e->by),
			     .lead_id = text_unguarded(e->lead_id),
			     .handed_over = e->handed_over,
			     .decision = e->decision,
			     .until = may >> COLUMN_UNTIL & 1 ? e->until : INSTANT_NONE };
	const struct {
		struct str *own, from;
		enum decision_column column;
	} texts[] = {
		{ &own.exit, e->exit, COLUMN_EXIT },	{ &own.reason, e->reason, COLUMN_REASON },
		{ &own.owner, e->owner, COLUMN_OWNER }, { &own.answers, e->answers, COLUMN_ANSWERS },
		{ &own.note, e->note, COLUMN_NOTE },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i].own = may >> texts[i].column & 1 ? tidy(&d->arena, texts[i].from) : STR("");
	assert(own.by.n && own.lead_id.n && answers_good(own.answers));
	assert(e->decision != DECISION_RETURN || own.exit.n);
	assert(e->decision != DECISION_LATER || own.until != INSTANT_NONE);
	put_line(&d->file.held, &own, d->zone, d->file.line_end);
	decisions_remember(d, &own);
	decisions_rule(d, d->n - 1);
}

bool decisions_commit(struct decisions *d)
{
	bool good = journal_commit(&d->file);

	if (!good)
		decisions_recall(d, d->sure);
	d->sure = d->n;
	journal_unlock(&d->file);
	return good;
}

void decisions_drop(struct decisions *d)
{
	decisions_recall(d, d->sure);
	journal_unlock(&d->file);
}

/* ---- what is forgotten ---- */

struct forgetting {
	struct decisions *decisions;
	struct str lead_id;
};

static bool has_words(const struct entry *e)
{
	return e->reason.n || e->answers.n || e->note.n;
}

static void write_blanked(void *ctx, const struct record *rec, struct buf *out)
{
	const struct forgetting *f = ctx;
	struct decisions *d = f->decisions;
	struct entry *e = &d->read;

	decisions_judge(d, rec);
	if (!id_same(id_map_kept(d->map, e->lead_id), f->lead_id) || !has_words(e)) {
		buf_add(out, rec->p, rec->n + rec->end);
		return;
	}
	e->reason = e->answers = e->note = STR("");
	put_line(out, e, d->zone, d->file.line_end);
}

size_t decisions_forget(struct decisions *d, struct str lead_id, size_t *lines)
{
	struct forgetting f = { d, id_map_kept(d->map, text_unguarded(lead_id)) };
	size_t changed = 0;

	*lines = 0;
	if (!decisions_begin(d))
		return SIZE_MAX;
	for (size_t i = 0; i < d->n; i++) {
		const struct entry *e = &d->kept[i]->entry;
		bool its = id_same(e->lead_id, f.lead_id);
		*lines += its;
		changed += its && has_words(e);
	}
	if (!changed)
		decisions_drop(d);
	else if (!journal_rewrite(&d->file, write_blanked, &f))
		return SIZE_MAX;
	return changed;
}
