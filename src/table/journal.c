/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A journal is opened, locked, read, added to and cut back: see journal.h. A
 * record counts only if its owner finds it good, and it ends its line.
 *
 * The reader is that of the lead stream and not that of side tables: libcsv
 * takes a lone CR for the end of a row, so that half a CRLF would pass for a
 * whole record, it does not say at which byte a row ended, and it is slow.
 */
#include "table/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cell.h"
#include "base/draft.h"
#include "base/file.h"
#include "table/batch.h"
#include "table/input.h"

enum {
	BLOCK = 256 * 1024,
	HEADER_MOST = 256, /* bytes of it, with quotes and spaces */
	TAIL_MOST = 256	   /* bytes by which a file that was read is known again */
};

/* ---- reading ---- */

struct reading_on {
	struct journal *j;
	const struct journal_reader *reader;
	struct input in;
	struct reading how;
	struct batch batch;
	uint64_t before; /* bytes of the file before the batch, */
	uint64_t read;	 /* and up to the end of its last whole record */
	bool open;	 /* a block has begun, */
	struct str bad;	 /* and what is wrong with it; p == NULL: nothing */
	uint64_t bad_line;
	size_t taken; /* rows of the batch */
	struct arena arena;
	_Atomic uint64_t done;
};

static bool spoilt(struct reading_on *r, uint64_t line, struct str why)
{
	diag_error(r->j->diags,
		   "%s:%llu: %.*s; mend the line or take back a copy of the file, nothing was changed",
		   r->j->path, (unsigned long long)line, STR_ARG(why));
	return false;
}

static bool has_blocks(const struct reading_on *r)
{
	return r->j->kind->end.p;
}

static bool ends_block(const struct reading_on *r, const struct record *rec)
{
	return has_blocks(r) && str_eq(record_raw(rec, 0), r->j->kind->end);
}

/* A whole record. False: it is bad, which was reported. A bad one in a block may be what a killed run left;
 * if that block ends, it is not. */
static bool take_row(struct reading_on *r, const struct record *rec)
{
	const struct journal_reader *reader = r->reader;
	bool ends = ends_block(r, rec);

	if (r->bad.p)
		return !ends || spoilt(r, r->bad_line, r->bad);
	struct str why = reader->judge(reader->ctx, rec);
	if (why.p && has_blocks(r) && !ends) {
		r->bad = arena_copy(&r->arena, why);
		r->bad_line = batch_line(rec->batch, rec->index);
		r->open = true;
		return true;
	}
	if (why.p)
		return spoilt(r, batch_line(rec->batch, rec->index), why);
	reader->take(reader->ctx, rec);
	r->j->records++;
	r->open = has_blocks(r) && !ends;
	return true;
}

/* The whole records of the batch. False: one is bad, which was reported. */
static bool take_rows(struct reading_on *r)
{
	const struct batch *b = &r->batch;
	size_t i;

	for (i = 0; i < b->marks.nrow; i++) {
		struct record rec = batch_record(b, i);
		if (!rec.end)
			break;
		r->j->at = r->before + b->marks.start[i];
		if (!batch_blank(b, i) && !take_row(r, &rec))
			return false;
		if (!r->open)
			r->j->end = r->before + b->marks.start[i + 1];
	}
	r->read = r->before + b->marks.start[i];
	r->taken = i;
	return true;
}

/* Is there a good record, or the end of a block, behind the first line of a tail? Then a quote was left open.
 */
static bool record_within(struct reading_on *r, struct str tail)
{
	const char *newline = memchr(tail.p, '\n', tail.n);
	struct batch b = { 0 };
	bool found = false;

	if (!newline)
		return false;
	b.len = (size_t)(tail.p + tail.n - newline - 1);
	memcpy(batch_room(&b, 0, b.len), newline + 1, b.len);
	batch_scan(&b, journal_dialect, r->j->kind->columns);
	for (size_t i = 0; i < b.marks.nrow && !found; i++) {
		struct record rec = batch_record(&b, i);
		found = rec.end &&
			(has_blocks(r) ? ends_block(r, &rec) : !r->reader->judge(r->reader->ctx, &rec).p);
	}
	batch_release(&b);
	return found;
}

/* What the reader could not get past, or the end of the file: *torn bytes of a record without its line end.
 */
static bool take_tail(struct reading_on *r, uint64_t *torn)
{
	const struct batch *b = &r->batch;
	struct str tail = { b->buf + (r->read - r->before), b->len - (size_t)(r->read - r->before) };
	struct str fault = input_fault(&r->in, b, &r->how);

	*torn = r->read - r->j->end + tail.n;
	if (!fault.p)
		return true;
	if (r->in.scan.fault != SCAN_OPEN_QUOTE) {
		diag_error(r->j->diags, "%.*s; nothing was changed", STR_ARG(fault));
		return false;
	}
	return !record_within(r, tail) || spoilt(r, batch_line(b, b->marks.nrow),
						 STR("a quote opens in this record and is never closed"));
}

/* Everything behind j->end, where the descriptor is. */
static bool read_rows(struct journal *j, int fd, const struct journal_reader *reader, uint64_t *torn)
{
	struct reading_on r = { .j = j, .reader = reader, .before = j->end, .read = j->end };
	struct source_options options = { 0 };
	bool good;

	r.in = (struct input){ .fd = fd, .name = j->path, .line = j->line, .dialect = journal_dialect };
	r.how = (struct reading){ .options = &options,
				  .scan = scan_choose(NULL),
				  .block = BLOCK,
				  .arena = &r.arena,
				  .done = &r.done };
	for (;;) {
		input_fill(&r.in, &r.batch, &r.how, 0);
		good = take_rows(&r);
		if (!good || r.in.ended)
			break;
		input_cut(&r.in, &r.batch, r.batch.marks.nrow);
		r.before = r.read;
	}
	good = good && take_tail(&r, torn);
	j->line = batch_line(&r.batch, r.taken);
	buf_release(&r.in.carry);
	batch_release(&r.batch);
	arena_release(&r.arena);
	return good;
}

/* Where the header's line ends, which may have a spreadsheet's BOM, quotes and CR; 0: it is not ours. */
static uint64_t header_end(struct journal *j, struct str head)
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
	batch_scan(&b, journal_dialect, j->kind->columns);
	if (b.marks.nrow == 1)
		rec = batch_record(&b, 0);
	for (size_t c = 0; c < rec.cells; c++) {
		buf_str(&names, record_value(&rec, c, &scratch));
		buf_str(&names, c + 1 < rec.cells ? STR(",") : STR(""));
	}
	j->line_end = rec.end == 2 ? STR("\r\n") : STR("\n");
	bool ours = (!j->kind->columns || rec.cells == j->kind->columns) &&
		    str_eq(buf_view(&names), j->kind->header);
	buf_release(&names);
	buf_release(&scratch);
	batch_release(&b);
	return ours ? end : 0;
}

/* The file's bytes from one on, as many as are asked for or there are. A single read may bring fewer, as
 * folders on a network do. -1: errno. */
static ssize_t read_at(int fd, char *bytes, size_t most, uint64_t at)
{
	size_t n = 0;

	while (n < most) {
		ssize_t got = pread(fd, bytes + n, most - n, (off_t)(at + n));
		if (got == 0)
			break;
		if (got > 0)
			n += (size_t)got;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)n;
}

/* The file is of the other kind, if it is of any. */
static uint64_t other_header_end(struct journal *j, struct str head)
{
	const struct journal_kind *kind = j->kind;

	j->kind = kind->other;
	uint64_t end = j->kind ? header_end(j, head) : 0;
	if (!end)
		j->kind = kind;
	return end;
}

/* Is it a header that was cut off, or nothing? */
static bool begins_header(struct journal *j, struct str head)
{
	const struct journal_kind *other = j->kind->other;
	bool begins = str_starts(j->kind->header, head);

	if (!begins && other && str_starts(other->header, head)) {
		j->kind = other;
		return true;
	}
	return begins;
}

static bool load(struct journal *j, int fd, const struct journal_reader *reader, uint64_t *torn)
{
	char bytes[HEADER_MOST];
	ssize_t n = read_at(fd, bytes, sizeof bytes, 0);
	struct str head = { bytes, n > 0 ? (size_t)n : 0 };

	*torn = head.n;
	if (n >= 0 && begins_header(j, head))
		return true;
	j->end = n < 0 ? 0 : header_end(j, head);
	if (n >= 0 && !j->end)
		j->end = other_header_end(j, head);
	j->line = 2;
	if (j->end && lseek(fd, (off_t)j->end, SEEK_SET) == (off_t)j->end)
		return read_rows(j, fd, reader, torn);
	if (n < 0 || j->end)
		diag_error(j->diags, "%s: %s", j->path, file_why(errno));
	else
		diag_error(j->diags, "%s: not %s: its first line is not %.*s%s%s", j->path, j->kind->name,
			   STR_ARG(j->kind->header), j->kind->remedy ? "; " : "",
			   j->kind->remedy ? j->kind->remedy : "");
	return false;
}

/* ---- a file that was read before ---- */

static size_t tail_length(const struct journal *j)
{
	return j->end < TAIL_MOST ? (size_t)j->end : TAIL_MOST;
}

/* What was read of this file is to be known again. */
static void mark(struct journal *j, int fd)
{
	struct journal_mark *m = &j->mark;
	size_t n = tail_length(j);
	struct stat st;

	buf_clear(&m->tail);
	if (fstat(fd, &st) != 0 || read_at(fd, buf_room(&m->tail, n), n, j->end - n) != (ssize_t)n)
		return; /* it is not known again */
	m->tail.n = n;
	m->device = st.st_dev;
	m->inode = st.st_ino;
}

/* Is it the same file, and does it have what was read? An edit in place that leaves every byte of the tail
 * where it was is not seen. */
static bool is_marked(const struct journal *j, int fd)
{
	const struct journal_mark *m = &j->mark;
	char bytes[TAIL_MOST];
	size_t n = tail_length(j);
	struct stat st;

	return n && m->tail.n == n && fstat(fd, &st) == 0 && st.st_dev == m->device &&
	       st.st_ino == m->inode && read_at(fd, bytes, n, j->end - n) == (ssize_t)n &&
	       memcmp(bytes, m->tail.p, n) == 0;
}

/* Reads what was added since, or (forgetting what is known) everything. */
static bool load_news(struct journal *j, int fd, const struct journal_reader *reader, uint64_t *torn)
{
	if (is_marked(j, fd) && lseek(fd, (off_t)j->end, SEEK_SET) == (off_t)j->end)
		return read_rows(j, fd, reader, torn);
	if (j->end && reader->forget)
		reader->forget(reader->ctx);
	j->end = j->records = 0;
	return load(j, fd, reader, torn);
}

/* Reads an open file. j->end is then behind its last whole record, or 0 where there is no header
 * yet: in an empty file, or one whose header was cut off. *torn is how many bytes of half a record, or of
 * half a header, follow. A file of which less can be read than it has is an error, and never a new one.
 * False: reported. */
static bool read_all(struct journal *j, int fd, const struct journal_reader *reader, uint64_t *torn)
{
	struct stat st;
	uint64_t size = fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;

	if (!load_news(j, fd, reader, torn))
		return false;
	if (j->end + *torn >= size)
		return true;
	diag_error(j->diags, "%s: it has %llu bytes, but only %llu can be read; nothing was changed", j->path,
		   (unsigned long long)size, (unsigned long long)(j->end + *torn));
	return false;
}

/* ---- writing ---- */

/* Writes all of it at that byte of the file; false: errno. */
static bool put(int fd, struct str bytes, uint64_t at)
{
	while (bytes.n) {
		ssize_t n = pwrite(fd, bytes.p, bytes.n, (off_t)at);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			bytes = str_slice(bytes, (size_t)n, bytes.n);
			at += (uint64_t)n;
		}
	}
	return true;
}

/* A commit went wrong: as if it had never begun. After a failed sync nobody can say what a second one means.
 */
static void give_up(struct journal *j, int error)
{
	bool cut = ftruncate(j->fd, (off_t)j->end) == 0 && fsync(j->fd) == 0;

	j->failed = true;
	diag_error(j->diags, "%s: %s; %s%s%s", j->path, file_why(error),
		   cut ? "it is cut back to the " : "it could not be cut back, and the next run will remove ",
		   cut ? j->kind->records : j->kind->half, cut ? " that were sure" : "");
}

/* What is held, at the end of the file; of a block the last line when all before it is on the disk. */
static bool put_held(struct journal *j)
{
	struct str bytes = buf_view(&j->held);
	const char *line = j->kind->end.p ? memrchr(bytes.p, '\n', bytes.n - 1) : NULL;
	size_t last = line ? (size_t)(line + 1 - bytes.p) : 0;

	if (last && !(put(j->fd, str_slice(bytes, 0, last), j->end) && fdatasync(j->fd) == 0))
		return false;
	return put(j->fd, str_slice(bytes, last, bytes.n), j->end + last) && fdatasync(j->fd) == 0;
}

bool journal_commit(struct journal *j)
{
	bool good = !j->failed;

	if (good && j->fd >= 0 && j->held.n) {
		good = put_held(j);
		if (good) {
			j->end += j->held.n;
			j->line += count_newlines(j->held.p, j->held.n);
		} else {
			give_up(j, errno);
		}
	}
	buf_clear(&j->held);
	return good;
}

/* ---- opening ---- */

/* A header, where there is none; no half record; and all of it on the disk before any of it is believed. */
static bool settle(struct journal *j, uint64_t torn)
{
	bool good = true;

	if (!j->end) {
		buf_str(&j->held, j->kind->header);
		buf_char(&j->held, '\n');
		good = put(j->fd, buf_view(&j->held), 0);
		j->end = j->held.n;
		j->line = 2;
		buf_clear(&j->held);
	} else if (torn) {
		good = ftruncate(j->fd, (off_t)j->end) == 0;
	}
	/* The name of a new file is as sure as its bytes only when its folder is synced. */
	good = good && fsync(j->fd) == 0 && (j->records || file_sync_folder(j->path));
	if (!good)
		diag_error(j->diags, "%s: %s", j->path, file_why(errno));
	else if (torn)
		diag_note(j->diags,
			  "%s: the last %llu bytes are %s of a run that was cut off; they are removed",
			  j->path, (unsigned long long)torn, j->kind->half);
	return good;
}

static bool take_lock(struct journal *j, int fd, journal_wait_fn *wait, void *ctx)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int got = fcntl(fd, F_OFD_SETLK, &all);

	if (got != 0 && (errno == EAGAIN || errno == EACCES)) {
		if (!wait) {
			diag_error(j->diags, "%s: another run is writing to it; try again when it has ended",
				   j->path);
			return false;
		}
		diag_note(j->diags, "%s: another run is writing to it; waiting until it has ended", j->path);
		wait(ctx);
		do
			got = fcntl(fd, F_OFD_SETLKW, &all);
		while (got != 0 && errno == EINTR);
	}
	if (got != 0)
		diag_error(j->diags, "%s: it can't be locked: %s; keep it on a disk of this machine", j->path,
			   file_why(errno));
	return got == 0;
}

static int open_regular(struct journal *j, int flags, struct stat *st)
{
	mode_t mode = j->kind->secret ? 0600 : 0666;
	int fd = open(j->path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode);

	if (fd < 0 || fstat(fd, st) != 0)
		diag_error(j->diags, "%s: %s", j->path, file_why(errno));
	else if (!S_ISREG(st->st_mode))
		diag_error(j->diags, "%s: not a regular file", j->path);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Opened and locked, and still the file that the path names. */
static bool open_alone(struct journal *j, journal_wait_fn *wait, void *ctx)
{
	struct stat mine, named;
	int make = j->end ? 0 : O_CREAT;

	for (;;) {
		int fd = open_regular(j, O_RDWR | make, &mine);
		bool locked = fd >= 0 && take_lock(j, fd, wait, ctx);
		if (locked && stat(j->path, &named) == 0 && named.st_dev == mine.st_dev &&
		    named.st_ino == mine.st_ino) {
			j->fd = fd;
			return true;
		}
		if (fd >= 0)
			close(fd);
		if (!locked)
			return false;
	}
}

void journal_init(struct journal *j)
{
	*j = (struct journal){
		.kind = j->kind, .path = j->path, .diags = j->diags, .fd = -1, .line_end = STR("\n")
	};
}

bool journal_open(struct journal *j, const struct journal_reader *reader, journal_wait_fn *wait,
		  void *wait_ctx)
{
	uint64_t torn;

	j->failed = false;
	if (!open_alone(j, wait, wait_ctx))
		return false;
	if (read_all(j, j->fd, reader, &torn) && settle(j, torn))
		return true;
	close(j->fd);
	j->fd = -1;
	buf_clear(&j->mark.tail); /* all of it is read anew, if ever */
	return false;
}

bool journal_read(struct journal *j, const struct journal_reader *reader)
{
	struct stat st;
	uint64_t torn;
	int fd = open_regular(j, O_RDONLY, &st);
	bool good = fd >= 0 && read_all(j, fd, reader, &torn);

	if (good)
		mark(j, fd);
	if (fd >= 0)
		close(fd);
	if (good && torn)
		diag_note(j->diags, "%s: the last %llu bytes are %s; they are left out", j->path,
			  (unsigned long long)torn, j->kind->half);
	return good;
}

void journal_unlock(struct journal *j)
{
	buf_clear(&j->held);
	if (j->fd < 0)
		return;
	mark(j, j->fd);
	close(j->fd);
	j->fd = -1;
}

void journal_release(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	buf_release(&j->held);
	buf_release(&j->mark.tail);
}

/* ---- a new file in the place of the old one ---- */

struct rewriting {
	journal_write_fn *write;
	void *ctx;
	struct buf out;
};

static struct str judge_none(void *ctx, const struct record *rec)
{
	(void)ctx, (void)rec; /* its owner has found it good */
	return STR_NONE;
}

static void take_again(void *ctx, const struct record *rec)
{
	struct rewriting *w = ctx;

	w->write(w->ctx, rec, &w->out);
}

/* The header, as it is or as it shall be, and what `write` makes of the records. */
static bool collect(struct journal *j, struct rewriting *w)
{
	const struct journal_reader reader = { .judge = judge_none, .take = take_again, .ctx = w };
	struct journal copy = { .kind = j->kind, .path = j->path, .diags = j->diags };
	char head[HEADER_MOST];
	ssize_t n = read_at(j->fd, head, sizeof head, 0);
	const char *newline = n > 0 ? memchr(head, '\n', (size_t)n) : NULL;
	uint64_t torn;

	if (newline && j->kind->rewritten.p)
		buf_print(&w->out, "%.*s%.*s", STR_ARG(j->kind->rewritten), STR_ARG(j->line_end));
	else if (newline)
		buf_add(&w->out, head, (size_t)(newline + 1 - head));
	journal_init(&copy);
	bool good = read_all(&copy, j->fd, &reader, &torn);
	journal_release(&copy);
	return good;
}

bool journal_rewrite(struct journal *j, journal_write_fn *write, void *ctx)
{
	struct rewriting w = { .write = write, .ctx = ctx };
	struct draft draft;
	struct stat st;
	bool good = collect(j, &w);

	if (good) {
		struct str bytes = buf_view(&w.out);
		good = fstat(j->fd, &st) == 0 && draft_open(&draft, j->path, &st);
		if (good && file_write(draft.fd, bytes) == bytes.n) {
			good = draft_keep(&draft);
		} else if (good) {
			int error = errno;
			draft_drop(&draft);
			errno = error;
			good = false;
		}
		if (!good)
			diag_error(j->diags, "%s: it can't be written anew: %s", j->path, file_why(errno));
	}
	buf_release(&w.out);
	journal_unlock(j);
	return good;
}
