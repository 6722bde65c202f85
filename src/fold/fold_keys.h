/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a key come back after others? While keys come in an order (by their bytes, or as numbers; up or down),
 * a key that doesn't keep it is all that has to be looked for. Keys without an order are remembered, by their
 * hashes: 16 bytes each at most. What has been in order for long is taken to stay so. Private to fold/.
 */
#ifndef FOLD_FOLD_KEYS_H
#define FOLD_FOLD_KEYS_H

#include <stdint.h>

#include "base/buf.h"

struct key_order {
	struct buf last;
	unsigned broken; /* a bit for each order that a key broke */
	uint64_t n;
	uint64_t *hash; /* 0: free */
	size_t hashes, cap;
	bool ordered; /* nothing is remembered any more */
};

/* Notes the next key, which differs from the last. */
enum keys_find { KEY_NEW, KEY_BACK, KEY_UNORDERED };
enum keys_find keys_next(struct key_order *o, struct str key, uint64_t hash);
void keys_release(struct key_order *o);

#endif
