/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadreview --record: a filled sheet becomes decisions. The sheet is read first, so that of the leads only
 * the rows that it may be about are kept; all its rows are judged under the lock of the decisions, and all
 * are recorded or none.
 */
#include "cmd/leadreview.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "lead/note.h"
#include "table/unpack.h"

/* ---- before row one ---- */

static bool wants(const void *ctx, const struct hand_over *h)
{
	return filled_wants(ctx, h->ref, h->id);
}

static bool read_sheet(struct leadreview *t, struct filter *f)
{
	const struct str *ask;
	size_t n = cards_asks(t->cards, &ask);
	struct buf bytes = { 0 };
	bool good = unpack_file(t->record, &bytes);

	if (good)
		good = filled_read(&t->filled, t->record, buf_view(&bytes), ask, n, f->map, &f->diags);
	else
		diag_error(&f->diags, "%s: %s", t->record, file_why(errno));
	buf_release(&bytes);
	return good;
}

void bind_record(void *ask, struct filter *f, const void **plan)
{
	struct leadreview *t = ask;

	if (!t->file) {
		diag_error(&f->diags, "--record needs a file for the decisions; add -s decisions.csv");
		return;
	}
	if (strcmp(t->record, "-") == 0) {
		diag_error(&f->diags, "--record reads a file, not standard input; name the sheet, such as "
				      "--record filled.csv");
		return;
	}
	if (f->common.output) {
		diag_error(&f->diags,
			   "--record prints nothing, so --output has nothing to write; leave it out");
		return;
	}
	if (!leadreview_bind(t, f) || !leadreview_at(t, f, &t->moment))
		return;
	t->signer = leadreview_reviewer(t, f);
	if (!t->signer.n || !read_sheet(t, f) || !leadreview_decides(t, f))
		return;
	t->plan.decisions = t->decisions;
	t->plan.wants = wants;
	t->plan.ctx = &t->filled;
	plan[0] = &t->plan;
}

/* ---- the leads ---- */

/* One of the leads, and its row. */
struct table {
	struct leadreview *t;
	struct filled_lead *lead;
	const struct seat **seat;
	bool *waits; /* in the leads, whatever is decided */
	size_t n;
	size_t at; /* the next whose facts are read */
};

static void take_seats(struct table *b, const struct meeting *m)
{
	size_t n;
	const struct seat *seat = meeting_seats(m, &n);

	b->lead = mem_new((n + 1) * sizeof *b->lead);
	b->seat = mem_new((n + 1) * sizeof(const struct seat *));
	b->waits = mem_new(n + 1);
	for (size_t i = 0; i < n; i++) {
		if (seat[i].again)
			continue;
		b->seat[b->n] = &seat[i];
		b->lead[b->n++] =
			(struct filled_lead){ .ref = seat[i].ref, .id = seat[i].id, .at = seat[i].at };
	}
}

static void release_seats(struct table *b)
{
	free(b->lead);
	free(b->seat);
	free(b->waits);
}

static struct str ref_word(struct arena *arena, const struct meeting *m, uint64_t ref)
{
	struct buf b = { 0 };

	ref_write(&b, ref, refs_letters(meeting_refs(m), ref));
	struct str word = arena_copy(arena, buf_view(&b));
	buf_release(&b);
	return word;
}

/* The rows of those that are asked come by in their order. */
static void read_facts(void *ctx, struct rows *lane, struct asked leads)
{
	struct table *b = ctx;
	struct arena *arena = &b->t->filled.arena;
	const struct card *c = cards_read(b->t->cards, rows_at(lane, leads.row[0]));

	while (b->at < b->n && (!b->lead[b->at].asked || b->lead[b->at].ref != c->hand_over.ref))
		b->at++;
	if (b->at == b->n)
		return;
	struct filled_lead *l = &b->lead[b->at];
	struct str *answer = ARENA_ARRAY(arena, c->nasks, struct str);
	for (size_t i = 0; i < c->nasks; i++)
		answer[i] = arena_copy(arena, c->ask[i].value);
	l->name = arena_copy(arena, c->name);
	l->owner = arena_copy(arena, c->owner);
	l->answer = answer;
	b->waits[b->at] = c->hand_over.waits;
}

static void find_leads(struct table *b, struct filter *f, const struct meeting *m)
{
	struct filled *sheet = &b->t->filled;
	const struct zone *zone = b->t->handing.zone;
	const char *name = f->common.nfiles == 1 ? f->common.files[0] : "the leads";
	struct buf rows = { 0 };

	take_seats(b, m);
	filled_place(sheet, b->lead, b->n, strcmp(name, "-") ? name : "the leads", zone);
	for (size_t i = 0; i < b->n; i++)
		if (b->lead[i].asked) {
			b->lead[i].answer = ARENA_ARRAY(&sheet->arena, sheet->nasks, struct str);
			b->lead[i].word = ref_word(&sheet->arena, m, b->lead[i].ref);
			buf_str(&rows, b->seat[i]->row);
		}
	filter_each_row(f, buf_view(&rows), read_facts, b);
	buf_release(&rows);
	filled_learn(sheet, b->lead, f->lane[0].program.now, zone);
}

/* ---- recording ---- */

/* What became of the rows. */
struct sum {
	size_t decided[DECISIONS], entries, answers, notes, known, mistakes, silent, answered;
};

static void tell_mistake(struct leadreview *t, struct filter *f, const struct filled_row *r)
{
	struct str ref = filled_cell(&t->filled, r, FILLED_REF), id = filled_cell(&t->filled, r, FILLED_ID);
	struct str who = ref.n ? ref : id;
	const char *after = who.n ? ": " : "";

	if (t->skip_mistakes)
		diag_warning(&f->diags, "%s:%u: %.*s%s%.*s; left out", t->record, r->line, STR_ARG(who),
			     after, STR_ARG(r->mistake));
	else
		diag_error(&f->diags, "%s:%u: %.*s%s%.*s", t->record, r->line, STR_ARG(who), after,
			   STR_ARG(r->mistake));
}

static void count_entry(const struct entry *e, bool waits, struct sum *sum)
{
	sum->entries++;
	sum->decided[e->decision]++;
	sum->answers += e->answers.n > 0;
	sum->notes += e->note.n > 0;
	sum->answered += !waits && e->decision != DECISION_ANSWER;
}

/* Answers that are looked at as the agreement reads them, and what is wrong with one. */
struct checking {
	struct leadreview *t;
	struct names *names;
	struct str answers, mistake; /* n 0: nothing */
};

static void check_read(void *ctx, struct rows *lane, struct asked leads)
{
	struct checking *c = ctx;
	const struct filled *sheet = &c->t->filled;
	struct buf scratch = { 0 };

	cards_read(c->t->cards, rows_at(lane, leads.row[0]));
	for (size_t i = 0; i < sheet->nasks && !c->mistake.n; i++) {
		struct str value = answer_find(c->answers, sheet->ask[i], &scratch);
		const char *kind =
			value.p ? frame_unread(lane->frame, names_header(c->names, sheet->ask[i])) : NULL;
		if (kind)
			c->mistake = arena_print(&c->t->filled.arena,
						 "%.*s '%.*s' is not %s, as the agreement reads it",
						 STR_ARG(sheet->ask[i]), STR_ARG(value), kind);
	}
	buf_release(&scratch);
}

static struct str unread(const struct table *b, struct filter *f, size_t lead, struct str answers)
{
	struct checking c = { b->t, f->lane[0].names, answers, { 0 } };
	struct buf row = { 0 };

	leadreview_fill(f, b->seat[lead]->row, answers, &row);
	filter_each_row(f, buf_view(&row), check_read, &c);
	buf_release(&row);
	return c.mistake;
}

/* `adds`: under the lock. */
static struct sum judge_rows(const struct table *b, struct filter *f, bool adds)
{
	struct leadreview *t = b->t;
	const struct program *p = &f->lane[0].program;
	const struct judging judging = { .terms = &t->terms,
					 .times = &p->times,
					 .decimal = p->decimal,
					 .at = t->moment,
					 .by = t->signer,
					 .again = t->again,
					 .diags = &f->diags };
	struct sum sum = { 0 };
	struct entry entry;

	for (size_t i = 0; i < t->filled.n; i++) {
		struct filled_row *r = &t->filled.row[i];
		const struct filled_lead *l = r->lead == SIZE_MAX ? NULL : &b->lead[r->lead];
		const struct ruling *ruling = l ? decisions_find(t->decisions, l->id, l->at) : NULL;
		enum judged judged = filled_judge(&t->filled, i, b->lead, &judging, ruling, &entry);
		if (judged == JUDGED_ENTRY && entry.answers.n && !adds) {
			r->mistake = unread(b, f, r->lead, entry.answers);
			judged = r->mistake.n ? JUDGED_MISTAKE : judged;
		}
		sum.mistakes += judged == JUDGED_MISTAKE;
		sum.known += judged == JUDGED_KNOWN;
		sum.silent += judged == JUDGED_EMPTY && !r->left_out;
		if (judged != JUDGED_ENTRY)
			continue;
		count_entry(&entry, b->waits[r->lead], &sum);
		if (adds)
			decisions_add(t->decisions, &entry);
	}
	return sum;
}

static void tell_mistakes(struct leadreview *t, struct filter *f, size_t n)
{
	if (!n)
		return;
	for (size_t i = 0; i < t->filled.n; i++)
		if (t->filled.row[i].mistake.n && t->filled.row[i].says)
			tell_mistake(t, f, &t->filled.row[i]);
	if (!t->skip_mistakes)
		diag_more(&f->diags, "nothing is recorded; correct %s in %s, or add --skip-mistakes",
			  n == 1 ? "this row" : "these rows", t->record);
}

/* Looks first without the lock, and makes no file for nothing; others may have added something since. */
static bool record(const struct table *b, struct filter *f, struct sum *sum)
{
	struct leadreview *t = b->t;

	*sum = judge_rows(b, f, false);
	bool good = !sum->mistakes || t->skip_mistakes;
	if (good && sum->entries) {
		if (!decisions_begin(t->decisions))
			return false;
		*sum = judge_rows(b, f, true);
		good = !sum->mistakes || t->skip_mistakes;
		if (!good || !sum->entries)
			decisions_drop(t->decisions);
		else if (!decisions_commit(t->decisions))
			return false;
	}
	tell_mistakes(t, f, sum->mistakes);
	return good;
}

/* ---- what is said of it ---- */

static void tell_recorded(const struct leadreview *t, struct filter *f, const struct sum *sum)
{
	struct buf b = { 0 };

	count_add(&b, sum->decided[DECISION_ACCEPT], "accepted", "accepted");
	count_add(&b, sum->decided[DECISION_RETURN], "returned", "returned");
	count_add(&b, sum->decided[DECISION_LATER], "put off", "put off");
	count_add(&b, sum->answers, "with answers", "with answers");
	count_add(&b, sum->notes, "with a note", "with notes");
	if (sum->entries)
		diag_note(&f->diags, "recorded in %s, signed by %.*s: %.*s", t->file, STR_ARG(t->signer),
			  STR_ARG(buf_view(&b)));
	else
		diag_note(&f->diags, "nothing new to record in %s", t->file);
	buf_release(&b);
}

/* Leads that still are on the table, and that no row is about. */
static size_t count_missing(const struct table *b, const struct filter *f)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct filled_lead *l = &b->lead[i];
		if (!b->seat[i]->on_table || l->asked)
			continue;
		const struct ruling *r = decisions_find(b->t->decisions, l->id, l->at);
		enum table_state state = decisions_table(r, f->lane[0].program.now, b->t->handing.zone);
		n += table_has(state);
	}
	return n;
}

static void tell_sum(const struct table *b, struct filter *f, const struct sum *sum)
{
	const struct filled *sheet = &b->t->filled;
	struct sighting empty = { .count = sheet->empty,
				  .first_line = sheet->first_empty,
				  .file = sheet->path };

	tell_recorded(b->t, f, sum);
	count_say(&f->diags, sum->mistakes, "row has a mistake and is left out",
		  "rows have mistakes and are left out");
	count_say(&f->diags, sum->known, "row says what is recorded already",
		  "rows say what is recorded already");
	count_say(&f->diags, sum->silent, "row of the sheet says nothing", "rows of the sheet say nothing");
	diag_sighting(&f->diags, &empty, "row has no ref, lead_id or decision",
		      "rows have no ref, lead_id or decision", "left out");
	count_say(&f->diags, count_missing(b, f), "lead that waits is not in the sheet",
		  "leads that wait are not in the sheet");
	count_say(&f->diags, sum->answered, "lead that is decided here is answered in the leads already",
		  "leads that are decided here are answered in the leads already");
}

bool write_record(void *ask, struct filter *f, void *const *counter)
{
	struct leadreview *t = ask;
	struct table b = { .t = t };
	struct sum sum = { 0 };

	find_leads(&b, f, counter[0]);
	bool good = record(&b, f, &sum);
	if (good)
		tell_sum(&b, f, &sum);
	release_seats(&b);
	return good;
}
