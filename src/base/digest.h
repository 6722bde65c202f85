/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256, as sha256sum prints it. This is the door to libmd. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/buf.h"

enum { DIGEST_BYTES = 32 };

struct digest {
	unsigned char byte[DIGEST_BYTES];
};

struct digest digest_of(struct str bytes);

/* The first so many bytes as hex digits, two each; DIGEST_BYTES is all of it. */
void digest_write(struct buf *out, const struct digest *d, size_t bytes);

#endif
