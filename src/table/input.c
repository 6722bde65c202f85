/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of the lead stream: see input.h. */
#include "table/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cell.h"
#include "base/file.h"
#include "base/foreign.h"
#include "table/unpack.h"

enum {
	CR_LOOK = 65536, /* bytes without any LF that are searched for lone CRs */
	HEADER_LOOK =
		1 << 20, /* bytes that are searched for the end of a header, before its delimiter is known */
	PIPE_SIZE = 1 << 20,
	PIPE_BLOCK = 128 * 1024, /* what is made of it stays in the cache */
	READ_FIRST = 32 * 1024,	 /* bytes */
	ROWS_MANY = 16384	 /* of a batch: what is kept of each row is more than a short row is */
};

static struct str failure(struct arena *a, const char *name, int error)
{
	return arena_print(a, "%s: %s", name, file_why(error));
}

/* -w country = "DE" without quotes of the shell: a word of it is taken for a file. */
static bool is_word(const char *name)
{
	static const char words[] =
		"=!<>~,\"()' _ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	return name[strspn(name, words)] == '\0';
}

static struct str not_opened(struct arena *a, const char *name, int error)
{
	if (error != ENOENT || !is_word(name))
		return failure(a, name, error);
	return arena_print(a,
			   "%s: %s; if it belongs to an option, that stands in quotes: "
			   "-w 'country = \"DE\"', --by 'country, industry'",
			   name, file_why(error));
}

struct str delimiter_shown(struct arena *a, char delimiter)
{
	return delimiter == '\t' ? STR("tab") : arena_print(a, "'%c'", delimiter);
}

struct str delimiter_option(struct arena *a, char delimiter)
{
	return delimiter == '\t'  ? STR("-t")
	       : delimiter == ',' ? STR("-d ,")
				  : arena_print(a, "-d '%c'", delimiter);
}

/* ---- bytes ---- */

static size_t read_some(struct input *in, const struct reading *how, char *p, size_t n)
{
	uint64_t packed = 0;

	if (how->waits && !file_is_ready(in->fd))
		how->waits(how->waits_ctx);
	ssize_t got = in->unpacker ? unpacker_read(in->unpacker, in->fd, p, n, &packed)
				   : file_read_some(in->fd, p, n);

	if (in->unpacker || got == (ssize_t)n) /* there is more of it than the file's size says */
		in->small = 0;
	if (got > 0) {
		atomic_fetch_add_explicit(how->done, in->unpacker ? packed : (uint64_t)got,
					  memory_order_relaxed);
		return (size_t)got;
	}
	in->eof = true;
	in->error = got < 0 ? errno : 0;
	return 0;
}

static size_t read_most(const struct input *in, const struct reading *how)
{
	size_t most = atomic_load_explicit(&in->most, memory_order_relaxed);

	size_t block = in->piped && how->block > PIPE_BLOCK ? PIPE_BLOCK : how->block;

	if (!most)
		most = READ_FIRST;
	return most < block ? most : block;
}

void input_learn(struct input *in, const struct reading *how, size_t rows)
{
	size_t most = read_most(in, how);

	if (rows <= ROWS_MANY / 2)
		most *= 2;
	else if (rows > ROWS_MANY && most > READ_FIRST)
		most /= 2;
	atomic_store_explicit(&in->most, most, memory_order_relaxed);
}

/* Of the next read. */
static size_t read_now(const struct input *in, const struct reading *how)
{
	size_t most = read_most(in, how);

	return in->small && in->small < most ? in->small : most;
}

bool input_read_on(struct input *in, const struct reading *how)
{
	if (in->eof)
		return false;
	size_t most = read_now(in, how), n = read_some(in, how, buf_room(&in->carry, most), most);
	in->carry.n += n;
	return n > 0;
}

static void drop(struct input *in, size_t n)
{
	in->carry.n -= n;
	memmove(in->carry.p, in->carry.p + n, in->carry.n);
}

/* ---- the beginning of a file ---- */

static bool lone_cr(struct str head, struct dialect dialect)
{
	bool quoted = false;

	for (size_t i = 0; i < head.n; i++) {
		if (head.p[i] == '"' && !dialect.raw_tsv)
			quoted = !quoted;
		if (head.p[i] == '\r' && !quoted)
			return true;
	}
	return false;
}

/* Enough of the file to judge it: its first line, or CR_LOOK bytes, or all. */
static struct str read_head(struct input *in, const struct reading *how)
{
	struct buf *c = &in->carry;

	while (!foreign_settled(buf_view(c)) || (c->n < CR_LOOK && !memchr(c->p, '\n', c->n)))
		if (!input_read_on(in, how))
			break;
	struct str head = buf_view(c);
	return head.n > CR_LOOK ? str_slice(head, 0, CR_LOOK) : head;
}

static void drop_marks(struct input *in)
{
	drop(in, in->carry.n - without_byte_order_mark(buf_view(&in->carry)).n);
}

static bool begin(struct input *in, const struct reading *how, struct str *error)
{
	struct str head = read_head(in, how);

	if ((in->unpacker = unpacker_new(buf_view(&in->carry)))) {
		buf_clear(&in->carry);
		in->eof = false;
		head = read_head(in, how);
	}
	const char *words = foreign_bytes(head);
	if (words)
		*error = arena_print(how->arena, "%s: %s", in->name, words);
	else if (!memchr(head.p, '\n', head.n) && lone_cr(head, how->dialect))
		*error = arena_print(how->arena,
				     "%s: its lines end in CR alone; tr '\\r' '\\n' < %s makes it readable",
				     in->name, in->fd == STDIN_FILENO ? "FILE" : in->name);
	in->bom = str_starts(head, STR(BYTE_ORDER_MARK));
	drop_marks(in);
	return !error->p;
}

/* Drops the line that begins the carry; false: it has no end. */
static bool skip_line(struct input *in, const struct reading *how)
{
	struct buf *c = &in->carry;
	const char *newline;

	while (!(newline = c->n ? memchr(c->p, '\n', c->n) : NULL)) {
		buf_clear(c);
		if (!input_read_on(in, how))
			return false;
	}
	drop(in, (size_t)(newline + 1 - c->p));
	in->line++;
	return true;
}

/* What a line like `sep=;` that begins the carry says; NUL: it isn't one. */
static char separator(struct input *in, const struct reading *how)
{
	enum { LONGEST = 16 };
	char c;

	while (in->carry.n < LONGEST && !(in->carry.n && memchr(in->carry.p, '\n', in->carry.n)))
		if (!input_read_on(in, how))
			break;
	return !how->dialect.raw_tsv && separator_line(buf_view(&in->carry), &c) ? c : '\0';
}

/* Up to the header, behind a line that says the delimiter. Such a line among those that are skipped anyway
 * yields to an option. False: the file ends before, or *error. */
static bool skip_lines(struct input *in, const struct reading *how, struct str *error)
{
	struct dialect *d = &in->dialect;
	struct arena *a = how->arena;

	for (int64_t i = 0;; i++) {
		bool skipped = i < how->options->skip_lines;
		char said = separator(in, how);
		if (!said && !skipped)
			break;
		if (said && !d->delimiter) {
			d->delimiter = said;
			in->from = DELIMITER_SAID;
		} else if (said && said != d->delimiter && !skipped) {
			*error = arena_print(a,
					     "%s:%llu: this line says that the delimiter is %.*s, and it is "
					     "taken to be %.*s; use %.*s",
					     in->name, (unsigned long long)in->line,
					     STR_ARG(delimiter_shown(a, said)),
					     STR_ARG(delimiter_shown(a, d->delimiter)),
					     STR_ARG(delimiter_option(a, said)));
			return false;
		}
		if (!skip_line(in, how))
			return false;
	}
	drop_marks(in);
	return true;
}

/* The delimiter, if nobody has said it, out of the header that begins the carry. */
static bool find_delimiter(struct input *in, const struct reading *how, struct str *error)
{
	struct header_look look = { .n = 0 };
	struct str line;
	bool tie;

	for (;; input_read_on(in, how)) { /* which moves the carry */
		line = header_line(&look, buf_view(&in->carry), how->dialect.raw_tsv);
		if (look.ended || line.n >= HEADER_LOOK || in->eof)
			break;
	}
	const char *words = foreign_line(line);
	if (words)
		*error = arena_print(how->arena, "%s: %s", in->name, words);
	if (words || in->dialect.delimiter)
		return !words;
	char c = likeliest_delimiter(line, &tie);
	if (tie)
		*error = arena_print(how->arena, "%s: " DELIMITER_TIE "; say it with -d", in->name);
	in->dialect.delimiter = c ? c : ',';
	in->from = c && c != ',' ? DELIMITER_GUESSED : DELIMITER_GIVEN;
	return !tie;
}

static void take_header(struct input *in, const struct batch *b, size_t row, struct arena *a)
{
	struct record r = batch_record(b, row);
	struct header *h = &in->header;
	struct buf scratch = { 0 }, bare = { 0 };

	h->file = in->name;
	h->line = batch_line(b, row);
	h->n = r.cells;
	h->raw = arena_copy(a, (struct str){ r.p, r.n });
	h->end = arena_copy(a, (struct str){ r.p + r.n, r.end });
	h->name = ARENA_ARRAY(a, h->n, struct str);
	h->raw_cell = ARENA_ARRAY(a, h->n, struct str);
	h->bared = ARENA_ARRAY(a, h->n, bool);
	for (size_t c = 0; c < h->n; c++) {
		struct str raw = record_raw(&r, c);
		h->raw_cell[c] = (struct str){ h->raw.p + (raw.p - r.p), raw.n };
		struct str text = record_text(&r, c, &scratch);
		h->name[c] = arena_copy(a, header_name(raw, text, &bare));
		h->bared[c] = !str_eq(h->name[c], text);
	}
	buf_release(&scratch);
	buf_release(&bare);
}

/* The first line that is not blank. */
static bool find_header(struct input *in, const struct reading *how, struct str *error)
{
	struct batch *b = how->work;

	for (;;) {
		size_t i = 0;
		input_fill(in, b, how, 0);
		while (i < b->marks.nrow && batch_blank(b, i))
			i++;
		in->blank += i;
		if (i < b->marks.nrow) {
			if (batch_cells(b, i) > COLUMNS_MOST) {
				*error = arena_print(how->arena, "%s:%llu: a row of more than %d cells",
						     in->name, (unsigned long long)batch_line(b, i),
						     COLUMNS_MOST);
				return false;
			}
			struct str row = str_slice((struct str){ b->buf, b->len }, b->marks.start[i], b->len);
			if (in->dialect.raw_tsv && i + 1 == b->marks.nrow && !batch_record(b, i).end)
				*error = failed_before(how->arena, row, in->dialect);
			if (error->p)
				return false;
			take_header(in, b, i, how->arena);
			input_cut(in, b, i + 1);
			return true;
		}
		if (in->ended) {
			*error = input_fault(in, b, how);
			return !error->p;
		}
		input_cut(in, b, i);
	}
}

static int open_file(const struct source_options *o, const char *path)
{
	if (strcmp(path, "-") == 0)
		return file_is_open(STDIN_FILENO, O_RDONLY) ? STDIN_FILENO : -1;
	return o->open ? o->open(o->open_ctx, path) : open(path, O_RDONLY | O_CLOEXEC);
}

bool input_open(struct input *in, const char *path, const struct reading *how, struct str *error)
{
	bool standard = strcmp(path, "-") == 0;
	struct stat st;

	*in = (struct input){ .line = 1,
			      .name = standard ? "standard input" : path,
			      .dialect = how->dialect };
	in->fd = open_file(how->options, path);
	if (in->fd < 0 || fstat(in->fd, &st) != 0 || S_ISDIR(st.st_mode)) {
		*error =
			not_opened(how->arena, in->name, in->fd >= 0 && S_ISDIR(st.st_mode) ? EISDIR : errno);
		return false;
	}
	posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	in->piped = S_ISFIFO(st.st_mode);
	if (S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size < READ_FIRST)
		in->small = (size_t)st.st_size + 1; /* so that one read more finds its end */
	if (in->piped)
		fcntl(in->fd, F_SETPIPE_SZ, PIPE_SIZE);
	*error = STR_NONE;
	if (!begin(in, how, error))
		return false;
	if (how->header) {
		in->header = *how->header;
		return true;
	}
	bool bytes = in->carry.n > 0;
	bool whole = skip_lines(in, how, error);
	if (error->p || (whole && !(find_delimiter(in, how, error) && find_header(in, how, error))))
		return false;
	if (in->header.n)
		return true; /* what fails behind it is told behind the rows before */
	if (in->error)
		*error = failure(how->arena, in->name, in->error);
	else if (how->options->allow_empty && !bytes)
		return true;
	else if (!bytes && how->options->header_from)
		*error = arena_print(how->arena, "%s: no header: the file is empty", in->name);
	else if (!bytes)
		*error = arena_print(
			how->arena,
			"%s: no header: the input is empty; in a pipe the command before may have failed "
			"(use --allow-empty to accept it)",
			in->name);
	else
		*error = arena_print(how->arena, "%s: no header: %s", in->name,
				     whole && !how->options->skip_lines
					     ? "there are only blank lines"
					     : "the file ends within the lines that --skip-lines leaves out");
	return false;
}

void input_close(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
	unpacker_free(in->unpacker);
	in->unpacker = NULL;
	buf_release(&in->carry);
}

/* ---- batches ---- */

static bool too_large(const struct batch *b)
{
	const struct marks *m = &b->marks;

	return b->len - m->start[m->nrow] > RECORD_MOST || m->nsep - m->row[m->nrow] > COLUMNS_MOST;
}

/* What was carried begins the batch. */
static void begin_batch(struct input *in, struct batch *b, const struct reading *how)
{
	batch_shrink(b);
	batch_room_on_page(b, in->carry.n, read_now(in, how));
	memcpy(b->buf, in->carry.n ? in->carry.p : "", in->carry.n);
	b->len = in->carry.n;
	buf_clear(&in->carry);
	b->file = in->name;
	b->dialect = in->dialect;
}

/* Behind the last newline with an even number of quotes before it; 0: there is none. */
static size_t likely_end(const struct batch *b, scan_fn *scan)
{
	bool quoting = !b->dialect.raw_tsv, odd = quoting && scan_odd_quotes(scan, b->buf, b->len);
	size_t end = b->len;

	for (; end && (odd || b->buf[end - 1] != '\n'); end--)
		odd ^= quoting && b->buf[end - 1] == '"';
	return end;
}

bool input_ahead(struct input *in, struct batch *b, const struct reading *how)
{
	if (in->eof || !file_is_ready(in->fd))
		return false;
	begin_batch(in, b, how);
	size_t most = read_now(in, how);
	b->len += read_some(in, how, batch_room(b, b->len, most), most);
	size_t end = likely_end(b, how->scan);
	buf_add(&in->carry, b->buf + end, b->len - end);
	b->len = end;
	return end > 0;
}

void input_return(struct input *in, struct buf *bytes)
{
	struct buf all = *bytes;

	buf_str(&all, buf_view(&in->carry));
	*bytes = (struct buf){ 0 };
	buf_release(&in->carry);
	in->carry = all;
}

void input_fill(struct input *in, struct batch *b, const struct reading *how, size_t rows)
{
	begin_batch(in, b, how);
	b->first_line = in->line;
	scan_start(&in->scan, b);
	in->ended = false;
	for (;;) {
		how->scan(&in->scan, b, b->len);
		in->ended = in->eof || in->scan.fault || too_large(b);
		if (in->eof && !in->error && !too_large(b))
			scan_finish(&in->scan, b, b->len);
		input_learn(in, how, b->marks.nrow);
		if (in->ended || b->marks.nrow > rows)
			return;
		size_t most = read_now(in, how);
		b->len += read_some(in, how, batch_room(b, b->len, most), most);
	}
}

void input_cut(struct input *in, struct batch *b, size_t rows)
{
	size_t cut = b->marks.start[rows];

	buf_clear(&in->carry);
	buf_add(&in->carry, b->buf + cut, b->len - cut);
	in->line = b->first_line + (in->scan.inner_newline ? count_newlines(b->buf, cut) : rows);
	batch_cut(b, rows);
}

bool input_has_row(struct input *in, const struct reading *how)
{
	size_t at = 0;

	for (;;) {
		const char *p = in->carry.p;
		size_t n = in->carry.n;
		if (in->header.n == 1 && n)
			return true;
		while (at < n && (p[at] == '\n' || p[at] == '\r'))
			at++;
		if (at < n)
			return true;
		if (!input_read_on(in, how))
			return n && in->carry.p[n - 1] == '\r';
	}
}

/* ---- what is wrong ---- */

struct str failed_before(struct arena *a, struct str row, struct dialect dialect)
{
	struct str text = row;
	size_t name = 5;

	if (!str_starts(row, STR("\"lead")))
		return STR_NONE;
	while (name < row.n && row.p[name] >= 'a' && row.p[name] <= 'z')
		name++;
	if (name == 5 || !str_starts(str_slice(row, name, row.n), STR(": ")))
		return STR_NONE;
	text.p++, text.n--;
	while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == '\r'))
		text.n--;
	struct buf plain = { 0 };
	if (dialect.raw_tsv) {
		struct buf scratch = { 0 };
		buf_str(&plain, record_text_slow(text, true, &scratch));
		buf_release(&scratch);
	} else {
		for (size_t i = 0; i < text.n; i++) {
			buf_char(&plain, text.p[i]);
			i += text.p[i] == '"' && i + 1 < text.n && text.p[i + 1] == '"';
		}
	}
	struct str s = arena_print(a, "the command before failed: %.*s", STR_ARG(buf_view(&plain)));
	buf_release(&plain);
	return s;
}

static struct str quote_words(const struct input *in, const struct batch *b, struct arena *a)
{
	if (in->scan.fault == SCAN_TEXT_AFTER_QUOTE) {
		char c = b->buf[in->scan.fault_at];
		if (c && strchr(";\t,|", c))
			return arena_print(a, "text after a closing quote; if that divides cells, use %.*s",
					   STR_ARG(delimiter_option(a, c)));
		return STR("text after a closing quote; a quote inside a quoted cell is written twice");
	}
	size_t row = b->marks.start[b->marks.nrow];
	struct str failed = failed_before(a, (struct str){ b->buf + row, b->len - row }, b->dialect);
	return failed.p ? failed : STR("a quote opens here and is never closed");
}

struct str input_fault(const struct input *in, const struct batch *b, const struct reading *how)
{
	size_t at = b->marks.start[b->marks.nrow];
	struct str words;

	if (in->scan.fault) {
		words = quote_words(in, b, how->arena);
		at = in->scan.fault_at;
	} else if (too_large(b)) {
		words = b->len - at > RECORD_MOST ? STR("a row of more than 256 MiB; is a quote left open, "
							"or are these no lines")
						  : STR("a row of more than 1048576 cells");
	} else if (in->error) {
		return failure(how->arena, in->name, in->error);
	} else {
		return STR_NONE;
	}
	return arena_print(how->arena, "%s:%llu: %.*s", in->name,
			   (unsigned long long)(b->first_line + count_newlines(b->buf, at)), STR_ARG(words));
}
