/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of same/ share. A row that was read is kept as a slip: what its keys are, by their hashes,
 * then its name and its bytes, all in one piece. A slip never moves, so that the rows of all threads are put
 * in order by sorting addresses.
 */
#ifndef SAME_SAME_INTERNAL_H
#define SAME_SAME_INTERNAL_H

#include "base/arena.h"
#include "base/hash.h"
#include "lead/alike.h"
#include "same/same.h"

/* ---- same_bind.c ---- */

struct bound_part {
	const struct same_part *said;
	const struct code *code; /* NULL: the name, which all keys share */
	enum type type;
};

/* A key of which the input has all columns. */
struct bound_key {
	uint16_t which; /* of the agreement's */
	bool any_name;
	bool named; /* a name is one of its parts */
	struct bound_part *part;
	size_t nparts;
};

struct same_plan {
	const struct same_lead *same;
	struct names *names;
	struct program *program;
	const char **file;
	size_t files;
	struct bound_key *key;
	size_t nkeys;
	const struct code *name, *first_name, *last_name, *country; /* NULL: the input has none */
	bool own_name;						    /* the agreement has a field `name` */
	const struct code **apart;
	size_t napart;
	bool keeps_apart;	  /* that, or a map that parts ids */
	const struct id_map *map; /* NULL: none */
	const struct code **id;	  /* of each column of ids, */
	size_t *id_column;	  /* and which it is */
	size_t ids;
	const struct code *owner; /* NULL: the input has none */
};

/* ---- same_count.c ---- */

/* In front of a slip stand hashes: of each key of the plan, then of each column of `apart`. Of a value that
 * is missing both halves are 0; the lowest bit says that the value names nobody. Behind it stand the name, as
 * alike_name has it, so close that it is mostly in the same line of the cache, and the row's bytes; if
 * something is to be kept apart, also what its keys are, in the order in which values are taken: of each its
 * length, and its bytes. */
struct slip {
	uint64_t line;
	uint32_t row; /* those before it, over all files */
	uint32_t bytes, name;
	uint16_t system;
};

struct pad;
struct same_look;

/* The id of a row, and what the map keeps it as. p NULL: it has none. */
struct row_id {
	struct str said, kept, key; /* the kept one's, by which it is compared */
	size_t in;		    /* which column of ids */
};

struct same_count {
	struct sameness found;
	const struct same_plan *plan; /* NULL: there is no input */
	struct pad *pad;
	struct slip **slip; /* of all rows, in the order of the input */
	size_t n, cap;
	struct dialect dialect;
	const char *file; /* of the first row, for a plan without files */
	struct same_read {
		struct hash_pair *hash; /* slip_hashes() of a row of the run, then those of the next */
		struct piece {
			size_t at, n;
		} * name,     /* of each row, in `names` */
			*key; /* in `keys`, if something is to be kept apart: nkeys of a row, and so on */
		struct row_key {
			struct piece good, plain; /* of the key at hand, in `parts` */
			bool nobody;		  /* a part names nobody */
		} * of;				  /* of each row */
		struct buf names, keys, parts, text;
	} read;
	struct buf text;
	struct lines_at {
		uint64_t ticket, line; /* … where */
		uint32_t at;	       /* … that byte of the batch is */
		bool known;
		uint16_t system;
	} lines;
	struct row_id *id;	/* of all rows, with a map; NULL: without */
	struct same_look *look; /* for asking a row again what its cells say */
	struct arena arena;	/* the words of what was left out */
};

static inline size_t slip_hashes(const struct same_plan *p)
{
	return p->nkeys + p->napart;
}

static inline struct hash_pair *slip_hash(const struct same_plan *p, struct slip *c)
{
	return (struct hash_pair *)(void *)c - slip_hashes(p);
}

static inline struct str slip_name(const struct slip *c)
{
	return (struct str){ (const char *)(c + 1), c->name };
}

static inline struct str slip_bytes(const struct slip *c)
{
	return (struct str){ (const char *)(c + 1) + c->name, c->bytes };
}

static inline bool hash_missing(struct hash_pair h)
{
	return !h.low && !h.high;
}

static inline bool hash_nobody(struct hash_pair h)
{
	return h.low & 1;
}

/* ---- same_slip.c ---- */

/* What a key of a row is, if something is to be kept apart; empty for one that is missing or names nobody. */
struct str slip_key(const struct slip *c, size_t key);

/* A first name and a last one, in the buffer where there are both. */
struct str name_joined(struct str first, struct str last, struct buf *out);

/* What a part sees of what its cell says: of an email its domain. */
struct str part_seen(const struct bound_part *part, struct str said);

/* Appends what a part is compared by. */
enum alike part_alike(const struct bound_part *part, struct str said, struct str country, struct buf *key);

/* ---- same_read.c ---- */

/* Reads what those rows say, and counts the rows whose name is one word only, by key. */
void read_rows(struct same_read *x, const struct same_plan *p, struct rows *r, struct asked ask,
	       struct same_vague *vague);
void read_release(struct same_read *x);

/* What was read of a row: its name, as alike_name has it; and with the name what a key is, if something is to
 * be kept apart, else nothing. */
struct str read_name(const struct same_read *x, size_t row);
struct str read_key(const struct same_read *x, const struct same_plan *p, size_t row, size_t key);

/* ---- same_show.c ---- */

void look_free(struct same_look *l);

/* A row to be asked, valid until the next. */
struct frame *look_frame(struct same_count *c, uint32_t row);

/* What a key saw in a row, in the arena. `nobody`: only the parts that name nobody. */
struct str look_value(struct same_count *c, uint32_t row, size_t key, bool nobody);

/* ---- same_values.c: the rows of each value of a key ---- */

struct value_slot;

struct values {
	struct value_slot *slot;
	size_t slots;	  /* a power of two */
	uint32_t *first;  /* of each row, the first that has its value */
	uint32_t *place;  /* of each value, by its first row: how many have it; then where their list ends */
	uint32_t *listed; /* the rows of values that several have, value by value, as these appear */
	size_t nlisted;
};
void values_init(struct values *v, size_t rows);
void values_release(struct values *v);
void values_find(struct values *v, const struct same_count *c, size_t key);

/* Where the list of a value's rows ends that begins at that place. */
static inline size_t values_end(const struct values *v, size_t from)
{
	return v->place[v->listed[from]];
}

/* ---- same_crowd.c: the rows of one value, by their names ---- */

enum { NAMELESS = UINT32_MAX };

struct crowd {
	const uint32_t *row; /* borrowed, ascending */
	uint32_t *name;	     /* of each row, which of the names; NAMELESS: none, or one of initials alone */
	size_t n, cap;
	struct alias {
		struct str words;
		uint32_t row;	/* the first that has it, by its place among the rows */
		uint32_t with;	/* a name of the same person; its own number: that stands for the person */
		bool within;	/* another name has all its words, */
		bool several;	/* … and so has one of somebody else */
		uint32_t count; /* of words; 0: it says nothing about who it is */
		uint64_t marks; /* a bit for each: names without a bit in common have no word in common */
	} * alias;
	size_t naliases, alias_cap;
	const struct alias **order; /* of those that say something, the longest first */
	size_t norder, order_cap;
	const struct alias **different; /* of which no two agree */
	size_t ndifferent, different_cap;
};
void crowd_release(struct crowd *w);

/* The rows of a value, and what their names are. */
void crowd_read(struct crowd *w, const uint32_t *row, size_t n, struct slip *const *slip);

/* How many names there are of which no two agree; it stops counting beyond `most`. */
size_t crowd_different(struct crowd *w, size_t most);

/* After that: names that share a word are of one person. Returns how many people that makes. */
size_t crowd_share(struct crowd *w);

/*
 * A name is of the person whose longer name has all its words: J. Smith is John Smith. Where several people
 * have such a name who can't be one, as Jane Smith, it is none of theirs in particular, but that of a person
 * of its own. `alone`: a name of a single word is within longer ones, too.
 */
void crowd_agree(struct crowd *w, bool alone);

/* The name that stands for the person of a name. */
uint32_t crowd_person(struct crowd *w, uint32_t name);

/* ---- same_ids.c ---- */

/* Reads the ids of all rows, if there is a map. */
void same_read_ids(struct same_count *c);

/* Of each row, the first of its kept id; NO_ROW: it has none. The caller frees it. */
enum { NO_ROW = UINT32_MAX };
uint32_t *same_own_rows(const struct same_count *c);

/* Of a group, which ids it has that a map parts from others. */
struct sides {
	uint32_t parted; /* the first row of the parted id that is in it; NO_ROW: none is */
	bool other;	 /* ids that are not parted are in it */
};

/* Of each row as a group; NULL: the map parts nothing. The caller frees it. */
struct sides *same_sides(const struct same_count *c, const uint32_t *own);

static inline bool parted_from(const struct sides *a, const struct sides *b)
{
	return a->parted != NO_ROW && (b->other || (b->parted != NO_ROW && b->parted != a->parted));
}

/* ---- same_join.c ---- */

void same_join(struct same_count *c);

#endif
