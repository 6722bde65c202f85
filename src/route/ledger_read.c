/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reading of a ledger: see ledger_internal.h. A record counts only if it is
 * just as a run would have written it, and ends its line.
 *
 * The reader is that of the lead stream and not that of side tables: libcsv
 * takes a lone CR for the end of a row, so that half a CRLF would pass for a
 * whole record, it does not say at which byte a row ended, and it is slow.
 */
#include "route/ledger_internal.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cell.h"
#include "base/file.h"
#include "table/batch.h"
#include "table/input.h"
#include "time/instant.h"

enum {
	BLOCK = 256 * 1024,
	AHEAD = 16,	  /* entries that wait for their memory */
	HEADER_MOST = 256 /* bytes of it, with quotes and spaces */
};

enum column { LEAD_ID, OWNER, TEAM, ROUTE, POOL, AT, RUN, COLUMNS };

struct reader {
	struct ledger *l;
	struct input in;
	struct reading how;
	struct batch batch;
	uint64_t before; /* bytes of the file before the batch */
	struct ledger_slot ahead[AHEAD];
	size_t entries;
	ledger_fn *each;
	void *ctx;
	struct buf scratch[COLUMNS];
	struct arena arena;
	_Atomic uint64_t done;
};

/* Without a branch on a digit, which nobody can guess. */
static bool read_hex(struct str s, uint64_t *out)
{
	bool good = s.n == 16;

	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned c = (unsigned char)s.p[i], letter = c >> 6 & 1;
		good &= (c - '0' < 10) | (c - 'a' < 6);
		*out = *out << 4 | ((c & 15) + 9 * letter);
	}
	return good;
}

/* A time that a spreadsheet has made its own has lost its zone, and maybe its seconds. */
static bool read_at(struct str s, int64_t *out)
{
	const struct time_style style = { .zone = zone_utc() };

	return str_ends(s, STR("Z")) && instant_read(s, &style, out) == TIME_READ;
}

static struct str cell(struct reader *r, const struct record *rec, enum column c)
{
	return str_trim(record_text(rec, c, &r->scratch[c]));
}

/* What is wrong with a record, in words, and its texts in *e; p == NULL: nothing. */
static struct str judge(struct reader *r, const struct record *rec, struct ledger_entry *e)
{
	struct str pool, at, run;

	if (rec->cells != COLUMNS)
		return arena_print(&r->arena, "%zu cell%s where a ledger has %d", rec->cells,
				   rec->cells == 1 ? "" : "s", COLUMNS);
	e->lead_id = cell(r, rec, LEAD_ID);
	if (!e->lead_id.n)
		return STR("no lead_id");
	pool = cell(r, rec, POOL);
	if (!read_hex(pool, &e->pool))
		return arena_print(&r->arena, "the pool '%.*s' is not 16 hex digits", STR_ARG(pool));
	at = cell(r, rec, AT);
	if (!read_at(at, &e->at))
		return arena_print(&r->arena, "at '%.*s' is no time such as 2026-03-02T09:00:00Z",
				   STR_ARG(at));
	run = cell(r, rec, RUN);
	if (!read_hex(run, &e->run))
		return arena_print(&r->arena, "the run '%.*s' is not 16 hex digits", STR_ARG(run));
	return STR_NONE;
}

static bool spoilt(struct reader *r, uint64_t line, struct str why)
{
	diag_error(r->l->diags,
		   "%s:%llu: %.*s; mend the line or take back a copy of the file, nothing was changed",
		   r->l->path, (unsigned long long)line, STR_ARG(why));
	return false;
}

static void take(struct reader *r, const struct record *rec, struct ledger_entry *e)
{
	struct str from = record_raw(rec, OWNER), to = record_raw(rec, ROUTE);
	struct str text = { from.p, (size_t)(to.p + to.n - from.p) };

	e->owner = cell(r, rec, OWNER);
	e->team = cell(r, rec, TEAM);
	e->route = cell(r, rec, ROUTE);
	struct ledger_slot *turn = &r->ahead[r->entries++ % AHEAD];
	if (turn->given)
		ledger_remember(r->l, *turn);
	*turn = ledger_slot(r->l, e->lead_id, text, (struct ledger_given){ e->owner, e->team, e->route });
	if (r->each)
		r->each(r->ctx, e);
}

/* The whole records of the batch. False: one is bad, which was told. */
static bool take_rows(struct reader *r)
{
	const struct batch *b = &r->batch;
	struct ledger_entry e = { 0 };
	size_t i;

	for (i = 0; i < b->marks.nrow; i++) {
		struct record rec = batch_record(b, i);
		if (!rec.end)
			break;
		if (batch_blank(b, i))
			continue;
		struct str why = judge(r, &rec, &e);
		if (why.p)
			return spoilt(r, batch_line(b, i), why);
		take(r, &rec, &e);
	}
	r->l->end = r->before + b->marks.start[i];
	return true;
}

/* How many leads the file has, by how many there are in what is read. */
static void expect(struct ledger *l, int fd)
{
	struct stat st;

	if (l->end && fstat(fd, &st) == 0)
		ledger_expect(l, (double)st.st_size / (double)l->end);
}

/* Is there a good record behind the first line of a tail? Then a quote was left open. */
static bool record_within(struct reader *r, struct str tail)
{
	const char *newline = memchr(tail.p, '\n', tail.n);
	struct batch b = { 0 };
	struct ledger_entry e = { 0 };
	bool found = false;

	if (!newline)
		return false;
	b.len = (size_t)(tail.p + tail.n - newline - 1);
	memcpy(batch_room(&b, 0, b.len), newline + 1, b.len);
	batch_scan(&b, ledger_dialect, COLUMNS);
	for (size_t i = 0; i < b.marks.nrow && !found; i++) {
		struct record rec = batch_record(&b, i);
		found = rec.end && !judge(r, &rec, &e).p;
	}
	batch_release(&b);
	return found;
}

/* What the reader could not get past, or the end of the file: *torn bytes of a record without its line end.
 */
static bool take_tail(struct reader *r, uint64_t *torn)
{
	const struct batch *b = &r->batch;
	struct str tail = { b->buf + (r->l->end - r->before), b->len - (size_t)(r->l->end - r->before) };
	struct str fault = input_fault(&r->in, b, &r->how);

	*torn = tail.n;
	if (!fault.p)
		return true;
	if (r->in.scan.fault != SCAN_OPEN_QUOTE) {
		diag_error(r->l->diags, "%.*s; nothing was changed", STR_ARG(fault));
		return false;
	}
	return !record_within(r, tail) || spoilt(r, batch_line(b, b->marks.nrow),
						 STR("a quote opens in this record and is never closed"));
}

/* Everything behind the header. */
static bool read_rows(struct ledger *l, int fd, ledger_fn *each, void *ctx, uint64_t *torn)
{
	struct reader r = { .l = l, .before = l->end, .each = each, .ctx = ctx };
	struct source_options options = { 0 };
	bool good;

	r.in = (struct input){ .fd = fd, .name = l->path, .line = 2 };
	r.how = (struct reading){ .options = &options,
				  .dialect = ledger_dialect,
				  .scan = scan_choose(NULL),
				  .block = BLOCK,
				  .arena = &r.arena,
				  .done = &r.done };
	for (;;) {
		input_fill(&r.in, &r.batch, &r.how, 0);
		good = take_rows(&r);
		if (!good || r.in.ended)
			break;
		expect(l, fd);
		input_cut(&r.in, &r.batch, r.batch.marks.nrow);
		r.before = l->end;
	}
	for (size_t i = 0; i < AHEAD; i++)
		if (r.ahead[(r.entries + i) % AHEAD].given)
			ledger_remember(l, r.ahead[(r.entries + i) % AHEAD]);
	l->before = l->leads;
	good = good && take_tail(&r, torn);
	for (size_t c = 0; c < COLUMNS; c++)
		buf_release(&r.scratch[c]);
	buf_release(&r.in.carry);
	batch_release(&r.batch);
	arena_release(&r.arena);
	return good;
}

/* Where the header's line ends, which may have a spreadsheet's BOM, quotes and CR; 0: it is not ours. */
static uint64_t header_end(struct ledger *l, struct str head)
{
	size_t bom = head.n - without_byte_order_mark(head).n;
	const char *newline = memchr(head.p, '\n', head.n);
	size_t end = newline ? (size_t)(newline + 1 - head.p) : 0;
	struct batch b = { 0 };
	struct record rec = { 0 };
	struct buf names = { 0 }, scratch = { 0 };

	if (!newline)
		return 0;
	b.len = end - bom;
	memcpy(batch_room(&b, 0, b.len), head.p + bom, b.len);
	batch_scan(&b, ledger_dialect, COLUMNS);
	if (b.marks.nrow == 1)
		rec = batch_record(&b, 0);
	for (size_t c = 0; c < rec.cells; c++) {
		buf_str(&names, record_value(&rec, c, &scratch));
		buf_str(&names, c + 1 < rec.cells ? STR(",") : STR(""));
	}
	l->line_end = rec.end == 2 ? STR("\r\n") : STR("\n");
	bool ours = rec.cells == COLUMNS && str_eq(buf_view(&names), STR(LEDGER_HEADER));
	buf_release(&names);
	buf_release(&scratch);
	batch_release(&b);
	return ours ? end : 0;
}

/* The file's first bytes, as many as are asked for or there are. A single read may bring fewer, as folders on
 * a network do. -1: errno. */
static ssize_t read_head(int fd, char *bytes, size_t most)
{
	size_t n = 0;

	while (n < most) {
		ssize_t got = pread(fd, bytes + n, most - n, (off_t)n);
		if (got == 0)
			break;
		if (got > 0)
			n += (size_t)got;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)n;
}

static bool load(struct ledger *l, int fd, ledger_fn *each, void *ctx, uint64_t *torn)
{
	char bytes[HEADER_MOST];
	ssize_t n = read_head(fd, bytes, sizeof bytes);
	struct str head = { bytes, n > 0 ? (size_t)n : 0 };

	*torn = head.n;
	if (n >= 0 && str_starts(STR(LEDGER_HEADER), head))
		return true;
	l->end = n < 0 ? 0 : header_end(l, head);
	if (l->end && lseek(fd, (off_t)l->end, SEEK_SET) == (off_t)l->end)
		return read_rows(l, fd, each, ctx, torn);
	if (n < 0 || l->end)
		diag_error(l->diags, "%s: %s", l->path, file_why(errno));
	else
		diag_error(l->diags, "%s: not a ledger: its first line is not " LEDGER_HEADER, l->path);
	return false;
}

bool ledger_load(struct ledger *l, int fd, ledger_fn *each, void *ctx, uint64_t *torn)
{
	struct stat st;
	uint64_t size = fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;

	if (!load(l, fd, each, ctx, torn))
		return false;
	if (l->end + *torn >= size)
		return true;
	diag_error(l->diags, "%s: it has %llu bytes, but only %llu can be read; nothing was changed", l->path,
		   (unsigned long long)size, (unsigned long long)(l->end + *torn));
	return false;
}
