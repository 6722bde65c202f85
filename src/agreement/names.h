/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fields.c, which answers names, and names.c, which sets up what there is to answer, tell each other. */
#ifndef AGREEMENT_NAMES_H
#define AGREEMENT_NAMES_H

#include "agreement/fields.h"
#include "base/map.h"

enum state { UNBOUND, BINDING, BOUND, BROKEN };

struct offer {
	struct str name;
	enum type type;
	bool own;
	offer_fn *bind;
	void *ctx;
	size_t which, worked;
	enum state state;
};

/* A field of the agreement, then every built-in one that the agreement does not have. */
struct entry {
	struct str name, loose;
	const struct field *field;	     /* NULL: built-in only */
	const struct builtin_field *builtin; /* NULL: the agreement's own */
	const struct expr *used;	     /* the first that names it */
	enum found how;
	struct str by;
	enum state state;
	struct binding binding;
};

/* Names of one kind, each to the number of the first that is called so. */
struct name_index {
	struct map exact, loose;
};

/* Of a header's first column: where all columns of that header stand in names.alike, and one whose header is
 * another but loosely the same; SIZE_MAX: none. */
struct header_alike {
	size_t at, n, other;
};

struct names {
	const struct agreement *agreement;
	struct program *program;
	struct diags *diags;
	struct arena *arena;
	const struct str *header;
	size_t columns;
	struct name_index headers, offered, fields;
	struct header_alike *of_header; /* of each column that is the first of its header */
	size_t *alike;			/* columns, those of one header together */
	bool *reads;			/* named by its header */
	bool *repeated;			/* the same header stands again further right */
	enum type *hint;		/* from at, since, per, value and clocks */
	bool circle; /* found below a name that nobody wrote; the nearest written one tells */
	const struct missing **missing;
	struct offer *offers;
	size_t noffers, offers_cap;
	struct entry *entries;
	size_t nentries;
	struct lookup **tables;
};

/* The number of a name, or of its loosened form; SIZE_MAX: none. */
size_t names_find(const struct name_index *index, struct str name, bool loosely);
void names_index(struct name_index *index, struct str name, struct str loose, size_t number);

/* The field of that name, loosely; NULL: none. */
struct entry *names_entry(struct names *n, const struct expr *name);

/* Tells that there is no such name, and the likeliest that was meant. */
void names_unknown(struct names *n, const struct expr *name);

/* The schema's answer. */
void names_resolve(void *ctx, const struct expr *name, struct binding *out);

#endif
