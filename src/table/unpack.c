/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gzip by zlib, zstd by libzstd, each loaded at the first file of its kind: see unpack.h. */
#include "table/unpack.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/file.h"
#include "base/library.h"
#include "base/mem.h"

enum {
	PACKED_BLOCK = 128 * 1024,
	GZIP_ALONE = 16,
	FRAME_BEGIN = 5,
	BLOCK_BEGIN = 3,
	WINDOW_LOG_MOST = 27 /* 128 MiB */
};

#define ZLIB_FUNCTIONS(X) X(inflateInit2_) X(inflateReset) X(inflate) X(inflateEnd)
#define ZSTD_FUNCTIONS(X)     \
	X(ZSTD_createDStream) \
	X(ZSTD_freeDStream)   \
	X(ZSTD_DCtx_setParameter) X(ZSTD_decompressStream) X(ZSTD_isError) X(ZSTD_getErrorCode)

static struct zlib {
	ZLIB_FUNCTIONS(LIBRARY_MEMBER)
} zlib;
static struct zstd {
	ZSTD_FUNCTIONS(LIBRARY_MEMBER)
} zstd;

static void load_zlib(void)
{
	LIBRARY_LOAD(zlib, ZLIB_FUNCTIONS, .file = "libz.so.1", .need = "a file is compressed by gzip",
		     .knows = "which unpacks it", .package = "zlib1g");
}

static void load_zstd(void)
{
	LIBRARY_LOAD(zstd, ZSTD_FUNCTIONS, .file = "libzstd.so.1", .need = "a file is compressed by zstd",
		     .knows = "which unpacks it", .package = "libzstd1");
}

struct unpacker {
	struct buf in; /* packed bytes; those before `used` are spent */
	size_t used;
	bool between; /* members: here the stream may end */
	bool eof;
	z_stream gzip;
	ZSTD_DStream *zstd; /* NULL: it is gzip */
	size_t wanted;	    /* bytes that zstd asks for next; 0: those that begin a frame */
	bool full;	    /* it filled what it was given, and may have more */
};

static bool is_gzip(struct str s)
{
	return str_starts(s, STR("\x1F\x8B\x08"));
}

/* A frame may be one to be skipped, as parallel compressors write them. */
static bool is_zstd(struct str s)
{
	return str_starts(s, STR("\x28\xB5\x2F\xFD")) ||
	       (s.n >= 4 && ((unsigned char)s.p[0] & 0xF0) == 0x50 && !memcmp(s.p + 1, "\x2A\x4D\x18", 3));
}

struct unpacker *unpacker_new(struct str head)
{
	if (!is_gzip(head) && !is_zstd(head))
		return NULL;
	static pthread_once_t zlib_once = PTHREAD_ONCE_INIT, zstd_once = PTHREAD_ONCE_INIT;
	struct unpacker *u = mem_new(sizeof *u);
	buf_str(&u->in, head);
	u->between = true;
	bool good;
	if (is_gzip(head)) {
		pthread_once(&zlib_once, load_zlib);
		good = zlib.inflateInit2_(&u->gzip, GZIP_ALONE + MAX_WBITS, ZLIB_VERSION, sizeof u->gzip) ==
		       Z_OK;
	} else {
		pthread_once(&zstd_once, load_zstd);
		u->zstd = zstd.ZSTD_createDStream();
		good = u->zstd && !zstd.ZSTD_isError(zstd.ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax,
										 WINDOW_LOG_MOST));
	}
	if (!good)
		mem_fail();
	return u;
}

void unpacker_free(struct unpacker *u)
{
	if (!u)
		return;
	if (u->zstd)
		zstd.ZSTD_freeDStream(u->zstd);
	else
		zlib.inflateEnd(&u->gzip);
	buf_release(&u->in);
	free(u);
}

static struct str unspent(const struct unpacker *u)
{
	return u->in.n ? str_slice(buf_view(&u->in), u->used, u->in.n) : STR("");
}

/* One step: what it wrote, or -1. */

static ssize_t step_gzip(struct unpacker *u, char *p, size_t n)
{
	struct str in = unspent(u);
	z_stream *z = &u->gzip;

	if (u->between) {
		while (in.n && !*in.p) /* tapes fill up their blocks */
			in = str_slice(in, 1, in.n);
		u->used = u->in.n - in.n;
		if (!in.n)
			return 0;
		zlib.inflateReset(z);
		u->between = false;
	}
	z->next_in = (Bytef *)(uintptr_t)in.p;
	z->avail_in = (uInt)in.n;
	z->next_out = (Bytef *)p;
	z->avail_out = (uInt)n;
	int got = zlib.inflate(z, Z_NO_FLUSH);
	u->used = u->in.n - z->avail_in;
	u->between = got == Z_STREAM_END;
	if (got == Z_MEM_ERROR)
		mem_fail();
	if (z->avail_out < n || got == Z_OK || got == Z_STREAM_END || got == Z_BUF_ERROR)
		return (ssize_t)(n - z->avail_out); /* what is good before an error, which comes again */
	errno = FILE_DAMAGED;
	return -1;
}

/* zstd drops what it has written in a call that fails. So it gets a block without the beginning of the next,
 * which it asks for as well, and nothing while it has something to write: what is good before an error has
 * come out before. */
static ssize_t step_zstd(struct unpacker *u, char *p, size_t n)
{
	struct str bytes = unspent(u);
	size_t wanted = !u->wanted		  ? FRAME_BEGIN
			: u->wanted > BLOCK_BEGIN ? u->wanted - BLOCK_BEGIN
						  : u->wanted;
	ZSTD_inBuffer in = { bytes.p, u->full ? 0 : bytes.n < wanted ? bytes.n : wanted, 0 };
	ZSTD_outBuffer out = { p, n, 0 };

	if (u->between && !bytes.n)
		return 0;
	size_t got = zstd.ZSTD_decompressStream(u->zstd, &out, &in);
	u->used += in.pos;
	u->between = got == 0;
	u->wanted = got;
	u->full = out.pos == n;
	if (!zstd.ZSTD_isError(got))
		return (ssize_t)out.pos;
	if (zstd.ZSTD_getErrorCode(got) == ZSTD_error_memory_allocation)
		mem_fail();
	errno = zstd.ZSTD_getErrorCode(got) == ZSTD_error_frameParameter_windowTooLarge ? FILE_WIDE
											: FILE_DAMAGED;
	return -1;
}

/* More packed bytes. False: there are none, or errno. */
static bool refill(struct unpacker *u, int fd, uint64_t *packed)
{
	buf_clear(&u->in);
	u->used = 0;
	ssize_t got = fd < 0 ? 0 : file_read_some(fd, buf_room(&u->in, PACKED_BLOCK), PACKED_BLOCK);
	if (got <= 0) {
		u->eof = got == 0;
		return false;
	}
	u->in.n = (size_t)got;
	*packed += (uint64_t)got;
	return true;
}

ssize_t unpacker_read(struct unpacker *u, int fd, char *p, size_t n, uint64_t *packed)
{
	for (;;) {
		ssize_t got = u->zstd ? step_zstd(u, p, n) : step_gzip(u, p, n);
		if (got)
			return got;
		if (u->used < u->in.n) /* a member has ended, or only its head was read */
			continue;
		if (refill(u, fd, packed))
			continue;
		if (u->eof && u->between)
			return 0;
		if (u->eof)
			errno = FILE_CUT_OFF;
		return -1;
	}
}

bool unpack_file(const char *path, struct buf *out)
{
	enum { STEP = 1 << 16 };
	size_t before = out->n;
	uint64_t packed = 0;
	ssize_t got;

	if (!file_read(path, out))
		return false;
	struct unpacker *u = unpacker_new(str_slice(buf_view(out), before, out->n));
	if (!u)
		return true;
	out->n = before;
	while ((got = unpacker_read(u, -1, buf_room(out, STEP), STEP, &packed)) > 0) {
		out->n += (size_t)got;
		if (out->n - before <= FILE_MOST)
			continue;
		errno = EOVERFLOW;
		got = -1;
		break;
	}
	int error = errno;
	if (got < 0)
		out->n = before;
	unpacker_free(u);
	errno = error;
	return got == 0;
}
