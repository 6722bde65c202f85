/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See scatter.h. */
#include "table/scatter.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { BLOCK = 1 << 16 };

struct piece {
	off_t at;
	size_t n;
};

struct scattered {
	struct buf held; /* behind all pieces */
	struct piece *piece;
	size_t n, cap;
};

void scatter_init(struct scatter *s, size_t most)
{
	*s = (struct scatter){ .fd = -1, .most = most };
}

void scatter_release(struct scatter *s)
{
	for (size_t i = 0; i < s->n; i++) {
		buf_release(&s->file[i].held);
		free(s->file[i].piece);
	}
	free(s->file);
	if (s->fd >= 0)
		close(s->fd);
	*s = (struct scatter){ .fd = -1 };
}

/* Moves all that is held into the temporary file. */
static bool spill(struct scatter *s)
{
	if (s->fd < 0 && (s->fd = file_temporary()) < 0)
		return false;
	for (size_t i = 0; i < s->n; i++) {
		struct scattered *f = &s->file[i];
		if (!f->held.n)
			continue;
		MEM_ROOM(f->piece, f->n, f->cap);
		f->piece[f->n++] = (struct piece){ s->end, f->held.n };
		if (file_write(s->fd, buf_view(&f->held)) < f->held.n)
			return false;
		s->end += (off_t)f->held.n;
		buf_release(&f->held);
	}
	s->held = 0;
	return true;
}

bool scatter_add(struct scatter *s, size_t file, struct str bytes)
{
	if (file == s->n) {
		MEM_ROOM(s->file, s->n, s->cap);
		s->file[s->n++] = (struct scattered){ 0 };
	}
	buf_str(&s->file[file].held, bytes);
	s->held += bytes.n;
	return s->held < s->most || spill(s);
}

static bool copy_piece(struct scatter *s, struct piece piece, int fd, bool *reading)
{
	char block[BLOCK];

	while (piece.n) {
		ssize_t n = pread(s->fd, block, piece.n < BLOCK ? piece.n : BLOCK, piece.at);
		if (n < 0 && errno == EINTR)
			continue;
		*reading = n <= 0;
		if (n == 0)
			errno = EIO;
		if (n <= 0 || file_write(fd, (struct str){ block, (size_t)n }) < (size_t)n)
			return false;
		piece.at += n;
		piece.n -= (size_t)n;
	}
	return true;
}

bool scatter_write(struct scatter *s, size_t file, int fd, bool *reading)
{
	*reading = false;
	if (file >= s->n)
		return true;
	const struct scattered *f = &s->file[file];
	for (size_t i = 0; i < f->n; i++)
		if (!copy_piece(s, f->piece[i], fd, reading))
			return false;
	return file_write(fd, buf_view(&f->held)) == f->held.n;
}
