/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known after a night: all leads there have been, in the order of their first appearance, each with
 * the cells it had last. Cells are what they said, byte for byte, not how they were quoted.
 */
#ifndef FOLD_STATE_H
#define FOLD_STATE_H

#include "base/map.h"
#include "fold/archive.h"

struct lead_known {
	struct str id;
	bool present;
};

struct state {
	struct archive *archive;
	struct arena arena; /* of ids and cells, which stand close together */
	char *room;
	size_t left;
	struct lead_known *lead;
	size_t n, cap;
	struct str *cell; /* of each lead a row of `width`, by the numbers of columns */
	size_t width;
	struct map leads; /* by id */
};

/* As of the night with that index, with room for so many more columns than are known. False: reported. */
bool state_load(struct state *s, struct archive *a, size_t night, size_t more);

/* As before the first night: no lead is known. */
void state_init(struct state *s, struct archive *a, size_t more);
void state_release(struct state *s);

/* The lead's number; SIZE_MAX: it isn't known. And the number of a lead that is new, which is present. */
size_t state_find(const struct state *s, struct str id);
size_t state_add(struct state *s, struct str id);

/* A copy that lives as long as the state. */
struct str state_keep(struct state *s, struct str text);

static inline struct str *state_row(const struct state *s, size_t lead)
{
	return s->cell + lead * s->width;
}

/*
 * What a night says is its header and its rows, whatever their order: a hash of each row added up, from that
 * of the header on. It is filed with the night, and what is read of the archive is the export that was filed
 * only if it has the same.
 */
struct hash_pair night_hash(const struct str *head, size_t n);
void night_hash_row(struct hash_pair *sum, struct buf *room, const struct str *cell, const uint32_t *of,
		    size_t n);

/* Is what is known the night with that index, as it was filed? False: it is not, which is reported. The
 * second is for whoever has added it up. */
bool state_proves(const struct state *s, size_t night);
bool state_proves_sum(const struct state *s, size_t night, struct hash_pair sum, uint64_t rows);

#endif
