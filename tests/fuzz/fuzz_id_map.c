/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map of ids on any bytes. What is refused is told and left as it was. What is accepted is closed: what an
 * id is kept as is itself no old one. Written anew, with one more id, it says the same of all others.
 *
 * The first byte says whether a header is put before the rest.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "lead/id_map.h"

#define HEADER "old,kept\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/leadpipe-fuzz-XXXXXX";

static void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "fuzz_id_map: not so: %s\n", claim);
		abort();
	}
}

static void content(struct buf *out)
{
	buf_clear(out);
	check(file_read(path, out), "the file can be read");
}

static void no_wait(void *ctx)
{
	(void)ctx;
	check(false, "nobody else has it");
}

/* Every piece between what may end a cell is an id, or is none that the map knows. */
static bool next_id(struct str *rest, struct str *id)
{
	while (rest->n && memchr(",;\t|\"\r\n", rest->p[0], 7))
		*rest = str_slice(*rest, 1, rest->n);
	size_t n = 0;
	while (n < rest->n && !memchr(",;\t|\"\r\n", rest->p[n], 7))
		n++;
	*id = str_trim(str_slice(*rest, 0, n));
	*rest = str_slice(*rest, n, rest->n);
	return n;
}

static void check_closed(const struct id_map *m, struct str text)
{
	for (struct str id; next_id(&text, &id);) {
		struct str kept = id_map_kept(m, id);
		check(!id_map_is_old(m, kept), "a kept id is no old one");
		check(id_map_is_old(m, id) == !str_eq(id, kept), "an old id is kept as another");
		check(!id_map_is_old(m, id) || id_map_since(m, kept) != SIZE_MAX, "what is kept has a place");
		check(!id_map_is_old(m, id) || !id_map_parted(m, id), "what is parted is kept");
	}
}

/* The same ids are kept as the same in both. */
static void check_same(const struct id_map *a, const struct id_map *b, struct str text)
{
	for (struct str id; next_id(&text, &id);) {
		check(str_eq(id_map_kept(a, id), id_map_kept(b, id)),
		      "it says the same when it is read again");
		check(id_map_parted(a, id) == id_map_parted(b, id), "and parts the same");
	}
}

static void go_on(struct id_map *m, struct str text)
{
	struct diags d = { .tool = "fuzz" };

	check_closed(m, text);
	struct str old = id_map_kept(m, STR("a new\"id")), kept = id_map_kept(m, STR("and another"));
	id_map_keep(m, old, kept, STR("2026-10-31"));
	check(id_map_commit(m), "it is written");
	struct id_map *again = id_map_read(path, &d);
	check(again && !d.errors, "what was written can be read");
	check_same(m, again, text);
	check(str_eq(id_map_kept(again, STR("a new\"id")), kept), "what was added is there");
	id_map_close(again);
	diags_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = { 0 }, after = { 0 };
	struct diags d = { .tool = "fuzz" };

	if (!size)
		return 0;
	if (data[0] & 1)
		buf_str(&text, STR(HEADER));
	buf_add(&text, (const char *)data + 1, size - 1);
	memcpy(path, "/tmp/leadpipe-fuzz-XXXXXX", sizeof path);
	int fd = mkstemp(path);
	check(fd >= 0 && file_write(fd, buf_view(&text)) == text.n && close(fd) == 0, "a file can be made");
	struct id_map *m = id_map_open(path, no_wait, NULL, &d);
	check(!m == (d.errors > 0), "a refusal is told");
	if (m)
		go_on(m, buf_view(&text));
	else
		content(&after);
	check(m || str_eq(buf_view(&after), buf_view(&text)), "what is refused is as it was");
	id_map_close(m);
	unlink(path);
	diags_release(&d);
	buf_release(&text);
	buf_release(&after);
	return 0;
}
