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

static struct {
	__typeof__(&SHA256Init) init;
	__typeof__(&SHA256Update) update;
	__typeof__(&SHA256Final) final;
} md;

static void load(void)
{
	static const char *const names[] = { "SHA256Init", "SHA256Update", "SHA256Final" };
	static const struct library l = { .file = "libmd.so.0",
					  .need = "a fingerprint is asked for",
					  .knows = "which computes it",
					  .package = "libmd0",
					  .names = names,
					  .n = sizeof names / sizeof *names };

	_Static_assert(sizeof md == sizeof names, "a pointer a name");
	library_load(&l, &md);
}

struct digest digest_of(struct str bytes)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct digest d;
	SHA2_CTX ctx;

	pthread_once(&once, load);
	md.init(&ctx);
	md.update(&ctx, (const uint8_t *)bytes.p, bytes.n);
	md.final(d.byte, &ctx);
	return d;
}

void digest_write(struct buf *out, const struct digest *d, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_print(out, "%02x", d->byte[i]);
}
