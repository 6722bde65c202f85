/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fields.c, which answers names, and names.c, which sets up what there is to answer, tell each other. */
#ifndef AGREEMENT_NAMES_H
#define AGREEMENT_NAMES_H

#include "agreement/fields.h"
#include "base/map.h"

enum state { UNBOUND, BINDING, BOUND, BROKEN };

struct offer {
	struct str name, loose;
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

struct names {
	const struct agreement *agreement;
	struct program *program;
	struct diags *diags;
	struct arena *arena;
	const struct str *header;
	size_t columns;
	struct map exact, loose; /* header to its first column */
	bool *reads;		 /* named by its header */
	bool *repeated;		 /* the same header stands again further right */
	enum type *hint;	 /* from at, since, per, value and clocks */
	bool circle;		 /* found below a name that nobody wrote; the nearest written one tells */
	const struct missing **missing;
	struct offer *offers;
	size_t noffers, offers_cap;
	struct entry *entries;
	size_t nentries;
	struct lookup **tables;
};

/* A name without what does not matter: folded, trimmed, no trailing *, _ and - as spaces. */
struct str names_loosened(struct arena *arena, struct str name);

/* The field of that name, loosely; NULL: none. */
struct entry *names_entry(struct names *n, const struct expr *name);

/* Tells that there is no such name, and the likeliest that was meant. */
void names_unknown(struct names *n, const struct expr *name);

/* The schema's answer. */
void names_resolve(void *ctx, const struct expr *name, struct binding *out);

#endif
