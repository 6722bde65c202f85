/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the fuzz targets share: taking an input apart, bytes as a file, and a claim that has to hold. An input
 * of texts names in its first byte what separates them, so that every other byte can be in them and a corpus
 * can be read by people.
 */
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "not so: %s\n", claim);
		abort();
	}
}

static inline struct str input_whole(const uint8_t *data, size_t size)
{
	return (struct str){ size ? (const char *)data : "", size };
}

/* The next byte; 0 behind the last. */
static inline unsigned char input_byte(struct str *rest)
{
	if (!rest->n)
		return 0;
	unsigned char c = (unsigned char)*rest->p;
	*rest = str_slice(*rest, 1, rest->n);
	return c;
}

/* The next text, up to a separator or the end; empty behind the last. */
static inline struct str input_text(struct str *rest, char separator)
{
	const char *end = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	struct str text = str_slice(*rest, 0, n);

	*rest = str_slice(*rest, n + (end != NULL), rest->n);
	return text;
}

/* The path of a file of these bytes, until the next call; *number, if it is asked for: of its descriptor. */
static inline const char *file_of(struct str bytes, int *number)
{
	static int fd = -1;
	static char path[64];

	if (fd < 0) {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	check(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, bytes.p, bytes.n, 0) == (ssize_t)bytes.n,
	      "the file is written");
	if (number)
		*number = fd;
	return path;
}

#endif
