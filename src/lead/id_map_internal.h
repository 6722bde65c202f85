/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a map of ids share: its lines and ids. Others see id_map.h. */
#ifndef LEAD_ID_MAP_INTERNAL_H
#define LEAD_ID_MAP_INTERNAL_H

#include "base/arena.h"
#include "base/map.h"
#include "lead/id_map.h"
#include "table/side.h"

enum { ID_NONE = UINT32_MAX };

/* Ids are numbered in the order in which they were met. */
struct map_line {
	uint32_t old, kept; /* the same: it parts the id */
	uint32_t row;	    /* of the file; ID_NONE: it is new */
	uint32_t next;	    /* line that has this kept id, too; ID_NONE: the last */
	struct str since;   /* p NULL: as the row says */
};

struct map_id {
	struct str text;
	uint32_t line;	     /* in which it is the old one; ID_NONE: it isn't old */
	uint32_t parts;	     /* the line that parts it; ID_NONE: none does */
	uint32_t olds, last; /* the first and the last of the lines that have it as their kept id */
	uint32_t place;	     /* the first line that kept it; ID_NONE: none */
};

struct id_map {
	const char *path;
	struct diags *diags;
	struct side side;
	size_t column[3]; /* old, kept, since; SIZE_MAX: the file has none */
	struct arena arena;
	struct map ids;
	struct map_id *id;
	size_t nids, ids_cap;
	struct map_line *line;
	size_t nlines, lines_cap;
	bool changed;
	int fd;	   /* that is locked; -1: it is only read */
	bool made; /* by this run, and nothing is in it */
};

enum map_column { MAP_OLD, MAP_KEPT, MAP_SINCE, MAP_COLUMNS };
extern const struct str map_column_name[MAP_COLUMNS];

struct id_map *id_map_new(const char *path, struct diags *diags);

/* What the file says. False: a mistake, which is reported. */
bool id_map_read_text(struct id_map *m, struct str text);

/* The number of an id, which is copied if it is new. */
uint32_t id_map_number(struct id_map *m, struct str id);

/* A line joins those of its kept id. */
void id_map_link(struct id_map *m, uint32_t line);

#endif
