/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ledger is opened and read: see ledger.h. A record is good only if it is just
 * as a run would have written it.
 */
#include "route/ledger_internal.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "time/instant.h"

enum { AHEAD = 16 }; /* entries that wait for their memory */

enum column { LEAD_ID, OWNER, TEAM, ROUTE, POOL, AT, RUN, COMPANY, COLUMNS };
_Static_assert((int)COLUMNS == (int)LEDGER_COLUMNS, "as in the header");

struct reader {
	const struct journal *file;
	const struct id_map *map;
	struct ledger *l;	   /* NULL: nothing is remembered */
	struct ledger_entry entry; /* that was judged last */
	struct ledger_item ahead[AHEAD];
	size_t entries;
	ledger_fn *each;
	void *ctx;
	struct buf scratch[COLUMNS];
	struct arena arena;
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

/* Of a good record r->entry gets the id and the numbers. */
static struct str judge(void *ctx, const struct record *rec)
{
	struct reader *r = ctx;
	struct ledger_entry *e = &r->entry;
	struct str pool, at, run, company;
	size_t columns = r->file->kind->columns;

	if (rec->cells != columns)
		return arena_print(&r->arena, "%zu cell%s where %s has %zu", rec->cells,
				   rec->cells == 1 ? "" : "s",
				   columns == COLUMNS ? "this ledger" : "a ledger", columns);
	e->lead_id = cell(r, rec, LEAD_ID);
	if (!e->lead_id.n)
		return STR("no lead_id");
	pool = cell(r, rec, POOL);
	if (!read_hex(pool, &e->pool))
		return arena_print(&r->arena, "the pool '%.*s' is not 16 hex digits", STR_ARG(pool));
	at = cell(r, rec, AT);
	if (!read_at(at, &e->at))
		return arena_print(&r->arena, "at '%.*s' is not a time such as 2026-03-02T09:00:00Z",
				   STR_ARG(at));
	run = cell(r, rec, RUN);
	if (!read_hex(run, &e->run))
		return arena_print(&r->arena, "the run '%.*s' is not 16 hex digits", STR_ARG(run));
	company = columns == COLUMNS ? cell(r, rec, COMPANY) : STR("");
	e->company = 0;
	if (company.n && !read_hex(company, &e->company))
		return arena_print(&r->arena, "the company '%.*s' is not 16 hex digits", STR_ARG(company));
	return STR_NONE;
}

static void take(void *ctx, const struct record *rec)
{
	struct reader *r = ctx;
	struct ledger_entry *e = &r->entry;
	struct str from = record_raw(rec, OWNER), to = record_raw(rec, ROUTE);
	struct str text = { from.p, (size_t)(to.p + to.n - from.p) };

	e->lead_id = id_map_kept(r->map, e->lead_id);
	e->owner = cell(r, rec, OWNER);
	e->team = cell(r, rec, TEAM);
	e->route = cell(r, rec, ROUTE);
	struct ledger_item *turn = &r->ahead[r->entries++ % AHEAD];
	if (turn->value)
		ledger_remember(r->l, *turn);
	*turn = ledger_item(r->l, e->lead_id, text, (struct ledger_given){ e->owner, e->team, e->route });
	if (r->each)
		r->each(r->ctx, e);
}

static struct ledger *begin(const char *path, struct diags *diags)
{
	struct ledger *l = mem_new(sizeof *l); /* large, and zeroed: what isn't needed isn't touched */

	l->file = (struct journal){ .kind = &ledger_kind_plain, .path = path, .diags = diags };
	journal_init(&l->file);
	known_init(&l->leads);
	return l;
}

static void reader_release(struct reader *r)
{
	for (size_t c = 0; c < COLUMNS; c++)
		buf_release(&r->scratch[c]);
	arena_release(&r->arena);
}

/* What was read is remembered to its end, if it was good. */
static struct ledger *end(struct reader *r, bool good)
{
	struct ledger *l = r->l;

	for (size_t i = 0; i < AHEAD; i++)
		if (r->ahead[(r->entries + i) % AHEAD].value)
			ledger_remember(l, r->ahead[(r->entries + i) % AHEAD]);
	reader_release(r);
	if (good)
		return l;
	ledger_close(l);
	return NULL;
}

struct ledger *ledger_open(const char *path, const struct id_map *map, ledger_fn *each, ledger_wait_fn *wait,
			   void *ctx, struct diags *diags)
{
	struct reader r = { .l = begin(path, diags), .map = map, .each = each, .ctx = ctx };

	r.file = &r.l->file;
	const struct journal_reader reader = { .judge = judge, .take = take, .ctx = &r };

	return end(&r, !path || journal_open(&r.l->file, &reader, wait, ctx));
}

struct ledger *ledger_read(const char *path, const struct id_map *map, ledger_fn *each, void *ctx,
			   struct diags *diags)
{
	struct reader r = { .l = begin(path, diags), .map = map, .each = each, .ctx = ctx };

	r.file = &r.l->file;
	const struct journal_reader reader = { .judge = judge, .take = take, .ctx = &r };

	return end(&r, journal_read(&r.l->file, &reader));
}

/* ---- with companies ---- */

/* Does a file begin with another header than one with companies? What it is, its reader will say. */
static bool lacks_companies(const char *path)
{
	char bytes[256];
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, bytes, sizeof bytes) : 0;
	struct str head = { bytes, n > 0 ? (size_t)n : 0 };
	const char *newline = head.n ? memchr(bytes, '\n', head.n) : NULL;

	if (fd >= 0)
		close(fd);
	return !newline || !memmem(bytes, (size_t)(newline - bytes), "company", 7);
}

static void pass(void *ctx, const struct record *rec)
{
	(void)ctx, (void)rec;
}

static void add_company(void *ctx, const struct record *rec, struct buf *out)
{
	const struct journal *j = ctx;

	buf_add(out, rec->p, rec->n);
	buf_char(out, ',');
	buf_str(out, j->line_end);
}

bool ledger_with_companies(const char *path, ledger_wait_fn *wait, void *ctx, struct diags *diags)
{
	struct journal j = { .kind = &ledger_kind, .path = path, .diags = diags };
	struct reader r = { .file = &j };
	const struct journal_reader reader = { .judge = judge, .take = pass, .ctx = &r };

	if (!lacks_companies(path))
		return true;
	journal_init(&j);
	bool good = journal_open(&j, &reader, wait, ctx);
	if (good && j.kind == &ledger_kind_plain)
		good = journal_rewrite(&j, add_company, &j);
	journal_release(&j);
	reader_release(&r);
	return good;
}
