/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions bound to an input and ready to run. A program is built before the first row and immutable from
 * then on; each thread runs it in a frame of its own. Binding types every node, reports all mistakes, and
 * yields closures that touch only the cells they name.
 *
 * A missing value is a value of its own: text with p == NULL, NaN, INSTANT_NONE (for times and spans), false.
 */
#ifndef EXPR_PROGRAM_H
#define EXPR_PROGRAM_H

#include "expr/expr.h"
#include "table/record.h"
#include "time/instant.h"

enum type { TYPE_NONE, TYPE_TEXT, TYPE_NUMBER, TYPE_TIME, TYPE_SPAN, TYPE_FLAG };

union value {
	struct str text;
	double number;
	int64_t time; /* a span too */
	bool flag;
};

/* The missing value of each type. */
static inline union value value_none(enum type type)
{
	if (type == TYPE_NUMBER)
		return (union value){ .number = __builtin_nan("") };
	if (type == TYPE_TIME || type == TYPE_SPAN)
		return (union value){ .time = INSTANT_NONE };
	return (union value){ .text = { 0 } };
}

/* A text; none where it is empty. */
static inline union value value_words(struct str text)
{
	return text.n ? (union value){ .text = text } : value_none(TYPE_TEXT);
}

struct frame;
struct code;

/* Words that mean "nothing here"; the empty cell always does. */
struct missing;
struct missing *missing_new(struct arena *arena, const struct str *words, size_t n);
/* The words of both lists, borrowed; m NULL: none. */
const struct missing *missing_and(struct arena *arena, const struct missing *m, const struct missing *more);
bool missing_is(const struct missing *m, struct str value, struct buf *scratch);
/* Is a cell that begins with this byte certainly not missing? */
bool missing_never(const struct missing *m, unsigned char begins);

/* What a cell's value says as a flag: 1, 0; -1: it is neither a yes nor a no. */
int flag_read(struct str value, struct buf *scratch);

/* What a name stands for. */
struct binding {
	enum { BOUND_UNKNOWN, BOUND_COLUMN, BOUND_ABSENT, BOUND_COMPUTED } how;
	enum type
		kind; /* of a column: how it is read when the other side does not say; TYPE_NONE is as text */
	size_t column;	  /* BOUND_COLUMN */
	size_t computed;  /* BOUND_WORKED: from program_work */
	struct str label; /* for messages: the header; valid as long as the program */
	const struct missing *missing;
	bool counts; /* a number of points, of things or of money, which no percentage is compared with */
	bool commas; /* numbers in it may have a comma for a decimal sign, though nobody says so */
	const struct time_style *times; /* of its cells; NULL: the program's */
	const struct str *word;		/* all that a text can be; … */
	size_t words;			/* … 0: anything */
};

/* Resolves names. BOUND_UNKNOWN: it has reported why. `worked` names are bound when first used. */
struct schema {
	void *ctx;
	void (*resolve)(void *ctx, const struct expr *name, struct binding *out);
};

struct program {
	struct arena arena;
	struct diags *diags; /* while binding */
	struct schema schema;
	bool (*is_column)(void *ctx, struct str text); /* asked for texts in odd places, with the schema's
							* ctx; NULL: none is */
	struct time_style times;
	char decimal;	 /* '.' or ',' */
	bool commas;	 /* of the columns: see struct binding */
	bool dots;	 /* nobody says that a dot is the decimal sign: it may group thousands */
	int year_begins; /* the month, 1 to 12; 0: nobody says, so January */
	int64_t now;
	bool strict;
	struct program_state *state;
};

void program_init(struct program *p, struct diags *diags, struct schema schema);
void program_release(struct program *p);

/* Which rows of a run are wanted, ascending: cheap when they are few. */
struct asked {
	const uint16_t *row;
	size_t n;
};

/* A run of neighboring rows of a batch, at most RUN_MOST, and the frame that reads them: see run.h. */
enum { RUN_MOST = 1024 };
struct rows {
	const struct batch *batch;
	size_t first, n;
	struct frame *frame;
	struct record record; /* the current row */
	uint16_t at;	      /* its place in the run */
	bool regular;	      /* each of the rows has all its cells */
	struct asked leads;   /* rows that are asked again and again, and … */
	uint64_t set;	      /* … a number that differs when they do, of all runs of the frame */
	uint64_t bits[RUN_MOST / 64], bits_set; /* a bit for each row of the set of that number */
};

/* A value for each row of a run, by the type of what is asked; a span is a time. */
union vector {
	bool *flag;
	double *number;
	int64_t *time;
	struct str *text; /* valid until the next run */
	uint16_t *row;	  /* of a list of rows */
};

/* A value computed for rows of a run, once per row, on first use: fn gets its ctx and fills the places of the
 * rows asked. */
typedef void compute_fn(const void *ctx, struct rows *r, struct asked ask, union vector out);
size_t program_compute(struct program *p, enum type type, struct str label, compute_fn *fn, const void *ctx);

/* A side table, by its name and its file: how many rows look for a row in it, and how many find one. A
 * compute_fn says so with rows_looked_up (run.h), and frame_tell reports it. */
size_t program_lookup(struct program *p, struct str table, struct str file);

/*
 * A function that a higher floor defines. It takes times, all of which must be present, and gives a time, a
 * span or a flag. `bind` is called whenever an expression that calls it is bound, before the first row; it
 * does its work the first time. Returns false after a mistake, which is reported. `call` never gets a missing
 * argument: the value is then missing, too, and a flag is false.
 *
 * One of `words` takes texts in quotes instead, which `bind` looks up: it puts a number from 0 on for each
 * into `word`, and `call` gets those.
 */
enum { FUNCTION_ARGS = 4 };
struct function {
	struct str name, shape; /* "office", "office(from, to)" */
	size_t nargs;		/* at most FUNCTION_ARGS */
	bool words;
	enum type result; /* TYPE_TIME, TYPE_SPAN or TYPE_FLAG */
	bool (*bind)(void *ctx, const struct expr *call, int64_t *word);
	int64_t (*call)(const void *ctx, struct frame *f, const int64_t *arg);
	void *ctx;
};
void program_function(struct program *p, const struct function *fn);

/*
 * Binds an expression as `want`, or as whatever it is for TYPE_NONE (a column without a kind is text then). A
 * column alone as TYPE_FLAG means `= yes`. Returns NULL after a mistake, which is reported, once however
 * often it is bound. *type, if not NULL, is what it became.
 */
const struct code *program_bind(struct program *p, const struct expr *e, enum type want, enum type *type);

/* Reads a column by what its name resolved to, without the name. */
const struct code *program_bind_to(struct program *p, const struct binding *column, enum type want);

/* The same, which a frame remembers for each row of its run: for whoever asks a run of rows ahead, and then
 * one after the other. A flag that is missing is no then. */
const struct code *program_keep(struct program *p, const struct code *c);

/* The bound tree in one line, for tests: (and (match title #0) (ge (number employees) 200)). */
void program_dump(const struct program *p, const struct code *c, struct buf *out);

/* Rows of one run that count once, however often and in whatever order they come up. */
struct once {
	uint64_t first; /* row of the run, over all files */
	uint64_t *row;	/* a bit each; NULL: none came up yet */
};

/* Cells of one column that are alike in something; the first of them is shown. */
struct cells {
	uint64_t count, first_line;
	uint64_t first_row; /* over all files: of two first cells the earlier is reported */
	struct once once;   /* in whichever frame it was read */
	const char *file;   /* borrowed from the batch's source */
	struct buf sample;
};

/* What is noted of the cells that one reader reads. */
enum cells_kind {
	CELLS_UNREAD,	 /* not of its kind */
	CELLS_COMMA,	 /* numbers in which that sign may mean something else */
	CELLS_DOT,	 /* the same */
	CELLS_ABOVE_ONE, /* numbers without a percent sign, where a percentage is what they are compared with
			  */
	CELLS_PERCENT,	 /* percentages, where a number from 1 to 100 is */
	CELLS_KINDS
};
struct readings {
	struct cells cells[CELLS_KINDS];
	bool comma_is_sure;	    /* one of the numbers with a comma can't be read in another way */
	bool dot_is_sure;	    /* the same of a dot */
	uint64_t daytime[DAYTIMES]; /* how many of the times say which time of day */
};

/* What rows found in a side table. */
struct lookup_count {
	uint64_t rows, found;
	struct once once; /* in whichever frame it was looked up */
};

struct frame {
	const struct program *program;
	const struct record *record; /* of the current row */
	int64_t now;		     /* the rows' moment: the program's, unless frame_moment says another */
	struct rows *run;	     /* the current row is one of it */
	struct rows rows;	     /* a record that came alone, as a run */
	uint64_t begun;	  /* differs for each run, so that what was read of the last one isn't taken for this
			     one's: … */
	uint64_t serial;  /* … the current row's is so much more as its place in the run */
	struct buf error; /* not empty: the run must end with 2 */
	struct frame
		*notes; /* where errors and unreadable cells are noted: here, or in the frame it is beside */
	struct column *cells;	   /* of each reader: what it has read of the run */
	struct readings *readings; /* of each reader */
	struct lookup_count *lookups;
	struct frame_state *state;
	void *user;	       /* code that computes values finds its own state here */
	const uint16_t *every; /* 0, 1, 2, … to RUN_MOST - 1 */
	struct buf scratch;    /* for a compute_fn, until the next use */
};

/* Runs what is bound by then. */
void frame_init(struct frame *f, const struct program *p);
void frame_release(struct frame *f);

/* Has a frame note its errors and unreadable cells in another of the same program, which has the same row: so
 * nothing is lost, and no cell counts twice. */
static inline void frame_beside(struct frame *f, struct frame *main)
{
	f->notes = main;
}

/* Takes back an error, and all that is known of the run, whose rows are asked again. */
void frame_undo(struct frame *f);

/* The next record. It must outlive what is computed from it. */
static inline void frame_record(struct frame *f, const struct record *r)
{
	f->record = r;
	f->run = &f->rows;
	if (r) { /* else nothing will be read of one */
		f->rows.batch = r->batch;
		f->rows.first = r->index;
	}
	f->serial = f->begun += RUN_MOST;
}

/* Sets a moment other than the program's for the following rows; what is known of the current run is
 * forgotten. */
static inline void frame_moment(struct frame *f, int64_t now)
{
	f->now = now;
	f->begun += RUN_MOST;
	f->serial = f->begun + f->run->at;
}

/*
 * What a bound expression is for the current row alone, which is asked for as a run of rows is: for whoever
 * has one row at hand. Whoever has many asks for a column of them: code_values in run.h.
 */
union value code_value(const struct code *c, struct frame *f);

static inline bool code_flag(const struct code *c, struct frame *f)
{
	return code_value(c, f).flag;
}

static inline double code_number(const struct code *c, struct frame *f)
{
	return code_value(c, f).number;
}

static inline int64_t code_time(const struct code *c, struct frame *f) /* a span too */
{
	return code_value(c, f).time;
}

static inline struct str code_text(const struct code *c, struct frame *f) /* valid until the next record */
{
	return code_value(c, f).text;
}

/* A number in whole millionths, rounded half away from zero: exactly what the cell says if the expression is
 * just a cell. A number beyond ±MONEY_MOST gives a value beyond it. False: missing. */
bool code_millionths(const struct code *c, struct frame *f, __int128 *out);

enum type code_type(const struct code *c);

/* Any value as the text a cell or a group would show; false: missing. Times as ISO 8601, numbers at their
 * shortest, yes/no. */
bool code_show(const struct code *c, struct frame *f, struct buf *out);

/* Ends the run: the first such error is kept, preceded by the record's file and line. */
__attribute__((format(printf, 2, 3))) void frame_fail(struct frame *f, const char *format, ...);

/* A computed value, once per record. */
union value frame_computed(struct frame *f, size_t computed);

/* Adds one frame's counts to another's: into holds earlier rows or from does, by line. */
void frame_merge(struct frame *into, const struct frame *from);

/* Is a cell of this column, of the rows so far, not of a kind that something reads it as? What it isn't: "a
 * number"; NULL: all could be read. */
const char *frame_unread(const struct frame *f, size_t column);

/* "employees: 132 cells are not numbers, first line 17: 'tbd'", a line for each column; which numbers have a
 * comma or a dot that may mean something else; which columns seem to be whole days; and how many rows found
 * one in each side table. */
void frame_tell(const struct frame *f, struct diags *diags);

/* The remark on commas: so many cells like the sample. */
void cells_doubt_commas(struct str label, uint64_t count, struct str sample, struct diags *diags);

#endif
