/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fold bound to an input; private to fold/. Each line is computed from slots: what is remembered of a lead,
 * at a place of its state. A slot takes the rows for which its condition holds, and of each of them up to two
 * values.
 */
#ifndef FOLD_PLAN_H
#define FOLD_PLAN_H

#include "fold/fold.h"

enum slot_kind {
	SLOT_FIRST, /* the values of the earliest row, or the latest */
	SLOT_LAST,
	SLOT_NTH, /* of the first few rows */
	SLOT_COUNT,
	SLOT_SUM,
	SLOT_LEAST,
	SLOT_MOST,
	SLOT_EVENTS, /* all rows, */
	SLOT_WORDS,  /* of which those that only repeat an earlier one may be left out */
};

/* How a value is handed over and kept. */
enum value_form {
	VALUE_NONE, /* there is none, or it is the row's own time */
	VALUE_TEXT, /* a number of the slot's texts; 0: missing */
	VALUE_WORD, /* a number, a time or a span; missing as everywhere */
	VALUE_FLAG,
	VALUE_MONEY, /* millionths; rows without a number are left out */
	VALUE_FORMS
};
extern const size_t value_bytes[VALUE_FORMS];
#define MONEY_NONE ((__int128)((unsigned __int128)1 << 127))

struct slot_value {
	const struct code *code;
	enum type type; /* TYPE_NONE: there is none */
	enum value_form form;
	size_t texts; /* VALUE_TEXT: which texts of a shard */
	size_t money; /* VALUE_MONEY: which of the expressions that are added up */
};

struct fold_slot {
	enum slot_kind kind;
	const struct code *when;    /* NULL: every row */
	const struct code *present; /* a value that a row must have; NULL: none */
	const struct code *bound;   /* a time of the row's own; NULL: none */
	bool later;		    /* only rows later than it are taken; else those that are not */
	bool untimed;		    /* rows without a readable time are taken, too */
	struct slot_value value, other;
	size_t offset; /* in a lead */
	size_t events; /* EVENTS, WORDS: which of a shard */
	size_t stride; /* bytes of an event, or of one of the first few */
	size_t nth;    /* NTH: of how many */
};

/* A column of the output. */
struct fold_column {
	struct str head;
	enum { FOLD_KEY, FOLD_KEPT, FOLD_LINE } what;
	size_t slot, later_slot;      /* SIZE_MAX: none */
	const struct fold_line *line; /* LINE */
	size_t after, as_of;	      /* columns whose value is the line's time; SIZE_MAX: none */
	enum type type;		      /* of the value */
};

struct folding;
struct fold_sense;
struct fold_writer;

struct fold_plan {
	const struct fold *fold;
	struct names *names;
	struct program *program;
	const struct code *key, *time;
	struct fold_slot *slot;
	size_t nslots, slots_cap;
	struct fold_column *column;
	size_t ncolumns, columns_cap;
	size_t first_line; /* among the columns */
	size_t lead;	   /* bytes of a lead, its head and its state */
	char *fresh;	   /* one of which nothing is known */
	size_t ntexts, nevents;
	struct str *money; /* the expressions that are added up, in their words */
	size_t nmoney;
	bool grouped, fold_times; /* some line is a time in */
	struct str key_head, time_head;
	struct folding *folding;    /* from fold_begin on */
	struct fold_writer *writer; /* likewise */
	struct fold_sense *sense;   /* likewise */
};

/* Only what binding made. */
void plan_free(struct fold_plan *p);

/* What a lead begins with; the states of the slots follow, which makes one line of the cache for a few. */
enum { KEY_INSIDE = 20 };
struct lead_head {
	uint32_t row; /* where it appears first */
	uint32_t key_bytes;
	char key[KEY_INSIDE]; /* of a longer key its address */
};

/* The state of a slot that has one row, or of NTH several: where it stands in the order. A value that is no
 * text follows; NTH has nothing but the time if that is the value. COUNT is a uint32_t, SUM an __int128 that
 * is not aligned to its size (MONEY_NONE: nothing yet), LEAST and MOST the value. */
struct place_state {
	int64_t time; /* INSTANT_NONE: no row yet */
	uint32_t turn;
	uint32_t text;
};
struct events_state {
	uint32_t newest, oldest; /* 1 more than their places; 0: none */
};
struct words_state {
	struct events_state events;
	uint64_t seen;	/* of the first 64 texts, while rows come in their order */
	int64_t latest; /* the time of the latest row so far; INSTANT_NONE: none */
};

#endif
