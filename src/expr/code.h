/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bound code from the inside, shared by check, compare, builtin, cell and eval. A node is a function and its
 * operands; a comparison of a cell with a constant is one node, which reads the cell through its reader.
 */
#ifndef EXPR_CODE_H
#define EXPR_CODE_H

#include <math.h>

#include "base/arena.h"
#include "base/casefold.h"
#include "base/map.h"
#include "expr/counted.h"
#include "expr/program.h"
#include "expr/regex.h"
#include "expr/run.h"

/*
 * How one source (a column, or a text that is computed) is read as one kind. Everything in the program that
 * reads it this way shares the reader and what it remembers: a cell is read once, and counted once if it
 * can't be read.
 */
struct reader {
	enum type kind;
	bool start;  /* at_least(): the number it begins with */
	bool commas; /* see struct binding */
	bool plain;  /* a column of the input or of a table, of which the agreement can say how it is read */
	size_t column;
	const struct code *source; /* the text; NULL: the column */
	const struct missing *missing;
	const struct time_style *times;
	struct str label;
	uint32_t index;		       /* in frame.cells and frame.readings */
	struct str percentage, number; /* as written: the first percentage it is compared with, and the first
					  number from 1 to 100 that is none; n 0: none */
};

/* A moment or span t is in it when low <= t < high. */
struct range {
	int64_t low, high;
};

/* What `in` looks in. Texts are folded. */
struct set {
	struct str *text;
	struct fold_key *key; /* of the texts, while they are few */
	double *number;	      /* sorted */
	struct range *range;
	size_t n;
	size_t shortest, longest; /* texts */
	bool first[256];	  /* which first bytes a text that is one may have */
	struct map map;		  /* of the texts, when they are many, or ids */
	bool ids;		  /* some are ids that case tells apart: all are keys of fold_key_append() */
	struct map low;		  /* with ids, the folded texts, for texts that are in lower case already */
};

enum constant { NO_CONSTANT, WHOLE_CONSTANT, CONSTANT_RANGE, CONSTANT_REGEX, CONSTANT_SET, CONSTANT_SLOT };

/* What a condition looks at, as far as points.c needs to know: texts that may have slots, of its reader or
 * its argument; the values of its reader; or what its arguments look at. */
enum look { LOOK_OTHER, LOOK_TEXT, LOOK_VALUE, LOOK_NOT, LOOK_AND, LOOK_OR };

/* What a node does, of the rows asked: see run.h. */
typedef void run_fn(const struct code *c, struct rows *r, struct asked ask, union vector out);

/* What a node finds in a text: 1, 0, or -1 if it can't be said. */
typedef int test_fn(const struct code *c, struct frame *f, struct str s);

/* What a comparison with a constant finds of a value. */
typedef bool holds_fn(const struct code *c, union value v);

/* What a node makes of the values of its arguments, of which it has at most APPLY_MOST. */
enum { APPLY_MOST = 2 };
typedef union value apply_fn(const struct code *c, struct frame *f, const union value *arg);

/* The part of a text that may alone decide what a function makes of it, STR_NONE: there is none; and whether
 * it does. Nothing but a text comes of the function. */
struct deciding {
	struct str (*of)(struct str text);
	bool (*does)(struct str part);
};

struct code {
	run_fn *run;
	union vector (*values)(const struct code *c, struct rows *r,
			       struct asked ask); /* where its values are already; NULL: nowhere */
	union {
		test_fn *test;
		bool (*pair)(struct str s, struct str folded, struct buf *scratch);
		apply_fn *apply;
		holds_fn *holds; /* LOOK_VALUE */
	} fn;
	enum look look;
	enum type type;
	bool negated; /* what it finds is turned round */
	bool folded;  /* its text is folded already */
	bool period;  /* the text names a period or a weekday, and is never a number or a time */
	enum constant constant;
	const char *name;	     /* for dumps: fused nodes have words, the general ones marks */
	const struct deciding *part; /* of its only argument; NULL: all of it decides */
	struct reader *reader;
	const struct code **arg;
	size_t nargs;
	union {
		union value value;
		struct range range;
		const struct regex *regex;
		const struct set *set;
		size_t computed;
		const void *table;
		const struct function *function;
	} k;
	struct fold_key key; /* of a text constant */
	uint32_t slot;	     /* of the frame's text buffers */
	uint32_t number;     /* of all nodes */
};

/* What a reader has read, or what was computed, of the rows of a run that were asked. */
struct column {
	uint64_t begun;	 /* the frame's, when it was of this run; of another, nothing is known */
	union vector of; /* at `room`, or for a run of one row at `one` */
	union value one;
	void *room;
	uint32_t places;    /* in it */
	struct buf scratch; /* of the row that is being read */
	uint64_t known[RUN_MOST / 64];
	uint64_t set;		 /* of rows asked, all of which it knows */
	struct known_days *days; /* of times in a style of its own; NULL: none was read yet */
	struct dict *dict;	 /* of texts; NULL: none yet */
	bool no_dict;		 /* it was given up */
	double *of_slot;	 /* computed_slots(); NULL: not used yet */
};

/*
 * The texts of a column of the input, bytes as they stand, or those that were computed, each in a slot: what
 * a node has found of a text is remembered there, so it is asked once, however many rows have it. Texts that
 * are long, or come when there is no room, have no slot; a column where most have none is given up.
 */
enum {
	DICT_SLOTS = 1024,
	DICT_NONE = DICT_SLOTS,
	DICT_LONGEST = 39,
	DICT_UNASKED = 2,
	DICT_ROWS = 8 /* a run of fewer is asked row by row: for them alone its memory costs more */
};
struct dict {
	struct dict_slot {
		uint64_t word[3]; /* 0 behind the text; its length and 1 in the last byte: 0 is a free slot */
	} slot[DICT_SLOTS];
	uint64_t end[DICT_SLOTS][2]; /* the last bytes of a text that the words don't hold */
	struct column rows;	     /* each row's slot, or DICT_NONE */
	struct made {		     /* what was made of the part in each slot */
		struct arena arena;
		struct str text[DICT_SLOTS];
		bool known[DICT_SLOTS];
	} * made; /* where the slots are of parts that decide texts; NULL: of the texts */
};

struct work {
	compute_fn *fn;
	const void *ctx;
	enum type type;
	struct str label;
};

/* A function of a room above. */
struct offered {
	struct str name;
	const struct function *function;
};

struct program_state {
	struct offered *offered;
	size_t noffered, offered_cap;
	struct map functions; /* name to its place among them */
	struct map wrong;     /* expressions that could not be bound, by the bytes of their addresses */
	struct reader **reader;
	size_t readers_cap;
	struct map read; /* to its reader: what is read, and as what, in bytes */
	uint32_t nreaders, nslots, nnodes, ntables;
	struct buf fold, plain; /* a text that is folded, and what can be seen of it */
	int depth; /* of what is being bound: an expression, what its names are computed from, and so on */
	struct work *work;
	size_t nwork, work_cap;
	struct side_name {
		struct str table, file;
	} * lookup;
	size_t nlookups, lookups_cap;
	struct regex **regex;
	size_t nregex, regex_cap;
	struct set **set;
	size_t nsets, sets_cap;
	struct map files; /* path to the set of the file's texts */
};

/* What a group of points.c gives, as far as a frame has seen its texts; of one without texts, slot 0 tells.
 */
struct points_table {
	bool *asks; /* of each slot, as all below: the rows' values must be read */
	struct given {
		int64_t *settled; /* if not, this is what they are given, else 0, and … */
		int64_t *of;	  /* … this, of slot × 2^steps + stretch, is */
	} points, marks;	  /* settled of points: UNKNOWN for a new text */
};

struct frame_state {
	uint32_t nreaders,
		nslots; /* the program's when the frame was made; it may bind more, for other frames */
	size_t nlookups, ncomputed, nnodes, ntables;
	struct buf fold, fold2;
	struct buf *slot; /* texts that nodes make */
	struct column *computed;
	struct keep {
		char **block;
		size_t n, at, used, *size; /* bytes used of the block at hand */
		uint64_t begun;		   /* the run whose texts they are */
	} keep;
	unsigned char *
		*found; /* of each node, what it found of each slot: 0, 1, DICT_UNASKED; NULL: nothing yet */
	struct points_table **tables; /* of what points.c folds; NULL: not used yet */
	struct rooms {
		struct room {
			void *p;
			size_t rows;
		} * at;
		size_t n, used;
	} rooms;
	struct regex_scratch *regex;
	struct known_days *days; /* of times in the program's own style; NULL: none was read yet */
};

struct missing {
	bool first[256];  /* which first bytes a word may have */
	bool digits;	  /* a digit, too */
	size_t longest;	  /* bytes a cell that is one may have */
	struct str *word; /* folded */
	size_t n;
	const struct missing *besides; /* more words; `first` and `longest` are theirs, too */
};

static inline const struct zone *zone_of(const struct program *p)
{
	return p->times.zone ? p->times.zone : zone_utc();
}

/* The folded form of s, and nothing else, in b. */
static inline void fold_into(struct buf *b, struct str s)
{
	buf_clear(b);
	if (s.n)
		fold_append(b, s);
}

/* ---- cell.c ---- */

extern const struct kind_words {
	const char *one, *many;
} kind_words[]; /* what a cell isn't, by the type */

bool missing_word(const struct missing *m, struct str value, struct buf *scratch);

static inline bool is_missing(const struct missing *m, struct str value, struct frame *f)
{
	if (!value.n)
		return true;
	if (!m || !m->first[(unsigned char)value.p[0]] || value.n > m->longest)
		return false;
	return missing_word(m, value, &f->state->fold);
}

/* ---- column.c ---- */

void column_long(struct column *m, struct frame *f, size_t each);
void column_release(struct column *m);

/* The days that are known of how a reader's times are written: columns in the same style mostly hold the same
 * days, and share them. */
struct known_days *column_days(const struct reader *r, struct frame *f);
void column_frame_release(struct frame_state *s);

/* The rows asked that the column doesn't know; and: it does now. */
struct asked column_rest(const struct column *m, const struct rows *r, struct asked ask, uint16_t *list);
void column_add_all(struct column *m, struct rows *r, struct asked ask);

/* A reader's column, which knows the rows asked then; and the slots of its texts, as code_slots() has them.
 */
struct column *column_read(const struct reader *r, struct rows *rows, struct asked ask);
const uint16_t *column_slots(const struct reader *r, struct rows *rows, struct asked ask);

/* The values of an argument, in a room that the caller gives back. */
static inline union vector code_argument(const struct code *c, size_t i, struct rows *r, struct asked ask)
{
	return code_values(c->arg[i], r, ask, rows_room(r));
}

/* ---- dictionary.c ---- */

/* May the column have a dictionary in this run? */
static inline bool dict_may(const struct column *m, const struct rows *rows)
{
	return !m->no_dict && (rows->n >= DICT_ROWS || (m->dict && rows->n > 1));
}

/* The slots of the rows asked, in a column of the input, or in one whose texts are known; NULL: it has no
 * dictionary, or too few rows are asked for it. */
const uint16_t *dict_rows(const struct reader *r, struct rows *rows, struct asked ask);
const uint16_t *dict_texts(struct column *m, struct rows *rows, struct asked ask);

/* Reads a column whose source makes each text of a part of one of these: once for each part, which the slots
 * are of then. It may have a dictionary. */
void dict_read_parts(const struct reader *r, struct rows *rows, struct asked ask, const struct str *from);

/* What the node has found of each slot. */
unsigned char *dict_found(const struct code *c, struct frame *f);

/* Does a statement for the cell of each row asked, as it stands in the column. Before the first column is the
 * end of a row, which differs: it goes the longer way. */
#define EACH_CELL(at, raw, rows, ask, column, ...)                                                \
	do {                                                                                      \
		const struct batch *b_ = (rows)->batch;                                           \
		const size_t first_ = (rows)->first, column_ = (column), n_ = (ask).n;            \
		const uint32_t *sep_ = b_->marks.sep + b_->marks.row[first_] + column_;           \
		const char *buf_ = b_->buf;                                                       \
		const size_t columns_ = b_->columns;                                              \
		if (!column_ || !(rows)->regular) {                                               \
			for (size_t i_ = 0; i_ < n_; i_++) {                                      \
				size_t at = (ask).row[i_];                                        \
				struct str raw = batch_raw(b_, first_ + at, column_);             \
				__VA_ARGS__;                                                      \
			}                                                                         \
		} else if (asked_dense(ask)) {                                                    \
			for (size_t at = 0; at < n_; at++, sep_ += columns_) {                    \
				struct str raw = { buf_ + sep_[-1] + 1, sep_[0] - sep_[-1] - 1 }; \
				__VA_ARGS__;                                                      \
			}                                                                         \
		} else {                                                                          \
			for (size_t i_ = 0; i_ < n_; i_++) {                                      \
				size_t at = (ask).row[i_];                                        \
				const uint32_t *end_ = sep_ + at * columns_;                      \
				struct str raw = { buf_ + end_[-1] + 1, end_[0] - end_[-1] - 1 }; \
				__VA_ARGS__;                                                      \
			}                                                                         \
		}                                                                                 \
	} while (0)

/* Makes it a column of the frame's run, with places of so many bytes. */
static inline void column_begin(struct column *m, struct frame *f, size_t each)
{
	if (m->begun == f->begun)
		return;
	m->begun = f->begun;
	m->known[0] = 0;
	if (f->run->n == 1)
		m->of.flag = &m->one.flag;
	else
		column_long(m, f, each);
}

static inline bool column_has(const struct column *m, size_t row)
{
	return m->known[row / 64] >> row % 64 & 1;
}

static inline void column_add(struct column *m, size_t row)
{
	m->known[row / 64] |= UINT64_C(1) << row % 64;
}

/* ---- the current row's cells ---- */

/* What a reader's source says, missing words too. */
static inline struct str cell_source(const struct reader *r, struct frame *f)
{
	return r->source ? code_text(r->source, f)
			 : record_value(f->record, r->column, &f->cells[r->index].scratch);
}

/* A node that searches the text of a cell asks this only for what it found. */
static inline bool cell_says(const struct reader *r, struct frame *f, struct str words)
{
	return !is_missing(r->missing, words, f);
}

/* Notes that a cell is not of the reader's kind; of a text, that it is no JSON. */
void cell_unreadable(const struct reader *r, struct frame *f, struct str value);

/* What a cell says as its kind, which is noted where it is not of it. It is the current row's. */
double cell_number_of(const struct reader *r, struct frame *f, struct str value);
int64_t cell_time_of(const struct reader *r, struct frame *f, struct str value);
int64_t cell_span_of(const struct reader *r, struct frame *f, struct str value);
int cell_flag_of(const struct reader *r, struct frame *f, struct str value);
bool cell_missing_of(const struct reader *r, struct frame *f, struct str value);

/* A column of flags that may be missing: 1, 0, -1. */
static inline signed char *column_tristates(struct column *m)
{
	return (signed char *)m->of.flag;
}

/* ---- what nodes are made of ---- */

static inline bool turned(const struct code *c, bool found)
{
	return found != c->negated;
}

/* A value by the type of what gives it. */
static inline union value vector_get(enum type type, union vector v, size_t row)
{
	if (type == TYPE_TEXT)
		return (union value){ .text = v.text[row] };
	if (type == TYPE_NUMBER)
		return (union value){ .number = v.number[row] };
	if (type == TYPE_FLAG)
		return (union value){ .flag = v.flag[row] };
	return (union value){ .time = v.time[row] };
}

static inline void vector_put(enum type type, union vector v, size_t row, union value x)
{
	if (type == TYPE_TEXT)
		v.text[row] = x.text;
	else if (type == TYPE_NUMBER)
		v.number[row] = x.number;
	else if (type == TYPE_FLAG)
		v.flag[row] = x.flag;
	else
		v.time[row] = x.time;
}

/* ---- eval.c ---- */

/* May the texts that the node gives have slots? */
bool code_has_slots(const struct code *c);

/* A node that applies fn.apply to its arguments. */
void code_apply(struct code *c, enum type type, apply_fn *fn);

/* Nodes by what they compute. `op` is EXPR_EQUAL … EXPR_GREATER_EQUAL. */
void code_constant(struct code *c, enum type type);
/* A flag that is always missing. */
void code_none_flag(struct code *c);
void code_cell(struct code *c, enum type type);
void code_computed(struct code *c, enum type type);
void code_cell_against_number(struct code *c, enum expr_op op);
void code_compare(struct code *c, enum expr_op op, enum type type);
/* arithmetic.c: false when there is no such operation. */
bool code_arithmetic(struct code *c, enum expr_op op, enum type left, enum type right);
void code_condition(struct code *c, enum expr_op op); /* AND OR NOT, or any n-ary of them */
void code_in(struct code *c, enum type type);
void code_range(struct code *c);
void code_moment(struct code *c, enum expr_op op);
void code_text_constant(struct code *c,
			enum expr_op op); /* EQUAL CONTAINS STARTS ENDS with a folded constant */
void code_text_pair(struct code *c, enum expr_op op);
void code_match(struct code *c);
void code_is_missing(struct code *c, enum type type);

/* Of a node that looks at texts: their slots, as code_slots() has them; which texts they are, as a number;
 * and whether it finds what it looks for in that of a row whose slot was asked for. */
const uint16_t *code_text_slots(const struct code *c, struct rows *r, struct asked ask);
size_t code_text_number(const struct program *p, const struct code *c);
bool code_holds_text(const struct code *c, struct rows *r, size_t row);

/* Finds a folded text in a set. */
bool set_holds(const struct set *s, struct str text, bool folded, struct buf *scratch);

#endif
