/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which ids are one lead's: a CSV that people may edit, a line for each id that a lead had and is not called
 * any more.
 *
 *     old,kept,since
 *     00Q7,00Q1,2026-11-30
 *
 * It is closed: a kept id is in no line as an old one, so that one step leads to it. A file by hand need not
 * be; what it says is followed to the end, and the next run that writes it writes it closed. Other columns
 * than these three belong to whoever has added them, and stay.
 *
 * A line `00Q7,00Q7` parts an id: it is a lead of its own, whatever other line it has, and only lines that
 * name it as their kept id bring others to it. A circle, and an id with two kept ids, are mistakes. Ids are
 * compared as base/id.h says, without spaces around them; a line whose ids are one so, but written in two
 * ways, says nothing.
 *
 * Of two kept ids the one that was kept earlier is the one that stands earlier in the file.
 *
 * A run that changes the map has it alone from the first byte that it reads to the commit, which replaces the
 * file by a new and whole one. Whoever only reads needs no lock: there is an old map or a new one.
 */
#ifndef LEAD_ID_MAP_H
#define LEAD_ID_MAP_H

#include "base/diag.h"

struct id_map;

/* Reads a map that must be there. NULL: a mistake, which is reported with its line. */
struct id_map *id_map_read(const char *path, struct diags *diags);

/* Reads it, or makes it, for this run alone, which changes it. While another run has it this one waits, after
 * a call of `wait`, which shows the notes. `path` and `diags` are used until the close. */
typedef void id_map_wait_fn(void *ctx);
struct id_map *id_map_open(const char *path, id_map_wait_fn *wait, void *ctx, struct diags *diags);

/* NULL is no map. What was changed and not committed is forgotten. */
void id_map_close(struct id_map *m);

/* ---- what it says; several threads may ask, but not while it is changed ---- */

/* The id under which a lead is known now: itself, where the map (NULL: there is none) doesn't say another.
 * Valid as long as the map and the id. */
struct str id_map_kept(const struct id_map *m, struct str id);

/* Does it say another? */
bool id_map_is_old(const struct id_map *m, struct str id);

/* Is a kept id parted from all that no line brings to it? */
bool id_map_parted(const struct id_map *m, struct str kept);

bool id_map_parts(const struct id_map *m); /* any */

/* The place of a kept id among those that were kept, the earliest first; SIZE_MAX: no line keeps it. */
size_t id_map_since(const struct id_map *m, struct str kept);

const char *id_map_path(const struct id_map *m);

/* ---- changing it ---- */

/* From `since` on (a date in words) `old` is called `kept`, with all ids that were called `old` until now. Of
 * two that were kept the one that is kept takes the place of the earlier. `old` must not be an old id, and
 * `kept` may be one only if it was called `old`: then the two change their parts. */
void id_map_keep(struct id_map *m, struct str old, struct str kept, struct str since);

/* What was changed is on the disk. False: reported, and the file is as it was. */
bool id_map_commit(struct id_map *m);

#endif
