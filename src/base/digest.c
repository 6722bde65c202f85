/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See digest.h. */
#include "base/digest.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include <sha2.h>

#include "base/library.h"

_Static_assert((int)DIGEST_BYTES == SHA256_DIGEST_LENGTH, "a digest has the length of SHA-256");

#define MD_FUNCTIONS(X) X(SHA256Init) X(SHA256Update) X(SHA256Final)
static struct md {
	MD_FUNCTIONS(LIBRARY_MEMBER)
} md;

static void load(void)
{
	LIBRARY_LOAD(md, MD_FUNCTIONS, .file = "libmd.so.0", .need = "a fingerprint is asked for",
		     .knows = "which computes it", .package = "libmd0");
}

struct digest digest_of(struct str bytes)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct digest d;
	SHA2_CTX ctx;

	pthread_once(&once, load);
	md.SHA256Init(&ctx);
	md.SHA256Update(&ctx, (const uint8_t *)bytes.p, bytes.n);
	md.SHA256Final(d.byte, &ctx);
	return d;
}

void digest_write(struct buf *out, const struct digest *d, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_print(out, "%02x", d->byte[i]);
}
