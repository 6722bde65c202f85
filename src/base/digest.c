/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See digest.h. */
#include "base/digest.h"

#include <stdint.h>
#include <sys/types.h>

#include <sha2.h>

_Static_assert((int)DIGEST_BYTES == SHA256_DIGEST_LENGTH, "a digest has the length of SHA-256");

struct digest digest_of(struct str bytes)
{
	struct digest d;
	SHA2_CTX ctx;

	SHA256Init(&ctx);
	SHA256Update(&ctx, (const uint8_t *)bytes.p, bytes.n);
	SHA256Final(d.byte, &ctx);
	return d;
}

void digest_write(struct buf *out, const struct digest *d, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_print(out, "%02x", d->byte[i]);
}
